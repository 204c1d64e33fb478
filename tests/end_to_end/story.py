"""A story to be played through a session: what the lifter says, and after which line of the transcript.

The same story is told to the live coach, whose transcript is read while it grows, and to sound files, where every
remark stands at a time of its own.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.testing.lifter import Remark, microphone_track, spoken
from coach.testing.sound_card import SoundCard

Record = dict[str, Any]

SHORT = Path(__file__).with_name("short.yaml")


@dataclass(frozen=True, slots=True)
class Turn:
    """The lifter says `text`, `after` seconds past the next record that `fits`, meaning the intent `means`."""

    fits: Callable[[Record], bool]
    after: float
    text: str
    means: str


def state(name: str) -> Callable[[Record], bool]:
    """The session has come into this state."""
    return lambda record: record["kind"] == "state" and record["state"] == name


def intent(name: str) -> Callable[[Record], bool]:
    """The coach has understood this."""
    return lambda record: record["kind"] == "intent" and record["name"] == name


STORY = (
    Turn(state("working"), 3.0, "next", "next"),
    Turn(state("settingup"), 2.0, "i am ready", "start"),
    Turn(state("resting"), 12.0, "repeat that", "repeat"),
    Turn(state("settingup"), 4.0, "i am ready", "start"),
    Turn(state("working"), 5.0, "my back feels tight", "complaint"),
    Turn(state("working"), 3.0, "stop the session", "stop"),
    Turn(intent("stop"), 4.5, "yes", "yes"),
)

ON_FILES = (
    Remark(17.0, "next"),
    Remark(71.0, "repeat that"),
    Remark(106.0, "my back feels tight"),
    Remark(143.0, "stop the session"),
    Remark(149.5, "yes"),
)
"""The same story told to sound files: each time lies well inside the stretch it is meant for."""

FILES_VOICE = "espeak"
"""Whose lengths those times were reckoned with; on the card, where the lifter listens, the usual voice speaks."""


def read_transcript(path: Path) -> list[Record]:
    """Every whole line so far."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.split("\n")[:-1]]


def of_kind(records: Sequence[Record], *kinds: str) -> list[Record]:
    """The records of these kinds, in their order."""
    return [record for record in records if record["kind"] in kinds]


def command(transcript: Path, *more: str) -> list[str]:
    """`coach run` of the short session, as a child process."""
    options = ["--fresh", "--plain", "--seed", "1", "--transcript", str(transcript), *more]
    return [str(Path(sys.executable).with_name("coach")), "run", str(SHORT), *options]


def play_on_files(folder: Path, name: str = "story") -> tuple[list[Record], Path]:
    """Play the story through sound files, faster than real time; the transcript and what the loudspeaker played."""
    transcript, sound = folder / f"{name}.jsonl", folder / f"{name}.wav"
    microphone = microphone_track(ON_FILES, ON_FILES[-1].at + 5, folder)
    devices = ["--mic", f"wav:{microphone}", "--speaker", f"wav:{sound}"]
    home = {"XDG_DATA_HOME": str(folder / f"{name}-data"), "XDG_CONFIG_HOME": str(folder / "config")}
    arguments = [*command(transcript), *devices, "--voice", FILES_VOICE]
    done = subprocess.run(arguments, env={**os.environ, **home}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return read_transcript(transcript), sound


def play_on_card(story: Sequence[Turn], card: SoundCard, folder: Path, seconds: float = 300) -> list[Record]:
    """Play the story to the live coach on the virtual card, in real time; the transcript."""
    transcript, log = folder / "live.jsonl", folder / "live.log"
    remarks = [spoken(turn.text, folder) for turn in story]
    limit = time.monotonic() + seconds
    with log.open("w") as output:
        coach = subprocess.Popen(command(transcript), env=card.environment, stdout=output, stderr=output)
    try:
        seen = 0
        for turn, remark in zip(story, remarks, strict=True):
            seen = _wait_for(turn, transcript, seen, coach, limit, log)
            time.sleep(max(0.0, turn.after - 0.4))
            _say(turn, remark, card, transcript, seen)
        assert coach.wait(max(1.0, limit - time.monotonic())) == 0, log.read_text()
    finally:
        if coach.poll() is None:
            coach.kill()
            coach.wait()
    return read_transcript(transcript)


def _say(turn: Turn, remark: Path, card: SoundCard, transcript: Path, seen: int) -> None:
    """Say it, and like anybody say it again, at most twice, when nothing happens for a while."""
    for _ in range(3):
        card.speak(remark)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if any(intent(turn.means)(record) for record in read_transcript(transcript)[seen:]):
                return
            time.sleep(0.05)


PATIENCE = 5.0
"""Seconds after which a lifter says it again."""


def _wait_for(
    turn: Turn, transcript: Path, seen: int, coach: "subprocess.Popen[bytes]", limit: float, log: Path
) -> int:
    """The number of the first fitting record at or past `seen`, plus one."""
    while True:
        records = read_transcript(transcript)
        found = next((number for number in range(seen, len(records)) if turn.fits(records[number])), None)
        if found is not None:
            return found + 1
        assert coach.poll() is None, f"the coach ended before {turn.text!r}: {log.read_text()}"
        assert time.monotonic() < limit, f"nothing called for {turn.text!r} in time: {log.read_text()}"
        time.sleep(0.05)
