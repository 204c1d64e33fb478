"""The systemd unit, and the script that installs it and takes it away again."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project's deploy folder beside a stand-in for the installed program, in a home of its own."""
    shutil.copytree(PROJECT / "deploy", tmp_path / "project" / "deploy")
    program = tmp_path / "project" / ".venv" / "bin" / "coach"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return tmp_path


def service(home: Path, *words: str, **more: str) -> str:
    script = home / "project" / "deploy" / "service.sh"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment = {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), **more}
    return subprocess.run(
        ["sh", str(script), *words], env=environment, capture_output=True, text=True, check=True, timeout=30
    ).stdout


def test_systemd_finds_no_fault_in_the_unit(copy: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    unit = copy / "coach.service"
    unit.write_text(service(copy, "unit"))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(unit)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(copy)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "PrivateNetwork=yes",
        "WatchdogSec=120",
        "Restart=always",
    ],
)
def test_the_unit_is_hardened_watched_and_restarted(copy: Path, line: str) -> None:
    assert line in service(copy, "unit").splitlines()


def test_installing_puts_the_program_on_the_path_and_the_unit_in_its_place(copy: Path) -> None:
    service(copy, "install")
    assert (copy / ".local/bin/coach").resolve() == copy / "project/.venv/bin/coach"
    unit = (copy / ".config/systemd/user/coach.service").read_text()
    assert f"ExecStart={copy}/project/.venv/bin/coach serve" in unit


def test_uninstalling_keeps_the_history_until_told_otherwise(copy: Path) -> None:
    service(copy, "install")
    (copy / ".local/share/coach/journal.sqlite").write_text("years of work")
    said = service(copy, "uninstall")
    assert "make uninstall ALL=1" in said
    assert (copy / ".local/share/coach/journal.sqlite").exists()
    assert not (copy / ".local/bin/coach").is_symlink()
    assert not (copy / "project/.venv").exists()


def test_uninstalling_all_leaves_no_file_of_the_coach(copy: Path) -> None:
    service(copy, "install")
    (copy / ".local/share/coach/journal.sqlite").write_text("years of work")
    service(copy, "uninstall", ALL="1")
    left = [path for path in copy.rglob("*") if path.is_file() and copy / "project" not in path.parents]
    assert left == []
