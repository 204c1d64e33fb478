"""The clips of the loudspeaker: words and tones at its own rate, and the parts of a count, each set on its onset."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.audio.loudspeaker.placement import Span
from coach.audio.loudspeaker.tones import tone_clip
from coach.clip_cache import KeptClips
from coach.clocks import SamplePosition
from coach.core.commands import Beat, Tone
from coach.errors import VoiceError
from coach.ports import Clip, Voice

KEPT = 120.0
"""Seconds of clips kept at the loudspeaker's rate, 23 MB at 48 kHz: the counts' words and what was said last."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clip of a score, `at` samples after the score's begin (before it when negative)."""

    at: int
    clip: Clip
    word: str
    spoken: bool

    @property
    def end(self) -> int:
        """Where it ends, counted as `at` is."""
        return self.at + len(self.clip.samples)

    def placed(self, base: SamplePosition) -> Span:
        """Where it sounds when the score's begin is at this sample."""
        begin, clip = base + self.at, self.clip
        return Span(begin, base + self.end, self.word, begin + clip.onset, clip.samples, self.spoken)


class ClipShelf:
    """Words and tones as clips at `rate`; a voice that fails is replaced by a tone, and `trouble` says why.

    `trouble` is empty while the voice speaks; a voice that speaks again ends it.
    """

    def __init__(self, voice: Voice, rate: int) -> None:
        self.voice = voice
        self.trouble = ""
        self._rate = rate
        self._clips = KeptClips(KEPT)

    def clip(self, text: str, beat: bool = False) -> Clip:
        """The words at the timeline's rate; a tone in their place when the voice fails, which `trouble` tells."""
        kept = self._clips.get(text)
        if kept is not None:
            return kept
        try:
            clip = resampled(self.voice.render(text), self._rate)
        except VoiceError as error:
            self.trouble = str(error)
            return tone_clip(Tone.TICK if beat else Tone.LOST, self._rate)
        self.trouble = ""
        return self._clips.keep(text, clip)

    def parts(self, beats: Sequence[Beat]) -> list[Part]:
        """The clips of a score, each placed by its onset and cut short where the next begins."""
        parts: list[Part] = []
        for beat in sorted(beats, key=lambda beat: beat.offset):
            spoken = not isinstance(beat.sound, Tone)
            clip = tone_clip(beat.sound, self._rate) if isinstance(beat.sound, Tone) else self.clip(beat.sound, True)
            parts.append(Part(round(beat.offset * self._rate) - clip.onset, clip, str(beat.sound), spoken))
        return [self._without_overlap(part, parts[number + 1 :]) for number, part in enumerate(parts)]

    def _without_overlap(self, part: Part, later: Sequence[Part]) -> Part:
        """The part, ending where the next word begins; tones may sound together with words."""
        following = next((other for other in later if other.spoken), None)
        return shortened(part, following.at - part.at, self._rate) if part.spoken and following else part


def shortened(part: Part, room: int, rate: int) -> Part:
    """The part cut to `room` samples with a fade, when it is longer; the next word is never talked over."""
    if len(part.clip.samples) <= room:
        return part
    samples = part.clip.samples[: max(0, room)].copy()
    count = min(len(samples), round(0.005 * rate))
    samples[len(samples) - count :] *= np.linspace(1, 0, count, dtype=np.float32)
    return Part(part.at, Clip(samples, rate, min(part.clip.onset, max(0, len(samples) - 1))), part.word, part.spoken)


def resampled(clip: Clip, rate: int) -> Clip:
    """The clip at another rate, its onset at the same instant."""
    if clip.rate == rate:
        return clip
    import soxr

    samples = np.asarray(soxr.resample(clip.samples, clip.rate, rate), dtype=np.float32)
    return Clip(samples, rate, round(clip.onset * rate / clip.rate))
