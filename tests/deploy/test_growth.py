"""What the soaks judge by: hours of readings are flat, or the thing that grew is named."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.lib.growth import draw, grown, table
from benchmarks.lib.processes import family, load_of
from benchmarks.torture.soak.story import losses

FLAT = [100.0, 150.0, 180.0, 190.0, 200.0, 199.0, 201.0, 200.0]


def test_readings_that_settle_and_stay_are_flat() -> None:
    assert grown({"memory": ("megabytes", FLAT)}) == []


def test_memory_that_goes_on_growing_is_named_with_its_first_and_last_size() -> None:
    assert grown({"memory": ("megabytes", [100.0 + 10 * hour for hour in range(8)])}) == ["memory from 120 to 170"]


def test_one_thread_more_at_the_end_is_named() -> None:
    assert grown({"threads": ("threads", [2.0] * 6 + [3.0] * 2)}) == ["threads from 2 to 3"]


def test_the_table_tells_settled_last_and_highest() -> None:
    assert "| memory | 180.0 | 200.0 | 201.0 |" in table({"memory": ("megabytes", FLAT)})


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    draw(tmp_path / "soak.png", "a soak", [0.1 * hour for hour in range(8)], {"memory": ("megabytes", FLAT)})
    assert (tmp_path / "soak.png").read_bytes().startswith(b"\x89PNG")


def test_a_program_is_watched_together_with_what_it_began() -> None:
    alone = load_of(os.getpid())
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as child:
        try:
            assert child.pid in family(os.getpid())
            assert load_of(os.getpid()).threads > alone.threads
        finally:
            child.kill()


def test_lost_devices_are_counted_for_the_plug_that_was_pulled_before_them(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as journal:
        journal.execute("CREATE TABLE event (wall TEXT, kind TEXT)")
        told = [(datetime.fromtimestamp(at, UTC).isoformat(), "SoundLost") for at in (5.0, 11.0, 19.0, 31.0)]
        journal.executemany("INSERT INTO event VALUES (?, ?)", [*told, ("2026-11-26T12:00:00+00:00", "SoundBack")])
        journal.commit()
    counted = losses(tmp_path / "journal.sqlite", [(10.0, "microphone"), (20.0, "voice"), (30.0, "sound server")])
    assert counted == [("no plug", 1), ("microphone", 2), ("voice", 0), ("sound server", 1)]
