"""What is closed to the lifter, or somebody else's: one line with the command that mends it, and nothing changes."""

import ctypes
import os
import shlex
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import coach.cli
from tests.reading.test_commands import SESSION, all_of, typed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="root is bound by what Linux has for it")

STRANGER = 54_321
"""The number of a user who is nobody here."""

SETS = """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2026-10-07 07:30:00,"Morning",41m,"Romanian Deadlift",1,80.0,8.0,0,0.0,"","",
"""

SPEAKER = ("--ear", "keyboard", "--speaker", "wav:{}/out.wav")
TOUCHED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("history",): ("config/coach/coach.yaml", "data/coach/journal.sqlite", "data/coach", "data"),
    ("history", "--html", "{}/files/report.html"): ("files", "data/coach/journal.sqlite"),
    ("log",): ("config/coach", "data/coach/journal.sqlite", "data"),
    ("export", "{}/files/new.json"): ("config", "data/coach/journal.sqlite", "files"),
    ("export", "--force", "{}/files/sets.csv"): ("files", "data/coach"),
    ("import", "{}/files/sets.csv", "--unit", "kg"): ("files/sets.csv", "files", "data/coach/journal.sqlite", "data"),
    ("forget", "--all", "--yes"): ("data/coach/journal.sqlite", "data/coach"),
    ("profile",): ("data/coach/journal.sqlite", "data/coach"),
    ("profile", "set", "barbell", "12"): ("config/coach/coach.yaml", "data/coach/journal.sqlite", "data/coach"),
    ("plan",): ("config/coach/calendar.yaml", "config/coach", "config"),
    ("plan", "--ics", "{}/files/plan.ics"): ("config/coach/calendar.yaml", "files"),
    ("plan", "add", "tue 18:30 rdl-day"): ("config/coach/calendar.yaml", "config/coach"),
    ("plan", "remove", "1"): ("config/coach/calendar.yaml", "config/coach"),
    ("program", "start", "hinge-base"): ("data/coach/programs/me.json", "data/coach/programs", "data/coach"),
    ("program", "next"): ("data/coach/programs/me.json", "data/coach/programs"),
    ("program", "stop"): ("data/coach/programs/me.json", "data/coach/programs"),
    ("teach", "next", "carry on friend"): ("data/coach/phrases-en.yaml", "data/coach"),
    ("teach", "--list"): ("data/coach/phrases-en.yaml", "data/coach"),
    ("teach", "--forget", "all"): ("data/coach/phrases-en.yaml",),
    ("new", "session", "another-day"): ("data/coach/content/sessions", "data/coach/content", "data/coach"),
    ("check", "{}/files/day.yaml"): ("files/day.yaml", "files"),
    ("rehearse", "{}/files/day.yaml"): ("config/coach/coach.yaml", "files/day.yaml", "files"),
    ("rehearse", "my-day"): ("data/coach/content/sessions", "data/coach/content"),
    ("run", "{}/files/day.yaml", *SPEAKER): ("config/coach/coach.yaml", "files/day.yaml", "files"),
    ("render", "{}/files/day.yaml", "-o", "{}/out/day.wav"): ("files/day.yaml", "out"),
    ("hear", "{}/files/said.wav"): ("files/said.wav", "files"),
    ("listen", "--mic", "wav:{}/files/said.wav"): ("files/said.wav", "files"),
    ("calibrate", "--forget"): ("data/coach",),
}
"""For each command the files and folders that it cannot do without."""

CASES = [(words, place) for words, places in TOUCHED.items() for place in places]


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _Set(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


VERSION, PAST_PERMISSIONS = 0x20080522, 0b110
"""Of the kernel's capabilities, and the two by which root reads and writes what is closed."""


def bind() -> None:
    """From now on permissions bind this process, as they bind everybody but root."""
    if os.geteuid() == 0:
        kernel, header, sets = ctypes.CDLL(None, use_errno=True), _Header(VERSION, 0), (_Set * 2)()
        assert kernel.capget(ctypes.byref(header), sets) == 0
        sets[0].effective &= ~PAST_PERMISSIONS
        sets[0].permitted &= ~PAST_PERMISSIONS
        sets[0].inheritable &= ~PAST_PERMISSIONS
        assert kernel.capset(ctypes.byref(header), sets) == 0


def bound(home: Path, told: Path, *words: str) -> int:
    """The exit code of the command in a copy of this process that permissions bind; what it tells is in `told`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the copy has not
        process = os.fork()
    if process == 0:
        code: object = 1
        try:
            with told.open("w") as sys.stderr, Path(os.devnull).open("w") as sys.stdout, at_home(home):
                bind()
                code = typed(*words)
        finally:
            os._exit(code if isinstance(code, int) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """Commands keep what they keep below this folder."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("data", "config", "state", "cache"):
            patched.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
        patched.setenv("HOME", str(home))
        patched.chdir(home)
        yield


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Every command's modules are here already: each copy of this process would load them anew."""
    for found in walk_packages(coach.cli.__path__, "coach.cli."):
        import_module(found.name)
    import_module("coach.wiring.performing")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which everything was kept that these commands keep."""
    home = tmp_path_factory.mktemp("trained")
    for folder in ("config/coach", "files", "out", "data/coach"):
        (home / folder).mkdir(parents=True)
    (home / "config" / "coach" / "coach.yaml").write_text("voice: tones\n")
    (home / "files" / "day.yaml").write_text(SESSION)
    (home / "files" / "said.wav").write_bytes(b"RIFF")
    (home / "files" / "sets.csv").write_text(SETS)
    for name in ("calibration",):
        (home / "data" / "coach" / f"{name}.json").write_text("{}")
    with at_home(home):
        for words in (
            ("profile", "set", "barbell", "15"),
            ("plan", "add", "mon 18:30 rdl-day"),
            ("program", "start", "hinge-base"),
            ("teach", "done", "bar is home"),
            ("new", "session", "my-day"),
        ):
            assert typed(*words) == 0, words
    return home


@pytest.fixture
def home(trained: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(trained, tmp_path / "home"))


def refused(home: Path, words: tuple[str, ...], place: Path, close: Callable[[Path], object]) -> str:
    """What the command says on standard error of a place that was closed in this way; nothing has changed."""
    before, names, was, owner = all_of(home), names_in(home), place.stat().st_mode, place.stat().st_uid
    close(place)
    found = (place.stat().st_mode, place.stat().st_uid)
    code = bound(home, home.with_name("told"), *(word.replace("{}", str(home)) for word in words))
    assert (place.stat().st_mode, place.stat().st_uid) == found
    os.chown(place, owner, -1)
    place.chmod(was)
    told = home.with_name("told").read_text()
    assert code == 2, told
    assert told.count("\n") == 1, told
    assert all_of(home) == before
    assert names_in(home) == names
    return told


def names_in(home: Path) -> set[str]:
    """Everything below, but the log beside a journal and what a coach holds while it runs."""
    found = {path.relative_to(home).as_posix() for path in home.rglob("*")}
    return {name for name in found if not name.endswith(("-wal", "-shm", "coach.lock"))}


@pytest.mark.parametrize(("words", "place"), CASES, ids=[f"{' '.join(words)}: {place}" for words, place in CASES])
def test_what_is_closed_is_one_line_with_the_command_that_opens_it(
    words: tuple[str, ...], place: str, home: Path
) -> None:
    told = refused(home, words, home / place, lambda path: path.chmod(0))
    assert f"chmod u+rwX {shlex.quote(str(home / place))}" in told


LOOKING = (
    "history",
    "history --all-boxes",
    "log",
    "export {}/all.json",
    "forget --all --yes",
    "profile",
    "rehearse rdl-day",
)


@pytest.mark.parametrize("words", LOOKING)
def test_who_only_looks_where_nobody_ever_trained_leaves_nothing_behind(words: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert bound(home, tmp_path / "told", *(word.replace("{}", str(tmp_path)) for word in words.split())) == 0
    assert [name for name in names_in(home) if not name.startswith("config/pulse")] == []


def give_away(place: Path) -> None:
    place.chmod(0o700 if place.is_dir() else 0o600)
    os.chown(place, STRANGER, STRANGER)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file away")
@pytest.mark.parametrize("words", TOUCHED, ids=" ".join)
def test_what_is_somebody_elses_is_one_line_with_the_command_that_takes_it(words: tuple[str, ...], home: Path) -> None:
    place = home / TOUCHED[words][0]
    told = refused(home, words, place, give_away)
    assert f"sudo chown -R root {shlex.quote(str(place))}" in told
