"""Fits the weights of `coach/ears/verification.py`: `python -m benchmarks.hearing_fit SPEECH_FOLDER [--every N]`.

Spoken as it should be: coffee orders with the coffee grammar, digits with the numbers, the coach's own sentences in
synthetic voices. Said to somebody else: the same orders and digits with the coach's grammar, and synthetic small talk.
Prints the weights, and how well they tell the two apart on recordings they were not fitted on.
"""

# ruff: noqa: T201 - tables on the screen are what this is for

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import hearing_corpus as corpus
from benchmarks.hearing_judge import BARISTA, COACH, hear
from coach.ears.listener import Listener
from coach.ears.pocketsphinx import PocketSphinx
from coach.ears.recogniser import NOTHING, Hypothesis
from coach.ears.verification import WEIGHTS, Evidence, measures
from coach.phrases.grammar import Grammar
from coach.phrases.intents import Phrases
from coach.ports import Pcm16

PULL = 0.004
"""How strongly the weights are pulled towards nothing."""
Matrix = np.ndarray[Any, np.dtype[np.float64]]


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
        hear(self._ear, corpus.padded(sound))
        return self._witness.seen

    def meaning(self, evidence: Evidence) -> tuple[str, dict[str, Any]] | None:
        understood = self.phrases.match(evidence.text, self.armed)
        return (understood.intent, dict(understood.slots)) if understood else None


def cases(folder: Path, every: int) -> Iterator[tuple[bool, str, Evidence]]:
    """Whether it was really said, by whom or in which file, and the evidence."""
    coffee, coach = Court(BARISTA, BARISTA.intents), Court(COACH, corpus.CORE)
    numbers = Court(COACH, frozenset({"log_reps"}))
    for name, sound, slots in list(corpus.barista(folder))[::every]:
        yield from ((True, name, seen) for seen in coffee.hears(sound) if coffee.meaning(seen) == ("orderDrink", slots))
        yield from ((False, name, seen) for seen in coach.hears(sound))
    for name, sound, digit in list(corpus.digits(folder))[::every]:
        right = ("log_reps", {"reps": digit})
        yield from ((True, name, seen) for seen in numbers.hears(sound) if numbers.meaning(seen) == right)
        yield from ((False, name, seen) for seen in coach.hears(sound))
    chosen = random.Random(5)
    for sentence in chosen.sample(corpus.sentences(), 400)[::every]:
        voice = chosen.choice(corpus.VOICES)
        said = corpus.spoken(sentence.text, voice, chosen.choice([0.9, 1.0, 1.15]))
        known = COACH.match(sentence.text, corpus.CORE)
        meant = (known.intent, dict(known.slots)) if known else None
        for seen in coach.hears(said):
            if meant is None or coach.meaning(seen) == meant:
                yield meant is not None, sentence.text + voice, seen


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
    found = list(cases(asked.folder, asked.every))
    points = np.array([list(measures(evidence).values()) for _, _, evidence in found])
    said = np.array([float(real) for real, _, _ in found])
    half = np.array([sum(map(ord, name)) % 2 for _, name, _ in found])
    sure = np.zeros(len(found))
    for part in (0, 1):
        weights = fitted(points[half != part], said[half != part])
        sure[half == part] = 1 / (1 + np.exp(-(points[half == part] @ weights[:-1] + weights[-1])))
    for limit in (0.25, 0.35, 0.4, 0.55, 0.7):
        real, rest = np.mean(sure[said > 0] >= limit), np.mean(sure[said == 0] >= limit)
        print(f"at {limit}: {real:.3f} of the real, {rest:.3f} of the rest")
    weights = fitted(points, said)
    print({name: round(float(value), 2) for name, value in zip([*WEIGHTS, "bias"], weights, strict=True)})


if __name__ == "__main__":
    main()
