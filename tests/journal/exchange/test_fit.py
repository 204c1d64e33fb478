"""Sessions as FIT files, read back by another reader than the library that wrote them."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import fitdecode
import pytest

from coach.core.plan import Role, Unit
from coach.journal.exchange.fit import Exercise, as_fit, exercise_of
from coach.journal.past import PastSession, PastSet
from coach.script.files.library import Library

BEGAN = datetime.fromisoformat("2026-03-01T18:30:00+01:00")

PULLS = PastSession(
    "k", "Sam", "deadlift-day", "Deadlift day", Unit.KILOS, BEGAN, reason="done",
    sets=(
        PastSet("conventional-deadlift", Role.RAMP, load=60.0, reps_done=5, began=100.0, at=120.0),
        PastSet("conventional-deadlift", load=102.5, reps_done=5, began=300.0, at=325.5),
        PastSet("couch-stretch", seconds=30.0, began=500.0, at=530.0),
    ),
)  # fmt: skip


def exercise(name: str) -> Exercise:
    return {
        "conventional-deadlift": exercise_of("Deadlift", "deadlift/barbell_deadlift"),
        "couch-stretch": exercise_of("Couch stretch", None),
    }[name]


def decoded(session: PastSession, kind: str) -> list[dict[str, Any]]:
    """The messages of this kind, their fields by name; the checksum is looked at too."""
    with fitdecode.FitReader(io.BytesIO(as_fit(session, exercise)), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [each for each in reader if isinstance(each, fitdecode.FitDataMessage) and each.name == kind]
    return [{field.name: field.value for field in frame.fields} for frame in frames]


def test_each_set_has_its_exercise_reps_kilos_and_real_begin() -> None:
    sets = [each for each in decoded(PULLS, "set") if each["set_type"] == "active"]
    assert [(each["repetitions"], each["weight"], each["duration"]) for each in sets[:2]] == [
        (5, 60.0, 20.0),
        (5, 102.5, 25.5),
    ]
    assert sets[0]["category"] == "deadlift"
    assert sets[0]["start_time"].isoformat() == "2026-03-01T17:31:40+00:00"


def test_the_time_between_two_sets_is_a_rest() -> None:
    rests = [each["duration"] for each in decoded(PULLS, "set") if each["set_type"] == "rest"]
    assert rests == [180.0, 174.5]


def test_the_session_is_strength_training_from_its_begin_to_its_last_set() -> None:
    (session,) = decoded(PULLS, "session")
    assert (session["sport"], session["sub_sport"]) == ("training", "strength_training")
    assert session["total_elapsed_time"] == 530.0


def test_pounds_are_kept_as_kilos_and_shown_as_pounds() -> None:
    pounds = replace(PULLS, unit=Unit.POUNDS, sets=(replace(PULLS.sets[0], load=225.0),))
    (done,) = decoded(pounds, "set")
    assert done["weight"] == pytest.approx(102.1, abs=0.1)
    assert done["weight_display_unit"] == "pound"


def test_exercises_have_our_titles_once_each() -> None:
    assert [each["wkt_step_name"] for each in decoded(PULLS, "exercise_title")] == ["Deadlift", "Couch stretch"]


def test_sets_of_an_import_that_tells_no_times_stand_in_order() -> None:
    untimed = replace(PULLS, sets=tuple(replace(each, began=None, at=None) for each in PULLS.sets))
    begins = [each["start_time"] for each in decoded(untimed, "set") if each["set_type"] == "active"]
    assert begins == sorted(begins)
    assert len(set(begins)) == 3


def test_every_name_in_the_shipped_movements_is_one_of_the_format() -> None:
    scripts = Library.open().scripts()
    named = {name: script.fit for name, script in scripts.items() if script.fit is not None}
    assert len(named) >= 15
    for name, fit in named.items():
        assert exercise_of(name, fit).category != Exercise(name).category


def test_a_name_that_the_format_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no exercise 'deadlift/juggling'"):
        exercise_of("Juggling", "deadlift/juggling")
