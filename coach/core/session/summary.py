"""What a day came to, for the end of the screen: every movement with its sets, what was moved, what stood out."""

from collections.abc import Iterable, Iterator

from coach.core.plan import Plan, Role
from coach.core.today import SetDone, Today


def summary(plan: Plan, today: Today) -> tuple[str, ...]:
    """A line for each movement that was worked at, then the volume, new bests and complaints; nothing for no work."""
    working = [done for done in today.log if done.role is Role.WORKING]
    lines = [_movement(plan, name, working) for name in dict.fromkeys(done.exercise for done in working)]
    moved = sum((done.load or 0.0) * (done.reps_done or 0) for done in working)
    if moved:
        lines.append(f"Moved in all: {moved:,.6g} {plan.kit.unit}")
    lines += _bests(plan, working)
    regions = dict.fromkeys(each.region.replace("_", " ") for each in today.complaints)
    if regions:
        lines.append(f"You spoke up about: {', '.join(regions)}")
    return tuple(lines)


def _movement(plan: Plan, name: str, working: Iterable[SetDone]) -> str:
    sets = [done for done in working if done.exercise == name]
    reps = "+".join(str(done.reps_done) for done in sets if done.reps_done is not None)
    heaviest = max((done.load for done in sets if done.load is not None), default=None)
    parts = [f"{len(sets)} set{'' if len(sets) == 1 else 's'}"]
    if reps:
        parts.append(f"{reps} reps")
    if heaviest is not None:
        parts.append(f"{heaviest:g} {plan.kit.unit}")
    return f"{plan.exercises[name].title}: {', '.join(parts)}"


def _bests(plan: Plan, working: Iterable[SetDone]) -> Iterator[str]:
    """The movements that were lifted heavier than ever; a first time is no record."""
    heaviest: dict[str, float] = {}
    for done in working:
        if done.load is not None and done.reps_done:
            heaviest[done.exercise] = max(done.load, heaviest.get(done.exercise, 0.0))
    for name, load in heaviest.items():
        if load > plan.best_loads.get(name, load):
            yield f"Heavier than ever: {plan.exercises[name].title}, {load:g} {plan.kit.unit}"
