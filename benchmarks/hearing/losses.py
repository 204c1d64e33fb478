"""Where words are lost in noise: `python -m benchmarks.hearing.losses FOLDER [--sentences N] [--talk N] [--ear E]`.

Sentences of authors nobody tuned to, which are acted on as text, each in one natural voice in the kitchen; and for each
that is not acted on as its text is, the stage in which it was lost. Beside it talk to others, quiet and in the kitchen,
the kitchen alone, and music. All of it by the ear as it is, by one that follows one text and expects no words, and by
one that also asks for as much certainty in noise as in a quiet room. FOLDER holds the recording of the kitchen. What
the recognisers made is kept as for `benchmarks.hearing.run ears`; written to benchmarks/results/hearing-losses.json.
"""

# ruff: noqa: T201 - what it tells is what it is for

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from multiprocessing import Pool
from pathlib import Path

from benchmarks.hearing.ears import KEPT_EVERY, Progress, talk
from benchmarks.hearing.judge import ARMED, COACH, Front, maker, reader_for, slots_of
from benchmarks.hearing.parts.stages import pieces_in
from benchmarks.hearing.tables import losses_told
from benchmarks.lib import corpus, rooms
from benchmarks.lib.tape import Beside, Taped
from benchmarks.lib.voices import NATURAL
from benchmarks.understanding.results import written
from coach.core.events import Event, Heard
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.limits import LIMITS, Limits
from coach.ears.decision.policy import Verdict
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import Hypothesis, Recogniser, Transcript
from coach.ears.recognisers.neural.expected import Expected
from coach.ears.recognisers.neural.moonshine import Moonshine
from coach.phrases.intents import Understood
from coach.ports import Pcm16
from training.labels import read_all

LIKELY = -0.1
"""How likely a clear transcript usually is."""
LEVELS = (10, 5)
SITUATION = Situation(ARMED["resting"], ARMED["resting"])
LONGEST = 12
"""Words of a sentence."""
SEED, TALK_SEEDS = 11, (7, 8)
AS_IT_WAS = replace(LIMITS, surely=math.inf)
EARS: dict[str, tuple[str, Limits]] = {
    "as it is": ("moonshine", LIMITS),
    "one text": ("moonshine, one text", LIMITS),
    "one text, certainty as in quiet": ("moonshine, one text", AS_IT_WAS),
}
"""What writes the transcript, and the limits by which it is judged."""
Slots = dict[str, object]
Row = dict[str, object]
Found = dict[str, tuple[str, str]]
"""What became of a sound by each ear, and the stage in which it was lost."""
CELL = ("kind", "level", "ear", "half")


@dataclass(frozen=True, slots=True)
class Sound:
    """What is said at how many decibels over the kitchen, and what it means; `kind` "kitchen" and "music" have no
    words."""

    kind: str
    number: int
    level: int | None = None
    text: str = ""
    intent: str = ""
    slots: tuple[tuple[str, object], ...] = ()

    @property
    def voice(self) -> str:
        """One of the natural ones, by turns."""
        voice: str = NATURAL[self.number % len(NATURAL)]
        return voice

    @property
    def clean(self) -> Pcm16:
        """Without noise."""
        return corpus.padded(corpus.spoken(self.text, self.voice))

    def mixed(self, kitchen: Pcm16) -> Pcm16:
        """What the microphone gives."""
        if self.kind == "kitchen":
            return corpus.pieces(kitchen, 10)[self.number]
        if self.kind == "music":
            found: Pcm16 = (rooms.music(10, self.number) * 2000).clip(-32768, 32767).astype("<i2")
            return found
        if self.level is None:
            return self.clean
        return rooms.with_noise(self.clean, kitchen.astype(float), self.level, self.number)


@cache
def judge() -> Judge:
    """What judges words that were heard without a fault."""
    return Judge(COACH, reader_for("en"))


def as_text(text: str) -> tuple[Verdict, str, Slots]:
    """What is made of these words, heard without a fault."""
    look = judge().look(Hypothesis("", free=(Transcript(text, LIKELY),), witness=Hypothesis("")), SITUATION)
    if look.understood is None:
        return Verdict.PASS, "", {}
    return look.verdict, look.understood.intent, dict(look.understood.slots)


def said(most: int) -> Iterator[Sound]:
    """Sentences that are acted on as text as their author meant them, a third of them complaints."""
    authors = corpus.ROOT / "benchmarks" / "understanding" / "authors"
    rows = [row for row in read_all(authors) if not row.kind.startswith("none") and row.author != "h01"]  # in Scots
    random.Random(SEED).shuffle(rows)
    left = Counter({True: most // 3, False: most - most // 3})
    number = 0
    for row in rows:
        verdict, intent, slots = as_text(row.text)
        complains = intent == "complaint"
        meant = intent == row.kind or (row.kind == "red" and complains)
        if verdict is not Verdict.ACT or not meant or intent == "stop" or intent not in ARMED["resting"]:
            continue
        if len(row.text.split()) > LONGEST or not left[complains]:
            continue
        left[complains] -= 1
        for level in LEVELS:
            yield Sound(
                "complaints" if complains else "commands", number, level, row.text, intent, tuple(slots.items())
            )
        number += 1


def others(most: int) -> Iterator[Sound]:
    """Sentences said to others, half of them such as nothing was tuned to; a kitchen and music without any."""
    kinds = [
        [text for texts in talk(name).values() for text in texts] for name in ("hearing_talk", "hearing_talk_unseen")
    ]
    for texts, seed in zip(kinds, TALK_SEEDS, strict=True):
        random.Random(seed).shuffle(texts)
    mixed = [text for pair in zip(*kinds, strict=False) for text in pair][:most]
    yield from (Sound("talk", 1000 + at, level, text) for at, text in enumerate(mixed) for level in (None, 10))
    yield from (Sound(kind, at) for kind, many in (("kitchen", 12), ("music", 8)) for at in range(many if most else 0))


# ---- by the ears


def _one_text() -> Recogniser:
    made = maker("moonshine", COACH)()
    assert isinstance(made, Moonshine)
    made._beam, made._expected = replace(made._beam, texts=1), Expected()
    return made


@cache
def ear(name: str) -> Listener:
    """The ear of this name."""
    first, limits = EARS[name]
    make = _one_text if first != "moonshine" else maker("moonshine", COACH)
    listener = Listener(
        Beside(Taped(first, make), Taped("pocketsphinx", maker("pocketsphinx", COACH))), COACH, reader=reader_for("en")
    )
    listener._judge = Judge(COACH, reader_for("en"), limits)
    listener.listen_for(ARMED["resting"])
    return listener


def heard(sound: Sound, folder: Path, ears: Iterable[str]) -> Found:
    """What became of it by each of these ears, and the stage in which it was lost."""
    front = Front.of(sound.mixed(_kitchen(folder)))
    found = {}
    for name in ears:
        listener, decisions = ear(name), list[Decision]()
        listener._watch = decisions.append
        outcome = became(sound, front.heard_by(listener))
        lost = sound.intent and outcome != "right"
        found[name] = outcome, stage(sound, front, decisions) if lost else ""
    return found


@cache
def _kitchen(folder: Path) -> Pcm16:
    return corpus.kitchen(folder)


def became(sound: Sound, events: Iterable[Event]) -> str:
    """right, wrong, asked or nothing; where nothing is meant, nothing is right."""
    events = list(events)
    acted = [event for event in events if isinstance(event, Heard)]
    if not sound.intent:
        return "wrong" if acted else "asked" if events else "right"
    if len(acted) == 1 and (acted[0].intent, slots_of(acted[0])) == (sound.intent, dict(sound.slots)):
        return "right"
    return "wrong" if acted else "asked" if events else "nothing"


def stage(sound: Sound, front: Front, decisions: list[Decision]) -> str:
    """Where it was lost, the first that is true."""
    if not decisions:
        return "no remark"
    ends = pieces_in(front.chunks, front.voiced, sound.clean)
    if ends != "whole":
        return "its beginning or end cut" if ends == "lost" else "cut in pieces"
    said_first = decisions[0].hypothesis
    transcript = said_first.transcript
    verdict, intent, slots = as_text(transcript.text if transcript is not None else "")
    if (verdict, intent, slots) == (Verdict.ACT, sound.intent, dict(sound.slots)):
        return "words right, not sure enough of them" if len(decisions) == 1 else "a second remark, of noise"
    if _means(sound, said_first.text):
        return "words wrong, the armed phrase right" if len(decisions) == 1 else "a second remark, of noise"
    if said_first.witness is not None and _means(sound, said_first.witness.text):
        return "words wrong, only the witness right"
    return "words wrong"


def _means(sound: Sound, phrase: str) -> bool:
    meant: Understood | None = COACH.match(phrase, ARMED["resting"], spoken=True) if phrase else None
    return meant is not None and (meant.intent, dict(meant.slots)) == (sound.intent, dict(sound.slots))


# ---- all of it


def measured(
    sounds: list[Sound],
    hear: Callable[[Sound], Found],
    jobs: int,
    keep: Callable[[list[Row], int], object],
) -> None:
    """Hear them all; every so often and in the end `keep` gets what was found and of how many sounds.

    A row for each kind, level, ear and half of the sentences has how often each outcome was, and each stage.
    """
    counts: dict[tuple[object, ...], Counter[str]] = {}
    told = Progress(len(sounds))
    with Pool(jobs) as pool:
        for number, found in enumerate(pool.imap(hear, sounds, chunksize=2), 1):
            sound = sounds[number - 1]
            half = sound.number // len(NATURAL) % 2  # every voice is in both
            for name, (outcome, lost) in found.items():
                of = counts.setdefault((sound.kind, sound.level, name, half), Counter())
                of.update([outcome, *([f"lost: {lost}"] if lost else [])])
            told.on(sound.kind)
            if number == len(sounds) or not number % KEPT_EVERY:
                keep([dict(zip(CELL, cell, strict=True)) | {"counts": dict(of)} for cell, of in counts.items()], number)


def main() -> None:
    """Hear all of it, tell the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with noise/kitchen.flac")
    parser.add_argument("--sentences", type=int, default=36, help="said to the coach, each at 10 and 5 dB")
    parser.add_argument("--talk", type=int, default=40, help="said to others, each quiet and at 10 dB; 0 for none")
    parser.add_argument("--ear", nargs="+", default=list(EARS), choices=EARS, help="these only")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    asked = parser.parse_args()
    sounds = [*said(asked.sentences), *others(asked.talk)]
    command = f"... FOLDER --sentences {asked.sentences} --talk {asked.talk}"
    if asked.ear != list(EARS):
        command += " --ear " + " ".join(repr(name) for name in asked.ear)

    def keep(rows: list[Row], done: int) -> None:
        written("hearing-losses", {"command": command, "sounds": done, "of": len(sounds), "rows": rows})

    measured(sounds, partial(heard, folder=asked.folder, ears=asked.ear), asked.jobs, keep)
    print(losses_told())


if __name__ == "__main__":
    main()
