"""One session as it is planned: its steps, the complaint table, the race it leads to, and how it is spoken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coach.core.plan.exercise import Exercise, Line
from coach.core.plan.kit import Kit
from coach.core.plan.steps import Effect, Step


class Verbosity(StrEnum):
    """How much is said besides what has to be."""

    QUIET = "quiet"
    NORMAL = "normal"
    TALKATIVE = "talkative"


@dataclass(frozen=True, slots=True)
class Branch:
    """A row of the complaint table. Empty `regions` or `sensations` match any; the first matching row wins.

    `times` is how often this region must have complained today, this one included, for the row to hold, `in_all` how
    often the body in all. `again` is said once more some seconds later, in case nobody acted. Only a remark that is no
    complaint ("too light") may leave the count running: `stops` False.
    """

    name: str
    regions: tuple[str, ...]
    sensations: tuple[str, ...]
    at_once: tuple[Line, ...]
    effects: tuple[Effect, ...]
    times: int = 1
    red_flag: bool = False
    stops: bool = True
    in_all: int = 0
    again: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Gun:
    """A session tied to the start of a race: it ends `ends_before` seconds before the gun, and its `holding` steps keep
    the lifter warm, over and over, while a start is delayed; a delay told when all was done ends with `again`."""

    ends_before: float
    holding: tuple[Step, ...]
    again: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a working set says of those after it: a part of its load, for missed reps or an effort (RPE).

    `more_rest` is in seconds; an effort up to `easy` on the last ramp-up set has the factor `more` offered.
    """

    missed_one: float = 0.95
    missed_more: float = 0.9
    limit: float = 9.5
    at_limit: float = 0.95
    near: float = 9.0
    at_near: float = 0.975
    more_rest: float = 60.0
    easy: float = 6.0
    more: float = 1.025


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one session needs. `lines` are the stock lines by name; `seed` picks wordings.

    `verbosity` and `count` (a `tempo.CountMode`) are how it begins; both can change by voice
    or from session to session. `best_loads` are the heaviest lifted ever, by exercise. `says_plates`: what goes on the
    bar is said with every new load. `waits` is whether somebody can say "ready", so that a loaded set waits for it;
    `clean_outings` how many days in a row were clean, by exercise.
    """

    session: str
    title: str
    steps: tuple[Step, ...]
    exercises: Mapping[str, Exercise]
    lines: Mapping[str, Line]
    branches: tuple[Branch, ...] = ()
    welcome: tuple[Line, ...] = ()
    close: tuple[Line, ...] = ()
    cool_down: tuple[Step, ...] = ()
    kit: Kit = field(default_factory=Kit)
    seed: int = 0
    gun: Gun | None = None
    verbosity: Verbosity = Verbosity.NORMAL
    count: str = "full"
    best_loads: Mapping[str, float] = field(default_factory=dict)
    says_plates: bool = False
    waits: bool = False
    clean_outings: Mapping[str, int] = field(default_factory=dict)
    feedback: Feedback = field(default_factory=Feedback)
