"""What of that which means nothing was said to the coach, by the words and what is around them."""

from dataclasses import replace

import pytest

from coach.clocks import SessionTime
from coach.core.intents.armed import listening_for
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.policy import Verdict
from coach.ears.decision.unanswered import Unanswered
from coach.ears.recognisers.base import Hypothesis, Transcript
from tests import shipped
from tests.core.session.test_machine import resting
from tests.ears.conftest import ENGLISH

QUESTION = "How does your back feel now, compared with before?"
JUDGE = Judge(ENGLISH, shipped.reader())
ARMED = listening_for(resting().state)
PLAIN = Situation(ARMED, ARMED)
SHY = replace(PLAIN, uncalled=frozenset({"complaint", "stop", "pause"}), wake="coach")
ASKED = replace(PLAIN, asked=QUESTION)


# many: what was said, how clearly, and what was around it
def answered(
    words: str,
    situation: Situation,
    likely: float = -0.1,
    unanswered: Unanswered | None = None,
    at: float = 0.0,
) -> bool:
    """Whether these words, which mean nothing, get an answer."""
    look = JUDGE.look(Hypothesis("", free=(Transcript(words, likely),)), situation)
    assert look.verdict is Verdict.PASS
    told = unanswered or Unanswered(ENGLISH.normalise)
    return told.nearest(JUDGE.reader, look, situation, SessionTime(at)) is not None


@pytest.mark.parametrize("words", ["coach purple monkey dishwasher", "hey coach open the garage", "coach banana"])
@pytest.mark.parametrize("situation", [PLAIN, SHY], ids=["unnamed", "wake"])
def test_what_is_said_behind_the_coachs_name_is_answered(words: str, situation: Situation) -> None:
    assert answered(words, situation)


@pytest.mark.parametrize("words", ["purple monkey dishwasher", "the coach of the team was late", "coach"])
@pytest.mark.parametrize("situation", [PLAIN, SHY], ids=["unnamed", "wake"])
def test_what_is_said_to_nobody_is_not(words: str, situation: Situation) -> None:
    assert not answered(words, situation)


@pytest.mark.parametrize("words", ["somewhere in the middle", "banana", "the other thingy"])
def test_a_few_words_behind_a_question_are_answered(words: str) -> None:
    assert answered(words, ASKED)
    assert not answered(words, PLAIN)


@pytest.mark.parametrize(
    "words",
    [
        "can you pass me the water mum",
        "did you see the match last night",
        "he went to the shop",
        "um",
        "hey mum",
        "the kids start school again next week",
        "who parked behind the van",
    ],
)
def test_talk_behind_a_question_is_not(words: str) -> None:
    assert not answered(words, ASKED)


@pytest.mark.parametrize("words", ["can you pass me the water mum", "banana"])
def test_behind_a_press_everything_is_answered(words: str) -> None:
    assert answered(words, replace(PLAIN, pressed=True))


def test_of_many_answers_in_a_minute_that_mean_nothing_two_are_answered() -> None:
    told = Unanswered(ENGLISH.normalise)
    assert [answered("banana", ASKED, unanswered=told, at=at) for at in (0, 10, 20, 59, 61)] == [1, 1, 0, 0, 1]


def test_by_its_name_it_answers_as_often_as_it_is_called() -> None:
    told = Unanswered(ENGLISH.normalise)
    assert all(answered("coach banana", PLAIN, unanswered=told, at=at) for at in range(4))


@pytest.mark.parametrize(
    ("words", "likely", "situation", "answers"),
    [
        ("coach banana", -0.8, PLAIN, True),
        ("coach banana", -1.2, PLAIN, False),
        ("banana", -0.4, ASKED, True),
        ("banana", -0.8, ASKED, False),
        ("banana", -0.4, replace(ASKED, said="compared with before"), False),
        ("banana", -0.2, replace(ASKED, said="compared with before"), True),
        ("", -0.1, replace(ASKED, pressed=True), False),
    ],
)
def test_what_may_be_noise_or_its_own_voice_has_to_be_clear(
    words: str, likely: float, situation: Situation, *, answers: bool
) -> None:
    assert answered(words, situation, likely) is answers


def test_its_own_words_get_no_answer() -> None:
    assert not answered("compared with before", replace(ASKED, said="compared with before"))


@pytest.mark.parametrize(("sure", "answers"), [(0.3, True), (0.1, False)])
def test_an_ear_without_transcripts_has_to_be_sure_that_it_was_called(sure: float, *, answers: bool) -> None:
    look = JUDGE.look(Hypothesis("coach next", sure), SHY)
    assert look.verdict is Verdict.PASS
    assert (Unanswered(ENGLISH.normalise).nearest(JUDGE.reader, look, SHY, SessionTime(0.0)) is not None) is answers
