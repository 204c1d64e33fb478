"""What must be true of a performed session, judged by its transcript and by a recording of its loudspeaker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import soxr

from coach.core.commands import Tone
from coach.ports import Clip, Voice
from tests.end_to_end.analysis import Samples, offset_between
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


def session_began(records: Sequence[Record], recording: Samples, rate: int, voice: Voice) -> float:
    """The session time of the recording's first sample: the median over everything said that can be found in it."""
    middle, found = len(recording) / rate / 2, []
    for said in of_kind(records, "say"):
        clip = voice.render(said["text"])
        off = offset_between(recording, rate, soxr.resample(clip.samples, clip.rate, rate), middle, search=middle)
        if off is not None:
            found.append(said["begin"] - (middle + off))
    assert found, "nothing of what was said is in the recording"
    return float(np.median(found))


def overlaps(records: Sequence[Record], slack: float = 0.001) -> list[tuple[str, str]]:
    """Every pair of things said or counted that sounded together for more than `slack` seconds, by the transcript."""
    stretches = sorted((r["begin"], ended(r, records), r["text"]) for r in of_kind(records, "say", "count"))
    return [(one[2], other[2]) for one, other in pairwise(stretches) if other[0] < one[1] - slack]


def names(records: Sequence[Record], kind: str) -> list[str]:
    """The names of the records of this kind."""
    return [record["name"] for record in of_kind(records, kind)]
