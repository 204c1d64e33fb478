"""The box knows the program that is followed: what is due today and what comes next, and it counts what was done."""

from datetime import date
from pathlib import Path

import pytest

from coach.core.plan import Line
from coach.planning.following import following_path, read_following, write_following
from coach.planning.program import begun
from coach.script.files.library import Library
from coach.wiring.standby.course import Course
from tests.core.plans import stock_lines

LIBRARY = Library.open(Path("nowhere"))
MONDAY, TUESDAY, THURSDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 3)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Following the hinge base from its first Monday on."""
    name, shape = LIBRARY.program("hinge-base")
    path = following_path(tmp_path, "sam")
    path.parent.mkdir()
    write_following(path, begun(name, shape, MONDAY))
    return of(tmp_path)


def of(folder: Path) -> Course:
    return Course(folder, "sam", LIBRARY, dict[str, Line](stock_lines()))


def test_without_a_program_nothing_is_due(tmp_path: Path) -> None:
    assert (of(tmp_path).due(MONDAY), of(tmp_path).spoken(MONDAY)) == (None, "")


def test_what_is_due_today_is_told_with_its_week(course: Course) -> None:
    due = course.due(MONDAY)
    assert due is not None
    assert due.day.text == "first-hinge"
    assert course.spoken(MONDAY).endswith(", week one of Eight-week hinge base")


def test_after_it_was_done_the_next_day_is_told(course: Course) -> None:
    course.count("first-hinge", MONDAY)
    assert course.due(MONDAY) is None
    assert course.spoken(MONDAY).startswith("on Thursday ")


def test_another_session_is_not_counted(course: Course, tmp_path: Path) -> None:
    course.count("rdl-day", MONDAY)
    state = read_following(following_path(tmp_path, "sam"))
    assert state is not None
    assert state.done == ()


def test_a_workout_in_one_line_comes_with_the_loads_of_its_movements(course: Course) -> None:
    course.count("first-hinge", MONDAY)
    course.count("everyday-primer", THURSDAY)
    due = course.due(date(2026, 12, 7))
    assert due is not None
    assert due.loads == {"romanian-deadlift": 22.5}
    assert course.spoken(date(2026, 12, 7)).startswith("Romanian deadlift and Glute bridge, week two")


def test_a_damaged_file_is_as_good_as_no_program(course: Course, tmp_path: Path) -> None:
    following_path(tmp_path, "sam").write_text("{}")
    assert course.due(MONDAY) is None
