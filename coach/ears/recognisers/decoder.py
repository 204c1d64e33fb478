"""One decoder of PocketSphinx's, here or in a process of its own: then two passes over a remark take as long as one.

A decoder holds Python's lock for as long as it thinks, so a thread would not do.
"""

import math
import multiprocessing
import os
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

Part = tuple[str, int, int]
"""A word or phone, its first frame and its last one."""

Decoded = tuple[float, list[Part]]
"""The log likelihood of the best path, and the path."""


class Decoding:
    """A decoder here: it thinks when it is asked."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self._given = b""

    def begin(self, sound: bytes, *, remove_noise: bool) -> None:
        """Take a remark (int16 at the ear's rate) whose answer will be asked for."""
        self._given = sound
        if self._decoder.config["remove_noise"] != remove_noise:
            self._decoder.config["remove_noise"] = remove_noise
            self._decoder.reinit_feat()

    def answer(self) -> Decoded | None:
        """What it makes of it; None when it finds no path."""
        decoder = self._decoder
        if decoder.config["remove_noise"]:
            with warnings.catch_warnings():
                # Called unnecessary by the library, yet without it the last remark colours this one.
                warnings.simplefilter("ignore", DeprecationWarning)
                decoder.start_stream()
        decoder.start_utt()
        decoder.process_raw(self._given, full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        if found is None:
            return None
        path = [(part.word, part.start_frame, part.end_frame) for part in decoder.seg()]
        return math.log(max(found.score, 1e-300)), path


class Beside:
    """The same decoder in a process of its own, forked from this one and ending with it: it thinks from `begin` on.

    It shares this one's memory, as far as neither changes it. Where it has died, `begin` or `answer` raises OSError or
    EOFError.
    """

    def __init__(self, decoding: Decoding) -> None:
        self._line, theirs = multiprocessing.Pipe()
        fork = multiprocessing.get_context("fork")
        self._process = fork.Process(target=_think, args=(decoding, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def begin(self, sound: bytes, *, remove_noise: bool) -> None:
        """Hand the remark over."""
        self._line.send((sound, remove_noise))

    def answer(self) -> Decoded | None:
        """Wait for what it makes of it."""
        found: Decoded | None = self._line.recv()
        return found

    def close(self) -> None:
        """End the process."""
        self._line.close()
        self._process.join()


def _think(decoding: Decoding, line: "Connection[Any, Any]") -> None:
    """Answer until nobody asks any more. No other file stays open, or whoever waits for this one's parent waits on."""
    os.closerange(3, line.fileno())
    os.closerange(line.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    with suppress(EOFError, ConnectionError):
        while True:
            sound, remove_noise = line.recv()
            decoding.begin(sound, remove_noise=remove_noise)
            line.send(decoding.answer())
