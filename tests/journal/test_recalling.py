"""Today's plan is made from what was lifted before: the advised reps, the advice with its reason, the two answers."""

from datetime import timedelta

import pytest

from coach.core.plan import Kit, Reps, Role, Work
from coach.script.compile import compile_session
from coach.script.library import Library
from coach.script.progress import read_progress
from coach.wiring.recalling import Past
from tests.journal.pasts import FIRST, complaint, day, lift

LIBRARY = Library.open()
TODAY = FIRST.date() + timedelta(days=7)


def past(*sessions: object) -> Past:
    """The past with these sessions and the shipped rules."""
    progress = read_progress(LIBRARY.file("scripts", "progress.yaml"))
    return Past(sessions, progress, Kit(), TODAY)  # type: ignore[arg-type]


def working_sets(before: Past) -> set[tuple[int, float | None]]:
    """Reps and loads of the Romanian deadlifts of the day made from this past."""
    plan = before.recalled(compile_session("rdl-day", LIBRARY, kit=before.kit, loads=before.loads(LIBRARY)))
    return {
        (step.dose.count, step.load)
        for step in plan.steps
        if isinstance(step, Work) and step.exercise == "romanian-deadlift" and step.role is Role.WORKING
        if isinstance(step.dose, Reps)
    }


def test_reps_are_added_from_day_to_day_until_load_is() -> None:
    assert working_sets(past(day(0, lift(60.0, 8)))) == {(9, 60.0)}
    assert working_sets(past(day(0, lift(60.0, 10)))) == {(6, 62.5)}


def test_a_complaint_makes_today_lighter() -> None:
    assert working_sets(past(day(0, lift(60.0, 10), complaints=(complaint(),)))) == {(8, 52.5)}


def test_nobody_is_advised_before_the_first_session() -> None:
    plan = compile_session("rdl-day", LIBRARY)

    assert past().recalled(plan).welcome == plan.welcome
    assert past().recalled(plan).steps == plan.steps


def test_the_welcome_tells_todays_load_and_why() -> None:
    plan = past(day(0, lift(60.0, 10))).recalled(compile_session("rdl-day", LIBRARY))
    told = [line.variants[0] for line in plan.welcome[-2:]]

    assert told[0] == "Romanian deadlift: sixty two point five kilos, six reps a set."
    assert "two point five kilos" in told[1]


@pytest.mark.parametrize("line", ["recall.last_time", "recall.best"])
def test_the_plan_brings_the_answers_about_before(line: str) -> None:
    plan = past(day(0, lift(60.0, 8))).recalled(compile_session("rdl-day", LIBRARY))

    assert "sixty kilos" in plan.lines[line].variants[0]
