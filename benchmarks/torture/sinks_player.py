"""The player of `benchmarks.torture.sinks`: counts on the live sound card for each line that comes, and tells how it
went."""

import json
import sys
import time
from typing import Any

import numpy as np

from coach.audio.hardware.devices import Direction
from coach.audio.hardware.portaudio import find_device
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.live import LiveWorld
from coach.core.commands import Beat, Count, Hush
from coach.core.events import CueFinished, CueStarted, SoundBack, SoundLost
from coach.ports import Clip

SETTLE = 2.5
"""Seconds after which a stream on a virtual card flows."""

PATIENCE = 15.0
"""Seconds a count may take at most."""

BACK = 0.1
"""Seconds by which the clock may go backwards and still only have learnt better."""


class Knock:
    """A voice whose every word is the same short tone."""

    name = "knock"

    def __init__(self, seconds: float, rate: int = 48_000) -> None:
        time_ = np.arange(round(seconds * rate)) / rate
        self._clip = Clip((0.5 * np.sin(2 * np.pi * 700 * time_)).astype(np.float32), rate, 0)

    def render(self, text: str) -> Clip:
        """The tone."""
        _ = text
        return self._clip


class Player:
    """Counts, and follows the clock meanwhile."""

    def __init__(self, world: LiveWorld, beats: int, interval: float) -> None:
        self._world, self._beats, self._interval = world, beats, interval
        self._cue = 0

    def count(self) -> dict[str, Any]:
        """Count once; whether it was lost, how long it took by the clock on the wall, whether cue times ran back."""
        world = self._world
        self._cue += 1
        beats = tuple(Beat(number * self._interval, "beat") for number in range(self._beats))
        world.speaker.perform(Count(self._cue, beats, self._beats * self._interval), world.now())
        began = ended = None
        lost, last, backwards = False, float("-inf"), False
        limit = world.now() + PATIENCE
        while ended is None and world.now() < limit:
            event = world.wait(limit)
            if isinstance(event, CueStarted) and event.cue == self._cue:
                began = time.monotonic()
            elif isinstance(event, CueFinished) and event.cue == self._cue:
                ended = time.monotonic()
            elif isinstance(event, SoundLost):
                lost = True
                break
            if isinstance(event, CueStarted | CueFinished):
                backwards |= event.at < last - BACK
                last = event.at
        seconds = ended - began if began is not None and ended is not None else None
        if lost:
            self._until_back()
        return {"kind": "counted", "lost": lost, "seconds": seconds, "backwards": int(backwards)}

    def _until_back(self) -> None:
        """As a session does: silence, and nothing more until the loudspeaker is back."""
        self._world.speaker.perform(Hush(), self._world.now())
        limit = self._world.now() + 60.0
        while self._world.now() < limit:
            if isinstance(self._world.wait(limit), SoundBack):
                return


def main() -> None:
    """Count for every line on standard input."""
    beats, interval, word = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    rate = find_device(None, Direction.SPEAKER).rate
    with LiveWorld(TimelineSpeaker(Knock(word), rate)) as world:
        time.sleep(SETTLE)
        player = Player(world, beats, interval)
        tell({"kind": "ready"})
        for _ in sys.stdin:
            tell(player.count())


def tell(fact: dict[str, Any]) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(fact) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
