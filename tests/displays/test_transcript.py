"""The transcript outlives a full disk, and the session does not notice."""

import json
from pathlib import Path

from coach.clocks import SessionTime
from coach.displays.transcript import JsonTranscript
from tests.disks import fill, small_disk


def test_a_disk_that_is_full_for_a_while_costs_no_line(tmp_path: Path) -> None:
    told: list[str] = []
    with small_disk(tmp_path / "disk") as disk:
        with JsonTranscript(disk / "told.jsonl", told.append) as transcript:
            transcript.write(SessionTime(0.5), "say", {"text": "before"})
            filler = fill(disk)
            for number in range(500):
                transcript.write(SessionTime(1.0 + number), "say", {"text": "meanwhile " * 20})
            on_disk = (disk / "told.jsonl").read_text()
            filler.unlink()
            transcript.write(SessionTime(999.0), "say", {"text": "after"})
        lines = [json.loads(line) for line in (disk / "told.jsonl").read_text().splitlines()]
    assert on_disk.endswith("\n")  # no half a line, whatever became of the rest
    assert len(lines) == 502
    assert lines[-1] == {"at": 999.0, "kind": "say", "text": "after"}
    assert len(told) == 2
    assert "the disk is full; free some space. The session goes on." in told[0]
    assert "nothing is missing in it" in told[1]


def test_a_disk_that_stays_full_is_told_once_and_closing_raises_nothing() -> None:
    told: list[str] = []
    transcript = JsonTranscript(Path("/dev/full"), told.append)
    for number in range(3):
        transcript.write(SessionTime(float(number)), "say", {"text": "words"})
    transcript.close()
    transcript.close()
    assert len(told) == 1
