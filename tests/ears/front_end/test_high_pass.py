"""An offset and hum are taken out of the microphone; voices are not."""

import numpy as np
import pytest

from coach.ears.front_end.high_pass import HighPass
from coach.ears.front_end.linear_echo import BLOCK
from coach.ports import EAR_RATE, Pcm16

TIME = np.arange(2 * EAR_RATE) / EAR_RATE


def cleaned(sound: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Pcm16:
    high, given = HighPass(), sound.astype(np.int16)
    return np.concatenate([high.process(given[at : at + BLOCK]) for at in range(0, len(given), BLOCK)])


def loudness(hertz: float) -> float:
    """How much of a tone is left, in decibels."""
    tone = 8000 * np.sin(2 * np.pi * hertz * TIME)
    left = cleaned(tone)[EAR_RATE:].astype(float)
    return 10 * float(np.log10((left**2).mean() / (tone[EAR_RATE:] ** 2).mean()))


def test_an_offset_is_gone_from_the_first_sample() -> None:
    voice = 1000 * np.sin(2 * np.pi * 500 * TIME)
    assert np.abs(cleaned(np.full(EAR_RATE, 3277.0))).max() <= 1
    left = cleaned(voice + 3277).astype(float)
    assert abs(left.mean()) < 1
    assert np.abs(left).max() < 1200


def test_silence_stays_silence() -> None:
    assert not cleaned(np.zeros(EAR_RATE)).any()


@pytest.mark.parametrize(("hertz", "least", "most"), [(20, -60, -35), (50, -12, -6), (90, -0.5, 0.1), (200, -0.1, 0.1)])
def test_what_is_slower_than_a_voice_is_softer_and_a_voice_is_not(hertz: float, least: float, most: float) -> None:
    assert least < loudness(hertz) < most


def test_block_by_block_it_is_what_it_would_be_sample_by_sample() -> None:
    chance = np.random.default_rng(3)
    noise = chance.normal(0, 3000, 4 * BLOCK)
    low = np.cumsum(noise) / 30
    low -= low.mean()
    left = cleaned(low + noise).astype(float)
    freq = np.fft.rfftfreq(len(left), 1 / EAR_RATE)
    slow = (freq > 0) & (freq < 30)
    before, after = (np.abs(np.fft.rfft(each))[slow].mean() for each in (low + noise, left))
    assert after < 0.2 * before
