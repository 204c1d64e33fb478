"""A warm-up that must end in time: what is kept, what is left out when it is late, and what fills a delay."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.core.plan import Hold, Rest, Step, Work

SecondsOf = Callable[[Step], float]

LEAST_CUT = 1.0
"""Seconds a hold gives up at least."""

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
    """
    kept, shed = steps, []
    while (late := sum(map(seconds_of, kept)) - seconds) > 0:
        runs = _runs(kept)
        if not runs:
            break
        above = [run for run in runs if not _at_floor(kept[slice(*run)])]
        begin, end = min(above, key=lambda run: _importance(kept[run[0]])) if above else runs[-1]
        fewer = _less(kept[begin:end], late) if above else ()
        if not fewer:
            shed.append(_name(kept[begin]))
        kept = (*kept[:begin], *fewer, *kept[end:])
    return Anchored(kept, tuple(shed), seconds - sum(map(seconds_of, kept)))


def _runs(steps: tuple[Step, ...]) -> list[tuple[int, int]]:
    """From where to where every exercise goes, with its sets, its sides and the rests after them."""
    found: list[tuple[int, int]] = []
    for place, step in enumerate(steps):
        if isinstance(step, Work) and (not found or place >= found[-1][1]):
            found.append((place, _end_of_run(steps, place)))
    return found


def _at_floor(run: tuple[Step, ...]) -> bool:
    """Whether this exercise is down to what is kept of it."""
    works = [step for step in run if isinstance(step, Work)]
    floor = works[0].floor
    if _is_held(works[0]):
        return all(step.dose.seconds <= floor for step in works if isinstance(step.dose, Hold))
    return len({step.number for step in works}) <= floor


def _is_held(step: Work) -> bool:
    """Whether its floor is seconds of a hold."""
    return step.floor > 0 and isinstance(step.dose, Hold)


def _less(run: tuple[Step, ...], late: float) -> tuple[Step, ...]:
    """A hold with a floor gives up seconds, anything else a set."""
    head = run[0]
    if not isinstance(head, Work) or not _is_held(head):
        return _a_set_less(run)
    each = max(LEAST_CUT, late / sum(isinstance(step, Work) for step in run))
    return tuple(_cut(step, each) for step in run)


def _cut(step: Step, seconds: float) -> Step:
    if not isinstance(step, Work) or not isinstance(step.dose, Hold):
        return step
    return replace(step, dose=replace(step.dose, seconds=max(step.floor, step.dose.seconds - seconds)))


def _importance(step: Step) -> int:
    return step.importance if isinstance(step, Work) else 0


def _name(step: Step) -> str:
    return step.exercise if isinstance(step, Work) else ""


def _a_set_less(run: tuple[Step, ...]) -> tuple[Step, ...]:
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
