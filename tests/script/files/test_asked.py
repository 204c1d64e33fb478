"""A workout asked for in words becomes a line of notation, and can be kept as a session of one's own."""

from pathlib import Path

import pytest

from coach.core.events import Slot
from coach.errors import ContentError, InputError
from coach.phrases.intents import Phrases
from coach.script.compiler.compile import compile_session
from coach.script.files.asked import MOST_ROUNDS, asked_session
from coach.script.files.library import Library
from coach.script.files.saving import free_name, save_session
from coach.script.shapes.steps import DoStep

LIBRARY = Library.open(Path("nowhere"))


@pytest.mark.parametrize(
    ("slots", "line"),
    [
        ({"sets": 5, "reps": 5, "load": 80}, "5x5 conventional deadlift 80"),
        ({"sets": 3, "reps": 8, "exercise": "romanian-deadlift", "seconds": 120}, "3x8 romanian deadlift rest 120s"),
        ({"sets": 1, "reps": 5, "load": 135, "unit": "lb", "rpe": 8.5}, "1x5 conventional deadlift 135lb rpe 8.5"),
        ({"exercise": "glute-bridge"}, "1x1 glute bridge"),
    ],
)
def test_sets_of_a_lift_are_a_line_of_notation(slots: dict[str, Slot], line: str) -> None:
    assert asked_session("do_workout", slots, LIBRARY) == line
    assert LIBRARY.workout(line) is not None


def test_what_cannot_be_lifted_is_refused() -> None:
    with pytest.raises(ContentError, match="done without a load"):
        asked_session("do_workout", {"sets": 3, "reps": 8, "exercise": "glute-bridge", "load": 40}, LIBRARY)


def test_just_a_warm_up_is_the_one_that_is_written_down() -> None:
    assert asked_session("warm_up_only", {}, LIBRARY) == LIBRARY.asked().warm_up


def test_an_area_nobody_wrote_anything_for_is_refused() -> None:
    with pytest.raises(InputError, match=r"add it to the areas"):
        asked_session("session_for", {"minutes": 10, "area": "ears"}, LIBRARY)


@pytest.mark.parametrize("area", sorted(LIBRARY.asked().areas))
@pytest.mark.parametrize("minutes", [5, 10, 15])
def test_so_many_minutes_for_an_area_take_about_so_many(area: str, minutes: int) -> None:
    line = asked_session("session_for", {"minutes": minutes, "area": area}, LIBRARY)
    workout = LIBRARY.workout(line)
    assert workout is not None
    seconds = sum(part.sets * part.dose.seconds * (2 if part.sides == "both" else 1) for part in workout.parts)
    assert 60 * minutes - 130 <= seconds <= 60 * minutes
    assert compile_session(line, LIBRARY).steps


def test_however_few_minutes_there_are_one_exercise_is_done() -> None:
    assert asked_session("session_for", {"minutes": 0, "area": "hips"}, LIBRARY).count(";") == 0


def test_an_area_is_gone_through_six_times_at_most() -> None:
    line = asked_session("session_for", {"minutes": 240, "area": "shoulders"}, LIBRARY)
    assert len(line.split(";")) == MOST_ROUNDS * len(LIBRARY.asked().areas["shoulders"])


def test_a_kept_workout_is_called_as_it_was_named(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    save_session("5x5 conventional deadlift 80", "leg-day", library, tmp_path, "Leg day")
    session = Library.open(tmp_path).session("leg-day")
    assert session.title == "Leg day"
    assert isinstance(session.steps[0], DoStep)


@pytest.mark.parametrize(
    ("wished", "name"),
    [
        ("leg day", "leg-day"),
        ("Monday's 5", "monday-s-5"),
        ("5 by 5", "by-5"),
        ("42", "workout"),
        ("rdl day", "rdl-day-three"),
    ],
)
def test_a_name_is_made_of_what_was_said(wished: str, name: str) -> None:
    assert free_name(wished, {"rdl-day", "rdl-day-two"}) == name


def test_every_area_that_can_be_said_is_written_and_every_written_one_can_be_said() -> None:
    said = Phrases.load(LIBRARY.phrases_path()).book.lists["area"]
    assert set(said) == set(LIBRARY.asked().areas)


def test_every_exercise_that_can_be_said_is_there() -> None:
    said = Phrases.load(LIBRARY.phrases_path()).book.lists["exercise"]
    assert set(said) <= set(LIBRARY.script_paths)
