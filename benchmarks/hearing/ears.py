"""The ears side by side on the same sounds: `python -m benchmarks.hearing.run [FOLDER] ears [--every N] [--ear EAR]`.

Both (Moonshine with PocketSphinx as its witness), PocketSphinx alone, PocketSphinx as it comes with the same phrases
and the whole recording, and Vosk where an English model is on disk. Natural voices, robots and people are judged apart.
What was found is written every twenty sounds to benchmarks/results/hearing-ears.json; what the recognisers made of each
sound is kept, so a run that was broken off goes on where it was; and the sounds come shuffled, robots last, so that
such a run tells a little of everything. `python -m benchmarks.hearing.tables` makes tables.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.hearing.judge import ARMED, Front, intent_of, phrases_for, slots_of, taped_ear
from benchmarks.hearing.parts.people import plain
from benchmarks.lib import corpus, rooms
from benchmarks.lib.tape import FOLDER, key_of, tape
from benchmarks.lib.voices import NATURAL, ROBOTS
from benchmarks.understanding.results import written
from coach.clocks import SESSION_START
from coach.core.events import Event, Heard, HeardUnclear
from coach.ears.model_files.moonshine import find_moonshine
from coach.ears.model_files.store import find_models
from coach.ports import Pcm16
from coach.script.files.library import Library

Slots = Mapping[str, Any]
Meant = dict[str, tuple[str, dict[str, Any]]]
"""Sentences, their intents, and the slots that must be right."""
PLAIN = "plain PocketSphinx"
RESULT = "hearing-ears"
MISSES = FOLDER / "misses.tsv"
"""What was not right, to be looked at."""
KEPT_EVERY = 20
"""Sounds after which what was found is written."""
LEVELS = (None, 15, 10)
"""Decibels of speech over kitchen noise, where its recording is there, else over pink noise; None is clean."""
README: Meant = {
    "my back feels tight": ("complaint", {"region": "low_back", "sensation": "tight"}),
    "something pinches": ("complaint", {"sensation": "pinching"}),
    "too heavy": ("complaint", {"region": "load", "sensation": "heavy"}),
    "give me thirty more seconds": ("more_rest", {"seconds": 30}),
    "ninety kilos": ("log_load", {"load": 90, "unit": "kg"}),
    "how long left": ("time_left", {}),
}
"""The sentences of the README, their intents and the slots that must be right."""
ORDERS: Meant = {
    "stop": ("stop", {}),
    "please stop": ("stop", {}),
    "just stop it": ("stop", {}),
    "pause": ("pause", {}),
    "next": ("next", {}),
    "skip this one": ("next", {}),
    "repeat that": ("repeat", {}),
    "what's next": ("whats_next", {}),
    "another two minutes": ("more_rest", {"seconds": 120}),
    "eight reps": ("log_reps", {"reps": 8}),
    "a hundred and forty": ("log_load", {"load": 140}),
    "slow down a bit": ("slower", {}),
}
RED = (
    "I can't feel my legs.",
    "My chest hurts.",
    "I feel dizzy.",
    "I can't breathe.",
    "Something popped in my back.",
    "My knee gave way.",
    "There's a shooting pain down my leg.",
    "I think I'm going to faint.",
    "My left arm has gone numb.",
    "I've wet myself.",
)
"""Red flags in free words: the session has to stop."""
COMPLAINTS: Meant = {
    "my lower back is getting tight": ("complaint", {"region": "low_back", "sensation": "tight"}),
    "my hamstring is cramping": ("complaint", {"region": "hamstring", "sensation": "cramp"}),
    "my left knee hurts": ("complaint", {"region": "knee", "sensation": "pain"}),
    "my grip is going": ("complaint", {"region": "grip"}),
    "there's a pinch in my right hip": ("complaint", {"region": "hip", "sensation": "pinching"}),
    "my neck is stiff": ("complaint", {"region": "neck", "sensation": "tight"}),
    "my shoulder aches": ("complaint", {"region": "shoulder"}),
    "it's pulling behind my thigh": ("complaint", {"region": "hamstring", "sensation": "pulling"}),
}
NUMBERS: Meant = {
    word: ("log_reps", {"reps": number})
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
HOW_MANY = "How many?"
DIGITS_SEED = 4
"""Which digits of people are taken here, and which are left for `numbers`."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is said, to the ear armed as `what`, after a `question` of the coach's; and what it means ("" for nothing).

    `meant` is an intent with slots for each sentence; where it is empty, nothing was said to the coach. `levels` are
    those of noise. `red`: any red flag is right.
    """

    name: str
    texts: tuple[str, ...]
    meant: Meant = field(default_factory=dict)
    what: str = "resting"
    question: str = ""
    levels: tuple[int | None, ...] = LEVELS
    red: bool = False
    robots: bool = True
    turns: bool = False
    """Each sentence in one voice only, by turns."""


def groups() -> Iterator[Group]:
    """All but people, those that matter most first."""
    yield Group("README", tuple(README), README)
    yield Group("orders", tuple(ORDERS), ORDERS)
    yield Group("red flags in free words", RED, red=True)
    yield Group("complaints in free words", tuple(COMPLAINTS), COMPLAINTS)
    yield Group("numbers when asked", tuple(NUMBERS), NUMBERS, question=HOW_MANY, levels=(None, 10))
    yield Group("numbers nobody asked for", tuple(NUMBERS), levels=(None, 10))
    for kind, texts in talk().items():
        yield Group(f"talk: {kind}", tuple(texts), levels=(None, 10), robots=False, turns=True)


def talk(name: str = "hearing_talk") -> dict[str, list[str]]:
    """Three hundred sentences said to others, by kind; or those of another file."""
    path = corpus.ROOT / "benchmarks" / f"{name}.yaml"
    found: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """One sound, and what an ear is to make of it."""

    group: Group
    text: str
    by: str
    voice: str
    level: int | None
    number: int
    recorded: Pcm16 | None = None
    slots: Slots = field(default_factory=dict)

    def sound(self, kitchen: Pcm16 | None) -> Pcm16:
        """With the noise over it, which is the same for every ear."""
        spoken = self.recorded if self.recorded is not None else corpus.spoken(self.text, self.voice)
        speech = corpus.padded(spoken, before=1.0 if self.group.question else 0.5)
        if self.level is None:
            return speech
        noise = rooms.pink(6.0, self.number) if kitchen is None else kitchen.astype(float)
        return rooms.with_noise(speech, noise, self.level, self.number)

    @property
    def meaning(self) -> tuple[str, Slots]:
        """Its intent and the slots that must be right; "" where it is for nobody."""
        if self.slots:
            return "orderDrink" if self.group.what == "coffee" else "log_reps", self.slots
        return self.group.meant.get(self.text, ("", {}))


def said_in(group: Group, every: int) -> Iterator[Said]:
    """The sounds of a group: every so-manieth, so that each sentence meets other voices than the one before."""
    number = 0
    for at, text in enumerate(group.texts):
        for by, voices in (("natural voices", NATURAL), ("robots", ROBOTS)):
            if by == "robots" and not group.robots:
                continue
            chosen = [voices[(at * 5) % len(voices)]] if group.turns and voices else voices
            for place, voice in enumerate(chosen):
                for turn, level in enumerate(group.levels):
                    number += 1
                    if (at + place + turn) % every == 0:
                        yield Said(group, text, by, voice, level, number)


def people(folder: Path, every: int) -> Iterator[Said]:
    """Recordings: orders of coffee with their own grammar and with the coach's, digits asked for and not."""
    coffee = Group("orders of coffee, their own grammar", (), what="coffee")
    others = Group("orders of coffee, to the coach", ())
    asked, unasked = (
        Group("digits when asked", (), question=HOW_MANY), Group("digits nobody asked for", ()),
    )  # fmt: skip
    orders, digits = list(corpus.barista(folder)), list(corpus.digits(folder))
    random.Random(3).shuffle(orders)
    random.Random(DIGITS_SEED).shuffle(digits)
    for number, (_, sound, slots) in enumerate(orders[::every]):
        for level in (None, 15, 9):
            yield Said(coffee, f"order {number}", "people", "people", level, number, sound, slots)
    for number, (_, sound, _) in enumerate(orders[1 :: 2 * every]):
        for level in (None, 12):
            yield Said(others, f"order {number}", "people", "people", level, number, sound)
    for number, (_, sound, digit) in enumerate(digits[:: 2 * every]):
        yield Said(asked, str(digit), "people", "people", None, number, sound, {"reps": digit})
        yield Said(unasked, str(digit), "people", "people", None, number, sound)


def sounds(folder: Path | None, every: int) -> list[Said]:
    """All of them, shuffled; robots last, as they tell least."""
    jobs = [said for group in groups() for said in said_in(group, every)]
    if folder is not None:
        jobs += list(people(folder, every))
    random.Random(5).shuffle(jobs)
    return sorted(jobs, key=lambda said: said.by == "robots")


def kinds() -> tuple[str, ...]:
    """The ears there are on this machine."""
    neural = ("both",) if find_moonshine() is not None else ()
    vosk = ("vosk",) if next(find_models("en", ()), None) is not None else ()
    return (*neural, "pocketsphinx", PLAIN, *vosk)


def became(said: Said, kitchen: Pcm16 | None, kind: str) -> tuple[str, bool]:
    """right, wrong, asked or nothing; and whether a complaint was caught: acted on or asked about as one."""
    sound = said.sound(kitchen)
    if kind == PLAIN:
        return _plainly(said, sound)
    events = Front.of(sound).heard_by(taped_ear(said.group.what, kind), said.group.question)
    answer, caught = judged(said, events)
    if answer != "right":
        words = [one for one in events if isinstance(one, Heard | HeardUnclear)]
        heard = "; ".join(f"{type(one).__name__} {intent_of(one)} {one.slots} {one.text!r}" for one in words)
        with MISSES.open("a", encoding="utf-8") as file:
            noise = "clean" if said.level is None else f"{said.level} dB"
            file.write("\t".join((kind, answer, said.group.name, said.text, said.voice, noise, heard)) + "\n")
    return answer, caught


def judged(said: Said, events: Sequence[Event]) -> tuple[str, bool]:
    """The same from what was heard."""
    caught = any(intent_of(event) in ("complaint", "stop") for event in events)
    acted = [event for event in events if isinstance(event, Heard)]
    intent, slots = said.meaning
    if said.group.red:
        return ("right" if any(stops_the_session(event) for event in acted) else _rest(acted, events)), caught
    if not intent:
        return ("wrong" if acted else "asked" if events else "right"), caught
    first = acted[0] if acted else None
    right = first is not None and len(acted) == 1 and _is(intent_of(first), slots_of(first), intent, slots)
    if right and said.group.what == "coffee":
        right = first is not None and slots_of(first) == dict(slots)
    return ("right" if right else _rest(acted, events)), caught


def _rest(acted: Sequence[Event], events: Sequence[Event]) -> str:
    return "wrong" if acted else "asked" if events else "nothing"


def _is(found: str, slots: Slots, intent: str, wanted: Slots) -> bool:
    return found == intent and all(slots.get(name) == value for name, value in wanted.items())


@cache
def _library() -> Library:
    return Library.open()


def stops_the_session(event: Event) -> bool:
    """Whether the session stops for it: a red flag, or "stop"."""
    slots = slots_of(event)
    region, sensation = str(slots.get("region", "general")), str(slots.get("sensation", "pain"))
    if intent_of(event) == "stop":
        return True
    return intent_of(event) == "complaint" and _library().is_red_flag(region, sensation)


def _plainly(said: Said, sound: Pcm16) -> tuple[str, bool]:
    """By PocketSphinx as it comes: what it makes of the recording is acted on."""
    words: str = tape().get(key_of("plain", said.group.what, sound), lambda: _plain_words(said.group.what, sound))
    meant = phrases_for(said.group.what).match(words, ARMED[said.group.what]) if words else None
    events = [Heard(SESSION_START, meant.intent, meant.slots, words, 1.0)] if meant is not None else []
    return judged(said, events)


def _plain_words(what: str, sound: Pcm16) -> str:
    decoder = plain(what)
    decoder.start_utt()
    decoder.process_raw(sound.tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return str(found.hypstr) if found is not None else ""


def ears(folder: Path | None, every: int, only: Sequence[str] = ()) -> None:
    """The README's sentences, orders, complaints, red flags, numbers, and talk to others, in every voice; people.

    Right is acted on with intent and slots exactly right; wrong is acted on as anything else.
    """
    jobs = sounds(folder, every)
    kitchen = corpus.kitchen(folder) if folder is not None else None
    found: Counter[tuple[str, ...]] = Counter()
    told = Progress(len(jobs))
    MISSES.unlink(missing_ok=True)
    for number, said in enumerate(jobs):
        for kind in only or kinds():
            became_of, caught = became(said, kitchen, kind)
            cell = (said.group.name, said.by, said.voice, _noise(said.level, kitchen), kind)
            found[(*cell, became_of)] += 1
            found[(*cell, "caught")] += caught
        told.on(said.group.name)
        if number + 1 == len(jobs) or not (number + 1) % KEPT_EVERY:
            keep(found, every, number + 1, len(jobs))


def _noise(level: int | None, kitchen: Pcm16 | None) -> str:
    if level is None:
        return "none"
    return f"{'pink' if kitchen is None else 'kitchen'} {level} dB"


def keep(found: Counter[tuple[str, ...]], every: int, done: int, of: int) -> None:
    """Write what was found so far."""
    cells: dict[tuple[str, ...], dict[str, int]] = {}
    for (*cell, became_of), times in found.items():
        cells.setdefault(tuple(cell), {})[became_of] = times
    rows = [
        {"group": group, "by": by, "voice": voice, "noise": noise, "ear": ear, **counts}
        for (group, by, voice, noise, ear), counts in cells.items()
    ]
    written(RESULT, {"command": f"... ears --every {every}", "sounds": done, "of": of, "cells": rows})


class Progress:
    """One line on the terminal's error output: how far, and how long still."""

    def __init__(self, of: int) -> None:
        self._of, self._done, self._began = of, 0, time.monotonic()

    def on(self, what: str) -> None:
        """One more is done."""
        self._done += 1
        still = (time.monotonic() - self._began) / self._done * (self._of - self._done)
        line = f"{self._done}/{self._of} {what}, {still / 60:.0f} min to go"
        ends = "\n" if self._done == self._of else ""
        sys.stderr.write(f"\r{line:<79}{ends}" if sys.stderr.isatty() else f"{line}\n" * (self._done % 100 == 0))
        sys.stderr.flush()
