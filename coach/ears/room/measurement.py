"""What the microphone hears, in numbers: the noise of the room, the echo of the loudspeaker, the lifter's voice."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.ears.front_end.endpointing import CHUNK, VoiceActivity
from coach.ports import EAR_RATE, Clip, Pcm16

BANDS = ((50, 250), (250, 1000), (1000, 4000), (4000, 8000))
"""Hertz: hum and motors, voices' body, voices' words, hiss."""
EARLIEST, LATEST = -0.25, 1.0
"""Seconds between which an echo is looked for: clocks may be wrong by a little, wireless loudspeakers late by a lot."""
DISTINCT = 8.0
"""How far above all other delays the true one stands out; of noise alone the highest of them reaches five."""
APART = 0.3
"""Seconds of silence between two sounds that are measured each for itself."""
SILENT = -120.0
CHIRP_SECONDS, LOWEST, HIGHEST, SOFTNESS = 0.6, 200.0, 6500.0, 0.12


@dataclass(frozen=True, slots=True)
class Echo:
    """The loudspeaker as the microphone hears it: `delay` in seconds after its reference, `level` in decibels below
    full scale, `loss` in decibels between the two."""

    delay: float
    level: float
    loss: float


def chirp(rate: int) -> Clip:
    """A soft tone that slides through the range of voices: what comes back of it is found to the sample."""
    time = np.arange(round(CHIRP_SECONDS * rate)) / rate
    growth = np.log(HIGHEST / LOWEST) / CHIRP_SECONDS
    wave = np.sin(2 * np.pi * LOWEST * (np.exp(growth * time) - 1) / growth)
    edge = np.minimum(1.0, np.minimum(time, CHIRP_SECONDS - time) / 0.03)
    return Clip((SOFTNESS * edge * wave).astype(np.float32), rate, 0)


def loudness(sound: Pcm16) -> float:
    """Root mean square in decibels below full scale."""
    return _decibels(_power(sound))


def bands(sound: Pcm16) -> tuple[float, ...]:
    """The loudness in each of `BANDS`."""
    spectrum = np.abs(np.fft.rfft(sound.astype(np.float64) / 32768)) ** 2 * 2 / max(1, len(sound)) ** 2
    hertz = np.fft.rfftfreq(max(1, len(sound)), 1 / EAR_RATE)
    return tuple(_decibels(float(spectrum[(hertz >= low) & (hertz < high)].sum())) for low, high in BANDS)


def speech_loudness(sound: Pcm16, probability: float = 0.5) -> float | None:
    """The loud part of whatever in it is speech; None when nobody speaks."""
    chances = voice_chances(sound)
    spoken = [sound[place * CHUNK : (place + 1) * CHUNK] for place in np.flatnonzero(chances >= probability)]
    if len(spoken) < 3:
        return None
    return _decibels(float(np.percentile([_power(chunk) for chunk in spoken], 80)))


def voice_chances(sound: Pcm16) -> NDArray[np.float64]:
    """The probability of speech in each whole chunk of the sound."""
    activity = VoiceActivity()
    whole = range(0, len(sound) - CHUNK + 1, CHUNK)
    return np.array([activity.process(sound[begin : begin + CHUNK]) for begin in whole], dtype=np.float64)


def find_echo(heard: Pcm16, reference: Pcm16) -> Echo | None:
    """Where and how loud the reference is in what was heard over the same span; None when it cannot be made out."""
    near, far = (sound.astype(np.float64) for sound in (heard, reference))
    size = 1 << (len(near) + len(far) - 1).bit_length()
    alike = np.fft.irfft(np.fft.rfft(near, size) * np.conj(np.fft.rfft(far, size)), size)
    lags = np.arange(round(EARLIEST * EAR_RATE), min(round(LATEST * EAR_RATE), len(near)))
    likeness = np.abs(alike[lags])
    usual = float(np.sqrt(np.mean(likeness**2)))
    best = int(np.argmax(likeness))
    if usual == 0.0 or likeness[best] < DISTINCT * usual:
        return None
    delay = int(lags[best])
    sounds = _sounds(reference, range(max(0, -delay), min(len(far), len(near) - delay)))
    # On a busy machine blocks are lost on the way and what follows them stands elsewhere: the best one is measured.
    sound = max(sounds, key=lambda places: _likeness(near[places + delay], far[places]))
    played, level = (_decibels(float(np.mean(part**2)) / 32768**2) for part in (far[sound], near[sound + delay]))
    return Echo(delay / EAR_RATE, level, played - level)


def _sounds(reference: Pcm16, within: range) -> list[NDArray[np.int64]]:
    """The places in the reference at which it sounds, apart where it is silent for longer than `APART`."""
    places = np.flatnonzero(np.abs(reference) > 50)
    places = places[(places >= within.start) & (places < within.stop)]
    return np.split(places, np.flatnonzero(np.diff(places) > APART * EAR_RATE) + 1)


def _likeness(near: NDArray[np.float64], far: NDArray[np.float64]) -> float:
    """How much of what was heard is what was played, from nothing (0.0) to all of it (1.0)."""
    powers = float(np.sum(near**2) * np.sum(far**2))
    return abs(float(np.sum(near * far))) / math.sqrt(max(1.0, powers))


def _power(sound: Pcm16) -> float:
    return float(np.mean((sound.astype(np.float64) / 32768) ** 2)) if len(sound) else 0.0


def _decibels(power: float) -> float:
    return max(SILENT, 10 * float(np.log10(max(power, 1e-30))))
