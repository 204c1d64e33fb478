"""The complaint table: which of its rows answers a complaint. Whoever asks that, asks here."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import TYPE_CHECKING, Protocol, TypeVar

from coach.core.plan import Branch, EndSession

if TYPE_CHECKING:  # the names of rows are wanted where there is no session
    from coach.core.today import Complained, Today

NOT_OF_THE_BODY = frozenset({"load"})
"""Regions of remarks about the bar: they do not count as pain."""

RED_FLAG = "red-flag"
"""How the names of red flags' rows begin, so that the history knows them; and the outcome of a session one ended."""

LOADING_ENDED = "loading_ended"
"""The finding that keeps which movement was loaded last on a day whose loading was ended."""

UNKNOWN = Branch("red-flag-unknown", (), (), (), (EndSession(RED_FLAG),), red_flag=True)
"""What answers a complaint that no row knows: it ends the session, which is always safe."""


class Row(Protocol):
    """A row as far as choosing it goes. Empty `regions` or `sensations` match any."""

    @property
    def regions(self) -> Sequence[str]: ...

    @property
    def sensations(self) -> Sequence[str]: ...

    @property
    def times(self) -> int: ...

    @property
    def in_all(self) -> int: ...


SomeRow = TypeVar("SomeRow", bound=Row)


def choose_row(rows: Iterable[SomeRow], region: str, sensation: str, times: int, in_all: int) -> SomeRow | None:
    """The first row that fits: `region` for the so-many-th time today, the body `in_all`, this complaint included."""
    in_all = 0 if region in NOT_OF_THE_BODY else in_all
    for row in rows:
        if answers(row, region, sensation) and times >= row.times and in_all >= row.in_all:
            return row
    return None


def answers(row: Row, region: str, sensation: str) -> bool:
    """Whether the row is about this region and sensation, however often they come."""
    return (not row.regions or region in row.regions) and (not row.sensations or sensation in row.sensations)


def by_complaint(
    rows: Iterable[SomeRow], regions: Sequence[str], sensations: Sequence[str]
) -> dict[tuple[str, str], list[SomeRow]]:
    """Each region with each sensation, and the rows that are about it, in their order: `answers` for all at once."""
    found: dict[tuple[str, str], list[SomeRow]] = {complaint: [] for complaint in product(regions, sensations)}
    for row in rows:
        for complaint in product(row.regions or regions, row.sensations or sensations):
            found[complaint].append(row)
    return found


def choose_branch(
    branches: Iterable[Branch], region: str, sensation: str, times: int = 1, in_all: int | None = None
) -> Branch:
    """The row that answers a complaint, `UNKNOWN` when none does."""
    return choose_row(branches, region, sensation, times, times if in_all is None else in_all) or UNKNOWN


def branch_for(branches: Iterable[Branch], today: "Today", region: str, sensation: str) -> Branch:
    """The row that answers a new complaint, counted with those of today."""
    times = 1 + sum(earlier.region == region for earlier in today.complaints)
    return choose_branch(branches, region, sensation, times, 1 + sum(map(hurts, today.complaints)))


def hurts(complaint: "Complained") -> bool:
    """Whether this complaint is about the body."""
    return complaint.region not in NOT_OF_THE_BODY


def has_complained(today: "Today") -> bool:
    """Whether the body has complained today; from then on nothing gets heavier."""
    return any(map(hurts, today.complaints))
