"""Ask a command to end while it still opens its ears and voice, and ask again: when is it gone, with all it started?

`hear`, `listen`, `calibrate`, `run` and `serve`, on sound files or on the virtual sound card. A part of `ends`.
"""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.lib.processes import family
from benchmarks.torture.faults.on_card import on_card
from benchmarks.torture.faults.trials import COACH, Home
from coach.testing.lifter import spoken
from coach.testing.sound_card import SoundCard

COMMANDS = ("hear", "listen", "calibrate", "run", "serve")

ONE = 1.0
"""Seconds after the second signal in which it should be gone, with all that it started."""

LIMIT = 60.0
"""Seconds after which it hangs."""

HELPERS = 3
"""So many processes the commands start at most while they open: both recognisers, and a voice."""

MOMENT = 1.0
"""Seconds within which it is asked after it has started so many of them as chance says."""

NEVER = 180.0
"""Seconds after which it will start no more, on a machine with much else to do."""

GAP = 0.3
"""Seconds between the two signals."""


def words_of(command: str, home: Home) -> list[str]:
    """The command line."""
    if command == "hear":
        return ["hear", str(spoken("my back feels tight", home.folder))]
    files = ["--transcript", str(home.transcript)]
    return {
        "listen": ["listen"],
        "calibrate": ["calibrate"],
        "run": ["run", str(home.session), "--fresh", "--plain", *files],
        "serve": ["serve", *files],
    }[command]


def begun(command: str, home: Home, card: SoundCard) -> "subprocess.Popen[bytes]":
    """The command on this card, nobody at its terminal."""
    sound = ("XDG_RUNTIME_DIR", "PULSE_SERVER", "ALSA_CONFIG_PATH")
    environment = {**home.environment, **{name: card.environment[name] for name in sound}}
    with (home.out / "coach.log").open("wb") as log:
        return subprocess.Popen(
            [*COACH, *words_of(command, home)], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def twice(folder: Path, order: Sequence[str], chance: random.Random) -> tuple[float, list[str]]:
    """Ask the command, the first of the order's words, with its other words; seconds from the last asking until it and
    all that it started are gone, and what was wrong."""
    command, *names = order
    with on_card(folder) as live:
        process = begun(command, live.home, live.loudspeaker)
        wait_for(process, chance.randint(0, HELPERS))
        time.sleep(chance.uniform(0.0, MOMENT))
        members = family(process.pid)
        for number, name in enumerate(names):
            time.sleep(GAP if number else 0.0)
            members += [each for each in family(process.pid) if each not in members]
            with suppress(ProcessLookupError):
                process.send_signal(signal.Signals[f"SIG{name}"])
        asked = time.monotonic()
        gone = until_gone(process, members)
        shown = (live.home.out / "coach.log").read_text(errors="replace")
    wrong = ["it hung"] if gone > asked + LIMIT else []
    ours = "Traceback" in shown and "/coach/" in shown  # Python itself has no better words before it comes to the coach
    wrong += [f"it said {' '.join(shown.split())[-300:]}"] if ours else []
    return gone - asked, wrong


def wait_for(process: "subprocess.Popen[bytes]", helpers: int) -> None:
    """Until it has started so many processes, or will not."""
    end = time.monotonic() + NEVER
    while len(family(process.pid)) <= helpers and time.monotonic() < end and process.poll() is None:
        time.sleep(0.02)


def until_gone(process: "subprocess.Popen[bytes]", members: Iterable[int]) -> float:
    """Wait until none of them lives; when that was. What hangs is killed."""
    end = time.monotonic() + 1.5 * LIMIT
    while living := [each for each in members if lives(each)]:
        if time.monotonic() > end:
            for each in living:
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
        process.poll()
        time.sleep(0.01)
    process.wait()
    return time.monotonic()


def lives(process: int) -> bool:
    """Whether there is such a process, and not only its entry in the table."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False
