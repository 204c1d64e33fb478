"""Health answers and a past red flag change what is offered."""

import pytest

from coach.clocks import SessionTime
from coach.core.plan import LOADED_ROLES, Ask, EndLoading, Insert, Work
from coach.core.session.rehearsal import Remark, turns
from coach.core.state import Asking
from coach.script.compiler.compile import compile_session
from coach.script.shapes.profile import CleanDays, Condition, Profile, clean_days_of
from tests.shipped import LIBRARY

CAREFUL = Profile(bones="yes")


def drills(profile: Profile, session: str = "sitters-warm-up") -> set[str]:
    plan = compile_session(session, LIBRARY, profile=profile, length="long")
    return {step.exercise for step in plan.steps if isinstance(step, Work)}


@pytest.mark.parametrize(
    ("profile", "health"),
    [
        (Profile(), "unknown"),
        (Profile(heart="no", faints="no", carrying="no", bones="no"), "clear"),
        (Profile(heart="no", faints="yes"), "careful"),
    ],
)
def test_one_yes_asks_for_care_and_four_times_no_is_clear(profile: Profile, health: str) -> None:
    assert profile.health == health


def test_with_care_there_is_no_jefferson_curl_and_no_ball() -> None:
    left_out = {"jefferson-curl", "psoas-release"}
    assert left_out <= drills(Profile())
    assert not left_out & drills(CAREFUL)


def test_with_care_it_is_technique_only_and_nobody_holds_the_breath() -> None:
    plain, careful = (compile_session("rdl-day", LIBRARY, profile=each) for each in (Profile(), CAREFUL))
    heaviest = [max(step.load or 0 for step in plan.steps if isinstance(step, Work)) for plan in (plain, careful)]
    assert heaviest[1] <= heaviest[0] / 2
    assert "Breathe out as you rise" in careful.exercises["romanian-deadlift"].brace[0].variants[0]
    assert any("doctor" in line.variants[0] for line in careful.welcome)


def test_what_is_no_bar_is_halved_too() -> None:
    steps = compile_session("sandbag-day", LIBRARY, profile=CAREFUL).steps
    plain = compile_session("sandbag-day", LIBRARY).steps
    loads = [[step.load for step in each if isinstance(step, Work) and step.load] for each in (plain, steps)]
    assert max(loads[1]) <= max(loads[0]) / 2


def test_after_a_red_flag_the_next_session_first_asks_about_clearance() -> None:
    first = compile_session("rdl-day", LIBRARY, warned=True).steps[0]
    assert isinstance(first, Ask)
    assert "professional cleared you" in first.ask.variants[0]


def test_a_race_is_asked_about_too_and_what_loads_nothing_is_not() -> None:
    assert isinstance(compile_session("pre-race", LIBRARY, warned=True).steps[0], Ask)
    assert not isinstance(compile_session("sitters-reset", LIBRARY, warned=True).steps[0], Ask)


@pytest.mark.parametrize("answer", ["no", "not_sure", None])
def test_without_a_yes_nothing_is_loaded(answer: str | None) -> None:
    plan = compile_session("rdl-day", LIBRARY, warned=True)
    said = [Remark(SessionTime(at), answer) for at in (15.0, 20.0, 25.0)] if answer else []
    seen = list(turns(plan, said))
    done = list(seen[-1].state.today.log)
    assert done
    assert not any(each.role in LOADED_ROLES for each in done)


def test_a_yes_goes_on_and_is_remembered() -> None:
    plan = compile_session("rdl-day", LIBRARY, warned=True)
    asked = next(turn for turn in turns(plan) if isinstance(turn.state.phase, Asking) and turn.state.phase.until)
    seen = list(turns(plan, [Remark(asked.state.at + 1, "yes")]))
    assert seen[-1].state.today.findings["cleared"] == "yes"
    assert any(each.role in LOADED_ROLES for each in seen[-1].state.today.log)


def test_a_table_without_the_question_asks_nothing() -> None:
    asked = LIBRARY.branches().clearance
    assert asked is not None
    effects = compile_session("rdl-day", LIBRARY, warned=True).steps[0]
    assert isinstance(effects, Ask)
    assert [type(each) for each in effects.silence[-2:]] == [Insert, EndLoading]


@pytest.mark.parametrize(
    ("days", "named"), [(0, "few"), (1, "few"), (2, "some"), (3, "some"), (4, "many"), (40, "many")]
)
def test_clean_days_are_few_then_some_then_many(days: int, named: CleanDays) -> None:
    assert clean_days_of(days) == named
    assert Condition(clean_days=(named,)).holds(Profile(), "normal", named)


def test_a_condition_about_clean_days_is_about_the_script_at_hand() -> None:
    def told(lift: str) -> str:
        plan = compile_session("full-hinge-day", LIBRARY, profile=stiff, clean=days.__getitem__)
        return " ".join(line.variants[0] for line in plan.exercises[lift].setup)

    stiff, days = Profile(hamstrings="sensitive"), dict.fromkeys(LIBRARY.script_paths, 0) | {"romanian-deadlift": 4}
    assert "Your range has grown." in told("romanian-deadlift")
    assert "Stop at half way today." in told("good-morning")
