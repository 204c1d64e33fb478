"""Sets that nobody counts: the lifter goes at their own pace and says "done"."""

from dataclasses import replace

import pytest

from coach.core.events import Heard
from coach.core.intents.control.adjustments import slower
from coach.core.intents.questions.queries import minutes_ahead
from coach.core.plan import Exercise, Plan, Reps, Rest, Role, Work
from coach.core.session.machine import view
from coach.core.session.rehearsal import turns
from coach.core.state import Carrying, Resting, SettingUp, Working
from coach.core.steps.work.uncounted import LEEWAY
from coach.core.turn import Turn
from tests.core.plans import HINGE, plan
from tests.core.stories import Story

FREE_SET = Work("hinge", Reps(5, free=True), Role.WORKING, 1, 2, load=60.0)


def two_sets(**exercise: object) -> Plan:
    """Two sets of five, a rest between; a counted rep of the exercise takes six seconds."""
    made = plan(FREE_SET, Rest(90.0), replace(FREE_SET, number=2))
    lift: Exercise = replace(HINGE, **exercise)  # type: ignore[arg-type]
    return replace(made, exercises={**made.exercises, "hinge": lift})


def going(of: Plan) -> Story:
    return Story(of).until(Carrying)


def expected(story: Story) -> float:
    """The seconds that the running set is expected to take."""
    assert isinstance(story.state.phase, Carrying)
    return (story.state.phase.until - story.state.phase.began) / LEEWAY


def after(story: Story, seconds: float, intent: str) -> Story:
    """Say something so many seconds after the set began."""
    assert isinstance(story.state.phase, Carrying)
    return story.tell(Heard(story.state.phase.began + seconds, intent))


def test_nothing_is_counted_and_the_lifter_is_told_to_say_done() -> None:
    story = going(two_sets())
    assert story.counts() == []
    assert "Say done" in story.said()


def test_without_a_pace_in_the_script_a_rep_is_expected_to_take_what_its_tempo_takes() -> None:
    assert expected(going(two_sets())) == pytest.approx(5 * 6)


def test_the_scripts_pace_is_expected() -> None:
    assert expected(going(two_sets(pace=4.0))) == pytest.approx(5 * 4)


def test_done_logs_the_whole_set() -> None:
    story = after(going(two_sets()), 20.0, "done")
    (done,) = story.state.today.log
    assert (done.reps_done, done.cut_short) == (5, False)
    assert isinstance(story.state.phase, Resting)


def test_the_next_set_is_expected_at_the_pace_of_the_last() -> None:
    story = after(going(two_sets(pace=4.0)), 12.5, "done").until(Carrying)
    assert expected(story) == pytest.approx(12.5)


@pytest.mark.parametrize("seconds", [1.0, 200.0])
def test_a_done_said_at_once_or_after_a_chat_teaches_nothing(seconds: float) -> None:
    story = after(going(two_sets(pace=4.0)), seconds, "done").until(Carrying)
    assert expected(story) == pytest.approx(20.0)


def test_a_pause_does_not_count_into_the_pace() -> None:
    story = after(going(two_sets()), 5.0, "pause").hear("resume", after=60.0)
    story = after(story, 10.0, "done").until(Carrying)
    assert expected(story) == pytest.approx(10.0)


def test_when_it_takes_long_the_lifter_is_asked_twice_and_then_the_set_is_taken_as_done() -> None:
    story = going(two_sets())
    for _ in range(2):
        assert story.wake().said() == "Say done when you are."
        assert isinstance(story.state.phase, Carrying)
    story.wake()
    assert story.state.today.log[0].reps_done == 5
    assert isinstance(story.state.phase, Resting)


def test_a_set_broken_off_is_logged_as_far_as_its_pace_went() -> None:
    story = after(going(two_sets(pace=4.0)), 9.0, "next")
    (done,) = story.state.today.log
    assert (done.reps_done, done.cut_short) == (2, True)


def test_a_set_broken_off_before_its_first_rep_is_not_logged() -> None:
    assert after(going(two_sets(pace=4.0)), 3.0, "next").state.today.log == ()


def test_the_minutes_left_follow_the_pace() -> None:
    story = after(going(two_sets(pace=4.0)), 40.0, "done")
    slow = minutes_ahead(Turn(story.plan, story.state, story.state.at))
    story = after(going(two_sets(pace=4.0)), 10.0, "done")
    fast = minutes_ahead(Turn(story.plan, story.state, story.state.at))
    assert slow - fast == pytest.approx(30 / 60)


def test_a_rehearsed_lifter_says_done_when_it_is_likely() -> None:
    seen = [turn.event for turn in turns(two_sets(pace=4.0)) if isinstance(turn.event, Heard)]
    assert [event.intent for event in seen] == ["start", "done", "start", "done"]


def test_the_screen_shows_no_timer_for_it() -> None:
    story = going(two_sets())
    assert view(story.plan, story.state, story.state.at).ends is None


def test_who_asks_for_a_slower_count_is_counted() -> None:
    story = Story(two_sets()).until(SettingUp)
    turn = Turn(story.plan, story.state, story.state.at)
    slower(turn, Heard(story.state.at, "slower"))
    story.state = turn.session
    assert isinstance(story.hear("start").state.phase, Working)


def test_after_a_swap_to_an_easier_movement_the_sets_are_counted() -> None:
    story = Story(two_sets()).until(SettingUp).hear("easier", what="movement")
    assert story.until(Working).counts()


def test_a_rest_that_counts_from_the_start_of_the_set_counts_from_when_the_lifter_went() -> None:
    made = two_sets()
    story = going(replace(made, steps=(FREE_SET, Rest(120.0, since_start=True), replace(FREE_SET, number=2))))
    assert isinstance(story.state.phase, Carrying)
    began = story.state.phase.began
    after(story, 20.0, "done")
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.until == pytest.approx(began + 120.0)
