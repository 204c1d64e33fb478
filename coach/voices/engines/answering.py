"""The protocol of a speech engine's own process, as `EngineWorker` speaks it: one wish a line, one answer a line.

Each line on standard input is one wish, {"text": ..., "path": ..., "speaker": ..., "rate": ..., "pitch": ...}; each
line on the answer pipe is {"ok": true} or {"error": ...}. The first line of all is {"ready": <engine and version>} or
{"missing": <why>}. Engines print on standard output, so the answers go through a duplicate of it.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO

from coach.errors import CoachError, sentence

Answer = Mapping[str, Any]
Answering = Callable[[str], Answer]
"""Carries out one wish, a line as it came, and tells how it went."""


class MissingError(Exception):
    """This engine cannot speak here; the message says why, and what mends it."""


@contextlib.contextmanager
def answers() -> Iterator[TextIO]:
    """The pipe for answers: a duplicate of standard output, which itself is turned to standard error."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        yield pipe
    finally:
        pipe.close()


def serve(wishes: TextIO, pipe: TextIO, begin: Callable[[], tuple[str, Answering]]) -> None:
    """Answer every wish until the input closes. `begin` gets the engine ready and gives its version, and what carries
    out wishes; it raises MissingError."""

    def answer(fields: Answer) -> None:
        pipe.write(json.dumps(fields) + "\n")
        pipe.flush()

    try:
        version, answering = begin()
    except MissingError as error:
        answer({"missing": str(error)})
        return
    answer({"ready": version})
    for line in wishes:
        answer(answering(line))


def carried_out(render: Callable[[dict[str, Any]], object], *faults: type[Exception]) -> Answering:
    """Answers by rendering; what of these goes wrong costs the phrase, and not the process."""

    def answering(line: str) -> Answer:
        try:
            render(json.loads(line))
        except faults as error:
            return {"error": sentence(error) if isinstance(error, CoachError) else str(error)}
        return {"ok": True}

    return answering
