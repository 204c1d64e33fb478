"""The short sounds that are not words: soft, told apart by pitch and shape, as loud as the voice."""

import numpy as np

from coach.core.commands import Tone
from coach.ports import Clip, Samples

LOUDNESS = 0.28
"""The root mean square of a tone's loudest part against its peak of one: about as loud as the spoken counts."""

NOTES: dict[Tone, tuple[tuple[float, float, float], ...]] = {
    # (hertz, begins at seconds, lasts seconds)
    Tone.TICK: ((880.0, 0.0, 0.06),),
    Tone.ACCENT: ((1318.5, 0.0, 0.09),),
    Tone.HEARD: ((659.3, 0.0, 0.07), (987.8, 0.06, 0.10)),
    Tone.PAUSED: ((587.3, 0.0, 0.12), (440.0, 0.11, 0.18)),
    Tone.GO: ((784.0, 0.0, 0.30), (1174.7, 0.0, 0.30)),
    Tone.LOST: ((392.0, 0.0, 0.14), (311.1, 0.16, 0.14), (247.0, 0.32, 0.24)),
}


def tone_clip(tone: Tone, rate: int) -> Clip:
    """The tone at `rate` samples per second; its onset is its first sample."""
    notes = NOTES[tone]
    sound = np.zeros(round(max(begin + lasts for _, begin, lasts in notes) * rate), dtype=np.float64)
    for hertz, begin, lasts in notes:
        first = round(begin * rate)
        note = _note(hertz, round(lasts * rate), rate)
        sound[first : first + len(note)] += note[: len(sound) - first]
    return Clip((LOUDNESS * sound / np.abs(sound).max()).astype(np.float32), rate, 0)


def _note(hertz: float, count: int, rate: int) -> Samples:
    """A struck note: 3 ms to its peak, then dying away, with a little of the octave; it ends at nothing."""
    time = np.arange(count) / rate
    wave = np.sin(2 * np.pi * hertz * time) + 0.2 * np.sin(4 * np.pi * hertz * time)
    shape = (
        np.minimum(1.0, time / 0.003)
        * np.exp(-3.5 * time * rate / count)
        * np.minimum(1.0, (count / rate - time) / 0.01)
    )
    return np.asarray(wave * shape, dtype=np.float32)
