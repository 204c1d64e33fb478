"""Music steps back while the coach speaks: what other programs play on its loudspeaker, by PulseAudio or PipeWire.

Lowered volumes are written to a file until they are given back, so that a coach that was killed in mid-sentence gives
them back the next time it starts. Without `pactl`, or without a sound server, nothing happens.
"""

import contextlib
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from coach.clocks import SessionTime
from coach.reading.files import UnreadableError, read_json
from coach.reading.writing import replaced

LOWERED = 0.35
"""The share of its volume that music keeps while the coach speaks on the server's scale: some 27 decibels down."""

AHEAD = 0.3
"""Seconds before the first word at which the music steps back."""

AFTER = 1.5
"""Seconds of silence after which it comes back; shorter gaps, as between counts, leave it where it is."""

LOOK = 0.1
"""Seconds between two looks at what is being said."""

PATIENCE = 1.0
"""Seconds a sound server may take to answer."""

ENDS = 1.0
"""Seconds the looking may take to end, where a sound server hangs."""

Run = Callable[[Sequence[str]], str]


def ask_pactl(words: Sequence[str]) -> str:
    """What `pactl` answers; raises OSError or SubprocessError when there is none, or it refuses."""
    return subprocess.run(["pactl", *words], capture_output=True, text=True, timeout=PATIENCE, check=True).stdout


def there_is_a_server() -> bool:
    """Whether there is a sound server that can be asked."""
    if shutil.which("pactl") is None:
        return False
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        ask_pactl(["info"])
        return True
    return False


class Mixer:
    """The volumes of other programs' streams. `kept` is the file that remembers them while they are lowered."""

    def __init__(self, kept: Path, run: Run = ask_pactl, own: int | None = None) -> None:
        self._kept = kept
        self._run = run
        self._own = str(own if own is not None else os.getpid())
        self._before: dict[str, list[int]] = {}
        with contextlib.suppress(UnreadableError, ValueError, ArithmeticError, AttributeError, TypeError):
            remembered = read_json(kept)
            self._before = {str(index): [int(one) for one in volumes] for index, volumes in remembered.items()}

    def lower(self) -> None:
        """Lower every stream on the coach's own loudspeaker that is not lowered yet."""
        for stream in self._others(self._streams() or []):
            index, volumes = str(stream["index"]), _volumes(stream)
            if index not in self._before and volumes:
                self._before[index] = volumes
                self._remember()
                self._set(index, [round(volume * LOWERED) for volume in volumes])

    def restore(self) -> None:
        """Give every lowered stream its own volume back; one whose volume somebody else has set since keeps that."""
        streams = self._streams() if self._before else []
        if streams is None:
            return  # nobody answers; what is remembered is given back another time
        now = {str(stream["index"]): _volumes(stream) for stream in streams}
        self._before = {
            index: volumes
            for index, volumes in self._before.items()
            if now.get(index) == [round(volume * LOWERED) for volume in volumes] and not self._set(index, volumes)
        }
        self._remember()

    def _streams(self) -> list[dict[str, Any]] | None:
        """All that is played; None where nobody tells."""
        try:
            return list(json.loads(self._run(["-f", "json", "list", "sink-inputs"])))
        except (OSError, subprocess.SubprocessError, ValueError):
            return None

    def _others(self, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What others play on the coach's own loudspeaker."""
        sinks = {one.get("sink") for one in found if self._is_own(one)}
        return [one for one in found if one.get("sink") in sinks and not self._is_own(one)]

    def _is_own(self, stream: Mapping[str, Any]) -> bool:
        return bool(stream.get("properties", {}).get("application.process.id") == self._own)

    def _set(self, index: str, volumes: list[int]) -> bool:
        """Whether that was done; the stream may have ended meanwhile."""
        try:
            self._run(["set-sink-input-volume", index, *map(str, volumes)])
        except (OSError, subprocess.SubprocessError):
            return False
        return True

    def _remember(self) -> None:
        with contextlib.suppress(OSError, UnreadableError):
            if self._before:
                replaced(self._kept, json.dumps(self._before))
            else:
                self._kept.unlink(missing_ok=True)


def _volumes(stream: Mapping[str, Any]) -> list[int]:
    channels = stream.get("volume") or {}
    return [int(one["value"]) for one in channels.values() if "value" in one]


class MusicStepsBack:
    """A context in which music is lowered whenever `speaks(begin, end)` says that words sound then (session clock).

    The server is asked from a thread: nobody waits for it before the first word. Where it is not `there` nothing
    happens.
    """

    def __init__(
        self,
        mixer: Mixer,
        speaks: Callable[[SessionTime, SessionTime], bool],
        now: Callable[[], SessionTime],
        there: Callable[[], bool] = there_is_a_server,
    ) -> None:
        self._mixer = mixer
        self._there = there
        self._speaks = speaks
        self._now = now
        self._spoke = float("-inf")
        self._lowered = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="music", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join(ENDS)
        self._mixer.restore()

    def _work(self) -> None:
        if not self._there():
            return
        self._mixer.restore()
        while not self._closing.wait(LOOK):
            self.look(self._now())

    def look(self, now: SessionTime) -> None:
        """Lower or give back, as it should be at this time; called again and again by the thread."""
        if self._speaks(now, now + AHEAD):
            self._spoke = now
            if not self._lowered:
                self._lowered = True
                self._mixer.lower()
        elif self._lowered and now - self._spoke > AFTER:
            self._lowered = False
            self._mixer.restore()
