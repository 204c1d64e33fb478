"""A program's loads are the most that is lifted; where a lift begins, the lifter's own past says."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from coach.core.plan import Ask, FindLoad, Kit, Plan, Role, Work
from coach.journal.past import PastSession
from coach.script.compiler.person import Person
from coach.script.files.library import Library
from coach.script.files.progression import read_progress
from coach.wiring.lifter.recalling import Past
from coach.wiring.lifter.today import plan_of
from coach.wiring.request import Wishes
from tests.journal.pasts import FIRST, complaint, day, lift

LIBRARY = Library.open()
BLOCK = LIBRARY.program("deadlift-block")[1]
TUESDAY = BLOCK.calendar[0].days["tue"].text
STARTS = {movement: shape.start for movement, shape in BLOCK.loads.items()}
DEADLIFT = "conventional-deadlift"
NOTHING_TOLD: Mapping[str, str] = {}


# many: each is a circumstance of one test
def planned(
    *sessions: PastSession,
    asks: bool = True,
    line: str = TUESDAY,
    loads: Mapping[str, float] | None = STARTS,
    light: float | None = None,
    today: int = 7,
    facts: Mapping[str, str] = NOTHING_TOLD,
) -> Plan:
    """The deadlift block's first Tuesday, or another day, for the lifter of these sessions who told these facts."""
    progress = read_progress(LIBRARY.file("scripts", "progress.yaml"))
    past = Past(sessions, progress, Person(facts).kit(Kit()), FIRST.date() + timedelta(days=today), facts)
    return plan_of(Wishes(line, seed=0, loads=loads, light=light), LIBRARY, past, asks=asks)


def working(plan: Plan, movement: str = DEADLIFT) -> set[float | None]:
    """The loads of a movement's working sets."""
    return {
        step.load
        for step in plan.steps
        if isinstance(step, Work) and step.exercise == movement and step.role is Role.WORKING
    }


def test_a_lift_nobody_did_begins_with_the_empty_bar_and_is_found_up_to_the_programs_load() -> None:
    plan = planned()
    assert working(plan) == {20.0}
    asked = [step.silence for step in plan.steps if isinstance(step, Ask) and step.name == "effort"]
    assert (FindLoad(DEADLIFT, 20.0, 80.0, 5),) in asked


def test_where_nobody_answers_a_program_begins_with_the_empty_bar() -> None:
    assert working(planned(asks=False)) == {20.0}


@pytest.mark.parametrize(("told", "begins"), [("40", 30.0), ("62", 47.5), ("200", 80.0)])
def test_a_program_begins_at_no_more_than_what_was_told(told: str, begins: float) -> None:
    assert working(planned(facts={"deadlift": told})) == {begins}


def test_a_program_goes_on_from_what_was_really_lifted() -> None:
    lifted = day(0, *[lift(40.0, 5, exercise=DEADLIFT, reps_planned=5, effort=7.0)] * 4)
    assert working(planned(lifted, loads={DEADLIFT: 82.4})) == {42.5}


def test_a_program_is_the_most_for_who_lifts_more() -> None:
    assert working(planned(day(0, lift(120.0, 5, exercise=DEADLIFT)))) == {80.0}


# ------------------------------------------------------------------------------------------------ written in the line


FRIDAY = "2x8 rdl; 2x10 good morning 25, rest 1:30"


def mornings(
    *sessions: PastSession, loads: Mapping[str, float] | None = STARTS, facts: Mapping[str, str] = NOTHING_TOLD
) -> set[float | None]:
    """The loads of the good mornings on a day that has them written in its line."""
    return working(planned(*sessions, line=FRIDAY, loads=loads, facts=facts), "good-morning")


def test_a_load_written_in_a_programs_line_is_no_first_load() -> None:
    assert mornings() == {20.0}
    assert mornings(loads={}) == {20.0}


def test_a_load_written_in_a_programs_line_is_the_most_that_is_lifted() -> None:
    assert mornings(facts={"deadlift": "200"}) == {25.0}
    assert mornings(day(0, *[lift(30.0, 10, exercise="good-morning", reps_planned=10, effort=7.0)] * 2)) == {25.0}


def test_what_hurt_is_not_lifted_again_because_a_programs_line_has_it_written() -> None:
    hurt = day(0, *[lift(25.0, 10, exercise="good-morning", reps_planned=10)] * 2, complaints=(complaint(),))
    assert mornings(hurt) == {20.0}


def test_a_load_somebody_writes_for_today_is_lifted_all_the_same() -> None:
    assert mornings(loads=None) == {25.0}


def test_what_stands_in_for_a_programs_movement_has_its_share_of_the_load() -> None:
    only = {"barbell": "no", "kettlebells": "no", "sandbag": "no", "dumbbells": "to 30", "deadlift": "200"}
    found = working(planned(facts=only), "dumbbell-deadlift")
    assert found
    assert all(load and 20 <= load <= 80 for load in found)


# ------------------------------------------------------------------------------------------------ a light week


def test_a_light_week_is_lighter_than_what_is_really_lifted_also_where_that_is_less_than_the_program() -> None:
    lifted = day(0, *[lift(50.0, 5, exercise=DEADLIFT, reps_planned=5)] * 4)
    assert working(planned(lifted, loads={DEADLIFT: 60.0}, light=75)) == {37.5}


def test_the_second_day_of_a_light_week_is_no_lighter_than_the_first() -> None:
    usual = day(0, *[lift(50.0, 5, exercise=DEADLIFT, reps_planned=5)] * 4)
    light = day(7, *[lift(37.5, 5, exercise=DEADLIFT, reps_planned=5)] * 4)
    assert working(planned(usual, light, loads={DEADLIFT: 60.0}, light=75, today=9)) == {37.5}


def test_a_session_by_name_is_lighter_in_a_light_week_too_and_says_no_other_load() -> None:
    lifted = day(0, *[lift(60.0, 8)] * 4)
    plan = planned(lifted, line="rdl-day", loads={}, light=80)
    assert working(plan, "romanian-deadlift") == {47.5}
    assert not [line for line in plan.welcome if "sixty kilos" in line.variants[0]]
