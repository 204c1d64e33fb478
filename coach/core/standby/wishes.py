"""A workout asked for in words between sessions, and keeping it: what is wished of whoever knows the content.

The core knows no content: the remark is read back from its slots, and after a yes handed out as `BeginAsked`. When it
was done, `WorkoutDone` comes, and it is asked once whether to keep it; `KeepWorkout` is answered by `WorkoutSaid`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.clocks import SessionTime
from coach.core.state import Asked

ANSWER_WITHIN = 30.0
"""Seconds a workout that was read back waits for its yes, and the question whether to keep one."""


@dataclass(frozen=True, slots=True)
class AskedBack:
    """A workout that waits for its yes until `until`; with None it was done, and the question is whether to keep it."""

    workout: Asked | None
    until: SessionTime


@dataclass(frozen=True, slots=True)
class BeginAsked:
    """Begin this workout."""

    workout: Asked
    length: str = "normal"


@dataclass(frozen=True, slots=True)
class KeepWorkout:
    """Keep this workout, a line of notation, as a session of the lifter's own; without a `name` one is found for it."""

    session: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkoutDone:
    """A workout asked for in words was done to its end; `session` is its line of notation."""

    at: SessionTime
    session: str


@dataclass(frozen=True, slots=True)
class WorkoutSaid:
    """What came of a wish: the stock line `line` with its fields."""

    at: SessionTime
    line: str
    fields: Mapping[str, str] = field(default_factory=dict)
