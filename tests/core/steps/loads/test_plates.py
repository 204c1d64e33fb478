"""Where the lifter wants it, what goes on the bar is said with every new load; of dumbbells what is in each hand."""

from dataclasses import replace

import pytest

from coach.core.commands import Say
from coach.core.events import Heard
from coach.core.plan import Kit, Plan, Reps, Rest, Role, Work
from coach.core.state import Finished, Resting, SettingUp, Unstarted, Working
from coach.core.wording import seconds_to_say
from tests.core.plans import plan
from tests.core.stories import Story


def lifting(*loads: float | None, implement: str = "barbell", says_plates: bool = True) -> Plan:
    """A set of the hinge at each of these loads."""
    workout = plan()
    exercises = {**workout.exercises, "hinge": replace(workout.exercises["hinge"], implement=implement)}
    steps = tuple(Work("hinge", Reps(3), Role.WORKING, n, len(loads), load=load) for n, load in enumerate(loads, 1))
    return replace(
        workout, welcome=(), cool_down=(), steps=steps, exercises=exercises, kit=Kit(), says_plates=says_plates
    )


def told(workout: Plan) -> list[str]:
    story, said = Story(workout), []
    while not isinstance(story.state.phase, Finished):
        _next(story)
        said += [command.text for command in story.of(Say)]
    return said


def _next(story: Story) -> None:
    """The next thing that happens by itself."""
    phase = story.state.phase
    if isinstance(phase, Unstarted):
        story.began()
    elif isinstance(phase, Working) and phase.began is None:
        story.count_starts()
    elif isinstance(phase, SettingUp):
        story.tell(Heard(story.state.at + 1.0, "start"))
    elif isinstance(phase, Resting):
        story.wake()
    else:
        story.spoken()


def test_the_plates_of_a_new_load_are_said() -> None:
    said = told(lifting(60.0, 60.0, 70.0))
    assert [text for text in said if "each side" in text] == ["Twenty on each side.", "Twenty, five on each side."]


def test_what_was_lifted_without_a_load_left_nothing_on_the_bar() -> None:
    assert "Twenty on each side." in told(lifting(None, 60.0))


def test_the_empty_bar_is_said_too() -> None:
    assert any("empty bar" in text for text in told(lifting(20.0)))


def test_nothing_is_said_of_plates_unasked() -> None:
    assert not any("each side" in text for text in told(lifting(60.0, says_plates=False)))


def test_of_dumbbells_what_is_in_each_hand_is_said_with_a_new_load() -> None:
    said = told(lifting(20.0, 20.0, 30.0, implement="dumbbell", says_plates=False))
    assert [text for text in said if "each hand" in text] == [
        "That is ten kilos in each hand.",
        "That is fifteen kilos in each hand.",
    ]


def test_a_bell_and_the_own_body_need_no_plates() -> None:
    assert not any("each" in text for text in told(lifting(16.0, implement="kettlebell")) + told(lifting(None)))


def with_rests(says_plates: bool = True) -> Story:
    """Two sets with a rest between, the second heavier; the rest has just begun."""
    workout = lifting(60.0, 70.0, says_plates=says_plates)
    first, second = workout.steps
    return Story(replace(workout, steps=(first, Rest(120.0), second))).until(Resting)


def test_the_plates_of_the_next_set_are_told_within_the_rest() -> None:
    assert "Twenty, five on each side." in with_rests().wake().said()


def test_they_are_told_so_early_that_the_closing_words_stay_in_time() -> None:
    plain, told_too = with_rests(says_plates=False).state.phase, with_rests().state.phase
    assert isinstance(plain, Resting)
    assert isinstance(told_too, Resting)
    said = seconds_to_say("Twenty, five on each side.")
    assert (plain.tells or 0.0) - (told_too.tells or 0.0) == pytest.approx(said)


def test_a_new_lift_is_told_its_plates_and_then_that_ready_begins_it() -> None:
    said = told(lifting(60.0, 60.0))
    place = said.index("Twenty on each side.")
    assert said[place + 1] in ("Say ready when you are set.", "Tell me when you are ready.")
    assert sum("ready" in text.lower() for text in said[: place + 2]) == 1
