"""The lists of packages that set-up installs: whole, within pyproject's bounds, with hashes; and what if they fail."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {"run": (), "test": ("dev", "korean", "piper", "buttons")}
MACHINES = ("x86_64", "aarch64")
PYTHONS = ("3.11", "3.12", "3.13")


def locked(kind: str) -> list[tuple[Requirement, list[str]]]:
    """Every requirement of a list, with its hashes."""
    text = (ROOT / "deploy" / f"requirements-{kind}.lock").read_text(encoding="utf-8")
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [(Requirement(line.split(" --hash=")[0].strip()), line.split(" --hash=")[1:]) for line in lines if line]


def wanted(kind: str) -> list[Requirement]:
    """What pyproject asks for."""
    extras = [each for extra in EXTRAS[kind] for each in PROJECT["optional-dependencies"][extra]]
    return [Requirement(each) for each in (*PROJECT["dependencies"], *extras)]


def holds(requirement: Requirement, machine: str, python: str) -> bool:
    """Whether it is asked for there."""
    place = {"platform_machine": machine, "python_version": python, "python_full_version": f"{python}.1"}
    usual = {"sys_platform": "linux", "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return requirement.marker is None or requirement.marker.evaluate({**place, **usual})


def here(kind: str) -> list[str]:
    """The names of what is installed from a list on this machine."""
    found = [requirement for requirement, _ in locked(kind)]
    return sorted(each.name for each in found if each.marker is None or each.marker.evaluate())


@pytest.mark.parametrize(("kind", "machine", "python"), list(product(EXTRAS, MACHINES, PYTHONS)))
def test_whatever_the_project_needs_is_listed_once_and_within_its_bounds(kind: str, machine: str, python: str) -> None:
    listed: dict[str, list[Requirement]] = {}
    for requirement, _ in locked(kind):
        if holds(requirement, machine, python):
            listed.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    assert [name for name, found in listed.items() if len(found) > 1] == []
    for need in wanted(kind):
        if holds(need, machine, python):
            (found,) = listed.get(canonicalize_name(need.name), [None])
            assert found is not None, f"{need} is not listed; run: make lock"
            (exact,) = found.specifier
            assert need.specifier.contains(exact.version), f"{found} is not within {need}; run: make lock"


@pytest.mark.parametrize("kind", EXTRAS)
def test_every_package_is_one_version_known_by_its_hashes(kind: str) -> None:
    for requirement, hashes in locked(kind):
        assert [exact.operator for exact in requirement.specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(each.startswith("sha256:") for each in hashes)


def test_what_is_trained_with_is_what_was_tested() -> None:
    tested = {str(requirement) for requirement, _ in locked("test")}
    assert [str(requirement) for requirement, _ in locked("run") if str(requirement) not in tested] == []


def test_the_bill_of_materials_names_every_package_of_the_list_with_its_hashes(tmp_path: Path) -> None:
    bill = tmp_path / "bill.json"
    maker = str(Path(sys.executable).with_name("cyclonedx-py"))
    command = [maker, "requirements", "deploy/requirements-run.lock", "--pyproject", "pyproject.toml", "--output-file"]
    subprocess.run([*command, str(bill)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    told = json.loads(bill.read_text())
    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["name"] == "coach"
    assert {part["name"] for part in told["components"]} == {requirement.name for requirement, _ in locked("run")}
    assert all(any(reference.get("hashes") for reference in part["externalReferences"]) for part in told["components"])


# ---------------------------------------------------------------------- where a list cannot be had


def set_up(folder: Path, *, machine: str = "", refuses: str = "nothing") -> tuple[list[str], str]:
    """Run set-up in a folder of its own, with a pip that notes what it is to do; its notes, and what set-up said."""
    (folder / "deploy").mkdir()
    for name in ("deploy/setup.sh", "deploy/requirements-run.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"""#!/bin/sh
case "$*" in
    *"-m pip"*) echo "$*" >>{folder}/notes; case "$*" in *{refuses}*) exit 1 ;; esac ;;
    *compile*) ;;
    *platform*) [ -z "{machine}" ] || {{ echo "{machine}"; exit; }}; exec {sys.executable} "$@" ;;
    *) exec {sys.executable} "$@" ;;
esac
""")
    python.chmod(0o755)
    for name in ("ldconfig", "apt-get", "sudo"):  # nothing is installed on this machine
        fake = folder / "bin" / name
        fake.parent.mkdir(exist_ok=True)
        fake.write_text("#!/bin/sh\necho libportaudio.so.2 libespeak-ng.so.1\n")
        fake.chmod(0o755)
    path = {"PATH": f"{folder}/bin:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", str(folder / "deploy" / "setup.sh"), "run"],
        env={**os.environ, **path}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return (folder / "notes").read_text().splitlines(), done.stdout


def has(notes: Sequence[str], *words: str) -> bool:
    return any(all(word in note.split() for word in words) for note in notes)


LOCK = "deploy/requirements-run.lock"


def test_set_up_installs_the_list_by_hash_and_then_the_project_alone(tmp_path: Path) -> None:
    notes, told = set_up(tmp_path, machine="Linux aarch64 Python 3 13")
    assert has(notes[:1], "--require-hashes", LOCK)
    assert has(notes[1:], "--no-deps", "--no-build-isolation", "--editable", ".")
    assert len(notes) == 2
    assert "instead" not in told


@pytest.mark.parametrize(
    "machine", ["Linux riscv64 Python 3 11", "Darwin arm64 Python 3 12", "Linux x86_64 Python 3 14"]
)
def test_on_a_machine_the_list_is_not_for_set_up_says_so_and_takes_the_bounds(tmp_path: Path, machine: str) -> None:
    notes, told = set_up(tmp_path, machine=machine)
    assert not has(notes, "--require-hashes")
    assert has(notes, "--editable", ".")
    assert f"{LOCK} is not for {machine}" in told


def test_when_the_list_cannot_be_installed_set_up_says_so_and_takes_the_bounds(tmp_path: Path) -> None:
    notes, told = set_up(tmp_path, machine="Linux x86_64 Python 3 11", refuses="--require-hashes")
    assert [len(notes), has(notes[1:], "--editable", "."), has(notes[1:], "--no-deps")] == [2, True, False]
    assert "could not all be installed" in told


# ---------------------------------------------------------------------- what is known of the versions


NOTHING_KNOWN = "No known vulnerabilities found"
SKIPPED = "Name Skip Reason\nsoxr Dependency not found on PyPI and could not be audited: soxr (1.1.0)"
SOMETHING = "Found 1 known vulnerability in 1 package\nName Version ID Fix Versions\nsoxr 1.1.0 PYSEC-1 1.1.1"


@pytest.mark.parametrize(
    ("told", "status", "ends", "lists"),
    [
        (NOTHING_KNOWN, 0, 0, False),
        (SOMETHING, 1, 1, False),
        (f"{NOTHING_KNOWN}\n{SKIPPED}", 0, 3, True),
        ("ServiceError: no route to host", 1, 3, True),
    ],
)
def test_an_audit_that_could_not_look_everything_up_is_no_good_news(
    tmp_path: Path, told: str, status: int, ends: int, lists: bool
) -> None:
    (tmp_path / "deploy").mkdir()
    for name in ("audit.sh", "release-dates.txt", "requirements-run.lock"):
        shutil.copy(ROOT / "deploy" / name, tmp_path / "deploy" / name)
    auditor = tmp_path / "build" / "audit" / "bin" / "pip-audit"
    auditor.parent.mkdir(parents=True)
    auditor.write_text(f"#!/bin/sh\ncat <<'END'\n{told}\nEND\nexit {status}\n")
    auditor.chmod(0o755)
    done = subprocess.run(["sh", str(tmp_path / "deploy" / "audit.sh")], capture_output=True, text=True, timeout=60)
    assert done.returncode == ends, done.stdout
    assert bool(re.search(r"^soxr==\S+ \d{4}-\d\d-\d\d$", done.stdout, re.MULTILINE)) == lists


def test_every_version_that_is_installed_has_the_day_of_its_release() -> None:
    lines = (ROOT / "deploy" / "release-dates.txt").read_text(encoding="utf-8").splitlines()
    dated = {line.split(" ")[0]: line.split(" ")[1] for line in lines}
    assert set(dated) == {f"{each.name}{each.specifier}" for each, _ in locked("run")}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in dated.values())
