"""The plain way: `coach export` on each box, `coach import` on one; in any order, twice, overlapping."""

from itertools import permutations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import application
from coach.errors import CoachError
from tests.gather.boxes import EVENTS, RealBox, Rows, rows


def typed(folder: Path, *words: str) -> str:
    """What a command prints on the box with this folder; its errors are raised."""
    folder.mkdir(exist_ok=True)
    (folder / "coach.yaml").write_text("data_folder: .\n")
    result = CliRunner().invoke(application(), [*words, "--config", str(folder / "coach.yaml")])
    if isinstance(result.exception, CoachError):
        raise result.exception
    return result.output


@pytest.fixture
def exports(tmp_path: Path) -> dict[str, Path]:
    """Exports of three boxes with three lifters; one more of the first box, made a session earlier."""
    first, second, third = (RealBox(tmp_path / name, "") for name in ("first", "second", "third"))
    first.trains("Sam", "2026-03-01T18:30:00.000+01:00")
    second.trains("Kim", "2026-03-01T18:31:00.000+01:00")
    second.trains("Sam", "2026-03-03T18:30:00.000+01:00")
    third.trains("Ann", "2026-02-27T07:00:00.000+01:00")
    files = {"earlier": tmp_path / "earlier.json"}
    typed(first.folder, "export", str(files["earlier"]))
    first.trains("Kim", "2026-03-02T18:30:00.000+01:00")
    for box in (first, second, third):
        files[box.folder.name] = tmp_path / f"{box.folder.name}.json"
        typed(box.folder, "export", str(files[box.folder.name]))
    return files


def everything(exports: dict[str, Path]) -> Rows:
    """What the three boxes have between them."""
    return {
        key: kept
        for name in ("first", "second", "third")
        for key, kept in rows(exports[name].with_suffix("") / "journal.sqlite").items()
    }


@pytest.mark.parametrize("order", [*permutations(("earlier", "first", "second", "third"))])
def test_exports_merge_to_the_same_in_any_order(
    exports: dict[str, Path], tmp_path: Path, order: tuple[str, ...]
) -> None:
    for name in order:
        typed(tmp_path / "desk", "import", str(exports[name]))
    merged = rows(tmp_path / "desk" / "journal.sqlite")
    assert merged == everything(exports)
    assert len(merged) == 5


def test_importing_an_export_twice_says_that_all_was_there(exports: dict[str, Path], tmp_path: Path) -> None:
    assert typed(tmp_path / "desk", "import", str(exports["second"])).startswith("2 sessions are new")
    told = typed(tmp_path / "desk", "import", str(exports["second"]))
    assert told.startswith("0 sessions are new, 0 changed, 2 were there already")


def test_a_merged_journal_exported_and_imported_where_it_came_from_doubles_nothing(
    exports: dict[str, Path], tmp_path: Path
) -> None:
    for name in ("first", "second", "third"):
        typed(tmp_path / "desk", "import", str(exports[name]))
    typed(tmp_path / "desk", "export", str(tmp_path / "all.json"))
    typed(tmp_path / "first", "import", str(tmp_path / "all.json"))
    assert rows(tmp_path / "first" / "journal.sqlite") == rows(tmp_path / "desk" / "journal.sqlite")


def test_a_session_exported_before_its_end_stays_as_it_was_imported(tmp_path: Path) -> None:
    """What `coach gather` does better: an import never changes a session that is there."""
    box = RealBox(tmp_path / "first", "")
    key = box.trains("Sam", events=EVENTS[:5])
    typed(box.folder, "export", str(tmp_path / "half.json"))
    typed(tmp_path / "desk", "import", str(tmp_path / "half.json"))
    assert len(rows(tmp_path / "desk" / "journal.sqlite")[key]["event"]) == 5
