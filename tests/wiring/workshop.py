"""What the tests of the whole coach share: a small session, a place of its own for data, a way to run the command."""

import io
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.voices.definition import shipped_folder
from tests.wiring.template import same_start, template

SMALL = """\
title: Small day
minutes: 2
for: the tests
equipment: [barbell]
welcome:
  - say: Hello and welcome.
steps:
  - {do: psoas-release, hold: 8}
  - {do: romanian-deadlift, load: 40, sets: 2, reps: 2, tempo: 2-0-1-0, rest: 20, get_ready: 4}
close:
  - say: All done for today.
"""


BRIEF = """\
title: Small day
minutes: 1
for: the tests
equipment: []
welcome:
  - say: Hello and welcome.
steps:
  - rest: 10
close:
  - say: All done for today.
"""
"""A quarter of a minute in which nothing is lifted, for what does not depend on what is done."""


PATIENCE = 240.0
"""Seconds a command may take, whatever else the machine does."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder with a small session in it, where `coach` keeps everything it keeps."""

    folder: Path

    @property
    def session(self) -> Path:
        return self.folder / "small.yaml"

    @property
    def environment(self) -> dict[str, str]:
        """Where everything is kept; the usual voice is the plain one here, which takes less of the machine."""
        plain_voice(self.folder / "content")
        own = {f"XDG_{name.upper()}_HOME": str(self.folder / name) for name in ("data", "config", "state")}
        return {**os.environ, **own, "COACH_CONTENT": str(self.folder / "content"), "NO_COLOR": "1", "COLUMNS": "200"}

    def coach(self, *words: str, typed: str = "", environment: dict[str, str] | None = None) -> Result:
        """Run `coach` in a process of its own, as a person would; most are forked from one, see `template`."""
        environment = environment or self.environment
        if same_start(environment):
            return Result(*template().run(words, typed, environment, self.folder, PATIENCE))
        command = [sys.executable, "-m", "coach", *words]
        done = subprocess.run(
            command,
            input=typed,
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    @property
    def sound(self) -> Path:
        """What the loudspeaker played when the small session was performed."""
        return self.folder / "out.wav"

    @property
    def transcript(self) -> Path:
        """What happened when the small session was performed."""
        return self.folder / "transcript.jsonl"

    def perform(self, *words: str, typed: str = "") -> list[dict[str, Any]]:
        """Run the small session on files and return its transcript; it must end well."""
        result = self.coach(
            "run",
            str(self.session),
            *("--speaker", f"wav:{self.sound}", "--transcript", str(self.transcript), *words),
            typed=typed,
        )
        assert result.code == 0, result.err
        return records(self.transcript)


def wait_for(process: "subprocess.Popen[Any]", told: Path, words: str, *, after: int = 0, times: int = 1) -> None:
    """Wait until these words stand so often in the transcript, `after` so many characters of it; the process must stay
    alive meanwhile."""
    while not (told.exists() and told.read_text()[after:].count(words) >= times):
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.05)  # it needs the processor more than this does


def plain_voice(content: Path) -> None:
    """Lay the voice without a network over the usual one, unless the test has something there itself."""
    place = content / "voices" / "default.yaml"
    if not os.path.lexists(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped_folder() / "espeak.yaml", place)


def records(path: Path) -> list[dict[str, Any]]:
    """The lines of a transcript."""
    return [json.loads(line) for line in io.StringIO(path.read_text(encoding="utf-8"))]


def of(found: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The records of one kind."""
    return [record for record in found if record["kind"] == kind]
