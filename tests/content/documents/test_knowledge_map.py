"""docs/knowledge-map.md names only files that are there, and docs/writing-scripts.md teaches what works."""

import re
from pathlib import Path

from coach.cli.authoring.check import checker
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from tests.shipped import LIBRARY

DOCS = shipped_root() / "docs"


def test_every_file_of_the_map_is_there() -> None:
    text = (DOCS / "knowledge-map.md").read_text(encoding="utf-8")
    shipped = {path.name for folder in ("scripts", "sessions") for path in (shipped_root() / folder).rglob("*.yaml")}
    assert set(re.findall(r"([\w-]+\.yaml)", text)) - shipped == set()


def test_every_movement_and_session_is_on_the_map() -> None:
    text = (DOCS / "knowledge-map.md").read_text(encoding="utf-8")
    written = {*LIBRARY.session_paths, *(path.stem for path in (shipped_root() / "scripts/movements").glob("*.yaml"))}
    by_ladder = {"wall-tap", "glute-bridge", "ninety-ninety-breathing", "kettlebell-deadlift"}
    by_ladder |= {"seated-good-morning", "dowel-good-morning"}
    days = {"first-hinge", "light-technique-day", "sitters-reset"}
    assert {name for name in written - by_ladder - days if name not in text} == set()


def test_the_worked_example_passes_the_check_and_compiles(tmp_path: Path) -> None:
    text = (DOCS / "writing-scripts.md").read_text(encoding="utf-8")
    *_, script, session = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    for path, content in (("scripts/drills/towel-hinge.yaml", script), ("sessions/towel-day.yaml", session)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    library = Library.open(tmp_path)
    assert checker(library).problems([tmp_path]) == []
    assert "towel-hinge" in compile_session("towel-day", library).exercises
