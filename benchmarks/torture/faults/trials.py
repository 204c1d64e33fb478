"""What one trial of a fault is: a tiny session of two counted sets, what was said in it, and which sets were kept."""

import atexit
import fcntl
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

SESSION = """\
title: A tiny session
minutes: 1
for: the bench of faults
equipment: [barbell]
welcome: [{say: Hello there.}]
steps:
  - {do: romanian-deadlift, load: 40, sets: 2, reps: 2, tempo: 1-0-1-0, rest: 8, get_ready: 1}
close: [{say: That was it.}]
"""
BRIEF = SESSION.replace("romanian-deadlift, load: 40", "march").replace("barbell", "").replace("reps: 2", "reps: 1")
"""As many sets and the same rest where only time matters: nothing to set up, to lift or to answer."""

SETS, REST = 2, 8.0
"""How many sets either has, and the seconds between them."""

LIMIT = 400.0
"""Seconds after which a trial has hung."""

COACH = (sys.executable, "-m", "coach")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a session with a fault ended: exit code, what was shown and what was said, the sets done and those kept."""

    code: int
    shown: str
    said: tuple[str, ...]
    done: int
    kept: int
    seconds: float
    finished: bool

    def sentence_with(self, words: str) -> str:
        """What was said, else shown, that has these words in it; empty when it was neither."""
        spoken = next((text for text in self.said if words.lower() in text.lower()), "")
        if spoken:
            return f"“{spoken}”"
        plain = " ".join(self.shown.split())
        place = plain.lower().find(words.lower())
        return f"shown: {plain[max(0, plain.rfind('. ', 0, place) + 1) : place + 130].strip()}" if place >= 0 else ""


@dataclass(frozen=True, slots=True)
class Home:
    """The places of one trial: configuration, data and the session's file, all in one folder."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config" / "coach"

    @property
    def data(self) -> Path:
        return self.folder / "data" / "coach"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def transcript(self) -> Path:
        return self.out / "told.jsonl"

    @property
    def session(self) -> Path:
        return self.folder / "tiny.yaml"

    @property
    def environment(self) -> dict[str, str]:
        names = ("config", "data", "cache", "state")
        folders = {f"XDG_{name.upper()}_HOME": str(self.folder / name) for name in names}
        runtime = self.folder / "run"
        return {**os.environ, "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(runtime), **folders}

    def prepare(self, session: str = SESSION, *, warm: bool = True, trained: bool = False) -> None:
        """Make the folders and write the session; with `warm`, what the usual one says was rendered some other day.

        With `trained` the journal has that day's session too.
        """
        self.config.mkdir(parents=True)
        self.out.mkdir()
        self.session.write_text(session)
        if trained:
            shutil.copytree(rendered(), self.data)
        elif warm:
            shutil.copytree(rendered() / "cache", self.data / "cache")

    def without_a_card(self) -> None:
        """Name a loudspeaker there is none of in the settings, so that the sound goes to a recording."""
        self._set("speaker: none such\n")

    def without_a_voice(self) -> None:
        """Have tones in the place of words, where the fault is none that a voice could meet."""
        self._set("voice: tones\n")

    def _set(self, setting: str) -> None:
        with (self.config / "coach.yaml").open("a") as settings:
            settings.write(setting)

    def kept(self) -> int:
        """How many sets the journal holds, as far as it can be read."""
        with suppress(sqlite3.Error):
            uri = f"file:{self.data / 'journal.sqlite'}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True)) as journal:
                return int(journal.execute("SELECT count(*) FROM work_set").fetchone()[0])
        return 0

    def wall_stepped(self) -> float:
        """The seconds of the largest jump of the wall clock between two events of the journal, in either direction."""
        with closing(sqlite3.connect(f"file:{self.data / 'journal.sqlite'}?mode=ro", uri=True)) as journal:
            rows = journal.execute("SELECT at, wall FROM event ORDER BY session, number").fetchall()
        walls: list[float] = [datetime.fromisoformat(wall).timestamp() - at for at, wall in rows]
        return max((abs(later - earlier) for earlier, later in pairwise(walls)), default=0.0)

    def rests(self) -> list[float]:
        """The seconds from the begin of each rest to the last word of its countdown."""
        told = self.records()
        begun = [float(str(one["at"])) for one in told if one["kind"] == "state" and one["state"] == "resting"]
        whole = [one for one in told if one["kind"] == "countdown" and "beats" in one and "why" not in one]
        gone = [float(str(one["beats"][-1])) for one in whole]  # type: ignore[index]
        return [round(go - begin, 2) for begin, go in zip(begun, gone, strict=False)]

    def first_rest_late(self) -> float:
        """The seconds the first rest ended too late, by the transcript, whose times are the session clock's.

        One during which the program stood still for longer than it should last ends when that is noticed.
        """
        told = self.records()
        rest = next(place for place, one in enumerate(told) if one.get("state") == "resting")
        after = next(place for place in range(rest + 1, len(told)) if told[place]["kind"] == "state")
        begun = float(str(told[rest]["at"]))
        thawed = [float(str(one["at"])) for one in told[rest:after] if one["kind"] == "trouble"]
        return float(str(told[after]["at"])) - max(begun + REST, *thawed)

    def records(self) -> list[dict[str, object]]:
        """The whole lines of the transcript so far."""
        if not self.transcript.exists():
            return []
        return [json.loads(line) for line in self.transcript.read_text().split("\n")[:-1]]

    def outcome(self, code: int, shown: str, begun: float, before: int) -> Outcome:
        """What became of a session that has ended, begun at this monotonic time with so many sets in the journal."""
        told = self.records()
        return Outcome(
            code,
            shown,
            tuple(str(one["text"]) for one in told if one["kind"] == "say"),
            sum(one["kind"] == "set" and "role" in one for one in told),
            self.kept() - before,
            time.monotonic() - begun,
            any(one["kind"] == "end" and one["outcome"] == "done" for one in told),
        )

    def on_files(self, wrapped: Sequence[str] = (), memory: int | None = None) -> Outcome:
        """The session on sound files, in as many seconds as it takes.

        `wrapped` stands before the command, `memory` is the most bytes a process may have.
        """
        self.transcript.unlink(missing_ok=True)
        files = ["--speaker", f"wav:{self.out / 'out.wav'}", "--transcript", str(self.transcript)]
        ears = ["--ear", "keyboard"]
        limited = [] if memory is None else ["prlimit", f"--as={memory}", "--"]
        begun, before = time.monotonic(), self.kept()
        done = subprocess.run(
            [*wrapped, *limited, *COACH, "run", str(self.session), "--fresh", "--plain", *ears, *files],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        return self.outcome(done.returncode, done.stderr, begun, before)

    def looked_at(self) -> str:
        """The next start, which only looks: `coach history`; what it showed of troubles."""
        look = subprocess.run(
            [*COACH, "history"], env=self.environment, capture_output=True, text=True, timeout=LIMIT, check=False
        )
        assert look.returncode == 0, look.stderr
        return look.stderr

    def import_(self, file: Path) -> None:
        """Take in a table of sets."""
        self._done("import", str(file))

    def forgets(self) -> None:
        """Forget every session so far."""
        self._done("forget", "--all", "--yes")

    def _done(self, *words: str) -> None:
        command = [*COACH, *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=LIMIT, check=False)
        assert done.returncode == 0, done.stderr

    def taken_in(self, outcome: Outcome, before: int) -> Outcome:
        """The outcome of a session whose fault is mended now, with the sets the journal has after two more starts.

        Two, because the second must not take the same sets in again; `before` is what the journal had before.
        """
        shown = outcome.shown + self.looked_at() + self.looked_at()
        return replace(outcome, kept=self.kept() - before, shown=shown)


_RENDERING = threading.Lock()

SHARED: Path | None = None
"""A folder in which several processes share what one of them rendered; None for one that this process has for itself.
"""


def rendered() -> Path:
    """A data folder in which the session has been rendered; made once for all trials of this process, or `SHARED`."""
    with _RENDERING:
        return _rendered()


@cache
def _rendered() -> Path:
    if SHARED is not None:
        SHARED.mkdir(exist_ok=True)
        with (SHARED / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            home = Home(SHARED / "home")
            return home.data if home.folder.exists() else _performed(home)
    folder = tempfile.TemporaryDirectory(prefix="coach-faults-")
    atexit.register(folder.cleanup)
    return _performed(Home(Path(folder.name)))


def _performed(home: Home) -> Path:
    home.prepare(warm=False)
    first = home.on_files()
    assert first.code == 0, first.shown
    return home.data
