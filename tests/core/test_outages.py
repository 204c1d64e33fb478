"""What goes away and comes back while somebody trains."""

from dataclasses import replace

import pytest

from coach.core.events import FellSilent, Recovered, SoundBack, SoundLost
from coach.core.plan import Reps, Rest, Role, Talk, Work
from coach.core.state import Closing, Confirming, Paused, Resting, Working
from tests.core.plans import plan
from tests.core.stories import Story

HINGE_SET = Work("hinge", Reps(4), Role.WORKING, 1, 2, load=60.0)


def in_set() -> Story:
    steps = (HINGE_SET, Rest(90.0), replace(HINGE_SET, number=2))
    return Story(plan(*steps)).until(Working).count_starts()


def test_a_lost_microphone_pauses_the_set_and_is_told() -> None:
    story = in_set().tell(SoundLost(20.0, "microphone"))
    assert isinstance(story.state.phase, Paused)
    assert story.hushed()
    assert story.said() == "I cannot hear you. I will wait for the microphone."


def test_a_lost_loudspeaker_pauses_the_set_without_words_nobody_could_hear() -> None:
    story = in_set().tell(SoundLost(20.0, "speaker"))
    assert isinstance(story.state.phase, Paused)
    assert story.said() == ""


@pytest.mark.parametrize(
    ("device", "words"), [("speaker", "The sound is back. Going on."), ("microphone", "Going on.")]
)
def test_when_the_device_is_back_the_set_goes_on(device: str, words: str) -> None:
    story = in_set().tell(SoundLost(20.0, device)).tell(SoundBack(25.0, device))
    assert isinstance(story.state.phase, Working)
    assert story.said().startswith(words)


def test_another_device_coming_back_changes_nothing() -> None:
    story = in_set().tell(SoundLost(20.0, "speaker")).tell(SoundBack(25.0, "microphone"))
    assert isinstance(story.state.phase, Paused)


def test_when_both_are_lost_the_set_waits_for_both() -> None:
    story = in_set().tell(SoundLost(20.0, "speaker")).tell(SoundLost(20.2, "microphone"))
    assert isinstance(story.tell(SoundBack(25.0, "speaker")).state.phase, Paused)
    assert isinstance(story.tell(SoundBack(26.0, "microphone")).state.phase, Working)


def test_a_pause_the_lifter_asked_for_does_not_end_with_a_device_coming_back() -> None:
    story = in_set().hear("pause").tell(SoundLost(20.0, "speaker")).tell(SoundBack(25.0, "speaker"))
    assert isinstance(story.state.phase, Paused)
    assert story.said() == ""


def test_a_session_in_its_last_words_cannot_be_held() -> None:
    story = Story(plan(Talk(()))).until(Closing)
    assert isinstance(story.tell(SoundLost(story.state.at, "speaker")).state.phase, Closing)


def test_a_question_is_left_standing_when_the_microphone_goes() -> None:
    story = in_set().hear("stop").tell(SoundLost(20.0, "microphone"))
    assert isinstance(story.state.phase, Confirming)


def test_a_microphone_that_gives_nothing_is_told_and_the_set_goes_on() -> None:
    story = in_set().tell(FellSilent(20.0))
    assert story.said() == "I hear nothing at all from the microphone. Check its switch or its plug."
    assert isinstance(story.state.phase, Working)
    assert story.notes("trouble")[0].fields == {"part": "microphone", "trouble": "silent"}


def test_a_voice_that_could_not_speak_is_told_with_its_reason_kept() -> None:
    story = in_set().tell(FellSilent(20.0, "voice", "it hung"))
    assert story.said() == "A tone stood for words. They are on the screen."
    assert isinstance(story.state.phase, Working)
    assert story.notes("trouble")[0].fields == {"part": "voice", "trouble": "it hung"}


def test_a_microphone_that_gives_sound_again_is_told() -> None:
    story = Story(plan(HINGE_SET, Rest(90.0), replace(HINGE_SET, number=2))).until(Resting).tell(FellSilent(100.0))
    assert story.tell(SoundBack(107.0, "microphone")).said() == "I can hear you again."
    assert isinstance(story.state.phase, Resting)


@pytest.mark.parametrize("part", ["ear", "voice"])
def test_a_part_that_was_started_anew_is_told_and_kept_with_its_trouble(part: str) -> None:
    story = in_set().tell(Recovered(20.0, part, "it hung"))
    assert "had to be restarted" in story.said()
    assert isinstance(story.state.phase, Working)
    assert story.notes("trouble")[0].fields == {"part": part, "trouble": "it hung"}


def test_a_session_of_an_older_coach_goes_on_without_the_words_for_it() -> None:
    story = in_set()
    story.plan = replace(story.plan, lines={k: v for k, v in story.plan.lines.items() if "trouble" not in k})
    assert story.tell(Recovered(20.0, "ear")).said() == ""
