"""A red flag: first words, last words, said again, taken back."""

from dataclasses import replace

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.commands import Hush, Say
from coach.core.events import CueFinished, Heard, HeardUnclear, Resumed
from coach.core.intents.armed import listening_for
from coach.core.plan import Answer, Ask, Branch, EndLoading, EndSession, Talk
from coach.core.session.machine import advance, begin, wake_at
from coach.core.state import Asking, Closing, Finished, Paused, Resting, SettingUp, Working
from tests.core.plans import line, plan
from tests.core.session.test_machine import TWO_SETS, in_set, resting
from tests.core.stories import Story


def chest(story: Story, after: float = 1.0) -> Story:
    return story.hear("complaint", after=after, region="chest", sensation="pain")


def sharp(story: Story, after: float = 1.0) -> Story:
    return story.hear("complaint", after=after, region="general", sensation="sharp")


def closing(story: Story) -> Closing:
    assert isinstance(story.state.phase, Closing)
    return story.state.phase


def test_the_first_words_are_put_it_down_now_and_no_other_order_follows() -> None:
    said = chest(in_set()).said()
    assert said.startswith("Put it down now. Call the emergency number now.")
    assert "Rack the bar" not in said
    assert "I heard chest, pain." in said


def test_the_emergency_line_is_said_again_twenty_seconds_later() -> None:
    story = chest(in_set())
    raised = story.state.at
    story.spoken(5.0)
    assert wake_at(story.state) == raised + 20.0
    assert story.wake().said() == "Call the emergency number now."
    assert story.spoken().state.phase == Finished("red-flag")


def test_words_that_took_longer_than_that_are_followed_at_once_by_the_emergency_line() -> None:
    story = chest(in_set()).spoken(30.0)
    assert story.wake().said() == "Call the emergency number now."


def test_a_red_flag_without_an_emergency_line_waits_for_a_word_that_takes_it_back() -> None:
    story = sharp(in_set())
    raised = story.state.at
    assert wake_at(story.spoken(3.0).state) == raised + 15.0
    assert story.wake().state.phase == Finished("red-flag")


def test_words_longer_than_the_time_to_take_it_back_end_the_session_with_them() -> None:
    assert sharp(in_set()).spoken(20.0).state.phase == Finished("red-flag")


@pytest.mark.parametrize("word", ["false_alarm", "no"])
def test_a_false_alarm_goes_back_to_the_set_and_waits(word: str) -> None:
    story = in_set()
    before = story.state.ahead
    sharp(story, after=8.0).hear(word)
    assert story.hushed()
    assert "Taken back" in story.said()
    assert isinstance(story.state.phase, Paused)
    assert isinstance(story.state.phase.held, Working)
    assert (story.state.ahead, story.state.today.log, story.state.today.complaints) == (before, (), ())
    assert isinstance(story.hear("resume").state.phase, Working)


def test_a_false_alarm_in_a_pause_goes_back_to_the_pause() -> None:
    story = sharp(in_set().hear("pause")).hear("false_alarm")
    assert isinstance(story.state.phase, Paused)


def test_a_false_alarm_after_the_question_about_it_goes_back_to_the_set() -> None:
    story = in_set().tell(HeardUnclear(SessionTime(20.0), "complaint", slots={"region": "chest", "sensation": "pain"}))
    story.hear("yes").hear("false_alarm")
    assert isinstance(story.state.phase, Paused)


def test_a_false_alarm_keeps_what_complained_besides() -> None:
    story = chest(in_set()).hear("complaint", region="grip", sensation="going").hear("false_alarm")
    assert [each.region for each in story.state.today.complaints] == ["grip"]


def test_a_red_flag_in_the_last_words_is_answered_and_can_be_taken_back() -> None:
    story = chest(Story(plan(Talk(()))).until(Closing))
    assert closing(story).outcome == "red-flag"
    assert story.hear("false_alarm").said() == "All done. Walk it off."
    assert closing(story).outcome == "done"


def test_a_second_red_flag_adds_its_line_and_silences_nothing() -> None:
    story = sharp(chest(in_set()))
    assert not story.hushed()
    assert story.said() == "Stop now. See a professional."
    assert [each.region for each in story.state.today.complaints] == ["chest", "general"]


def test_the_same_red_flag_again_silences_nothing() -> None:
    story = chest(chest(in_set()))
    assert not story.of(Say)
    assert closing(story).outcome == "red-flag"


def test_two_red_flags_are_not_taken_back() -> None:
    story = sharp(chest(in_set())).hear("false_alarm")
    assert "safe side" in story.said()
    assert story.until(Finished).state.phase == Finished("red-flag")


def test_another_complaint_in_a_red_flags_last_words_is_kept_and_changes_nothing() -> None:
    story = chest(in_set())
    before = closing(story)
    story.hear("complaint", region="low_back", sensation="tight")
    assert not story.of(Say)
    assert not story.hushed()
    assert closing(story) == before
    assert story.notes("branch")[0].fields["name"] == "back"
    assert story.until(Finished).state.phase == Finished("red-flag")


def test_what_is_half_heard_in_a_red_flags_last_words_changes_nothing() -> None:
    story = chest(in_set())
    before = closing(story)
    assert closing(story.tell(HeardUnclear(story.state.at, "complaint"))) == before
    assert closing(story.tell(HeardUnclear(story.state.at, "stop"))) == before


def test_a_complaint_in_other_last_words_is_answered_after_them() -> None:
    story = Story(plan(Talk(()))).until(Closing).hear("complaint", region="low_back", sensation="tight")
    assert not story.hushed()
    assert story.said() == "I heard low back, tight. That is noted. Take it easy today."
    assert story.until(Finished).state.phase == Finished("done")


def test_an_answer_that_ends_the_day_as_a_red_flag_has_last_words_that_nothing_silences() -> None:
    asked = Ask("settles", line("Does it settle?"), (Answer(("no",), (EndSession("red-flag"),)),))
    story = Story(plan(asked)).until(Asking).hear("no")
    assert not story.hear("complaint", region="grip", sensation="going").hushed()
    assert "safe side" in story.hear("false_alarm").said()


def test_a_red_flags_words_are_said_again_after_a_power_cut() -> None:
    story = chest(in_set())
    story.tell(Resumed(story.state.at + 5))
    assert story.said().startswith("Call the emergency number now.")
    assert story.until(Finished).state.phase == Finished("red-flag")


def test_a_false_alarm_is_only_listened_for_after_a_red_flag() -> None:
    assert "false_alarm" not in listening_for(in_set().state)
    assert "false_alarm" in listening_for(chest(in_set()).state)
    assert "false_alarm" not in listening_for(Story(plan(Talk(()))).until(Closing).state)


# ---- the line that makes it safe is never lost


def back(story: Story, after: float = 1.0) -> Story:
    return story.hear("complaint", after=after, region="low_back", sensation="tight")


def test_a_second_complaint_within_seconds_first_says_how_to_end_the_rep() -> None:
    story = back(in_set()).hear("complaint", after=1.5, region="general", sensation="pain")
    assert story.said().startswith("Rack the bar. I heard pain.")


def test_what_was_heard_to_its_end_is_not_said_again() -> None:
    story = back(in_set())
    rack = next(say.cue for say in story.of(Say) if say.text == "Rack the bar.")
    story.tell(CueFinished(story.state.at + 3.0, rack))
    assert "Rack the bar" not in story.hear("complaint", region="general", sensation="pain").said()


def test_a_line_nobody_reported_is_not_said_again_for_ever() -> None:
    story = back(in_set())
    assert "Rack the bar" not in story.hear("next", after=60.0).said()


def test_a_half_heard_complaint_keeps_the_line_too() -> None:
    story = back(in_set())
    story.tell(HeardUnclear(story.state.at + 1.0, "complaint"))
    assert next(type(command) for command in story.commands) is Hush
    assert story.said().startswith("Rack the bar. Did something hurt")


# ---- a question that was open


def test_a_complaint_as_an_answer_takes_the_cautious_answer_first() -> None:
    story = back(in_set()).until(Asking).hear("complaint", region="grip", sensation="going")
    assert story.notes("loading-ended")
    assert story.state.today.loading_ended


def test_a_cautious_answer_that_ends_the_session_ends_it() -> None:
    last = Ask("enough", line("Enough?"), (Answer(("yes",), ()),), (EndSession("stopped"),))
    story = Story(plan(last, *TWO_SETS)).until(Asking).hear("complaint", region="grip", sensation="going")
    assert closing(story).outcome == "stopped"
    assert "noted" in story.said()


def test_three_complaints_from_anywhere_end_the_loading() -> None:
    story = resting()
    for region in ("grip", "hamstring", "knee"):
        story.hear("complaint", region=region, sensation="going")
    assert story.notes("branch")[0].fields["name"] == "third"
    assert story.state.today.loading_ended


def test_remarks_about_the_bar_do_not_count_as_complaints() -> None:
    story = resting()
    for sensation in ("heavy", "heavy", "heavy"):
        story.hear("complaint", region="load", sensation=sensation).until(Resting)
    assert story.notes("branch") == [] or story.notes("branch")[0].fields["name"] == "heavy"
    assert not story.state.today.loading_ended


def test_a_day_without_more_load_closes_with_words_of_its_own() -> None:
    story = resting().hear("complaint", region="hamstring", sensation="pulling").until(Closing)
    assert "You stopped in time." in story.said()


def test_after_pain_too_light_leads_to_no_question() -> None:
    story = resting().hear("complaint", region="grip", sensation="going").until(Resting)
    story.hear("complaint", region="load", sensation="light")
    assert "Not today" in story.said()
    assert not any(isinstance(step, Ask) for step in story.state.ahead)


def test_after_pain_a_yes_to_more_weight_adds_none() -> None:
    story = resting().hear("complaint", region="load", sensation="light")
    story.hear("complaint", region="grip", sensation="going").until(Asking).hear("yes")
    assert "Not today" in story.said()


def test_an_unstarted_session_hears_a_red_flag() -> None:
    workout = plan(*TWO_SETS)
    state, _ = advance(
        workout, begin(workout), Heard(SESSION_START, "complaint", {"region": "chest", "sensation": "pain"})
    )
    assert isinstance(state.phase, Closing)


def test_setting_up_hears_it_too() -> None:
    assert closing(chest(Story(plan(*TWO_SETS)).until(SettingUp))).alarm is not None


def test_a_red_flag_whose_row_lets_the_session_go_on_ends_only_the_loading() -> None:
    row = Branch("red-flag-sick", (), ("sick",), (line("Sit down."),), (EndLoading(),), red_flag=True)
    workout = plan(*TWO_SETS)
    story = Story(replace(workout, branches=(row, *workout.branches))).until(Working)
    story.hear("complaint", region="general", sensation="sick")
    assert story.said().startswith("Put it down now. Sit down.")
    assert not isinstance(story.state.phase, Closing)
    assert story.state.today.loading_ended


def test_what_complains_after_a_second_red_flag_is_noted_in_silence() -> None:
    enough = Ask("enough", line("Enough?"), (Answer(("yes",), ()),), (EndSession("red-flag"),))
    story = Story(plan(enough, *TWO_SETS)).until(Asking).hear("complaint", region="grip", sensation="going")
    assert closing(story).outcome == "red-flag"
    assert "noted" not in story.said()


def test_a_milder_row_may_end_the_session_too() -> None:
    row = Branch("enough", (), ("weird",), (line("Enough."),), (EndSession("stopped"),))
    workout = plan(*TWO_SETS)
    story = Story(replace(workout, branches=(row, *workout.branches))).until(Working)
    assert closing(story.hear("complaint", region="general", sensation="weird")).outcome == "stopped"
