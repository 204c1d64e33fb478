"""Listening on after a red flag, told event by event."""

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear, Woke
from coach.core.standby.vigil import STAYS, Vigil, Watchful
from tests.core.standby.intents.test_complaints import BOX

MACHINE = Vigil(BOX)


def after(*events: Event) -> Watchful:
    """What it is after these."""
    state = Watchful(SessionTime(STAYS))
    for event in events:
        state = MACHINE.advance(state, event).after
    return state


def test_it_listens_to_complaints_and_to_what_ends_it() -> None:
    assert MACHINE.armed(after()) == {"complaint", "stop", "done", "good_night"}


def test_only_a_red_flag_of_this_while_can_be_taken_back() -> None:
    chest = Heard(SessionTime(5.0), "complaint", {"region": "chest", "sensation": "pain"})
    assert after(Heard(SessionTime(5.0), "false_alarm")) == after()
    assert MACHINE.armed(after(chest)) == {"complaint", "false_alarm", "stop", "done", "good_night"}


def test_it_is_over_when_nothing_was_said_for_half_an_hour() -> None:
    assert STAYS == 30 * 60
    assert MACHINE.wake_at(after()) == STAYS
    assert MACHINE.ended(after(Woke(SessionTime(STAYS))))
    assert not MACHINE.ended(after(Woke(SessionTime(STAYS - 1))))


def test_what_is_no_complaint_is_let_pass() -> None:
    assert after(Heard(SessionTime(5.0), "next")) == after()


def test_stop_ends_it_but_answers_a_question_that_is_open() -> None:
    assert MACHINE.ended(after(Heard(SessionTime(5.0), "stop")))
    asked = HeardUnclear(SessionTime(5.0), "complaint", slots={"region": "chest", "sensation": "pain"})
    turn = MACHINE.advance(after(asked), Heard(SessionTime(7.0), "stop"))
    assert not MACHINE.ended(turn.after)
    assert turn.commands
    assert turn.after.idle.warned is not None


def test_a_complaint_keeps_it_longer() -> None:
    assert (
        after(Heard(SessionTime(100.0), "complaint", {"region": "low_back", "sensation": "tight"})).until
        == 100.0 + STAYS
    )
