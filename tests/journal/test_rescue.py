"""What the journal cannot take is kept in a second place, and is in the journal after the next start, once."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Began, Event, Woke
from coach.journal import history
from coach.journal.csv.cells import Reading
from coach.journal.csv.importing import parse
from coach.journal.csv.rows import sessions_of
from coach.journal.exchange import transfer
from coach.journal.past import PastSession
from coach.journal.rescue import rescue_places
from coach.journal.storage.failures import Trouble
from coach.journal.storage.session_log import TRY_AGAIN, SessionJournal
from coach.journal.store import Journal
from tests.journal.book import one_set, to_the_end, workout

Open = Callable[[], Journal]


class Box:
    """A data folder that can be blocked, and two second places."""

    def __init__(self, folder: Path) -> None:
        self.data, self.first, self.second = folder / "data", folder / "first", folder / "second"
        self.told: list[Trouble] = []

    @property
    def kinds(self) -> list[str]:
        return [trouble.kind for trouble in self.told]

    def block(self, place: Path) -> None:
        """Put a file where the folder should be, so that nobody, root neither, can write in it."""
        if place.exists():
            place.rename(place.with_name(f"{place.name}-away"))
        place.write_text("in the way")

    def free(self, place: Path) -> None:
        place.unlink()
        away = place.with_name(f"{place.name}-away")
        if away.exists():
            away.rename(place)

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        places = (self.first, self.second)
        with Journal.open(self.data / "journal.sqlite", tell=self.told.append, rescue_in=places) as journal:
            yield journal

    def sessions(self) -> tuple[PastSession, ...]:
        """What the next start finds in the journal."""
        with self.journal() as journal:
            return history.sessions(journal.database.reading())

    def rescues(self) -> list[Path]:
        return sorted(self.data.parent.glob("*/coach-rescue-*/*"))


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def train(session: SessionJournal, events: list[Event]) -> None:
    for event in events:
        session.happened(event)


def trained(box: Box) -> None:
    """A whole session in a process of its own."""
    story = to_the_end()
    with box.journal() as journal, journal.begin(story.plan, lifter="Sam") as session:
        train(session, story.events)


def test_a_session_whose_journal_could_never_be_written_is_there_after_the_next_start(box: Box) -> None:
    box.block(box.data)
    trained(box)
    box.free(box.data)

    assert [len(session.sets) for session in box.sessions()] == [2]
    assert [session.reason for session in box.sessions()] == ["done"]
    assert box.kinds == ["read-only", "rescued", "taken in"]


def test_the_next_starts_take_a_session_in_once_and_remove_what_was_kept_for_it(box: Box) -> None:
    box.block(box.data)
    trained(box)
    assert box.rescues() != []
    box.free(box.data)

    for _ in range(3):
        assert len(box.sessions()) == 1
        assert box.rescues() == []


def test_a_start_that_still_cannot_write_the_journal_leaves_the_rescue_where_it_is(box: Box) -> None:
    box.block(box.data)
    trained(box)
    with box.journal():
        pass
    box.free(box.data)

    assert len(box.sessions()) == 1


def test_two_sessions_in_a_row_that_could_not_be_written_are_both_taken_in_in_their_order(box: Box) -> None:
    box.block(box.data)
    trained(box)
    first = to_the_end()
    with box.journal() as journal, journal.begin(first.plan, lifter="Kim") as session:
        train(session, first.events)
    box.free(box.data)

    assert [session.lifter for session in box.sessions()] == ["Sam", "Kim"]


def test_a_crash_in_such_a_session_loses_nothing_and_it_can_be_carried_on(box: Box) -> None:
    story = one_set()
    box.block(box.data)
    with box.journal() as journal:
        train(journal.begin(story.plan), story.events)  # and nobody ends it
    box.free(box.data)

    with box.journal() as journal:
        unfinished = journal.unfinished()
    assert unfinished is not None
    assert unfinished.events == tuple(story.events)


def test_a_session_that_was_cut_off_in_the_journal_is_made_whole(box: Box) -> None:
    story = to_the_end()
    half = len(story.events) // 2
    with box.journal() as journal:
        session = journal.begin(story.plan)
        train(session, story.events[:half])
        journal.database.close()
        box.block(box.data)
        train(session, story.events[half:])
        session.close()
    box.free(box.data)

    assert [(len(session.sets), session.reason) for session in box.sessions()] == [(2, "done")]


def test_a_journal_that_can_be_written_again_in_mid_session_needs_no_second_place(box: Box) -> None:
    box.block(box.data)
    with box.journal() as journal:
        session = journal.begin(workout())
        session.happened(Began(SESSION_START))
        assert box.rescues() != []
        box.free(box.data)
        session.happened(Woke(SessionTime(1.0 + TRY_AGAIN)))

        assert box.rescues() == []
        assert session.unsaved == 0
    assert box.kinds == ["read-only", "mended"]


def test_an_earlier_session_of_the_same_process_is_taken_in_too_and_stands_before_the_one_under_way(box: Box) -> None:
    story = to_the_end()
    box.block(box.data)
    with box.journal() as journal:
        with journal.begin(story.plan, lifter="Sam") as session:
            train(session, story.events)
        second = journal.begin(workout(), lifter="Sam")
        second.happened(Began(SESSION_START))
        box.free(box.data)
        second.happened(Woke(SessionTime(1.0 + TRY_AGAIN)))

        told = history.sessions(journal.database.reading())
        assert [session.reason for session in told] == ["done", None]


def test_a_second_place_that_fills_up_gives_way_to_the_next_with_nothing_lost(box: Box) -> None:
    story = to_the_end()
    box.block(box.data)
    with box.journal() as journal, journal.begin(story.plan) as session:
        train(session, story.events[:3])
        rescue = journal._rescue._writing
        assert rescue is not None
        rescue.open().execute("PRAGMA max_page_count = 1")
        train(session, story.events[3:])
        assert journal._rescue.file is not None
        assert box.second in journal._rescue.file.parents
    box.free(box.data)

    assert [len(session.sets) for session in box.sessions()] == [2]
    assert box.rescues() == []


def test_a_look_at_a_journal_that_cannot_be_written_leaves_no_second_file_behind(box: Box) -> None:
    box.block(box.data)
    with box.journal():
        pass

    assert box.rescues() == []


def test_the_trouble_names_the_file_that_takes_the_journals_place(box: Box) -> None:
    box.block(box.data)
    trained(box)

    assert box.told[0].spoken == (
        "The journal cannot be written. I keep this session in a second place and move it over as soon as I can."
    )
    assert all(str(box.rescues()[0]) in str(trouble) for trouble in box.told)


def test_a_place_that_may_be_forgotten_at_a_restart_is_told_as_one(box: Box) -> None:
    box.block(box.data)
    box.block(box.first)
    trained(box)

    assert box.kinds == ["read-only", "fleeting"]
    assert "before you switch the machine off" in box.told[-1].spoken


def test_with_no_place_at_all_the_sets_are_shown_as_lines_that_can_be_imported(box: Box) -> None:
    for place in (box.data, box.first, box.second):
        box.block(place)
    trained(box)
    assert box.kinds == ["read-only", "unsaved sets"]
    assert "in memory" in box.told[0].spoken
    box.free(box.data)

    shape, rows = parse(str(box.told[-1]).split("\n", 1)[1], Reading(None, None))
    with box.journal() as journal:
        transfer.take_in(journal.database, sessions_of(rows, shape, "Sam"))
    assert [len(session.sets) for session in box.sessions()] == [2]


def test_a_session_without_a_set_that_can_be_kept_nowhere_shows_no_table(box: Box) -> None:
    for place in (box.data, box.first, box.second):
        box.block(place)
    with box.journal() as journal, journal.begin(workout()):
        pass

    assert box.kinds == ["read-only", "unsaved"]
    assert "\n" not in str(box.told[-1])


def damage_pages(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[4096:] = b"\xa5" * (len(whole) - 4096)
    file.write_bytes(whole)


def damage_header(file: Path) -> None:
    file.write_bytes(b"no database " * 400)


def damage_meaning(file: Path) -> None:
    """A cell of a kind that its column does not take."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'work_set'")
        database.execute("UPDATE sqlite_schema SET sql = replace(sql, ', WITHOUT', ' WITHOUT') WHERE name = 'work_set'")
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("UPDATE work_set SET number = 'many'")


def damage_word(file: Path) -> None:
    """A letter of a word that stands for a kind of set."""
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("UPDATE work_set SET role = 'worcing'")


@pytest.mark.parametrize("damage", [damage_pages, damage_header, damage_meaning, damage_word])
def test_a_damaged_rescue_is_set_aside_and_told_and_the_coach_goes_on(box: Box, damage: Callable[[Path], None]) -> None:
    box.block(box.data)
    trained(box)
    damage(box.rescues()[0])
    box.free(box.data)

    assert box.sessions() == ()
    assert box.kinds[-1] == "damaged"
    with box.journal() as journal:
        (aside,) = journal.set_aside()
    assert str(aside) in str(box.told[-1])


def test_a_box_that_goes_on_after_such_a_session_lets_another_command_take_it_in(box: Box) -> None:
    story = to_the_end()
    box.block(box.data)
    with box.journal() as journal:
        with journal.begin(story.plan) as session:
            train(session, story.events)
        box.free(box.data)

        assert len(box.sessions()) == 1


def test_a_rescue_that_another_coach_is_writing_is_left_alone(box: Box) -> None:
    box.block(box.data)
    with box.journal() as journal, journal.begin(workout()) as session:
        session.happened(Began(SESSION_START))
        box.free(box.data)
        assert box.sessions() == ()
        assert box.rescues() != []


def test_a_rescue_that_somebody_else_put_there_is_not_read(box: Box) -> None:
    box.block(box.data)
    trained(box)
    folder = box.rescues()[0].parent
    box.free(box.data)
    folder.chmod(0o777)

    assert box.sessions() == ()


def test_two_journals_of_one_person_do_not_take_each_others_sessions(box: Box, tmp_path: Path) -> None:
    box.block(box.data)
    trained(box)

    places = (box.first, box.second)
    with Journal.open(tmp_path / "other" / "journal.sqlite", rescue_in=places) as other:
        assert history.sessions(other.database.reading()) == ()


def test_the_first_place_outlives_a_restart_and_the_running_systems_own_comes_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))

    assert rescue_places()[:2] == (tmp_path / "state" / "coach", tmp_path / "run")
