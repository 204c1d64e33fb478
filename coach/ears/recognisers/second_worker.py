"""What runs in the second ear's own process, asked by `second`: it alone knows the network. It ends when nobody asks.

It is handed how the server is reached, as JSON, then for each remark the number of its bytes and the sound itself. It
tells when it is ready, then for each remark one word for what became of it and what there is to say: "text" with what
was written down, "unreached", or "failed" with the reason.
"""

import json
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from coach.speech_server import ServerError, SpeechServer

PACKET = 65_536
"""Bytes that are taken at once."""

LONGEST_ANSWER = 65_536
"""Bytes of one part of the server's answer."""

LONGEST_TEXT = 1000
"""Letters of what may have been said in one remark: three times as many as anybody says in its twelve seconds."""

SAMPLES_AT_ONCE = 8000
"""Samples of one event."""


def main() -> None:
    """Answer to what is asked for; a fault ends the process, and is seen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the coach, which then lets go of this process
    from wyoming import event  # now, and not when somebody waits

    assert event
    with suppress(EOFError, ConnectionError), socket.socket(fileno=int(sys.argv[1])) as line:
        setup = json.loads(_packet(line))
        line.sendall(b"ready")
        while True:
            length, sound = int(_packet(line)), b""
            while len(sound) < length:
                sound += _packet(line)
            line.sendall(" ".join(_answer(setup, sound)).encode("utf-8", "replace"))


def _packet(line: socket.socket) -> bytes:
    packet = line.recv(PACKET)
    if not packet:
        raise EOFError
    return packet


def _answer(setup: Mapping[str, Any], sound: bytes) -> tuple[str, str]:
    """What becomes of this remark, and what there is to say of it."""
    limits = {"reached_within": setup["reached_within"], "within": setup["within"]}
    try:
        server = SpeechServer(setup["uri"], **limits, longest=LONGEST_ANSWER)
    except ServerError as error:
        return "unreached", str(error)
    with server:
        try:
            return "text", _transcript(server, sound, setup["language"], setup["rate"])
        except ServerError as error:
            return "failed", str(error)


def _transcript(server: SpeechServer, sound: bytes, language: str, rate: int) -> str:
    """What the server writes down of it."""
    shape: dict[str, Any] = {"rate": rate, "width": 2, "channels": 1}
    server.send("transcribe", language=language)
    server.send("audio-start", **shape)
    for begin in range(0, len(sound), 2 * SAMPLES_AT_ONCE):
        server.send("audio-chunk", sound[begin : begin + 2 * SAMPLES_AT_ONCE], **shape)
    server.send("audio-stop")
    while (event := server.take()).type != "transcript":
        pass
    text = event.data.get("text")
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        raise ServerError("the speech server writes down more than anybody says in that time")
    return " ".join(text.split()) if isinstance(text, str) else ""


if __name__ == "__main__":
    main()
