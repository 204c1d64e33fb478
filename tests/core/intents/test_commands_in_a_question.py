"""A command said while a question is open: it is obeyed, and the question comes again."""

from dataclasses import replace

import pytest

from coach.core.commands import Say
from coach.core.intents.armed import listening_for
from coach.core.plan import Answer, Ask, EndLoading, Reps, Rest, Role, Work
from coach.core.state import Asking, Briefing
from tests.core.plans import PULL, SETS, STEPS, line, plan
from tests.core.stories import Story

QUESTION = Ask("feel", line("How does it feel?"), (Answer(("better",), ()),), silence=(EndLoading(),))
LIFT = Work("pull", Reps(4), Role.WORKING, load=80.0)


def asked(*steps: object) -> Story:
    """A question before these steps."""
    return Story(plan(QUESTION, *(steps or SETS))).until(Asking)


def sets(story: Story) -> list[Work]:
    return [step for step in story.state.ahead if isinstance(step, Work)]


def is_asked_again(story: Story) -> bool:
    said = [each.text for each in story.of(Say)]
    return isinstance(story.state.phase, Asking) and said[-1] == "How does it feel?"


@pytest.mark.parametrize(
    ("intent", "words"),
    [
        ("easier", "Fifty two point five kilos"),
        ("harder", "Sixty two point five kilos"),
        ("slower", ""),
        ("faster", ""),
        ("start", ""),
        ("one_more_set", ""),
        ("last_set", ""),
        ("skip_exercise", "We leave out the rest of Romanian deadlift."),
    ],
)
def test_it_is_answered_and_the_question_is_put_again(intent: str, words: str) -> None:
    story = asked(*SETS, Rest(60.0), LIFT)
    assert intent in listening_for(story.state)
    assert words in story.hear(intent).said()
    assert is_asked_again(story)


def test_easier_lowers_what_is_to_come() -> None:
    assert {step.load for step in sets(asked().hear("easier"))} == {52.5}


def test_an_easier_movement_swaps_what_is_to_come() -> None:
    assert {step.exercise for step in sets(asked().hear("easier", what="movement"))} == {"kettlebell"}


def test_harder_raises_what_is_to_come() -> None:
    assert {step.load for step in sets(asked().hear("harder"))} == {62.5}


def test_slower_and_faster_change_the_lowering_to_come() -> None:
    tempos = [sets(asked().hear(word))[0].dose for word in ("slower", "faster")]
    lowered = [dose.tempo.eccentric for dose in tempos if isinstance(dose, Reps) and dose.tempo is not None]
    assert lowered == [4, 2]


def test_sets_are_added_and_left_out() -> None:
    assert len(sets(asked().hear("one_more_set"))) == 4
    assert len(sets(asked().hear("last_set"))) == 1
    assert [step.exercise for step in sets(asked(*SETS, Rest(60.0), LIFT).hear("skip_exercise"))] == [PULL.name]


def test_the_warm_up_is_left_out_and_the_question_stays() -> None:
    story = asked(*STEPS).hear("skip_warm_up")
    assert "Then the light sets warm you up." in story.said()
    assert is_asked_again(story)
    assert sets(story)[0].role is Role.RAMP


def test_back_goes_to_the_work_before_and_the_question_comes_after_it() -> None:
    story = Story(plan(replace(SETS[0], of=1), QUESTION, LIFT)).until(Asking).hear("back")
    assert isinstance(story.state.phase, Briefing)
    assert story.state.ahead == (QUESTION, LIFT)


def test_back_with_nothing_before_puts_the_question_again() -> None:
    story = asked().hear("back")
    assert [each.text for each in story.of(Say)].count("How does it feel?") == 1
    assert is_asked_again(story)


def test_a_bare_number_is_the_answer_where_one_is_asked_for_and_no_reps() -> None:
    plain = Story(plan(Ask("warm", line("Are you warm?"), (Answer(("yes",), ()),)))).until(Asking)
    assert listening_for(plain.state) >= {"log_reps", "log_effort"}
    assert not listening_for(asked().state) & {"log_reps", "log_effort"}
    assert "pain_level" in listening_for(asked().state)


@pytest.mark.parametrize(
    "intent", ["easier", "harder", "start", "skip_exercise", "one_more_set", "last_set", "slower", "faster"]
)
def test_no_command_gets_past_what_silence_answers(intent: str) -> None:
    story = asked().hear(intent)
    assert not story.state.today.loading_ended
    while isinstance(story.state.phase, Asking):
        story = story.spoken() if story.state.phase.until is None else story.wake()
    assert story.state.today.loading_ended
