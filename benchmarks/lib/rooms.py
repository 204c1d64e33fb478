"""Rooms and noises for the hearing benchmarks: what lies over a lifter's words in a garage.

All are made from a seed, but for the kitchen, which is a recording.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from coach.ports import EAR_RATE, Pcm16

Noise = np.ndarray[Any, np.dtype[np.float64]]
BEAT = 0.5
"""Seconds from drum to drum: 120 to the minute."""
CHORDS = ((110.0, 130.8, 164.8), (87.3, 110.0, 130.8), (130.8, 164.8, 196.0), (98.0, 123.5, 146.8))
"""A minor, F, C and G: the four chords of half of what is played in gyms, in Hz."""


def in_the_room(length: int, loud: float, seed: int | np.random.Generator) -> Noise:
    """So many samples of a fan or a street, more of it low than high, with this standard deviation."""
    noise = pink(length / EAR_RATE, seed)
    louder: Noise = noise * (loud / np.sqrt(np.mean(noise**2)))
    return louder


def pink(seconds: float, seed: int | np.random.Generator) -> Noise:
    """Noise whose power falls by 3 dB an octave."""
    length = round(seconds * EAR_RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=length))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    noise: Noise = np.fft.irfft(spectrum, length)
    return noise


def music(seconds: float, seed: int) -> Noise:
    """Four chords in sawtooth, a bass, a kick on the beat, a snare on every second and a hi-hat between."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * EAR_RATE)) / EAR_RATE
    chord = (time // (4 * BEAT)).astype(int) % len(CHORDS)
    played = np.zeros(len(time))
    for voice in range(3):
        pitch = np.array([tones[voice] for tones in CHORDS])[chord]
        for octave, strength in ((1, 0.25), (2, 0.18), (4, 0.1)):
            played += strength * (2 * ((time * pitch * octave) % 1.0) - 1)
    played += 0.6 * np.sin(2 * np.pi * time * np.array([tones[0] / 2 for tones in CHORDS])[chord])
    since = time % BEAT
    played += 1.2 * np.sin(2 * np.pi * 55 * since) * np.exp(-since * 18)
    snare = np.where((time // BEAT) % 2 == 1, np.exp(-since * 25), 0.0)
    hat = np.exp(-((time + BEAT / 2) % BEAT) * 60)
    hiss = rng.normal(size=len(time))
    return played + 0.7 * snare * hiss + 0.25 * hat * np.diff(hiss, prepend=0.0)


def clank(seconds: float, seed: int) -> Noise:
    """Plates: about every second a metal ring of a dozen unrelated partials that dies within a third of a second."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=round(seconds * EAR_RATE)) * 0.01
    at = 0.2
    while at < seconds - 0.6:
        since = np.arange(round(0.5 * EAR_RATE)) / EAR_RATE
        partials = rng.uniform(300, 6000, 12)
        ring = sum(np.sin(2 * np.pi * one * since) * np.exp(-since * rng.uniform(8, 30)) for one in partials)
        ring += rng.normal(size=len(since)) * np.exp(-since * 80) * 4
        start = round(at * EAR_RATE)
        noise[start : start + len(since)] += ring * rng.uniform(0.3, 1.0)
        at += rng.uniform(0.5, 1.5)
    return noise


@lru_cache(maxsize=1)
def _garage() -> Noise:
    """How a bare garage answers a clap: the clap, then 0.4 s of sound dying away by 60 dB, from 8 dB below it."""
    length = round(0.4 * EAR_RATE)
    tail = np.random.default_rng(3).normal(size=length) * 10 ** (-3 * np.arange(length) / length)
    tail *= np.sqrt(10 ** (-8 / 10) / np.sum(tail**2))
    tail[: round(0.004 * EAR_RATE)] = 0.0
    tail[0] = 1.0
    return tail


def reverberant(sound: Pcm16) -> Pcm16:
    """The sound as it is heard two steps away in a bare garage; as long and as loud as before."""
    size = len(sound) + len(_garage())
    wet = np.fft.irfft(np.fft.rfft(sound.astype(np.float64), size) * np.fft.rfft(_garage(), size), size)[: len(sound)]
    levelled: Pcm16 = (wet / max(np.abs(wet).max(), 1.0) * np.abs(sound.astype(np.int32)).max()).astype(np.int16)
    return levelled


def with_noise(sound: Pcm16, noise: Noise, decibels: float, seed: int) -> Pcm16:
    """Sound and noise as the speech-to-intent benchmark mixes them.

    The ratio is of the largest energies in frames of 2048 samples; the noise starts anywhere; the sum fills half of
    full scale.
    """
    start = int(np.random.default_rng(seed).integers(0, max(1, len(noise) - len(sound))))
    piece = np.resize(noise[start : start + len(sound)].astype(np.float64), len(sound))
    speech = sound.astype(np.float64)
    ratio = np.sqrt(_loudest(speech) / max(_loudest(piece), 1e-9) / 10 ** (decibels / 10))
    mixed = speech + piece * ratio
    filled: Pcm16 = (mixed / np.abs(mixed).max() * 0.5 * 32767).astype(np.int16)
    return filled


def _loudest(sound: Noise) -> float:
    frames = sound[: len(sound) // 2048 * 2048].reshape(-1, 2048) if len(sound) >= 2048 else sound[None, :]
    return float((frames**2).sum(axis=1).max())
