"""`pipx install .`: the wheel is built, put into a fresh environment, and used without a network."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an environment in it that has the built wheel, and of this one only what the wheel depends on."""
    home = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "venv")], check=True, timeout=300)
    site = next((home / "venv" / "lib").glob("python*/site-packages"))
    # A .pth file in a folder that another .pth file names is not read: the sources of this project stay out.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    # What `pipx install .` and `uv tool install .` do: the folder into an environment of its own; nothing is fetched.
    installing = [sys.executable, "-m", "pip", "--python", str(home / "venv"), "install"]
    alone = ["--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed"]
    subprocess.run([*installing, *alone, str(PROJECT)], check=True, capture_output=True, timeout=300)
    assert next(site.glob("coach-*.dist-info")).is_dir()
    return home


def coach(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the installed command in an empty folder, where it can be without any network."""
    folder = home / "somewhere"
    folder.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "COACH_", "PYTHON"))}
    command = [str(home / "venv" / "bin" / "coach"), *words]
    alone = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0:
        command = [*alone, *command]
    return subprocess.run(
        command, env={**kept, "HOME": str(home)}, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--version",), "coach 0."),
        (("sessions",), "rdl-day"),
        (("movements",), "romanian-deadlift"),
        (("program", "list"), "hinge-base"),
        (("check",), "Everything is in order."),
        (("rehearse", "first-hinge"), "Romanian deadlift"),
        (("hear", "--text", "my back feels tight"), '"complaint"'),
        (("new", "session", "my-day"), "my-day.yaml"),
    ],
)
def test_the_wheel_brings_everything(installed: Path, words: tuple[str, ...], expected: str) -> None:
    done = coach(installed, *words)
    assert (done.returncode, expected in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_service_is_installed_told_of_and_removed_from_inside_the_wheel(installed: Path) -> None:
    assert "Not installed" in coach(installed, "service", "status").stdout
    assert coach(installed, "service", "install").returncode == 0
    path = installed / ".config" / "systemd" / "user" / "coach.service"
    unit = path.read_text(encoding="utf-8")
    assert f"ExecStart={installed}/venv/bin/coach serve" in unit
    assert "@" not in unit
    assert f"Installed as {path}" in coach(installed, "service", "status").stdout
    if shutil.which("systemd-analyze"):
        checked = subprocess.run(
            ["systemd-analyze", "verify", "--user", "--man=no", str(path)],
            env={**os.environ, "XDG_RUNTIME_DIR": str(installed)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (checked.returncode, checked.stderr) == (0, "")
    assert "Removed" in coach(installed, "service", "remove").stdout
    assert not path.exists()
    assert coach(installed, "service", "remove").returncode == 2
