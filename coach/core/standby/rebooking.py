"""Changing the calendar by voice: what is wished, what the calendar makes of it, and the yes that it waits for.

The core knows no dates. What was heard is handed out as `AskCalendar`; whoever keeps the calendar answers with
`CalendarSaid`, a line to say and, where something would change, the change. After a yes it is handed out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coach.clocks import SessionTime
from coach.core.events import Slot

ABOUT_THE_CALENDAR = frozenset({"plan_session", "move_session", "cancel_session", "next_session"})
"""The intents that are for whoever keeps the calendar."""

ANSWER_WITHIN = 30.0
"""Seconds a change waits for its yes; after that nothing is changed, and that is said."""


@dataclass(frozen=True, slots=True)
class Change:
    """Appointments to take out of the calendar and to put in, one line each as they stand in the file.

    What comes in for what goes out takes its place.
    """

    out: tuple[str, ...] = ()
    into: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskCalendar:
    """Make out what this intent with these slots wishes of the calendar, and answer with `CalendarSaid`."""

    intent: str
    slots: Mapping[str, Slot]


@dataclass(frozen=True, slots=True)
class EditCalendar:
    """Make this change, and answer with `CalendarSaid`."""

    change: Change


@dataclass(frozen=True, slots=True)
class CalendarSaid:
    """The calendar's answer: the stock line `line` with its fields. With a `change` the line is a question."""

    at: SessionTime
    line: str
    fields: Mapping[str, str] = field(default_factory=dict)
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change waits for a yes until `until`."""

    change: Change
    until: SessionTime
