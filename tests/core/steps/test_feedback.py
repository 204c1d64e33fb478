"""Today's set changes the next: missed reps and effort make it lighter at once; nothing makes it heavier unasked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.loading.plates import loadings
from coach.core.plan import Answer, Ask, Feedback, FindLoad, Line, Reps, Rest, Role, Work
from coach.core.state import Asking, Carrying, Closing, Resting, SettingUp, Working
from coach.core.steps.feedback import judged
from coach.core.tempo import LEAD_IN
from coach.core.today import SetDone
from tests.core.plans import SETS, plan
from tests.core.safety.test_complaints import loads
from tests.core.stories import Story

RAMP = Work("hinge", Reps(5), Role.RAMP, 1, 1, load=40.0)


def rested(*steps: object) -> Story:
    """The first of three sets of four at sixty is done, and its rest runs."""
    return Story(plan(*(steps or SETS))).until(Resting)


def rest_left(story: Story) -> float:
    assert isinstance(story.state.phase, Resting)
    return story.state.phase.until - story.state.phase.began


def done(**changes: object) -> SetDone:
    usual = {"at": 0.0, "exercise": "hinge", "role": Role.WORKING, "number": 1, "of": 3, "load": 60.0}
    return SetDone(**{**usual, "reps_planned": 5, "reps_done": 5, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "load", "rest"),
    [
        pytest.param({"reps": 3}, 55.0, 60.0, id="one rep missed: five percent less"),
        pytest.param({"reps": 2}, 52.5, 60.0, id="two missed: ten percent less, as plates make it"),
        pytest.param({"missed": 1}, 55.0, 60.0, id="missed one"),
    ],
)
def test_missed_reps_make_the_next_sets_lighter(said: dict[str, float], load: float, rest: float) -> None:
    story = rested()
    before = rest_left(story)
    story.hear("log_reps", **said)
    assert loads(story.state) == [load, load]
    assert rest_left(story) == pytest.approx(before + rest)
    assert "Some reps were missing, so we go on with" in story.said()


@pytest.mark.parametrize(("rpe", "load", "rest"), [(10, 55.0, 60.0), (9.5, 55.0, 60.0), (9, 57.5, 0.0), (8, 60.0, 0.0)])
def test_a_set_near_the_limit_makes_the_next_ones_lighter(rpe: float, load: float, rest: float) -> None:
    story = rested()
    before = rest_left(story)
    story.hear("log_effort", rpe=rpe)
    assert loads(story.state) == [load, load]
    assert rest_left(story) == pytest.approx(before + rest)
    assert ("limit" in story.said()) == (load < 60.0)


def test_reps_and_effort_of_one_set_are_not_counted_twice() -> None:
    story = rested()
    before = rest_left(story)
    story.hear("log_reps", reps=3).hear("log_effort", rpe=10)
    assert loads(story.state) == [55.0, 55.0]
    assert rest_left(story) == pytest.approx(before + 60.0)


def test_a_correction_to_all_reps_gives_the_load_back() -> None:
    story = rested().hear("log_reps", reps=2).hear("log_reps", reps=4)
    assert loads(story.state) == [60.0, 60.0]
    assert "Sixty kilos from the next set." in story.said()


def test_undo_gives_the_load_back_too() -> None:
    assert loads(rested().hear("log_reps", reps=2).hear("undo").state) == [60.0, 60.0]


def test_after_a_complaint_a_correction_gives_nothing_back() -> None:
    story = rested().hear("log_reps", reps=2).hear("complaint", region="low_back", sensation="tight")
    story.until(Asking).hear("better").until(Resting)
    before = loads(story.state)
    assert loads(story.hear("log_reps", reps=4).state) == before


def test_a_correction_after_the_last_set_changes_no_load() -> None:
    story = rested(SETS[-1], Rest(60.0)).hear("log_reps", reps=2).hear("log_reps", reps=4)
    assert "from the next set" not in story.said()


def test_a_set_ended_early_with_done_counts_as_missed_reps() -> None:
    story = Story(plan(*SETS)).until(Working).count_starts().hear("done", after=LEAD_IN + 11.5)
    assert loads(story.state) == [52.5, 52.5]
    assert rest_left(story) == 150.0


def test_done_said_when_the_last_rep_is_counted_is_the_whole_set() -> None:
    story = Story(plan(*SETS)).until(Working).count_starts().hear("done", after=LEAD_IN + 60.0)
    assert story.state.today.log[-1].reps_done == 4
    assert not story.state.today.log[-1].cut_short
    assert loads(story.state) == [60.0, 60.0]


@pytest.mark.parametrize(("rpe", "load"), [(9, 60.0), (9.5, 55.0)])
def test_a_set_as_hard_as_it_was_meant_to_be_is_no_reason(rpe: float, load: float) -> None:
    hard = tuple(Work("hinge", Reps(4), Role.WORKING, n, 2, load=60.0, effort=9) for n in (1, 2))
    story = rested(hard[0], Rest(60.0), hard[1]).hear("log_effort", rpe=rpe)
    assert loads(story.state) == [load]


@pytest.mark.parametrize(("reps", "load"), [(6, 60.0), (5, 55.0)])
def test_within_a_range_of_reps_nothing_is_missing(reps: int, load: float) -> None:
    ranged = tuple(Work("hinge", Reps(8, at_least=6), Role.WORKING, n, 2, load=60.0) for n in (1, 2))
    story = rested(ranged[0], Rest(60.0), ranged[1]).hear("log_reps", reps=reps)
    assert loads(story.state) == [load]


def test_the_empty_bar_gets_only_a_longer_rest() -> None:
    bar = tuple(Work("hinge", Reps(4), Role.WORKING, n, 2, load=20.0) for n in (1, 2))
    story = rested(bar[0], Rest(60.0), bar[1]).hear("log_reps", reps=3)
    assert loads(story.state) == [20.0]
    assert "Then a longer rest before the next set." in story.said()


def test_close_to_the_limit_with_the_empty_bar_there_is_nothing_to_say() -> None:
    bar = tuple(Work("hinge", Reps(4), Role.WORKING, n, 2, load=20.0) for n in (1, 2))
    story = rested(bar[0], Rest(60.0), bar[1]).hear("log_effort", rpe=9)
    assert "go on with" not in story.said()


def test_after_a_complaint_that_needs_no_drill_a_correction_gives_nothing_back() -> None:
    story = rested().hear("log_reps", reps=2).hear("complaint", region="grip", sensation="going").until(Resting)
    assert loads(story.hear("log_reps", reps=4).state) == [52.5, 52.5]


def test_where_no_rest_follows_only_the_load_changes() -> None:
    story = Story(plan(SETS[0], SETS[2], SETS[4])).until(SettingUp).hear("start").count_starts().spoken(30.0)
    assert loads(story.hear("log_reps", reps=2).state)[-1] == 52.5


def test_only_sets_of_the_same_lift_become_lighter() -> None:
    pull = Work("pull", Reps(4), Role.WORKING, load=80.0)
    story = rested(SETS[0], Rest(90.0), SETS[2], Rest(90.0), pull).hear("log_reps", reps=2)
    assert loads(story.state) == [52.5, 80.0]


def test_after_an_easy_last_ramp_up_set_a_little_more_is_offered_and_waits_for_a_yes() -> None:
    story = rested(RAMP, Rest(60.0), *SETS).hear("log_effort", rpe=5)
    assert loads(story.state)[-1] == 60.0
    story.until(Asking)
    assert story.said() == "That was easy. A little more for the work sets?"
    assert loads(story.hear("yes").state)[-1] == 62.5


def test_it_is_offered_once() -> None:
    story = rested(RAMP, Rest(60.0), *SETS).hear("log_effort", rpe=5).hear("log_effort", rpe=6)
    assert sum(getattr(step, "name", "") == "more-load" for step in story.state.ahead) == 1


def test_a_hard_ramp_up_set_offers_nothing() -> None:
    story = rested(RAMP, Rest(60.0), *SETS).hear("log_effort", rpe=8)
    assert not any(hasattr(step, "ask") for step in story.state.ahead)


def test_a_ramp_that_leads_to_nothing_offers_nothing() -> None:
    story = rested(RAMP, Rest(60.0)).hear("log_effort", rpe=5)
    assert not any(hasattr(step, "ask") for step in story.state.ahead)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.integers(0, 12).map(lambda reps: ("log_reps", {"reps": reps})),
            st.sampled_from([5, 6, 7, 8, 9, 9.5, 10]).map(lambda rpe: ("log_effort", {"rpe": rpe})),
            st.just(("undo", {})),
        ),
        max_size=6,
    )
)
def test_no_report_ever_makes_a_set_heavier_than_planned(
    said: list[tuple[str, dict[str, float]]],
) -> None:
    story = rested()
    makeable = {bar.load for bar in loadings(story.plan.kit)}
    for intent, slots in said:
        story.hear(intent, **slots)
        assert all((load or 0.0) <= 60.0 and load in makeable for load in loads(story.state))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 12), st.integers(0, 12), st.one_of(st.none(), st.floats(1, 10)))
def test_a_worse_set_never_leads_to_more(planned: int, reps: int, effort: float | None) -> None:
    better = judged(done(reps_planned=planned, reps_done=min(reps + 1, planned), effort=effort), Feedback())
    worse = judged(done(reps_planned=planned, reps_done=min(reps, planned), effort=effort), Feedback())
    assert (worse.factor if worse else 1.0) <= (better.factor if better else 1.0)


def test_what_has_no_load_or_is_a_ramp_up_set_is_not_judged() -> None:
    assert judged(done(load=None, reps_done=1), Feedback()) is None
    assert judged(done(role=Role.RAMP, reps_done=1), Feedback()) is None


# ---- as many as are clean

OPEN = Work("hinge", Reps(20, free=True, open=True), Role.WORKING, 1, 2, load=60.0)


def test_a_set_of_as_many_as_are_clean_is_ended_by_done_and_asks_how_many() -> None:
    story = Story(plan(OPEN, Rest(90.0), SETS[0])).until(Carrying)
    assert "As many clean reps as you have at sixty kilos" in " ".join(story.state.last_said)
    story.hear("done", after=40.0)
    assert "How many clean ones? Say, I got eight." in story.said()
    (logged,) = story.state.today.log
    assert (logged.reps_planned, logged.reps_done) == (None, None)


def test_the_reps_told_are_logged() -> None:
    story = Story(plan(OPEN, Rest(90.0), SETS[0])).until(Carrying).hear("done", after=40.0).hear("log_reps", reps=9)
    assert story.state.today.log[-1].reps_done == 9
    assert loads(story.state) == [60.0]


def test_it_is_not_counted_when_somebody_asks_for_a_slower_count() -> None:
    story = Story(plan(OPEN)).until(Carrying).hear("slower")
    assert isinstance(story.state.phase, Carrying)


def test_without_a_load_it_is_announced_without_one() -> None:
    story = Story(plan(Work("breathing", Reps(20, free=True, open=True), Role.WORKING)))
    assert "As many clean reps as you have." in story.began().spoken().said()
    assert story.until(Closing)


def test_a_set_that_looks_for_the_load_offers_no_more_besides() -> None:
    judged = (FindLoad("hinge", 40.0, 60.0, 1),)
    question = Ask("effort", Line(("How hard was that?",)), (Answer(("log_effort",), judged),), judged)
    story = Story(plan(RAMP, question, Rest(60.0), *SETS)).until(Asking).hear("log_effort", rpe=7).until(Resting)
    story.hear("log_effort", rpe=5)
    assert not any(getattr(step, "name", "") == "more-load" for step in story.state.ahead)


def test_the_numbers_a_set_is_judged_by_can_be_others() -> None:
    strict = Feedback(missed_one=0.8, near=8.0, at_near=0.9)
    one, near = judged(done(reps_done=4), strict), judged(done(effort=8.0), strict)
    assert one is not None
    assert near is not None
    assert (one.factor, near.factor) == (0.8, 0.9)
