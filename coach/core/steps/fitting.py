"""A warm-up that must end in time: what is kept, what is left out when it is late, and what fills a delay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from coach.core.plan import Hold, Rest, Step, Work

SecondsOf = Callable[[Step], float]

LEAST_CUT = 1.0
"""Seconds a hold gives up at least."""

SPARE = 10.0
"""Seconds that are to be left over when something comes back, for it is not to be left out again a minute later."""

SHORTEST_HOLD = 20.0
"""Seconds below which a hold that is all that is left is not worth beginning."""

SHORTEST_REST = 10.0
"""Seconds below which what is left of a delay is not worth announcing as a rest."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """The steps that fit, the exercises left out in the order they went, and the seconds to spare (below 0: late)."""

    steps: tuple[Step, ...]
    shed: tuple[str, ...]
    spare: float


def anchored(steps: tuple[Step, ...], seconds: float, seconds_of: SecondsOf) -> Anchored:
    """Fit the steps into so many seconds, leaving out the least important work first.

    Of equally important exercises the earlier goes: what comes last is nearest to the race. An exercise gives up its
    sets one by one before it goes altogether, with both sides and the rests; questions and what is said stay. What is
    down to its floor stays until nothing else is left; then the last goes first, so that nobody is fast who is cold.
    Where that frees more than is needed, what went before it comes back, the most important first.
    """
    planned = _parts(steps)
    kept, gone = [*planned], []
    while (late := _seconds(kept, seconds_of) - seconds) > 0:
        there = [place for place, part in enumerate(kept) if _is_work(part)]
        if not there:
            break
        above = [place for place in there if not _at_floor(kept[place])]
        place = min(above, key=lambda each: _importance(kept[each][0])) if above else there[-1]
        kept[place] = _less(kept[place], late) if above else _below_floor(kept[place], late)
        if not kept[place]:
            gone.append(place)
    for place in reversed(gone):
        if not _lost_floor(planned, kept, place):
            left = seconds - SPARE - _seconds(kept, seconds_of)
            kept[place] = _as_fits(planned[place], left, seconds_of)
    shed = tuple(_name(planned[place][0]) for place in gone if not kept[place])
    return Anchored(tuple(step for part in kept for step in part), shed, seconds - _seconds(kept, seconds_of))


Part = tuple[Step, ...]


def _parts(steps: tuple[Step, ...]) -> list[Part]:
    """Every exercise with its sets, its sides and the rests after them; anything else by itself."""
    found: list[Part] = []
    place = 0
    while place < len(steps):
        end = _end_of_run(steps, place) if isinstance(steps[place], Work) else place + 1
        found.append(steps[place:end])
        place = end
    return found


def _seconds(parts: Sequence[Part], seconds_of: SecondsOf) -> float:
    return sum(seconds_of(step) for part in parts for step in part)


def _is_work(part: Part) -> bool:
    return bool(part) and isinstance(part[0], Work)


def _lost_floor(planned: Sequence[Part], kept: Sequence[Part], place: int) -> bool:
    """Whether this exercise, or one before it, was to stay: then there is no way back to it, or to what follows."""
    heads = (part[0] for part, left in zip(planned[: place + 1], kept, strict=False) if not left)
    return any(isinstance(head, Work) and head.floor > 0 for head in heads)


def _as_fits(part: Part, seconds: float, seconds_of: SecondsOf) -> Part:
    """As many sets of it as take no more than so many seconds."""
    while part and _seconds([part], seconds_of) > seconds:
        part = _a_set_less(part)
    return part


def _at_floor(run: Part) -> bool:
    """Whether this exercise is down to what is kept of it."""
    works = [step for step in run if isinstance(step, Work)]
    floor = works[0].floor
    if _is_held(works[0]):
        return all(step.dose.seconds <= floor for step in works if isinstance(step.dose, Hold))
    return len({step.number for step in works}) <= floor


def _is_held(step: Work) -> bool:
    """Whether its floor is seconds of a hold."""
    return step.floor > 0 and isinstance(step.dose, Hold)


def _less(run: Part, late: float) -> Part:
    """A hold with a floor gives up seconds, anything else a set."""
    head = run[0]
    if not isinstance(head, Work) or not _is_held(head):
        return _a_set_less(run)
    return _cut(run, late, head.floor)


def _below_floor(run: Part, late: float) -> Part:
    """What can be kept of what is down to its floor: of a hold the seconds there are, of anything else nothing."""
    head = run[0]
    if not isinstance(head, Work) or not _is_held(head):
        return ()
    cut = _cut(run, late, 0.0)
    held = (step.dose.seconds for step in cut if isinstance(step, Work) and isinstance(step.dose, Hold))
    return cut if all(seconds >= SHORTEST_HOLD for seconds in held) else ()


def _cut(run: Part, late: float, floor: float) -> Part:
    """The holds so many seconds shorter together, but none shorter than `floor`."""
    each = max(LEAST_CUT, late / sum(isinstance(step, Work) for step in run))
    return tuple(_shorter(step, each, floor) for step in run)


def _shorter(step: Step, seconds: float, floor: float) -> Step:
    if not isinstance(step, Work) or not isinstance(step.dose, Hold):
        return step
    return replace(step, dose=replace(step.dose, seconds=max(floor, step.dose.seconds - seconds)))


def _importance(step: Step) -> int:
    return step.importance if isinstance(step, Work) else 0


def _name(step: Step) -> str:
    return step.exercise if isinstance(step, Work) else ""


def _a_set_less(run: Part) -> Part:
    """The run without its last set and the rest before it; nothing when it has only one set."""
    last = max(step.number for step in run if isinstance(step, Work))
    fewer = [place for place, step in enumerate(run) if isinstance(step, Work) and step.number < last]
    if not fewer:
        return ()
    after = tuple(step for step in run[fewer[-1] + 1 :] if isinstance(step, Rest))[1:]
    return tuple(_of_fewer(step) for step in (*run[: fewer[-1] + 1], *after))


def _of_fewer(step: Step) -> Step:
    return replace(step, of=max(step.number, step.of - 1)) if isinstance(step, Work) else step


def _end_of_run(steps: tuple[Step, ...], first: int) -> int:
    """Where the sets and sides of the exercise at `first`, and the rests after them, are over."""
    place = first + 1
    while place < len(steps) and _belongs(steps[place], steps[first]):
        place += 1
    return place


def _belongs(step: Step, head: Step) -> bool:
    """A rest, another set, or the other side; the same set once more is a new round."""
    if not isinstance(step, Work) or not isinstance(head, Work):
        return isinstance(step, Rest)
    return step.exercise == head.exercise and (step.number, step.side) != (head.number, head.side)


def filled(holding: tuple[Step, ...], seconds: float, seconds_of: SecondsOf) -> tuple[Step, ...]:
    """Holding work, over and over, for so many seconds; what is left over at the end is rest."""
    found: list[Step] = []
    left = seconds
    while holding:
        step = holding[len(found) % len(holding)]
        if seconds_of(step) > left or seconds_of(step) <= 0:
            break
        found.append(step)
        left -= seconds_of(step)
    if left < SHORTEST_REST:
        return tuple(found)
    if found and isinstance(last := found[-1], Rest):
        return (*found[:-1], Rest(last.seconds + left))
    return (*found, Rest(left))
