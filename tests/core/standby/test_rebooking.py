"""The calendar by voice, in the core: a question, a yes, and nothing changed without it."""

import pytest

from coach.clocks import SessionTime
from coach.core.commands import Hush, Say
from coach.core.events import Heard, Reminded, Woke
from coach.core.standby.machine import advance_idle, idle_wake_at
from coach.core.standby.model import Box, Idle
from coach.core.standby.rebooking import ANSWER_WITHIN, AskCalendar, CalendarSaid, Change, EditCalendar
from tests.core.plans import stock_lines

BOX = Box(stock_lines(), {"deadlift-day": "Deadlift day"})
CHANGE = Change(into=("2026-11-30 18:30 deadlift-day",))
WHAT = "Deadlift day on Monday at half past six in the evening"
ASKED = CalendarSaid(SessionTime(1.0), "calendar.ask_plan", {"what": WHAT}, CHANGE)


def asked() -> Idle:
    state, wanted = advance_idle(BOX, Idle(), ASKED)
    assert [each.text for each in wanted if isinstance(each, Say)] == [f"Plan {WHAT}, yes or no?"]
    return state


@pytest.mark.parametrize("intent", ["plan_session", "move_session", "cancel_session", "next_session"])
def test_what_is_about_the_calendar_is_handed_to_whoever_keeps_it(intent: str) -> None:
    _, wanted = advance_idle(BOX, Idle(), Heard(SessionTime(1.0), intent, {"day": "mon"}))
    assert wanted == (AskCalendar(intent, {"day": "mon"}),)


def test_after_a_yes_the_change_is_made() -> None:
    state, wanted = advance_idle(BOX, asked(), Heard(SessionTime(2.0), "yes"))
    assert (state.proposed, wanted) == (None, (EditCalendar(CHANGE),))


@pytest.mark.parametrize("intent", ["no", "next", "stop"])
def test_after_a_no_nothing_is_changed_and_that_is_said(intent: str) -> None:
    state, wanted = advance_idle(BOX, asked(), Heard(SessionTime(2.0), intent))
    assert state.proposed is None
    assert wanted[0] == Hush()
    assert isinstance(wanted[1], Say)
    assert wanted[1].text == "Then nothing is changed."


def test_something_else_said_instead_leaves_the_change_undone() -> None:
    state, wanted = advance_idle(BOX, asked(), Heard(SessionTime(2.0), "louder"))
    assert state.proposed is None
    assert not any(isinstance(each, EditCalendar) for each in wanted)
    _, wanted = advance_idle(BOX, state, Heard(SessionTime(3.0), "yes"))
    assert not any(isinstance(each, EditCalendar) for each in wanted)


def test_without_an_answer_nothing_is_changed_and_that_is_said() -> None:
    state = asked()
    assert idle_wake_at(state) == 1.0 + ANSWER_WITHIN
    early, wanted = advance_idle(BOX, state, Woke(SessionTime(5.0)))
    assert (early, wanted) == (state, ())
    late, wanted = advance_idle(BOX, state, Woke(SessionTime(1.0 + ANSWER_WITHIN)))
    assert late.proposed is None
    assert isinstance(wanted[0], Say)


def test_a_reminder_meanwhile_is_offered_and_the_change_still_waits() -> None:
    state, _ = advance_idle(BOX, asked(), Reminded(SessionTime(2.0), "deadlift-day", 10.0))
    state, wanted = advance_idle(BOX, state, Heard(SessionTime(3.0), "yes"))
    assert wanted == (EditCalendar(CHANGE),)
    assert state.offer is not None


def test_an_answer_that_is_no_question_waits_for_nothing() -> None:
    state, _ = advance_idle(BOX, Idle(), CalendarSaid(SessionTime(1.0), "calendar.empty"))
    assert state.proposed is None


def test_stop_silences_the_box_and_ends_an_offer() -> None:
    state, _ = advance_idle(BOX, Idle(), Reminded(SessionTime(1.0), "deadlift-day", 0.0))
    state, wanted = advance_idle(BOX, state, Heard(SessionTime(2.0), "stop"))
    assert (state.offer, wanted) == (None, (Hush(),))


def test_stop_silences_the_box_also_asleep_and_does_not_wake_it() -> None:
    state, wanted = advance_idle(BOX, Idle(asleep=True), Heard(SessionTime(2.0), "stop"))
    assert (state.asleep, wanted) == (True, (Hush(),))
