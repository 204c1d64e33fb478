"""What the fuzzer once broke the coach with, each refused in one clear line ever since."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coach.ears.calibration import FILE, load_calibration
from coach.errors import LONGEST, CoachError, ContentError, InputError, Problem
from coach.journal.keeping import restore
from coach.journal.store import Journal
from coach.phrases.intents import Phrases
from coach.phrases.personal import read_own_phrases
from coach.phrases.sounds import read_sounds
from coach.planning.appointments import parse
from coach.script.library import Library

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
    with pytest.raises(ContentError, match="cannot be read"):
        read(kept(tmp_path, "own.yaml", DEEP), phrases)


def test_a_calibration_nested_without_end_is_refused(tmp_path: Path) -> None:
    kept(tmp_path, FILE, DEEP)
    with pytest.raises(InputError, match="run 'coach calibrate' again"):
        load_calibration(tmp_path, "any")


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


def test_several_faults_are_a_line_each() -> None:
    fault = ContentError([Problem("a.yaml", 1, 1, "this\nis wrong"), Problem("a.yaml", 2, 1, "this too")])
    assert str(fault) == "a.yaml:1:1: this is wrong\na.yaml:2:1: this too"
    assert isinstance(fault, CoachError)
