"""What the hearing benchmarks share: the ears under test, what became of a sound, tables, and work on every core."""

# ruff: noqa: T201 - tables on the screen are what a benchmark is for

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool
from typing import Any, TypeVar

import numpy as np

from benchmarks.lib import corpus
from benchmarks.lib.tape import Beside, Taped, key_of, tape
from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Event, Heard, HeardUnclear
from coach.ears.factory import choose, open_ear
from coach.ears.front_end.echo_control import EchoControl
from coach.ears.front_end.endpointing import CHUNK, VoiceActivity
from coach.ears.front_end.high_pass import HighPass
from coach.ears.front_end.linear_echo import BLOCK as ECHO_BLOCK
from coach.ears.pipeline import Listener
from coach.ears.recognisers.base import Recogniser
from coach.ears.recognisers.neural.moonshine import Moonshine
from coach.ears.recognisers.neural.network import WIDE
from coach.phrases.intents import Phrases
from coach.ports import EAR_RATE, Pcm16
from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from coach.understanding.reader import Reader

COACH = Phrases.load(corpus.ROOT / "scripts" / "phrases" / "en.yaml")
BARISTA = Phrases.load(corpus.ROOT / "benchmarks" / "hearing_barista.yaml")
BLOCK = EAR_RATE // 50
ARMED = {
    "coffee": BARISTA.intents,
    "session": corpus.CORE,
    "resting": corpus.CORE | {"log_reps", "log_load", "change_load"},
    "every": COACH.intents,
}
RECOGNISERS = {
    "both": ("moonshine", "pocketsphinx"),
    "moonshine": ("moonshine",),
    "pocketsphinx": ("pocketsphinx",),
    "vosk": ("vosk",),
}
Job = TypeVar("Job")
Answer = TypeVar("Answer")


def phrases_for(what: str) -> Phrases:
    """The phrases of an ear that is armed as `what`."""
    return BARISTA if what == "coffee" else COACH


@cache
def ear_for(what: str, kind: str = "pocketsphinx") -> Listener:
    """An ear, one a process: armed for "coffee", a "session", its "resting", or "every" command of the coach."""
    phrases = phrases_for(what)
    ear = open_ear(kind, phrases, reader=open_reader(Library.open(), phrases.language, phrases))
    ear.listen_for(ARMED[what])
    return ear


@cache
def taped_ear(what: str, kind: str) -> Listener:
    """The same ears with what their recognisers make kept on the tape; "both" is the neural one with its witness."""
    phrases = phrases_for(what)
    makers = {name: maker(name, phrases) for name in RECOGNISERS[kind]}
    taped = [Taped(name, make) for name, make in makers.items()]
    recogniser = taped[0] if len(taped) == 1 else Beside(*taped)
    ear = Listener(recogniser, phrases, reader=open_reader(Library.open(), phrases.language, phrases))
    ear.listen_for(ARMED[what])
    return ear


@cache
def reader_for(language: str) -> Reader:
    """The reader of a language, whose words its recognisers are told to expect."""
    return open_reader(Library.open(), language)


def maker(name: str, phrases: Phrases) -> Callable[[], Recogniser]:
    """What makes this one recogniser; it makes everything of a remark, whatever else the machine has to do."""
    first = choose(name, phrases, None, (), reader_for(phrases.language)).first

    def make() -> Recogniser:
        made = first()
        if isinstance(made, Moonshine):
            made._beam = WIDE  # its pace is measured when it is opened, and a busy machine may seem a slow one
        return made

    return make


def hear(ear: Listener, sound: Pcm16) -> list[Event]:
    """Everything the ear makes of one recording."""
    events = [event for _, heard in in_blocks(ear, sound) for event in heard]
    return events + ear.finish(SessionTime(len(sound) / EAR_RATE))


@dataclass(frozen=True, slots=True)
class Front:
    """A sound behind the front end: what the ear looks at, and how likely each chunk is a voice."""

    chunks: Pcm16
    voiced: tuple[float, ...]

    @classmethod
    def of(cls, sound: Pcm16) -> "Front":
        """The sound, cleaned, where nothing comes back out of a loudspeaker."""
        high = HighPass()
        cleaned = [high.process(block) for block in _in_rows(sound, ECHO_BLOCK)]
        chunks = _in_rows(np.concatenate(cleaned) if cleaned else np.zeros(0, np.int16), CHUNK)
        return cls(chunks, tape().get(key_of("voiced", chunks), lambda: _voiced(chunks)))

    @classmethod
    def without_echo(cls, sound: Pcm16, far: Pcm16) -> "Front":
        """The sound, cleaned of what comes back of the loudspeaker's samples; both at least a block long."""
        chunks, voiced = tape().get(key_of("without echo", sound, far), lambda: _echo_taken_out(sound, far))
        return cls(chunks, voiced)

    @property
    def last_voice(self) -> float:
        """Seconds at which the last voice ends."""
        spoken = [number for number, voiced in enumerate(self.voiced, 1) if voiced >= 0.5]
        return spoken[-1] * CHUNK / EAR_RATE if spoken else 0.0

    def heard_by(self, ear: Listener, question: str = "", saying: Callable[[int], str] = lambda _: "") -> list[Event]:
        """What `hear` gives, for any number of ears in turn, after a `question` of the coach's; `saying` tells what it
        says at a sample."""
        ear.restart()
        if question:
            ear._saying.take(question, SESSION_START)
        ear._activity = Told(self.voiced)
        events: list[Event] = []
        for number, chunk in enumerate(self.chunks, 1):
            ear._now = SessionTime(number * CHUNK / EAR_RATE)
            ear._saying.take(saying(number * CHUNK), ear._now)
            events += ear._chunk(np.stack([chunk, chunk]), ear._now)
        return events + ear.finish(SessionTime(len(self.chunks) * CHUNK / EAR_RATE))


class Told(VoiceActivity):
    """A voice activity that was found before."""

    def __init__(self, voiced: Iterable[float]) -> None:
        self._voiced = iter(voiced)

    def process(self, chunk: Pcm16) -> float:  # noqa: ARG002 - it is known already
        """That of the next chunk."""
        return next(self._voiced)


def _in_rows(sound: Pcm16, length: int) -> Pcm16:
    """The sound in rows of so many samples; what is over is left out."""
    return sound[: len(sound) // length * length].reshape(-1, length)


def _echo_taken_out(sound: Pcm16, far: Pcm16) -> tuple[Pcm16, tuple[float, ...]]:
    high, echo = HighPass(), EchoControl()
    pairs = zip(_in_rows(sound, ECHO_BLOCK), _in_rows(far, ECHO_BLOCK), strict=True)
    cleaned = np.concatenate([echo.process(high.process(near), played) for near, played in pairs], axis=1)
    voice, without_echo = (_in_rows(row, CHUNK) for row in cleaned)
    return voice, _voiced(without_echo)


def _voiced(chunks: Pcm16) -> tuple[float, ...]:
    detector = VoiceActivity()
    return tuple(detector.process(chunk) for chunk in chunks)


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
        yield (
            start,
            ear.hear(sound[start:end], SessionTime(end / EAR_RATE), reference=reference, saying=saying(start, end)),
        )


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
