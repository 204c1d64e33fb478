"""The rules of a session, one behaviour a test."""

from dataclasses import replace

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.commands import Hush, Note, Rank, Say, SetVolume
from coach.core.events import (
    Began,
    CueFinished,
    Heard,
    HeardUnclear,
    Interrupted,
    Reminded,
    Resumed,
    Woke,
)
from coach.core.intents.handlers import REMARKS
from coach.core.plan import Answer, Ask, Breaths, Distance, DropSide, EndSession, Hold, Reps, Rest, Role, Talk, Work
from coach.core.session.machine import SessionMachine, begin, listening_for, wake_at
from coach.core.state import (
    Asking,
    Briefing,
    Carrying,
    Closing,
    Confirming,
    Finished,
    Paused,
    Resting,
    SettingUp,
    Speaking,
    Unstarted,
    Working,
)
from coach.core.tempo import LEAD_IN
from coach.core.turn import Turn
from tests.core.plans import RE_ASK, SETS, line, plan
from tests.core.stories import Story

HINGE_SET = Work("hinge", Reps(4), Role.WORKING, 1, 2, load=60.0)
SECOND_SET = Work("hinge", Reps(4), Role.WORKING, 2, 2, load=60.0)
TWO_SETS = (HINGE_SET, Rest(90.0), SECOND_SET)
BREATHING = Work("breathing", Breaths(3), Role.WARM_UP)
CARRY = Work("carry", Distance(40), Role.WORKING, load=20.0)


def in_set(*steps: object) -> Story:
    story = Story(plan(*(steps or TWO_SETS))).until(Working)
    return story.count_starts()


def resting(*steps: object) -> Story:
    return Story(plan(*(steps or TWO_SETS))).until(Resting)


def end_of(story: Story) -> float:
    """When the rest that runs ends."""
    assert isinstance(story.state.phase, Resting)
    return story.state.phase.until


# ---- beginning and ending


def test_the_session_begins_with_its_welcome() -> None:
    assert Story(plan()).began().said() == "Welcome."


def test_without_a_welcome_the_first_step_begins_at_once() -> None:
    story = Story(plan(BREATHING, welcome=())).began()
    assert isinstance(story.state.phase, Briefing)


def test_a_session_without_steps_closes() -> None:
    story = Story(plan(Talk(()))).began().spoken()
    assert isinstance(story.state.phase, Closing)
    assert story.said() == "All done. Walk it off."


def test_when_the_close_has_been_said_the_session_is_done() -> None:
    story = Story(plan(Talk(()))).until(Closing).spoken()
    assert story.state.phase == Finished("done")


def test_a_finished_session_stays_as_it_is() -> None:
    story = Story(plan(Talk(()))).until(Finished)
    before = story.state
    assert story.hear("complaint", region="low_back").state == before


def test_a_cue_that_never_reports_back_does_not_hold_the_session_up() -> None:
    story = Story(plan(Talk((line("Hello."),)), BREATHING)).began().spoken().wake()
    assert isinstance(story.state.phase, Briefing)


# ---- work


def test_a_first_set_is_announced_with_set_up_brace_and_the_question_for_ready() -> None:
    story = Story(plan(*TWO_SETS)).until(Briefing)
    assert story.said() == (
        "Romanian deadlift. Set one of two. Four reps at sixty kilos. Stand tall with the bar. "
        "Breathe in and brace. Say ready when you are set."
    )


def test_a_later_set_is_announced_shortly_with_one_working_cue() -> None:
    story = resting().wake()
    assert story.said() == "Last set. Four reps at sixty kilos. Hips back."


def test_ready_starts_the_count_and_silences_the_announcement() -> None:
    story = Story(plan(*TWO_SETS)).until(Briefing).hear("start")
    assert story.hushed()
    assert [beat.sound for beat in story.counts()[0].beats[:3]] == ["Ready", "and", "down"]


def test_a_drill_starts_soon_after_its_announcement() -> None:
    story = Story(plan(BREATHING)).until(SettingUp)
    assert wake_at(story.state) == story.state.at + 4.0


def test_a_whole_set_is_logged_with_its_load() -> None:
    story = in_set().spoken(30.0)
    (done,) = story.state.today.log
    assert (done.reps_planned, done.reps_done, done.load, done.cut_short) == (4, 4, 60.0, False)


def test_after_a_set_comes_its_rest_with_the_next_set_announced() -> None:
    story = in_set().spoken(30.0)
    assert "Rest ninety seconds. Next, Romanian deadlift, four reps at sixty kilos." in story.said()


def test_next_in_a_set_logs_the_reps_done_so_far() -> None:
    story = in_set().hear("next", after=LEAD_IN + 11.5)
    (done,) = story.state.today.log
    assert (done.reps_done, done.cut_short) == (2, True)


def test_next_before_the_first_rep_logs_nothing() -> None:
    assert in_set().hear("next").state.today.log == ()


def test_done_in_a_set_ends_it_and_invites_a_correction() -> None:
    story = in_set().hear("done", after=LEAD_IN + 11.5)
    assert "Tell me if you got a different number." in story.said()


def test_done_after_the_last_rep_is_a_whole_set() -> None:
    story = in_set().hear("done", after=LEAD_IN + 23.5)
    assert not story.state.today.log[0].cut_short


def test_done_while_setting_up_moves_on() -> None:
    assert isinstance(Story(plan(*TWO_SETS)).until(SettingUp).hear("done").state.phase, Resting)


def test_a_carry_is_ended_by_done() -> None:
    story = Story(plan(CARRY)).until(Carrying).hear("done", after=20.0)
    assert not story.state.today.log[0].cut_short


def test_a_carry_is_ended_by_its_limit() -> None:
    story = Story(plan(CARRY)).until(Carrying).wake()
    assert len(story.state.today.log) == 1


def test_a_carry_broken_off_is_logged_as_cut_short() -> None:
    assert Story(plan(CARRY)).until(Carrying).hear("next").state.today.log[0].cut_short


def test_a_hold_is_logged_in_seconds() -> None:
    story = Story(plan(Work("psoas", Hold(30.0), Role.WARM_UP))).until(Closing)
    assert story.state.today.log[0].seconds == 30.0


def test_breaths_are_paced_in_and_out() -> None:
    story = Story(plan(BREATHING)).until(Working)
    words = [beat.sound for beat in story.counts()[0].beats]
    assert words[1:] == ["breathe in", "and out", "breathe in", "and out", "last breath in", "and out"]


def test_breaths_broken_off_count_whole_ones() -> None:
    story = in_set(BREATHING).hear("next", after=25.0)
    assert story.state.today.log[0].cut_short


def test_a_quiet_lifter_hears_no_praise() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("verbosity", level="quiet")
    story.until(Working).count_starts().spoken(30.0)
    assert story.said() == "Rest ninety seconds. Next, Romanian deadlift, four reps at sixty kilos."


def test_a_talkative_coach_adds_the_reason_for_the_exercise() -> None:
    story = Story(plan(Talk((line("Hello."),)), BREATHING)).began().spoken()
    story.hear("verbosity", level="talkative").spoken().until(Briefing)
    assert "It sets the brace." in story.state.last_said


def test_an_unknown_verbosity_changes_nothing() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("verbosity", level="singing")
    assert story.state.verbosity == "normal"


def test_between_sets_its_own_lines_are_said() -> None:
    assert "Shake it out." in in_set().spoken(30.0).said()


def test_before_a_short_rest_nothing_is_said_that_would_push_its_announcement_into_the_countdown() -> None:
    story = in_set(HINGE_SET, Rest(12.0), SECOND_SET).spoken(30.0)
    assert "Shake it out." not in story.said()


# ---- rest


def test_a_rest_counts_down_to_zero_at_its_end() -> None:
    story = resting()
    (countdown,) = story.countdowns()
    assert countdown.zero == end_of(story)
    assert [(beat.offset, beat.sound) for beat in countdown.beats] == [
        (-45.0, "Half way."),
        (-10.0, "Ten seconds."),
        (-3.0, "three"),
        (-2.0, "two"),
        (-1.0, "one"),
        (0.0, "go"),
    ]


def test_a_short_rest_is_only_counted_out() -> None:
    story = resting(HINGE_SET, Rest(20.0), SECOND_SET)
    assert [beat.offset for beat in story.countdowns()[0].beats] == [-3.0, -2.0, -1.0, 0.0]


def test_more_rest_moves_the_end_and_the_countdown() -> None:
    story = resting()
    end = end_of(story)
    story.hear("more_rest", seconds=30)
    assert end_of(story) == end + 30
    assert story.countdowns()[0].zero == end + 30
    assert story.of(Hush)[0].up_to is Rank.COUNTDOWN


def test_less_rest_never_ends_in_the_past() -> None:
    story = resting().hear("less_rest", seconds=500)
    assert wake_at(story.state) == story.state.at + 1.0


def test_a_rest_without_anything_after_it_says_just_its_length() -> None:
    story = Story(plan(HINGE_SET, Rest(90.0))).until(Resting)
    assert "Rest ninety seconds." in story.said()


def test_an_emom_rest_ends_a_fixed_time_after_the_set_began() -> None:
    story = in_set(HINGE_SET, Rest(60.0, since_start=True), SECOND_SET)
    began = story.state.at
    assert end_of(story.spoken(27.0)) == began + 60.0


def test_ready_cuts_the_rest_and_begins_the_set() -> None:
    assert isinstance(resting().hear("start").state.phase, Working)


def test_a_wake_before_the_deadline_changes_nothing() -> None:
    story = resting()
    assert isinstance(story.tell(Woke(story.state.at + 1)).state.phase, Resting)


def test_a_wake_without_a_deadline_changes_nothing() -> None:
    story = resting().hear("pause")
    assert isinstance(story.tell(Woke(story.state.at + 100)).state.phase, Paused)


# ---- moving about


def test_back_goes_to_the_work_before() -> None:
    story = resting().hear("back")
    assert "Set one of two" in story.said() or "Romanian deadlift. Set one" in story.said()


def test_back_from_a_later_set_passes_over_the_rest_to_the_set_before() -> None:
    story = resting().until(SettingUp).hear("back")
    assert "Set one of two" in story.said()


def test_a_cue_that_leaves_during_a_rest_changes_nothing() -> None:
    story = resting()
    before = story.state.phase
    assert story.tell(CueFinished(story.state.at, 1)).state.phase == before


def test_back_from_the_first_one_says_so_and_begins_it_again() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("back")
    assert story.said().startswith("This is the first one.")
    assert isinstance(story.state.phase, Briefing)


def test_back_during_the_welcome_starts_the_first_step() -> None:
    assert isinstance(Story(plan(*TWO_SETS)).began().hear("back").state.phase, Briefing)


def test_repeat_says_the_last_lines_again_and_waits_for_them() -> None:
    story = Story(plan(*TWO_SETS)).until(Briefing)
    before = story.said()
    assert story.hear("repeat").said() == before
    assert isinstance(story.spoken().state.phase, SettingUp)


def test_repeat_in_a_rest_places_the_countdown_again() -> None:
    story = resting()
    end = end_of(story)
    assert story.hear("repeat").countdowns()[0].zero == end


def test_repeat_while_setting_up_gives_time_to_listen() -> None:
    story = Story(plan(BREATHING)).until(SettingUp)
    before = wake_at(story.state) or 0.0
    assert (wake_at(story.hear("repeat").state) or 0.0) > before


def test_repeat_puts_a_question_again() -> None:
    story = Story(plan(RE_ASK)).until(Asking).hear("repeat")
    assert story.said() == "How does it feel now?"


def test_repeat_without_anything_said_says_so() -> None:
    story = Story(plan(CARRY)).until(Carrying)
    story.state = type(story.state)(story.state.phase, story.state.ahead)
    from coach.core.intents.control.navigation import repeat
    from coach.core.turn import Turn

    turn = Turn(story.plan, story.state, SessionTime(1.0))
    repeat(turn, Heard(SessionTime(1.0), "repeat"))
    assert [command.text for command in turn.commands if isinstance(command, Say)] == ["Nothing to repeat yet."]


def test_repeat_in_an_endless_phase_only_speaks() -> None:
    story = Story(plan(CARRY)).until(Carrying)
    from coach.core.intents.control.navigation import repeat
    from coach.core.turn import Turn

    turn = Turn(story.plan, story.state, SessionTime(1.0))
    repeat(turn, Heard(SessionTime(1.0), "repeat"))
    assert isinstance(turn.session.phase, Carrying)


# ---- pause and stop


def test_pause_silences_everything_and_waits() -> None:
    story = in_set().hear("pause", after=10.0)
    assert story.hushed()
    assert wake_at(story.state) is None


def test_resume_counts_the_reps_that_are_left_with_a_new_lead_in() -> None:
    story = in_set().hear("pause", after=LEAD_IN + 11.5).hear("resume", after=60.0)
    downs = [beat for beat in story.counts()[0].beats if beat.sound == "down"]
    assert len(downs) == 2


def test_a_set_finished_after_a_pause_is_logged_whole() -> None:
    story = in_set().hear("pause", after=LEAD_IN + 11.5).hear("resume").count_starts().spoken(20.0)
    assert story.state.today.log[0].reps_done == 4


def test_a_set_cut_after_a_pause_counts_the_reps_before_it() -> None:
    story = in_set().hear("pause", after=LEAD_IN + 11.5).hear("resume").count_starts().hear("next", after=LEAD_IN + 6)
    assert story.state.today.log[0].reps_done == 3


def test_a_paused_rest_keeps_what_was_left() -> None:
    story = resting()
    left = (wake_at(story.state) or 0.0) - story.state.at - 10.0
    story.hear("pause", after=10.0).hear("resume", after=300.0)
    assert wake_at(story.state) == story.state.at + left


def test_start_resumes_too() -> None:
    assert isinstance(in_set().hear("pause").hear("start").state.phase, Working)


def test_a_paused_carry_goes_on_with_its_time() -> None:
    story = Story(plan(CARRY)).until(Carrying).hear("pause", after=20.0).hear("resume")
    assert isinstance(story.state.phase, Carrying)


def test_a_pause_while_setting_up_gives_the_whole_time_again() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("pause").hear("resume")
    assert isinstance(story.state.phase, SettingUp)


def test_a_pause_in_an_announcement_announces_again() -> None:
    story = Story(plan(*TWO_SETS)).until(Briefing).hear("pause").hear("resume")
    assert "Romanian deadlift" in story.said()


def test_a_pause_in_the_welcome_goes_to_the_first_step() -> None:
    story = Story(plan(*TWO_SETS)).began().hear("pause").hear("resume")
    assert isinstance(story.state.phase, Briefing)


def test_a_hold_goes_on_with_the_seconds_left() -> None:
    story = in_set(Work("psoas", Hold(40.0), Role.WARM_UP)).hear("pause", after=21.5).hear("resume")
    assert story.counts()[0].length == 1.5 + 20.0 + 0.8


def test_stop_silences_and_asks() -> None:
    story = in_set().hear("stop")
    assert story.hushed()
    assert story.said() == "End the session? Yes or no."


def test_stop_and_yes_ends_the_session_and_keeps_the_reps() -> None:
    story = in_set().hear("stop", after=LEAD_IN + 6).hear("yes")
    assert story.state.today.log[0].reps_done == 1
    assert story.spoken().state.phase == Finished("stopped")


def test_stop_and_no_goes_on() -> None:
    assert isinstance(in_set().hear("stop").hear("no").state.phase, Working)


def test_stop_without_an_answer_asks_again_and_then_waits() -> None:
    story = in_set().hear("stop").wake()
    assert story.said() == "End the session? Yes or no."
    assert isinstance(story.wake().state.phase, Paused)


def test_stop_while_paused_asks_too() -> None:
    story = in_set().hear("pause").hear("stop").hear("yes")
    assert isinstance(story.state.phase, Closing)


def test_an_unclear_stop_is_asked_about() -> None:
    story = in_set().tell(HeardUnclear(SessionTime(20.0), "stop"))
    assert story.said() == "End the session? Yes or no."


def test_an_unclear_complaint_stops_the_count_and_asks() -> None:
    story = in_set().tell(HeardUnclear(SessionTime(20.0), "complaint"))
    assert story.hushed()
    assert story.said() == "Did something hurt or feel wrong?"


def test_an_unclear_complaint_that_was_one_takes_its_branch() -> None:
    story = in_set().tell(HeardUnclear(SessionTime(20.0), "complaint")).hear("yes").hear("no")
    assert story.notes("branch")[0].fields["name"] == "other"


def test_an_unclear_next_is_asked_about_in_a_rest() -> None:
    story = resting()
    story.tell(HeardUnclear(story.state.at + 1, "next"))
    assert story.said() == "Did you mean next? Yes or no."
    assert isinstance(story.hear("yes").state.phase, Briefing)


def test_an_unclear_next_in_a_set_is_left_alone() -> None:
    assert isinstance(in_set().tell(HeardUnclear(SessionTime(20.0), "next")).state.phase, Working)


def test_an_unclear_remark_that_is_not_armed_is_left_alone() -> None:
    story = resting()
    assert isinstance(story.tell(HeardUnclear(story.state.at, "resume")).state.phase, Resting)


def test_a_complaint_half_heard_in_the_last_words_is_asked_about_and_they_are_said_after_a_no() -> None:
    story = Story(plan(Talk(()))).until(Closing)
    assert story.tell(HeardUnclear(story.state.at, "complaint")).said() == "Did something hurt or feel wrong?"
    assert story.hear("no").said() == "All done. Walk it off."
    assert story.until(Finished).state.phase == Finished("done")


# ---- asking


def test_an_answer_takes_its_effects() -> None:
    story = Story(plan(RE_ASK, *TWO_SETS)).until(Asking).hear("better")
    assert story.notes("load")[0].fields["change"] == 0.85


def test_a_question_without_an_answer_is_put_twice_and_then_silence_counts() -> None:
    story = Story(plan(RE_ASK, *TWO_SETS)).until(Asking).spoken().wake()
    assert story.said() == "How does it feel now?"
    story.spoken().wake()
    assert story.notes("loading-ended")


def test_a_word_that_answers_nothing_does_its_usual_thing() -> None:
    story = Story(plan(RE_ASK, *TWO_SETS)).until(Asking).hear("pause")
    assert isinstance(story.state.phase, Paused)


def test_time_left_in_a_rest_is_the_rest() -> None:
    story = resting().hear("time_left", after=30.0)
    assert story.said() == "One minute left."


def test_time_left_in_a_hold_is_the_hold() -> None:
    story = in_set(Work("psoas", Hold(40.0), Role.WARM_UP)).hear("time_left", after=21.5)
    assert story.said() == "Twenty seconds left."


def test_time_left_before_a_hold_has_begun_is_all_of_it() -> None:
    story = Story(plan(Work("psoas", Hold(40.0), Role.WARM_UP))).until(Working).hear("time_left")
    assert story.said() == "Forty seconds left."


def test_time_left_otherwise_is_a_guess_of_the_whole() -> None:
    story = Story(plan(Talk((line("Hello."),)), BREATHING, CARRY, RE_ASK, *TWO_SETS)).began().hear("time_left")
    assert story.said() == "About four minutes to the end."


def test_time_left_while_paused_is_the_whole() -> None:
    assert "to the end" in resting().hear("pause").hear("time_left").said()


def test_whats_next_names_the_next_work() -> None:
    assert resting().hear("whats_next").said() == "Next, Romanian deadlift, four reps at sixty kilos."


def test_whats_next_at_the_end_says_so() -> None:
    assert "end" in Story(plan(BREATHING)).until(SettingUp).hear("whats_next").said()


def test_why_gives_the_reason_of_the_last_cue() -> None:
    assert resting().wake().hear("why").said() == "The hips are the hinge."


def test_why_without_a_reason_gives_the_exercises() -> None:
    assert resting().hear("why").said() == "It trains the hamstrings."


def test_why_with_nothing_to_explain_says_what_all_of_it_is_for() -> None:
    story = Story(plan(Talk((line("Hello."),)))).began().hear("why")
    assert "hips" in story.said()


def test_why_one_lifts_better_than_one_squats_is_answered() -> None:
    assert resting().hear("structure").said() == "Your bones decide that."


def test_help_gives_more_time_to_set_up() -> None:
    story = Story(plan(BREATHING)).until(SettingUp).hear("help", after=3.5)
    assert wake_at(story.state) == story.state.at + 8.0


# ---- pace, loudness, ladder


def test_slower_lengthens_the_lowering_from_the_next_rep_on() -> None:
    story = in_set().hear("slower", after=LEAD_IN + 6)
    words = [beat.sound for beat in story.counts()[0].beats[2:8]]
    assert words == ["down", "two", "three", "four", "hold", "up"]
    assert len([beat for beat in story.counts()[0].beats if beat.sound == "down"]) == 3


def test_a_count_that_is_not_wanted_falls_silent_and_the_set_goes_on_from_its_next_rep() -> None:
    story = in_set().hear("counting", aloud="no", after=LEAD_IN + 6)
    assert "Counting without a sound." in story.said()
    assert isinstance(story.state.phase, Working)
    assert story.state.phase.before == 1
    assert not [beat.sound for beat in story.counts()[0].beats if beat.sound in ("down", "two", "up", "last one")]
    assert not [beat for beat in story.until(Resting).until(Working).counts()[0].beats if beat.sound == "down"]


def test_the_count_comes_back_when_it_is_asked_for() -> None:
    story = resting().hear("counting", aloud="no").hear("counting", aloud="yes").until(Working)
    assert "down" in [beat.sound for beat in story.counts()[0].beats]


def test_faster_shortens_the_sets_to_come() -> None:
    story = resting().hear("faster").until(Working)
    assert [beat.sound for beat in story.counts()[0].beats[2:5]] == ["down", "two", "hold"]


def test_slower_while_setting_up_holds_for_this_set() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("slower").hear("start")
    assert "four" in [beat.sound for beat in story.counts()[0].beats]


def test_slower_in_a_hold_changes_only_the_sets_to_come() -> None:
    story = in_set(Work("psoas", Hold(40.0), Role.WARM_UP), *TWO_SETS).hear("slower")
    assert isinstance(story.state.phase, Working)


def test_louder_changes_the_volume_and_answers() -> None:
    story = resting().hear("louder")
    assert story.of(SetVolume)[0].factor == 1.25
    assert story.said() == "Louder now."


def test_quieter_in_a_set_answers_with_a_tone() -> None:
    story = in_set().hear("quieter")
    assert story.of(SetVolume)
    assert story.said() == ""


def lifts(story: Story) -> list[tuple[str, float | None]]:
    """The movement and load of the set at hand and of those to come."""
    now = [story.state.phase.step] if isinstance(story.state.phase, Briefing | SettingUp) else []
    return [(step.exercise, step.load) for step in (*now, *story.state.ahead) if isinstance(step, Work)]


def test_easier_in_a_set_logs_it_and_takes_off_load() -> None:
    story = in_set().hear("easier", after=LEAD_IN + 6)
    assert len(story.state.today.log) == 1
    assert "Fifty two point five kilos from the next set." in story.said()
    assert lifts(story) == [("hinge", 52.5)]


def test_easier_while_setting_up_lightens_this_very_set_as_too_heavy_does() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp).hear("easier")
    heavy = Story(plan(*TWO_SETS)).until(SettingUp).hear("complaint", region="load", sensation="heavy")
    assert isinstance(story.state.phase, Briefing)
    assert lifts(story) == lifts(heavy) == [("hinge", 52.5), ("hinge", 52.5)]


def test_easier_before_a_ramp_up_set_says_the_load_of_the_work_sets() -> None:
    ramp = Work("hinge", Reps(5), Role.RAMP, 1, 1, load=40.0)
    story = Story(plan(ramp, Rest(30.0), *TWO_SETS)).until(SettingUp).hear("easier")
    assert "Fifty two point five kilos for the work sets. The next ramp-up set is thirty five kilos." in story.said()


def test_easier_once_more_is_an_easier_movement() -> None:
    story = resting().hear("easier").hear("easier")
    assert "Kettlebell deadlift" in story.said()
    assert [exercise for exercise, _ in lifts(story)] == ["kettlebell"]


def test_easier_after_too_heavy_is_an_easier_movement() -> None:
    story = resting().hear("complaint", region="load", sensation="heavy").until(Resting).hear("easier")
    assert [exercise for exercise, _ in lifts(story)] == ["kettlebell"]


def test_easier_after_a_complaint_is_an_easier_movement_at_once() -> None:
    story = resting().hear("complaint", region="grip", sensation="going").until(Resting).hear("easier")
    assert [exercise for exercise, _ in lifts(story)] == ["kettlebell"]


@pytest.mark.parametrize("load", [None, 20.0])
def test_easier_where_no_load_can_be_taken_off_is_an_easier_movement(load: float | None) -> None:
    sets = [Work("hinge", Reps(4), Role.WORKING, number, 2, load=load) for number in (1, 2)]
    story = Story(plan(*sets)).until(SettingUp).hear("easier")
    assert [exercise for exercise, _ in lifts(story)] == ["kettlebell", "kettlebell"]


def test_an_easier_movement_that_was_asked_for_in_a_set_comes_at_once() -> None:
    story = in_set().hear("easier", after=LEAD_IN + 6, what="movement")
    assert len(story.state.today.log) == 1
    assert "Kettlebell deadlift" in story.said()
    assert [exercise for exercise, _ in lifts(story)] == ["kettlebell"]


def test_easier_in_a_rest_keeps_the_rest() -> None:
    assert isinstance(resting().hear("easier").state.phase, Resting)


def test_easier_before_anything_began_just_moves_on() -> None:
    assert isinstance(Story(plan(*TWO_SETS)).began().hear("easier").state.phase, Briefing)


def test_easier_in_a_drill_says_it_is_the_easiest() -> None:
    assert "easiest" in Story(plan(BREATHING)).until(SettingUp).hear("easier").said()


def test_easier_at_the_end_of_the_ladder_says_so() -> None:
    story = Story(plan(Work("carry", Reps(3), Role.WORKING))).until(SettingUp).hear("easier")
    assert "easiest" in story.said()


def test_a_harder_movement_swaps_the_sets_to_come_without_adding_load() -> None:
    story = resting().hear("harder", what="movement")
    (step,) = [step for step in story.state.ahead if isinstance(step, Work)]
    assert (step.exercise, step.load) == ("pull", 60.0)


def test_harder_after_a_complaint_is_refused() -> None:
    story = resting().hear("complaint", region="grip", sensation="going").until(Resting).hear("harder")
    assert "Not today" in story.said()


def test_harder_at_the_top_of_the_ladder_says_so() -> None:
    story = Story(plan(*[Work("pull", Reps(3), Role.WORKING, n, 2, load=60.0) for n in (1, 2)])).until(SettingUp)
    assert "hardest" in story.hear("harder", what="movement").said()


def test_harder_with_nothing_to_come_says_so() -> None:
    assert "hardest" in Story(plan(BREATHING)).until(SettingUp).hear("harder").said()


# ---- the log


def test_a_spoken_number_of_reps_corrects_the_last_set() -> None:
    story = resting().hear("log_reps", reps=5)
    assert story.state.today.log[-1].reps_done == 5
    assert "Five reps" in story.said()


@pytest.mark.parametrize(
    ("slots", "reps"),
    [({"failed": 4}, 3), ({"failed": 1}, 0), ({"missed": 1}, 3), ({"missed": 0}, 4), ({"reps": 3, "missed": 1}, 3)],
)
def test_a_rep_that_failed_is_not_among_those_done(slots: dict[str, float], reps: int) -> None:
    assert resting().hear("log_reps", **slots).state.today.log[-1].reps_done == reps


def test_undo_takes_the_correction_back() -> None:
    story = resting().hear("log_reps", reps=5).hear("undo")
    assert story.state.today.log[-1].reps_done == 4


def test_undo_with_nothing_to_take_back_says_so() -> None:
    assert "Nothing" in resting().hear("undo").said()


@pytest.mark.parametrize(
    ("intent", "slots", "words"),
    [
        ("log_effort", {"rpe": 8}, "Effort eight."),
        ("log_effort", {"reps_left": 2}, "Effort eight."),
        ("log_reps", {"reps": 3}, "hree reps"),
    ],
)
def test_the_last_set_can_be_told_of_while_the_last_words_are_said(
    intent: str, slots: dict[str, float], words: str
) -> None:
    story = Story(plan(HINGE_SET)).until(Closing).hear(intent, **slots)
    done = story.state.today.log[-1]
    assert words in story.said()
    assert (done.effort, done.reps_done) == ((8.0, 4) if intent == "log_effort" else (None, 3))
    assert isinstance(story.state.phase, Closing)
    assert story.spoken().state.phase == Finished("done")


def test_in_the_last_words_of_a_day_without_a_set_there_is_nothing_to_tell_of() -> None:
    assert "log_effort" not in listening_for(Story(plan(Talk((line("Hello."),)))).until(Closing).state)


def test_an_effort_in_reps_left_becomes_an_rpe() -> None:
    assert resting().hear("log_effort", reps_left=2).state.today.log[-1].effort == 8.0


def test_an_effort_as_rpe_is_kept() -> None:
    assert resting().hear("log_effort", rpe=8.5).state.today.log[-1].effort == 8.5


def test_logging_before_any_set_says_so() -> None:
    assert "No set" in Story(plan(*TWO_SETS)).until(SettingUp).hear("log_reps", reps=5).said()


def test_a_spoken_load_holds_from_the_next_set() -> None:
    story = resting().hear("log_load", load=67.5)
    assert story.said() == "Sixty seven point five kilos from the next set."
    assert [step.load for step in story.state.ahead if isinstance(step, Work)] == [67.5]


def test_a_load_said_while_setting_up_holds_for_this_set_and_leaves_the_ramp_in_proportion() -> None:
    ramp = Work("hinge", Reps(5), Role.RAMP, 1, 1, load=40.0)
    story = Story(plan(ramp, Rest(30.0), *SETS)).until(SettingUp).hear("log_load", load=90.0).hear("yes")
    assert isinstance(story.state.phase, SettingUp)
    assert story.state.phase.step.load == 60.0


def test_ten_percent_less_is_rounded_down_to_the_plates() -> None:
    story = resting().hear("change_load", percent=-10)
    assert [step.load for step in story.state.ahead if isinstance(step, Work)] == [52.5]


def test_a_load_never_rises_after_a_complaint() -> None:
    story = resting().hear("complaint", region="grip", sensation="going").until(Resting).hear("log_load", load=100.0)
    assert "Not today" in story.said()


def test_a_load_for_work_without_one_says_so() -> None:
    assert "no weight" in Story(plan(BREATHING)).until(SettingUp).hear("log_load", load=50).said()


def test_plates_are_said_for_one_side() -> None:
    assert Story(plan(*TWO_SETS)).until(SettingUp).hear("plates").said() == "Twenty on each side."


def test_plates_that_are_on_already_are_said_to_be() -> None:
    assert resting().hear("plates").said() == "Twenty on each side. That is what is on."


def test_plates_are_changed_from_what_the_last_set_left_on_the_bar() -> None:
    story = resting().hear("log_load", load=75.0).hear("yes").hear("plates")
    assert story.said() == "Twenty, five, two point five on each side. Put on five, two point five."
    lighter = resting().hear("log_load", load=50.0).hear("yes").hear("plates")
    assert lighter.said() == "Fifteen on each side. Take off twenty. Put on fifteen."


def test_what_is_no_bar_is_named_by_its_weight() -> None:
    story = Story(plan(Work("kettlebell", Reps(4), Role.WORKING, load=24.0))).until(SettingUp)
    assert story.hear("plates").said() == "Twenty four kilos on this one."


def test_a_set_with_a_kettlebell_leaves_nothing_on_the_bar() -> None:
    bell = Work("kettlebell", Reps(4), Role.WORKING, load=24.0)
    bar = Work("hinge", Reps(4), Role.WORKING, load=60.0)
    story = Story(plan(bell, Rest(60.0), bar)).until(Resting)
    assert story.hear("plates").said() == "Twenty on each side."


def test_asking_for_plates_while_setting_up_leaves_time_to_load_them() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp)
    assert isinstance(story.state.phase, SettingUp)
    until = story.state.phase.until
    story.hear("plates", after=until - story.state.at - 0.1)
    assert isinstance(story.state.phase, SettingUp)
    assert story.state.phase.until > until


def test_the_empty_bar_needs_no_plates() -> None:
    story = Story(plan(Work("hinge", Reps(4), Role.WORKING, load=20.0))).until(SettingUp)
    assert story.hear("plates").said() == "The empty bar."


def test_plates_for_work_without_load_says_so() -> None:
    assert "no weight" in Story(plan(BREATHING)).until(SettingUp).hear("plates").said()


def test_who_steps_up_in_mid_session_is_told_that_the_next_one_is_theirs() -> None:
    story = resting().hear("who", name="sam")
    assert story.said() == "This session stays with who began it. The next one is for sam."
    assert story.state.next_lifter == "sam"
    assert isinstance(story.state.phase, Resting)


def test_who_without_a_name_changes_nothing() -> None:
    assert resting().hear("who").state.next_lifter is None


def test_without_a_history_there_is_nothing_to_tell_of_last_time() -> None:
    assert resting().hear("last_time").said() == "I have nothing written down yet."


def test_the_best_is_told_from_the_plan() -> None:
    story = resting()
    story.plan = replace(story.plan, lines={**story.plan.lines, "recall.best": line("Six at eighty kilos.")})
    assert story.hear("best").said() == "Six at eighty kilos."


# ---- the world


def test_an_interruption_silences_and_leaves_the_session_open() -> None:
    story = in_set()
    story.tell(Interrupted(SessionTime(20.0)))
    assert story.hushed()
    assert isinstance(story.state.phase, Working)


def test_whoever_trains_needs_no_reminder() -> None:
    story = in_set()
    before = story.state.phase
    assert story.tell(Reminded(SessionTime(20.0), "rdl-day")).state.phase == before


def test_after_a_power_cut_the_lifter_is_asked_whether_to_carry_on() -> None:
    story = in_set()
    story.tell(Resumed(SessionTime(20.0)))
    assert story.said() == "You were at Romanian deadlift, set one of two. Carry on? Yes or no."
    assert isinstance(story.hear("yes").state.phase, Working)


def test_declining_closes_the_session_as_cut_short() -> None:
    story = in_set()
    story.tell(Resumed(SessionTime(20.0))).hear("no").spoken()
    assert story.state.phase == Finished("cut-short")


def test_a_power_cut_at_the_very_start_just_begins() -> None:
    assert isinstance(Story(plan(*TWO_SETS)).tell(Resumed(SESSION_START)).state.phase, Briefing)


def test_a_power_cut_in_the_last_words_says_them_again() -> None:
    story = Story(plan(Talk(()))).until(Closing)
    assert story.tell(Resumed(story.state.at)).said() == "All done. Walk it off."


def test_a_power_cut_in_a_drill_names_the_drill() -> None:
    story = Story(plan(BREATHING)).until(SettingUp)
    assert "Ninety ninety breathing" in story.tell(Resumed(story.state.at)).said()


def test_a_power_cut_with_no_work_left_names_the_session() -> None:
    story = Story(plan(Talk((line("Hello."),)))).began()
    assert "Small day" in story.tell(Resumed(SessionTime(1.0))).said()


def test_a_cue_nobody_waits_for_changes_nothing() -> None:
    story = in_set()
    before = story.state.phase
    assert story.tell(CueFinished(story.state.at, 999)).state.phase == before


def test_a_cue_that_starts_and_is_no_count_changes_nothing() -> None:
    from coach.core.events import CueStarted

    story = Story(plan(*TWO_SETS)).until(Briefing)
    before = story.state.phase
    assert story.tell(CueStarted(story.state.at, 1)).state.phase == before


# ---- listening


def test_complaints_and_stop_are_armed_wherever_something_goes_on() -> None:
    story = Story(plan(RE_ASK, *TWO_SETS, CARRY))
    for phase in (Speaking, Asking, Briefing, SettingUp, Working, Resting):
        assert {"complaint", "stop"} <= listening_for(story.until(phase).state)
        if phase is Asking:
            story.hear("yes")


def test_nothing_is_armed_when_it_is_over() -> None:
    assert listening_for(Story(plan(Talk(()))).until(Finished).state) == frozenset()


def test_a_complaint_is_still_heard_in_the_last_words() -> None:
    assert listening_for(Story(plan(Talk(()))).until(Closing).state) == {"complaint"}


def test_an_intent_that_is_not_armed_is_ignored() -> None:
    story = in_set().hear("more_rest", seconds=30)
    assert story.notes("ignored")[0].fields["intent"] == "more_rest"


def test_answers_are_armed_while_their_question_is_open() -> None:
    assert {"better", "same", "worse"} <= listening_for(Story(plan(RE_ASK)).until(Asking).state)


def test_questions_confirming_are_answered_by_yes_and_no() -> None:
    story = in_set().hear("stop")
    assert isinstance(story.state.phase, Confirming)
    assert {"complaint", "stop", "yes", "no", "time_left"} <= listening_for(story.state)


# ---- what makes no sense now


@pytest.mark.parametrize("remark", ["start", "resume", "more_rest", "less_rest", "rest_for", "done"])
def test_a_remark_that_makes_no_sense_in_the_last_words_changes_nothing(remark: str) -> None:
    story = Story(plan(Talk(()))).until(Closing)
    turn = Turn(story.plan, story.state, story.state.at)
    REMARKS[remark](turn, Heard(story.state.at, remark))
    assert (turn.session, turn.commands) == (story.state, [])


def test_a_single_set_is_announced_without_a_number() -> None:
    story = Story(plan(Work("hinge", Reps(4), Role.WORKING, load=60.0))).until(Briefing)
    assert story.said().startswith("Romanian deadlift. Four reps at sixty kilos.")


def test_a_hold_too_short_for_a_countdown_is_begun_and_released() -> None:
    story = Story(plan(Work("psoas", Hold(5.0), Role.WARM_UP))).until(Working)
    assert [beat.sound for beat in story.counts()[0].beats] == ["Begin", "and release"]


def test_answering_a_question_can_end_the_session() -> None:
    last = Ask("enough", line("Enough?"), (Answer(("yes",), (EndSession("stopped"),)),), (EndSession("stopped"),))
    assert isinstance(Story(plan(last, *TWO_SETS)).until(Asking).hear("yes").state.phase, Closing)


def test_silence_to_a_question_can_end_the_session() -> None:
    last = Ask("enough", line("Enough?"), (Answer(("yes",), ()),), (EndSession("stopped"),))
    story = Story(plan(last, *TWO_SETS)).until(Asking).spoken().wake().spoken().wake()
    assert isinstance(story.state.phase, Closing)


def test_an_answer_can_name_a_side() -> None:
    drop = Ask("side", line("Which side?"), (Answer(("left",), (DropSide(),)),))
    story = Story(plan(drop, *TWO_SETS)).until(Asking).hear("left", side="left")
    assert not [step for step in story.state.ahead if isinstance(step, Work) and step.role is Role.WORKING]


def test_an_armed_word_that_only_answers_other_questions_changes_nothing() -> None:
    story = in_set().hear("stop")
    before = story.state.phase
    story.tell(Heard(story.state.at, "stop"))
    assert isinstance(story.state.phase, type(before))


def test_only_reps_are_retimed_in_the_steps_to_come() -> None:
    story = resting(HINGE_SET, Rest(90.0), Work("psoas", Hold(30.0), Role.WARM_UP)).hear("slower")
    assert [step.dose for step in story.state.ahead if isinstance(step, Work)] == [Hold(30.0)]


def test_time_left_counts_breaths_too() -> None:
    story = Story(plan(Talk((line("Hello."),)), BREATHING)).began().hear("time_left")
    assert story.said() == "About one minute to the end."


def test_swapping_a_hold_to_another_rung_keeps_its_seconds() -> None:
    hold = Work("hinge", Hold(20.0), Role.WORKING, 2, 2, load=60.0)
    story = resting(HINGE_SET, Rest(90.0), hold).hear("easier", what="movement")
    assert [step.dose for step in story.state.ahead if isinstance(step, Work)] == [Hold(20.0)]


def test_several_ramp_up_sets_are_numbered() -> None:
    ramps = [Work("hinge", Reps(3), Role.RAMP, number, 2, load=40.0) for number in (1, 2)]
    story = Story(plan(*ramps)).until(Briefing)
    assert "Ramp-up set one of two." in story.said()
    assert "Ramp-up set two of two." in story.until(Working).count_starts().spoken(30.0).said()


def test_a_loaded_hold_to_come_counts_into_the_time_left() -> None:
    hold = Work("hinge", Hold(60.0), Role.WORKING, load=60.0)
    story = Story(plan(Talk((line("Hello."),)), hold)).began().hear("time_left")
    assert story.said() == "About one minute to the end."


def test_a_yes_that_a_question_does_not_know_is_let_pass() -> None:
    only_no = Ask("odd", line("Odd?"), (Answer(("no",), ()),))
    story = Story(plan(only_no, *TWO_SETS)).until(Asking)
    assert isinstance(story.hear("yes").state.phase, Asking)


def test_undo_after_another_set_mends_the_set_it_is_about_and_keeps_the_others() -> None:
    story = Story(plan()).began().until(Working)
    story.until(Resting).hear("log_reps", reps=3)
    story.until(Working).until(Resting)
    before = story.state.today.log

    story.hear("undo")

    assert len(before) == len(story.state.today.log)
    assert [done.at for done in story.state.today.log] == [done.at for done in before]
    assert story.state.today.log[-1] == before[-1]


def test_as_a_machine_it_gives_each_turn_whole() -> None:
    machine = SessionMachine(plan(*SETS))
    turn = machine.advance(begin(machine.plan), Began(SESSION_START))
    assert (turn.before, turn.event) == (begin(machine.plan), Began(SESSION_START))
    assert turn.commands
    assert machine.armed(turn.after) == listening_for(turn.after)
    assert machine.wake_at(turn.after) == wake_at(turn.after)
    assert not machine.ended(turn.after)


def test_what_makes_no_sense_before_the_beginning_gets_no_tone() -> None:
    story = Story(plan())
    assert "resume" not in listening_for(story.state)
    assert all(isinstance(command, Note) for command in story.hear("resume").commands)
    assert isinstance(story.state.phase, Unstarted)
