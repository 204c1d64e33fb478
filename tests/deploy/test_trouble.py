"""The short forms of `make fuzz` and `make faults`."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.torture.faults import trials
from benchmarks.torture.faults.run import ON_CARD, ON_FILES, Fault, as_it_should, why_not
from benchmarks.torture.fuzz.run import fuzz


def test_damaged_files_are_read_or_refused_and_nothing_is_written_elsewhere() -> None:
    tallies, strays = fuzz(280, seed=5)
    assert [(name, words) for name, tally in tallies.items() for words, _ in tally.crashes] == []
    assert strays == set()


@pytest.fixture(scope="module", autouse=True)
def rendered_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the trials begin with is made by one of the processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(trials, "SHARED", (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "faults")
        yield


LONG = ("frozen for", "busy programs")
"""What such faults begin with takes the time that it takes."""


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, id=fault.name, marks=[pytest.mark.long] if fault.name.startswith(LONG) else [])
        for fault in ON_FILES
    ],
)
def test_a_fault_is_said_in_clear_words_and_costs_no_session(fault: Fault, tmp_path: Path) -> None:
    if lacking := why_not(fault):
        pytest.skip(f"this machine lacks {lacking}")
    outcome = fault.trial(tmp_path)
    assert as_it_should(fault, outcome), outcome


TIME = [fault for fault in ON_CARD if "in a rest" in fault.name and ("suspended" in fault.name or "back" in fault.name)]


@pytest.mark.card
@pytest.mark.exact  # what sounds in real time cannot be told from a suspension on a busy machine
@pytest.mark.parametrize("fault", TIME, ids=[fault.name for fault in TIME])
def test_time_that_stands_still_or_jumps_is_said_or_known_on_the_card_too(fault: Fault, tmp_path: Path) -> None:
    if lacking := why_not(fault):
        pytest.skip(f"this machine lacks {lacking}")
    outcome = fault.trial(tmp_path)
    assert as_it_should(fault, outcome), outcome
