"""The ear while a phrase is taught: commands as ever, the sounds of all else, and the phrase known from then on."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear
from coach.core.standby.lesson import OWN_WORDS
from coach.ears.decision.policy import Verdict
from coach.ears.enrolment.observer import Pupil
from coach.ears.factory import maker_of, open_watched_ear
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.ears.recognisers.process import Apart
from coach.ears.supervisor import WatchedEar
from coach.phrases.grammar import Grammar
from coach.phrases.intents import Phrases
from coach.phrases.phones import learnt_word, with_sounds
from coach.ports import Pcm16
from tests.ears.conftest import ENGLISH
from tests.ears.fragile import Deaf
from tests.ears.speech import in_a_row, in_blocks, said, silence, slowed

ARMED = frozenset({"next", "done", "stop", "complaint"})
SOUNDS = "K IH L IH M AA N"
HOME = "F AA ER IY Z HH OW M"


def decided(hypothesis: Hypothesis = NOTHING, verdict: Verdict = Verdict.PASS, begin: float = 5.0) -> Decision:
    """A decision on a remark whose pre-roll began at `begin`."""
    return Decision(
        hypothesis, None, verdict, "", SessionTime(begin + hypothesis.begin), SessionTime(6.0), SessionTime(7.0)
    )


def taught(
    *decisions: Decision, events: tuple[Event, ...] = (), sounds: str = SOUNDS, saying: float = 0.0
) -> list[Event]:
    """What a pupil makes of it; the coach's last word was at `saying`."""
    pupil = Pupil(ENGLISH, lambda: sounds)
    pupil.taught = True
    pupil.made_of((), SessionTime(saying), "words")
    for decision in decisions:
        pupil.watch(decision)
    return pupil.made_of(events, SessionTime(7.0), "")


def test_what_is_no_command_comes_as_its_sounds() -> None:
    assert taught(decided()) == [Heard(SessionTime(7.0), OWN_WORDS, {"sounds": SOUNDS}, "", 0.0)]


def test_what_has_no_sounds_is_nothing() -> None:
    assert taught(decided(), sounds="") == []


def test_what_began_while_the_coach_spoke_may_be_its_echo_and_is_no_take() -> None:
    assert taught(decided(begin=5.0), saying=5.5) == []
    assert len(taught(decided(begin=5.3), saying=5.5)) == 1


def test_a_command_that_was_acted_on_stays_a_command() -> None:
    heard = Heard(SessionTime(7.0), "done", {}, "done", 0.9)
    assert taught(decided(Hypothesis("done", 0.9), Verdict.ACT), events=(heard,)) == [heard]


def test_a_phrase_learnt_earlier_is_a_command_whose_word_nobody_reads_out() -> None:
    heard = Heard(SessionTime(7.0), "done", {}, learnt_word("done", 0), 0.9)
    assert taught(events=(heard,)) == [Heard(SessionTime(7.0), "done", {}, "", 0.9)]


def test_a_command_without_the_wake_word_is_a_command_all_the_same() -> None:
    assert taught(decided(Hypothesis("skip this", 0.9))) == [Heard(SessionTime(7.0), "next", {}, "skip this", 0.9)]


def test_an_unsure_command_is_the_lifters_own_words() -> None:
    asked = HeardUnclear(SessionTime(7.0), "next", "skip this", 0.45)
    made = taught(decided(Hypothesis("skip this", 0.45), Verdict.ASK), events=(asked,))
    assert made == [Heard(SessionTime(7.0), OWN_WORDS, {"sounds": SOUNDS}, "", 0.45)]


def test_what_may_have_been_a_complaint_says_so() -> None:
    (made,) = taught(decided(Hypothesis("my back hurts", 0.3), Verdict.ASK))
    assert isinstance(made, Heard)
    assert made.slots == {"sounds": SOUNDS, "guess": "complaint"}


def test_outside_a_lesson_no_remark_is_remembered() -> None:
    pupil = Pupil(ENGLISH, lambda: SOUNDS)
    pupil.watch(decided())
    pupil.taught = True
    assert pupil.made_of((), SessionTime(7.0), "") == []


# ---------------------------------------------------------------------- with the recogniser


@pytest.fixture(scope="module")
def pocketsphinx() -> Iterator[WatchedEar]:
    ear = open_watched_ear("pocketsphinx", ENGLISH)
    yield ear
    ear.close()


def hear(ear: WatchedEar, sound: Pcm16) -> list[Heard]:
    """What the ear made of the sound, between a pause before it and one after."""
    whole = in_a_row(silence(0.6), sound, silence(1.2))
    events = [event for block, at in in_blocks(whole) for event in ear.hear(block, SessionTime(at))]
    return [event for event in events if isinstance(event, Heard)]


def test_an_ear_with_pocketsphinx_can_be_taught_and_gives_the_sounds_only_in_a_lesson(
    pocketsphinx: WatchedEar,
    lifter: None,  # noqa: ARG001
) -> None:
    assert pocketsphinx.can_be_taught
    pocketsphinx.listen_for(ARMED)
    assert hear(pocketsphinx, said("kilimanjaro", "slt")) == []
    pocketsphinx.listen_for(frozenset({OWN_WORDS}))
    (made,) = hear(pocketsphinx, said("kilimanjaro", "slt"))
    assert made.intent == OWN_WORDS
    assert "M AE N JH" in str(made.slots["sounds"])


def test_what_a_remark_is_matched_with_is_made_before_anything_sounds_and_the_rest_in_the_recognisers_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked_out_here: list[Grammar] = []
    monkeypatch.setattr("coach.ears.recognisers.pocketsphinx.automaton", worked_out_here.append)
    phrases = Phrases(ENGLISH.book)
    with closing(open_watched_ear("pocketsphinx", phrases)) as ear:
        assert "_hassil" in vars(phrases)
        ear.listen_for(ARMED)
        assert worked_out_here == []


def test_in_a_lesson_every_command_is_known_whatever_was_armed(
    pocketsphinx: WatchedEar,
    lifter: None,  # noqa: ARG001
) -> None:
    pocketsphinx.listen_for(frozenset({OWN_WORDS}))
    assert [heard.intent for heard in hear(pocketsphinx, said("my back feels tight", "slt"))] == ["complaint"]


def test_a_phrase_that_was_learnt_is_understood_from_then_on(lifter: None) -> None:  # noqa: ARG001
    ear = open_watched_ear("pocketsphinx", ENGLISH)
    ear.listen_for(frozenset({OWN_WORDS}))
    rows = [hear(ear, slowed("kilimanjaro", stretch, "slt"))[0].slots["sounds"] for stretch in (1, 0.97, 1.04)]
    phrases = with_sounds(ENGLISH, {"done": [tuple(str(row) for row in rows)]})
    ear.know(phrases, maker_of("pocketsphinx", phrases, None, ()))
    ear.listen_for(ARMED)
    assert [heard.intent for heard in hear(ear, slowed("kilimanjaro", 1.02, "slt"))] == ["done"]
    ear.close()


def test_phrases_known_already_stay_as_they_are_when_others_are_added() -> None:
    once = with_sounds(ENGLISH, {"done": [(HOME,)]})
    twice = with_sounds(once, {"done": [(HOME,), (SOUNDS,)]})
    assert [twice.match(learnt_word("done", number)) is not None for number in (0, 1, 2)] == [True, True, False]
    assert len(twice.book.blocks) == len(ENGLISH.book.blocks) + 2


def test_an_ear_that_hears_no_sounds_cannot_be_taught() -> None:
    with closing(Apart(Deaf)) as apart:
        ear = WatchedEar(Listener(apart, ENGLISH), apart, Pupil(ENGLISH, apart.last_sounds))
        assert not ear.can_be_taught
        assert apart.last_sounds() == ""
