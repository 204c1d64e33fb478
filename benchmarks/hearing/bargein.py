"""Barging in: commands and complaints said while the coach talks, its loudspeaker heard through the room as well."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.hearing.judge import COACH, ear_for, everywhere, in_blocks, intent_of, share, table
from benchmarks.lib import corpus, rooms
from coach.core.events import Heard
from coach.ports import EAR_RATE, Pcm16

COACHS_VOICE = "espeak:en-gb"
LINES = (
    "Stand tall with the bar against your thighs. Breathe in low, then brace all the way around.",
    "Push your hips back as if to close a door behind you, and keep the weight over the middle of your feet.",
    "That is the warm up done. Now we load the bar a little heavier and do the same again.",
)
REMARKS = ("stop", "pause", "next", "repeat that", "my back feels tight", "that hurts", "slower")
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
    loudspeaker, in a quiet and in a loud room.

    A complaint is caught when it is acted on or asked about as a complaint.
    """
    voices = [voice for voice in corpus.VOICES if voice != COACHS_VOICE]
    said = [(text, voice) for text in REMARKS for voice in voices][::every]
    kinds = ("acted rightly", "asked as the right intent", "wrong", "nothing")
    rows: list[tuple[object, ...]] = [("echo", *kinds, "complaints caught")]
    for echo, room, counted in SCENES:
        jobs = [Remark(text, voice, number, echo, room, counted) for number, (text, voice) in enumerate(said)]
        answers = everywhere(what_became_of, jobs)
        counts = Counter(answers)
        complaints = [answer for job, answer in zip(jobs, answers, strict=True) if meant(job.text) == "complaint"]
        caught = sum(answer in kinds[:2] for answer in complaints)
        named = "none" if echo is None else f"{echo} dB"
        named += ", a loud room" * (room == LOUD) + ", over a count" * counted
        rows.append((named, *(share(counts[kind], len(jobs)) for kind in kinds), share(caught, len(complaints))))
    table(*rows)


def what_became_of(remark: Remark) -> str:
    """acted rightly, asked as the right intent, wrong, or nothing."""
    near, far, saying = scene(remark)
    blocks = in_blocks(
        ear_for("session"),
        near,
        far,
        lambda _, end: next((text for first, last, text in saying if first < end <= last), ""),
    )
    taken = {(isinstance(event, Heard), intent_of(event)) for _, events in blocks for event in events}
    right = meant(remark.text)
    if not taken:
        return "nothing"
    if any(intent != right for _, intent in taken):
        return "wrong"
    return "acted rightly" if (True, right) in taken else "asked as the right intent"


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
    understood = COACH.match(text, corpus.CORE)
    return understood.intent if understood is not None else ""
