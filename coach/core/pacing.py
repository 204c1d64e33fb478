"""A timer and a metronome asked for in words: the beats of both, and the tempo that was said."""

from collections.abc import Mapping

from coach.core import tempo, wording
from coach.core.commands import Beat, Count, Tone
from coach.core.events import Slot
from coach.core.plan import Line, Tempo
from coach.core.steps.work.counting import words

METRONOME_FOR = 120.0
"""Seconds a metronome beats where nothing ends it."""

SHORTEST = 4.0
"""Seconds of a timer from which it is counted down."""


def timer_beats(seconds: float) -> tuple[Beat, ...]:
    """Three, two, one and the tone, anchored at the timer's end."""
    counted = [Beat(-float(left), wording.number(left)) for left in (3, 2, 1)] if seconds >= SHORTEST else []
    return (*counted, Beat(0.0, Tone.GO))


def tempo_said(slots: Mapping[str, Slot]) -> Tempo:
    """The tempo in a remark: `down` and `up`, and `still` and `top` where they were said; X is no number here."""
    down, still, up, top = (int(slots.get(name, 0)) for name in ("down", "still", "up", "top"))
    return Tempo(down, still, up, top)


def metronome(lines: Mapping[str, Line], said: Tempo, seconds: float, cue: int) -> Count | None:
    """The count of this tempo for at most so many seconds; None where not one rep fits."""
    beats, length = tempo.metronome(said, words(lines), min(METRONOME_FOR, seconds))
    return Count(cue, beats, length) if beats else None
