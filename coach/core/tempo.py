"""Reps times tempo times start phase: the beats of a whole set, each computed from its own rep, never accumulated."""

from dataclasses import dataclass
from enum import StrEnum

from coach.core.commands import Beat, Tone
from coach.core.plan import Start, Tempo

FAST = 1
"""Seconds that an X phase is given in the count: the effort is fast, the beat is not."""

UNTOLD = 0
"""So many reps left are not announced."""

LEAD_IN = 3.0
"""Seconds from "ready" to the first beat; the same in every set, so that it is learned."""


class CountMode(StrEnum):
    """How much of a set is counted aloud."""

    FULL = "full"
    LOWERING = "lowering"
    REPS = "reps"
    BEEPS = "beeps"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Words:
    """What a count says. `numbers[i]` is the word for i + 1; `more` announces how many reps are left."""

    ready: str
    and_: str
    down: str
    up: str
    hold: str
    numbers: tuple[str, ...]
    two_more: str
    last_one: str


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    seconds: int


def parts(tempo: Tempo, start: Start) -> tuple[_Part, ...]:
    """The four phases of a rep in the order this movement does them."""
    lower = (_Part("down", tempo.eccentric), _Part("bottom", tempo.bottom))
    lift = (_Part("up", tempo.concentric or FAST), _Part("top", tempo.top))
    return lower + lift if start is Start.ECCENTRIC else lift + lower


def rep_seconds(tempo: Tempo) -> int:
    """How long one rep takes, an X phase given `FAST` seconds."""
    return sum(part.seconds for part in parts(tempo, Start.ECCENTRIC))


def count_seconds(reps: int, tempo: Tempo) -> float:
    """How long the count of a set takes, lead-in included."""
    return LEAD_IN + reps * rep_seconds(tempo)


def reps_done(elapsed: float, reps: int, tempo: Tempo, start: Start) -> int:
    """How many whole reps are behind the lifter, `elapsed` seconds after the count began.

    A rep counts as done when its moving phases are over: the last pause is not waited for.
    """
    last_pause = parts(tempo, start)[-1].seconds
    return max(0, min(reps, int((elapsed - LEAD_IN + last_pause) // rep_seconds(tempo))))


def rep_ends(reps: int, tempo: Tempo, start: Start) -> tuple[float, ...]:
    """When each rep is done as `reps_done` counts them, in seconds from the start of the count."""
    last_pause, length = parts(tempo, start)[-1].seconds, rep_seconds(tempo)
    return tuple(LEAD_IN + rep * length - last_pause for rep in range(1, reps + 1))


# many: what a set is, and how it is counted
def beats(
    reps: int, tempo: Tempo, start: Start, words: Words, mode: CountMode = CountMode.FULL, before: int = 0
) -> tuple[Beat, ...]:
    """The beats of a set of `reps`, offsets in seconds from the start of the lead-in; `before` were done already."""
    found = [Beat(0.0, words.ready), Beat(LEAD_IN - 1, words.and_)]
    length = rep_seconds(tempo)
    for rep in range(reps):
        each = _rep_beats(LEAD_IN + rep * length, reps - rep - 1, parts(tempo, start), words, mode)
        found += _numbered(each, before + rep, words) if mode is CountMode.REPS else each
    if mode is CountMode.SILENT:
        found += [Beat(LEAD_IN, Tone.GO), Beat(LEAD_IN + reps * length, Tone.GO)]
    return tuple(found)


def metronome(tempo: Tempo, words: Words, seconds: float) -> tuple[tuple[Beat, ...], float]:
    """The beats of reps at this tempo, lowering first, as many as fit into `seconds`, and how long they take.

    No rep is announced as the last: who trains to it stops when he likes. Nothing where not one rep fits.
    """
    length = rep_seconds(tempo)
    reps = int((seconds - LEAD_IN) // length)
    if reps < 1:
        return (), 0.0
    found = [Beat(0.0, words.ready), Beat(LEAD_IN - 1, words.and_)]
    for rep in range(reps):
        found += _rep_beats(LEAD_IN + rep * length, UNTOLD, parts(tempo, Start.ECCENTRIC), words, CountMode.FULL)
    return tuple(found), LEAD_IN + reps * length


def _numbered(beats: list[Beat], before: int, words: Words) -> list[Beat]:
    """The beats of a rep with its number where the lift begins; beyond the numbers there are a tone stays."""
    said = words.numbers[before] if before < len(words.numbers) else Tone.ACCENT
    return [Beat(beat.offset, said) if beat.sound == words.up else beat for beat in beats]


def _rep_beats(begin: float, left: int, order: tuple[_Part, ...], words: Words, mode: CountMode) -> list[Beat]:
    found = []
    offset = 0
    for index, part in enumerate(order):
        last_pause = index == len(order) - 1
        for second in range(part.seconds):
            sound = _sound(part.name, second, words, mode)
            if last_pause and second == 0:
                sound = _announcement(left, words, mode) or (sound if part.name == "bottom" else None)
            if sound is not None:
                found.append(Beat(begin + offset + second, sound))
        offset += part.seconds
    return found


def _sound(part: str, second: int, words: Words, mode: CountMode) -> str | Tone | None:
    if mode is CountMode.SILENT or (part == "top") or (mode is CountMode.LOWERING and part != "down"):
        return None
    if mode is CountMode.REPS and part == "up" and second == 0:
        return words.up
    if mode in (CountMode.BEEPS, CountMode.REPS):
        return Tone.ACCENT if second == 0 else Tone.TICK
    opening = {"down": words.down, "up": words.up, "bottom": words.hold}[part]
    return opening if second == 0 else words.numbers[min(second, len(words.numbers) - 1)]


def _announcement(left: int, words: Words, mode: CountMode) -> str | None:
    if mode in (CountMode.BEEPS, CountMode.SILENT):
        return None
    if mode is CountMode.REPS and left > 1:  # "two, two more" is hard to follow
        return None
    return {2: words.two_more, 1: words.last_one}.get(left)
