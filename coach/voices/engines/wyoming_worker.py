"""A voice on a bigger machine: this process asks a Wyoming server for each phrase, so that nothing else waits for it.

Speaks the protocol of `answering`. `uri` is the server, `speaker` the voice it is to use, with "/" and the speaker's
name behind it where the voice has several; the rate and the pitch are the server's own. The server is not asked before
the first phrase: one that is away must not cost the phrases that are kept from before. One that could not be reached is
left alone for a while, and every phrase until then is refused at once.
"""

import contextlib
import struct
import sys
import time
import wave
from collections.abc import Callable
from typing import Any

from coach.reading.extras import install
from coach.speech_server import ServerError, SpeechServer
from coach.voices.engines.answering import Answering, MissingError, answers, carried_out, serve

REACHED_WITHIN = 0.7
"""Seconds in which the server must be reached: it stands in the same house."""

WITHIN = 6.0
"""Seconds in which it must have spoken a phrase."""

LEFT_ALONE = 5.0
"""Seconds for which a server that failed is not asked again: three tries at one phrase cost no more than one."""

LONGEST = 60.0
"""Seconds of a phrase; what speaks on is no answer to it."""


class WyomingRenderer:
    """Asks the server; `now` is a monotonic clock in seconds."""

    version = "wyoming"

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        import wyoming  # that it is missing is told at once

        assert wyoming
        self._now = now
        self._gone: dict[str, tuple[float, str]] = {}

    def render(self, wish: dict[str, Any]) -> None:
        """Write the wished phrase as a WAV; raises ServerError, ValueError or OSError."""
        uri = wish["uri"]
        until, why = self._gone.get(uri, (0.0, ""))
        if self._now() < until:
            raise ServerError(why)
        try:
            with SpeechServer(uri, reached_within=REACHED_WITHIN, within=WITHIN) as server:
                server.send("synthesize", text=wish["text"], **_voice(wish["speaker"]))
                _written(server, wish["path"])
        except ServerError as error:
            self._gone[uri] = self._now() + LEFT_ALONE, str(error)
            raise


def _voice(speaker: str) -> dict[str, Any]:
    """Which of its voices the server is to use; its usual one for none."""
    name, _, which = speaker.partition("/")
    if not name:
        return {}
    return {"voice": {"name": name, "speaker": which} if which else {"name": name}}


def _written(server: SpeechServer, path: str) -> None:
    """What the server speaks, in this file."""
    with contextlib.ExitStack() as opened:
        file: wave.Wave_write | None = None
        length = 0.0
        while (event := server.take()).type != "audio-stop":
            if event.type != "audio-chunk" or not event.payload:
                continue
            if file is None:
                file = opened.enter_context(wave.open(path, "wb"))
                file.setparams((event.data["channels"], event.data["width"], event.data["rate"], 0, "NONE", ""))
            file.writeframes(event.payload)
            length += len(event.payload) / (file.getframerate() * file.getsampwidth() * file.getnchannels())
            if length > LONGEST:
                raise ServerError("the speech server does not come to an end")
        if file is None:
            raise ServerError("the speech server said nothing")


def begin() -> tuple[str, Answering]:
    """The engine's version, and what speaks with it; raises MissingError."""
    try:
        renderer = WyomingRenderer()
    except ImportError as error:
        raise MissingError(f"{error}; {install('wyoming')}") from error
    faults = (ServerError, RuntimeError, ValueError, KeyError, TypeError, OSError, wave.Error, struct.error)
    return renderer.version, carried_out(renderer.render, *faults)


if __name__ == "__main__":
    with answers() as pipe_out:
        serve(sys.stdin, pipe_out, begin)
