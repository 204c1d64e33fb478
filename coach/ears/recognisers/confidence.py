"""Was that really said? The evidence of the two passes, weighed into a confidence.

The weights were fitted on human recordings (coffee orders and digits heard with their own grammar, and the same heard
with the coach's) and on synthetic speakers, in quiet and in noise: `benchmarks/hearing/fitting/fit_witness.py`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FAMILIES = tuple(
    frozenset(family)
    for family in (
        ("P", "B"),
        ("T", "D"),
        ("K", "G"),
        ("T", "K", "P"),
        ("D", "B", "G", "DH", "V"),
        ("M", "N", "NG"),
        ("S", "Z", "SH", "ZH", "CH", "JH"),
        ("F", "V", "TH", "DH"),
        ("L", "R", "W", "Y", "ER"),
        ("IH", "IY", "EY", "Y"),
        ("EH", "AE", "AH", "IH"),
        ("AA", "AO", "AH", "AW", "OW", "AY"),
        ("UH", "UW", "OW"),
    )
)
"""Phones the free pass takes for one another."""
VOWELS = frozenset(["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"])
LOST = 0.8
"""The cost of a phone that is missing or too many; a like one in its place costs less, an unlike one 1."""

LONG = dict.fromkeys(("AW", "AY", "OY", "OW", "EY"), 17.0) | dict.fromkeys(("AA", "AE", "AO", "ER", "IY", "UW"), 14.0)
SHORT, DRAWN = 8.5, 8.0
"""Frames that the long vowels take, any other phone, and how much longer the last vowel of a remark lasts: synthetic
speakers take 40 for "ouch" alone, and are not slow."""
SLOW = 1.1
"""So many times what is usual a remark may take before that speaks against it. Set by hand, not fitted."""
ROOM = "it stands clear"
"""Not a doubt: it only says how well the rest may be expected to fit."""
SQUEEZED = 5.0
"""Frames for each phone. Last words are drawn out, 6 and more even in quick speech; 3 is what the model needs at least.
"My back", before a breath, is "my back ache" with the last word squeezed into what "back" left over. Not fitted.
"""
DRAWN_OUT = 8
"""Frames of silence that are heard at least behind every remark: its pause is twice as long. Where less is left over,
the last word was drawn out into the silence: "my back ache" again, if the breath is silent enough. Not fitted.
"""
CLEAREST = 40.0
"""Decibels; quieter rooms are none, and the recogniser's whisper of noise hides them."""

WEIGHTS: Mapping[str, float] = {
    "the sounds do not fit": -5.0,
    "less was said": -2.95,
    "more was said": 0.87,
    "likelier as other sounds": -2.63,
    "it is long": -0.16,
    "it is slow": -1.71,
    "other sounds around it": -2.97,
    "gaps in it": -1.0,
    ROOM: -0.39,
    "its end was not said": -2.5,
}
BIAS = 8.9


@dataclass(frozen=True, slots=True)
class Evidence:
    """What both passes found. Phones are named as in the model; lengths are in frames of 10 ms.

    `expected` phones of the phrase, `heard` the free phones over its span, `outside` frames of free phones beyond it,
    `score` the log likelihood of the phrase over that of the free phones, per frame of a remark with its usual silence,
    `last_pace` frames for each phone of the last word, `left` frames behind it, `clearance` decibels over the room: in
    noise even the right phrase fits less well.
    """

    text: str
    expected: tuple[str, ...]
    heard: tuple[str, ...]
    outside: int
    spoken_frames: int
    inner_silence: int
    score: float
    begin: float
    end: float
    last_pace: float
    left: int
    clearance: float


def confidence(evidence: Evidence) -> tuple[float, str]:
    """How sure, 0 to 1, and what spoke most against it."""
    parts = {name: WEIGHTS[name] * amount for name, amount in measures(evidence).items()}
    sure = 1.0 / (1.0 + math.exp(-(BIAS + sum(parts.values()))))
    worst = min((name for name in parts if name != ROOM), key=lambda name: parts[name])
    return round(sure, 3), worst if parts[worst] < -0.5 else ""


def measures(evidence: Evidence) -> dict[str, float]:
    """What is weighed, by the name it is reported under."""
    expected = max(1, len(evidence.expected))
    ratio = math.log(max(1, len(evidence.heard)) / expected)
    spoken = max(1, evidence.spoken_frames)
    return {
        "the sounds do not fit": unlike(evidence.expected, evidence.heard) / expected,
        "less was said": max(0.0, -ratio),
        "more was said": max(0.0, ratio),
        "likelier as other sounds": -1000.0 * evidence.score,
        "it is long": math.log(expected),
        "it is slow": max(0.0, spoken - SLOW * usual_frames(evidence.expected)) / expected / 4.0,
        "other sounds around it": evidence.outside / spoken,
        "gaps in it": min(evidence.inner_silence, 60) / 30.0,
        ROOM: min(evidence.clearance, CLEAREST) / 10.0,
        "its end was not said": float(evidence.last_pace < SQUEEZED or evidence.left < DRAWN_OUT),
    }


def usual_frames(phones: Sequence[str]) -> float:
    """How long they take somebody who is in no hurry, in frames."""
    return DRAWN + sum(LONG.get(phone, SHORT) for phone in phones)


def unlike(expected: Sequence[str], heard: Sequence[str]) -> float:
    """The cheapest way from one row of phones to the other: phones replaced, left out, put in."""
    row = [index * LOST for index in range(len(heard) + 1)]
    for one in expected:
        following = [row[0] + LOST]
        for index, other in enumerate(heard):
            following.append(min(row[index] + replaced(one, other), row[index + 1] + LOST, following[index] + LOST))
        row = following
    return row[-1]


def replaced(one: str, other: str) -> float:
    """The cost of hearing one phone for the other."""
    if one == other:
        return 0.0
    if any(one in family and other in family for family in FAMILIES):
        return 0.35
    return 0.6 if one in VOWELS and other in VOWELS else 1.0
