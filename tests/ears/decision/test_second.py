"""A second opinion on a remark: when it is asked for, how long it is waited for, and what it may change."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from coach.clocks import SessionTime
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.partials import Look
from coach.ears.decision.policy import Verdict
from coach.ears.decision.second import Open, SecondOpinions
from coach.ears.recognisers.base import Hypothesis
from coach.ears.recognisers.second import WITHIN
from coach.phrases.intents import Understood
from coach.ports import EAR_RATE, Pcm16
from tests import shipped
from tests.ears.conftest import ENGLISH

ARMED = frozenset({"complaint", "stop", "pause", "next", "time_left", "log_reps"})
SITUATION = Situation(ARMED, ARMED)
REMARK = np.zeros(2 * EAR_RATE, np.int16)
BEGAN, ENDED = SessionTime(1.0), SessionTime(3.0)
JUDGE = Judge(ENGLISH, shipped.reader())

NOTHING = Look(Hypothesis(""), None, Verdict.PASS, "no command in it", False)


def taken_for(intent: str, verdict: Verdict, *, easy: bool = False) -> Look:
    return Look(Hypothesis(intent, 0.45), Understood(intent, {}, intent), verdict, "", easy)


@dataclass
class Scripted:
    """An ear that says this, once it is let."""

    text: str | None = None
    there: bool = True
    asked: list[Pcm16] = field(default_factory=list)
    tended: int = 0

    def tend(self) -> None:
        self.tended += 1

    def ask(self, segment: Pcm16) -> bool:
        self.asked.append(segment)
        return self.there

    def answer(self) -> str | None:
        return self.text

    def close(self) -> None:
        self.there = False


def opinion_on(look: Look, text: str) -> tuple[str, str]:
    """What a remark is taken for in the end, when the other ear wrote this down."""
    opinions = SecondOpinions(Scripted(text))
    assert opinions.ask(Open(look, SITUATION, BEGAN, ENDED), REMARK)
    settled = opinions.settled(JUDGE, ENDED + 0.1)
    assert settled is not None
    understood = settled.look.understood
    return settled.look.verdict.value, understood.intent if understood else ""


def test_a_command_that_was_let_pass_here_is_acted_on_where_the_other_ear_is_sure() -> None:
    assert opinion_on(NOTHING, "How many minutes do we still have to go?") == ("act", "time_left")


def test_a_question_that_was_to_be_asked_is_not_where_the_other_ear_is_sure() -> None:
    assert opinion_on(taken_for("log_reps", Verdict.ASK), "Next.") == ("act", "next")


def test_what_the_other_ear_makes_nothing_of_is_as_it_was() -> None:
    assert opinion_on(taken_for("log_reps", Verdict.ASK), "The parcel comes on Tuesday.") == ("ask", "log_reps")
    assert opinion_on(NOTHING, "The parcel comes on Tuesday.") == ("pass", "")
    assert opinion_on(NOTHING, "") == ("pass", "")


@pytest.mark.parametrize(
    ("text", "intent"), [("Stop!", "stop"), ("My lower back hurts.", "complaint"), ("I can't breathe.", "complaint")]
)
def test_a_stop_or_complaint_that_only_the_other_ear_heard_is_asked_about_and_never_acted_on(
    text: str, intent: str
) -> None:
    assert opinion_on(NOTHING, text) == ("ask", intent)
    assert opinion_on(taken_for("log_reps", Verdict.ASK), text) == ("ask", "log_reps")


@pytest.mark.parametrize(
    "look",
    [
        taken_for("next", Verdict.ACT),
        taken_for("stop", Verdict.ACT, easy=True),
        taken_for("stop", Verdict.ASK, easy=True),
        taken_for("complaint", Verdict.ACT, easy=True),
        taken_for("complaint", Verdict.ASK, easy=True),
    ],
)
def test_what_is_acted_on_and_every_stop_or_complaint_is_decided_here_at_once(look: Look) -> None:
    other = Scripted("next")
    assert not SecondOpinions(other).ask(Open(look, SITUATION, BEGAN, ENDED), REMARK)
    assert other.asked == []


def test_nobody_is_asked_while_the_coach_itself_was_speaking() -> None:
    other = Scripted("next")
    spoken_over = Open(NOTHING, replace(SITUATION, said="one more"), BEGAN, ENDED)
    assert not SecondOpinions(other).ask(spoken_over, REMARK)
    assert other.asked == []


@pytest.mark.parametrize("seconds", [0.2, 14.0])
def test_a_click_and_an_endless_talk_are_not_asked_about(seconds: float) -> None:
    other = Scripted("next")
    sound = np.zeros(round(seconds * EAR_RATE), np.int16)
    assert not SecondOpinions(other).ask(Open(NOTHING, SITUATION, BEGAN, ENDED), sound)
    assert other.asked == []


def test_an_answer_is_waited_for_no_longer_than_the_deadline() -> None:
    opinions = SecondOpinions(Scripted(None))
    remark = Open(taken_for("log_reps", Verdict.ASK), SITUATION, BEGAN, ENDED)
    opinions.ask(remark, REMARK)
    assert opinions.settled(JUDGE, ENDED + 0.9 * WITHIN) is None
    assert opinions.settled(JUDGE, ENDED + 1.1 * WITHIN) == remark
    assert opinions.settled(JUDGE, ENDED + 6.0) is None


def test_a_remark_is_decided_as_it_stands_when_the_next_one_begins() -> None:
    opinions = SecondOpinions(Scripted(None))
    remark = Open(taken_for("log_reps", Verdict.ASK), SITUATION, BEGAN, ENDED)
    opinions.ask(remark, REMARK)
    assert opinions.settled(JUDGE, ENDED + 0.01, at_once=True) == remark


def test_an_ear_that_cannot_be_asked_keeps_nobody_waiting() -> None:
    opinions = SecondOpinions(Scripted("next", there=False))
    assert not opinions.ask(Open(NOTHING, SITUATION, BEGAN, ENDED), REMARK)
    assert opinions.settled(JUDGE, ENDED + 0.1) is None


def test_an_ear_is_looked_after_while_nobody_has_asked_it_anything() -> None:
    other = Scripted()
    assert SecondOpinions(other).settled(JUDGE, SessionTime(0.02)) is None
    assert other.tended == 1
