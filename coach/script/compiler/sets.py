"""One exercise of a session as its sets: ramp-up, working sets, sides and the rests between."""

from collections.abc import Iterator
from dataclasses import replace

from coach.core.loading.plates import convert, made, ramp
from coach.core.plan import (
    Breaths,
    Distance,
    Dose,
    Hold,
    Kit,
    Line,
    Reps,
    Rest,
    Role,
    Side,
    Step,
    Talk,
    Tempo,
    Unit,
    Work,
)
from coach.core.wording import fill, number
from coach.script.compiler.context import Context
from coach.script.shapes.schema import FREE, ScriptShape
from coach.script.shapes.steps import DoStep

AGAIN = 5.0
"""Seconds that getting into a position takes at most which one was in a moment ago, on the other side perhaps."""

_SIDES: dict[str, tuple[Side | None, ...]] = {
    "none": (None,), "left": (Side.LEFT,), "right": (Side.RIGHT,), "both": (Side.LEFT, Side.RIGHT),
}  # fmt: skip


def tempo_of(text: str) -> Tempo:
    """A tempo such as 3-1-X-1, already checked; X counts as zero."""
    eccentric, bottom, concentric, top = (0 if part == "X" else int(part) for part in text.split("-"))
    return Tempo(eccentric, bottom, concentric, top)


def told_before(context: Context, shape: DoStep) -> Iterator[Step]:
    """What is said once ahead of an exercise: that its reps are a range, and how hard its sets are meant to be."""
    if not shape.at_least and not shape.effort:
        return
    lines = context.stock_lines()
    said = []
    if shape.at_least and shape.reps and (line := lines.get("work.range")):
        fewest, most = getattr(shape.at_least, context.length), getattr(shape.reps, context.length)
        said += [(line, {"number": number(fewest), "reps": number(most)})] if fewest < most else []
    if shape.effort and (line := lines.get("work.effort")):
        said.append((line, {"effort": number(shape.effort)}))
    if said:
        yield Talk(tuple(Line(tuple(fill(each, words) for each in line.variants), line.why) for line, words in said))


def sets_of(context: Context, shape: DoStep, role: Role | None) -> Iterator[Step]:
    """The ramp-up sets, then the sets with their sides and rests."""
    script = context.script(shape.do)
    role = shape.role or role or (Role.WORKING if script.kind == "movement" and script.loaded else Role.WARM_UP)
    load = _load(context, shape) if script.loaded else None
    rungs = _rungs(shape, load, context.kit, script.implement)
    for place, (reps, warm) in enumerate(rungs, 1):
        yield Work(shape.do, _reps(shape, reps), Role.RAMP, place, len(rungs), load=warm,
                   get_ready=_get_ready(shape, script, place == 1), importance=shape.importance)  # fmt: skip
        if shape.ramp_rest:
            yield Rest(shape.ramp_rest)
    sets = getattr(shape.sets, context.length)
    for place in range(1, sets + 1):
        for turn, side in enumerate(_SIDES[shape.sides]):
            first = place == 1 and turn == 0
            yield Work(shape.do, dose_of(shape, context.length), role, place, sets, side, load,
                       _get_ready(shape, script, first), shape.importance, shape.effort, shape.floor)  # fmt: skip
        pause = shape.rest if place < sets else shape.rest_after
        if pause:
            yield Rest(pause)


def _get_ready(shape: DoStep, script: ScriptShape, first: bool) -> float | None:
    """The seconds to get into position: the session's, else the script's, of which a later set needs a little."""
    if shape.get_ready is not None or script.get_ready is None:
        return shape.get_ready
    return script.get_ready if first else min(script.get_ready, AGAIN)


def _rungs(shape: DoStep, load: float | None, kit: Kit, implement: str) -> list[tuple[int, float | None]]:
    """The reps and loads of the ramp-up; on a bar with few plates moved, and without rungs that add nothing."""
    parts = {rung.percent / 100: rung.reps for rung in shape.ramp}
    if load is None:
        return [(reps, None) for reps in parts.values()]
    if implement == "barbell":
        return [(parts[part], bar.load) for part, bar in ramp(load, kit, parts)]
    warm = [(reps, rounded(load * part, kit, implement)) for part, reps in parts.items()]
    return [(reps, lighter) for reps, lighter in warm if lighter < load]


def dose_of(shape: DoStep, length: str) -> Dose:
    """The dose in today's form."""
    if shape.amrap:
        return Reps(getattr(shape.reps, length), free=True, open=True)
    if shape.reps:
        most = getattr(shape.reps, length)
        fewest = getattr(shape.at_least, length) if shape.at_least else most
        return replace(_reps(shape, most), at_least=fewest if fewest < most else None)
    if shape.hold:
        return Hold(getattr(shape.hold, length))
    if shape.breaths:
        return Breaths(getattr(shape.breaths, length), shape.breathe_in, shape.breathe_out)
    return Distance(getattr(shape.metres, length), shape.limit)


def _reps(shape: DoStep, count: int) -> Reps:
    if shape.tempo == FREE:
        return Reps(count, free=True)
    return Reps(count, tempo_of(shape.tempo) if shape.tempo else None)


def _load(context: Context, shape: DoStep) -> float | None:
    """Today's working load in the kit's unit: the journal's where there is one, else the session's."""
    if shape.do in context.loads:
        return context.loads[shape.do]
    if shape.load is None:
        return None
    load = convert(shape.load, Unit.KILOS, context.kit.unit)
    return rounded(load, context.kit, context.script(shape.do).implement)


def rounded(load: float, kit: Kit, implement: str) -> float:
    """What can be made of `load`: the lightest there is at least, else never more."""
    return max(1.0, made(load, kit, implement))
