"""The load of a lift nobody knows is found from the lightest up: by steps, within what can be had and is planned."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clocks import SESSION_START, SessionTime
from coach.core.loading.plates import convert, makeable
from coach.core.plan import Answer, Ask, FindLoad, Kit, Line, Plan, Reps, Rest, Role, Talk, Unit, Work
from coach.core.session.machine import begin
from coach.core.state import Asking, Finished
from coach.core.steps.loads.first_load import STEP_KILOS, find_load, step_above
from coach.core.today import Complained
from coach.core.turn import Turn
from tests.core.plans import plan
from tests.core.stories import Story

BELLS = Kit(sizes=(("kettlebell", (8.0, 12.0, 16.0, 24.0, 48.0)),))


def finding(heaviest: float = 60.0, kit: Kit | None = None, implement: str = "barbell", tries: int = 5) -> Plan:
    """The hinge of the tests as a lift that is new: one trial, its question, two working sets."""
    kit = kit or Kit()
    loads = makeable(kit, implement)
    lightest = loads[0] if loads else 8.0
    judged = (FindLoad("hinge", lightest, heaviest, tries),)
    ask = Ask(
        "effort", Line(("How hard was that?",)), (Answer(("log_effort", "log_reps", "not_sure"), judged),), judged
    )
    sets = [Work("hinge", Reps(5), Role.WORKING, number, 2, load=lightest) for number in (1, 2)]
    workout = plan()
    exercises = {**workout.exercises, "hinge": replace(workout.exercises["hinge"], implement=implement)}
    trial = Work("hinge", Reps(5), Role.RAMP, load=lightest)
    return replace(workout, steps=(trial, ask, Rest(60), *sets), exercises=exercises, kit=kit, welcome=())


def asked(story: Story) -> Story:
    story.until(Asking)
    return story.spoken() if getattr(story.state.phase, "until", 0) is None else story


def working_load(story: Story) -> float | None:
    return next(step.load for step in story.state.ahead if isinstance(step, Work) and step.role is Role.WORKING)


def test_an_easy_set_is_followed_by_one_ten_kilos_heavier() -> None:
    story = asked(Story(finding())).hear("log_effort", rpe=4)
    assert "Thirty kilos" in story.said()
    trial = next(step for step in story.state.ahead if isinstance(step, Work))
    assert (trial.role, trial.load, trial.dose) == (Role.RAMP, 30.0, Reps(5))


def test_until_it_is_judged_the_working_sets_stay_at_what_was_lifted() -> None:
    assert working_load(asked(Story(finding())).hear("log_effort", rpe=4)) == 20.0


@pytest.mark.parametrize("effort", [6, 7])
def test_an_effort_of_six_or_seven_is_the_load(effort: int) -> None:
    story = asked(asked(Story(finding())).hear("log_effort", rpe=3)).hear("log_effort", rpe=effort)
    assert ("Thirty kilos it is" in story.said(), working_load(story)) == (True, 30.0)


def test_a_hard_set_goes_one_step_back() -> None:
    story = asked(asked(Story(finding())).hear("log_effort", rpe=3)).hear("log_effort", rpe=9)
    assert working_load(story) == 20.0


def test_the_lightest_stays_the_lightest_however_hard_it_was() -> None:
    assert working_load(asked(Story(finding())).hear("log_effort", rpe=10)) == 20.0


def test_reps_left_in_the_tank_are_an_effort() -> None:
    assert "Thirty kilos" in asked(Story(finding())).hear("log_effort", reps_left=6).said()


def test_a_bare_number_is_an_effort() -> None:
    assert "Twenty kilos it is" in asked(Story(finding())).hear("log_reps", reps=7).said()


def test_not_knowing_how_hard_it_was_keeps_the_load() -> None:
    assert working_load(asked(Story(finding())).hear("not_sure")) == 20.0


def test_silence_keeps_the_load() -> None:
    story = asked(Story(finding()))
    story.wake().spoken().wake()
    assert working_load(story) == 20.0


def test_a_set_that_was_broken_off_is_a_hard_one() -> None:
    story = asked(asked(Story(finding())).hear("log_effort", rpe=3))
    log = story.state.today.log
    story.state = replace(story.state, today=replace(story.state.today, log=(*log[:-1], replace(log[-1], reps_done=3))))
    assert working_load(story.hear("log_effort", rpe=3)) == 20.0


def test_after_a_complaint_nothing_is_added() -> None:
    story = asked(Story(finding()))
    complained = (Complained(SessionTime(1.0), "hip", "pinching"),)
    story.state = replace(story.state, today=replace(story.state.today, complaints=complained))
    assert working_load(story.hear("log_effort", rpe=2)) == 20.0


def test_the_plans_own_load_is_the_end_of_it() -> None:
    story = asked(asked(Story(finding(heaviest=25.0))).hear("log_effort", rpe=2)).hear("log_effort", rpe=2)
    assert working_load(story) == 25.0


def test_no_more_than_so_many_sets_look_for_the_load() -> None:
    story = asked(asked(Story(finding(tries=1))).hear("log_effort", rpe=2)).hear("log_effort", rpe=2)
    assert working_load(story) == 30.0


def test_bells_far_apart_are_not_jumped() -> None:
    workout = finding(heaviest=60.0, kit=BELLS, implement="kettlebell")
    turn = Turn(workout, begin(workout), SESSION_START)
    assert step_above(turn, FindLoad("hinge", 16.0, 60.0, 3)) == 24.0
    assert step_above(turn, FindLoad("hinge", 24.0, 60.0, 3)) is None


def test_without_a_set_to_copy_nothing_is_tried() -> None:
    workout = finding()
    turn = Turn(workout, begin(workout), SESSION_START)
    find_load(turn, FindLoad("hinge", 20.0, 60.0, 3, effort=3.0))
    assert turn.session.ahead == workout.steps


KITS = st.builds(
    Kit,
    unit=st.sampled_from(list(Unit)),
    bar=st.sampled_from([10.0, 15.0, 20.0, 45.0]),
    pairs=st.lists(
        st.tuples(st.sampled_from([1.25, 2.5, 5.0, 10.0, 20.0]), st.integers(1, 3)),
        max_size=5,
        unique_by=lambda p: p[0],
    ).map(tuple),
    sizes=st.lists(st.sampled_from([4.0, 8.0, 12.0, 16.0, 24.0, 32.0]), min_size=1, unique=True).map(
        lambda sizes: (("kettlebell", tuple(sorted(sizes))),)
    ),
)


@settings(max_examples=60, deadline=None)
@given(KITS, st.sampled_from(["barbell", "kettlebell"]), st.integers(1, 200), st.lists(st.integers(1, 10), max_size=8))
def test_what_is_tried_can_be_had_and_is_within_a_step_and_the_plan(
    kit: Kit, implement: str, heaviest: int, efforts: list[int]
) -> None:
    can = makeable(kit, implement)
    assert can is not None
    story = Story(finding(float(heaviest), kit, implement))
    told = iter(efforts)
    while not isinstance(story.until((Asking, Finished)).state.phase, Finished):  # type: ignore[arg-type]
        story.hear("log_effort", rpe=next(told, 7))
    lifted = [done.load for done in story.state.today.log if done.load is not None]
    step = convert(STEP_KILOS, Unit.KILOS, kit.unit)
    assert all(load in can for load in lifted)
    assert max(lifted) <= max(float(heaviest), can[0])
    for before, after in pairwise(lifted):
        assert after <= max(before + step, 1.5 * before) + 0.01


@pytest.mark.parametrize(
    ("exercise", "load", "told"), [("hinge", 20.0, True), ("hinge", 15.0, False), ("squat", 20.0, False)]
)
def test_a_first_load_is_told_only_while_the_set_to_come_has_it(exercise: str, load: float, told: bool) -> None:
    workout = finding()
    new = Talk((Line(("New for us, so twenty kilos.",)),), exercise, load)
    story = Story(replace(workout, steps=(new, *workout.steps[3:]))).began()
    assert ("New for us" in story.said()) is told
