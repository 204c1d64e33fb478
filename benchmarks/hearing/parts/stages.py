"""Two stages of hearing, each alone: how much of a noisy remark to keep, and whether voice activity finds it whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.hearing.judge import BARISTA, everywhere, share, table
from benchmarks.hearing.parts.people import Order
from benchmarks.lib import corpus
from coach.ears.front_end import noise_suppression
from coach.ears.front_end.endpointing import CHUNK, Moment, Segmenter, VoiceActivity
from coach.ears.recognisers.pocketsphinx import PocketSphinx
from coach.ports import EAR_RATE, Pcm16

LEVELS = (15, 10, 6)
"""Decibels of speech over kitchen noise."""
SHARES = (1.0, 0.4, 0.25, 0.15, 0.0)
"""Of the remark as it was spoken; 1 is no suppression at all."""
SLACK = 0.15
"""Seconds that a remark may begin late or end early and still be whole: less than a syllable."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One noisy order, and how much of it is kept as it was spoken."""

    order: Order
    share: float


def suppression(folder: Path, every: int) -> None:
    """Coffee orders, the whole recording given to the recogniser alone: all slots right, by the share that is kept."""
    rows: list[tuple[object, ...]] = [("kept as spoken", *(f"kitchen {level} dB" for level in LEVELS))]
    orders = {level: _orders(folder, every, level) for level in LEVELS}
    for kept in SHARES:
        right = [sum(everywhere(recognised, (Kept(order, kept) for order in orders[level]))) for level in LEVELS]
        rows.append((kept, *(share(count, len(orders[level])) for count, level in zip(right, LEVELS, strict=True))))
    table(*rows)


def recognised(job: Kept) -> bool:
    """Whether the recogniser alone gets all of it right."""
    noise_suppression.KEPT = job.share
    meant = BARISTA.match(_recogniser().recognise(job.order.mixed).text, BARISTA.intents)
    return meant is not None and dict(meant.slots) == job.order.slots


@cache
def _recogniser() -> PocketSphinx:
    recogniser = PocketSphinx(BARISTA.book.pronunciations, BARISTA.book.likelihood)
    recogniser.arm(BARISTA.grammar(BARISTA.intents))
    return recogniser


def activity(folder: Path, every: int) -> None:
    """Coffee orders found by voice activity: in one piece from first to last word, in several, or not all of it."""
    rows: list[tuple[object, ...]] = [("noise", "whole", "in pieces", "begin or end lost")]
    for level in LEVELS:
        found = everywhere(pieces_of, _orders(folder, every, level))
        parts = [share(found.count(kind), len(found)) for kind in ("whole", "pieces", "lost")]
        rows.append((f"kitchen {level} dB", *parts))
    table(*rows)


def pieces_of(order: Order) -> str:
    """whole, pieces or lost."""
    detector, sound = VoiceActivity(), order.mixed
    chunks = sound[: len(sound) // CHUNK * CHUNK].reshape(-1, CHUNK)
    return pieces_in(chunks, [detector.process(chunk) for chunk in chunks], corpus.padded(order.sound))


def pieces_in(chunks: Pcm16, voiced: Iterable[float], clean: Pcm16) -> str:
    """The same of chunks that are so likely a voice, where without noise they would be this `clean` sound."""
    segmenter = Segmenter()
    remarks: list[tuple[float, float]] = []
    for number, (chunk, likely) in enumerate(zip(chunks, voiced, strict=True), 1):
        if segmenter.take(chunk, likely) is Moment.ENDED:
            remarks.append((number * CHUNK / EAR_RATE - segmenter.seconds, number * CHUNK / EAR_RATE))
            segmenter.close()
    if segmenter.speaking:
        end = len(chunks) * CHUNK / EAR_RATE
        remarks.append((end - segmenter.seconds, end))
    first, last = _extent(clean)
    if any(begin <= first + SLACK and end >= last - SLACK for begin, end in remarks):
        return "whole"
    covered = remarks and remarks[0][0] <= first + SLACK and remarks[-1][1] >= last - SLACK
    return "pieces" if covered else "lost"


def _extent(clean: Pcm16) -> tuple[float, float]:
    """Where a clean recording is louder than a twentieth of its loud moments, in seconds."""
    frames = clean[: len(clean) // CHUNK * CHUNK].reshape(-1, CHUNK).astype(np.float64)
    power = (frames**2).mean(axis=1)
    loud = np.flatnonzero(power > np.percentile(power, 95) / 400)
    return loud[0] * CHUNK / EAR_RATE, (loud[-1] + 1) * CHUNK / EAR_RATE


def _orders(folder: Path, every: int, level: int) -> list[Order]:
    kitchen = corpus.kitchen(folder)
    chosen = list(corpus.barista(folder))[::every]
    return [Order(number, level, sound, slots, kitchen) for number, (_, sound, slots) in enumerate(chosen)]
