"""What the README has one type in a clone, done there: `make setup`, `make run`, `make service`, `make uninstall`.

The clone is this project by links, with an environment of its own. What the lists name is found in the one that runs
the tests, so nothing is fetched; where a system library is missing, apt-get is refused instead of asked.
"""

import importlib
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.wiring.workshop import SMALL
from tools.compile_used import compiled, named

PROJECT = Path(__file__).parents[2]
NOT_LINKED = frozenset({".venv", ".git", "build"})


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone of the project in a home of its own."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "project"

    def make(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run make in it, as a person would; nothing may be fetched."""
        mine = ("XDG_", "COACH_", "PYTHON", "PIP_", "MAKE")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
        own = {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home), "PIP_NO_INDEX": "1"}
        path = f"{self.home / 'refused'}:{os.environ['PATH']}"
        return subprocess.run(
            ["make", *words],
            env={**kept, **own, "PATH": path},
            cwd=self.folder,
            input="",
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def cloned(home: Path) -> Clone:
    """A fresh clone, before anything was set up in it but an empty environment."""
    clone = Clone(home)
    clone.folder.mkdir()
    for entry in PROJECT.iterdir():
        if entry.name not in NOT_LINKED:
            (clone.folder / entry.name).symlink_to(entry)
    environment = clone.folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True, timeout=300)
    site = next((environment / "lib").glob("python*/site-packages"))
    # A .pth file in a folder that another .pth file names is not read: the sources of this project stay out.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (home / "refused").mkdir()
    for name in ("apt-get", "sudo"):
        (home / "refused" / name).write_text("#!/bin/sh\nexit 1\n")
        (home / "refused" / name).chmod(0o755)
    return clone


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A clone in which `make setup` was run, and ended well."""
    clone = cloned(tmp_path_factory.mktemp("ready"))
    done = clone.make("setup")
    assert (done.returncode, "setup: ready: .venv/bin/coach" in done.stdout) == (0, True), done.stdout + done.stderr
    return clone


def test_setting_up_again_finds_everything_in_place(ready: Clone) -> None:
    done = ready.make("setup")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_make_run_coaches_the_session_that_is_named(ready: Clone) -> None:
    (ready.home / "small.yaml").write_text(SMALL, encoding="utf-8")
    sound = ready.home / "out.wav"
    words = f"{ready.home / 'small.yaml'} --ear keyboard --voice tones --speaker wav:{sound}"
    done = ready.make("run", f"SESSION={words}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert sound.stat().st_size > 100_000


def test_make_service_puts_the_box_on_the_path_and_make_uninstall_takes_it_away(tmp_path: Path) -> None:
    clone = cloned(tmp_path)
    done = clone.make("service")
    unit, link = tmp_path / ".config/systemd/user/coach.service", tmp_path / ".local/bin/coach"
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"ExecStart={clone.folder}/.venv/bin/coach serve" in unit.read_text(encoding="utf-8")
    version = subprocess.run([link, "--version"], capture_output=True, text=True, timeout=120, check=False)
    assert version.stdout.startswith("coach 0.")
    assert clone.make("uninstall").returncode == 0
    assert [path for path in (unit, link, clone.folder / ".venv") if os.path.lexists(path)] == []


def test_set_up_compiles_what_the_coach_imports_and_only_what_is_not_compiled_yet(tmp_path: Path) -> None:
    source = tmp_path / "source.py"
    source.write_text("import json.decoder\nfrom wave import open\ndef later():\n    import fresh_here\n")
    assert named(source) == {"json.decoder", "wave", "wave.open", "fresh_here"}
    (tmp_path / "fresh_here.py").write_text("")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(tmp_path)
        patched.setattr(sys, "dont_write_bytecode", False)
        assert (compiled("json"), compiled("nowhere_at_all"), compiled("fresh_here")) == (True, True, False)
        importlib.import_module("fresh_here")
        assert compiled("fresh_here")
