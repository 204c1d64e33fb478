"""What is said in a rest: "get ready" only when something has to be fetched, and a countdown that lands on zero."""

from dataclasses import replace

import pytest

from coach.core.plan import Breaths, Distance, Plan, Reps, Rest, Role, Work
from coach.core.state import Resting
from tests.core.plans import plan
from tests.core.stories import Story

SET = Work("hinge", Reps(4), Role.WORKING, 1, 2, load=60.0)


def rested(following: Work, seconds: float = 90.0) -> Story:
    """A set of the hinge at sixty, and the rest after it has just begun."""
    return Story(plan(SET, Rest(seconds), following)).until(Resting)


def beats(story: Story) -> list[str]:
    (countdown,) = story.countdowns()
    return [str(beat.sound) for beat in countdown.beats]


def test_before_the_same_bar_with_the_same_load_there_is_only_the_countdown() -> None:
    assert beats(rested(replace(SET, number=2))) == ["Half way.", "Ten seconds.", "three", "two", "one", "go"]


@pytest.mark.parametrize(
    "following",
    [
        pytest.param(replace(SET, number=2, load=70.0), id="another load"),
        pytest.param(Work("kettlebell", Reps(4), Role.WORKING, load=60.0), id="another implement"),
        pytest.param(Work("carry", Distance(40), Role.WORKING, load=20.0), id="a sandbag"),
    ],
)
def test_before_another_load_or_implement_get_ready_is_said(following: Work) -> None:
    assert beats(rested(following)) == ["Half way.", "Ten seconds.", "Get ready.", "three", "two", "one", "go"]


def test_another_movement_with_the_same_bar_and_load_needs_no_word() -> None:
    assert "Get ready." not in beats(rested(Work("pull", Reps(4), Role.WORKING, load=60.0)))


def test_before_a_drill_on_the_floor_nothing_has_to_be_fetched() -> None:
    assert "Get ready." not in beats(rested(Work("breathing", Breaths(2), Role.COOL_DOWN)))


def test_after_a_drill_the_bar_has_to_be_taken_up_again() -> None:
    steps = (SET, Work("breathing", Breaths(2), Role.RESET), Rest(60.0), replace(SET, number=2))
    assert "Get ready." in beats(Story(plan(*steps)).until(Resting))


def test_in_a_short_rest_there_is_only_the_countdown() -> None:
    assert beats(rested(replace(SET, load=70.0), 8.0)) == ["three", "two", "one", "go"]


def test_a_lengthened_rest_says_it_again_at_its_new_end() -> None:
    story = rested(replace(SET, load=70.0)).hear("more_rest", seconds=30.0)
    assert "Get ready." in beats(story)


def test_a_session_of_an_older_coach_goes_on_without_the_words_for_it() -> None:
    made = plan(SET, Rest(90.0), replace(SET, load=70.0))
    old: Plan = replace(made, lines={key: line for key, line in made.lines.items() if key != "rest.ready"})
    assert "Get ready." not in beats(Story(old).until(Resting))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(60.0, "one minute"), (59.0, "one minute"), (102.0, "one minute forty"), (5629.0, "ninety four minutes")],
)
def test_a_rest_is_told_in_fives_and_a_long_one_in_half_minutes(seconds: float, told: str) -> None:
    assert f"Rest {told}." in rested(replace(SET, number=2), seconds).said().replace("Take", "Rest")
