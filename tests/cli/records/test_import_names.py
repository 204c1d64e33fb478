"""Other programs' names of movements: which are known here, what is told of the others, and what loads come of it."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from coach.config import load_config
from coach.content import library_of
from coach.core.plan import Role, Work
from coach.journal.store import Journal
from coach.script.files.library import Library, shipped_root
from coach.wiring.recalling import Past, recall
from coach.wiring.request import Wishes
from coach.wiring.today import plan_of
from tests.cli.records.test_records import home, typed

__all__ = ["home"]

TODAY = datetime.now().astimezone().date()
LIBRARY = Library((shipped_root(),))
LISTED = yaml.safe_load((shipped_root() / "scripts" / "exercise-names.yaml").read_text(encoding="utf-8"))["names"]

HEVY = """\
"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index","set_type",\
"weight_kg","reps","distance_km","duration_seconds","rpe"
"""
STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"


def hevy(**sets: tuple[float, int]) -> str:
    """A file of Hevy with one set of each exercise today."""
    at = f"{TODAY:%-d %b %Y}"
    rows = (
        f'"Pull","{at}, 18:00","{at}, 19:00","","{name}",,"",0,"normal",{load},{reps},,,\n'
        for name, (load, reps) in sets.items()
    )
    return HEVY + "".join(rows)


def imported(home: Path, text: str, name: str, *words: str) -> str:
    file = home / name
    file.write_text(text, encoding="utf-8")
    return typed(home, "import", str(file), *words)


def known(home: Path) -> Past:
    settings = load_config(home / "coach.yaml")
    with Journal.open(home / "journal.sqlite") as journal:
        return recall(journal, library_of(settings), settings)


def working(home: Path, session: str, movement: str) -> set[float | None]:
    """The loads of the movement's working sets, were this session begun now."""
    plan = plan_of(Wishes(session, seed=0), LIBRARY, known(home))
    return {
        step.load
        for step in plan.steps
        if isinstance(step, Work) and step.exercise == movement and step.role is Role.WORKING
    }


@pytest.mark.parametrize(
    ("script", "name"), [(script, name) for script, names in LISTED.items() for name in names], ids=str
)
def test_a_name_in_the_table_is_its_movement(script: str, name: str) -> None:
    from coach.script.shapes.shorthand.aliases import plain

    assert script in LIBRARY.script_paths
    assert LIBRARY.exercise_names[plain(name)] == script


def test_what_hevy_calls_its_lifts_is_known_and_what_is_not_is_told_by_name(home: Path) -> None:
    lifted = {"Deadlift (Barbell)": (100, 5), "Romanian Deadlift (Dumbbell)": (24, 8), "Bench Press (Barbell)": (80, 5)}
    told = imported(home, hevy(**lifted), "hevy.csv")
    assert "2 of 3 exercises are movements known here, and give first loads." in told
    assert "Not matched: Bench Press (Barbell)." in told


def test_where_every_name_is_known_nothing_is_told_as_not_matched(home: Path) -> None:
    told = imported(home, hevy(**{"deadlift - barbell": (100, 5)}), "hevy.csv")
    assert "1 of 1 exercises" in told
    assert "Not matched" not in told


def test_a_lift_of_another_program_gives_the_load_here(home: Path) -> None:
    imported(home, hevy(**{"Deadlift (Barbell)": (100, 5), "Bench Press (Barbell)": (150, 5)}), "hevy.csv")
    (load,) = working(home, "deadlift-day", "conventional-deadlift")
    assert load is not None
    assert 90 <= load <= 102.5


def test_a_lift_of_another_program_gives_first_loads_of_its_kin(home: Path) -> None:
    imported(home, hevy(**{"Deadlift (Barbell)": (100, 5)}), "hevy.csv")
    (load,) = working(home, "rdl-day", "romanian-deadlift")
    assert load is not None
    assert 45 <= load <= 70


def test_what_is_not_matched_gives_no_load(home: Path) -> None:
    imported(home, hevy(**{"Bench Press (Barbell)": (150, 5)}), "hevy.csv")
    assert working(home, "deadlift-day", "conventional-deadlift") == {20.0}


def test_pounds_of_another_program_are_pounds(home: Path) -> None:
    row = f'{TODAY} 07:30:00,"Morning",41m,"Deadlift (Barbell)",1,225.0,5.0,0,0.0,"","",\n'
    imported(home, STRONG + row, "strong.csv", "--unit", "lb")
    (load,) = working(home, "deadlift-day", "conventional-deadlift")
    assert load is not None
    assert 95 <= load <= 105


def test_the_history_on_the_terminal_names_imported_and_coached_movements_alike(home: Path) -> None:
    imported(home, hevy(**{"Deadlift (Barbell)": (100, 5)}), "hevy.csv")
    told = typed(home, "history")
    assert "conventional-deadlift" in told
    assert "Deadlift (Barbell)" not in told
