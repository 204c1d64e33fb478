"""A complaint that was half heard."""

import pytest

from coach.core.commands import Count
from coach.core.events import HeardUnclear, NotUnderstood
from coach.core.intents.armed import listening_for
from coach.core.plan import Breaths, Role, Work
from coach.core.session.machine import wake_at
from coach.core.state import Asking, Briefing, Closing, Confirming, Finished, Paused, Working
from tests.core.plans import plan
from tests.core.session.test_machine import TWO_SETS, in_set, resting
from tests.core.stories import Story

RED = {"region": "chest", "sensation": "pain"}
MILD = {"region": "low_back", "sensation": "tight"}


def half(story: Story, slots: dict[str, str], after: float = 1.0) -> Story:
    return story.tell(HeardUnclear(story.state.at + after, "complaint", "", 0.3, slots))


def branch(story: Story) -> str:
    return str(story.notes("branch")[0].fields["name"])


def test_it_stops_the_count_in_the_same_instant() -> None:
    story = half(in_set(), MILD)
    assert story.hushed()
    assert not story.of(Count)
    assert story.said() == "Did something hurt or feel wrong?"


def test_a_yes_to_a_red_flag_is_the_only_question() -> None:
    story = half(in_set(), RED).hear("yes")
    assert branch(story) == "red-flag-chest"
    assert isinstance(story.state.phase, Closing)


def test_silence_after_a_red_flag_is_a_yes() -> None:
    story = half(in_set(), RED).wake()
    assert branch(story) == "red-flag-chest"


def test_a_yes_to_anything_else_asks_which() -> None:
    story = half(in_set(), MILD).hear("yes")
    assert story.said() == "Sharp, numb, dizzy or chest?"


def test_a_yes_to_that_is_a_red_flag() -> None:
    assert branch(half(in_set(), MILD).hear("yes").hear("yes")) == "red-flag"


def test_the_one_that_is_named_is_taken() -> None:
    story = half(in_set(), MILD).hear("yes").hear("complaint", region="head", sensation="dizzy")
    assert story.state.today.complaints[-1].sensation == "dizzy"
    assert isinstance(story.state.phase, Closing)


def test_a_no_to_that_takes_the_guess() -> None:
    assert branch(half(in_set(), MILD).hear("yes").hear("no")) == "back"


def test_without_a_guess_it_is_a_pain_that_could_be_anywhere() -> None:
    story = half(in_set(), {}).hear("yes").hear("no")
    assert branch(story) == "other"


def test_a_no_waits_for_ready_and_never_counts_on_by_itself() -> None:
    story = half(in_set(), MILD).hear("no")
    assert isinstance(story.state.phase, Paused)
    assert story.said() == "Good. Say ready when you want to go on."
    assert isinstance(story.hear("start").state.phase, Working)


def test_silence_is_a_yes_and_then_a_day_without_more_load() -> None:
    story = half(in_set(), MILD).wake().wake()
    assert "Sharp" in story.said()
    story.wake()
    assert branch(story) == "back"
    assert story.state.today.loading_ended
    assert story.state.today.findings["loading_ended"] == "hinge"


def test_loading_that_ends_before_anything_was_loaded_is_kept_for_no_lift() -> None:
    story = half(Story(plan(Work("breathing", Breaths(3), Role.WARM_UP), *TWO_SETS)).until(Working), MILD)
    story.wake().wake().wake()
    assert story.state.today.loading_ended
    assert "loading_ended" not in story.state.today.findings


def test_silence_after_what_was_a_guess_of_the_session_s_end_ends_it() -> None:
    story = half(in_set(), MILD).hear("yes")
    story.state = story.state
    assert isinstance(half(story, RED).state.phase, Closing)


def test_half_heard_again_while_asked_is_a_yes() -> None:
    assert "Sharp" in half(half(in_set(), MILD), {}).said()


def test_a_red_flag_half_heard_stays_one_when_something_milder_follows() -> None:
    assert branch(half(half(in_set(), RED), MILD)) == "red-flag-chest"


def test_i_am_fine_takes_it_back() -> None:
    assert isinstance(half(in_set(), RED).hear("false_alarm").state.phase, Paused)


@pytest.mark.parametrize(
    ("level", "expected"), [(0, Paused), (2, Confirming), (8, Confirming)], ids=["none", "a little", "a lot"]
)
def test_a_pain_number_answers_the_first_question(level: int, expected: type) -> None:
    assert isinstance(half(in_set(), MILD).hear("pain_level", level=level).state.phase, expected)


def test_a_small_pain_number_answers_the_second_question_with_the_guess() -> None:
    story = half(in_set(), MILD).hear("yes").hear("pain_level", level=3)
    assert branch(story) == "back"
    assert not story.state.today.loading_ended


def test_a_big_pain_number_ends_the_loading() -> None:
    story = half(in_set(), MILD).hear("yes").hear("pain_level", level=7)
    assert story.state.today.loading_ended


def test_stop_while_asked_keeps_the_complaint_and_asks_about_the_end() -> None:
    story = half(in_set(), MILD).hear("stop")
    assert branch(story) == "back"
    assert isinstance(story.state.phase, Confirming)
    assert story.state.phase.about == "stop"


def test_nothing_that_would_go_on_is_armed_while_it_is_asked() -> None:
    assert not {"next", "start", "resume", "done"} & listening_for(half(in_set(), MILD).state)


def test_the_question_is_repeated_when_asked_for() -> None:
    assert half(in_set(), MILD).hear("repeat").said() == "Did something hurt or feel wrong?"


def test_in_a_question_a_no_waits_and_then_asks_it_again() -> None:
    story = in_set().hear("complaint", region="low_back", sensation="tight").until(Asking)
    half(story, {}).hear("no").hear("resume")
    assert isinstance(story.state.phase, Asking)


def test_a_complaint_named_in_the_last_words_question_is_answered_in_the_last_words() -> None:
    story = half(resting().hear("stop").hear("yes"), MILD)
    assert isinstance(story.state.phase, Confirming)
    story.hear("complaint", region="low_back", sensation="tight")
    assert isinstance(story.state.phase, Closing)
    assert story.until(Finished).state.phase == Finished("stopped")


def test_a_yes_leads_to_the_drills_of_the_guess() -> None:
    assert isinstance(half(in_set(), MILD).hear("yes").hear("no").state.phase, Briefing)


@pytest.mark.parametrize(
    ("story", "question"),
    [
        (half(in_set(), MILD), "Did something hurt or feel wrong?"),
        (half(in_set(), MILD).hear("yes"), "Sharp, numb, dizzy or chest?"),
        (in_set().hear("cannot"), "Hurt, heavy, or nerves?"),
    ],
    ids=["whether", "how", "why"],
)
def test_talk_in_the_room_puts_the_question_again_and_puts_off_no_silence(story: Story, question: str) -> None:
    deadline = wake_at(story.state)
    story.tell(NotUnderstood(story.state.at + 5.0, "banana split", "yes"))
    assert story.said() == question
    assert wake_at(story.state) == deadline
