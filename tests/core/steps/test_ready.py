"""A loaded set waits for "ready"; what nobody can answer, or what needs no weight, begins by itself."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.events import Heard
from coach.core.plan import Breaths, Plan, Reps, Rest, Role, Work
from coach.core.session.machine import wake_at
from coach.core.session.rehearsal import turns
from coach.core.state import Briefing, Paused, Resting, SettingUp, Speaking, Working
from coach.core.steps.ready import likely_ready
from coach.core.wording import seconds_to_say
from tests.core.plans import plan
from tests.core.stories import Story

SET = Work("hinge", Reps(4), Role.WORKING, 1, 2, load=60.0)
SECOND = replace(SET, number=2)
TWO_SETS = (SET, Rest(90.0), SECOND)


def setting_up(*steps: object) -> Story:
    return Story(plan(*(steps or TWO_SETS))).until(SettingUp)


def alone(*steps: object) -> Plan:
    """The plan where nobody can answer."""
    return replace(plan(*(steps or TWO_SETS)), waits=False)


def second_rest_over(*steps: object) -> Story:
    """The second set was announced in the rest before it, and that is over."""
    return Story(plan(*(steps or TWO_SETS))).until(Resting).wake().wake()


def test_ready_while_something_is_being_told_goes_on_to_what_comes() -> None:
    story = Story(plan(*TWO_SETS)).until(Speaking).hear("start")
    assert isinstance(story.state.phase, Briefing)


# ---- waiting


def test_a_loaded_set_waits_and_asks_for_ready_after_a_while() -> None:
    story = setting_up().wake()
    assert isinstance(story.state.phase, SettingUp)
    assert story.said() == "Tell me when you are ready."


def test_it_waits_longer_before_it_asks_again() -> None:
    story = setting_up()
    asked = [story.wake().state.at for _ in range(2)]
    assert asked == [4.0 + 20.0 + 15.0, pytest.approx(asked[0] + 60.0, abs=5.0)]
    assert story.said() == "Take your time. I wait for ready."


def test_at_last_it_pauses_and_never_counts() -> None:
    story = setting_up().wake().wake().wake()
    assert isinstance(story.state.phase, Paused)
    assert story.said() == "I pause here. Say ready when you are back."


def test_ready_after_that_pause_begins_the_set() -> None:
    story = setting_up().wake().wake().wake().hear("start")
    assert isinstance(story.state.phase, Working)


def test_asking_for_ready_changes_nothing_of_what_repeat_repeats() -> None:
    story = setting_up()
    said = story.state.last_said
    assert story.wake().state.last_said == said


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["wake", "why", "repeat", "time_left", "louder"]), max_size=12))
def test_nothing_but_a_word_begins_a_loaded_set(story: list[str]) -> None:
    told = setting_up()
    for each in story:
        if each != "wake":
            told.hear(each)
        elif wake_at(told.state) is not None:
            told.wake()
        assert not isinstance(told.state.phase, Working)
        assert told.state.today.log == ()


def test_a_drill_begins_by_itself_after_the_time_its_set_up_takes() -> None:
    drill = Work("breathing", Breaths(2), Role.WARM_UP, get_ready=9.0)
    story = setting_up(drill)
    assert wake_at(story.state) == story.state.at + 9.0
    assert isinstance(story.wake().state.phase, Working)


def test_a_working_set_without_load_begins_by_itself() -> None:
    story = setting_up(Work("breathing", Reps(4), Role.WORKING))
    assert isinstance(story.wake().state.phase, Working)


def test_a_rehearsed_lifter_says_ready_when_they_are_in_position() -> None:
    phase = setting_up().state.phase
    assert likely_ready(phase) == phase.ready_by  # type: ignore[union-attr]
    said = [turn.event for turn in turns(plan(*TWO_SETS)) if isinstance(turn.event, Heard)]
    assert [event.text for event in said] == ["ready", "ready"]


def test_asked_for_ready_a_rehearsed_lifter_has_said_it_already() -> None:
    assert likely_ready(setting_up().wake().state.phase) is None


# ---- the end of a rest is the beginning of a set


def test_the_next_set_is_announced_before_the_countdown_of_its_rest() -> None:
    story = Story(plan(*TWO_SETS)).until(Resting)
    (countdown,) = story.countdowns()
    story.wake()
    assert story.said() == "Last set. Four reps at sixty kilos. Hips back."
    assert story.state.at + seconds_to_say(story.said()) < countdown.zero - 10.0


def test_when_the_rest_is_over_the_set_needs_only_ready() -> None:
    story = second_rest_over()
    assert story.said() == "Your turn. Say ready."
    assert isinstance(story.state.phase, SettingUp)
    assert story.notes("load")[0].fields["set"] == 2


def test_a_quiet_lifter_hears_just_the_countdown() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("verbosity", level="quiet").until(Resting).wake().wake()
    assert story.said() == ""


def test_ready_in_a_rest_begins_a_set_one_knows() -> None:
    story = Story(plan(*TWO_SETS)).until(Resting).hear("start")
    assert isinstance(story.state.phase, Working)
    assert story.notes("load")


def test_ready_before_a_new_lift_tells_how_to_set_up_first() -> None:
    pull = Work("pull", Reps(4), Role.WORKING, load=60.0)
    story = Story(plan(SET, Rest(90.0), pull)).until(Resting).hear("start")
    assert isinstance(story.state.phase, Briefing)
    assert "Say ready" in story.said() or "Tell me when" in story.said()


def test_next_after_the_announcement_does_not_announce_it_again() -> None:
    story = Story(plan(*TWO_SETS)).until(Resting).wake().hear("next")
    assert story.said() == "Your turn. Say ready."


def test_a_load_changed_after_the_announcement_is_announced_again() -> None:
    story = Story(plan(*TWO_SETS)).until(Resting).wake().hear("log_load", load=55.0)
    assert "at fifty five kilos" in story.wake().said()


def test_a_rest_made_longer_after_the_announcement_does_not_announce_it_again() -> None:
    story = Story(plan(*TWO_SETS)).until(Resting).wake().hear("more_rest", seconds=60)
    assert wake_at(story.state) == story.state.phase.until  # type: ignore[union-attr]


def test_what_was_put_before_the_set_meanwhile_comes_first() -> None:
    story = Story(plan(*TWO_SETS)).until(Resting).hear("complaint", region="load", sensation="light").wake()
    assert story.said() == ""
    assert story.wake().said() == "A little more?"


def test_after_a_rest_too_short_for_it_the_set_is_announced_when_it_is_over() -> None:
    story = Story(plan(SET, Rest(8.0), SECOND)).until(Resting).wake()
    assert story.said() == "Last set. Four reps at sixty kilos. Hips back."


@pytest.mark.parametrize("seconds", [2.0, 5.0, 8.0, 10.0, 12.0, 15.0, 25.0, 60.0, 180.0])
def test_what_announces_a_rest_is_said_before_its_countdown(seconds: float) -> None:
    story = Story(plan(SET, Rest(seconds), SECOND)).until(Resting)
    announced = "Rest" in story.said() or "Take" in story.said()
    assert announced == (seconds >= 8.0)
    if announced:
        assert story.state.at + seconds_to_say(story.said()) <= story.countdowns()[0].zero - 3.0


# ---- where nobody can answer, and on the clock


def test_where_nobody_can_answer_a_set_begins_by_itself_and_that_is_said_once() -> None:
    story = Story(alone(SET, Rest(90.0), Work("pull", Reps(4), Role.WORKING, load=60.0))).until(Briefing)
    assert story.said().endswith("I do not wait for ready here. Every set begins by itself.")
    story.until(SettingUp)
    assert isinstance(story.wake().state.phase, Working)
    assert "by itself" not in story.until(Briefing).said()


def test_there_the_countdown_of_a_rest_ends_in_the_set() -> None:
    story = Story(alone()).until(Resting).wake().wake()
    assert isinstance(story.state.phase, Working)


def test_there_a_set_after_a_short_rest_begins_soon() -> None:
    story = Story(alone(SET, Rest(8.0), SECOND)).until(Resting).until(SettingUp)
    assert wake_at(story.state) == story.state.at + 3.0


def test_a_set_on_the_clock_begins_when_the_clock_says() -> None:
    story = second_rest_over(SET, Rest(90.0, since_start=True), SECOND)
    assert isinstance(story.state.phase, Working)
