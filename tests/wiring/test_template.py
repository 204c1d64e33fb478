"""A command that is forked from the template is the one that starts by itself."""

import subprocess
import sys

import pytest

from tests.wiring.template import same_start
from tests.wiring.workshop import Result, Workshop


@pytest.mark.parametrize(
    "words",
    [("rehearse", "small.yaml", "--say", "20: my low back feels tight"), ("hear",), ("run", "--lifter", "no name!")],
    ids=" ".join,
)
def test_a_forked_command_writes_and_leaves_as_one_that_starts_by_itself(
    workshop: Workshop, words: tuple[str, ...]
) -> None:
    by_itself = subprocess.run(
        [sys.executable, "-m", "coach", *words],
        env=workshop.environment,
        cwd=workshop.folder,
        input="",
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert workshop.coach(*words) == Result(by_itself.returncode, by_itself.stdout, by_itself.stderr)


def test_what_acts_when_a_program_is_loaded_is_no_fork(workshop: Workshop) -> None:
    assert same_start(workshop.environment)
    assert not same_start({**workshop.environment, "LD_PRELOAD": "other.so"})
    assert not same_start({**workshop.environment, "PYTHONPATH": "/elsewhere"})
