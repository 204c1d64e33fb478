"""How and what: a question is answered for the exercise at hand, in rests and set-ups, and never in a count."""

from dataclasses import replace

import pytest

from coach.core.events import Heard
from coach.core.intents.armed import listening_for
from coach.core.intents.questions.explanations import MORE, answer_key, answer_lines
from coach.core.intents.questions.queries import REPLY_GRACE
from coach.core.plan import Line, Reps, Rest, Role, Talk, Tempo, Work
from coach.core.standby.machine import listening_for_idle
from coach.core.state import Briefing, Carrying, Confirming, Paused, Phase, Resting, SettingUp, Speaking, Working
from tests.core.plans import line, plan
from tests.core.standby.test_machine import Waiting
from tests.core.stories import Story

FIRST = Work("hinge", Reps(4), Role.WORKING, 1, 2, load=60.0)
SECOND = Work("hinge", Reps(4), Role.WORKING, 2, 2, load=60.0)


def at(phase: type[Phase], *steps: object) -> Story:
    return Story(plan(*(steps or (FIRST, Rest(90.0), SECOND)))).until(phase)


@pytest.mark.parametrize("phase", [Briefing, SettingUp, Resting])
def test_a_question_is_answered_for_the_exercise_at_hand(phase: type[Phase]) -> None:
    assert at(phase).hear("ask", topic="depth").said() == "Just below the knee."


def test_a_question_while_the_coach_talks_is_about_what_comes_next() -> None:
    story = Story(plan(Talk((line("Warm."),)), FIRST)).until(Speaking)
    assert story.hear("ask", topic="depth").said() == "Just below the knee."


def test_a_question_with_nothing_at_hand_gets_the_general_answer() -> None:
    story = Story(plan(Talk((line("Warm."),)))).until(Speaking)
    assert story.hear("ask", topic="depth").said() == "Until your hips stop."


def test_a_question_in_a_pause_of_a_set_is_answered_and_the_pause_stays() -> None:
    story = at(Working).count_starts().hear("pause").hear("ask", topic="depth")
    assert (story.said(), isinstance(story.state.phase, Paused)) == ("Just below the knee.", True)


@pytest.mark.parametrize("phase", [Working, Carrying, Confirming])
def test_questions_are_not_listened_for_while_one_lifts_or_answers(phase: type[Phase]) -> None:
    story = at(Working).count_starts()
    if phase is Confirming:
        story.hear("stop")
    elif phase is Carrying:
        story = Story(plan(Work("hinge", Reps(4, free=True), Role.WORKING, load=60.0))).until(Carrying)
    assert isinstance(story.state.phase, phase)
    assert "ask" not in listening_for(story.state)


def test_a_question_heard_in_a_count_is_not_answered() -> None:
    story = at(Working).count_starts().hear("ask", topic="depth")
    assert (story.said(), isinstance(story.state.phase, Working)) == ("", True)


def test_an_answer_of_two_lines_says_both_in_order() -> None:
    assert at(Resting).hear("ask", topic="breathing").said() == "In at the top. Out past the hard part."


@pytest.mark.parametrize("topic", ["the moon", "", "unknown"])
def test_what_there_is_no_answer_to_is_admitted(topic: str) -> None:
    assert at(Resting).hear("ask", topic=topic).said() == "I do not know that one."


def test_which_set_it_is_is_told_of_the_next_one_in_a_rest() -> None:
    assert at(Resting).hear("ask", topic="sets_left").said() == "Set two of two."


def test_the_tempo_is_told_as_this_set_has_it() -> None:
    slow = Work("hinge", Reps(4, Tempo(4, 2, 0, 1)), Role.WORKING, load=60.0)
    assert at(SettingUp, slow).hear("ask", topic="tempo").said() == "Four down, two still, fast up."


def test_why_after_an_answer_gives_the_answers_reason() -> None:
    assert at(Resting).hear("ask", topic="depth").hear("why").said() == "There your hips stop."


def test_repeat_after_an_answer_still_repeats_the_announcement() -> None:
    story = at(Resting)
    announced = story.hear("repeat").said()
    assert story.hear("ask", topic="depth").hear("repeat").said() == announced


def test_a_question_while_setting_up_gives_more_time() -> None:
    story = at(SettingUp)
    phase = story.state.phase
    assert isinstance(phase, SettingUp)
    story.tell(Heard(phase.until - 1.0, "ask", {"topic": "depth"}))
    assert isinstance(story.state.phase, SettingUp)
    assert story.state.phase.until == phase.until - 1.0 + REPLY_GRACE


def test_a_rest_goes_on_under_an_answer() -> None:
    story = at(Resting)
    before = story.state.phase
    assert isinstance(before, Resting)
    story.hear("ask", topic="depth")
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.until == before.until


def test_why_asked_again_walks_back_through_brace_and_set_up() -> None:
    story = at(SettingUp)
    exercise = story.plan.exercises["hinge"]
    reasons = [each.why for each in (*exercise.setup, *exercise.brace)]
    heard = [story.hear("why").said() for _ in range(len(reasons) + 1)]
    assert heard == [*(reason or exercise.why for reason in reversed(reasons)), exercise.why]


def test_why_after_the_call_for_ready_gives_the_reason_of_the_brace() -> None:
    told = plan(FIRST)
    braced = replace(told.exercises["hinge"], brace=(line("Brace.", why="It holds."),))
    story = Story(replace(told, exercises={**told.exercises, "hinge": braced})).until(SettingUp)
    assert story.hear("why").said() == "It holds."


def test_the_box_answers_in_general() -> None:
    assert Waiting().hear("ask", topic="breathing").said() == "In at the top. Out past the hard part."


def test_the_box_admits_what_it_does_not_know() -> None:
    assert Waiting().hear("ask", topic="the moon").said() == "I do not know that one."


def test_the_box_asleep_answers_nothing() -> None:
    box = Waiting().hear("good_night")
    assert "ask" not in listening_for_idle(box.state)
    assert box.hear("ask", topic="depth").said() == ""


def test_the_lines_of_an_answer_stand_in_order() -> None:
    lines = {answer_key("a", "x", nth): Line((str(nth),)) for nth in (1, 2, 3)}
    assert [each.variants[0] for each in answer_lines(lines, "a", "x")] == ["1", "2", "3"]


def test_asked_again_at_once_an_answer_goes_on_and_then_begins_again() -> None:
    told = plan(FIRST, Rest(90.0), SECOND)
    story = Story(replace(told, lines={**told.lines, answer_key("depth" + MORE, "hinge"): line("And no lower.")}))
    story.until(Resting)
    answers = [story.hear("ask", topic=topic).said() for topic in ("depth", "depth", "depth", "breathing", "depth")]
    first, breath = "Just below the knee.", "In at the top. Out past the hard part."
    assert answers == [first, "And no lower.", first, breath, first]


def test_without_any_answer_nothing_is_said() -> None:
    assert answer_lines({}, "depth") == ()
