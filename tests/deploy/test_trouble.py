"""The short forms of `make fuzz` and `make faults`."""

from pathlib import Path

import pytest

from benchmarks.faults import ON_FILES, Fault, as_it_should, why_not
from benchmarks.fuzz import fuzz


def test_damaged_files_are_read_or_refused_and_nothing_is_written_elsewhere() -> None:
    tallies, strays = fuzz(280, seed=5)
    assert [(name, words) for name, tally in tallies.items() for words, _ in tally.crashes] == []
    assert strays == set()


@pytest.mark.parametrize("fault", ON_FILES, ids=[fault.name for fault in ON_FILES])
def test_a_fault_is_said_in_clear_words_and_costs_no_session(fault: Fault, tmp_path: Path) -> None:
    if lacking := why_not(fault):
        pytest.skip(f"this machine lacks {lacking}")
    outcome = fault.trial(tmp_path)
    assert as_it_should(fault, outcome), outcome
