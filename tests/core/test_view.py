"""The picture for a screen across the garage."""

from coach.core.plan import Talk
from coach.core.session import view
from coach.core.state import Asking, Carrying, Finished, Resting, SettingUp, Working
from tests.core.plans import RE_ASK, line, plan
from tests.core.stories import Story
from tests.core.test_session import CARRY, TWO_SETS, in_set, resting


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


def test_a_question_is_shown() -> None:
    story = Story(plan(RE_ASK)).until(Asking)
    assert view(story.plan, story.state, 0.0).detail == "How does it feel now?"


def test_a_yes_or_no_question_is_shown() -> None:
    story = in_set().hear("stop")
    assert view(story.plan, story.state, 0.0).detail == "End the session? Yes or no."


def test_a_pause_says_how_to_go_on() -> None:
    story = in_set().hear("pause")
    assert view(story.plan, story.state, 0.0).detail == "say resume"


def test_a_carry_shows_its_limit() -> None:
    story = Story(plan(CARRY)).until(Carrying)
    assert view(story.plan, story.state, 0.0).ends == story.state.at + 120.0


def test_setting_up_shows_how_long_is_left() -> None:
    story = Story(plan(*TWO_SETS)).until(SettingUp)
    assert view(story.plan, story.state, 0.0).ends == story.state.at + 20.0


def test_the_welcome_shows_the_title() -> None:
    story = Story(plan(Talk((line("Hello."),)))).began()
    assert view(story.plan, story.state, 0.0).now == "Small day"


def test_the_end_shows_how_it_ended() -> None:
    story = Story(plan(Talk((line("Hello."),)))).until(Finished)
    shown = view(story.plan, story.state, 0.0)
    assert (shown.now, shown.detail, shown.last_said) == ("Done", "done", "All done. Walk it off.")


def test_a_rest_is_called_a_rest() -> None:
    story = resting()
    assert isinstance(story.state.phase, Resting)
    assert view(story.plan, story.state, 0.0).now == "Rest"
