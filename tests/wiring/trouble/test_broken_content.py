"""One broken file of the user's own leaves out that file, told once by its name, and everything else goes on."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wiring.standby.test_serving import box
from tests.wiring.workshop import Workshop, wait_for

LAUGHS = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 10}]" for n in range(1, 12))])

BROKEN: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "folder": Path.mkdir,
    "dangling": lambda path: path.symlink_to("gone"),
    "loop": lambda path: path.symlink_to(path),
    "binary": lambda path: path.write_bytes(bytes(range(256))),
    "endless": lambda path: path.write_text(LAUGHS),
    "empty": lambda path: path.write_text(""),
    "faulty": lambda path: path.write_text("title: x\nsteps: 3\n"),
    "octal": lambda path: path.write_text("title: !!int 08x\n"),
    "large": lambda path: path.write_text("#" * 2_000_000),
}


def break_all(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in BROKEN.items():
        make(folder / f"{name}.yaml")
    (folder / "._ghost.yaml").write_bytes(b"\0\5\26\7 a copier's leavings")


def test_broken_sessions_are_left_out_each_told_once(workshop: Workshop) -> None:
    break_all(workshop.folder / "content" / "sessions")
    done = workshop.coach("sessions")
    assert done.code == 0
    assert "rdl-day" in done.out
    assert {name: done.err.count(f"{name}.yaml:") for name in BROKEN} == dict.fromkeys(BROKEN, 1)
    assert "ghost" not in done.out + done.err


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_over_a_shipped_one_leaves_the_shipped_one_in_force(workshop: Workshop, kind: str) -> None:
    for name in ("sessions/rdl-day", "scripts/movements/romanian-deadlift", "scripts/branches", "scripts/ladders",
                 "scripts/lines", "scripts/progress", "profile", "scripts/phrases/en", "voices/default"):  # fmt: skip
        path = workshop.folder / "content" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        BROKEN[kind](path)
    done = workshop.coach("rehearse", "rdl-day", "--say", "20: my low back feels tight")
    assert done.code == 0, done.err
    assert "I heard low back, tight" in done.out
    assert done.err.count("Left out, and everything else goes on:") == len(set(done.err.splitlines())) >= 6


def test_a_session_runs_beside_broken_ones_of_every_kind(workshop: Workshop) -> None:
    for part in ("sessions", "scripts/movements", "scripts/drills", "voices"):
        break_all(workshop.folder / "content" / part)
    assert workshop.perform()


def test_a_broken_session_that_is_asked_for_is_refused_in_one_line(workshop: Workshop) -> None:
    break_all(workshop.folder / "content" / "sessions")
    for name in BROKEN:
        done = workshop.coach("rehearse", name)
        assert done.code == 2
        assert f"{name}.yaml:" in done.err
        assert "Traceback" not in done.err


def test_the_box_stands_beside_broken_files_and_a_calendar_that_names_one(workshop: Workshop) -> None:
    for part in ("sessions", "voices"):
        break_all(workshop.folder / "content" / part)
    place = workshop.folder / "config" / "coach"
    place.mkdir(parents=True)
    (place / "calendar.yaml").write_text("plan:\n  - mon,thu 18:30 faulty\n  - tue 18:30 small-day\n")
    with box(workshop, "start small day", voice="default") as (process, told):
        wait_for(process, told, '"outcome": "done"')
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert err.count("sessions/faulty.yaml:") == 1
    assert "without the calendar" not in err


def test_the_calendar_may_be_a_pipe_and_the_box_stands(workshop: Workshop) -> None:
    place = workshop.folder / "config" / "coach"
    place.mkdir(parents=True)
    os.mkfifo(place / "calendar.yaml")
    with box(workshop, "what's on today") as (process, told):
        wait_for(process, told, "whats_today")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "calendar.yaml:1:1: is a pipe and no file" in err


def test_own_wordings_that_are_broken_are_left_out(workshop: Workshop) -> None:
    (workshop.folder / "data" / "coach" / "phrases-en.yaml").write_text("done: [")
    done = workshop.coach("hear", "--text", "next")
    assert (done.code, '"intent": "next"' in done.out) == (0, True)
    assert "phrases-en.yaml:" in done.err


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("gone"), Path.mkdir])
def test_settings_that_cannot_be_read_are_told(workshop: Workshop, make: Callable[[Path], object]) -> None:
    place = workshop.folder / "config" / "coach"
    place.mkdir(parents=True)
    make(place / "coach.yaml")
    done = workshop.coach("run")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "coach.yaml:1:1: is a" in done.err
