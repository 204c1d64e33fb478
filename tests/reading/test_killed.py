"""A command that is killed in its midst, or meets a limit of room, leaves whole what was there before."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pytest

HEVY = Path(__file__).parents[1] / "journal" / "samples" / "hevy.csv"
KILLED = -9
MOMENTS, MORE = 4, 12
"""Of each command that are tried, spread over all it has; so many where there is time."""

BEFORE = (
    ("profile", "set", "barbell", "15"),
    ("teach", "done", "bar is home"),
    ("plan", "add", "tue 18:30 rdl-day"),
    ("new", "session", "old-day"),
    ("export", "{files}/out.json"),
)
COMMANDS: dict[str, tuple[str, ...]] = {
    "export": ("export", "{files}/out.json", "--force"),
    "import": ("import", "{files}/table.csv"),
    "teach": ("teach", "done", "steel is asleep"),
    "new": ("new", "session", "my-day"),
    "plan": ("plan", "add", "mon,thu 18:30 rdl-day"),
    "program start": ("program", "start", "hinge-base"),
    "profile set": ("profile", "set", "barbell", "20"),
    "setup": ("setup", "--all"),
}


class Performs(Protocol):
    """Performs a command; its exit code, its moments, and what it said of trouble."""

    def __call__(self, *words: str, moment: int | None = None, limit: int | None = None) -> dict[str, Any]: ...


@pytest.fixture(scope="module")
def zygote() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.reading.killed"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def performing(zygote: subprocess.Popen[str], home: Path) -> Performs:
    folders = {f"XDG_{name.upper()}_HOME": str(home / name) for name in ("data", "config", "state", "cache")}

    def performed(*words: str, moment: int | None = None, limit: int | None = None) -> dict[str, Any]:
        assert zygote.stdin is not None
        assert zygote.stdout is not None
        asked = {
            "words": [word.replace("{files}", str(home / "files")) for word in words],
            "environment": {**folders, "HOME": str(home)},
            "typed": "\n" * 80,
            "moment": moment,
            "limit": limit,
        }
        zygote.stdin.write(json.dumps(asked) + "\n")
        zygote.stdin.flush()
        found: dict[str, Any] = json.loads(zygote.stdout.readline())
        return found

    return performed


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, zygote: subprocess.Popen[str]) -> Path:
    """A home in which there is something of every kind already."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    (home / "files").mkdir(parents=True)
    shutil.copy(HEVY, home / "files" / "table.csv")
    for words in BEFORE:
        assert performing(zygote, home)(*words)["code"] == 0, words
    return home


@pytest.fixture
def performs(tmp_path: Path, zygote: subprocess.Popen[str], prepared: Path) -> Performs:
    """A way to perform commands in a copy of that home."""
    shutil.copytree(prepared, tmp_path / "home")
    return performing(zygote, tmp_path / "home")


def kept(home: Path) -> tuple[dict[str, bytes], set[str]]:
    """Every file by its name, but those that were only begun; and every row of the journal, which is in order."""
    files = {}
    for path in home.rglob("*"):
        name = path.relative_to(home).as_posix()
        only_begun = path.name.startswith(".") and path.name.endswith(".new")
        if path.is_file() and not only_begun and "journal.sqlite" not in name and "cache/" not in name:
            files[name] = path.read_bytes()
    with closing(sqlite3.connect(next(home.rglob("journal.sqlite")))) as journal:
        assert journal.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return files, set(journal.iterdump())


@pytest.mark.parametrize("moments", [MOMENTS, pytest.param(MORE, marks=pytest.mark.long)])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_was_there_is_whole_after_a_kill_at_any_moment_and_the_command_can_be_given_again(
    command: str, moments: int, tmp_path: Path, prepared: Path, performs: Performs
) -> None:
    home = tmp_path / "home"
    files, rows = kept(home)
    whole = performs(*COMMANDS[command])
    done, _ = kept(home)
    assert (whole["code"], whole["moments"] > 0) == (0, True)
    count = whole["moments"]
    for moment in sorted({round(number * (count - 1) / (moments - 1)) for number in range(moments)}):
        shutil.rmtree(home)
        shutil.copytree(prepared, home)
        assert performs(*COMMANDS[command], moment=moment)["code"] == KILLED
        found, there = kept(home)
        assert rows <= there, f"rows of the journal are gone at moment {moment} of {count}"
        assert files.keys() <= found.keys() <= files.keys() | done.keys()
        assert [name for name, text in found.items() if text not in (files.get(name), done.get(name))] == []
        again = performs(*COMMANDS[command])
        assert again["code"] == 0 or found == done, again["said"]  # what was done already may be refused
        assert kept(home)[0].keys() == done.keys()


@pytest.mark.parametrize("limit", [0, 200, 5000])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_was_there_is_whole_where_no_file_may_grow_that_far(
    command: str, limit: int, tmp_path: Path, performs: Performs
) -> None:
    home = tmp_path / "home"
    files, rows = kept(home)
    ended = performs(*COMMANDS[command], limit=limit)
    found, there = kept(home)
    assert ended["code"] == (2 if ended["said"] else 0)
    assert len(ended["said"].splitlines()) <= 1
    assert rows <= there
    assert files.keys() <= found.keys()
    if ended["said"]:
        assert [name for name, text in files.items() if found[name] != text] == []
