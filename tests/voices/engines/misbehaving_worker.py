"""A speech process that misbehaves as the text says: it dies, hangs, raves, gives nothing or too little, or stops who
asks for a while; else it hums."""

import json
import os
import signal
import sys
import time
import wave


def write(path: str, frames: int) -> None:
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22_050)
        file.writeframes(b"\x00\x10" * frames)


def main() -> None:
    sys.stdout.write(json.dumps({"ready": "misbehaving 1"}) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        wish = json.loads(line)
        text = wish["text"]
        answer: dict[str, object] = {"ok": True}
        if text == "die":
            sys.exit(3)
        if text == "hang":
            time.sleep(60)
        if text == "sleep":  # as a machine that sleeps keeps everything from running
            os.kill(os.getppid(), signal.SIGSTOP)
            time.sleep(1.5)
            os.kill(os.getppid(), signal.SIGCONT)
            time.sleep(0.1)
        if text == "refuse":
            answer = {"error": "I will not"}
        elif text == "short":
            write(wish["path"], 10)
        elif text != "nothing":
            write(wish["path"], 22_050)
        sys.stdout.write(("raving" if text == "rave" else json.dumps(answer)) + "\n")
        sys.stdout.flush()


main()
