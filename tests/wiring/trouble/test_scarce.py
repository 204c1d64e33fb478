"""A session where something that is taken for granted is scarce or missing; and what it never takes: the network."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wiring.workshop import Workshop, of, records

LISTENING_IN = """
import os, sys

def watch(event, details):
    if event.startswith("socket."):
        with open(os.environ["TOLD"], "a") as told:
            told.write(f"{event} {details}\\n")

sys.addaudithook(watch)
"""


def perform(workshop: Workshop, more: dict[str, str], files: int | None = None) -> "subprocess.CompletedProcess[str]":
    """Perform the small session, with so many open files at most."""

    def limit() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    out, told = workshop.folder / "out.wav", workshop.folder / "told.jsonl"
    words = ["run", str(workshop.session), "--ear", "keyboard", "--speaker", f"wav:{out}", "--transcript", str(told)]
    return subprocess.run(
        [sys.executable, "-m", "coach", *words],
        env={**workshop.environment, **more},
        input="faster\n",
        capture_output=True,
        text=True,
        timeout=240,
        preexec_fn=limit,
    )


def test_with_sixty_four_open_files_at_most_a_session_is_done_and_kept(workshop: Workshop) -> None:
    done = perform(workshop, {}, files=64)
    assert done.returncode == 0, done.stderr
    assert workshop.coach("history", "--csv").out.count("romanian-deadlift") == 2


@pytest.mark.parametrize("kind", ["a file", "a link to nothing", "a pipe"])
def test_without_a_cache_a_session_is_done(workshop: Workshop, kind: str) -> None:
    cache = workshop.folder / "cache"
    if kind == "a file":
        cache.write_text("x")
    elif kind == "a pipe":
        os.mkfifo(cache)
    else:
        cache.symlink_to("gone")
    done = perform(workshop, {"XDG_CACHE_HOME": str(cache)})
    assert done.returncode == 0, done.stderr
    assert of(records(workshop.folder / "told.jsonl"), "end")[0]["outcome"] == "done"


def test_a_session_asks_nobody_over_a_network(workshop: Workshop) -> None:
    listening, told = workshop.folder / "python", workshop.folder / "sockets"
    listening.mkdir()
    (listening / "sitecustomize.py").write_text(LISTENING_IN)
    assert perform(workshop, {"PYTHONPATH": str(listening), "TOLD": str(told)}).returncode == 0
    asked = told.read_text().splitlines() if told.exists() else []
    assert [line for line in asked if line.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind"))] == []


def test_who_listens_in_would_hear_of_it(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(LISTENING_IN)
    program = "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "TOLD": str(tmp_path / "told")}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=60)
    assert "socket.connect" in (tmp_path / "told").read_text()
