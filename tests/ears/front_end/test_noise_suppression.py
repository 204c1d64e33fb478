"""Noise suppression: what it takes out, what it leaves, and that it computes what its authors' network computes."""

import numpy as np
import pytest

from coach.ears.front_end.noise_suppression import enhanced, suppressed
from coach.ports import EAR_RATE, Pcm16
from tests.ears.speech import in_a_row, said, silence

SENTENCE = "my hamstring is pulling on the left"


def in_noise(sound: Pcm16, loudness: float) -> Pcm16:
    """The sound with white noise of so much root mean square over it."""
    noise = np.random.default_rng(3).normal(0, loudness, len(sound))
    return np.clip(sound + noise, -32768, 32767).astype(np.int16)


def likeness(one: Pcm16, other: Pcm16) -> float:
    """1 for the same wave, whatever its loudness."""
    return float(np.corrcoef(one.astype(np.float64), other.astype(np.float64))[0, 1])


def test_a_voice_comes_out_of_noise_more_like_itself(lifter: None) -> None:  # noqa: ARG001
    clean = in_a_row(silence(0.4), said(SENTENCE), silence(0.4))
    noisy = in_noise(clean, 900)
    assert likeness(enhanced(noisy), clean) > likeness(noisy, clean) + 0.05


def test_a_remark_that_stands_clear_of_the_room_is_left_as_it_was_spoken(lifter: None) -> None:  # noqa: ARG001
    clear = in_noise(in_a_row(silence(0.4), said(SENTENCE), silence(0.4)), 20)
    assert enhanced(clear) is clear


@pytest.mark.parametrize("samples", [0, 1, 127, 512, 5000])
def test_a_remark_keeps_its_length(samples: int) -> None:
    assert len(enhanced(in_noise(silence(samples / EAR_RATE), 500))) == samples


def test_what_is_clipped_stays_within_sixteen_bits() -> None:
    loud = in_noise(silence(1.0), 30000)
    assert np.abs(enhanced(loud).astype(int)).max() <= 32768


def test_digital_silence_stays_silence() -> None:
    assert not suppressed(np.zeros(EAR_RATE, np.float32)).any()


def test_it_computes_what_its_authors_network_computes() -> None:
    """Against samples that ONNX Runtime gave for the same sound with the models as they were published."""
    time = np.arange(EAR_RATE) / EAR_RATE
    buzz = sum(np.sin(2 * np.pi * 140 * harmonic * time) / harmonic for harmonic in range(1, 20))
    noise = np.random.default_rng(7).normal(0, 0.02, EAR_RATE)
    sound = (buzz * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * time)) * 0.1 + noise).astype(np.float32)
    places = [1000, 4000, 6000, 8001, 9500, 12000, 12345, 13000, 15000]
    published = [-0.0748, 0.0010, -0.0000, 0.0197, 0.0028, -0.0043, 0.1116, -0.0563, 0.0010]
    np.testing.assert_allclose(suppressed(sound)[places], published, atol=2e-4)
