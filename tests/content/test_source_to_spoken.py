"""docs/source-to-spoken.md is what its list and the content make of it, and nothing it names is missing."""

from pathlib import Path

import pytest

from tools.list_spoken import TABLE, document, faults, spoken


def test_every_place_of_the_list_is_spoken_from() -> None:
    assert faults() == []


def test_the_table_is_what_the_content_says() -> None:
    assert TABLE.read_text(encoding="utf-8") == document(), "run python -m tools.list_spoken"


@pytest.mark.parametrize(
    ("pointer", "missing"),
    [
        ("movements/no-lift#cues.1", "no file no-lift.yaml"),
        ("movements/lift#cues.2", "no 2 in this list"),
        ("movements/lift#caps.1", "no caps.1 here"),
        ("movements/lift#steps.other", "no other in this list"),
        ("movements/lift#tempo", "no words here"),
    ],
)
def test_what_is_missing_is_named(pointer: str, missing: str, tmp_path: Path) -> None:
    place = tmp_path / "scripts" / "movements" / "lift.yaml"
    place.parent.mkdir(parents=True)
    place.write_text("cues:\n  - say: [Hips back.]\ntempo: 3\nsteps:\n  - {do: lift}\n")
    assert spoken("movements/lift#cues.1", tmp_path) == "Hips back."
    with pytest.raises(LookupError, match=missing):
        spoken(pointer, tmp_path)
