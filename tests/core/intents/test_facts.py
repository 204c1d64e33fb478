"""What the lifter tells of himself is kept; what is said in an answer is kept as the answer wants it."""

from dataclasses import replace

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Heard, Slot
from coach.core.intents.facts import filled, spoken_value
from coach.core.plan import Answer, Ask, EndSession, FindLoad, Line, Remember, RememberSaid, Talk, Utter
from coach.core.standby.machine import advance_idle
from coach.core.standby.model import Box, Idle, KeepFact
from coach.core.state import Finished
from coach.core.steps.effects import apply_all
from coach.core.turn import Turn
from tests.core.plans import plan, stock_lines
from tests.core.stories import Story

SAID = RememberSaid("barbell", ("load", "reps"))


def answered(effect: RememberSaid, **slots: Slot) -> tuple[object, ...]:
    return filled((effect,), Heard(SessionTime(1.0), "log_load", slots))


def asking(*effects: RememberSaid | Remember | EndSession) -> Story:
    """A session that is one question, put to its end."""
    ask = Ask("bar", Line(("What does the bar weigh?",)), (Answer(("log_load", "log_reps"), effects),))
    return Story(replace(plan(), welcome=(), steps=(ask, Talk((Line(("Fine.",)),))))).began().spoken()


def test_a_fact_told_in_mid_session_is_a_finding() -> None:
    story = asking(SAID).hear("about_me", fact="rack", value="no")
    assert story.state.today.findings == {"rack": "no"}
    assert "next session" in story.said()


def test_a_weight_told_is_kept_with_its_unit() -> None:
    story = asking(SAID).hear("about_me", fact="barbell", value=15, unit="kg")
    assert story.state.today.findings == {"barbell": "15 kg"}


def test_for_a_thing_that_is_not_there_what_to_do_today_is_told() -> None:
    story = asking(SAID)
    story.plan = replace(story.plan, lines={**story.plan.lines, "answer.no_ball": Line(("A rolled towel.",))})
    assert "A rolled towel." in story.hear("about_me", fact="ball", value="no").said()
    assert "A rolled towel." not in story.hear("about_me", fact="ball", value="yes").said()


def test_nothing_is_kept_where_nothing_is_named() -> None:
    assert asking(SAID).hear("about_me").state.today.findings == {}


@pytest.mark.parametrize(("value", "says"), [("yes", True), ("no", False)])
def test_the_wish_for_plates_counts_at_once(value: str, says: bool) -> None:
    assert asking(SAID).hear("about_me", fact="plates_said", value=value).state.says_plates is says


def test_what_is_said_in_an_answer_is_remembered() -> None:
    assert asking(SAID).hear("log_load", load=15, unit="kg").state.today.findings == {"barbell": "15 kg"}


def test_an_answer_that_says_nothing_remembers_nothing() -> None:
    assert asking(SAID).hear("log_load").state.today.findings == {}


def test_the_first_slot_that_was_said_counts() -> None:
    assert answered(SAID, reps=20) == (Remember("barbell", "20"),)


def test_it_is_kept_in_the_words_that_are_wished() -> None:
    said = RememberSaid("dumbbells", ("load",), "to {value}")
    assert answered(said, load=22.5) == (Remember("dumbbells", "to 22.5"),)


def test_every_slot_can_be_kept() -> None:
    said = RememberSaid("days", ("one", "two", "three"), every=True)
    assert answered(said, one="mon", two="thu") == (Remember("days", "mon,thu"),)


def test_what_nobody_filled_in_keeps_nothing() -> None:
    story = asking(SAID)
    turn = Turn(story.plan, story.state, story.state.at)
    assert apply_all(turn, (SAID,))
    assert turn.session == story.state


def test_other_effects_stay_as_they_are() -> None:
    line = Utter(Line(("Fine.",)))
    assert filled((line,), Heard(SessionTime(1.0), "yes")) == (line,)


@pytest.mark.parametrize(
    ("slots", "effort"),
    [
        ({"rpe": 7}, 7.0),
        ({"reps_left": 3}, 7.0),
        ({"reps": 25}, 10.0),
        ({"level": 0}, 1.0),
        ({"rpe": "x"}, None),
        ({}, None),
    ],
)
def test_an_effort_is_taken_from_whatever_says_it(slots: dict[str, Slot], effort: float | None) -> None:
    find = FindLoad("hinge", 20.0, 60.0, 3)
    assert filled((find,), Heard(SessionTime(1.0), "log_effort", slots)) == (replace(find, effort=effort),)


def test_an_effort_that_is_known_is_not_taken_again() -> None:
    find = FindLoad("hinge", 20.0, 60.0, 3, effort=6.0)
    assert filled((find,), Heard(SessionTime(1.0), "log_effort", {"rpe": 9})) == (find,)


def test_an_empty_slot_says_nothing() -> None:
    assert spoken_value(Heard(SessionTime(1.0), "about_me", {"value": ""}), "value") == ""


def test_later_closes_with_what_was_kept() -> None:
    story = asking(Remember("interview", "later"), EndSession("later")).hear("log_reps", reps=1)
    assert "kept" in story.said()
    story.until(Finished)
    assert story.state.phase == Finished("later")


def test_between_sessions_a_fact_is_wanted_in_the_journal() -> None:
    box = Box(stock_lines(), {})
    _, wanted = advance_idle(box, Idle(), Heard(SessionTime(1.0), "about_me", {"fact": "barbell", "value": "no"}))
    assert wanted[0] == KeepFact("barbell", "no")


def test_between_sessions_nothing_is_wanted_for_no_fact() -> None:
    assert advance_idle(Box(stock_lines(), {}), Idle(), Heard(SessionTime(1.0), "about_me"))[1] == ()


def test_a_wish_that_nothing_was_said_for_changes_nothing() -> None:
    from coach.core.session.machine import begin
    from coach.core.steps.effects import apply_all
    from coach.core.turn import Turn

    workout = plan()
    turn = Turn(workout, begin(workout), SESSION_START)
    assert apply_all(turn, (SAID,))
    assert turn.session == begin(workout)
