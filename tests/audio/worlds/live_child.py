"""A process that uses the live world and tells, in JSON lines, what happened; run by the tests of the sound card.

Usage: python -m tests.audio.worlds.live_child count|hush|lost|hear|muted
"""

import json
import sys
import time
from typing import Any

import numpy as np

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.live import LiveWorld
from coach.clocks import SessionTime
from coach.core.commands import Beat, Count, Hush, Say
from coach.core.events import CueFinished, CueStarted, Event, FellSilent, Heard, SoundBack, SoundLost, Woke
from coach.ports import Pcm16
from tests.audio.voices import PlainVoice

SETTLE = 2.5
"""Seconds after which a stream on a virtual card no longer stalls."""


class LoudEar:
    """Says "next" at every loud stretch, and adds up how alike the microphone and the reference are."""

    name = "loud"
    speaking = perhaps_stop = False

    def __init__(self) -> None:
        self.armed: list[list[str]] = []
        self.lags: list[float] = []
        self.now = time.monotonic
        self._loud = False

    def listen_for(self, intents: frozenset[str]) -> None:
        self.armed.append(sorted(intents))

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        self.lags.append(self.now() - at)
        was, self._loud = self._loud, bool(np.abs(block).max() > 2000)
        heard: list[Event] = [Heard(SessionTime(at), "next", text=saying)]
        return heard if self._loud and not was and reference is not None else []

    def close(self) -> None:
        tell(kind="closed")


def tell(**fields: Any) -> None:
    sys.stdout.write(json.dumps({"monotonic": time.monotonic(), **fields}) + "\n")
    sys.stdout.flush()


def tell_event(event: Event) -> None:
    tell(kind=type(event).__name__, **{name: getattr(event, name) for name in ("at", "cue", "device", "intent")
                                       if hasattr(event, name)})  # fmt: skip


def until(world: LiveWorld, kind: type, seconds: float = 30.0) -> Event | None:
    """Tell every event until one of this kind, or None after so many seconds."""
    end = world.now() + seconds
    while world.now() < end:
        event = world.wait(end)
        if not isinstance(event, Woke):
            tell_event(event)
        if isinstance(event, kind):
            return event
    return None


def count(world: LiveWorld) -> None:
    beats = tuple(Beat(number / 3, "go") for number in range(24))
    world.speaker.perform(Say(1, "ready"), world.now())
    world.speaker.perform(Count(2, beats, 8.0), world.now())
    until(world, CueFinished)
    until(world, CueFinished)
    for sounded in world.speaker.drain_log():
        tell(kind="sounded", what=sounded.kind, begin=sounded.begin, end=sounded.end, beats=sounded.beats)
    assert world.card.loudspeaker is not None
    tell(kind="flaws", count=world.card.loudspeaker.flaws)


def hush(world: LiveWorld) -> None:
    world.speaker.perform(Say(1, " ".join(["word"] * 60)), world.now())
    until(world, CueStarted)
    time.sleep(1.0)
    world.speaker.perform(Hush(), world.now())
    tell(kind="hushed")
    until(world, CueFinished, 0.5)


def lost(world: LiveWorld) -> None:
    tell(kind="ready")
    until(world, SoundLost)
    until(world, SoundLost)
    until(world, SoundBack)
    until(world, SoundBack)
    time.sleep(SETTLE)
    tell(kind="speaking")
    world.speaker.perform(Say(1, " ".join(["word"] * 10)), world.now())
    until(world, CueFinished)


def hear(world: LiveWorld) -> None:
    world.listen_for(frozenset({"next", "stop"}))
    tell(kind="ready")
    until(world, Heard)
    until(world, Heard, 3.0)


def muted(world: LiveWorld) -> None:
    tell(kind="ready")
    until(world, FellSilent)
    until(world, SoundBack)


def main() -> None:
    what = sys.argv[1]
    ear = LoudEar() if what in ("lost", "hear", "muted") else None
    world = LiveWorld(TimelineSpeaker(PlainVoice(onset=0.02), 48_000), ear)
    if ear is not None:
        ear.now = world.now
    with world:
        time.sleep(SETTLE)
        {"count": count, "hush": hush, "lost": lost, "hear": hear, "muted": muted}[what](world)
    if ear is not None:
        tell(kind="ear", armed=ear.armed, usual=float(np.percentile(ear.lags, 90)), earliest=min(ear.lags))


if __name__ == "__main__":
    main()
