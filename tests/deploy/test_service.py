"""The systemd unit: what `coach service` installs, and what takes a clone away again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
COACH = Path(sys.executable).with_name("coach")


def environment(home: Path, **more: str) -> dict[str, str]:
    """A home of its own, without a systemd session."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return {**kept, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), **more}


def asked(home: Path, *command: str, **more: str) -> str:
    """What a command says that ends well."""
    return subprocess.run(
        command, env=environment(home, **more), capture_output=True, text=True, check=True, timeout=60
    ).stdout


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit as `coach service install` writes it."""
    asked(tmp_path, str(COACH), "service", "install")
    return tmp_path / ".config/systemd/user/coach.service"


def test_systemd_finds_no_fault_in_the_unit(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(unit)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
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
        "OOMPolicy=continue",  # a helper that is killed for want of memory takes nobody with it
    ],
)
def test_the_unit_is_hardened_watched_and_restarted(unit: Path, line: str) -> None:
    assert line in unit.read_text().splitlines()


def test_the_unit_starts_the_coach_that_installed_it(unit: Path) -> None:
    assert f"ExecStart={COACH} serve" in unit.read_text().splitlines()


def test_the_folders_the_unit_may_write_are_there_before_it_starts(unit: Path, tmp_path: Path) -> None:
    listed = next(line for line in unit.read_text().splitlines() if line.startswith("ReadWritePaths="))
    for place in listed.partition("=")[2].split():
        assert Path(place.lstrip("-").replace("%h", str(tmp_path))).is_dir()


def test_removing_takes_the_unit_and_nothing_else(unit: Path, tmp_path: Path) -> None:
    (tmp_path / ".local/share/coach/journal.sqlite").write_text("years of work")
    asked(tmp_path, str(COACH), "service", "remove")
    assert not unit.exists()
    assert (tmp_path / ".local/share/coach/journal.sqlite").exists()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with a stand-in for its virtual environment, in a home of its own where somebody has trained."""
    shutil.copytree(PROJECT / "deploy", tmp_path / "project" / "deploy")
    program = tmp_path / "project" / ".venv" / "bin" / "coach"
    program.parent.mkdir(parents=True)
    program.symlink_to(COACH)
    asked(tmp_path, str(program), "service", "install")
    (tmp_path / ".local/share/coach/journal.sqlite").write_text("years of work")
    return tmp_path


def uninstalled(clone: Path, **more: str) -> str:
    return asked(clone, "sh", str(clone / "project" / "deploy" / "uninstall.sh"), **more)


def test_uninstalling_keeps_the_history_until_told_otherwise(clone: Path) -> None:
    assert "make uninstall ALL=1" in uninstalled(clone)
    assert (clone / ".local/share/coach/journal.sqlite").exists()
    assert not (clone / ".config/systemd/user/coach.service").exists()
    assert not (clone / "project/.venv").exists()


def test_uninstalling_all_leaves_no_file_of_the_coach(clone: Path) -> None:
    uninstalled(clone, ALL="1")
    left = [path for path in clone.rglob("*") if path.is_file() and clone / "project" not in path.parents]
    assert left == []
