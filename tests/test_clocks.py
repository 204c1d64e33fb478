"""What the type checker says to clocks that are mixed; at run time a moment is the plain number."""

import pytest
from mypy import api

from coach.clocks import SamplePosition, SessionTime

GIVEN = """
from coach.clocks import MachineTime, SamplePosition, SessionTime, WallTime
from coach.core.events import Woke

session, machine, wall, sample = SessionTime(5.0), MachineTime(7.0), WallTime(9.0), SamplePosition(480)
{}
"""

MIXED = [
    "Woke(wall)",
    "Woke(machine)",
    "Woke(5.0)",
    "Woke(session - session)",
    "seconds: float = session - wall",
    "seconds: float = machine + session",
    "due: WallTime = session + 60.0",
    "place: SamplePosition = 480",
    "place: SamplePosition = sample - sample",
]

APART = [
    "Woke(session + 1.5)",
    "Woke(max(session, session - 2))",
    "seconds: float = session - session",
    "due: WallTime = wall + (session - session)",
    "place: SamplePosition = sample - 480",
    "length: int = sample - sample",
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What mypy says to each of the lines, in order; nothing where it finds no fault."""
    lines = [*MIXED, *APART]
    checked = GIVEN.format("\n".join(f"def case{number}() -> None:\n    {line}" for number, line in enumerate(lines)))
    cache = tmp_path_factory.mktemp("mypy")
    told, fault, _ = api.run(
        ["--strict", "--config-file=", f"--cache-dir={cache}", "--no-error-summary", "-c", checked]
    )
    assert not fault
    first = checked.splitlines().index("def case0() -> None:") + 2
    faults = {int(line.split(":")[1]): line for line in told.splitlines() if ": error: " in line}
    return [faults.get(first + 2 * number, "") for number in range(len(lines))]


@pytest.mark.parametrize("line", MIXED)
def test_two_clocks_in_one_place_do_not_type_check(found: list[str], line: str) -> None:
    assert "error" in found[MIXED.index(line)]


@pytest.mark.parametrize("line", APART)
def test_the_arithmetic_of_one_clock_type_checks(found: list[str], line: str) -> None:
    assert found[len(MIXED) + APART.index(line)] == ""


def test_a_moment_is_the_plain_number_at_run_time() -> None:
    assert (type(SessionTime(2.5) + 1), type(SamplePosition(480))) == (float, int)
