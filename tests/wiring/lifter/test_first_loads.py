"""How lifts begin that were not done lately: by what was lifted before, by what was told, and never out of order."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.plan import Kit
from coach.journal.past import PastSession
from coach.script.compiler.person import Person
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.files.progression import read_progress
from coach.wiring.lifter.first_loads import BEGINS_AT, firsts
from coach.wiring.lifter.recalling import Past
from coach.wiring.lifter.today import looked_ahead
from coach.wiring.request import Wishes
from tests.journal.pasts import complaint, day, lift

LIBRARY = Library((shipped_root(),))


def nobody(facts: dict[str, str] | None = None, *sessions: PastSession) -> Past:
    """The past of somebody of whom only these facts and sessions are known."""
    given = facts or {}
    return Past(sessions, LIBRARY.progress(read_progress), Person(given).kit(Kit()), date(2026, 3, 1), given)


def first(
    sessions: tuple[PastSession, ...] = (), facts: dict[str, str] | None = None, **fields: object
) -> dict[str, float]:
    past = replace(nobody(facts, *sessions), **fields)  # type: ignore[arg-type]
    return dict(firsts(past, LIBRARY, past.loads(LIBRARY), asks=True).known)


def test_nothing_known_promises_no_load() -> None:
    assert first() == {}


def test_a_deadlift_that_was_told_gives_four_fifths_of_it() -> None:
    known = first(facts={"deadlift": "100"})
    assert known["conventional-deadlift"] == pytest.approx(80.0)
    assert known["romanian-deadlift"] == pytest.approx(56.0)


def test_a_lift_that_was_done_gives_those_that_are_like_it() -> None:
    known = first((day(1, lift(70.0)),), facts={"deadlift": "300"}, today=date(2026, 1, 10))
    assert known["conventional-deadlift"] == pytest.approx(80.0)


def test_what_was_lifted_long_ago_gives_less() -> None:
    known = first((day(1, lift(70.0)),), today=date(2027, 1, 10))
    assert known["romanian-deadlift"] == pytest.approx(70.0 * 0.75 * 0.8)


def test_a_lift_of_long_ago_is_begun_anew() -> None:
    old = replace(nobody(None, day(1, lift(70.0))), today=date(2027, 1, 10))
    assert old.loads(LIBRARY) == {}
    assert replace(old, today=date(2026, 1, 10)).loads(LIBRARY) != {}


def test_somebody_new_begins_with_less_of_what_was_told() -> None:
    new = first(facts={"deadlift": "100", "experience": "new"})["conventional-deadlift"]
    assert new == pytest.approx(65.0)


# ------------------------------------------------------------------------------------------------ no lift out of order


def test_a_lift_that_takes_more_does_not_begin_with_less_than_one_that_was_done() -> None:
    done = lift(10.0, exercise="dumbbell-romanian-deadlift")
    known = first((day(1, done),), facts={"experience": "new"}, today=date(2026, 1, 10))
    assert known["dumbbell-deadlift"] == 10.0
    assert known["kettlebell-deadlift"] < 10.0


loads, told_loads = st.integers(30, 200).map(float), st.integers(20, 300)


@given(loads, told_loads, st.sampled_from(["new", "some", "years"]))
def test_that_lifts_no_first_load_over_its_share_of_what_was_told(load: float, said: int, experience: str) -> None:
    facts = {"deadlift": f"{said} kg", "experience": experience}
    known = first((day(1, lift(load)),), facts=facts, today=date(2026, 1, 10))
    for name, begins in known.items():
        share = LIBRARY.script(name).relative_load
        by_share = load / LIBRARY.script("romanian-deadlift").relative_load * share * BEGINS_AT[experience]
        assert begins <= max(by_share, said * share) + 1e-6


@given(loads, st.sampled_from(["romanian-deadlift", "good-morning", "dumbbell-romanian-deadlift"]), st.integers(1, 12))
def test_nothing_begins_heavier_for_a_complaint(load: float, exercise: str, reps: int) -> None:
    done = lift(load, reps, exercise=exercise)
    well = first((day(1, done),), today=date(2026, 1, 10))
    hurt = first((day(1, done, complaints=(complaint(),)),), today=date(2026, 1, 10))
    assert all(hurt[name] <= well[name] for name in well)
    part = BEGINS_AT["years"] / LIBRARY.script(exercise).relative_load
    assert all(hurt[name] <= load * max(0.9, LIBRARY.script(name).relative_load * part) + 1e-6 for name in hurt)


def scripts_read(library: Library) -> set[str]:
    return {path.stem for path in library._seen if path.parent.name in ("movements", "drills")}


def test_only_the_scripts_that_a_session_needs_are_read_for_it() -> None:
    library = Library((shipped_root(),))
    past = nobody({"deadlift": "100"}, day(1, lift(70.0)))
    looked_ahead(Wishes("deadlift-day"), library, past, asks=True)
    assert "conventional-deadlift" in scripts_read(library)
    assert len(scripts_read(library)) < len(library.script_paths) / 2


def test_what_is_known_of_a_lift_is_known_of_every_loaded_one_and_of_no_other() -> None:
    known = firsts(nobody({"deadlift": "100"}), LIBRARY, {}, asks=True).known
    assert set(known) == {name for name, script in LIBRARY.scripts().items() if script.loaded}
    assert len(known) == len(set(known))
    assert known.get("cat-cow") is None
    assert known.get("no-such-script") is None


def test_a_broken_script_of_ones_own_keeps_no_session_from_beginning_that_does_not_use_it(tmp_path: Path) -> None:
    past = nobody({"deadlift": "100"}, day(1, lift(70.0)))
    day_ahead = looked_ahead(Wishes("deadlift-day"), with_a_broken_script(tmp_path), past, asks=True)
    assert day_ahead.plan is not None


def with_a_broken_script(folder: Path) -> Library:
    """The shipped content and a movement `my-lift` that nobody can read."""
    broken = folder / "scripts" / "movements" / "my-lift.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("title: [")
    return Library((folder, shipped_root()))


def test_a_movement_that_was_done_and_whose_script_is_broken_since_is_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = with_a_broken_script(tmp_path)
    past = nobody(None, day(1, lift(70.0), lift(200.0, exercise="my-lift")))
    past = replace(past, today=date(2026, 1, 10))
    assert set(past.loads(library)) == {"romanian-deadlift"}
    assert firsts(past, library, {"my-lift": 200.0}, asks=True).known["conventional-deadlift"] == pytest.approx(80.0)
    assert looked_ahead(Wishes("deadlift-day"), library, past, asks=True).plan is not None
    assert capsys.readouterr().err.count("my-lift.yaml") == 1
