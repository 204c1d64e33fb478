"""Import, export, restore and forget: nothing twice, nothing lost, nothing left behind."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coach.core.plan import Unit
from coach.errors import InputError, JournalError
from coach.journal import history
from coach.journal.csv.cells import Reading
from coach.journal.csv.dialects import SHAPES, table
from coach.journal.csv.importing import parse
from coach.journal.csv.rows import sessions_of
from coach.journal.exchange import transfer
from coach.journal.exchange.transfer import Taken
from coach.journal.past import PastSession
from coach.journal.storage.derived import replayed
from coach.journal.store import Journal
from tests.journal.book import EVENING, Clock, one_set, to_the_end

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "journal.sqlite", wall=Clock(EVENING)) as opened:
        yield opened


def told(journal: Journal) -> tuple[PastSession, ...]:
    return history.sessions(journal.database.reading())


def coached(journal: Journal, lifter: str = "Sam", wall: str = EVENING) -> None:
    """A session that was really coached here."""
    story = to_the_end()
    session = journal.begin(story.plan, wall=wall, lifter=lifter)
    for event in story.events:
        session.happened(event)


def from_sample(name: str) -> tuple[PastSession, ...]:
    shape, rows = parse((SAMPLES / f"{name}.csv").read_text(), Reading(Unit.KILOS))
    return sessions_of(rows, shape, "Sam")


@pytest.mark.parametrize("name", ["strong", "hevy", "fitnotes", "liftlog"])
def test_what_is_imported_is_in_the_history(name: str, journal: Journal) -> None:
    sessions = from_sample(name)

    assert transfer.take_in(journal.database, sessions) == Taken(new=len(sessions))
    assert told(journal) == sessions


@pytest.mark.parametrize("name", ["strong", "hevy", "fitnotes", "liftlog"])
def test_importing_twice_changes_nothing(name: str, journal: Journal) -> None:
    transfer.take_in(journal.database, from_sample(name))

    assert transfer.take_in(journal.database, from_sample(name)) == Taken(known=len(from_sample(name)))
    assert told(journal) == from_sample(name)


def test_a_session_corrected_in_the_other_program_is_replaced(journal: Journal) -> None:
    (hinges, *_) = from_sample("strong")
    transfer.take_in(journal.database, [hinges])
    corrected = replace(hinges, sets=hinges.sets[:-1])

    assert transfer.take_in(journal.database, [corrected]) == Taken(changed=1)
    assert told(journal) == (corrected,)


@pytest.mark.parametrize("name", SHAPES)
def test_an_own_session_that_was_exported_and_comes_back_is_not_there_twice(name: str, journal: Journal) -> None:
    coached(journal)
    shape, rows = parse(table(SHAPES[name], told(journal)), Reading(None, told(journal)[0].began.tzinfo))

    assert transfer.take_in(journal.database, sessions_of(rows, shape, "Sam")) == Taken(known=1)


def test_an_older_import_stands_before_what_was_coached_here(journal: Journal) -> None:
    coached(journal)
    transfer.take_in(journal.database, from_sample("strong"))

    assert [session.source for session in told(journal)] == ["strong", "strong", "coach"]


def test_the_whole_export_restores_everything_into_an_empty_journal(journal: Journal, tmp_path: Path) -> None:
    coached(journal)
    unfinished = one_set()
    session = journal.begin(unfinished.plan, wall="2026-03-08T18:30:00+01:00", lifter="Kim")
    for event in unfinished.events:
        session.happened(event)
    transfer.take_in(journal.database, from_sample("hevy"))
    text = transfer.whole(journal.database)

    with Journal.open(tmp_path / "other.sqlite") as other:
        assert transfer.restore(other.database, text) == Taken(new=3)
        assert told(other) == told(journal)
        assert json.loads(transfer.whole(other.database)) == json.loads(text)
        back = other.unfinished("Kim")
        assert back is not None
        assert replayed(back.plan, back.events)[0] == unfinished.state


def test_an_export_of_an_older_coach_is_restored(journal: Journal, tmp_path: Path) -> None:
    coached(journal)
    exported = json.loads(transfer.whole(journal.database))
    for row in exported["sessions"][0]["work_set"]:
        del row["counted"], row["broken_off"], row["retimed"]

    with Journal.open(tmp_path / "other.sqlite") as other:
        assert transfer.restore(other.database, json.dumps(exported)) == Taken(new=1)
        assert [done.reps_done for done in told(other)[0].sets] == [done.reps_done for done in told(journal)[0].sets]


def test_control_characters_in_an_export_are_left_out(journal: Journal, tmp_path: Path) -> None:
    coached(journal)
    exported = json.loads(transfer.whole(journal.database))
    exported["sessions"][0]["title"] = "RDL\x1b]52;c;x\x07 day\ud800"

    with Journal.open(tmp_path / "other.sqlite") as other:
        assert transfer.restore(other.database, json.dumps(exported)) == Taken(new=1)
        assert told(other)[0].title == "RDL]52;c;x day"


def test_a_session_that_is_listed_and_has_no_row_ends_an_export_in_one_line(journal: Journal, tmp_path: Path) -> None:
    coached(journal)
    exporting = transfer.pieces(journal.database)
    next(exporting)
    with sqlite3.connect(tmp_path / "journal.sqlite") as other:
        other.execute("DELETE FROM session")
    other.close()
    with pytest.raises(JournalError, match="is gone or damaged"):
        list(exporting)


def test_restoring_twice_changes_nothing(journal: Journal) -> None:
    coached(journal)

    assert transfer.restore(journal.database, transfer.whole(journal.database)) == Taken(known=1)
    assert len(told(journal)) == 1


def test_the_export_of_one_lifter_holds_nobody_else(journal: Journal) -> None:
    coached(journal, "Sam")
    coached(journal, "Kim", "2026-03-08T18:30:00+01:00")

    exported = json.loads(transfer.whole(journal.database, "Kim"))

    assert [session["lifter"] for session in exported["sessions"]] == ["Kim"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("dear diary", "no export of the coach"),
        ("[]", "no export of the coach"),
        ('{"coach": 1, "sessions": [{}]}', "no export of the coach"),
        ('{"coach": 2, "sessions": []}', "version 2"),
        ('{"coach": 1, "sessions": [{"key": "a"}]}', "not whole"),
    ],
)
def test_a_text_that_is_no_export_is_refused_and_nothing_is_changed(text: str, fault: str, journal: Journal) -> None:
    with pytest.raises(InputError, match=fault):
        transfer.restore(journal.database, text)

    assert told(journal) == ()


DAMAGED = {
    "unit": ("xyz", "'unit' is \"xyz\", where kg or lb belongs; mend it there"),
    "began": ("today", "'began' is \"today\", where a time with its zone"),
    "ended": ("2026-03-01T18:30:00", "'ended' is \"2026-03-01T18:30:00\", where a time with its zone"),
    "plan": ("{", "'plan' is \"{\", where a plan belongs"),
    "lifter": (None, "'lifter' is null, where a text belongs"),
    "position": (float("nan"), "'position' is NaN, where a number belongs"),
    "event": (5, "it has no list 'event'; export it again"),
    "complaint": (["x"], 'complaint 1 is "x"; export it again'),
    "work_set.role": ("warm", "work_set 2: 'role' is \"warm\", where warm-up or ramp or working"),
    "work_set.side": ("up", "'side' is \"up\", where left or right"),
    "work_set.load": ("60 kg", "'load' is \"60 kg\", where a number belongs"),
    "work_set.at": (10**400, "'at' is 10{39}..., where a number belongs"),
    "work_set.reps_done": (10**30, "'reps_done' is 1000000000000000000000000000000, where a whole number belongs"),
    "work_set.note": (["x" * 50], "'note' is \\[\"x{38}..., where a text belongs"),
    "work_set.position": (0, "has two of one 'position' in work_set"),
    "event.wall": (None, "event 2: 'wall' is null, where a text belongs"),
}


@pytest.mark.parametrize("where", DAMAGED)
def test_what_is_damaged_in_an_export_is_told_with_its_place_and_nothing_is_changed(
    where: str, journal: Journal, tmp_path: Path
) -> None:
    coached(journal)
    coached(journal, "Kim", "2026-03-08T18:30:00+01:00")
    exported = json.loads(transfer.whole(journal.database))
    table, _, name = where.rpartition(".")
    (exported["sessions"][1][table][1] if table else exported["sessions"][1])[name], told_so = DAMAGED[where]

    with Journal.open(tmp_path / "other.sqlite") as other:
        with pytest.raises(InputError, match=f"^session 2 of the export.*{told_so}"):
            transfer.restore(other.database, json.dumps(exported))
        assert told(other) == ()


def test_a_session_that_stands_twice_in_an_export_is_restored_once(journal: Journal, tmp_path: Path) -> None:
    coached(journal)
    exported = json.loads(transfer.whole(journal.database))
    exported["sessions"] *= 2
    with Journal.open(tmp_path / "other.sqlite") as other:
        assert transfer.restore(other.database, json.dumps(exported)) == Taken(new=1, known=1)


def test_an_export_with_a_number_no_column_takes_is_refused_and_the_journal_goes_on(journal: Journal) -> None:
    coached(journal)
    text = transfer.whole(journal.database).replace('"position": 0', f'"position": {10**30}')
    text = text.replace(told(journal)[0].key, "another")
    assert str(10**30) in text

    with pytest.raises(InputError, match=r"'position' is 10{30}, where a whole number belongs"):
        transfer.restore(journal.database, text)

    coached(journal)
    assert len(told(journal)) == 2


def test_forgetting_a_span_leaves_the_rest(journal: Journal) -> None:
    for day in ("01", "05", "09"):
        coached(journal, wall=f"2026-03-{day}T18:30:00+01:00")

    assert transfer.forget(journal.database, since=date(2026, 3, 2), until=date(2026, 3, 5)) == 1
    assert [session.day.day for session in told(journal)] == [1, 9]


def test_forgetting_one_lifter_leaves_the_others(journal: Journal) -> None:
    coached(journal, "Sam")
    coached(journal, "Kim")

    assert transfer.forget(journal.database, lifter="Sam") == 1
    assert [session.lifter for session in told(journal)] == ["Kim"]


def test_what_is_forgotten_is_in_no_byte_of_the_file(journal: Journal) -> None:
    coached(journal, "Bartholomew")
    path = journal.database.path
    before = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    assert b"Bartholomew" in before

    transfer.forget(journal.database)

    journal.close()
    assert b"Bartholomew" not in path.read_bytes()
    assert sorted(file.name for file in path.parent.iterdir()) == ["journal.sqlite"]


def test_a_locked_journal_takes_nothing_in_and_says_why(journal: Journal) -> None:
    other = sqlite3.connect(journal.database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(JournalError, match="close the other program"):
            transfer.take_in(journal.database, from_sample("hevy"))
    finally:
        other.close()

    assert told(journal) == ()
