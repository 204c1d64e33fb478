"""What sounds of the lines of a rehearsal: none that was silenced first, each part of a countdown at its own time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coach.clocks import SessionTime
from coach.core.commands import Beat, Tone
from coach.core.events import Slot

APART = 2.0
"""Seconds between two words of a countdown from which they are told as two lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the transcript: `kind` is say, count, countdown, heard, or a note's kind.

    `cue` and `beats` are those of what sounds; a countdown's offsets count up to `at`, a count's from `at`.
    """

    at: SessionTime
    kind: str
    text: str = ""
    fields: Mapping[str, Slot | None] = field(default_factory=dict)
    cue: int = 0
    beats: tuple[Beat, ...] = ()


def words_of(beats: Iterable[Beat]) -> str:
    """The words of a count, its tones left out, a sentence's worth a rep left readable."""
    return ", ".join(str(beat.sound) for beat in beats if not isinstance(beat.sound, Tone))


def sounding(lines: Iterable[Line], silenced: Mapping[int, SessionTime]) -> Iterator[Line]:
    """The lines without what was `silenced` (cues, and when) before it began, and what is broken off cut short."""
    for line in lines:
        end = silenced.get(line.cue)
        if line.kind == "countdown":
            yield from _parts(line, end)
        elif end is None:
            yield line
        elif line.kind == "count":
            yield from _cut(line, end)
        elif line.at < end:
            yield replace(line, fields={**line.fields, "end": round(end, 2), "broken_off": 1.0})


def _cut(line: Line, end: SessionTime) -> Iterator[Line]:
    """A count as far as it came; nothing of one that had said nothing yet."""
    said = tuple(beat for beat in line.beats if line.at + beat.offset < end)
    if words := words_of(said):
        yield replace(line, text=words, beats=said, fields={**line.fields, "end": round(end, 2), "broken_off": 1.0})


def _parts(line: Line, end: SessionTime | None) -> Iterator[Line]:
    """A countdown's words, those close together as one line."""
    said = [beat for beat in line.beats if not isinstance(beat.sound, Tone)]
    said = [beat for beat in said if end is None or line.at + beat.offset < end]
    together: list[Beat] = []
    for beat in said:
        if together and beat.offset - together[-1].offset > APART:
            yield _part(line, together)
            together = []
        together.append(beat)
    if together:
        yield _part(line, together)


def _part(line: Line, beats: Sequence[Beat]) -> Line:
    return replace(line, at=line.at + beats[0].offset, text=words_of(beats), beats=tuple(beats))
