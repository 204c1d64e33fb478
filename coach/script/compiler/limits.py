"""What limits a plan: the implements in the room, and the most that a movement is ever loaded with."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from coach.core.loading.gates import capped
from coach.core.plan import Exercise, Kit, Step, Work
from coach.script.compiler.sets import rounded

STICKS = ("dowel", "broom", "stick")
"""What a dowel is called in a list of equipment."""


def in_room(
    exercises: Mapping[str, Exercise], steps: Iterable[Step], equipment: Iterable[str], lacks: Iterable[str] = ()
) -> dict[str, Exercise]:
    """The exercises, each one's easier and harder neighbour the next that can be done with what the session has.

    What the room is known to lack leads nowhere, even where the session lists it.
    """
    used = {exercises[step.exercise].implement for step in steps if isinstance(step, Work)}
    listed = " ".join(equipment).lower()
    there = {name for name in ("barbell", "kettlebell", "sandbag", "dumbbell", "band") if name in listed}
    there |= {"dowel"} if any(stick in listed for stick in STICKS) else set()
    room = {"none", *used, *(there - set(lacks))}
    return {
        name: replace(
            each, easier=_neighbour(exercises, each, "easier", room), harder=_neighbour(exercises, each, "harder", room)
        )
        for name, each in exercises.items()
    }


def _neighbour(exercises: Mapping[str, Exercise], exercise: Exercise, way: str, room: set[str]) -> str | None:
    """The next exercise that way whose implement is there; None at the end of the ladder."""
    name: str | None = getattr(exercise, way)
    while name is not None and exercises[name].implement not in room:
        name = getattr(exercises[name], way)
    return name


def under_caps(steps: Iterable[Step], exercises: Mapping[str, Exercise], kit: Kit) -> tuple[Step, ...]:
    """The steps, no load among them above what its movement is ever done with."""
    return tuple(_under_cap(step, exercises, kit) for step in steps)


def _under_cap(step: Step, exercises: Mapping[str, Exercise], kit: Kit) -> Step:
    if not isinstance(step, Work) or step.load is None:
        return step
    exercise = exercises[step.exercise]
    most = capped(exercise, step.load)
    return step if most == step.load else replace(step, load=rounded(most, kit, exercise.implement))


def recapped(exercises: Mapping[str, Exercise], maxima: Mapping[str, float]) -> dict[str, Exercise]:
    """The exercises, their caps set by what the lifter could lift once, by exercise, where that is known."""
    return {name: _recapped(each, maxima) for name, each in exercises.items()}


def _recapped(exercise: Exercise, maxima: Mapping[str, float]) -> Exercise:
    cap = exercise.cap
    known = [maxima[name] for name in cap.of if name in maxima] if cap is not None else []
    if cap is None or not known:
        return exercise
    return replace(exercise, cap=replace(cap, load=max(known) * cap.part))
