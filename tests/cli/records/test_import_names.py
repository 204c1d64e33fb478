"""Other programs' names of movements: which are known here, what is told of the others, and what loads come of it."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from coach.config import load_config
from coach.content import library_of
from coach.core.plan import Role, Work
from coach.journal.store import Journal
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.shapes.shorthand.aliases import plain
from coach.wiring.lifter.recalling import Past, believed, recall
from coach.wiring.lifter.today import plan_of
from coach.wiring.request import Wishes
from tests.cli.records.test_records import home, typed
from tests.journal.pasts import day, lift

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
    assert script in LIBRARY.script_paths
    assert LIBRARY.exercise_names[plain(name)] == script


def test_what_hevy_calls_its_lifts_is_known_and_what_is_not_is_told_by_name(home: Path) -> None:
    lifted = {"Deadlift (Barbell)": (100, 5), "Romanian Deadlift (Dumbbell)": (24, 8), "Bench Press (Barbell)": (80, 5)}
    told = imported(home, hevy(**lifted), "hevy.csv")
    assert "2 of its 3 exercises (2 of 3 sets) are movements known here, and give first loads." in told
    assert "Not matched: Bench Press (Barbell)." in told


def test_where_every_name_is_known_nothing_is_told_as_not_matched(home: Path) -> None:
    told = imported(home, hevy(**{"deadlift - barbell": (100, 5)}), "hevy.csv")
    assert "1 of its 1 exercises (1 of 1 sets)" in told
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


@pytest.mark.parametrize(("name", "load"), [("Deadlift (Barbell)", 1142.5), ("Rack Pull", 401)])
def test_a_load_that_is_coached_to_nobody_is_told_and_not_taken(home: Path, name: str, load: float) -> None:
    told = imported(home, hevy(**{name: (load, 5), "Leg Press (Machine)": (450, 8)}), "hevy.csv")
    assert f"line 2: {load:g} kg of {name} is more than 400 kg; look at its point or comma" in told
    taken = typed(home, "history", "--csv")
    assert "Leg Press" in taken
    assert name not in taken


def test_a_load_that_was_taken_in_before_with_its_comma_misplaced_gives_no_first_load() -> None:
    slipped = day(1, lift(1142.5), lift(100.0), source="hevy")
    assert [done.load for done in believed(slipped).sets] == [100.0]


@pytest.mark.parametrize(
    ("name", "movement"),
    [
        ("Kreuzheben (Langhantel)", "conventional-deadlift"),
        ("Peso muerto (barra)", "conventional-deadlift"),
        ("SOULEVÉ DE TERRE ROUMAIN (BARRE)", "romanian-deadlift"),
        ("Levantamento terra sumo (barra)", "sumo-deadlift"),
        ("Становая тяга", "conventional-deadlift"),
        ("루마니안 데드리프트", "romanian-deadlift"),
        ("硬拉", "conventional-deadlift"),
    ],
)
def test_what_a_lift_is_called_in_other_languages_is_known(name: str, movement: str) -> None:
    assert LIBRARY.exercise_names[plain(name)] == movement


def test_of_an_import_its_own_exercises_are_counted_and_no_others(home: Path) -> None:
    imported(home, hevy(**{"Pull Up (Assisted)": (20, 5), "Bench Press": (60, 5)}), "first.csv")
    told = imported(home, hevy(**{"Deadlift (Barbell)": (100, 5)}), "second.csv")
    assert "1 of its 1 exercises (1 of 1 sets)" in told
    assert "Pull Up" not in told


def test_what_was_not_matched_is_told_with_where_to_write_it(home: Path) -> None:
    told = imported(home, hevy(**{"Good Morning Machine": (40, 8), "Pull Up (Assisted)": (20, 5)}), "hevy.csv")
    assert "Where one of them is a movement of 'coach movements' by another name, write it into " in told
    assert 'scripts/exercise-names.yaml: names: {MOVEMENT: ["Good Morning Machine"]}' in told
