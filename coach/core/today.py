"""What the day has brought so far: the sets that were done, complaints, and what was made lighter because of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.clocks import SessionTime
from coach.core.plan import Role, Side


@dataclass(frozen=True, slots=True)
class SetDone:
    """One set in the log. `load` is in the plan's unit, `seconds` for holds, `effort` an RPE from 1 to 10.

    `metres` are those of a carry that was brought to its end; how far a broken-off one went nobody knows. `reps_meant`
    are the fewest reps with which nothing is missing; None as with those planned. `effort_meant` is what was asked for.
    """

    at: SessionTime
    exercise: str
    role: Role
    number: int
    of: int
    side: Side | None = None
    load: float | None = None
    reps_planned: int | None = None
    reps_done: int | None = None
    seconds: float | None = None
    metres: float | None = None
    effort: float | None = None
    cut_short: bool = False
    reps_meant: int | None = None
    effort_meant: float | None = None


@dataclass(frozen=True, slots=True)
class Complained:
    """One complaint of today."""

    at: SessionTime
    region: str
    sensation: str
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Eased:
    """Sets were made lighter because of the one that ended `at`: from `planned`, with so many seconds more `rest`."""

    at: SessionTime
    planned: float
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Today:
    """What the day has brought so far. `paces` are seconds a rep, by exercise, of sets done at the lifter's own.

    `went_up` is whether the lifter already asked for something harder today, and got it; `lightened` are the movements
    that the lifter had made lighter.
    """

    log: tuple[SetDone, ...] = ()
    undone: tuple[SetDone, ...] = ()
    complaints: tuple[Complained, ...] = ()
    findings: Mapping[str, str] = field(default_factory=dict)
    paces: Mapping[str, float] = field(default_factory=dict)
    rungs_down: int = 0
    clean_sets: int = 0
    rest_to_tell: bool = False
    loading_ended: bool = False
    eased: Eased | None = None
    went_up: bool = False
    lightened: frozenset[str] = frozenset()
