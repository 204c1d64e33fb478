"""Who says no more than that he cannot is asked why, and what hurts is taken for the gravest that it may be."""

import pytest

from coach.core.intents.armed import listening_for
from coach.core.plan import Work
from coach.core.state import Closing, Confirming, Paused
from tests.core.safety.test_doubt import branch, half
from tests.core.session.test_machine import in_set, resting
from tests.core.stories import Story


@pytest.fixture(params=[in_set, resting], ids=["set", "rest"])
def asked(request: pytest.FixtureRequest) -> Story:
    """Somebody said in a set, or in a rest, that he cannot."""
    story: Story = request.param().hear("cannot")
    assert story.hushed()
    assert story.said() == "Hurt, heavy, or nerves?"
    assert isinstance(story.state.phase, Confirming)
    return story


def test_what_hurts_is_asked_about_as_if_it_were_half_heard(asked: Story) -> None:
    assert "what_is_wrong" in listening_for(asked.state)
    asked.hear("what_is_wrong", region="general", sensation="pain")
    assert asked.said() == "Sharp, numb, dizzy or chest?"
    assert isinstance(asked.hear("yes").state.phase, Closing)


def test_where_it_hurts_is_kept_while_it_is_asked_how(asked: Story) -> None:
    asked.hear("complaint", region="low_back", sensation="pain").hear("no")
    assert (asked.state.today.complaints[-1].region, asked.state.today.complaints[-1].sensation) == ("low_back", "pain")


def test_a_danger_that_is_named_is_taken_at_once(asked: Story) -> None:
    assert isinstance(asked.hear("complaint", region="chest", sensation="pain").state.phase, Closing)


@pytest.mark.parametrize(("felt", "words"), [("heavy", "heavy"), ("scared", "scared")])
def test_what_is_heavy_or_frightens_is_made_lighter(asked: Story, felt: str, words: str) -> None:
    before = [step.load for step in asked.state.ahead if isinstance(step, Work) and step.load]
    asked.hear("what_is_wrong", region="load", sensation=felt)
    assert words in asked.said()
    after = [step.load for step in asked.state.ahead if isinstance(step, Work) and step.load]
    assert sum(after) < sum(before) or len(after) > len(before)


def test_silence_is_asked_once_more_and_then_taken_for_what_hurts(asked: Story) -> None:
    assert asked.wake().said() == "Hurt, heavy, or nerves?"
    assert asked.wake().said() == "Sharp, numb, dizzy or chest?"
    asked.wake()
    assert branch(asked) == "other"
    assert asked.state.today.loading_ended


@pytest.mark.parametrize("word", ["yes", "not_sure"])
def test_an_answer_that_says_not_which_is_taken_for_what_hurts(asked: Story, word: str) -> None:
    assert asked.hear(word).said() == "Sharp, numb, dizzy or chest?"


def test_half_a_complaint_as_the_answer_is_taken_for_what_hurts(asked: Story) -> None:
    assert half(asked, {}).said() == "Sharp, numb, dizzy or chest?"


def test_a_no_waits_for_ready(asked: Story) -> None:
    assert isinstance(asked.hear("no").state.phase, Paused)
