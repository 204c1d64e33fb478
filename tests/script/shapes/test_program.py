"""Programs as they are written: what is read of them, and where faults are told."""

from pathlib import Path

import pytest

from coach.errors import ContentError, InputError
from coach.script.files.check import Checker
from coach.script.files.library import Library
from coach.script.files.load import load
from coach.script.files.overlay import shipped_root
from coach.script.shapes.program import ProgramShape
from tests.script.library_folder import put

SHIPPED = Library((shipped_root(),))
HEAD = "title: T\nfor: me\nmissed: %s\nloads: {romanian-deadlift: {start: %s, add: %s, most: %s}}\nweeks:\n  - %s\n"


def written(
    missed: str = "repeat",
    start: str = "40",
    add: str = "2.5 kg",
    most: str = "60",
    week: str = "days: {mon: rdl-day}",
    more: str = "",
) -> str:
    return HEAD % (missed, start, add, most, "{" + week + "}" if "{" not in week[:1] else week) + more


def read(tmp_path: Path, text: str) -> ProgramShape:
    return load(put(tmp_path, "programs/mine.yaml", text), ProgramShape, SHIPPED.names)


@pytest.mark.parametrize(
    ("start", "add", "most", "after"),
    [("40", "2.5 kg", "60", 42.5), ("40", "2.5", "60", 42.5), ("40 kg", "5%", "60", 42), ("40", "30 lb", "50", 50),
     ("60", "2.5 %", "60", 60), ("40", "{kilos: 1, percent: 5}", "60", 43)],
)  # fmt: skip
def test_a_full_week_adds_kilos_pounds_or_per_cent(
    tmp_path: Path, start: str, add: str, most: str, after: float
) -> None:
    shape = read(tmp_path, written(start=start, add=add, most=most)).loads["romanian-deadlift"]
    assert shape.after(shape.start) == pytest.approx(after)


def test_a_load_beyond_the_end_stays(tmp_path: Path) -> None:
    assert read(tmp_path, written()).loads["romanian-deadlift"].after(80) == 80


def test_weeks_alike_are_written_once(tmp_path: Path) -> None:
    shape = read(tmp_path, written(week='times: 3, days: {mon: rdl-day, thu: {test: "3x8 rdl"}}'))
    assert len(shape.calendar) == 3
    assert [(key, day.text, bool(day.test)) for key, day in shape.calendar[2].days.items()] == [
        ("mon", "rdl-day", False),
        ("thu", "3x8 rdl", True),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [(written(week="days: {mon: rdl-dya}"), "6:18: there is no session 'rdl-dya'; did you mean 'rdl-day'?"),
     (written(week='days: {mon: "3x8 rdll"}'),
      "6:18: in the workout, column 5: there is no movement 'rdll'; did you mean 'rdl'?"),
     (written(week="days: {monday: rdl-day}"), "6:21: 'monday' is not known here; did you mean 'mon'?"),
     (written(week="days: {}"), "6:12: 'days' is too short; give at least 1"),
     (written(week="days: {mon: {}}"), "6:18: a day has either 'do' or 'test'; keep one"),
     (written(missed="sleep"), "3:9: 'missed' cannot be 'sleep'"),
     (written(add="much"), "4:45: 'much' is no step; write it as 2.5 kg, 5 lb or 3%"),
     (written(add="25%"), "4:45: 'add' is 25.0; make it at most 10"),
     (written(most="30"), "4:28: 'most' is 30 kg, below the start; make it at least 40"),
     (written(week='days: {mon: "3x8 rdl 50"}'),
      "1:1: 'romanian-deadlift' has a load in '3x8 rdl 50' and in 'loads'; keep one"),
     (written(week="times: 20, days: {mon: rdl-day}", more="  - {times: 20, days: {mon: rdl-day}}\n" * 2),
      "1:1: 60 weeks are too many; write up to 52, and start it again"),
     (written(week="days: {race: pre-race}"), "1:1: a race stands in the last week of a program with"),
     (written(more="to_a_date: true\n"), "1:1: a race stands in the last week of a program with"),
     (written(week="days: {race: pre-race}", more="to_a_date: true\n"), "1:1: a race does not wait: 'missed' must be")],
)  # fmt: skip
def test_a_fault_in_a_program_is_told_at_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(tmp_path, text)
    assert told in str(caught.value)


def test_without_a_library_names_and_workouts_are_not_looked_up(tmp_path: Path) -> None:
    path = put(tmp_path, "mine.yaml", written(week='days: {mon: no-such-day, tue: "3x8 no such movement"}'))
    assert len(load(path, ProgramShape).calendar) == 1


def test_the_check_reads_programs_by_their_folder_and_by_their_keys(tmp_path: Path) -> None:
    bad = written(week="days: {mon: rdl-dya}")
    library = Library((tmp_path, shipped_root()))
    for path in (put(tmp_path, "programs/mine.yaml", bad), put(tmp_path, "elsewhere.yaml", bad)):
        [problem] = Checker(library).problems([path])
        assert problem.message.startswith("there is no session 'rdl-dya'")


def test_programs_go_by_name_and_those_of_ones_own_count_first(tmp_path: Path) -> None:
    put(tmp_path, "programs/hinge-base.yaml", written().replace("title: T", "title: Mine"))
    library = Library((tmp_path, shipped_root()))
    name, shape = library.program("Hinge Base")
    assert (name, shape.title) == ("hinge-base", "Mine")
    assert [*library.programs()] == ["deadlift-block", "hinge-base", "race-build-up"]
    with pytest.raises(InputError, match="there is no program 'hing-base'; did you mean 'hinge-base'"):
        library.program("hing-base")
