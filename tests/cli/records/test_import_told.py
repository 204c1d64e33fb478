"""What an import and a span of days tell of days that cannot be meant."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.cli.records.history import days
from coach.cli.training.program import _date
from coach.errors import InputError
from tests.cli.records.test_records import home, typed  # noqa: F401  a fixture

HEADING = "Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time,Comment\n"


def test_a_session_that_lies_after_today_is_taken_and_told(home: Path) -> None:  # noqa: F811
    ahead = f"{datetime.now(UTC) + timedelta(days=400):%Y-%m-%d}"
    table = home / "sets.csv"
    table.write_text(f"{HEADING}2026-03-01,Deadlift,Back,100,5,,,,\n{ahead},Deadlift,Back,100,5,,,,\n")
    told = typed(home, "import", str(table))
    assert "2 sessions are new" in told
    assert f"1 session lies after today, the last on {ahead}: check this machine's date first" in told


def test_forgetting_what_lies_after_today_is_told_of_one_lifter_and_no_day_more(home: Path) -> None:  # noqa: F811
    first, last = (f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}" for days in (400, 500))
    table = home / "sets.csv"
    table.write_text(f"{HEADING}{last},Deadlift,Back,100,5,,,,\n{first},Deadlift,Back,100,5,,,,\n")
    told = typed(home, "import", str(table), "--lifter", "Sam Doe")
    assert f"coach forget --lifter 'Sam Doe' --since {first} --until {last} and import it again" in told


def test_a_zone_there_is_none_of_is_told_without_blaming_the_file(home: Path) -> None:  # noqa: F811
    table = home / "strong.csv"
    table.write_text(f"{HEADING}2026-03-01,Deadlift,Back,100,5,,,,\n")
    with pytest.raises(InputError, match=r"^there is no time zone 'Mars/Base'"):
        typed(home, "import", str(table), "--zone", "Mars/Base")


def test_a_file_that_is_no_table_leaves_no_journal_behind(home: Path) -> None:  # noqa: F811
    table = home / "sets.csv"
    table.write_text("Deadlift 5x5 100kg\n")
    with pytest.raises(InputError, match="no program known here"):
        typed(home, "import", str(table))
    assert not (home / "journal.sqlite").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"coach": 1, "sessions": [{"key": "a", "lifter": 5}]}'])
def test_an_export_that_is_damaged_leaves_no_journal_behind(home: Path, text: str) -> None:  # noqa: F811
    backup = home / "backup.json"
    backup.write_text(text)
    with pytest.raises(InputError, match=r"backup\.json: (the file is no export|session 1 of the export)"):
        typed(home, "import", str(backup))
    assert not (home / "journal.sqlite").exists()


@pytest.mark.parametrize("command", [["history"], ["forget", "--yes"], ["export", "sets.csv"]])
def test_a_span_that_ends_before_it_begins_is_refused(home: Path, command: list[str]) -> None:  # noqa: F811
    with pytest.raises(InputError, match="--until 2026-01-01 lies before --since 2026-11-30; exchange them"):
        typed(home, *command, "--since", "2026-11-30", "--until", "2026-01-01")
    assert days("2026-01-01", "2026-01-01")[0] is not None


def test_a_program_is_not_begun_in_a_year_nobody_plans_for() -> None:
    with pytest.raises(InputError, match="9999-01-01 is too far away; give a day before the year 2201"):
        _date("9999-01-01")
