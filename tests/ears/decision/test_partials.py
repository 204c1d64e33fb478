"""A remark is looked at in each of its pauses. What counts in the end, and what the coach does until then.

The speech and what finds its pauses are real; what is recognised in it comes from a list, as the point is what is made
of recognisers that change their mind.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START, SessionTime
from coach.core.commands import Rank, Say
from coach.core.events import Event, Heard, HeardUnclear, Woke
from coach.ears.pipeline import Listener
from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.ports import EAR_RATE, Pcm16
from tests.audio.voices import PlainVoice
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, in_blocks, said, silence

RATE = 48_000
COMPLAINT, UNSURE = Hypothesis("that hurts", 0.6), Hypothesis("that hurts", 0.3)
NEXT = Hypothesis("next", 0.5)

pytestmark = pytest.mark.usefixtures("lifter")


class Fickle:
    """A recogniser that takes each look for something else; the last one from then on."""

    name = "fickle"

    def __init__(self, *looks: Hypothesis) -> None:
        self._looks = list(looks)

    def arm(self, grammar: object) -> None:
        """Whatever is armed."""

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """The next of the list."""
        _ = segment
        return self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]

    def close(self) -> None:
        """Nothing is open."""


def ear_that_takes_it_for(*looks: Hypothesis) -> Listener:
    ear = Listener(Fickle(*looks), ENGLISH)
    ear.listen_for(frozenset({"complaint", "next", "stop", "why"}))
    return ear


def hear(ear: Listener, sound: Pcm16) -> list[Event]:
    return [event for block, at in in_blocks(sound) for event in ear.hear(block, SessionTime(at))]


@pytest.mark.parametrize("looks", [(UNSURE, COMPLAINT, NOTHING), (COMPLAINT, UNSURE, UNSURE)])
def test_at_the_end_a_remark_is_what_it_was_taken_for_when_that_was_believed_most(looks: Sequence[Hypothesis]) -> None:
    events = hear(ear_that_takes_it_for(*looks), in_a_row(silence(0.5), said("that hurts"), silence(1.5)))
    assert [(type(event), event.confidence) for event in events if isinstance(event, Heard | HeardUnclear)] == [
        (Heard, 0.6)
    ]


@pytest.mark.parametrize(("sure", "earliest", "latest"), [(0.8, 0.1, 0.3), (0.6, 0.25, 0.45), (0.5, 0.75, 1.0)])
def test_the_surer_it_is_of_a_remark_with_values_the_sooner_it_is_acted_on(
    sure: float, earliest: float, latest: float
) -> None:
    said_so = said("that hurts")
    events = hear(ear_that_takes_it_for(Hypothesis("that hurts", sure)), in_a_row(silence(0.5), said_so, silence(1.5)))
    assert earliest < events[0].at - 0.5 - len(said_so) / EAR_RATE < latest


@pytest.mark.parametrize(("words", "soon"), [("that hurt", True), ("my knee hurts", False)])
def test_the_same_complaint_in_two_pauses_counts_as_much_as_it_was_believed_in_either(words: str, soon: bool) -> None:
    said_so = said("that hurts")
    ear = ear_that_takes_it_for(COMPLAINT, Hypothesis(words, 0.3))
    events = hear(ear, in_a_row(silence(0.5), said_so, silence(1.5)))
    assert (events[0].at - 0.5 - len(said_so) / EAR_RATE < 0.45) is soon


def asked(*looks: Hypothesis, saying: str = "") -> list[str]:
    """What the ear asks about, the coach having just said something."""
    ear = ear_that_takes_it_for(*looks)
    ear.hear(silence(0.2), SessionTime(0.2), saying=saying)
    sound = in_a_row(silence(0.3), said("that hurts"), silence(1.5))
    return [event.guess for event in hear(ear, sound) if isinstance(event, HeardUnclear)]


def test_what_is_hardly_believed_and_yet_the_same_complaint_each_time_is_asked_about() -> None:
    hardly = Hypothesis("that hurts", 0.06)
    assert asked(hardly) == ["complaint"]
    assert asked(hardly, NOTHING) == asked(Hypothesis("next", 0.06)) == asked(Hypothesis("that hurts", 0.04)) == []


def test_over_the_coachs_own_voice_only_the_last_look_counts() -> None:
    assert asked(UNSURE, UNSURE, NOTHING) == ["complaint"]
    assert asked(UNSURE, UNSURE, NOTHING, saying="Roll your arms.") == []
    assert asked(NOTHING, NOTHING, UNSURE, saying="Roll your arms.") == ["complaint"]


def test_what_may_be_the_coachs_own_voice_is_not_asked_about_for_being_the_same_each_time() -> None:
    assert asked(Hypothesis("that hurts", 0.06), saying="Roll your arms.") == []


def test_what_was_believed_before_more_was_said_does_not_count() -> None:
    ear = ear_that_takes_it_for(UNSURE, UNSURE, NOTHING)
    assert hear(ear, in_a_row(silence(0.5), said("that"), silence(0.6), said("hurts"), silence(1.5))) == []


def moments_of(ear: Listener, sound: Pcm16) -> list[bool]:
    """Block by block, whether the ear wants no one to talk over what it hears."""
    told = []
    for block, at in in_blocks(sound):
        ear.hear(block, SessionTime(at))
        told.append(ear.perhaps_stop)
    return told


@pytest.mark.parametrize("looks", [(UNSURE,), (UNSURE, NOTHING)])
def test_a_half_believed_complaint_is_not_to_be_talked_over_until_it_is_decided(looks: Sequence[Hypothesis]) -> None:
    told = moments_of(ear_that_takes_it_for(*looks), in_a_row(silence(0.5), said("that hurts"), silence(1.5)))
    held = np.flatnonzero(told)
    ends = (0.5 + len(said("that hurts")) / EAR_RATE) * 50
    assert ends < held[0] < ends + 18
    assert len(held) == held[-1] - held[0] + 1
    assert held[-1] < len(told) - 10


@pytest.mark.parametrize("taken_for", [NEXT, Hypothesis("that hurts", 0.05), NOTHING])
def test_other_remarks_may_be_talked_over(taken_for: Hypothesis) -> None:
    sound = in_a_row(silence(0.5), said("that hurts"), silence(1.5))
    assert not any(moments_of(ear_that_takes_it_for(taken_for), sound))


def loudspeaker(folder: Path, *looks: Hypothesis) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """What it played, in a session in which a long line is talked over."""
    mic, out = folder / "mic.wav", folder / "out.wav"
    soundfile.write(mic, in_a_row(silence(1.0), said("that hurts"), silence(2.0)), EAR_RATE)
    one = TimelineSpeaker(PlainVoice(), RATE)
    with FileWorld(one, ear_that_takes_it_for(*looks), mic=mic, out=out) as world:
        one.perform(Say(1, " ".join(["word"] * 40), Rank.CUE), SESSION_START)
        while not isinstance(world.wait(SessionTime(4.0)), Woke):
            pass
    return soundfile.read(out, dtype="float32")[0]  # type: ignore[no-any-return]


def test_the_coach_holds_its_breath_while_it_half_believes_a_complaint_and_goes_on_where_it_would_be(
    tmp_path: Path,
) -> None:
    played = np.abs(loudspeaker(tmp_path, UNSURE, NOTHING))
    ended = round((1.0 + len(said("that hurts")) / EAR_RATE) * RATE)
    first = ended + round(0.3 * RATE)
    undisturbed = np.abs(loudspeaker(tmp_path, NOTHING))
    assert undisturbed[first : first + 480].max() > 0.05
    assert played[first : first + 480].max() == 0.0
    last = ended + round(1.2 * RATE)
    assert np.array_equal(played[last : last + 480], undisturbed[last : last + 480])
