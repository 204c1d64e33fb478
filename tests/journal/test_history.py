"""Questions to the journal: what a session wrote is what the history tells."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from coach.core.plan import Role, Unit
from coach.errors import JournalError
from coach.journal import history
from coach.journal.store import Journal
from tests.journal.book import EVENING, Clock, Told, one_set, to_the_end


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal.sqlite", wall=Clock(EVENING)) as opened:
        yield opened


def keep(journal: Journal, told: Told, wall: str = EVENING, lifter: str = "Sam") -> None:
    """Write the whole story as one session."""
    session = journal.begin(told.plan, wall=wall, lifter=lifter)
    for event in told.events:
        session.happened(event)


def test_a_session_is_told_with_its_sets_and_its_end(journal: Journal) -> None:
    told = to_the_end()
    keep(journal, told)

    (session,) = history.sessions(journal.database.reading())

    assert (session.lifter, session.name, session.unit, session.reason) == ("Sam", "small", Unit.KILOS, "done")
    assert [(done.exercise, done.load, done.reps_done) for done in session.working] == [("hinge", 60.0, 4)] * 2
    assert [done.at for done in session.sets] == [done.at for done in told.state.today.log]
    assert {done.role for done in session.sets} == {Role.WORKING}


def test_complaints_and_findings_are_told(journal: Journal) -> None:
    told = one_set()
    told.hear("complaint", region="grip", sensation="going")
    keep(journal, told)

    (session,) = history.sessions(journal.database.reading())

    assert [complaint.region for complaint in session.complaints] == ["grip"]
    assert session.findings == {"grip": "going"}


def test_sessions_are_told_by_lifter_and_by_day(journal: Journal) -> None:
    for number, lifter in enumerate(("Sam", "Kim", "Sam"), 1):
        keep(journal, one_set(), f"2026-03-0{number}T18:30:00+01:00", lifter)
    reading = journal.database.reading()

    assert [session.day for session in history.sessions(reading, lifter="Sam")] == [date(2026, 3, 1), date(2026, 3, 3)]
    assert len(history.sessions(reading, since=date(2026, 3, 2))) == 2
    assert len(history.sessions(reading, until=date(2026, 3, 2))) == 2
    assert history.lifters(reading) == ("Kim", "Sam")


def test_the_last_sessions_are_the_newest_oldest_of_them_first(journal: Journal) -> None:
    for number in (1, 2, 3):
        keep(journal, one_set(), f"2026-03-0{number}T18:30:00+01:00")

    told = history.sessions(journal.database.reading(), last=2)

    assert [session.day.day for session in told] == [2, 3]


def test_sessions_with_a_movement_are_found_by_it(journal: Journal) -> None:
    keep(journal, one_set())

    assert len(history.sessions(journal.database.reading(), exercises={"hinge"})) == 1
    assert history.sessions(journal.database.reading(), exercises={"squat"}) == ()


def test_a_session_after_the_clock_went_back_still_comes_last(journal: Journal) -> None:
    keep(journal, one_set(), "2026-03-02T18:30:00+01:00")
    keep(journal, one_set(), "1970-01-01T00:05:00+00:00")

    assert [session.day.year for session in history.sessions(journal.database.reading())] == [2026, 1970]


def test_a_journal_that_cannot_be_read_says_so_and_names_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        Journal.open(tmp_path / "file" / "journal.sqlite") as journal,
        pytest.raises(JournalError, match="move it away"),
    ):
        history.sessions(journal.database.reading())
