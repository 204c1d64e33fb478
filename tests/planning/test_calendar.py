"""The calendar file: read with every fault at once, edited without losing what a person wrote."""

from pathlib import Path

import pytest

from coach.errors import ContentError, InputError
from coach.planning.appointments import parse
from coach.planning.calendar import PlanFile, add, change, load_plan, remove

WRITTEN = """\
# my week
zone: Europe/Zurich
plan:
    - mon,thu 18:30 deadlift-day   # after work
    - 2026-12-05 09:00 race pre-race
reminder: 15
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calendar.yaml"


def test_no_file_is_an_empty_calendar(path: Path) -> None:
    assert load_plan(path) == PlanFile()


def test_the_first_appointment_makes_the_file(path: Path) -> None:
    add(path, "mon 18:30 deadlift-day")
    assert [str(appointment) for appointment in load_plan(path).appointments] == ["mon 18:30 deadlift-day"]


def test_an_added_appointment_goes_below_the_others_and_comments_stay(path: Path) -> None:
    path.write_text(WRITTEN)
    add(path, "sat 9:00 mobility-check")
    expected = WRITTEN.replace("race pre-race\n", "race pre-race\n    - sat 09:00 mobility-check\n")
    assert path.read_text() == expected


def test_a_removed_appointment_leaves_everything_else_as_it_was(path: Path) -> None:
    path.write_text(WRITTEN)
    remove(path, "thu,mon 18:30 deadlift-day")
    assert path.read_text() == WRITTEN.replace("    - mon,thu 18:30 deadlift-day   # after work\n", "")


def test_the_last_appointment_can_be_removed_and_one_added_again(path: Path) -> None:
    add(path, "mon 18:30 deadlift-day")
    remove(path, "mon 18:30 deadlift-day")
    assert load_plan(path) == PlanFile()
    add(path, "tue 18:30 deadlift-day")
    assert [str(appointment) for appointment in load_plan(path).appointments] == ["tue 18:30 deadlift-day"]


def test_what_is_planned_already_is_not_planned_twice(path: Path) -> None:
    path.write_text(WRITTEN)
    with pytest.raises(InputError, match="planned already"):
        add(path, "mon,thu 18:30 deadlift-day")


def test_what_is_not_planned_cannot_be_removed(path: Path) -> None:
    path.write_text(WRITTEN)
    with pytest.raises(InputError, match="is not planned; planned: mon,thu 18:30 deadlift-day"):
        remove(path, "fri 18:30 deadlift-day")


def test_a_plan_in_brackets_is_left_alone_with_advice(path: Path) -> None:
    path.write_text("plan: [mon 18:30 deadlift-day]\n")
    with pytest.raises(InputError, match="in brackets"):
        add(path, "tue 18:30 deadlift-day")
    assert path.read_text() == "plan: [mon 18:30 deadlift-day]\n"


def test_an_edit_that_would_spoil_the_file_is_not_made(path: Path) -> None:
    path.write_text("plan: []\n")
    with pytest.raises(InputError, match="change it by hand"):
        add(path, "tue 18:30 deadlift-day")
    assert (path.read_text(), list(path.parent.iterdir())) == ("plan: []\n", [path])


def test_every_fault_is_told_with_its_place(path: Path) -> None:
    path.write_text("zone: Mars/Base\nreminder: soon\nplans: x\nplan:\n  - moon 18:30 deadlift-day\n  - mon\n")
    with pytest.raises(ContentError) as raised:
        load_plan(path)
    assert [(problem.line, problem.column) for problem in raised.value.problems] == [
        (1, 7),
        (2, 11),
        (3, 1),
        (5, 5),
        (6, 5),
    ]


@pytest.mark.parametrize("text", ["- mon 18:30 x\n", "plan: mon 18:30 x\n", "plan:\n  - [1]\n", "plan:\n  - {a: b}\n"])
def test_a_file_of_another_shape_is_a_fault_and_no_crash(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(ContentError):
        load_plan(path)


def test_what_replaces_an_appointment_takes_its_place_and_its_comment(path: Path) -> None:
    path.write_text(WRITTEN)
    skipped = "mon,thu 18:30 deadlift-day except 2026-11-26"
    change(path, [parse("mon,thu 18:30 deadlift-day")], [parse(skipped), parse("2026-11-27 18:30 deadlift-day")])
    assert path.read_text() == WRITTEN.replace("mon,thu 18:30 deadlift-day", skipped).replace(
        "race pre-race\n", "race pre-race\n    - 2026-11-27 18:30 deadlift-day\n"
    )


def test_a_change_that_cannot_be_made_whole_is_not_made_at_all(path: Path) -> None:
    path.write_text(WRITTEN)
    with pytest.raises(InputError, match="is not planned"):
        change(path, [parse("sun 10:00 deadlift-day")], [parse("sun 11:00 deadlift-day")])
    with pytest.raises(InputError, match="planned already"):
        change(path, [parse("mon,thu 18:30 deadlift-day")], [parse("2026-12-05 09:00 race pre-race")])
    assert path.read_text() == WRITTEN


def test_an_appointment_in_brackets_is_not_taken_out_with_all_the_others(path: Path) -> None:
    path.write_text("plan: [mon 18:30 deadlift-day, tue 18:30 deadlift-day]\n")
    with pytest.raises(InputError, match="in brackets"):
        remove(path, "mon 18:30 deadlift-day")
    assert path.read_text() == "plan: [mon 18:30 deadlift-day, tue 18:30 deadlift-day]\n"
