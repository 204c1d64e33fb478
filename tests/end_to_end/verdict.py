"""What must be true of a performed session, judged by its transcript and by a recording of its loudspeaker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import soxr

from coach.core.commands import Tone
from coach.ports import Clip, Voice
from coach.testing.analysis import Samples, offset_between
from tests.end_to_end.story import Record, of_kind

TONES = frozenset(Tone)


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip the transcript promises: when it was to stand in the recording and how far off it stands, in seconds.

    `off` is None when nothing in the recording resembles it there. `sound` numbers what it is part of: a count is one
    sound of many words.
    """

    sound: int
    text: str
    due: float
    off: float | None


def ended(record: Record, records: Sequence[Record]) -> float:
    """When the sound of this record really ended: at its end, or where it was cut."""
    for cut in of_kind(records, "cut"):
        # The live clock is measured anew for each line, so under load the same moment may read a little differently.
        moved = cut["begin"] - record["begin"]
        if cut["text"] == record["text"] and abs(moved) < 0.3:
            return float(cut["end"] - moved)
    return float(record["end"])


def promised(records: Sequence[Record], voice: Voice) -> Iterator[tuple[int, str, float, Clip]]:
    """Everything said and every counted word that was not cut: number of the sound, text, session time, clip."""
    for number, record in enumerate(of_kind(records, "say", "count", "countdown")):
        end = ended(record, records)
        for text, begin, clip in _parts(record, voice):
            if begin + clip.seconds <= end + 0.005:
                yield number, text, begin, clip


def _parts(record: Record, voice: Voice) -> Iterator[tuple[str, float, Clip]]:
    if record["kind"] == "say":
        yield record["text"], record["begin"], voice.render(record["text"])
        return
    for beat, word in zip(record.get("beats", ()), record.get("words", ()), strict=True):
        if word not in TONES:
            clip = voice.render(word)
            yield word, beat - clip.onset / clip.rate, clip


def placed(records: Sequence[Record], recording: Samples, rate: int, voice: Voice, began: float) -> list[Heard]:
    """Where every promised clip stands; `began` is the session time of the recording's first sample."""
    found = []
    for number, text, begin, clip in promised(records, voice):
        sound = soxr.resample(clip.samples, clip.rate, rate)
        found.append(Heard(number, text, begin, offset_between(recording, rate, sound, begin - began, search=0.15)))
    return found


COARSE = 8000
"""Samples per second at which a clip is looked for in a whole recording, before it is found to the sample."""


def session_began(records: Sequence[Record], recording: Samples, rate: int, voice: Voice) -> float:
    """The session time of the recording's first sample: the median over everything said that can be found in it."""
    coarse, found = soxr.resample(recording, rate, COARSE), []
    middle = len(coarse) / COARSE / 2
    for said in of_kind(records, "say"):
        clip = voice.render(said["text"])
        about = offset_between(coarse, COARSE, soxr.resample(clip.samples, clip.rate, COARSE), middle, search=middle)
        if about is not None:
            exact = soxr.resample(clip.samples, clip.rate, rate)
            off = offset_between(recording, rate, exact, middle + about, search=0.02)
            found += [] if off is None else [said["begin"] - (middle + about + off)]
    assert found, "nothing of what was said is in the recording"
    return float(np.median(found))


TOGETHER = 0.001
"""Seconds by which the words of one count may stand apart from their schedule, each against the first."""

AROUND = 0.2
"""Seconds before a sound is due in which a stall may already cost it its place: what the card and its server hold."""


def excused(heard: Sequence[Heard], stalls: Sequence[tuple[float, float]]) -> bool:
    """Whether something is out of its place, and each such sound only since the machine stood still; session times.

    A stall moves what follows it in the same sound, so it must lie between the last word in its place and the first
    out of it. A word out of place without one is the coach's own doing, whatever else the machine did.
    """
    astray = [found for number in {one.sound for one in heard} if (found := _astray(heard, number)) is not None]
    return bool(astray) and all(
        any(begin < until + AROUND and end > since - AROUND for begin, end in stalls) for since, until in astray
    )


def _astray(heard: Sequence[Heard], sound: int) -> tuple[float, float] | None:
    """Between which two times something moved the words of this sound from their places, if anything did."""
    words = [one for one in heard if one.sound == sound]
    for number, word in enumerate(words):
        if word.off is None or abs(word.off - (words[0].off or 0.0)) > TOGETHER:
            return words[max(0, number - 1)].due, word.due
    return None


def overlaps(records: Sequence[Record], slack: float = 0.001) -> list[tuple[str, str]]:
    """Every pair of things said or counted that sounded together for more than `slack` seconds, by the transcript."""
    stretches = sorted((r["begin"], ended(r, records), r["text"]) for r in of_kind(records, "say", "count"))
    return [(one[2], other[2]) for one, other in pairwise(stretches) if other[0] < one[1] - slack]


def names(records: Sequence[Record], kind: str) -> list[str]:
    """The names of the records of this kind."""
    return [record["name"] for record in of_kind(records, kind)]
