"""Nobody speaks: does the coach obey its own voice?

`python -m benchmarks.hearing.own_voice.on_card [SESSION...] [--echo -12 -20]`.

A session in real time on the virtual sound card, the loudspeaker coming back into the microphone through a loopback
whose rate is adjusted as it runs. Whatever is heard is the coach.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.hearing.judge import table
from coach.testing.sound_card import sound_card, what_is_missing

ASKED = ("heard", "unclear")
FIRST = "first-hinge"
RENDERING = 240.0
"""Seconds at most until the session begins: its lines are rendered first."""


def main() -> int:
    """Run each session at each loudness; exit code 1 when the coach heard itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sessions", nargs="*", default=[FIRST])
    parser.add_argument("--echo", type=float, nargs="+", default=[-12.0, -20.0], help="decibels, below zero")
    parser.add_argument("--seconds", type=float, default=120.0, help="of each session")
    parser.add_argument("--ear", default="auto")
    asked = parser.parse_args()
    if missing := what_is_missing():
        sys.exit(missing)
    rows: list[tuple[object, ...]] = [("session", "echo", "seconds", "heard itself", "as")]
    for session in asked.sessions:
        for echo in asked.echo:
            records = alone_with_its_echo([session, "--ear", asked.ear], echo, asked.seconds)
            heard = [str(one.get("text", one.get("guess"))) for one in records if one["kind"] in ASKED]
            rows.append((session, f"{echo:g} dB", round(records[-1]["at"]), len(heard), "; ".join(heard)))
    table(*rows)
    return int(any(row[3] for row in rows[1:]))


def alone_with_its_echo(words: Sequence[str], echo: float, seconds: float, lines: int = 1) -> list[dict[str, Any]]:
    """The transcript of `coach run` with these words, for so long, its echo so many decibels softer.

    It goes on until `lines` were said, where a machine with other work to do renders them slowly.
    """
    with tempfile.TemporaryDirectory() as home, sound_card() as card, card.echo(10 ** (echo / 20)):
        told = Path(home) / "told.jsonl"
        command = [sys.executable, "-m", "coach", "run", *words, "--plain", "--fresh", "--transcript", str(told)]
        own = {name: value for name, value in card.environment.items() if not name.startswith("XDG_DATA")}
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, env={**own, "HOME": home}, **quiet) as coach:  # type: ignore[call-overload]
            _while(coach, RENDERING, lambda: not _said(told))
            _while(coach, seconds, lambda: True)
            _while(coach, RENDERING, lambda: _said(told) < lines)
            coach.terminate()
            coach.wait(30)
        return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]


def _said(told: Path) -> int:
    """How many lines this transcript says were said so far; one still being written counts as well."""
    return told.read_text(encoding="utf-8").count('"say"') if told.exists() else 0


def _while(coach: "subprocess.Popen[bytes]", seconds: float, lasts: Callable[[], bool]) -> None:
    """Wait while the coach runs and this lasts, so long at most."""
    end = time.monotonic() + seconds
    while coach.poll() is None and time.monotonic() < end and lasts():
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
