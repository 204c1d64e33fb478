"""Today's plan is made from what was lifted before: the advised reps, the advice with its reason, the two answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.core.plan import Kit, Plan, Reps, Role, Work
from coach.journal.past import PastComplaint, PastSession
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.script.files.progression import read_progress
from coach.wiring.performing import plan_of
from coach.wiring.recalling import Past, light_of
from coach.wiring.request import Wishes
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
    assert working_sets(past(day(0, lift(60.0, 11)))) == {(6, 62.5)}


def test_a_complaint_makes_today_lighter() -> None:
    assert working_sets(past(day(0, lift(60.0, 10), complaints=(complaint(),)))) == {(8, 52.5)}


@pytest.mark.parametrize(
    ("sessions", "told"),
    [
        ((day(0, lift(), complaints=(complaint(),)),), "complains"),
        ((day(0, lift(), complaints=(complaint("knee"),)),), "quiet"),
        ((day(-30, lift(), complaints=(complaint(),)),), "quiet"),
        ((day(0, lift(), complaints=(complaint(),)), day(3, findings={"low_back": "quiet"})), "quiet"),
    ],
)
def test_a_back_that_complained_in_the_last_two_weeks_is_no_quiet_one(
    sessions: tuple[PastSession, ...], told: str
) -> None:
    assert replace(past(*sessions), facts={"low_back": "quiet"}).profile.low_back == told


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

    assert past().recalled(plan).welcome == plan.welcome
    assert past().recalled(plan).steps == plan.steps


def test_the_welcome_tells_todays_load_and_why() -> None:
    plan = past(day(0, lift(60.0, 11))).recalled(compile_session("rdl-day", LIBRARY))
    told = [line.variants[0] for line in plan.welcome[-2:]]

    assert told[0] == "Romanian deadlift: sixty two point five kilos, six reps a set."
    assert "two point five kilos" in told[1]


@pytest.mark.parametrize("line", ["recall.last_time", "recall.best"])
def test_the_plan_brings_the_answers_about_before(line: str) -> None:
    plan = past(day(0, lift(60.0, 8))).recalled(compile_session("rdl-day", LIBRARY))

    assert "sixty kilos" in plan.lines[line].variants[0]


def flagged(number: int, answer: str | None = None, reason: str = "cut-short") -> PastSession:
    said = PastComplaint(10.0, "chest", "pain", None, "red-flag-chest-region", answer)
    return day(number, complaints=(said,), reason=reason)


def test_a_red_flag_is_remembered_also_without_a_set_and_after_a_power_cut() -> None:
    assert past(flagged(1)).warned
    assert past(flagged(1), day(2, lift())).warned
    assert past(day(1, lift(), reason="red-flag")).warned


def test_a_red_flag_that_was_taken_back_is_not() -> None:
    assert not past(flagged(1, "false_alarm", "done")).warned
    assert not past(day(1, lift())).warned


def test_what_a_professional_cleared_is_not_asked_about_again_until_the_next_one() -> None:
    cleared = day(2, lift(), findings={"cleared": "yes"})
    assert not past(flagged(1), cleared).warned
    assert past(flagged(1), cleared, flagged(3)).warned


def test_a_taken_back_red_flag_costs_nothing_later() -> None:
    quiet = past(day(1, lift(), complaints=flagged(1, "false_alarm").complaints))
    advice = quiet.advices({"romanian-deadlift": "barbell"})
    assert all(each.reason not in ("after-red-flag", "after-complaint") for each in advice.values())


def test_the_best_loads_ever_are_known_by_exercise() -> None:
    sessions = (day(1, lift(100.0), lift(120.0)), day(2, lift(90.0), lift(None), lift(200.0, reps=0)))
    assert max(past(*sessions).best_loads.values()) == 120.0


CHEST = {"findings": {"warning_sign": "red-flag-chest"}}
CLEARED = {"findings": {"cleared": "yes"}}


@pytest.mark.parametrize(
    ("sessions", "warned"),
    [
        ((), False),
        ((CHEST,), True),
        ((CHEST, {"findings": {"warning_sign": "taken back"}}), False),
        ((CHEST, CLEARED), False),
        ((CLEARED, CHEST), True),
        (({"reason": "red-flag"}, {"findings": {"warning_sign": "taken back"}}), True),
        (({"reason": "red-flag"}, CLEARED), False),
        (({"reason": "red-flag", **CLEARED},), True),
    ],
)
def test_a_red_flag_between_sessions_asks_for_clearance_as_one_within(
    sessions: tuple[dict[str, object], ...], warned: bool
) -> None:
    assert past(*(day(number, **fields) for number, fields in enumerate(sessions))).warned is warned


def welcomed(before: Past, session: str) -> list[str]:
    return [line.variants[0] for line in plan_of(Wishes(session, seed=0), LIBRARY, before, asks=True).welcome]


def test_where_a_session_has_fewer_reps_of_its_own_those_are_told() -> None:
    told = welcomed(past(day(0, lift(20.0, 8))), "first-hinge")
    assert "Romanian deadlift: twenty kilos, four reps a set." in told
    assert not [text for text in told if "nine reps" in text]


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
