"""Fits the weights of `coach/ears/recognisers/confidence.py`.

`python -m benchmarks.hearing.fitting.fit_witness FOLDER [--every N]`.

Spoken as it should be: coffee orders with the coffee grammar, digits with the numbers, the coach's own sentences in
synthetic voices, each in quiet and in noise. Said to others: the same orders and digits with the coach's grammar,
and synthetic small talk.
Prints the weights, and how well they tell the two apart on recordings they were not fitted on.
"""

# ruff: noqa: T201 - tables on the screen are what this is for

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.hearing.judge import BARISTA, COACH, everywhere, hear
from benchmarks.lib import corpus, rooms
from coach.ears.pipeline import Listener
from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.ears.recognisers.confidence import WEIGHTS, Evidence, measures
from coach.ears.recognisers.pocketsphinx import PocketSphinx
from coach.phrases.grammar import Grammar
from coach.phrases.intents import Phrases
from coach.ports import Pcm16

PULL = 0.004
"""How strongly the weights are pulled towards nothing."""
CAUTION = 1.0
"""Taken off the bias at the end: what was not said costs more than what has to be said twice."""
BY_HAND = "its end was not said"
"""Not fitted: the cases it is for are not among these."""
Matrix = np.ndarray[Any, np.dtype[np.float64]]
Case = tuple[bool, str, Evidence]
"""Whether it was really said, by whom or in which file, and the evidence."""


class Witness:
    """A recogniser that keeps its evidence and never believes it, so that the ear goes on listening."""

    name = "witness"

    def __init__(self, phrases: Phrases) -> None:
        self._inner = PocketSphinx(phrases.book.pronunciations, phrases.book.likelihood)
        self.seen: list[Evidence] = []

    def arm(self, grammar: Grammar) -> None:
        self._inner.arm(grammar)

    def recognise(self, segment: Pcm16) -> Hypothesis:
        evidence = self._inner.evidence(segment)
        if evidence is not None:
            self.seen.append(evidence)
        return NOTHING

    def close(self) -> None:
        self._inner.close()


class Court:
    """An ear with a witness in it."""

    def __init__(self, phrases: Phrases, armed: frozenset[str]) -> None:
        self.phrases, self._witness, self.armed = phrases, Witness(phrases), armed
        self._ear = Listener(self._witness, phrases)
        self._ear.listen_for(armed)

    def hears(self, sound: Pcm16) -> list[Evidence]:
        self._witness.seen = []
        hear(self._ear, sound)
        return self._witness.seen

    def meaning(self, evidence: Evidence) -> tuple[str, dict[str, Any]] | None:
        understood = self.phrases.match(evidence.text, self.armed)
        return (understood.intent, dict(understood.slots)) if understood else None


@cache
def court(who: str) -> Court:
    """One a process: the coffee orders' own grammar, the numbers', or the coach's."""
    if who == "coffee":
        return Court(BARISTA, BARISTA.intents)
    return Court(COACH, corpus.CORE if who == "coach" else frozenset({"log_reps"}))


@dataclass(frozen=True, slots=True)
class Heard:
    """One sound, who hears it, and what it means to them; None where it means nothing to them."""

    name: str
    sound: Pcm16
    who: str
    meaning: tuple[str, dict[str, Any]] | None

    def seen(self) -> list[Case]:
        """The evidence, of something said only where its meaning was found: the rest says nothing about believing."""
        judge = court(self.who)
        found = judge.hears(self.sound)
        if self.meaning is None:
            return [(False, self.name, seen) for seen in found]
        return [(True, self.name, seen) for seen in found if judge.meaning(seen) == self.meaning]


def heard(folder: Path, every: int) -> Iterator[Heard]:
    """Everything that is put before the courts, in quiet and in noise."""
    kitchen = corpus.kitchen(folder).astype(float)
    for at, (name, sound, slots) in enumerate(list(corpus.barista(folder))[::every]):
        for over in (None, 9.0):
            yield Heard(name, mixed(sound, kitchen, over, at), "coffee", ("orderDrink", dict(slots)))
        for over in (None, 12.0):
            yield Heard(name, mixed(sound, kitchen, over, at), "coach", None)
    for name, sound, digit in list(corpus.digits(folder))[:: 2 * every]:
        yield Heard(name, corpus.padded(sound), "numbers", ("log_reps", {"reps": digit}))
        yield Heard(name, corpus.padded(sound), "coach", None)
    yield from synthetic(kitchen, every)


def synthetic(kitchen: rooms.Noise, every: int) -> Iterator[Heard]:
    """The sentences of the phrase tests in synthetic voices: clean, and under one noise at 10 dB."""
    chosen = random.Random(5)
    noises = (kitchen, rooms.pink(10, 1), rooms.music(12, 2))
    for at, sentence in enumerate(chosen.sample(corpus.sentences(), 600)[::every]):
        voice = chosen.choice(corpus.VOICES)
        said = corpus.spoken(sentence.text, voice, chosen.choice(corpus.PACES))
        known = COACH.match(sentence.text, corpus.CORE)
        meant = (known.intent, dict(known.slots)) if known else None
        for over in (None, 10.0):
            yield Heard(sentence.text + voice, mixed(said, noises[at % len(noises)], over, at), "coach", meant)


def mixed(sound: Pcm16, noise: rooms.Noise, over: float | None, seed: int) -> Pcm16:
    """The sound with silence around it, so many decibels over the noise, or clean."""
    padded = corpus.padded(sound)
    return padded if over is None else rooms.with_noise(padded, noise, over, seed)


def fitted(points: Matrix, said: Matrix) -> Matrix:
    """Weights and bias of a logistic regression in which both kinds count alike (Newton's steps)."""
    centre, spread = points.mean(0), points.std(0) + 1e-9
    scaled = np.c_[(points - centre) / spread, np.ones(len(points))]
    weight = np.where(said > 0, len(said) / 2 / said.sum(), len(said) / 2 / (1 - said).sum())
    found = np.zeros(scaled.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (weight * (likely - said)) + PULL * len(said) * np.r_[found[:-1], 0]
        bend = (scaled.T * (weight * likely * (1 - likely))) @ scaled + PULL * len(said) * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    whole: Matrix = np.r_[found[:-1] / spread, found[-1] - (found[:-1] * centre / spread).sum()]
    return whole


def main() -> None:
    """Collect, fit on one half, judge the other, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=2)
    asked = parser.parse_args()
    found = [case for cases in everywhere(Heard.seen, heard(asked.folder, asked.every)) for case in cases]
    names = [name for name in WEIGHTS if name != BY_HAND]
    points = np.array([[measures(evidence)[name] for name in names] for _, _, evidence in found])
    said = np.array([float(real) for real, _, _ in found])
    half = np.array([sum(map(ord, name)) % 2 for _, name, _ in found])
    sure = np.zeros(len(found))
    for part in (0, 1):
        weights = fitted(points[half != part], said[half != part])
        sure[half == part] = 1 / (1 + np.exp(-(points[half == part] @ weights[:-1] + weights[-1] - CAUTION)))
    for limit in (0.25, 0.35, 0.4, 0.55, 0.7):
        real, rest = np.mean(sure[said > 0] >= limit), np.mean(sure[said == 0] >= limit)
        print(f"at {limit}: {real:.3f} of the real, {rest:.3f} of the rest")
    weights = fitted(points, said)
    weights[-1] -= CAUTION
    print({name: round(float(value), 2) for name, value in zip([*names, "bias"], weights, strict=True)})


if __name__ == "__main__":
    main()
