"""The coach's own commands in unlike synthetic voices, in rooms and noises: right, wrong, asked about, or not heard."""

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks import hearing_corpus as corpus
from benchmarks import hearing_rooms as rooms
from benchmarks.hearing_judge import ear_for, everywhere, hear, intent_of, share, slots_of, table
from coach.core.events import Event, Heard
from coach.ports import Pcm16

LEVELS = (20, 10, 5, 0)


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
        voice = corpus.VOICES[self.number % len(corpus.VOICES)]
        pace = corpus.PACES[self.number // len(corpus.VOICES) % len(corpus.PACES)]
        said = corpus.spoken(self.sentence.text, voice, pace)
        sound = corpus.padded(rooms.reverberant(said) if self.noise == "garage" else said)
        if self.noise == "kitchen" and self.kitchen is not None:
            return rooms.with_noise(sound, self.kitchen.astype(float), self.level, self.number)
        makers = {"pink": rooms.pink, "music": rooms.music, "plates": rooms.clank}
        if self.noise not in makers:
            return sound
        return rooms.with_noise(sound, makers[self.noise](12, self.number), self.level, self.number)


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
    noises = ("pink", *(("kitchen",) if folder is not None else ()), "music", "plates")
    rows: list[tuple[object, ...]] = [("over it", "right", "wrong", "asked", "nothing", "complaints caught")]
    mistaken: Counter[tuple[str, str]] = Counter()
    by_intent: dict[str, Counter[str]] = {}
    for noise, level in (("clean", 99), ("garage", 99), *((name, level) for level in LEVELS for name in noises)):
        jobs = [Spoken(sentence, number, noise, level, kitchen) for number, sentence in enumerate(wanted)]
        answers = everywhere(judged, jobs)
        counts = Counter(kind for kind, _ in answers)
        told = list(zip(wanted, answers, strict=True))
        complaints = [taken for sentence, (_, taken) in told if sentence.intent == "complaint"]
        parts = [share(counts[kind], len(jobs)) for kind in ("right", "wrong", "asked", "nothing")]
        named = f"{noise} {level} dB" if level in LEVELS else "a bare garage" if noise == "garage" else noise
        rows.append((named, *parts, share(sum(taken == "complaint" for taken in complaints), len(complaints))))
        for sentence, (kind, taken) in told:
            if kind == "wrong":
                mistaken[sentence.intent or "", taken] += 1
            if level >= 10:  # below that the noise is judged, not the intent
                by_intent.setdefault(sentence.intent or "", Counter())[kind] += 1
    table(*rows)
    _by_intent(by_intent)
    _confusions(mistaken)


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
