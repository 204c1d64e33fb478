"""Numbers are checked before they are obeyed."""

from dataclasses import replace
from typing import Any

import pytest

from coach.core.commands import Say
from coach.core.events import HeardUnclear, NotUnderstood
from coach.core.intents.armed import armed_in, listening_for
from coach.core.intents.numbers.logbook import set_load
from coach.core.plan import Kit, Plan, Reps, Rest, Role, Unit, Work
from coach.core.state import Asking, Briefing, Carrying, Closing, Confirming, Paused, Resting, SettingUp, Working
from coach.core.turn import Turn
from tests.core.plans import RE_ASK, plan
from tests.core.session.test_machine import BREATHING, CARRY, HINGE_SET, TWO_SETS, in_set, resting
from tests.core.stories import Story

POUNDS = Kit(Unit.POUNDS, 45.0, ((45.0, 4), (25.0, 1), (10.0, 2), (5.0, 2), (2.5, 2)))


def loads(story: Story) -> list[float | None]:
    held = getattr(story.state.phase, "held", story.state.phase)
    now = [held.step.load] if isinstance(held, Briefing | SettingUp) else []
    return [*now, *(step.load for step in story.state.ahead if isinstance(step, Work))]


def resting_with(workout: Plan) -> Story:
    return Story(workout).until(Resting)


def test_pounds_are_converted_in_a_house_of_kilos() -> None:
    story = resting().hear("log_load", load=225, unit="lb")
    assert story.said() == "From sixty to one hundred and two point five kilos. Sure?"
    assert loads(story.hear("yes")) == [102.5]


def test_a_difference_in_pounds_is_converted_too() -> None:
    assert loads(resting().hear("change_load", delta=10, unit="lb")) == [65.0]
    assert loads(resting().hear("change_load", delta=-20, unit="lb")) == [50.0]


def test_kilos_are_converted_in_a_house_of_pounds() -> None:
    steps = (replace(HINGE_SET, load=135.0), Rest(90.0), replace(HINGE_SET, load=135.0, number=2))
    story = resting_with(replace(plan(*steps), kit=POUNDS)).hear("log_load", load=60, unit="kg")
    assert loads(story) == [130.0]


def test_plates_are_counted_by_the_kit() -> None:
    assert loads(resting().hear("log_load", plates=1)) == [60.0]
    assert loads(resting().hear("log_load", plates=0).hear("yes")) == [20.0]
    small = Kit(pairs=((10.0, 2),))
    assert loads(resting_with(replace(plan(*TWO_SETS), kit=small)).hear("log_load", plates=2)) == [60.0]


def test_what_is_no_bar_is_converted_to_whole_units() -> None:
    bells = [Work("kettlebell", Reps(4), Role.WORKING, number, 2, load=24.0) for number in (1, 2)]
    story = Story(plan(bells[0], Rest(90.0), bells[1])).until(Resting).hear("log_load", load=55, unit="lb")
    assert loads(story) == [25.0]


@pytest.mark.parametrize("load", [90.0, 67.5, 72.5])
def test_a_load_far_from_the_plan_is_asked_back(load: float) -> None:
    story = resting().hear("log_load", load=load)
    assert ("Sure?" in story.said()) == (load > 69)


def test_a_load_above_the_best_ever_is_asked_back() -> None:
    story = resting_with(replace(plan(*TWO_SETS), best_loads={"hinge": 60.0})).hear("log_load", load=65.0)
    assert "Sure?" in story.said()


@pytest.mark.parametrize("slots", [{"load": 62.5}, {"load": 62.5, "unit": "kg"}, {"delta": 2.5, "unit": "kg"}])
def test_what_harder_would_put_on_is_taken_unasked_however_it_is_said(slots: dict[str, Any]) -> None:
    workout = replace(plan(*TWO_SETS), best_loads={"hinge": 60.0})
    intent = "change_load" if "delta" in slots else "log_load"
    assert loads(resting_with(workout).hear(intent, **slots)) == loads(resting_with(workout).hear("harder")) == [62.5]


@pytest.mark.parametrize("first", ["harder", "change_load"])
def test_above_the_best_ever_more_is_taken_unasked_only_once(first: str) -> None:
    story = resting_with(replace(plan(*TWO_SETS), best_loads={"hinge": 60.0}))
    more: dict[str, Any] = {} if first == "harder" else {"delta": 2.5, "unit": "kg"}
    story.hear(first, **more)
    assert "Sure?" in story.hear("change_load", delta=2.5, unit="kg").said()


def test_harder_after_more_than_the_best_ever_is_enough_for_a_day() -> None:
    story = resting_with(replace(plan(*TWO_SETS), best_loads={"hinge": 60.0})).hear("log_load", load=62.5)
    assert "enough of a step" in story.hear("harder").said()


@pytest.mark.parametrize("load", [57.5, 50.0, 40.0, 30.0])
def test_less_needs_no_question(load: float) -> None:
    story = resting().hear("log_load", load=load)
    assert "Sure?" not in story.said()
    assert loads(story) == [load]


def test_less_than_what_was_just_put_on_needs_none_either() -> None:
    story = resting_with(replace(plan(*TWO_SETS), best_loads={"hinge": 60.0})).hear("log_load", load=65.0).hear("yes")
    assert loads(story.hear("log_load", load=62.5)) == [62.5]


@pytest.mark.parametrize("load", [27.5, 20.0])
def test_absurdly_little_is_asked_back_and_taken_where_nobody_answers(load: float) -> None:
    story = resting().hear("log_load", load=load)
    assert story.said().endswith("Sure?")
    assert loads(story.wake().wake()) == [load]
    assert isinstance(story.state.phase, Resting)


def test_absurdly_little_is_not_taken_after_a_no() -> None:
    assert loads(resting().hear("log_load", load=20.0).hear("no")) == [60.0]


def test_a_no_leaves_it_as_it_was_and_the_rest_goes_on() -> None:
    story = resting().hear("log_load", load=90.0).hear("no")
    assert story.said().startswith("Then it stays as it was.")
    assert isinstance(story.state.phase, Resting)
    assert loads(story) == [60.0]


def test_silence_leaves_it_as_it_was_too() -> None:
    story = resting().hear("log_load", load=90.0).wake().wake()
    assert isinstance(story.state.phase, Resting)
    assert loads(story) == [60.0]


def test_much_less_is_obeyed_at_once_when_it_was_asked_for_as_less() -> None:
    assert loads(resting().hear("change_load", percent=-30)) == [40.0]


def test_a_load_asked_back_while_setting_up_holds_for_the_set_announced_again() -> None:
    story = Story(plan(*TWO_SETS)).until(Briefing).hear("log_load", load=90.0).hear("yes")
    assert loads(story) == [90.0, 90.0]
    assert "ninety kilos" in story.said()


def test_after_a_complaint_no_load_is_raised_or_asked_back() -> None:
    story = resting().hear("complaint", region="grip", sensation="going").until(Resting)
    assert "Not today" in story.hear("log_load", load=90.0).said()
    assert loads(story.hear("log_load", load=30.0)) == [30.0]


def test_the_reply_says_working_sets_and_the_next_ramp_set_apart() -> None:
    ramp = Work("hinge", Reps(5), Role.RAMP, 1, 1, load=40.0)
    story = Story(plan(ramp, Rest(30.0), *TWO_SETS)).until(SettingUp).hear("change_load", delta=5, unit="kg")
    assert story.said() == "Sixty five kilos for the work sets. The next ramp-up set is forty two point five kilos."


def test_a_bare_number_in_a_rest_is_asked_about() -> None:
    story = resting().hear("change_load", delta=30)
    assert story.said() == "Thirty seconds, or thirty kilos?"


@pytest.mark.parametrize("answer", ["yes", "more_rest"])
def test_seconds_lengthen_the_rest(answer: str) -> None:
    story = resting().hear("change_load", delta=30).hear(answer)
    assert "Added." in story.said()
    assert loads(story) == [60.0]


def test_the_word_seconds_does_so_too() -> None:
    assert "Added." in resting().hear("change_load", delta=30).hear("unit", unit="s").said()


@pytest.mark.parametrize(("intent", "unit"), [("unit", "kg"), ("change_load", "kg"), ("change_load", "")])
def test_kilos_are_a_load_and_checked_as_one(intent: str, unit: str) -> None:
    story = resting().hear("change_load", delta=30)
    story = story.hear(intent, unit=unit) if unit else story.hear(intent)
    assert "From sixty to ninety kilos. Sure?" in story.said()


def test_elsewhere_a_bare_number_is_a_load() -> None:
    assert loads(Story(plan(*TWO_SETS)).until(SettingUp).hear("change_load", delta=5)) == [65.0, 65.0]


def test_a_load_that_was_lifted_corrects_the_log_and_no_plan() -> None:
    story = resting().hear("log_load", load=55, done=1)
    assert story.said() == "Fifty five kilos for that set. Noted."
    assert story.state.today.log[-1].load == 55.0
    assert loads(story) == [60.0]
    assert story.hear("undo").state.today.log[-1].load == 60.0


def test_plates_that_were_lifted_correct_the_log() -> None:
    assert resting().hear("log_load", plates=2, done=1).hear("yes").state.today.log[-1].load == 100.0


@pytest.mark.parametrize("load", [300, 71, 49, 0])
def test_a_lifted_load_far_from_the_log_is_asked_back_before_it_corrects_it(load: float) -> None:
    story = resting().hear("log_load", load=load, done=1)
    assert story.said().startswith("From sixty to ")
    assert story.said().endswith("Sure?")
    assert story.state.today.log[-1].load == 60.0
    assert story.hear("yes").state.today.log[-1].load == load
    assert isinstance(story.state.phase, Resting)
    assert loads(story) == [60.0]


def test_a_no_or_silence_leaves_the_log_as_it_was() -> None:
    assert resting().hear("log_load", load=300, done=1).hear("no").state.today.log[-1].load == 60.0
    assert resting().hear("log_load", load=300, done=1).wake().wake().state.today.log[-1].load == 60.0


def test_a_load_for_a_set_that_had_none_is_asked_back() -> None:
    bare = replace(HINGE_SET, load=None)
    story = resting_with(plan(bare, Rest(90.0), bare)).hear("log_load", load=20, done=1)
    assert "From zero to twenty kilos. Sure?" in story.said()


def test_a_lifted_load_before_any_set_is_nothing_to_correct() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("log_load", load=300, done=1)
    assert story.said() == "No set is logged yet."


def test_missed_reps_are_taken_off_the_plan() -> None:
    assert resting().hear("log_reps", missed=1).state.today.log[-1].reps_done == 3
    assert resting().hear("log_reps", missed=9).state.today.log[-1].reps_done == 0


def test_all_of_them_are_as_many_as_were_planned() -> None:
    story = resting().hear("log_reps", reps=2).hear("log_reps", missed=0)
    assert story.state.today.log[-1].reps_done == 4


def test_of_a_set_without_an_end_all_of_them_are_asked_for() -> None:
    step = replace(TWO_SETS[0], dose=Reps(4, open=True))
    story = Story(plan(step, Rest(60.0), step)).until(Resting).hear("log_reps", missed=0)
    assert "How many clean ones?" in story.said()


def test_missed_reps_before_any_set_are_answered() -> None:
    assert "No set" in Story(plan(*TWO_SETS)).until(SettingUp).hear("log_reps", missed=1).said()


def test_far_more_reps_than_planned_are_asked_back() -> None:
    story = resting().hear("log_reps", reps=60)
    assert story.said() == "Sixty reps. Sure?"
    assert story.hear("yes").state.today.log[-1].reps_done == 60


@pytest.mark.parametrize(("seconds", "word"), [(120, "Added."), (45, "Shortened.")])
def test_the_whole_rest_shall_last_so_long(seconds: float, word: str) -> None:
    story = resting()
    assert isinstance(story.state.phase, Resting)
    began = story.state.phase.began
    story.hear("rest_for", after=10.0, seconds=seconds)
    assert word in story.said()
    assert isinstance(story.state.phase, Resting)
    assert story.state.phase.until == began + seconds


def test_a_whole_rest_is_only_for_a_rest() -> None:
    assert "rest_for" not in listening_for(in_set().state)


def test_the_toilet_is_a_pause() -> None:
    story = in_set().hear("pause", reason="toilet")
    assert story.said().startswith("Go.")
    assert isinstance(story.state.phase, Paused)


def test_a_number_half_heard_is_asked_about_in_its_words() -> None:
    story = resting()
    story.tell(HeardUnclear(story.state.at + 1, "log_load", "sixty five kilos", 0.3, {"load": 65.0, "unit": "kg"}))
    assert story.said() == "Did you mean sixty five kilos? Yes or no."
    assert loads(story.hear("yes")) == [65.0]


# ---- a command while yes or no is open


def test_a_question_in_between_is_answered_and_the_first_one_comes_again() -> None:
    story = in_set().hear("stop").hear("time_left")
    assert story.said().endswith("End the session? Yes or no.")
    assert isinstance(story.state.phase, Confirming)


def test_the_question_can_be_heard_again() -> None:
    assert in_set().hear("stop").hear("repeat").said() == "End the session? Yes or no."


def test_a_command_settles_the_question_by_going_on() -> None:
    story = in_set().hear("stop").hear("next")
    assert isinstance(story.state.phase, Resting)


def test_a_command_that_makes_no_sense_after_all_only_goes_on() -> None:
    story = resting().hear("log_load", load=90.0).hear("more_rest", seconds=30)
    assert isinstance(story.state.phase, Resting)
    assert "Added." in story.said()


def test_a_pause_holds_it_all() -> None:
    assert isinstance(in_set().hear("stop").hear("pause").state.phase, Paused)


def test_stop_in_another_question_asks_about_the_end() -> None:
    story = resting().hear("log_load", load=90.0).hear("stop")
    assert isinstance(story.state.phase, Confirming)
    assert story.state.phase.about == "stop"


# ---- answers in people's words


@pytest.mark.parametrize(("level", "lighter"), [(2, [50.0]), (4, [30.0]), (7, [])], ids=["better", "the same", "worse"])
def test_a_pain_number_is_an_answer(level: int, lighter: list[float]) -> None:
    story = in_set().hear("complaint", region="low_back", sensation="tight").until(Asking)
    story.hear("pain_level", level=level)
    assert [load for load in loads(story) if load] == lighter


def test_not_sure_is_the_cautious_answer_where_a_question_does_not_know_it() -> None:
    story = in_set().hear("complaint", region="low_back", sensation="tight").until(Asking).hear("not_sure")
    assert [load for load in loads(story) if load] == [30.0]


def test_better_is_a_yes_but_never_to_more_load() -> None:
    story = resting().hear("complaint", region="load", sensation="light").until(Asking)
    assert "better" not in listening_for(story.state)
    assert "yes" in listening_for(story.state)


def test_a_side_is_a_yes_for_that_side() -> None:
    assert {"left", "right", "both"} <= listening_for(Story(plan(RE_ASK, *TWO_SETS)).until(Asking).state)
    story = Story(plan(RE_ASK, *TWO_SETS)).until(Asking).hear("left")
    assert not isinstance(story.state.phase, Asking)


def test_a_command_is_obeyed_and_the_question_comes_again() -> None:
    story = Story(plan(RE_ASK, *TWO_SETS)).until(Asking).hear("louder")
    assert story.said() == "Louder now. How does it feel now?"
    assert isinstance(story.state.phase, Asking)


# ---- nothing addressed stays unanswered


def test_what_is_not_understood_is_answered_with_the_nearest_that_could_be_said() -> None:
    story = resting()
    story.tell(NotUnderstood(story.state.at, "next please thing", "next"))
    assert story.said() == "I did not get that. You could say next."


def test_without_anything_near_it_points_to_help() -> None:
    story = resting()
    assert story.tell(NotUnderstood(story.state.at, "banana split")).said() == "I did not get that. Say help."


@pytest.mark.parametrize("story", [in_set(), Story(plan(CARRY)).until(Carrying)], ids=["set", "carry"])
def test_under_a_count_there_is_only_a_soft_tone(story: Story) -> None:
    before = story.state.phase
    story.tell(NotUnderstood(story.state.at, "banana split"))
    assert story.said() == ""
    assert story.state.phase == before


def test_an_open_question_comes_again_after_it() -> None:
    story = Story(plan(RE_ASK, *TWO_SETS)).until(Asking)
    assert "How does it feel now?" in story.tell(NotUnderstood(story.state.at, "banana")).said()
    story = in_set().hear("stop")
    assert "End the session?" in story.tell(NotUnderstood(story.state.at, "banana")).said()


def test_the_last_words_are_not_talked_over() -> None:
    story = Story(plan(*TWO_SETS)).until(Closing)
    assert story.tell(NotUnderstood(story.state.at, "banana")).said() == ""


def test_what_was_said_to_the_coach_and_half_heard_is_answered_where_it_cannot_be_asked_about() -> None:
    story = Story(plan(RE_ASK, *TWO_SETS)).until(Asking)
    story.tell(HeardUnclear(story.state.at, "next", "text", 0.5, nearest="better"))
    assert story.said() == "I did not get that. You could say better. How does it feel now?"
    assert story.tell(HeardUnclear(story.state.at, "next", "text", 0.5)).said() == ""


def test_done_before_the_first_rep_gets_a_word() -> None:
    story = in_set().hear("done")
    assert "Nothing was counted yet" in story.said()
    assert story.state.today.log == ()
    assert not isinstance(story.state.phase, Working)


def test_a_load_for_work_that_has_none_any_more_says_so() -> None:
    story = Story(plan(BREATHING)).until(SettingUp)
    turn = Turn(story.plan, story.state, story.state.at)
    set_load(turn, 50.0)
    assert any(isinstance(command, Say) and "no weight" in command.text for command in turn.commands)


def test_what_is_armed_in_a_situation_can_be_asked_without_a_session() -> None:
    assert armed_in(Resting) <= listening_for(resting().state)
