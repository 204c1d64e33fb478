"""What the hearing benchmarks share: the ears under test, what became of a sound, tables, and work on every core."""

# ruff: noqa: T201 - tables on the screen are what a benchmark is for

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from multiprocessing import Pool
from typing import Any, TypeVar

from benchmarks import hearing_corpus as corpus
from coach.core.events import Event, Heard, HeardUnclear
from coach.ears.choose import open_ear
from coach.ears.listener import Listener
from coach.phrases.intents import Phrases
from coach.ports import EAR_RATE, Pcm16

COACH = Phrases.load(corpus.ROOT / "scripts" / "phrases" / "en.yaml")
BARISTA = Phrases.load(corpus.ROOT / "benchmarks" / "hearing_barista.yaml")
BLOCK = EAR_RATE // 50
Job = TypeVar("Job")
Answer = TypeVar("Answer")


@cache
def ear_for(what: str) -> Listener:
    """The embedded ear, one a process: armed for "coffee", a "session", or "every" command of the coach."""
    ear = open_ear("pocketsphinx", BARISTA if what == "coffee" else COACH)
    ear.listen_for({"coffee": BARISTA.intents, "session": corpus.CORE, "every": COACH.intents}[what])
    return ear


def hear(ear: Listener, sound: Pcm16) -> list[Event]:
    """Everything the ear makes of one recording."""
    events = [event for _, heard in in_blocks(ear, sound) for event in heard]
    return events + ear.finish(len(sound) / EAR_RATE)


def in_blocks(
    ear: Listener, sound: Pcm16, far: Pcm16 | None = None, saying: Callable[[int, int], str] = lambda *_: ""
) -> Iterator[tuple[int, list[Event]]]:
    """What the ear, as if newly opened, makes of each block, with its first sample.

    `far` is what the loudspeaker plays meanwhile; `saying` tells the words in it from one sample to another.
    """
    ear.restart()
    for start in range(0, len(sound), BLOCK):
        end = min(start + BLOCK, len(sound))
        reference = None if far is None else far[start:end]
        yield start, ear.hear(sound[start:end], end / EAR_RATE, reference=reference, saying=saying(start, end))


def intent_of(event: Event) -> str:
    """The intent of something heard, or what it was taken for."""
    return event.intent if isinstance(event, Heard) else event.guess if isinstance(event, HeardUnclear) else "?"


def everywhere(work: Callable[[Job], Answer], jobs: Iterable[Job]) -> list[Answer]:
    """The answer to every job, in order, worked out on all cores."""
    with Pool(os.cpu_count()) as pool:
        return list(pool.imap(work, jobs, chunksize=4))


def table(*rows: tuple[object, ...]) -> None:
    """A Markdown table; the first row is its head."""
    print("\n| " + " | ".join(map(str, rows[0])) + " |\n|" + "---|" * len(rows[0]))
    for row in rows[1:]:
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)


def share(part: int, whole: int) -> str:
    """A percentage with its counts."""
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "-"


def slots_of(event: Event) -> dict[str, Any]:
    """The slots of something heard."""
    return dict(event.slots) if isinstance(event, Heard) else {}
