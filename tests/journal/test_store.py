"""The journal keeps every event in order and gives an unfinished session back."""

import sqlite3
from pathlib import Path

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Began, CueFinished, Event, Heard, Woke
from coach.core.session.machine import advance, begin
from coach.core.state import Asking
from coach.errors import InputError
from coach.journal.storage.derived import replayed
from coach.journal.storage.failures import Trouble
from coach.journal.store import Journal
from tests.journal.book import EVENING, Clock, one_set, to_the_end, workout

EVENTS: tuple[Event, ...] = (
    Began(SESSION_START),
    Heard(SessionTime(3.5), "log_reps", {"reps": 6}),
    CueFinished(SessionTime(4.0), 2),
    Woke(SessionTime(90.0)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def rows(path: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def test_a_new_journal_has_nothing_unfinished(path: Path) -> None:
    with Journal.open(path) as journal:
        assert journal.unfinished() is None


def test_the_folder_of_the_journal_is_made_when_it_is_not_there(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "deep" / "down" / "journal.sqlite") as journal:
        assert journal.begin(workout()).unsaved == 0


def test_a_session_without_an_end_comes_back_with_its_plan_and_its_events_in_order(path: Path) -> None:
    with Journal.open(path) as journal:
        session = journal.begin(workout(), wall=EVENING, lifter="Sam")
        for event in EVENTS:
            session.happened(event)

    with Journal.open(path) as journal:
        unfinished = journal.unfinished()

    assert unfinished is not None
    assert (unfinished.lifter, unfinished.began) == ("Sam", EVENING)
    assert (unfinished.plan, unfinished.events) == (workout(), EVENTS)


def test_an_event_is_on_the_disk_before_append_returns(path: Path) -> None:
    with Journal.open(path) as journal:
        session = journal.begin(workout())
        session.happened(EVENTS[0])

        assert rows(path, "SELECT number, at, kind FROM event") == [(0, 0.0, "Began")]


def test_an_event_that_makes_the_session_raise_is_not_kept_to_raise_at_every_start(path: Path) -> None:
    told = one_set()
    with Journal.open(path) as journal:
        session = journal.begin(workout())
        for event in told.events:
            session.happened(event)
        with pytest.raises(ValueError, match="thirty"):
            session.happened(Heard(told.state.at + 1, "log_effort", {"rpe": "thirty"}))

    with Journal.open(path) as journal:
        unfinished = journal.unfinished()
    assert unfinished is not None
    assert list(unfinished.events) == list(told.events)


def test_something_heard_is_kept_under_its_intent(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.begin(workout()).happened(EVENTS[1])

    assert rows(path, "SELECT kind FROM event") == [("log_reps",)]


def test_a_closed_session_is_not_unfinished(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.begin(workout()).close_session("done", wall=EVENING)

        assert journal.unfinished() is None
    assert rows(path, "SELECT ended, reason FROM session") == [(EVENING, "done")]


def test_a_resumed_session_goes_on_where_it_stopped(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.begin(workout()).happened(EVENTS[0])
    with Journal.open(path) as journal:
        unfinished = journal.unfinished()
        assert unfinished is not None
        journal.resume(unfinished).happened(EVENTS[1])

        again = journal.unfinished()

    assert again is not None
    assert again.events == EVENTS[:2]


def test_a_declined_session_is_closed_as_of_its_last_event(path: Path) -> None:
    clock = Clock("2026-03-01T18:31:00+01:00", "2026-03-02T07:00:00+01:00")
    with Journal.open(path, wall=clock) as journal:
        journal.begin(workout(), wall=EVENING).happened(EVENTS[0])
        unfinished = journal.unfinished()
        assert unfinished is not None
        journal.decline(unfinished)

        assert journal.unfinished() is None
    assert rows(path, "SELECT ended, reason FROM session") == [("2026-03-01T18:31:00+01:00", "cut-short")]


def test_beginning_a_session_closes_what_the_same_lifter_left_open_and_nobody_elses(path: Path) -> None:
    with Journal.open(path) as journal:
        for lifter in ("Sam", "Kim", "Sam"):
            journal.begin(workout(), lifter=lifter)

    assert rows(path, "SELECT lifter, reason FROM session ORDER BY id") == [
        ("Sam", "cut-short"),
        ("Kim", None),
        ("Sam", None),
    ]


def test_only_the_asked_lifters_session_is_offered(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.begin(workout(), lifter="Sam")

        assert journal.unfinished("Kim") is None
        assert journal.unfinished("Sam") is not None


def test_a_session_this_coach_cannot_read_is_closed_as_unreadable(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.begin(workout()).happened(EVENTS[0])
        journal.write([('UPDATE event SET body = \'{"is":"Danced"}\'', ())])

        assert journal.unfinished() is None
    assert rows(path, "SELECT reason FROM session") == [("unreadable",)]


def test_a_wall_clock_that_jumps_back_changes_neither_the_order_of_events_nor_of_sessions(path: Path) -> None:
    boot = "1970-01-01T00:00:20+00:00"
    with Journal.open(path, wall=Clock(EVENING, boot, EVENING)) as journal:
        session = journal.begin(workout(), wall=EVENING)
        for event in EVENTS[:3]:
            session.happened(event)
        session.close_session("stopped", wall=EVENING)
        journal.begin(workout(), wall=boot)

    assert rows(path, "SELECT wall FROM event ORDER BY number") == [(EVENING,), (boot,), (EVENING,)]
    assert rows(path, "SELECT began FROM session ORDER BY position, id") == [(EVENING,), (boot,)]


def test_a_wall_time_without_a_zone_is_refused(path: Path) -> None:
    with Journal.open(path) as journal, pytest.raises(InputError, match="no time zone"):
        journal.begin(workout(), wall="2026-03-01T18:30:00")


def test_a_set_stands_in_the_history_with_the_event_that_ended_it(path: Path) -> None:
    told = one_set()
    with Journal.open(path) as journal:
        session = journal.begin(told.plan)
        for event in told.events:
            session.happened(event)

    done = told.state.today.log[0]
    assert rows(path, "SELECT exercise, role, load, reps_done, began, at FROM work_set") == [
        ("hinge", "working", 60.0, 4, told.state.work_began, done.at)
    ]


def test_a_correction_changes_the_set_and_an_undo_changes_it_back(path: Path) -> None:
    told = one_set()
    with Journal.open(path) as journal:
        session = journal.begin(told.plan)
        for event in told.hear("log_reps", reps=3).events:  # type: ignore[attr-defined]
            session.happened(event)
        assert rows(path, "SELECT reps_done FROM work_set") == [(3,)]

        told.hear("undo")
        session.happened(told.events[-1])

    assert rows(path, "SELECT reps_done FROM work_set") == [(4,)]


def test_after_a_power_cut_no_set_is_lost_or_doubled(path: Path) -> None:
    told = to_the_end()
    for event in told.events:
        with Journal.open(path) as journal:
            unfinished = journal.unfinished()
            session = journal.resume(unfinished) if unfinished else journal.begin(told.plan)
            session.happened(event)

    assert rows(path, "SELECT number FROM work_set WHERE role = 'working' ORDER BY position") == [(1,), (2,)]
    assert rows(path, "SELECT count(*) FROM event") == [(len(told.events),)]


def test_the_state_the_journal_holds_is_the_replayed_one_at_every_cut(path: Path) -> None:
    told = to_the_end()
    state = begin(told.plan)
    with Journal.open(path) as journal:
        session = journal.begin(told.plan)
        for event in told.events:
            session.happened(event)
            state, _ = advance(told.plan, state, event)
            assert session.state == state
            unfinished = journal.unfinished()
            assert unfinished is None or replayed(unfinished.plan, unfinished.events)[0] == state


def test_a_session_that_finishes_by_itself_is_closed_with_its_last_event(path: Path) -> None:
    told = to_the_end()
    with Journal.open(path, wall=Clock(EVENING)) as journal:
        session = journal.begin(told.plan)
        for event in told.events:
            session.happened(event)

        assert journal.unfinished() is None
    assert rows(path, "SELECT ended, reason FROM session") == [(EVENING, "done")]


def test_a_complaint_is_kept_with_its_branch_and_what_the_lifter_answered(path: Path) -> None:
    told = one_set().hear("complaint", region="low_back", sensation="tight").until(Asking).spoken().hear("better")
    with Journal.open(path) as journal:
        session = journal.begin(told.plan)
        for event in told.events:  # type: ignore[attr-defined]
            session.happened(event)

    assert rows(path, "SELECT region, sensation, side, branch, answer FROM complaint") == [
        ("low_back", "tight", None, "back", "better")
    ]


def test_a_finding_is_kept_under_its_name(path: Path) -> None:
    told = one_set().hear("complaint", region="grip", sensation="going")
    with Journal.open(path) as journal:
        session = journal.begin(told.plan)
        for event in told.events:  # type: ignore[attr-defined]
            session.happened(event)

    assert rows(path, "SELECT name, value FROM finding") == [("grip", "going")]


def test_a_journal_that_need_not_be_durable_still_keeps_everything(path: Path) -> None:
    with Journal.open(path, durable=False) as journal:
        journal.begin(workout()).happened(EVENTS[0])

    assert rows(path, "SELECT kind FROM event") == [("Began",)]


def test_a_quiet_session_tells_of_no_trouble(path: Path) -> None:
    told: list[Trouble] = []
    with Journal.open(path, tell=told.append) as journal:
        session = journal.begin(workout())
        session.happened(EVENTS[0])
        session.close_session("stopped")

    assert told == []
