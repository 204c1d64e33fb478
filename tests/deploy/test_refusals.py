"""What the fuzzer once broke the coach with, each refused in one clear line ever since."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from coach.audio.hardware.other_programs import Mixer
from coach.ears.room.calibration import FILE, load_calibration
from coach.errors import LONGEST, CoachError, ContentError, InputError, JournalError, Problem
from coach.journal.csv.cells import Reading
from coach.journal.csv.importing import parse as parse_table
from coach.journal.csv.rows import sessions_of
from coach.journal.exchange.transfer import restore, take_in, whole
from coach.journal.history import sessions
from coach.journal.store import Journal
from coach.phrases.intents import Phrases
from coach.phrases.own_wordings import read_own_phrases
from coach.phrases.phones import read_sounds
from coach.planning.appointments import parse
from coach.planning.dues import read_dues
from coach.planning.waiting import open_zone
from coach.script.files.library import Library
from coach.voices.definition import read_voice

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,Seconds,"
    "Notes,Workout Notes\n2026-01-05 18:30:00,Evening,45m,Deadlift,1,100,kg,5,8,0,m,0,fine,\n"
)
DEEP = "[" * 100_000


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return Phrases.load(Library.open().phrases_path())


def kept(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


@pytest.mark.parametrize("read", [read_own_phrases, read_sounds])
def test_own_phrases_nested_without_end_are_refused(
    read: Callable[[Path, Phrases], object], phrases: Phrases, tmp_path: Path
) -> None:
    with pytest.raises(ContentError, match="is nested deeper than"):
        read(kept(tmp_path, "own.yaml", DEEP), phrases)


def test_a_calibration_nested_without_end_is_refused(tmp_path: Path) -> None:
    kept(tmp_path, FILE, DEEP)
    with pytest.raises(InputError, match="run 'coach calibrate' again"):
        load_calibration(tmp_path, "any")


def test_phrases_with_a_letter_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"en.yaml:2:7: holds the control character U\+0000"):
        Phrases.load(kept(tmp_path, "en.yaml", "language: en\nwake: \x00\n"))


def test_a_voice_with_a_day_that_never_was_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        read_voice(kept(tmp_path, "voice.yaml", "title: !!timestamp 9999-99-99\n"))


def test_a_time_zone_with_an_endless_name_is_refused() -> None:
    with pytest.raises(InputError, match="there is no time zone"):
        open_zone("Europe/" + "x" * 400)


def test_a_history_with_a_word_that_means_nothing_is_refused_and_does_not_crash(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal.sqlite") as journal:
        shape, rows = parse_table(STRONG, Reading())
        take_in(journal.database, sessions_of(rows, shape, "me"))
        journal.database.write([("UPDATE work_set SET role = 'Farm-up'", ())])
        with pytest.raises(JournalError, match=r"damaged \('Farm-up'\); `coach export copy.json` still"):
            sessions(journal.database.reading())
        assert "Farm-up" in whole(journal.database)


def test_an_export_nested_without_end_is_refused(tmp_path: Path) -> None:
    with (
        Journal.open(tmp_path / "journal.sqlite") as journal,
        pytest.raises(InputError, match="no export of the coach"),
    ):
        restore(journal.database, DEEP)


def test_a_refusal_that_quotes_several_lines_is_one_line() -> None:
    with pytest.raises(InputError) as refused:
        parse("mon 18:30 rdl-day\nand\x1b[2J then some")
    assert str(refused.value).startswith("'mon 18:30 rdl-day and [2J then some' is no appointment")


def test_a_refusal_that_quotes_an_endless_word_keeps_its_beginning_and_the_next_step() -> None:
    with pytest.raises(InputError) as refused:
        parse("x" * 10_000)
    assert len(str(refused.value)) <= LONGEST + 3
    assert str(refused.value).endswith("'2026-12-05 09:00 race SESSION'")


@pytest.mark.parametrize("due", ["9" * 400, "1e999", "-1", "NaN", "true", '"x"', "[]"])
def test_a_due_time_that_is_none_is_left_out_and_the_others_hold(due: str, tmp_path: Path) -> None:
    assert read_dues(kept(tmp_path, "dues.json", f'{{"broken": {due}, "plan 1": 1785000000.0}}')) == {"plan 1": 1785e6}


@pytest.mark.parametrize("volume", ["Infinity", "-Infinity", "NaN", "1e999", "null", "[]", '"x"'])
def test_a_remembered_volume_that_is_none_gives_nothing_back(volume: str, tmp_path: Path) -> None:
    def nobody_asks(_: Sequence[str]) -> str:
        raise AssertionError("nothing is to be set")

    Mixer(kept(tmp_path, "lowered.json", f'{{"17": [{volume}]}}'), nobody_asks).restore()


def test_several_faults_are_a_line_each() -> None:
    fault = ContentError([Problem("a.yaml", 1, 1, "this\nis wrong"), Problem("a.yaml", 2, 1, "this too")])
    assert str(fault) == "a.yaml:1:1: this is wrong\na.yaml:2:1: this too"
    assert isinstance(fault, CoachError)
