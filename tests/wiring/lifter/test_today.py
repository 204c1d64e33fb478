"""Today's plan is made from what was lifted before: the advised reps, the advice with its reason, the two answers."""

from dataclasses import replace

import pytest

from coach.core.plan import Plan, Reps, Role, Work
from coach.journal.past import PastSession
from coach.script.compiler.compile import compile_session
from coach.wiring.lifter.recalling import Past, light_of
from coach.wiring.lifter.today import plan_of, recalled
from coach.wiring.request import Wishes
from tests.journal.pasts import complaint, day, lift
from tests.wiring.lifter.test_recalling import LIBRARY, past


def working_sets(before: Past) -> set[tuple[int, float | None]]:
    """Reps and loads of the Romanian deadlifts of the day made from this past."""
    plan = recalled(before, compile_session("rdl-day", LIBRARY, kit=before.kit, loads=before.loads(LIBRARY)))
    return {
        (step.dose.count, step.load)
        for step in plan.steps
        if isinstance(step, Work) and step.exercise == "romanian-deadlift" and step.role is Role.WORKING
        if isinstance(step.dose, Reps)
    }


def test_reps_are_added_from_day_to_day_until_load_is() -> None:
    assert working_sets(past(day(0, lift(60.0, 8)))) == {(9, 60.0)}
    assert working_sets(past(day(0, lift(60.0, 11)))) == {(6, 62.5)}


def test_a_complaint_makes_today_lighter() -> None:
    assert working_sets(past(day(0, lift(60.0, 10), complaints=(complaint(),)))) == {(8, 52.5)}


def technique_day(before: Past) -> tuple[Plan, set[float | None]]:
    """The technique day made from this past, and its loads of the Romanian deadlift."""
    plan = plan_of(Wishes("light-technique-day", seed=0), LIBRARY, before, asks=True)
    sets = {step.load for step in plan.steps if isinstance(step, Work) and step.exercise == "romanian-deadlift"}
    return plan, sets


def test_a_technique_day_is_at_sixty_percent_and_advises_nothing() -> None:
    plan, loads = technique_day(past(day(0, lift(100.0, 8))))
    assert loads == {60.0}
    assert not any("a set." in text for line in plan.welcome for text in line.variants)


def test_a_technique_day_does_not_use_up_the_lighter_day_after_an_ended_loading() -> None:
    ended = day(0, lift(100.0, 8), complaints=(complaint(),), findings={"loading_ended": "romanian-deadlift"})
    light = replace(day(3, lift(45.0, 4)), name="light-technique-day")
    after = replace(past(ended, light), light=light_of(LIBRARY, {"light-technique-day", "gone"}))
    assert working_sets(after) == {(8, 80.0)}


@pytest.mark.parametrize(
    ("days", "told"), [(0, "Stop just below the knee today."), (2, "A hand lower now."), (4, "Your range has grown.")]
)
def test_the_range_of_stiff_hamstrings_grows_with_clean_days_and_shrinks_after_a_complaint(
    days: int, told: str
) -> None:
    def setup(*sessions: PastSession) -> str:
        before = replace(past(*sessions), facts={"hamstrings": "sensitive"})
        lines = plan_of(Wishes("rdl-day", seed=0), LIBRARY, before, asks=True).exercises["romanian-deadlift"].setup
        return " ".join(line.variants[0] for line in lines)

    clean = [day(-7 * number, lift(60.0, 8)) for number in range(days, 0, -1)]
    assert told in setup(*clean)
    assert "Stop just below the knee today." in setup(*clean, day(1, lift(60.0, 8), complaints=(complaint(),)))


def test_nobody_is_advised_before_the_first_session() -> None:
    plan = compile_session("rdl-day", LIBRARY)

    assert recalled(past(), plan).welcome == plan.welcome
    assert recalled(past(), plan).steps == plan.steps


def test_the_welcome_tells_todays_load_and_why() -> None:
    plan = recalled(past(day(0, lift(60.0, 11))), compile_session("rdl-day", LIBRARY))
    told = [line.variants[0] for line in plan.welcome[-2:]]

    assert told[0] == "Romanian deadlift: sixty two point five kilos, six reps a set."
    assert "two point five kilos" in told[1]


@pytest.mark.parametrize("line", ["recall.last_time", "recall.best"])
def test_the_plan_brings_the_answers_about_before(line: str) -> None:
    plan = recalled(past(day(0, lift(60.0, 8))), compile_session("rdl-day", LIBRARY))

    assert "sixty kilos" in plan.lines[line].variants[0]


def welcomed(before: Past, session: str) -> list[str]:
    return [line.variants[0] for line in plan_of(Wishes(session, seed=0), LIBRARY, before, asks=True).welcome]


def test_where_a_session_has_fewer_reps_of_its_own_those_are_told() -> None:
    told = welcomed(past(day(0, lift(20.0, 8))), "first-hinge")
    assert "Romanian deadlift: twenty kilos, four reps a set." in told
    assert not [text for text in told if "nine reps" in text]


@pytest.mark.parametrize("reps", [4, 5])
def test_last_time_is_not_told_to_have_had_fewer_reps_where_today_has_no_more(reps: int) -> None:
    told = welcomed(past(day(0, lift(20.0, reps, reps_planned=reps))), "first-hinge")
    assert "Romanian deadlift: twenty kilos, four reps a set." in told
    assert not [text for text in told if "fewer reps" in text]


def test_a_day_with_more_reps_than_last_time_says_so() -> None:
    told = welcomed(past(day(0, lift(20.0, 4, reps_planned=4))), "rdl-day")
    assert [text for text in told if "planned with fewer reps" in text]


def test_why_the_load_goes_up_is_told_whatever_the_reps_are() -> None:
    told = welcomed(past(day(0, lift(20.0, 11))), "first-hinge")
    assert "Romanian deadlift: twenty two point five kilos, four reps a set." in told
    assert [text for text in told if "we add two point five kilos" in text]


def test_a_session_that_means_three_reps_is_not_given_the_eight_of_the_rule_nor_the_one_of_a_bad_day() -> None:
    for reps, hurt in ((3, ()), (1, (complaint("grip"),))):
        done = lift(12.0, reps, exercise="ruck-shoulder", reps_planned=reps, effort=6.0)
        before = past(day(0, done, complaints=hurt))
        plan = plan_of(Wishes("sandbag-day", seed=0), LIBRARY, before, asks=True)
        doses = [step.dose for step in plan.steps if isinstance(step, Work) and step.exercise == "ruck-shoulder"]
        assert {dose.count for dose in doses if isinstance(dose, Reps)} == {3}
