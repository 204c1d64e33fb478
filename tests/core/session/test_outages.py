"""What goes away and comes back while somebody trains."""

from dataclasses import replace

import pytest

from coach.clocks import SessionTime
from coach.core.events import FellSilent, Impaired, Recovered, SoundBack, SoundLost, StoodStill
from coach.core.plan import Reps, Rest, Role, Talk, Work
from coach.core.state import Asking, Closing, Confirming, Paused, Resting, Working
from tests.core.plans import plan
from tests.core.stories import Story

HINGE_SET = Work("hinge", Reps(4), Role.WORKING, 1, 2, load=60.0)


def in_set() -> Story:
    steps = (HINGE_SET, Rest(90.0), replace(HINGE_SET, number=2))
    return Story(plan(*steps)).until(Working).count_starts()


def test_a_lost_microphone_pauses_the_set_and_is_told() -> None:
    story = in_set().tell(SoundLost(SessionTime(20.0), "microphone"))
    assert isinstance(story.state.phase, Paused)
    assert story.hushed()
    assert story.said() == "I cannot hear you. I will wait for the microphone."


def test_a_lost_loudspeaker_pauses_the_set_without_words_nobody_could_hear() -> None:
    story = in_set().tell(SoundLost(SessionTime(20.0), "speaker"))
    assert isinstance(story.state.phase, Paused)
    assert story.said() == ""


@pytest.mark.parametrize(
    ("device", "words"), [("speaker", "The sound is back. Going on."), ("microphone", "Going on.")]
)
def test_when_the_device_is_back_the_set_goes_on(device: str, words: str) -> None:
    story = in_set().tell(SoundLost(SessionTime(20.0), device)).tell(SoundBack(SessionTime(25.0), device))
    assert isinstance(story.state.phase, Working)
    assert story.said().startswith(words)


def test_another_device_coming_back_changes_nothing() -> None:
    story = in_set().tell(SoundLost(SessionTime(20.0), "speaker")).tell(SoundBack(SessionTime(25.0), "microphone"))
    assert isinstance(story.state.phase, Paused)


def test_when_both_are_lost_the_set_waits_for_both() -> None:
    story = in_set().tell(SoundLost(SessionTime(20.0), "speaker")).tell(SoundLost(SessionTime(20.2), "microphone"))
    assert isinstance(story.tell(SoundBack(SessionTime(25.0), "speaker")).state.phase, Paused)
    assert isinstance(story.tell(SoundBack(SessionTime(26.0), "microphone")).state.phase, Working)


def test_a_pause_the_lifter_asked_for_does_not_end_with_a_device_coming_back() -> None:
    story = (
        in_set()
        .hear("pause")
        .tell(SoundLost(SessionTime(20.0), "speaker"))
        .tell(SoundBack(SessionTime(25.0), "speaker"))
    )
    assert isinstance(story.state.phase, Paused)
    assert story.said() == ""


def test_a_session_in_its_last_words_cannot_be_held() -> None:
    story = Story(plan(Talk(()))).until(Closing)
    assert isinstance(story.tell(SoundLost(story.state.at, "speaker")).state.phase, Closing)


def test_a_question_is_left_standing_when_the_microphone_goes() -> None:
    story = in_set().hear("stop").tell(SoundLost(SessionTime(20.0), "microphone"))
    assert isinstance(story.state.phase, Confirming)


def test_a_microphone_that_gives_nothing_is_told_and_the_set_goes_on() -> None:
    story = in_set().tell(FellSilent(SessionTime(20.0)))
    assert story.said() == "I hear nothing at all from the microphone. Check its switch or its plug."
    assert isinstance(story.state.phase, Working)
    assert story.notes("trouble")[0].fields == {"part": "microphone", "trouble": "silent"}


def test_a_voice_that_could_not_speak_is_told_with_its_reason_kept() -> None:
    story = in_set().tell(FellSilent(SessionTime(20.0), "voice", "it hung"))
    assert story.said() == "A tone stood for words. They are on the screen."
    assert isinstance(story.state.phase, Working)
    assert story.notes("trouble")[0].fields == {"part": "voice", "trouble": "it hung"}


def test_a_microphone_that_gives_sound_again_is_told() -> None:
    story = (
        Story(plan(HINGE_SET, Rest(90.0), replace(HINGE_SET, number=2)))
        .until(Resting)
        .tell(FellSilent(SessionTime(100.0)))
    )
    assert story.tell(SoundBack(SessionTime(107.0), "microphone")).said() == "I can hear you again."
    assert isinstance(story.state.phase, Resting)


@pytest.mark.parametrize("part", ["ear", "voice"])
def test_a_part_that_was_started_anew_is_told_and_kept_with_its_trouble(part: str) -> None:
    story = in_set().tell(Recovered(SessionTime(20.0), part, "it hung"))
    assert "had to be restarted" in story.said()
    assert isinstance(story.state.phase, Working)
    assert story.notes("trouble")[0].fields == {"part": part, "trouble": "it hung"}


def test_a_session_of_an_older_coach_goes_on_without_the_words_for_it() -> None:
    story = in_set()
    story.plan = replace(story.plan, lines={k: v for k, v in story.plan.lines.items() if "trouble" not in k})
    assert story.tell(Recovered(SessionTime(20.0), "ear")).said() == ""


def test_a_microphone_that_cuts_words_off_is_told_and_the_set_goes_on() -> None:
    story = in_set().tell(Impaired(SessionTime(20.0), "clipped"))
    assert story.said() == "The microphone is too loud, it cuts your words off. Turn it down."
    assert isinstance(story.state.phase, Working)
    assert story.notes("trouble")[0].fields == {"part": "microphone", "trouble": "clipped"}


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("faint", "I hear you only faintly. Turn the microphone up."),
        ("hardly", "I hardly hear anything. Turn the microphone up."),
        ("crackles", "The microphone crackles, and words are lost. Check its plug."),
        ("hum", ""),
        ("offset", ""),
        ("channels", ""),
    ],
)
def test_of_what_is_wrong_with_a_microphone_only_what_costs_words_is_said(trouble: str, words: str) -> None:
    story = in_set().tell(Impaired(SessionTime(20.0), trouble))
    assert story.said() == words
    assert story.notes("trouble")[0].fields == {"part": "microphone", "trouble": trouble}


# ------------------------------------------------------------------------------------------------ time that nobody had


def in_rest() -> Story:
    return Story(plan(HINGE_SET, Rest(90.0), replace(HINGE_SET, number=2))).until(Resting)


def test_a_rest_in_which_everything_stood_still_ends_when_it_would_have() -> None:
    story = in_rest()
    assert isinstance(story.state.phase, Resting)
    ends = story.state.phase.until
    story.tell(StoodStill(ends - 30.0, 40.0))
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.until == ends
    assert story.said().startswith("I stood still for forty seconds. Going on from here.")
    assert story.notes("trouble")[0].fields == {"part": "clock", "trouble": "stood still for 40 s"}


def test_a_rest_that_was_over_meanwhile_ends_at_once() -> None:
    story = in_rest()
    assert isinstance(story.state.phase, Resting)
    now = story.state.phase.until + 600.0
    story.tell(StoodStill(now, 640.0))
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.until == now + 1.0


def test_a_set_goes_on_where_it_was_left_and_nothing_is_counted_that_nobody_did() -> None:
    story, other = in_set(), in_set()
    assert isinstance(story.state.phase, Working)
    assert story.state.phase.began is not None
    at = story.state.phase.began + 9.0
    story.tell(StoodStill(at + 60.0, 60.0))
    assert isinstance(story.state.phase, Working)
    other.tell(SoundLost(at, "speaker")).tell(SoundBack(at + 60.0, "speaker"))
    assert isinstance(other.state.phase, Working)
    assert story.state.phase.before == other.state.phase.before > 0


def test_a_set_that_has_not_begun_is_counted_in_anew() -> None:
    story = Story(plan(HINGE_SET, Rest(90.0), replace(HINGE_SET, number=2))).until(Working)
    story.tell(StoodStill(story.state.at + 30.0, 30.0))
    assert isinstance(story.state.phase, Working)
    assert story.state.phase.before == 0


def test_what_waits_for_somebody_goes_on_waiting() -> None:
    story = in_set().hear("pause").tell(StoodStill(SessionTime(60.0), 30.0))
    assert isinstance(story.state.phase, Paused)
    assert story.said() == ""


def test_a_question_about_the_body_is_put_again_and_never_passed_over() -> None:
    story = in_set().hear("complaint", region="low_back", sensation="tight").until(Asking)
    assert isinstance(story.state.phase, Asking)
    step = story.state.phase.step
    story.tell(StoodStill(story.state.at + 600.0, 600.0))
    assert isinstance(story.state.phase, Asking)
    assert story.state.phase.step == step
