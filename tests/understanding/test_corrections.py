"""A number said anew is read as one where a number was said last, typed and heard, and the session takes it."""

import pytest

from coach.clocks import SessionTime
from coach.controls.keyboard import understood
from coach.core.events import Event, Heard, HeardUnclear
from coach.core.intents.armed import listening_for
from coach.core.plan import Work
from coach.core.session.machine import advance
from coach.core.state import Resting
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.policy import Verdict
from coach.ears.recognisers.base import Hypothesis, Transcript
from coach.journal.storage.derived import replayed
from coach.understanding.reader import Reader
from tests.core.session.test_machine import resting
from tests.core.stories import Story

ARMED = frozenset({"log_reps", "log_load", "log_effort", "more_rest", "complaint", "stop", "no", "correction"})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("no, I said fifteen", 15),
        ("make that eight", 8),
        ("make it a hundred", 100),
        ("sorry, fifteen, not fifty", 15),
        ("no no, seven and a half", 7.5),
        ("I meant twelve", 12),
        ("wait no, it was ninety", 90),
    ],
)
def test_a_bare_number_said_anew_is_a_correction(reader: Reader, text: str, number: float) -> None:
    reading = reader.read(text, ARMED, spoken=True)
    assert (reading.intent, dict(reading.slots)) == ("correction", {"number": number})


def test_without_a_number_said_last_it_is_read_by_itself(reader: Reader) -> None:
    assert reader.read("make that eight", ARMED - {"correction"}).intent == "log_reps"
    assert reader.read("no, I said fifteen").intent == "log_reps"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("no, I said fifteen kilos", "log_load"),
        ("make that eight reps", "log_reps"),
        ("no, my back hurts", "complaint"),
        ("no, I said stop", "stop"),
    ],
)
def test_what_says_of_what_it_is_stays_that(reader: Reader, text: str, intent: str) -> None:
    assert reader.read(text, ARMED, spoken=True).intent == intent


def test_a_sentence_around_a_number_is_no_correction(reader: Reader) -> None:
    assert reader.read("no, two of the lads came over to my house", ARMED, spoken=True).intent != "correction"


def test_the_ear_takes_it_from_its_transcript(reader: Reader) -> None:
    judge = Judge(reader.phrases, reader)
    heard = Hypothesis("", 0.0, free=(Transcript("No, I said fifteen.", -0.1),), likely=-3.0, witness=Hypothesis("", 0))
    look = judge.look(heard, Situation(ARMED, ARMED))
    assert look.understood is not None
    assert (look.verdict, look.understood.intent, look.understood.slots) == (Verdict.ACT, "correction", {"number": 15})


def typed(story: Story, reader: Reader, text: str) -> Event:
    event = understood(reader, text, listening_for(story.state), SessionTime(story.state.at + 1.0))
    story.tell(event)
    return event


def test_typed_in_a_rest_fifteen_behind_kilos_is_kilos(reader: Reader) -> None:
    story = resting()
    typed(story, reader, "fifty kilos")
    typed(story, reader, "no, I said fifty five")
    assert [step.load for step in story.state.ahead if isinstance(step, Work)] == [55.0]


def test_typed_in_a_rest_eight_behind_reps_is_reps(reader: Reader) -> None:
    story = resting()
    typed(story, reader, "two reps")
    typed(story, reader, "make that three")
    assert story.state.today.log[-1].reps_done == 3


def test_from_the_journal_it_means_the_same(reader: Reader) -> None:
    story = resting()
    events: list[Event] = [typed(story, reader, "fifty kilos"), typed(story, reader, "no, I said fifty five")]
    assert all(isinstance(event, Heard) for event in events)
    again, _ = replayed(story.plan, [])
    for event in [*story_before(), *events]:
        again, _ = advance(story.plan, again, event)
    assert isinstance(again.phase, Resting)
    assert again == story.state


def story_before() -> list[Event]:
    """What happened up to the rest."""
    told: list[Event] = []

    class Kept(Story):
        def tell(self, event: Event) -> Story:
            told.append(event)
            return super().tell(event)

    Kept(resting().plan).until(Resting)
    return told


def ear(story: Story, reader: Reader, written: str, phrase: str) -> Event | None:
    """What the ear makes of a remark in this session, and the session of that."""
    armed = listening_for(story.state)
    asked = story.said() if story.said().endswith("?") else ""
    hypothesis = Hypothesis(phrase, 0.7, free=(Transcript(written, -0.1),), likely=-0.3, witness=Hypothesis("", 0.0))
    look = Judge(reader.phrases, reader).look(hypothesis, Situation(armed, armed, asked=asked))
    assert look.understood is not None
    at, meant, sure = SessionTime(story.state.at + 1.0), look.understood, look.hypothesis.confidence
    event: Event = Heard(at, meant.intent, meant.slots, meant.text, sure)
    if look.verdict is Verdict.ASK:
        event = HeardUnclear(at, meant.intent, meant.text, sure, meant.slots)
    story.tell(event)
    return event


def test_fifteen_or_fifty_is_asked_and_the_answer_is_taken(reader: Reader) -> None:
    story = resting()
    ear(story, reader, "Fifty-five kilos.", "five kilos")
    assert story.said() == "Just the number: five or fifty five?"
    ear(story, reader, "Fifty-five.", "fifty five")
    assert isinstance(story.state.phase, Resting)
    assert [step.load for step in story.state.ahead if isinstance(step, Work)] == [55.0]


def test_which_of_two_is_answered_by_typing_the_number(reader: Reader) -> None:
    story = resting()
    ear(story, reader, "Sixty kilos.", "sixteen kilos")
    typed(story, reader, "sixty")
    assert [step.load for step in story.state.ahead if isinstance(step, Work)] == [60.0]
