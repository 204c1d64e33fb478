"""A microphone that is too loud cuts words off: it is told, and no complaint is taken for certain then."""

import numpy as np
import pytest
import soxr

from coach.audio.capture.microphone import EarBlocks
from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear, Impaired
from coach.ears.decision.overload import AGAIN, CLIPPED, CUT_OFF, Overload, share_at_the_top
from coach.ears.pipeline import Decision, Listener
from coach.ports import EAR_RATE, Pcm16
from tests.ears.speech import in_a_row, in_blocks, said, silence

WORDS = ("my back feels tight", "stop", "sharp pain in my back")
ARMED = frozenset({"complaint", "stop", "next", "pause"})


def driven(sound: Pcm16, times: float, top: float = 32_767.0) -> Pcm16:
    """As through an amplifier that is turned up so many times too far, and turned down again behind it."""
    voice = sound / np.abs(sound).max()
    cut: Pcm16 = np.round(np.clip(times * voice, -1, 1) * top).astype(np.int16)
    return cut


def hear(ear: Listener, sound: Pcm16, begin: float = 0.0) -> list[Event]:
    return [event for block, at in in_blocks(sound, begin) for event in ear.hear(block, SessionTime(at))]


@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize("voice", ["rms", "slt", "awb"])
def test_a_whole_voice_is_not_taken_for_one_that_was_cut_off(text: str, voice: str) -> None:
    assert share_at_the_top(said(text, voice)) < CLIPPED / 2


@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize("top", [32_767.0, 9_000.0])
def test_a_voice_driven_far_too_loud_is_known_however_loud_it_arrives(text: str, top: float) -> None:
    assert share_at_the_top(driven(said(text), 16.0, top)) > CLIPPED


@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize("voice", ["rms", "slt", "awb"])
def test_a_voice_that_was_cut_off_at_another_rate_and_turned_down_is_known(text: str, voice: str) -> None:
    loud = soxr.resample(said(text, voice) / 32768, EAR_RATE, 48_000)
    flat = 0.3 * np.clip(100 * loud / np.abs(loud).max(), -1, 1)
    assert share_at_the_top(np.concatenate(list(EarBlocks(48_000).push(flat.astype(np.float32), last=True)))) >= CLIPPED


@pytest.mark.usefixtures("lifter")
def test_an_offset_is_no_loudness() -> None:
    assert share_at_the_top(np.full(1600, 3277, np.int16)) == 0.0
    assert share_at_the_top((said("stop") + 3277).astype(np.int16)) < CLIPPED / 2
    switched_on = np.concatenate(
        [np.zeros(100), np.full(15_900, 3277) + np.random.default_rng(1).normal(0, 30, 15_900)]
    )
    assert share_at_the_top(switched_on.astype(np.int16)) < CLIPPED / 2


@pytest.mark.parametrize("sound", [np.zeros(0, np.int16), np.zeros(1600, np.int16)])
def test_nothing_is_not_cut_off(sound: Pcm16) -> None:
    assert share_at_the_top(sound) == 0.0


def test_only_the_last_remark_counts() -> None:
    overload = Overload(EAR_RATE)
    soft = np.random.default_rng(1).normal(0, 1000, (60, 320)).astype(np.int16)
    for block in [*[np.full(320, 30_000, np.int16)] * 40, *soft]:
        overload.take(block)
    assert not overload.cut_off(320 * 50)
    assert overload.cut_off(320 * 90)


@pytest.mark.parametrize("text", ["sharp pain in my back", "my back feels tight"])
def test_a_complaint_that_was_cut_off_is_asked_about_and_the_microphone_told(
    ear: Listener, decisions: list[Decision], text: str
) -> None:
    ear.listen_for(ARMED)
    remark = in_a_row(silence(0.5), driven(said(text), 12.0), silence(1.5))
    whole = hear(ear, in_a_row(silence(0.5), said(text), silence(1.5)))
    assert [type(event) for event in whole] == [Heard]
    ear.restart()
    decisions.clear()
    told = hear(ear, remark)
    assert [type(event) for event in told] == [Impaired, HeardUnclear]
    assert CUT_OFF in decisions[0].why


def test_the_microphone_is_told_once_in_a_while(ear: Listener) -> None:
    ear.listen_for(ARMED)
    remark = in_a_row(silence(0.5), driven(said("my back feels tight"), 12.0), silence(1.5))
    told = [sum(isinstance(each, Impaired) for each in hear(ear, remark, at)) for at in (0.0, 10.0, AGAIN + 20.0)]
    assert told == [1, 0, 1]
