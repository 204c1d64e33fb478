"""A calendar as people leave it: empty, or with something in its list that is no line."""

from pathlib import Path

import pytest

from coach.errors import ContentError, InputError
from coach.planning.calendar import PlanFile, add, load_plan


def test_a_calendar_of_comments_alone_has_nothing_planned(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert load_plan(path) == PlanFile()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plan:\n  -\n", "this is no appointment; write it as"),
        ("plan:\n  - mon: rdl-day\n", "this is no appointment; write it as"),
        ("reminder:\n", "write minutes from 0 to 240"),
        ("reminder: 10 min\n", "write minutes from 0 to 240"),
    ],
)
def test_what_is_no_line_is_told_in_no_programmers_words(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=told):
        load_plan(path)


@pytest.mark.parametrize("text", ["# nothing yet\n", "# nothing yet", ""])
def test_a_list_is_begun_below_the_comments_of_a_calendar_that_has_nothing_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(text, encoding="utf-8")
    added = add(path, "mon 18:30 rdl-day")
    assert path.read_text(encoding="utf-8") == f"{text.rstrip()}\nplan:\n  - mon 18:30 rdl-day\n".lstrip()
    assert load_plan(path).appointments == (added,)


def test_a_list_is_not_begun_in_a_calendar_without_its_heading_and_nothing_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text("reminder: 5\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no line 'plan:'; add one at its end"):
        add(path, "mon 18:30 rdl-day")
    assert path.read_text(encoding="utf-8") == "reminder: 5\n"
