"""What was done before, as the history tells it: sessions with their sets, complaints and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from coach.core.branches import NOT_OF_THE_BODY, RED_FLAG
from coach.core.plan import Role, Side, Unit

TAKEN_BACK = "false_alarm"
"""The answer of a complaint that the lifter took back: it costs nothing later."""


@dataclass(frozen=True, slots=True)
class PastSet:
    """One set. `began` and `at` are when its count began and ended, on its session's clock.

    `counted` sets were counted aloud by the coach: `broken_off` is how often the count was interrupted and taken up
    again, `retimed` how often the lifter had it slower or faster under way; None where that was not kept.
    """

    exercise: str
    role: Role = Role.WORKING
    number: int = 1
    of: int = 1
    side: Side | None = None
    load: float | None = None
    reps_planned: int | None = None
    reps_done: int | None = None
    seconds: float | None = None
    metres: float | None = None
    effort: float | None = None
    cut_short: bool = False
    began: float | None = None
    at: float | None = None
    note: str = ""
    counted: bool = False
    broken_off: int | None = None
    retimed: int | None = None

    @property
    def volume(self) -> float:
        """Load times reps of a working set, in the session's unit; everything else moves nothing."""
        return (self.load or 0.0) * (self.reps_done or 0) if self.role is Role.WORKING else 0.0


@dataclass(frozen=True, slots=True)
class PastComplaint:
    """One complaint, the branch it took, and the lifter's answer when asked again."""

    at: float
    region: str
    sensation: str
    side: str | None
    branch: str
    answer: str | None

    @property
    def taken_back(self) -> bool:
        """Whether the lifter said that it was none: it stays in the journal, and is told as that."""
        return self.answer == TAKEN_BACK

    @property
    def counts(self) -> bool:
        """Whether it is about the body, and was not taken back."""
        return self.region not in NOT_OF_THE_BODY and not self.taken_back

    @property
    def red_flag(self) -> bool:
        """Whether it was a red flag that nobody took back."""
        return self.branch.startswith(RED_FLAG) and not self.taken_back

    @property
    def told(self) -> str:
        """Where it was, for a person who reads the history."""
        return self.region.replace("_", " ") + (" (taken back)" if self.taken_back else "")


@dataclass(frozen=True, slots=True)
class PastSession:
    """One session. `reason` is why it ended, None while it is open; loads are in `unit`."""

    key: str
    lifter: str
    name: str
    title: str
    unit: Unit
    began: datetime
    ended: datetime | None = None
    reason: str | None = None
    source: str = "coach"
    sets: tuple[PastSet, ...] = ()
    complaints: tuple[PastComplaint, ...] = ()
    findings: Mapping[str, str] = field(default_factory=dict)

    @property
    def red_flag(self) -> bool:
        """Whether a red flag was raised in it, however it ended: also by a power cut in the last words."""
        return self.reason == RED_FLAG or any(complaint.red_flag for complaint in self.complaints)

    @property
    def day(self) -> date:
        """The day it began, where it began."""
        return self.began.date()

    @property
    def working(self) -> tuple[PastSet, ...]:
        """The working sets."""
        return tuple(done for done in self.sets if done.role is Role.WORKING)

    @property
    def volume(self) -> float:
        """All working loads times their reps, in the session's unit."""
        return sum(done.volume for done in self.sets)

    @property
    def minutes(self) -> float | None:
        """How long it took by the session clock of its sets, else by the wall clock; None when neither tells."""
        ends = [done.at for done in self.sets if done.at is not None]
        if ends:
            return max(ends) / 60
        return (self.ended - self.began).total_seconds() / 60 if self.ended else None
