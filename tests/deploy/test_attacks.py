"""`make torture` runs all that docs/robustness.md names, whatever fails on the way; all that it names is there."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.torture.faults.attacks import ATTACKS, Attack, cases_of
from benchmarks.torture.run import HOSTILE, STEPS, Step, attempt, torture

ROOT = Path(__file__).resolve().parents[2]
PROMISES = (ROOT / "docs" / "robustness.md").read_text(encoding="utf-8")
TESTS = sorted(set(re.findall(r"`((?:tests/[\w/]*)?test_\w+\.py)(?:::\w+)?`", PROMISES)))
BENCHMARKS = sorted(set(re.findall(r"`python -m (benchmarks[\w.]+)", PROMISES)))


def cases() -> list[tuple[str, str]]:
    """Each test that is named one by one, behind its file or, in the same row, behind the file before it."""
    found, file = [], ""
    for named, case in re.findall(r"`((?:tests/[\w/]*)?test_\w+\.py)?(?:::(test_\w+))?`", PROMISES):
        file = named or file
        if case:
            found.append((file, case))
    return found


def step(name: str, program: str, keeps: str = "") -> Step:
    return Step(name, ("timeit", "-n1", "-r1", program), keeps=keeps)


def test_the_document_names_tests_and_benchmarks() -> None:
    assert (len(TESTS) > 30, len(BENCHMARKS) > 5) == (True, True)


@pytest.mark.parametrize("name", TESTS)
def test_every_test_that_is_named_is_there_and_tried(name: str) -> None:
    found = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob(Path(name).name)]
    meant = [path for path in found if path.endswith(name)]
    assert meant, f"it is no more; is it one of {found}?"
    assert [path for path in meant if any(path == tried or path.startswith(f"{tried}/") for tried in HOSTILE)]


@pytest.mark.parametrize(("file", "case"), cases())
def test_every_single_test_that_is_named_is_in_its_file(file: str, case: str) -> None:
    assert f"def {case}(" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_that_is_named_is_there_and_tried(name: str) -> None:
    assert (ROOT / Path(*name.split("."))).with_suffix(".py").exists()
    assert name in {each.command[0] for each in STEPS}


def promises() -> list[list[str]]:
    """The rows of the tables of what is promised, how it is tried and what was measured: their cells."""
    found, within = [], False
    for line in PROMISES.splitlines():
        within = line.startswith("| promised |") or (within and line.startswith("|"))
        if within and not line.startswith(("| promised |", "|---")):
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def test_every_promise_tells_how_it_is_tried_and_what_was_measured() -> None:
    assert len(promises()) > 70
    assert [row[0] for row in promises() if len(row) != 3 or not all(row)] == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_every_attack_is_tried_by_tests_that_are_there(attack: Attack) -> None:
    for test in attack.tests:
        file, _, case = test.partition("::")
        assert f"def {case or 'test_'}" in (ROOT / file).read_text(encoding="utf-8"), test


def case(inside: str = "") -> ElementTree.Element:
    """What pytest reports of a case."""
    return ElementTree.fromstring(f'<testcase classname="tests.test_x" name="test_one[a]">{inside}</testcase>')


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ([case(), case("<skipped/>")], "1 cases as promised, 1 not run here"),
        ([case(), case("<failure/>")], "1 cases as promised; WRONG: test_one[a]"),
        ([case("<error/>")], "0 cases as promised; WRONG: test_one[a]"),
        ([], "0 cases as promised; WRONG: none of its tests ran"),
    ],
    ids=["skipped", "failed", "broken", "none"],
)
def test_an_attack_is_right_only_when_every_case_is(cases: list[ElementTree.Element], told: str) -> None:
    assert str(cases_of(cases)) == told


def test_every_test_that_is_tried_is_there() -> None:
    assert [name for name in HOSTILE if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("share", [1.0, 0.1])
def test_a_share_is_that_much_of_each_kind_and_never_too_little(share: float) -> None:
    for each in STEPS:
        if "{}" in each.command:
            amount = float(each.words(share, Path())[2:][each.command.index("{}")])
            assert amount == pytest.approx(max(each.least, each.whole * share), abs=0.5)


def test_a_kind_that_fails_keeps_no_other_from_being_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = torture([step("first", "raise SystemExit"), step("second", "print('well')")], 1.0, tmp_path)
    kept = json.loads((tmp_path / "torture.json").read_text())["kinds"]
    assert (code, {name: each["exit"] for name, each in kept.items()}) == (1, {"first": 1, "second": 0})
    assert "well" in (tmp_path / "second.txt").read_text()
    assert "| first | **FAILED** |" in capsys.readouterr().out


def test_all_that_pass_are_no_failure(tmp_path: Path) -> None:
    assert torture([step("only", "pass")], 1.0, tmp_path) == 0


def test_a_kind_that_hangs_is_ended_and_has_failed(tmp_path: Path) -> None:
    code, _, said = attempt(step("hanging", "import time; time.sleep(600)"), 1.0, tmp_path, longest=0.5)
    assert code != 0
    assert said.endswith("not done after 0.5 s")


def test_figures_go_into_a_file_of_the_kinds_own(tmp_path: Path) -> None:
    words = step("killed, and killed again", "pass", keeps="--keep").words(1.0, tmp_path)
    assert words[-2:] == ["--keep", str(tmp_path / "killed-and-killed-again.json")]
