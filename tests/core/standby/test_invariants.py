"""Random evenings on the shelf: whatever the box waits for, a red flag is heard, warned of and kept."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clocks import SESSION_START, SessionTime
from coach.core.branches import choose_branch
from coach.core.commands import Hush, Rank, Say
from coach.core.events import Began, Heard, HeardUnclear, NotUnderstood, Reminded, SoundLost, Woke
from coach.core.safety.red_flag import WARNING_SIGN
from coach.core.standby.intents.enrolment import LISTENING
from coach.core.standby.lesson import Outcome, TakesJudged
from coach.core.standby.machine import (
    ARMED,
    DOUBTED,
    StandbyEvent,
    advance_idle,
    idle_wake_at,
    listening_for_idle,
)
from coach.core.standby.model import Begin, Box, Idle, KeepFact
from coach.core.standby.rebooking import CalendarSaid, Change, EditCalendar
from coach.core.standby.wishes import BeginAsked, WarmedUp, WorkoutDone
from tests.core.plans import stock_lines
from tests.core.session.test_invariants import RED, TABLE

BOX = Box(stock_lines(), {"deadlift-day": "Deadlift day"}, first="deadlift-day", learns=True, branches=TABLE)
INTENTS = sorted((ARMED | DOUBTED | LISTENING | {"time_left", "race_delayed"}) - {"complaint"})

later = st.floats(0, 40, allow_nan=False).map(lambda seconds: SessionTime(round(seconds, 1)))
"""Seconds since the event before."""

red_flags = st.sampled_from(RED)
events: st.SearchStrategy[StandbyEvent] = st.one_of(
    st.builds(Heard, later, st.sampled_from(INTENTS)),
    st.builds(lambda at, n: Heard(at, "set_timer", {"seconds": n}), later, st.integers(0, 200)),
    st.builds(lambda at: Heard(at, "do_workout", {"exercise": "deadlift", "sets": 3, "reps": 5}), later),
    st.builds(lambda at: Heard(at, "learn_phrase", {"meaning": "next"}), later),
    st.builds(lambda at, slots: Heard(at, "complaint", slots), later, red_flags),
    st.builds(lambda at, slots: HeardUnclear(at, "complaint", slots=slots), later, red_flags),
    st.builds(HeardUnclear, later, st.sampled_from(("start", "stop"))),
    st.builds(NotUnderstood, later, st.just("banana split")),
    st.builds(lambda at, what: CalendarSaid(at, "calendar.empty", {}, what), later, st.sampled_from((None, Change()))),
    st.builds(WorkoutDone, later, st.just("5x5 deadlift")),
    st.builds(TakesJudged, later, st.sampled_from(Outcome)),
    st.builds(lambda at: WarmedUp(at, SessionTime(at + 600)), later),
    st.builds(lambda at, n: Reminded(at, "deadlift-day", n), later, st.floats(0, 30)),
    st.builds(SoundLost, later, st.just("speaker")),
    st.builds(Woke, later),
)


def reached(story: list[StandbyEvent]) -> list[tuple[Idle, SessionTime]]:
    """Every state on the way, each with its time; in between it is woken when it wants to be."""
    state, at = Idle(), SESSION_START
    states = [(state, at)]
    for event in (Began(SESSION_START), *story):
        ends = SessionTime(at + float(event.at))
        while (wakes := idle_wake_at(state)) is not None and wakes <= ends:
            state, _ = advance_idle(BOX, state, Woke(max(wakes, at)))
            states.append((state, max(wakes, at)))
        at = ends
        state, _ = advance_idle(BOX, state, replace(event, at=at))
        states.append((state, at))
    return states


def is_warned_of(state: Idle, event: Heard | Woke, slots: dict[str, str]) -> None:
    """This event says the lines of the red flag, keeps it, and lets go of whatever else was waited for."""
    row = choose_branch(TABLE, slots["region"], slots["sensation"])
    after, wanted = advance_idle(BOX, state, event)
    said = [each.text for each in wanted if isinstance(each, Say) and each.rank is Rank.SAFETY]
    assert isinstance(wanted[0], Hush)
    for line in row.at_once:
        assert any(text in said for text in line.variants)
    assert KeepFact(WARNING_SIGN, row.name) in wanted
    assert not any(isinstance(each, Begin | BeginAsked | EditCalendar) for each in wanted)
    assert (after.offer, after.again, after.proposed, after.asked, after.lesson, after.doubt) == (None,) * 6
    assert after.warned is not None
    assert after.warned.lines == row.again
    assert "false_alarm" in listening_for_idle(after)


@settings(max_examples=100, deadline=None)
@given(st.lists(events, max_size=15), red_flags)
def test_every_red_flag_is_warned_of_from_every_state(story: list[StandbyEvent], slots: dict[str, str]) -> None:
    for state, at in reached(story):
        assert "complaint" in listening_for_idle(state)
        is_warned_of(state, Heard(at, "complaint", slots), slots)


@settings(max_examples=100, deadline=None)
@given(st.lists(events, max_size=15), red_flags)
def test_one_half_heard_is_asked_about_from_every_state_and_silence_is_a_yes(
    story: list[StandbyEvent], slots: dict[str, str]
) -> None:
    for state, at in reached(story):
        asked, wanted = advance_idle(BOX, state, HeardUnclear(at, "complaint", slots=slots))
        assert isinstance(wanted[0], Hush)
        if state.doubt is not None:  # half heard again while asked is a yes
            assert asked.warned is not None
            continue
        assert asked.doubt is not None
        is_warned_of(asked, Heard(at, "yes"), slots)
        is_warned_of(asked, Woke(asked.doubt.until), slots)


def test_the_stories_reach_every_state_that_waits_for_something() -> None:
    at = SessionTime(1.0)
    told: dict[str, list[StandbyEvent]] = {
        "proposed": [CalendarSaid(at, "calendar.empty", {}, Change())],
        "asked": [WorkoutDone(at, "5x5 deadlift")],
        "timer": [Heard(at, "set_timer", {"seconds": 60})],
        "lesson": [Heard(at, "learn_phrase", {"meaning": "next"})],
        "offer": [Reminded(at, "deadlift-day", 5.0)],
        "again": [Reminded(at, "deadlift-day", 5.0), Heard(at, "start_delayed")],
        "doubt": [HeardUnclear(at, "complaint", slots=RED[0])],
        "warned": [Heard(at, "complaint", RED[0])],
    }
    for field, story in told.items():
        state, _ = reached(story)[-1]
        assert getattr(state, field) is not None, field
