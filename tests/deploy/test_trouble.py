"""The short forms of `make fuzz` and `make faults`, and the soak's judgement of what grew."""

from pathlib import Path

import pytest

from benchmarks.faults import FAULTS, Fault, as_it_should, trial
from benchmarks.fuzz import fuzz
from benchmarks.soak import Reading, grown


def test_damaged_files_are_read_or_refused_and_nothing_is_written_elsewhere() -> None:
    tallies, strays = fuzz(280, seed=5)
    assert [(name, words) for name, tally in tallies.items() for words, _ in tally.crashes] == []
    assert strays == set()


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_is_said_in_clear_words_and_costs_no_session(fault: Fault, tmp_path: Path) -> None:
    outcome = trial(fault, tmp_path)
    assert as_it_should(fault, outcome), outcome


def reading(megabytes: float, threads: int = 2, files: int = 11) -> Reading:
    return Reading(1.0, megabytes, threads, files, 0.3, 9.0, "done")


def test_a_soak_that_stays_flat_is_told_so() -> None:
    assert grown([reading(100), reading(150), reading(180), reading(190), reading(200), reading(201)]) == []


def test_a_soak_in_which_something_grew_names_it() -> None:
    settled = [reading(200)] * 5
    assert grown([*settled, reading(260, threads=3, files=20)]) == [
        "memory from 200 to 260 MB",
        "threads from 2 to 3",
        "open files from 11 to 20",
    ]
