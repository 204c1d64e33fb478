"""Nobody speaks, on sound files: does the coach obey its own voice? The quick way for every shipped session.

python -m benchmarks.hearing.own_voice.on_files [SESSION...] [--every N] [--seconds S] [--echo DB...] [--drift PPM...]

The real loop, voice, timeline and ear, with the loudspeaker coming back into the microphone later, softer, out of a
bare garage and over the room's noise, its clock that much faster or slower than the microphone's. Delays and drifts
take turns; whatever is heard is the coach. Written to benchmarks/results/own-voice-files.json after each trial; what
stands there of another trial is kept, so a run that was broken off goes on with `--more`. The card, with its two
clocks: `python -m benchmarks.hearing.own_voice.on_card`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.hearing.ears import Progress
from benchmarks.hearing.judge import BLOCK, COACH, intent_of, maker, table
from benchmarks.lib import rooms
from benchmarks.lib.tape import Beside
from benchmarks.understanding.results import FOLDER, written
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Began, Event, Heard, HeardUnclear, Interrupted
from coach.core.session.machine import begin
from coach.core.session.prefetch import texts_of
from coach.displays.screen import NoScreen
from coach.displays.transcript import NoTranscript
from coach.ears.model_files.moonshine import find_moonshine
from coach.ears.pipeline import Listener
from coach.journal.store import Journal
from coach.performance import Equipment, run_session
from coach.ports import EAR_RATE, Ear, Pcm16
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from coach.voices.opening import load_voice
from coach.voices.voice import SpokenVoice

RESULT = "own-voice-files"
DELAYS = (0.02, 0.06, 0.12, 0.2, 0.3)
"""Seconds by which it comes back later."""
ROOM = 30.0
"""The loudness of a quiet room, as a standard deviation of samples."""
MEMORY = EAR_RATE
"""Samples of the loudspeaker that can still come back."""


@dataclass
class Echo:
    """What the microphone hears of the loudspeaker, and the room."""

    gain: float
    delay: int
    drift: float
    """Samples by which it is later for each sample that has gone by."""
    chance: np.random.Generator
    played: Pcm16 = field(default_factory=lambda: np.zeros(MEMORY, np.int16))
    gone: int = 0

    def of(self, reference: Pcm16) -> Pcm16:
        """The next block that is heard."""
        self.played = np.concatenate([self.played, reference])[-MEMORY:]
        places = np.arange(-len(reference) - REVERB, 0)
        later = self.delay + self.drift * (self.gone + len(reference) + places)
        late = np.interp(len(self.played) + places - later, np.arange(len(self.played)), self.played)
        self.gone += len(reference)
        wet = np.convolve(late, garage(), "full")[REVERB : REVERB + len(reference)]
        near = self.gain * wet + self.chance.normal(0, ROOM, len(reference))
        heard: Pcm16 = np.clip(near, -32768, 32767).astype(np.int16)
        return heard


REVERB = round(0.1 * EAR_RATE)


def garage() -> rooms.Noise:
    """The first tenth of a second of how a bare garage answers."""
    return rooms._garage()[: REVERB + 1]


class EchoWorld(FileWorld):
    """A world whose microphone hears its own loudspeaker and nobody; it ends after so many seconds."""

    def __init__(self, speaker: TimelineSpeaker, ear: Ear, echo: Echo, seconds: float) -> None:
        super().__init__(speaker, ear)
        self._echo, self._seconds = echo, seconds
        self.heard: list[Event] = []

    def wait(self, deadline: float | None) -> Event:
        """As the file world's, until the time is up."""
        if self.now() >= self._seconds:
            return Interrupted(self.now())
        return super().wait(SessionTime(min(deadline, self._seconds) if deadline is not None else self._seconds))

    def _hear(self, ear: Ear, now: float) -> None:
        reference = self.speaker.playout.reference(SessionTime(now), BLOCK)
        near = self._echo.of(reference)
        saying = self.speaker.playout.saying_at(SessionTime(now - 0.5 * BLOCK / EAR_RATE))
        events = ear.hear(near, SessionTime(now), reference=reference, saying=saying)
        self.heard += [event for event in events if isinstance(event, Heard | HeardUnclear)]
        for event in events:
            self._keep(event)


def sessions(named: list[str], library: Library, every: int) -> list[str]:
    """Those named, or every so-manieth that is shipped."""
    return named or sorted(library.sessions())[::every]


def alone(trial: "Trial", library: Library, echo: Echo, seconds: float, folder: Path) -> list[Event]:
    """What was heard in so many seconds of the session."""
    plan = compile_session(trial.session, library, seed=1)
    phrases = COACH
    recogniser = Beside(maker("moonshine", phrases)(), maker("pocketsphinx", phrases)())
    with (
        closing(Listener(recogniser, phrases, reader=open_reader(library, "en", phrases))) as ear,
        Journal.open(folder / f"{trial.session}.sqlite", durable=False) as journal,
        load_voice(trial.voice, folder / "phrases", library.voices_dirs) as voice,
    ):
        if isinstance(voice, SpokenVoice):
            voice.prepare(texts_of(plan))
        with EchoWorld(TimelineSpeaker(voice, 48_000), ear, echo, seconds) as world, journal.begin(plan) as book:
            equipment = Equipment(plan, world, world.speaker, book, NoScreen(), NoTranscript(), world.listen_for)
            run_session(begin(plan), Began(SESSION_START), equipment)
            return world.heard


@dataclass(frozen=True, slots=True)
class Trial:
    """A session with an `echo` in decibels, so many seconds later, and drifting so many parts in a million."""

    session: str
    echo: float
    delay: float
    drift: float
    voice: str


def trials(asked: argparse.Namespace, library: Library) -> Iterator[Trial]:
    """Every session at every loudness; delays and drifts take turns."""
    pairs = product(sessions(asked.sessions, library, asked.every), asked.echo)
    for number, (session, echo) in enumerate(pairs):
        drift = asked.drift[number // len(asked.echo) % len(asked.drift)]
        yield Trial(session, echo, DELAYS[number % len(DELAYS)], drift, asked.voice)


def main() -> int:
    """Run each; exit code 1 when the coach heard itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sessions", nargs="*", default=[])
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth session")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each session")
    parser.add_argument("--echo", type=float, nargs="+", default=[-12.0], help="decibels, below zero")
    parser.add_argument("--drift", type=float, nargs="+", default=[0.0, 50.0, -200.0], help="parts in a million")
    parser.add_argument("--voice", default="default", help="the coach's")
    parser.add_argument("--more", action="store_true", help="keep what was tried before, and try the rest")
    asked = parser.parse_args()
    if find_moonshine() is None:
        sys.exit("Moonshine's files are not installed; nothing to try")
    library = Library.open()
    rows = kept(asked.seconds) if asked.more else []
    wanted = list(trials(asked, library))
    told = Progress(len(wanted))
    with tempfile.TemporaryDirectory() as folder:
        for number, trial in enumerate(wanted):
            if not any(asdict(trial).items() <= row.items() for row in rows):
                rows.append(asdict(trial) | {"heard": tried(trial, number, library, asked.seconds, Path(folder))})
                written(RESULT, {"seconds of each": asked.seconds, "trials": rows, "of": len(wanted)})
            told.on(trial.session)
    shown: list[tuple[object, ...]] = [("session", "echo", "later", "drift", "heard itself", "as")]
    for row in rows:
        late, drift = f"{1000 * row['delay']:.0f} ms", f"{row['drift']:+g} ppm"
        shown.append((row["session"], f"{row['echo']:g} dB", late, drift, len(row["heard"]), "; ".join(row["heard"])))
    table(*shown)
    return int(any(row["heard"] for row in rows))


def kept(seconds: float) -> list[dict[str, Any]]:
    """What was tried before, as long."""
    path = FOLDER / f"{RESULT}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    rows: list[dict[str, Any]] = found.get("trials", [])
    return rows if found.get("seconds of each") == seconds else []


def tried(trial: Trial, number: int, library: Library, seconds: float, folder: Path) -> list[str]:
    """What was heard in one trial, in words."""
    delay, drift = round(trial.delay * EAR_RATE), trial.drift / 1_000_000
    echo = Echo(10 ** (trial.echo / 20), delay, drift, np.random.default_rng(number))
    heard = alone(trial, library, echo, seconds, folder)
    return [f"{intent_of(event)} {event.text!r}" for event in heard if isinstance(event, Heard | HeardUnclear)]


if __name__ == "__main__":
    sys.exit(main())
