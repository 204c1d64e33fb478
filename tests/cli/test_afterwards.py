"""When the next session is, as it is told after one."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from coach.cli.training.afterwards import next_time
from coach.config import Config, calendar_path
from coach.content import library_of
from coach.journal.store import Journal
from coach.planning.starting import start
from coach.wiring.lifter.meeting import notes


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Config(data_folder=tmp_path, zone="UTC")


def told(settings: Config, session: str = "rdl-day") -> tuple[str, ...]:
    return next_time(session, settings, library_of(settings))


def test_what_is_planned_is_told_with_its_time(settings: Config) -> None:
    day = date.today() + timedelta(days=3)  # noqa: DTZ011  the zone is the machine's here
    calendar_path().parent.mkdir(parents=True)
    calendar_path().write_text(f"plan:\n  - {day} 18:30 rdl-day\n")
    (line,) = told(settings)
    assert line.startswith("Next: Romanian deadlift day on ")
    assert line.endswith(" at 18:30.")


def test_of_a_program_its_next_day_is_told_with_the_command_that_begins_it(settings: Config) -> None:
    today = datetime.now().astimezone().date()
    start("hinge-base", library_of(settings), settings.data_folder, settings.lifter, today, days=())
    (line,) = told(settings)
    assert line.startswith("Next of ")
    assert line.endswith("It begins with: coach program next --run")


def test_with_nothing_planned_the_command_that_plans_it_is_told(settings: Config) -> None:
    (line,) = told(settings)
    day = datetime.now().astimezone().date() + timedelta(days=2)
    assert line.startswith("Nothing is planned. For ")
    assert f"coach plan add {day} " in line
    assert line.endswith(" rdl-day")


def test_the_day_that_is_proposed_is_one_of_the_lifters_own(settings: Config) -> None:
    own = datetime.now().astimezone().date() + timedelta(days=5)
    with Journal.open(settings.data_folder / "journal.sqlite") as journal, notes(journal, settings.lifter) as kept:
        kept.keep("days", f"{own:%a}".lower())
    assert f"coach plan add {own} " in told(settings)[0]


def test_a_workout_in_one_line_is_planned_by_a_name_of_ones_own(settings: Config) -> None:
    assert told(settings, "5x5 deadlift 80")[0].endswith(" SESSION")
