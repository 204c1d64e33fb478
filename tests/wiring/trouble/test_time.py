"""Time that jumps while a session runs: counts, rests and the journal's order know nothing of it.

Time that stands still, with a sound card and without, is tried in tests/deploy/test_trouble.py.
"""

import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from coach.journal.store import Journal
from tests.planning import clocks
from tests.planning.conftest import stepped
from tests.wiring.workshop import SMALL, Workshop, records

__all__ = ["stepped"]

SUMMER_BEGINS = datetime.fromisoformat("2026-03-29T01:30:00+01:00")
SUMMER_ENDS = datetime.fromisoformat("2026-10-25T02:30:00+02:00")
NO_CLOCK = datetime.fromisoformat("1970-01-02T00:00:00+00:00")
"""What a machine without a battery shows until the network tells it the time."""

LATER = timedelta(hours=1)


def shifted(moment: datetime) -> str:
    """What a clock is off by that shows this moment."""
    return f"{(moment - datetime.now().astimezone()).total_seconds():+.0f}"


JUMPS: dict[str, Callable[[], tuple[str, ...]]] = {
    "hours forward and back": lambda: ("+6h", "-9h", "+0"),
    "summer time begins": lambda: (shifted(SUMMER_BEGINS), shifted(SUMMER_BEGINS + LATER)),
    "summer time ends": lambda: (shifted(SUMMER_ENDS), shifted(SUMMER_ENDS + LATER)),
    "from 1970 to the truth": lambda: (shifted(NO_CLOCK), "+0"),
}


def let_jump(process: "subprocess.Popen[str]", offsets: Path, jumps: Sequence[str]) -> None:
    """Put the clock to one after the other, as long as the process runs."""
    for offset in cycle(jumps):
        fresh = offsets.with_suffix(".new")
        fresh.write_text(f"{offset}\n")
        fresh.replace(offsets)
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            return


def words_of(workshop: Workshop) -> list[str]:
    """The session on sound files; tones, as the voice's process cannot wait under a clock that is put."""
    told, out = str(workshop.folder / "transcript.jsonl"), f"wav:{workshop.folder / 'out.wav'}"
    devices = ["--speaker", out, "--transcript", told]
    return ["run", str(workshop.session), "--ear", "keyboard", "--voice", "tones", *devices]


def made(workshop: Workshop) -> tuple[list[dict[str, Any]], bytes]:
    """What was told and what was played."""
    return records(workshop.folder / "transcript.jsonl"), (workshop.folder / "out.wav").read_bytes()


@pytest.fixture(scope="module")
def evenly(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], bytes]:
    """What is told and played where no clock jumps."""
    even = Workshop(tmp_path_factory.mktemp("even"))
    even.session.write_text(SMALL)
    assert even.coach(*words_of(even)).code == 0
    return made(even)


@pytest.mark.parametrize("how", JUMPS)
def test_a_wall_clock_that_jumps_in_a_session_changes_no_beat_no_rest_and_no_order(
    how: str,
    workshop: Workshop,
    stepped: str,
    monkeypatch: pytest.MonkeyPatch,
    evenly: tuple[list[dict[str, Any]], bytes],
) -> None:
    jumps, offsets = JUMPS[how](), workshop.folder / "offset"
    for name, value in {**workshop.environment, "TZ": "Europe/Zurich"}.items():
        monkeypatch.setenv(name, value)
    offsets.write_text(f"{jumps[0]}\n")
    with clocks.child(["-m", "coach", *words_of(workshop)], stepped, offsets) as process:
        let_jump(process, offsets, jumps)
    assert process.returncode == 0
    assert made(workshop) == evenly

    with Journal.open(workshop.folder / "data" / "coach" / "journal.sqlite") as journal:
        ask = journal.database.open().execute
        assert ask("SELECT reason FROM session").fetchall() == [("done",)]
        kept = ask("SELECT number, at, wall FROM event ORDER BY session, number").fetchall()
    numbers, ats, walls = zip(*kept, strict=True)
    assert numbers == tuple(range(len(numbers)))
    assert list(ats) == sorted(ats)
    assert len({(wall[:13], wall[-6:]) for wall in walls}) > 1, "the clock did not jump"
