"""A session coached from its welcome to its close, written as a FIT file, and read by another reader."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import fitdecode
import pytest

from tests.wiring.workshop import SMALL, Workshop, of

TICK = timedelta(seconds=1)
"""What the format keeps of a moment; lengths it keeps to the millisecond."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coached:
    """What was told while it went on, what the journal has of it, and what a reader of the file finds."""

    told: list[Row]
    began: datetime
    journal: list[Row]
    sets: list[Row]

    @property
    def active(self) -> list[Row]:
        return [each for each in self.sets if each["set_type"] == "active"]

    @property
    def rests(self) -> list[Row]:
        return [each for each in self.sets if each["set_type"] == "rest"]

    def moment(self, seconds: float) -> datetime:
        """A time of the session's clock on the wall."""
        return self.began + timedelta(seconds=seconds)


@pytest.fixture(scope="module")
def coached(tmp_path_factory: pytest.TempPathFactory) -> Coached:
    workshop = Workshop(tmp_path_factory.mktemp("fit"))
    workshop.session.write_text(SMALL, encoding="utf-8")
    told = workshop.perform("--ear", "keyboard", "--voice", "tones", "--fresh")
    done = workshop.coach("export", "day.fit")
    assert done.code == 0, done.err
    with closing(sqlite3.connect(workshop.folder / "data" / "coach" / "journal.sqlite")) as journal:
        journal.row_factory = sqlite3.Row
        ((began,),) = journal.execute("SELECT began FROM session").fetchall()
        rows = [dict(row) for row in journal.execute("SELECT * FROM work_set ORDER BY position")]
    return Coached(told, datetime.fromisoformat(began), rows, decoded(workshop.folder / "day.fit"))


def decoded(file: Path) -> list[Row]:
    """The sets and rests of the file; one whose checksum is wrong is refused."""
    with fitdecode.FitReader(str(file), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [each for each in reader if isinstance(each, fitdecode.FitDataMessage) and each.name == "set"]
    return [{field.name: field.value for field in frame.fields} for frame in frames]


def test_every_set_of_the_journal_is_there_with_its_kind_reps_and_kilos(coached: Coached) -> None:
    kinds = {"psoas-release": "unknown", "romanian-deadlift": "deadlift"}
    assert [each["exercise"] for each in coached.journal] == ["psoas-release", *2 * ["romanian-deadlift"]]
    found = [(each["category"], each.get("repetitions"), each.get("weight")) for each in coached.active]
    assert found == [(kinds[each["exercise"]], each["reps_done"], each["load"]) for each in coached.journal]
    assert found[1:] == 2 * [("deadlift", 2, 40.0)]


def test_every_set_begins_and_ends_when_it_did(coached: Coached) -> None:
    for found, row in zip(coached.active, coached.journal, strict=True):
        assert abs(found["start_time"] - coached.moment(row["began"])) <= TICK
        assert abs(found["timestamp"] - coached.moment(row["at"])) <= TICK
        assert found["duration"] == pytest.approx(row["at"] - row["began"], abs=0.001)


def test_what_the_journal_tells_of_a_sets_end_is_when_it_was_told(coached: Coached) -> None:
    told = [each["at"] for each in of(coached.told, "set")]
    assert [row["at"] for row in coached.journal] == pytest.approx(told, abs=0.1)
    working = [each["at"] for each in of(coached.told, "state") if each["state"] == "working"]
    assert [row["began"] for row in coached.journal] == pytest.approx(working, abs=0.1)


def test_what_lies_between_two_sets_is_a_rest_from_the_one_to_the_other(coached: Coached) -> None:
    gaps = [after["began"] - before["at"] for before, after in zip(coached.journal, coached.journal[1:], strict=False)]
    assert [each["duration"] for each in coached.rests] == pytest.approx(gaps, abs=0.001)
    assert gaps[1] == pytest.approx(20.0, abs=0.2)  # the rest that was asked for
    for rest, before in zip(coached.rests, coached.journal, strict=False):
        assert abs(rest["start_time"] - coached.moment(before["at"])) <= TICK
