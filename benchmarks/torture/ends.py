"""Ask the coach to end, in every way and order there is, in the middle of what it does: how long does that take?

A session runs live on a virtual sound card, beside music, or in a terminal without one. It is sent signals in every
order, stopped and let go on, or its terminal is closed. After each: the journal has the session and can be carried on,
music has its loudness back or the next start knows what it was, and a recording is as long as its header says.
And commands are asked twice while they still open ears and voice, with all that they started. `make bench-ends`.
"""

import argparse
import itertools
import json
import os
import pty
import random
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import soundfile

from benchmarks.torture.asked_twice import COMMANDS, ONE, twice
from benchmarks.torture.faults.on_card import Live, on_card
from benchmarks.torture.faults.trials import COACH, Home
from coach.journal.store import Journal

RESULTS = Path(__file__).parents[1] / "results" / "ends.json"

ORDERS: tuple[tuple[str, ...], ...] = (
    *[(name,) for name in ("INT", "TERM", "HUP")],
    *itertools.permutations(("INT", "TERM", "HUP"), 2),
    ("TERM", "TERM"),
    ("STOP", "TERM", "CONT"),
    ("STOP", "HUP", "TERM", "CONT"),
    ("TSTP", "CONT", "TERM"),
    *itertools.permutations(("INT", "TERM", "HUP"), 3),
)
CLOSED = ("closed",)
"""The terminal is closed instead."""

LIMIT = 60.0
"""Seconds after which it hangs."""

TWO = 2.0
"""Seconds in which it should have ended."""

FULL_VOLUME = "100%"


@dataclass(slots=True)
class Tally:
    """Seconds from the first signal to the exit, and what was wrong afterwards."""

    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def ask(process: int, order: Sequence[str], gap: float) -> float:
    """Send these signals with so many seconds between them; when the first was sent that asks to end."""
    first = 0.0
    for number, name in enumerate(order):
        time.sleep(gap if number else 0.0)
        with suppress(ProcessLookupError):
            os.kill(process, signal.Signals[f"SIG{name}"])
        if name in ("INT", "TERM", "HUP") and not first:
            first = time.monotonic()
    return first


def journal_of(home: Home) -> list[str]:
    """What is wrong with the journal of a session that was interrupted."""
    with Journal.open(home.data / "journal.sqlite") as journal:
        unfinished = journal.unfinished()
        integrity = journal.database.open().execute("PRAGMA integrity_check").fetchone()[0]
    faults = [] if integrity == "ok" else [f"the journal is damaged: {integrity}"]
    return faults + ([] if unfinished is not None and unfinished.events else ["the session cannot be carried on"])


def on_the_card(folder: Path, order: Sequence[str], chance: random.Random, tally: Tally) -> None:
    """A live session that speaks over music."""
    with on_card(folder) as live:
        music = subprocess.Popen(
            ["pacat", "--playback", "-d", "spk", "--volume=65536", "/dev/zero"],
            env=live.loudspeaker.environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            live.begin()
            live.in_state(chance.choice(["working", "resting"]))
            time.sleep(chance.uniform(0.0, 1.5))
            began = ask(live.process.pid, order, chance.choice([0.0, 0.1, 0.4]))
            ended(live.process, order, began, tally)
            tally.wrong += journal_of(live.home) + music_of(live)
        finally:
            music.kill()
            music.wait()


def music_of(live: Live) -> list[str]:
    """What is wrong with the loudness of the music."""
    listed = live.loudspeaker.control("list", "sink-inputs")
    remembered = (live.home.data / "lowered-music.json").exists()
    return [] if FULL_VOLUME in listed or remembered else ["the music stays lowered, and nobody knows it"]


def in_a_terminal(folder: Path, order: Sequence[str], chance: random.Random, tally: Tally) -> None:
    """A session without a sound card, whose sound goes to a recording."""
    home = Home(folder)
    home.prepare()
    home.without_a_card()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COACH, "run", str(home.session), "--fresh", "--plain", "--ear", "keyboard",
         "--transcript", str(home.transcript)],
        env=home.environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        preexec_fn=_take_terminal,
    )  # fmt: skip
    os.close(theirs)
    leaving = threading.Event()
    onlooker = threading.Thread(target=_look, args=(ours, leaving), daemon=True)
    onlooker.start()
    while "Hello" not in (home.transcript.read_text() if home.transcript.exists() else ""):
        if process.poll() is not None:
            raise SystemExit(f"it ended with {process.returncode} before it said a word")
        time.sleep(0.05)
    time.sleep(chance.uniform(0.5, 3.0))
    began = time.monotonic()
    if order == CLOSED:
        leaving.set()
        onlooker.join()
        os.close(ours)
    else:
        began = ask(process.pid, order, chance.choice([0.0, 0.1, 0.4]))
    ended(process, order, began, tally)
    if order != CLOSED:
        leaving.set()
        onlooker.join()
        os.close(ours)
    (sound,) = (home.data / "recordings").glob("*.wav")
    if abs(soundfile.info(sound).frames * 2 - sound.stat().st_size) > 100 and len(order) == 1:
        tally.wrong.append("the recording's header is wrong")
    tally.wrong += journal_of(home)


def _look(terminal: int, leaving: threading.Event) -> None:
    with suppress(OSError):
        while not leaving.is_set():
            if select.select([terminal], [], [], 0.05)[0]:
                os.read(terminal, 4096)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def ended(process: "subprocess.Popen[bytes]", order: Sequence[str], began: float, tally: Tally) -> None:
    """Wait for the end."""
    try:
        code = process.wait(LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        tally.wrong.append(f"{' '.join(order)} hung")
        return
    tally.seconds.append(time.monotonic() - began)
    if code != 130 and not (code < 0 and len(order) > 1):  # one that comes while it is closing already may end it
        tally.wrong.append(f"{' '.join(order)} left with {code}")


def while_it_opens(folder: Path, order: Sequence[str], chance: random.Random, tally: Tally) -> None:
    """A command that still opens its ears and its voice; from the second signal until all that it started is gone."""
    seconds, wrong = twice(folder, order, chance)
    tally.seconds.append(seconds)
    late = [f"it took {seconds:.2f} s"] if seconds > ONE else []
    tally.wrong += [f"{' '.join(order)}: {each}" for each in (*wrong, *late)]


PLACES: dict[str, tuple[Callable[[Path, Sequence[str], random.Random, Tally], None], tuple[tuple[str, ...], ...]]] = {
    "live on the sound card": (on_the_card, ORDERS),
    "in a terminal, without a sound card": (in_a_terminal, (CLOSED, *ORDERS)),
    "asked twice while it opens": (while_it_opens, tuple(itertools.product(COMMANDS, ("TERM", "INT"), ("TERM",)))),
}


def main() -> int:
    """Ask in every order, print the table, keep it; 1 when one hung or left something wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--share", type=float, default=1.0, help="of the orders")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="only places with these words in their name")
    options.add_argument("--keep", type=Path, help=f"write the figures there, such as {RESULTS}")
    asked = options.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # begun in a shell's background it would be ignored
    figures: dict[str, dict[str, object]] = {}
    wrong = 0
    for name, (trial, orders) in ((name, place) for name, place in PLACES.items() if asked.only in name):
        chance, tally = random.Random(asked.seed), Tally()
        for order in orders[:: round(1 / asked.share)]:
            with tempfile.TemporaryDirectory(prefix="coach-ends-", ignore_cleanup_errors=True) as folder:
                trial(Path(folder), order, chance, tally)
            sys.stderr.write(f"{' '.join(order)}: {tally.seconds[-1:]} {tally.wrong[-1:]}\n")
        figures[name] = told(tally)
        wrong += len(tally.wrong)
        sys.stdout.write(f"{name}: {json.dumps(figures[name])}\n")
        sys.stdout.flush()
        if asked.keep is not None:
            command = f"python -m benchmarks.torture.ends --share {asked.share:g} --seed {asked.seed}"
            kept = {"command": command, "load average": round(os.getloadavg()[2], 1), **figures}
            asked.keep.write_text(json.dumps(kept, indent=1) + "\n")
    return 1 if wrong else 0


def told(tally: Tally) -> dict[str, object]:
    """One place for a file."""
    ordered = sorted(tally.seconds) or [0.0]
    return {
        "tries": len(tally.seconds),
        "seconds to the exit, p50": round(ordered[len(ordered) // 2], 2),
        "longest": round(ordered[-1], 2),
        "over two seconds": sum(seconds > TWO for seconds in ordered),
        "wrong": tally.wrong,
    }


if __name__ == "__main__":
    sys.exit(main())
