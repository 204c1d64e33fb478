"""Barging in: commands and complaints said while the coach talks, its loudspeaker heard through the room as well."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.hearing.ears import COMPLAINTS, RED, stops_the_session
from benchmarks.hearing.judge import COACH, Front, everywhere, intent_of, share, table, taped_ear
from benchmarks.lib import corpus, rooms
from benchmarks.understanding.results import written
from coach.core.events import Event, Heard
from coach.ears.model_files.moonshine import find_moonshine
from coach.ports import EAR_RATE, Pcm16

COACHS_VOICE = "espeak:en-gb"
LINES = (
    "Stand tall with the bar against your thighs. Breathe in low, then brace all the way around.",
    "Push your hips back as if to close a door behind you, and keep the weight over the middle of your feet.",
    "That is the warm up done. Now we load the bar a little heavier and do the same again.",
)
REMARKS = {
    "commands": ("stop", "pause", "next", "repeat that", "slower"),
    "complaints": ("my back feels tight", "that hurts", *COMPLAINTS),
    "red flags": RED,
}
"""What is said, by its kind."""
COUNT = "one two three hold up down two three hold up"
"""A word a second."""
LOUD = 200
"""The noise of a loud room, as a standard deviation of samples: a line whose echo is 12 dB softer is about as loud."""
QUIET = 10
SCENES = (
    *((echo, QUIET, False) for echo in (None, -20, -12, -6)),
    *((echo, LOUD, counted) for counted in (False, True) for echo in (None, -20, -12)),
)
"""Decibels from the loudspeaker's samples to its echo (None is headphones), the noise, whether the coach counts."""
LATE = 0.2
BREAK = 0.5
INTO_IT = 1.2
AFTER = 2.0
"""Seconds: how much later the loudspeaker comes back; silence between lines; how far into the last line one speaks; how
much follows that."""
DRIVEN = 1.5
"""How hard the loudspeaker is driven into its bend: a line that peaks at 0.3 of full scale is bent by 7 % there."""

Saying = list[tuple[int, int, str]]
"""From which to which sample the coach is saying what."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark in one voice, how loud the echo of the coach is under it, and the room."""

    text: str
    voice: str
    number: int
    echo: int | None
    room: int
    counted: bool


def bargein(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """Said over the third of the coach's lines, or its count, the echo 200 ms late through a bare garage and a bent
    loudspeaker, in a quiet and in a loud room, to the ear that `--ear auto` would open.

    A complaint is right when it is acted on as one, a red flag when the session stops; caught when it is at least asked
    about. Written after each scene to benchmarks/results/hearing-bargein.json.
    """
    rows: list[tuple[object, ...]] = [("echo", "said", *KINDS, "caught")]
    cells: list[dict[str, object]] = []
    for echo, room, counted in SCENES:
        named = "none" if echo is None else f"{echo} dB"
        named += ", a loud room" * (room == LOUD) + ", over a count" * counted
        for kind in REMARKS:
            jobs = [Remark(*one, echo, room, counted) for one in said_by_turns(kind, every)]
            counts = Counter(everywhere(what_became_of, jobs))
            caught = counts["right"] + counts["asked"]
            rows.append((named, kind, *(share(counts[each], len(jobs)) for each in KINDS), share(caught, len(jobs))))
            cells.append({"echo": named, "said": kind, **counts})
        written("hearing-bargein", {"command": f"... bargein --every {every}", "cells": cells})
    table(*rows)


KINDS = ("right", "asked", "wrong", "nothing")


def said_by_turns(kind: str, every: int) -> list[tuple[str, str, int]]:
    """Every so-manieth remark of the kind with a voice, each sentence by other voices than the one before."""
    voices = [voice for voice in corpus.VOICES if voice != COACHS_VOICE]
    return [
        (text, voice, place * len(voices) + number)
        for place, text in enumerate(REMARKS[kind])
        for number, voice in enumerate(voices)
        if (5 * place + number) % every == 0
    ]


def what_became_of(remark: Remark) -> str:
    """right, asked (as what it is), wrong, or nothing."""
    near, far, saying = scene(remark)
    ear = taped_ear("session", "both" if find_moonshine() is not None else "pocketsphinx")

    def says(sample: int) -> str:
        return next((text for first, last, text in saying if first < sample <= last), "")

    taken = Front.without_echo(near, far).heard_by(ear, saying=says)
    if not taken:
        return "nothing"
    right, red = meant(remark.text), remark.text in RED
    if not all(intent_of(event) == right or (red and stops_the_session(event)) for event in taken):
        return "wrong"
    return "right" if any(_acted_on(event, red=red) for event in taken) else "asked"


def _acted_on(event: Event, *, red: bool) -> bool:
    return isinstance(event, Heard) and (stops_the_session(event) or not red)


def scene(remark: Remark) -> tuple[Pcm16, Pcm16, Saying]:
    """Microphone, loudspeaker, and from which to which sample the coach is saying what."""
    far, saying = counting() if remark.counted else talking(remark.number)
    near = np.zeros(len(far)) if remark.echo is None else 10 ** (remark.echo / 20) * came_back(far)
    near = near + rooms.in_the_room(len(far), remark.room, remark.number)
    said = corpus.spoken(remark.text, remark.voice)
    into_it = INTO_IT + remark.number % 10 / 10 if remark.counted else INTO_IT
    begin = saying[-3 if remark.counted else -1][0] + round(into_it * EAR_RATE)
    near[begin : begin + len(said)] += said
    end = begin + len(said) + round(AFTER * EAR_RATE)
    return np.clip(near, -32768, 32767).astype(np.int16)[:end], far[:end], saying


def talking(number: int) -> tuple[Pcm16, Saying]:
    """Three lines out of the loudspeaker."""
    lines = [LINES[(number + turn) % len(LINES)] for turn in range(3)]
    parts, saying, at = [], Saying(), round(BREAK * EAR_RATE)
    for text in lines:
        line = corpus.spoken(text, COACHS_VOICE)
        saying.append((at, at + len(line), text))
        parts.append(corpus.padded(line, 0.0, BREAK))
        at += len(parts[-1])
    return corpus.padded(np.concatenate(parts), BREAK, 1.0), saying


def counting() -> tuple[Pcm16, Saying]:
    """A count out of the loudspeaker."""
    words = COUNT.split()
    far, saying = np.zeros((len(words) + 1) * EAR_RATE, np.int16), Saying()
    for second, word in enumerate(words):
        said, at = corpus.spoken(word, COACHS_VOICE), round((second + BREAK) * EAR_RATE)
        far[at : at + len(said)] = said
        saying.append((at, at + len(said), word))
    return far, saying


def came_back(far: Pcm16) -> rooms.Noise:
    """The loudspeaker's samples as the microphone gets them, as loud on average as they were sent."""
    played = far / 32768
    bent = np.tanh(DRIVEN * played) / DRIVEN
    wet = rooms.reverberant((bent * 32767).astype(np.int16)).astype(np.float64)
    wet *= np.sqrt(np.mean(far.astype(np.float64) ** 2) / np.mean(wet**2))
    return later(wet)


def later(sound: Pcm16 | rooms.Noise) -> rooms.Noise:
    """The sound as late as the loudspeaker comes back, no longer than it was."""
    return np.concatenate([np.zeros(round(LATE * EAR_RATE)), sound])[: len(sound)]


@cache
def meant(text: str) -> str:
    """The intent of a remark."""
    if text in RED or text in COMPLAINTS:
        return "complaint"
    understood = COACH.match(text, corpus.CORE)
    return understood.intent if understood is not None else ""
