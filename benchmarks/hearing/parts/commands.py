"""The coach's own commands in unlike synthetic voices, in rooms and noises: right, wrong, asked about, or not heard."""

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.hearing.judge import ear_for, everywhere, hear, intent_of, share, slots_of, table
from benchmarks.lib import corpus, rooms
from coach.core.events import Event, Heard
from coach.ports import EAR_RATE, Pcm16

LEVELS = (20, 10, 5, 0)
UNNAMED = {"clean": "clean", "garage": "a bare garage"}
"""What is over it where that has no loudness."""
BREATH = 0.7
"""Seconds; usual under load."""
ROOM = 12.0
"""The loudness of a quiet room in a breath, as a standard deviation of samples."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence in one voice and pace, and what lies over it."""

    sentence: corpus.Sentence
    number: int
    noise: str
    level: int
    kitchen: Pcm16 | None

    @property
    def sound(self) -> Pcm16:
        said = in_turn(self.sentence.text, self.number)
        sound = corpus.padded(rooms.reverberant(said) if self.noise == "garage" else said)
        if self.noise == "kitchen" and self.kitchen is not None:
            return rooms.with_noise(sound, self.kitchen.astype(float), self.level, self.number)
        makers = {"pink": rooms.pink, "music": rooms.music, "plates": rooms.clank}
        if self.noise not in makers:
            return sound
        return rooms.with_noise(sound, makers[self.noise](12, self.number), self.level, self.number)


def noises(kitchen: Pcm16 | None) -> tuple[str, ...]:
    """Those there are: the kitchen is a recording."""
    return ("pink", *(("kitchen",) if kitchen is not None else ()), "music", "plates")


def in_turn(text: str, number: int) -> Pcm16:
    """The text in the voice and at the pace whose turn it is."""
    pace = corpus.PACES[number // len(corpus.VOICES) % len(corpus.PACES)]
    return corpus.spoken(text, corpus.VOICES[number % len(corpus.VOICES)], pace)


def judged(spoken: Spoken) -> tuple[str, str]:
    """right, wrong, asked or nothing; and the intent it was taken for ("" for none)."""
    events = hear(ear_for("session"), spoken.sound)
    wanted = spoken.sentence
    heard: list[Event] = [event for event in events if isinstance(event, Heard)]
    taken = next((intent_of(event) for event in events), "")
    if [(intent_of(event), slots_of(event)) for event in heard] == [(wanted.intent, wanted.slots)]:
        return "right", taken
    return ("wrong" if heard else "asked" if events else "nothing"), taken


def commands(folder: Path | None, every: int) -> None:
    """The sentences of the phrase tests; voices and paces take turns.

    A complaint is caught when it is acted on or asked about as a complaint, wherever in the body it was placed.
    """
    wanted = [sentence for sentence in corpus.sentences() if sentence.intent in corpus.CORE]
    random.Random(1).shuffle(wanted)
    wanted = wanted[::every]
    kitchen = corpus.kitchen(folder) if folder is not None else None
    rows: list[tuple[object, ...]] = [("over it", "right", "wrong", "asked", "nothing", "complaints caught")]
    mistaken: Counter[tuple[str, str]] = Counter()
    by_intent: dict[str, Counter[str]] = {}
    noisy = [(noise, level) for level in LEVELS for noise in noises(kitchen)]
    for noise, level in (*((noise, 99) for noise in UNNAMED), *noisy):
        jobs = [Spoken(sentence, number, noise, level, kitchen) for number, sentence in enumerate(wanted)]
        answers = everywhere(judged, jobs)
        counts = Counter(kind for kind, _ in answers)
        told = list(zip(wanted, answers, strict=True))
        of_complaints = [taken == "complaint" for sentence, (_, taken) in told if sentence.intent == "complaint"]
        parts = [share(counts[kind], len(jobs)) for kind in ("right", "wrong", "asked", "nothing")]
        caught = share(sum(of_complaints), len(of_complaints))
        rows.append((UNNAMED.get(noise, f"{noise} {level} dB"), *parts, caught))
        for sentence, (kind, taken) in told:
            if kind == "wrong":
                mistaken[sentence.intent or "", taken] += 1
            if level >= 10:  # below that the noise is judged, not the intent
                by_intent.setdefault(sentence.intent or "", Counter())[kind] += 1
    table(*rows)
    _by_intent(by_intent)
    _confusions(mistaken)


def complaints(folder: Path | None, every: int) -> None:
    """Every complaint of the phrase tests, at 10 dB and without noise; caught when acted on or asked about as one."""
    wanted = [sentence for sentence in corpus.sentences() if sentence.intent == "complaint"][::every]
    kitchen = corpus.kitchen(folder) if folder is not None else None
    rows: list[tuple[object, ...]] = [("over it", "right", "asked", "caught", "taken for")]
    for turn, noise in enumerate((*UNNAMED, *noises(kitchen))):
        # Five and three, so that every sentence meets another voice and pace in each noise.
        jobs = [Spoken(one, 5 * number + 3 * turn, noise, 10, kitchen) for number, one in enumerate(wanted)]
        answers = everywhere(judged, jobs)
        kinds = Counter(kind for kind, _ in answers)
        lost = Counter(taken or "nothing" for _, taken in answers if taken != "complaint")
        told = ", ".join(f"{taken} {times}" for taken, times in lost.most_common())
        caught = sum(taken == "complaint" for _, taken in answers)
        parts = (share(count, len(jobs)) for count in (kinds["right"], kinds["asked"], caught))
        rows.append((UNNAMED.get(noise, f"{noise} 10 dB"), *parts, told))
    table(*rows)


@dataclass(frozen=True, slots=True)
class Broken:
    """A sentence with a breath after so many words."""

    sentence: corpus.Sentence
    words: int
    number: int

    @property
    def parts(self) -> tuple[Pcm16, Pcm16]:
        words = self.sentence.text.split()
        first, second = (in_turn(" ".join(part), self.number) for part in (words[: self.words], words[self.words :]))
        return first, second


def cut(broken: Broken) -> str:
    """Whether it was acted on before the breath was over, as what it was or as something else; or whole, and how."""
    first, second = broken.parts
    sound = np.concatenate([corpus.padded(first, after=BREATH), corpus.padded(second, before=0.0)])
    sound = sound + np.random.default_rng(broken.number).normal(0, ROOM, len(sound))
    breath_over = 0.5 + len(first) / EAR_RATE + BREATH
    events = hear(ear_for("session"), np.clip(sound, -32768, 32767).astype(np.int16))
    if not events:
        return "nothing"
    begins = "cut" if events[0].at < breath_over else "whole"
    return f"{begins}, {'as meant' if intent_of(events[0]) == broken.sentence.intent else 'wrong'}"


def breath(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """Sentences of three words and more with a breath of 0.7 s anywhere in them. Some are whole already before it."""
    rng = random.Random(9)
    wanted = [one for one in corpus.sentences() if one.intent in corpus.CORE and len(one.text.split()) >= 3]
    rng.shuffle(wanted)
    jobs = [Broken(one, rng.randrange(1, len(one.text.split())), number) for number, one in enumerate(wanted[::every])]
    ways = Counter(everywhere(cut, jobs))
    kinds = ("whole, as meant", "whole, wrong", "cut, as meant", "cut, wrong", "nothing")
    table(("sentences", *kinds), (len(jobs), *(share(ways[kind], len(jobs)) for kind in kinds)))


def _by_intent(by_intent: dict[str, Counter[str]]) -> None:
    rows: list[tuple[object, ...]] = [("intent, 10 dB and better", "right", "wrong", "asked", "nothing")]
    for intent, counts in sorted(by_intent.items()):
        whole = counts.total()
        rows.append((intent, *(share(counts[kind], whole) for kind in ("right", "wrong", "asked", "nothing"))))
    table(*rows)


def _confusions(mistaken: Counter[tuple[str, str]]) -> None:
    rows: list[tuple[object, ...]] = [("said", "taken for", "times")]
    for (said, taken), times in mistaken.most_common(15):
        rows.append((said, f"{taken}, with other details" if said == taken else taken, times))
    table(*rows)
