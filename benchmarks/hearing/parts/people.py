"""People: their coffee orders with the coffee grammar, and everything of theirs that is no command to a coach."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.hearing.judge import (
    ARMED,
    BARISTA,
    ear_for,
    everywhere,
    hear,
    intent_of,
    phrases_for,
    share,
    slots_of,
    table,
)
from benchmarks.lib import corpus, rooms
from coach.core.events import Heard
from coach.phrases.automaton import automaton
from coach.ports import Pcm16

LEVELS = (None, 24, 21, 18, 15, 12, 9, 6)
"""Decibels of speech over kitchen noise; None is clean."""


@dataclass(frozen=True, slots=True)
class Order:
    """One coffee order at one level of noise, and what it asked for."""

    number: int
    level: int | None
    sound: Pcm16
    slots: dict[str, str]
    kitchen: Pcm16

    @property
    def mixed(self) -> Pcm16:
        speech = corpus.padded(self.sound)
        if self.level is None:
            return speech
        return rooms.with_noise(speech, self.kitchen.astype(float), self.level, self.number)


def understood(order: Order) -> str:
    """right, wrong or nothing, by the coach's ear."""
    heard = [event for event in hear(ear_for("coffee"), order.mixed) if isinstance(event, Heard)]
    if len(heard) == 1 and slots_of(heard[0]) == order.slots:
        return "right"
    return "wrong" if heard else "nothing"


def understood_plainly(order: Order) -> str:
    """right, wrong or nothing, by PocketSphinx as it comes, given the whole recording and the same phrases."""
    decoder = plain()
    decoder.start_utt()
    decoder.process_raw(order.mixed.tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    meant = BARISTA.match(found.hypstr, BARISTA.intents) if found and found.hypstr else None
    if meant is None:
        return "nothing"
    return "right" if dict(meant.slots) == order.slots else "wrong"


@cache
def plain(what: str = "coffee") -> Any:
    """The peer, armed as `what`: every setting the library's own."""
    import pocketsphinx

    decoder = pocketsphinx.Decoder(lm=None, loglevel="FATAL")
    phrases = phrases_for(what)
    for word, phones in phrases.book.pronunciations.items():
        if decoder.lookup_word(word) is None:
            decoder.add_word(word, phones, True)
    grammar = phrases.grammar(ARMED[what])
    machine = automaton(grammar.without(frozenset(word for word in grammar.words() if not decoder.lookup_word(word))))
    end = len(machine.arcs)
    arcs: list[tuple[int, int, float] | tuple[int, int, float, str]] = [
        (state, following, 1.0 / len(words), word)
        for state, words in enumerate(machine.arcs)
        for word, following in words.items()
    ]
    arcs += [(state, end, 1.0) for state in machine.ends]
    decoder.add_fsg("orders", decoder.create_fsg("orders", 0, end, arcs))
    decoder.activate_search("orders")
    return decoder


def acceptance(folder: Path, every: int) -> None:
    """Human coffee orders with the coffee grammar: intent and all slots exactly right."""
    orders, kitchen = list(corpus.barista(folder))[::every], corpus.kitchen(folder)
    rows: list[tuple[object, ...]] = [
        ("noise", "coach understood", "coach understood wrongly", "plain PocketSphinx understood", "wrongly")
    ]
    means = [0.0, 0.0]
    for level in LEVELS:
        jobs = [Order(number, level, sound, slots, kitchen) for number, (_, sound, slots) in enumerate(orders)]
        ours, plainly = (Counter(everywhere(work, jobs)) for work in (understood, understood_plainly))
        parts = [share(found[kind], len(jobs)) for found in (ours, plainly) for kind in ("right", "wrong")]
        rows.append(("clean" if level is None else f"kitchen {level} dB", *parts))
        if level is not None:
            means = [mean + found["right"] / len(jobs) for mean, found in zip(means, (ours, plainly), strict=True)]
    noisy = len(LEVELS) - 1
    rows.append(("mean of the noisy", f"{100 * means[0] / noisy:.1f} %", "", f"{100 * means[1] / noisy:.1f} %", ""))
    table(*rows)


def taken_for(job: tuple[str, Pcm16]) -> tuple[bool, list[str]]:
    """Whether it was acted on, and what it was taken for."""
    what, sound = job
    events = hear(ear_for(what), sound)
    return any(isinstance(event, Heard) for event in events), [intent_of(event) for event in events]


def rejection(folder: Path, every: int) -> None:
    """What is no command to a coach: coffee orders, digits, kitchen noise. Anything but silence is a fault."""
    kitchen = corpus.kitchen(folder)
    orders = [corpus.padded(sound) for _, sound, _ in corpus.barista(folder)]
    noisy = (rooms.with_noise(order, kitchen.astype(float), 12, at) for at, order in enumerate(orders[1::every]))
    digits = [corpus.padded(sound) for _, sound, _ in corpus.digits(folder)]
    sounds: dict[str, tuple[str, Iterator[Pcm16]]] = {
        "coffee orders, a session's commands armed": ("session", iter(orders[::every])),
        "coffee orders in the kitchen at 12 dB, a session's commands": ("session", noisy),
        "coffee orders, every command armed": ("every", iter(orders[:: 2 * every])),
        "single digits, a session's commands armed": ("session", iter(digits[::every])),
        "two minutes of kitchen, in pieces of 10 s": ("session", iter(corpus.pieces(kitchen, 10))),
        "music, in pieces of 10 s": (
            "session",
            ((rooms.music(10, seed) * 2000).clip(-32768, 32767).astype("<i2") for seed in range(60 // every)),
        ),
        "plates, in pieces of 10 s": (
            "session",
            ((rooms.clank(10, seed) * 1500).clip(-32768, 32767).astype("<i2") for seed in range(60 // every)),
        ),
    }
    rows: list[tuple[object, ...]] = [("sound", "acted on", "asked about", "as")]
    for name, (armed, pieces) in sounds.items():
        answers = everywhere(taken_for, ((armed, sound) for sound in pieces))
        acted = sum(done for done, _ in answers)
        asked = sum(bool(taken) and not done for done, taken in answers)
        taken = Counter(intent for _, intents in answers for intent in intents).most_common(4)
        shown = ", ".join(f"{intent} {times}" for intent, times in taken)
        rows.append((name, share(acted, len(answers)), share(asked, len(answers)), shown))
    table(*rows)
