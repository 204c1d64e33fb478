"""Numbers by themselves, behind "How many?" and unasked: `python -m benchmarks.hearing.numbers FOLDER [--voices V...]`.

The same sound is judged twice by both recognisers, once with the coach's question open and once without: one to twelve
in natural voices, clean and in a kitchen, and so many single digits of people (`--people N`) that no other part uses.
What the recognisers made of a sound is kept, as in the part `ears`. Written to benchmarks/results/hearing-numbers.json.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hearing.ears import DIGITS_SEED, HOW_MANY, NUMBERS, Progress
from benchmarks.hearing.judge import Front, intent_of, share, slots_of, table, taped_ear
from benchmarks.lib import corpus, rooms
from benchmarks.lib.voices import NATURAL
from benchmarks.understanding.results import written
from coach.core.events import Heard
from coach.ports import Pcm16

LEVELS = (None, 10)
"""Decibels of speech over kitchen noise; None is clean."""


@dataclass(frozen=True, slots=True)
class Number:
    """One spoken number."""

    number: int
    by: str
    level: int | None
    sound: Pcm16

    @property
    def cell(self) -> str:
        """Where it is told."""
        return f"{self.by}, {'clean' if self.level is None else f'kitchen {self.level} dB'}"


def spoken(voices: tuple[str, ...], kitchen: Pcm16) -> Iterator[Number]:
    """One to twelve in each voice at each level."""
    turn = 0
    for level in LEVELS:
        for number, word in enumerate(NUMBERS, 1):
            for voice in voices:
                speech = corpus.padded(corpus.spoken(word, voice), before=1.0)
                sound = speech if level is None else rooms.with_noise(speech, kitchen.astype(float), level, turn)
                yield Number(number, voice, level, sound)
                turn += 1


def peoples(folder: Path, many: int) -> Iterator[Number]:
    """So many digits of people that the part `ears` leaves out when it takes every eighth."""
    found = list(corpus.digits(folder))
    random.Random(DIGITS_SEED).shuffle(found)
    left = [one for number, one in enumerate(found) if number % 16]
    for _, sound, digit in left[:many]:
        yield Number(digit, "people", None, corpus.padded(sound, before=1.0))


def became(said: Number, question: str) -> str:
    """right, wrong, asked or nothing; unasked, right is nothing."""
    events = Front.of(said.sound).heard_by(taped_ear("resting", "both"), question)
    acted = [event for event in events if isinstance(event, Heard)]
    if not question:
        return "wrong" if acted else "asked" if events else "right"
    if not acted:
        return "asked" if events else "nothing"
    one = acted[0]
    right = len(acted) == 1 and intent_of(one) == "log_reps" and slots_of(one).get("reps") == said.number
    return "right" if right else "wrong"


def main() -> None:
    """Judge every number, with and without the question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with digits/ and noise/")
    parser.add_argument("--voices", nargs="+", default=list(NATURAL))
    parser.add_argument("--people", type=int, default=60, help="so many digits of people")
    asked = parser.parse_args()
    if missing := corpus.missing_tools():
        sys.exit(missing)
    kitchen = corpus.kitchen(asked.folder)
    jobs = [*spoken(tuple(asked.voices), kitchen), *peoples(asked.folder, asked.people)]
    told, cells = Progress(len(jobs)), dict[str, dict[str, Counter[str]]]()
    for said in jobs:
        cell = cells.setdefault(said.cell, {"asked": Counter(), "unasked": Counter()})
        for kind, question in (("asked", HOW_MANY), ("unasked", "")):
            cell[kind][became(said, question)] += 1
        told.on(said.cell)
    written("hearing-numbers", {"cells": cells})
    table(("said by", "asked for: right", "wrong", "asked about", "unasked: acted on", "asked about"), *rows(cells))


def rows(cells: dict[str, dict[str, Counter[str]]]) -> Iterator[tuple[object, ...]]:
    """One for each voice and level."""
    for name, cell in cells.items():
        right, unasked = cell["asked"], cell["unasked"]
        of = right.total()
        parts = (share(right["right"], of), right["wrong"], right["asked"])
        yield (name, *parts, share(unasked["wrong"], of), unasked["asked"])


if __name__ == "__main__":
    main()
