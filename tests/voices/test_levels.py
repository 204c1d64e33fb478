"""Clips made fit to be heard: loudness, trimming, ends, onset."""

import numpy as np
import pytest

from coach.ports import Samples
from coach.voices.levels import PEAK, SILENT, faded, finished, levelled, loudness, onset, trim

RATE = 48_000


def tone(seconds: float, hertz: float = 997.0, level: float = 1.0, rate: int = RATE) -> Samples:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
def test_a_full_scale_sine_at_997_hertz_measures_minus_3_lufs_as_the_standard_says(rate: int) -> None:
    assert loudness(tone(5, rate=rate), rate) == pytest.approx(-3.01, abs=0.1)


def test_a_stereo_level_of_the_standards_test_signal_holds_for_mono_too() -> None:
    assert loudness(tone(20, 1000.0, 10 ** (-23 / 20)), RATE) == pytest.approx(-26.0, abs=0.1)


def test_half_the_amplitude_is_six_decibels_less() -> None:
    assert loudness(tone(1), RATE) - loudness(tone(1, level=0.5), RATE) == pytest.approx(6.02, abs=0.01)


def test_rumble_counts_less_and_treble_more() -> None:
    assert loudness(tone(2, 30.0), RATE) < loudness(tone(2), RATE) - 5
    assert loudness(tone(2, 6000.0), RATE) > loudness(tone(2), RATE) + 2


def test_pauses_do_not_make_speech_softer() -> None:
    speech = np.concatenate((tone(1), np.zeros(3 * RATE, np.float32), tone(1)))
    assert loudness(speech, RATE) == pytest.approx(loudness(tone(2), RATE), abs=0.5)


def test_nothing_has_no_loudness() -> None:
    assert loudness(np.zeros(RATE, np.float32), RATE) == SILENT
    assert loudness(np.zeros(0, np.float32), RATE) == SILENT


@pytest.mark.parametrize("level", [0.001, 0.05, 0.9])
def test_everything_is_brought_to_the_same_loudness(level: float) -> None:
    assert loudness(levelled(tone(0.3, level=level), RATE, -20.0), RATE) == pytest.approx(-20, abs=0.1)


def test_no_peak_goes_above_the_limit() -> None:
    click = np.zeros(RATE, np.float32)
    click[1000] = 0.01
    assert np.abs(levelled(click, RATE, -10.0)).max() <= PEAK + 1e-6


def test_silence_at_both_ends_is_trimmed_but_for_a_hair() -> None:
    padded = np.concatenate((np.zeros(9000, np.float32), tone(0.5), np.zeros(9000, np.float32)))
    assert len(trim(padded, RATE)) == pytest.approx(0.525 * RATE, abs=10)


def test_trimming_nothing_leaves_nothing() -> None:
    assert len(trim(np.zeros(500, np.float32), RATE)) == 0


def test_the_ends_of_a_clip_do_not_click() -> None:
    ready = faded(np.full(RATE, 0.5, np.float32), RATE)
    assert max(abs(ready[0]), abs(ready[-1]), np.abs(np.diff(ready)).max()) < 0.01


def test_fading_does_not_change_the_clip_it_was_given() -> None:
    given = np.full(1000, 0.5, np.float32)
    faded(given, RATE)
    assert (given == 0.5).all()


def test_the_onset_is_the_loud_start_and_not_the_hiss_before_it() -> None:
    hiss = tone(0.08, 7000.0, 0.1)
    assert onset(np.concatenate((hiss, tone(0.3, 200.0))), RATE) / RATE == pytest.approx(0.08, abs=0.006)


def test_the_onset_is_found_in_the_first_word_though_a_later_one_is_louder() -> None:
    words = np.concatenate((tone(0.2, 200.0, 0.4), np.zeros(RATE // 2, np.float32), tone(0.3, 200.0)))
    assert onset(words, RATE) / RATE < 0.01


def test_a_finished_clip_is_all_of_this() -> None:
    raw = np.concatenate((np.zeros(4000, np.float32), tone(0.4, 200.0, 0.01), np.zeros(4000, np.float32)))
    clip = finished(raw, RATE, -20.0)
    assert loudness(clip.samples, clip.rate) == pytest.approx(-20, abs=0.3)
    assert clip.seconds < 0.45
    assert 0 < clip.onset < 0.02 * RATE
