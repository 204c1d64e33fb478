"""Complaints are heard between sessions too."""

from dataclasses import replace

import pytest

from coach.clocks import SessionTime
from coach.core.commands import Hush, Rank, Say
from coach.core.events import Event, Heard, HeardUnclear, NotUnderstood, Woke
from coach.core.standby.lesson import Lesson
from coach.core.standby.machine import advance_idle, idle_wake_at, listening_for_idle
from coach.core.standby.model import Box, Idle, KeepFact, Offer, Wanted
from tests.core.plans import BRANCHES, stock_lines

BOX = Box(stock_lines(), {"deadlift-day": "Deadlift day"}, branches=BRANCHES)
CHEST = {"region": "chest", "sensation": "pain"}
TIGHT = {"region": "low_back", "sensation": "tight"}
ASLEEP = Idle(asleep=True)
OFFERED = Idle(offer=Offer("deadlift-day", SessionTime(100.0)), again=Offer("deadlift-day", SessionTime(200.0)))
TEACHING = Idle(lesson=Lesson(SessionTime(60.0)))


class Told:
    def __init__(self, state: Idle | None = None) -> None:
        self.state = state or Idle()
        self.wanted: tuple[Wanted, ...] = ()

    def tell(self, event: Event) -> "Told":
        self.state, self.wanted = advance_idle(BOX, self.state, event)
        return self

    def hear(self, intent: str, slots: dict[str, str] | None = None) -> "Told":
        return self.tell(Heard(SessionTime(10.0), intent, slots or {}, intent))

    def said(self) -> str:
        return " ".join(each.text for each in self.wanted if isinstance(each, Say))


@pytest.mark.parametrize(
    "state", [Idle(), ASLEEP, OFFERED, TEACHING], ids=["waiting", "asleep", "offering", "teaching"]
)
def test_a_red_flag_says_its_lines_and_drops_what_was_offered(state: Idle) -> None:
    assert "complaint" in listening_for_idle(state)
    told = Told(state).hear("complaint", CHEST)
    assert told.said().startswith("I heard chest, pain. Call the emergency number now.")
    assert isinstance(told.wanted[0], Hush)
    assert (told.state.offer, told.state.again, told.state.lesson) == (None, None, None)
    assert {each.rank for each in told.wanted if isinstance(each, Say)} >= {Rank.SAFETY}


def test_its_emergency_line_is_said_again_after_twenty_seconds() -> None:
    told = Told().hear("complaint", CHEST)
    assert idle_wake_at(told.state) == 30.0
    assert told.tell(Woke(SessionTime(30.0))).said() == "Call the emergency number now."
    assert idle_wake_at(told.state) is None


def test_a_false_alarm_is_not_said_again() -> None:
    told = Told().hear("complaint", CHEST)
    assert "false_alarm" in listening_for_idle(told.state)
    assert "Good" in told.hear("false_alarm").said()
    assert idle_wake_at(told.state) is None
    assert "false_alarm" not in listening_for_idle(told.state)


def test_what_is_mild_gets_a_short_answer_and_the_offer_stays() -> None:
    told = Told(OFFERED).hear("complaint", TIGHT)
    assert told.said() == "I heard low back, tight. Rest it today. If it stays, let somebody look at it."
    assert told.state.offer is not None


def test_a_complaint_does_not_wake_the_box_up() -> None:
    assert Told(ASLEEP).hear("complaint", TIGHT).state.asleep


def test_what_is_half_heard_is_asked_about() -> None:
    told = Told().tell(HeardUnclear(SessionTime(5.0), "complaint", "", 0.2, CHEST))
    assert told.said() == "Did something hurt or feel wrong?"
    assert "emergency number" in told.hear("yes").said()


def test_silence_is_a_yes() -> None:
    told = Told().tell(HeardUnclear(SessionTime(5.0), "complaint", "", 0.2, CHEST))
    assert "emergency number" in told.tell(Woke(SessionTime(idle_wake_at(told.state) or 0.0))).said()


@pytest.mark.parametrize("word", ["no", "false_alarm"])
def test_a_no_ends_the_question(word: str) -> None:
    told = Told().tell(HeardUnclear(SessionTime(5.0), "complaint", "", 0.2, CHEST)).hear(word)
    assert told.state == replace(Idle(), next_cue=3, used=told.state.used)


def test_a_complaint_answers_the_question_too() -> None:
    told = Told().tell(HeardUnclear(SessionTime(5.0), "complaint", "", 0.2, TIGHT)).hear("complaint", CHEST)
    assert "emergency number" in told.said()


def test_nothing_else_answers_it() -> None:
    told = Told().tell(HeardUnclear(SessionTime(5.0), "complaint", "", 0.2, TIGHT)).hear("louder")
    assert told.wanted == ()
    assert told.state.doubt is not None


def test_another_half_heard_word_is_nothing_to_the_box() -> None:
    assert Told().tell(HeardUnclear(SessionTime(5.0), "next", "", 0.2)).wanted == ()


@pytest.mark.parametrize(
    ("nearest", "words"),
    [("start", "I did not get that. You could say start."), ("", "I did not get that. Say help.")],
)
def test_what_is_nearly_a_command_is_answered_when_it_was_typed(nearest: str, words: str) -> None:
    typed = HeardUnclear(SessionTime(5.0), "start", "strat", 0.5, nearest=nearest)
    assert Told().tell(typed).said() == words
    assert Told(ASLEEP).tell(typed).wanted == ()


def test_what_is_not_understood_is_answered() -> None:
    assert (
        Told().tell(NotUnderstood(SessionTime(5.0), "banana", "start")).said()
        == "I did not get that. You could say start."
    )
    assert Told().tell(NotUnderstood(SessionTime(5.0), "banana")).said() == "I did not get that. Say help."
    assert Told(ASLEEP).tell(NotUnderstood(SessionTime(5.0), "banana")).wanted == ()


def test_while_it_is_asked_only_answers_and_complaints_are_listened_for() -> None:
    told = Told().tell(HeardUnclear(SessionTime(5.0), "complaint", "", 0.2, TIGHT))
    answers = {"yes", "no", "not_sure", "false_alarm", "pain_level", "repeat"}
    assert listening_for_idle(told.state) == answers | {"complaint", "stop"}


def kept(told: Told) -> list[tuple[str, str]]:
    return [(each.name, each.value) for each in told.wanted if isinstance(each, KeepFact)]


def test_a_red_flag_is_kept_for_the_sessions_to_come() -> None:
    assert kept(Told().hear("complaint", CHEST)) == [("warning_sign", "red-flag-chest")]


def test_a_red_flag_that_is_taken_back_is_kept_as_none() -> None:
    assert kept(Told().hear("complaint", CHEST).hear("false_alarm")) == [("warning_sign", "taken back")]


def test_nothing_is_kept_of_what_is_mild_or_was_no_red_flag() -> None:
    assert kept(Told().hear("complaint", TIGHT)) == []
    assert kept(Told().tell(HeardUnclear(SessionTime(10.0), "complaint")).hear("no")) == []


def doubted(answer: str, slots: dict[str, str] | None = None) -> Told:
    """After a red flag something else was half heard, and was answered so."""
    told = Told().hear("complaint", CHEST).tell(HeardUnclear(SessionTime(12.0), "complaint", "", 0.2, TIGHT))
    return told.hear(answer, slots)


@pytest.mark.parametrize(("answer", "slots"), [("no", None), ("pain_level", {"level": "0"})], ids=["no", "none"])
def test_that_something_else_was_nothing_takes_no_red_flag_back(answer: str, slots: dict[str, str] | None) -> None:
    told = doubted(answer, slots)
    assert (kept(told), told.state.doubt) == ([], None)
    assert told.said() == "Good. I am here when you need me."
    assert told.tell(Woke(SessionTime(30.0))).said() == "Call the emergency number now."


def test_a_false_alarm_takes_a_red_flag_back_from_within_the_question_too() -> None:
    told = doubted("false_alarm")
    assert kept(told) == [("warning_sign", "taken back")]
    assert (told.state.doubt, told.state.warned) == (None, None)


# ---- the second question


def asked(slots: dict[str, str] = TIGHT) -> Told:
    """Half heard: it is asked whether something hurt."""
    return Told().tell(HeardUnclear(SessionTime(5.0), "complaint", "", 0.2, slots))


def silent(told: Told) -> Told:
    return told.tell(Woke(SessionTime(idle_wake_at(told.state) or 0.0)))


def test_a_yes_to_what_was_mild_asks_for_the_danger() -> None:
    told = asked().hear("yes")
    assert told.said() == "Sharp, numb, dizzy or chest?"
    assert told.state.doubt is not None


def test_a_yes_to_the_danger_is_one() -> None:
    told = asked().hear("yes").hear("yes")
    assert told.said().startswith("I heard low back, sharp.")
    assert told.state.warned is not None


@pytest.mark.parametrize(("answer", "slots"), [("no", {}), ("stop", {}), ("pain_level", {"level": "8"})])
def test_anything_else_takes_what_was_half_heard(answer: str, slots: dict[str, str]) -> None:
    told = asked().hear("yes").hear(answer, slots)
    assert told.said() == "I heard low back, tight. Rest it today. If it stays, let somebody look at it."
    assert told.state.doubt is None


def test_the_danger_that_is_named_is_taken() -> None:
    assert "emergency number" in asked().hear("yes").hear("complaint", CHEST).said()


def test_silence_is_a_yes_to_what_was_mild_too() -> None:
    told = silent(asked())
    assert told.said() == "Did something hurt or feel wrong?"
    assert silent(told).said() == "Sharp, numb, dizzy or chest?"
    assert silent(told).said().startswith("I heard low back, tight.")


def test_half_heard_again_while_asked_is_a_yes() -> None:
    told = asked().tell(HeardUnclear(SessionTime(6.0), "complaint", "", 0.2))
    assert told.said() == "Sharp, numb, dizzy or chest?"


def test_a_danger_half_heard_stays_one_when_something_milder_follows() -> None:
    assert "emergency number" in asked(CHEST).tell(HeardUnclear(SessionTime(6.0), "complaint", "", 0.2, TIGHT)).said()


def test_the_question_comes_again_when_asked_for_and_behind_words_that_mean_nothing() -> None:
    told = asked().hear("repeat")
    assert told.said() == "Did something hurt or feel wrong?"
    told.tell(NotUnderstood(SessionTime(11.0), "banana", "yes"))
    assert told.said() == "I did not get that. You could say yes. Did something hurt or feel wrong?"


def test_no_pain_in_ten_is_a_no() -> None:
    assert "Good" in asked().hear("pain_level", {"level": "0"}).said()
