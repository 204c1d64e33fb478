"""The plug is pulled in mid-session, a few times: the short form of `make torture`."""

import sys
from pathlib import Path

import pytest

from benchmarks.torture.journal.killing import Zygote
from benchmarks.torture.journal.run import torture

KILLS = 4


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are killed as on Linux and macOS")
def test_no_set_is_lost_or_doubled_when_the_process_is_killed(tmp_path: Path) -> None:
    with Zygote() as copy:
        tally = torture(KILLS, 7, tmp_path, copy, new_programs=3)

    assert tally.wrong == []
    assert tally.judge.wrong == []
    assert tally.kills == KILLS
    assert tally.new_programs > 0
    assert sum(len(kept.events) for kept in tally.judge.kept.values()) > 0
