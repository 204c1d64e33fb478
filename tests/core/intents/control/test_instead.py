"""Before the first set another workout may be asked for in words; in a rest a timer and a metronome."""

import pytest

from coach.core.commands import Count
from coach.core.events import Heard
from coach.core.intents.handlers import REMARKS
from coach.core.plan import Breaths, Reps, Rest, Role, Work
from coach.core.session.machine import listening_for
from coach.core.state import Asked, Briefing, Confirming, Finished, Resting, SettingUp, Speaking, Working
from coach.core.turn import Turn
from tests.core.plans import plan
from tests.core.stories import Story

SET = Work("hinge", Reps(4), Role.WORKING, 1, 2, load=60.0)
STEPS = (Work("breathing", Breaths(2), Role.WARM_UP), SET, Rest(90.0), SET)
FIVES: dict[str, str | float] = {"sets": 5, "reps": 5, "load": 80}


@pytest.mark.parametrize("situation", [Speaking, Briefing, SettingUp])
def test_another_workout_is_listened_for_until_something_was_done(situation: type) -> None:
    story = Story(plan(*STEPS)).until(situation)
    assert "do_workout" in listening_for(story.state)
    story.until(Working).until(Briefing)
    assert "do_workout" not in listening_for(story.state)


def test_it_is_read_back_with_the_lift_of_the_session_and_takes_its_place_on_a_yes() -> None:
    story = Story(plan(*STEPS)).until(Speaking).hear("do_workout", 1.0, **FIVES)
    assert story.said() == "Five sets of five, hinge, at eighty kilos. Shall I?"
    story.hear("yes")
    assert story.state.phase == Finished("changed")
    assert story.state.instead == Asked("do_workout", {**FIVES, "exercise": "hinge"})


def test_a_session_without_a_loaded_lift_names_none() -> None:
    story = Story(plan(STEPS[0])).until(Speaking).hear("do_workout", 1.0, **FIVES).hear("yes")
    assert story.state.instead == Asked("do_workout", {**FIVES, "exercise": ""})


def test_a_lift_that_was_named_stays_the_one_that_was_named() -> None:
    story = Story(plan(*STEPS)).until(Speaking).hear("do_workout", 1.0, **FIVES, exercise="good-morning")
    assert "good morning" in story.said()


def test_a_start_is_a_yes_too() -> None:
    story = Story(plan(*STEPS)).until(Speaking).hear("warm_up_only").hear("start")
    assert story.state.instead == Asked("warm_up_only", {})


def test_a_no_goes_on_with_the_session() -> None:
    story = Story(plan(*STEPS)).until(Speaking).hear("session_for", minutes=10, area="hips").hear("no")
    assert story.said().startswith("Then it stays as it was.")
    assert story.state.instead is None
    assert not isinstance(story.state.phase, Confirming | Finished)


def test_without_an_answer_the_session_goes_on() -> None:
    story = Story(plan(*STEPS)).until(Speaking).hear("warm_up_only").wake().wake()
    assert not isinstance(story.state.phase, Confirming | Finished)


def resting(seconds: float = 90.0) -> Story:
    return Story(plan(SET, Rest(seconds), SET)).until(Resting)


def test_a_timer_in_a_rest_lets_it_end_so_many_seconds_from_now() -> None:
    story = resting().hear("set_timer", after=10.0, seconds=120)
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.until == story.state.at + 120.0
    assert "Two minutes from now." in story.said()


def test_a_timer_that_is_taken_back_leaves_the_rest_as_it_is() -> None:
    story = resting()
    before = story.state.phase
    assert story.hear("set_timer", seconds=0).state.phase == before


def test_a_metronome_beats_in_a_rest_until_the_set_is_told() -> None:
    story = resting().hear("metronome", down=3, still=1, up=1)
    (count,) = [each for each in story.commands if isinstance(each, Count)]
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.tells is not None
    assert story.state.at + count.length < story.state.phase.tells
    assert story.said() == "Here is the beat."


def test_a_metronome_in_a_rest_that_is_told_nothing_ends_before_its_last_ten_seconds() -> None:
    story = Story(plan(SET, Rest(60.0), STEPS[0])).until(Resting).hear("metronome", down=1, up=1)
    (count,) = [each for each in story.commands if isinstance(each, Count)]
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.tells is None
    assert story.state.at + count.length < story.state.phase.until - 10.0


def test_a_rest_too_short_for_a_metronome_says_so() -> None:
    story = resting(12.0).hear("metronome", down=3, still=1, up=1)
    assert story.said() == "This rest is too short for that."
    assert not [each for each in story.commands if isinstance(each, Count)]


@pytest.mark.parametrize("intent", ["set_timer", "metronome"])
def test_outside_a_rest_neither_does_anything(intent: str) -> None:
    story = resting().until(Working)
    assert intent not in listening_for(story.state)
    turn = Turn(story.plan, story.state, story.state.at)
    REMARKS[intent](turn, Heard(story.state.at, intent, {"seconds": 90, "down": 1}))
    assert (turn.session, turn.commands) == (story.state, [])
