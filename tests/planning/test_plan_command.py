"""`coach plan` as a person types it."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coach.cli.training.plan import plan
from coach.errors import InputError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calendar.yaml"


def typed(path: Path, *words: str) -> Result:
    return CliRunner().invoke(plan, [*words, "--file", str(path)])


def test_what_was_added_is_listed_with_the_day_it_begins_next(path: Path) -> None:
    said = typed(path, "add", "mon,thu 18:30 rdl-day").output
    assert said.startswith("Planned: mon,thu 18:30 rdl-day. It begins next on ")
    listed = CliRunner().invoke(plan, ["--file", str(path)]).output
    assert "rdl-day" in listed
    assert "mon,thu 18:30 rdl-day" in listed


def test_an_empty_plan_says_how_to_fill_it(path: Path) -> None:
    assert 'coach plan add "mon,thu 18:30 SESSION"' in CliRunner().invoke(plan, ["--file", str(path)]).output


def test_what_was_removed_is_listed_no_more(path: Path) -> None:
    typed(path, "add", "mon 18:30 rdl-day")
    assert typed(path, "remove", "mon 18:30 rdl-day").output == "No longer planned: mon 18:30 rdl-day.\n"
    assert "Nothing is planned." in CliRunner().invoke(plan, ["--file", str(path)]).output


def test_a_session_there_is_none_of_is_refused_with_the_nearest(path: Path) -> None:
    failed = typed(path, "add", "mon 18:30 rdl-dya")
    assert isinstance(failed.exception, InputError)
    assert "did you mean 'rdl-day'?" in str(failed.exception)


def test_a_day_that_has_passed_is_refused_and_nothing_is_written(path: Path) -> None:
    failed = typed(path, "add", "2020-01-01 10:00 rdl-day")
    assert isinstance(failed.exception, InputError)
    assert "has passed already" in str(failed.exception)
    assert not path.exists()


def test_an_appointment_needs_no_quotes(path: Path) -> None:
    assert typed(path, "add", "mon,thu", "18:30", "rdl-day").output.startswith("Planned: mon,thu 18:30 rdl-day. ")
    assert typed(path, "remove", "mon,thu", "18:30", "rdl-day").output == "No longer planned: mon,thu 18:30 rdl-day.\n"


def test_next_says_what_comes_and_in_how_long(path: Path) -> None:
    path.write_text("zone: Europe/Zurich\nplan:\n  - mon,tue,wed,thu,fri,sat,sun 18:30 rdl-day\n")
    said = typed(path, "next").output
    assert said.startswith("Next: rdl-day. It will begin at 18:30 on ")
    assert "(Europe/Zurich), in " in said


def test_next_of_an_empty_plan_says_how_to_fill_it(path: Path) -> None:
    assert 'coach plan add "mon,thu 18:30 SESSION"' in typed(path, "next").output


@pytest.mark.parametrize("command", [(), ("add",), ("remove",), ("next",)])
def test_every_command_shows_examples(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(plan, [*command, "--help"]).output
    assert re.search(r"Examples?: coach plan", shown)


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("mon rdl-day", "write it as 'mon,thu 18:30 SESSION'"),
        ("mon 25:00 rdl-day", "such as 06:30 or 18:45"),
        ("someday 18:30 rdl-day", "write mon, tue"),
        ("2026-13-01 18:30 rdl-day", "such as 2026-12-05"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_write_instead(path: Path, line: str, advice: str) -> None:
    failed = typed(path, "add", line)
    assert isinstance(failed.exception, InputError)
    assert advice in str(failed.exception)
    assert not path.exists()


def test_days_and_times_are_taken_as_people_write_them(path: Path) -> None:
    assert typed(path, "add", "weekdays", "7am", "first", "hinge").exit_code == 0
    assert "mon,tue,wed,thu,fri 07:00 first-hinge" in path.read_text()


def test_a_session_that_meets_another_is_refused_and_nothing_is_written(path: Path) -> None:
    typed(path, "add", "mon,thu 18:30 rdl-day")
    before = path.read_text()
    failed = typed(path, "add", "mon 18:45 first-hinge")
    assert "meets 'mon,thu 18:30 rdl-day'" in str(failed.exception)
    assert path.read_text() == before


def test_something_is_taken_out_by_its_number(path: Path) -> None:
    typed(path, "add", "mon 18:30 rdl-day")
    assert typed(path, "remove", "1").output == "No longer planned: mon 18:30 rdl-day.\n"
    assert "there is no number 1" in str(typed(path, "remove", "1").exception)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("tomorrow 6pm", "names no session; write one behind the time"),
        ("mon,thu 18:30", "names no session; write one behind the time"),
        ("tomorrow 6 rdl-day", "'6' may be in the morning or in the evening; write 6am or 6pm"),
        ("mon half past six rdl day", "'half past six' may be in the morning or in the evening"),
        ("fri seven o'clock rdl day", "'seven o'clock' may be in the morning or in the evening"),
        ("funday 18:30 rdl-day", "'funday' is no day of the week; did you mean 'sunday'?"),
        ("wensday 18:30 rdl-day", "did you mean 'wednesday'?"),
        ("xyz 18:30 rdl-day", "write mon, tue, wed"),
    ],
)
def test_what_an_appointment_lacks_is_told(path: Path, line: str, told: str) -> None:
    failed = typed(path, "add", line)
    assert isinstance(failed.exception, InputError)
    assert told in str(failed.exception)
    assert not path.exists()


def test_a_day_of_another_year_is_told_with_it(path: Path) -> None:
    assert "on Wednesday 5 December 2035 at 18:30" in typed(path, "add", "2035-12-05 18:30 rdl-day").output
    assert "2035" in typed(path, "next").output
