"""The picture for a screen across the garage."""

from dataclasses import replace
from typing import cast

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import SoundLost
from coach.core.plan import Answer, Ask, Line, Reps, Role, Talk, Work
from coach.core.session.machine import view
from coach.core.session.view import Situation, situation
from coach.core.state import (
    Asking,
    Briefing,
    Carrying,
    Closing,
    Confirming,
    Finished,
    Live,
    Resting,
    SettingUp,
    Unsaid,
    Working,
)
from tests.core.plans import KETTLEBELL, RE_ASK, line, plan
from tests.core.session.test_machine import BREATHING, CARRY, HINGE_SET, TWO_SETS, in_set, resting
from tests.core.stories import Story


def test_a_set_shows_its_name_its_number_its_load_and_its_reps() -> None:
    story = in_set()
    shown = view(story.plan, story.state, story.state.at + 3.0 + 11.5)
    assert (shown.now, shown.detail) == ("Romanian deadlift, set 1 of 2", "four reps at sixty kilos")
    assert (shown.rep, shown.reps) == (2, 4)


def test_a_rest_shows_when_it_ends_and_what_is_next() -> None:
    story = resting()
    shown = view(story.plan, story.state, story.state.at)
    assert shown.ends == story.state.at + 90.0
    assert shown.next == "Romanian deadlift, four reps at sixty kilos"


def test_a_count_that_has_not_begun_has_no_end_yet() -> None:
    story = Story(plan(*TWO_SETS)).until(Working)
    assert view(story.plan, story.state, story.state.at).ends is None


def test_what_was_said_last_is_shown_until_the_set_it_led_to() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp)
    assert view(story.plan, story.state, story.state.at).last_said == "Say ready when you are set."
    story.until(Working)
    assert view(story.plan, story.state, story.state.at).last_said == ""
    story.count_starts().hear("pause")
    assert view(story.plan, story.state, story.state.at).last_said == "Paused. Say resume to go on."


def test_a_set_at_ones_own_pace_shows_when_it_is_asked_whether_it_is_done() -> None:
    free = [replace(each, dose=Reps(4, free=True)) if isinstance(each, Work) else each for each in TWO_SETS]
    story = Story(plan(*free)).until(Carrying)
    assert view(story.plan, story.state, story.state.at).last_said == ""
    story.wake()
    assert view(story.plan, story.state, story.state.at).last_said


def test_a_question_is_shown() -> None:
    story = Story(plan(RE_ASK)).until(Asking)
    assert view(story.plan, story.state, SESSION_START).detail == "How does it feel now?"


def test_a_yes_or_no_question_is_shown() -> None:
    story = in_set().hear("stop")
    assert view(story.plan, story.state, SESSION_START).detail == "End the session? Yes or no."


def test_a_pause_says_how_to_go_on() -> None:
    story = in_set().hear("pause")
    assert view(story.plan, story.state, SESSION_START).detail == "say resume"


def test_a_pause_shows_what_it_holds() -> None:
    story = in_set().hear("pause")
    assert view(story.plan, story.state, SESSION_START).now == "Paused: Romanian deadlift, set 1 of 2"


def test_a_question_without_words_of_its_own_tells_what_it_takes() -> None:
    weight = Ask("bar", line("What does the bar weigh?"), (Answer(("log_load",), ()), Answer(("not_sure",), ())))
    asking = replace(plan(weight), lines={**plan().lines, "takes.log_load": line("a weight")})
    story = Story(asking).until(Asking)
    shown = view(story.plan, story.state, SESSION_START)
    assert (shown.takes, shown.answers, shown.to_say) == ("a weight", ("not sure",), "a weight, not sure")


def test_an_answer_is_listed_in_the_words_that_say_it() -> None:
    unit = Ask("unit", line("Kilos or pounds?"), (Answer(("unit",), ()), Answer(("later",), ())))
    asking = replace(plan(unit), lines={**plan().lines, "answer.unit": Line(("kilos", "pounds"))})
    story = Story(asking).until(Asking)
    assert view(story.plan, story.state, SESSION_START).answers == ("kilos", "pounds", "later")


def test_what_is_no_yes_or_no_question_lists_no_yes_and_no() -> None:
    story = resting()
    asked = Confirming(cast(Live, story.state.phase), story.state.at, "seconds-or-load", "Which?", story.state.at)
    state = replace(story.state, phase=asked)
    assert view(story.plan, state, SESSION_START).answers == ("seconds-or-load",)


def test_a_carry_shows_its_limit() -> None:
    story = Story(plan(CARRY)).until(Carrying)
    assert view(story.plan, story.state, SESSION_START).ends == story.state.at + 120.0


def test_setting_up_shows_how_long_is_left() -> None:
    story = Story(replace(plan(*TWO_SETS), waits=False)).until(SettingUp)
    assert view(story.plan, story.state, SESSION_START).ends == story.state.at + 20.0


def test_a_set_that_waits_for_ready_shows_no_timer() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp)
    assert view(story.plan, story.state, SESSION_START).ends is None


def test_the_welcome_shows_the_title() -> None:
    story = Story(plan(Talk((line("Hello."),)))).began()
    assert view(story.plan, story.state, SESSION_START).now == "Small day"


def test_the_end_shows_how_it_ended() -> None:
    story = Story(plan(Talk((line("Hello."),)))).until(Finished)
    shown = view(story.plan, story.state, SESSION_START)
    assert (shown.now, shown.detail, shown.last_said) == ("Done", "", "All done. Walk it off.")


def test_a_rest_is_called_a_rest() -> None:
    story = resting()
    assert isinstance(story.state.phase, Resting)
    assert view(story.plan, story.state, SESSION_START).now == "Rest"


def test_reps_go_on_between_two_events() -> None:
    story = in_set()
    at = story.state.at
    shown = view(story.plan, story.state, at)
    assert [shown.reps_done(at + 3.0 + seconds) for seconds in (0.0, 4.9, 5.0, 11.5, 23.0)] == [0, 0, 1, 2, 4]


def test_before_the_first_beat_no_rep_has_an_end() -> None:
    story = Story(plan(*TWO_SETS)).until(Working)
    assert view(story.plan, story.state, story.state.at).rep_ends == ()


def test_a_count_of_breaths_has_no_reps() -> None:
    story = Story(plan(BREATHING)).until(Working).count_starts()
    assert view(story.plan, story.state, story.state.at).rep_ends == ()


def test_the_load_is_shown_in_figures_with_its_plates() -> None:
    story = in_set()
    shown = view(story.plan, story.state, SESSION_START)
    assert (shown.load, shown.plates) == ("60 kg", "20 a side")


def test_in_a_rest_the_load_is_that_of_the_next_set() -> None:
    story = resting(replace(HINGE_SET, load=20.0), TWO_SETS[1], replace(TWO_SETS[2], load=20.0))
    shown = view(story.plan, story.state, SESSION_START)
    assert (shown.load, shown.plates) == ("20 kg", "empty bar")


def test_what_is_no_bar_has_a_load_and_no_plates() -> None:
    story = Story(plan(replace(HINGE_SET, exercise=KETTLEBELL.name, load=24.0))).until(Briefing)
    shown = view(story.plan, story.state, SESSION_START)
    assert (shown.load, shown.plates) == ("24 kg", "")


def test_a_drill_has_no_load() -> None:
    story = Story(plan(BREATHING)).until(Briefing)
    assert view(story.plan, story.state, SESSION_START).load == ""


def test_a_ramp_up_set_looks_unlike_a_working_set() -> None:
    story = Story(plan(replace(HINGE_SET, role=Role.RAMP, number=1, of=1))).until(Briefing)
    assert view(story.plan, story.state, SESSION_START).now == "Romanian deadlift, ramp-up set 1 of 1"


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (Story(plan(*TWO_SETS)).began(), Situation.TALK),
        (Story(plan(*TWO_SETS)).until(Briefing), Situation.READY),
        (Story(plan(*TWO_SETS)).until(SettingUp), Situation.READY),
        (in_set(), Situation.SET),
        (Story(plan(CARRY)).until(Carrying), Situation.SET),
        (resting(), Situation.REST),
        (Story(plan(RE_ASK)).until(Asking), Situation.QUESTION),
        (in_set().hear("stop"), Situation.QUESTION),
        (in_set().hear("pause"), Situation.PAUSE),
        (Story(plan(Talk((line("Hello."),)))).until(Closing), Situation.DONE),
        (Story(plan(Talk((line("Hello."),)))).until(Finished), Situation.DONE),
        (in_set().hear("complaint", region="low_back", sensation="sharp"), Situation.DANGER),
    ],
)
def test_every_situation_is_told_apart(story: Story, expected: Situation) -> None:
    assert view(story.plan, story.state, story.state.at).situation is expected


def test_a_line_of_safety_that_is_still_being_said_is_danger() -> None:
    said = replace(resting().state, unsaid=(Unsaid(1, line("Put it down."), SessionTime(9.0)),))
    assert situation(said) is Situation.DANGER


def test_a_session_that_ended_for_safety_stays_in_danger() -> None:
    assert situation(replace(resting().state, phase=Finished("red-flag"))) is Situation.DANGER


def test_a_question_shows_what_it_takes_for_an_answer() -> None:
    story = Story(plan(RE_ASK)).until(Asking)
    assert view(story.plan, story.state, SESSION_START).answers == ("better", "same", "worse")
    stopping = in_set().hear("stop")
    assert view(stopping.plan, stopping.state, SESSION_START).answers == ("yes", "no")


def test_a_lost_device_is_named_in_the_pause() -> None:
    story = in_set()
    story.tell(SoundLost(story.state.at + 1.0, "speaker"))
    assert view(story.plan, story.state, SESSION_START).detail == "waiting for the loudspeaker"
