"""`coach check` of the files that are one's own: settings, calendar, what was taught."""

from pathlib import Path

import pytest

from coach.cli.authoring.check import checker, place
from coach.errors import InputError
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root

LIBRARY = Library((shipped_root(),))
GOOD = {
    "coach.yaml": "voice: tones\n",
    "calendar.yaml": "plan:\n  - mon 18:30 rdl-day\n",
    "phrases-en.yaml": "done: [bar is home]\n",
}
BAD = {
    "coach.yaml": "voicee: tones\n",
    "calendar.yaml": "plan:\n  - mon 18:30 rdl-dya\n",
    "phrases-en.yaml": "doone: [bar is home]\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_ones_own_is_checked_as_what_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(GOOD[name])
    assert checker(LIBRARY).problems([path]) == []
    path.write_text(BAD[name])
    (problem,) = checker(LIBRARY).problems([path])
    assert "did you mean" in str(problem)


def test_what_is_no_content_is_told_with_what_can_be_begun(tmp_path: Path) -> None:
    path = tmp_path / "notes.yaml"
    path.write_text("a: 1\n")
    (problem,) = checker(LIBRARY).problems([path])
    assert str(problem).endswith("begin with 'coach new session NAME', or movement or drill")


@pytest.mark.parametrize("name", ["my-session", "qqq"])
def test_a_name_like_no_other_is_told_with_what_lists_them_and_not_with_all(name: str) -> None:
    with pytest.raises(InputError) as left:
        place(LIBRARY, name)
    assert len(str(left.value)) < 150
