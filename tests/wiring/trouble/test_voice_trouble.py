"""A voice whose process dies in the middle of a session, and one that cannot speak any more."""

import io
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.config import Config
from coach.core.session.machine import Session, View
from coach.core.state import Resting
from coach.displays.screen import NoScreen
from coach.voices.opening import WORKERS
from coach.wiring.performing import perform
from coach.wiring.request import Hands, Wishes
from tests.wiring.workshop import Workshop, of, records


class Saboteur(NoScreen):
    """A screen that does something to every speech process of this coach once the first rest has begun.

    Those that are there before it belong to other tests in this process, and are left alone.
    """

    def __init__(self, deed: Callable[[int], None]) -> None:
        self.deed = deed
        self.done: list[int] = []
        self.of_others = speech_processes()

    def show(self, view: View, session: Session) -> None:
        _ = view
        if isinstance(session.phase, Resting) and not self.done:
            self.done = [process for process in speech_processes() if process not in self.of_others]
            for process in self.done:
                self.deed(process)


def speech_processes() -> list[int]:
    """The ids of the engines that are children of this process."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"espeak_worker" in command:
            found.append(int(entry.name))
    return found


MUTE = """
import json, sys
print(json.dumps({"ready": "mute 1"}), flush=True)
for line in sys.stdin:
    print(json.dumps({"error": "it has no words left"}), flush=True)
"""
"""An engine that starts and can say nothing."""


def performed(workshop: Workshop, screen: NoScreen, voice: str = "espeak") -> tuple[list[dict[str, object]], list[str]]:
    """The transcript of the small session before this screen, and what was told on it."""
    told: list[str] = []
    wishes = Wishes(
        str(workshop.session),
        ear="keyboard",
        speaker=f"wav:{workshop.folder / 'out.wav'}",
        transcript=workshop.folder / "transcript.jsonl",
        voice=voice,
        fresh=True,
    )
    config = Config(data_folder=workshop.folder / "data" / "coach")
    perform(wishes, config, Hands(told.append, lambda *_: None, lambda _: screen, False))
    return records(workshop.folder / "transcript.jsonl"), told


def test_a_voice_killed_in_mid_session_is_started_anew_and_that_is_said_and_shown(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.voices.engines.worker.LASTING", 0.0)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    screen = Saboteur(lambda process: os.kill(process, signal.SIGKILL))
    found, told = performed(workshop, screen)
    assert len(screen.done) == 1
    assert "My voice had to be restarted." in [record["text"] for record in of(found, "say")]
    assert [(record["part"], record["trouble"]) for record in of(found, "trouble")] == [
        ("voice", "the speech process ended")
    ]
    assert "The voice was started anew: the speech process ended." in told
    assert of(found, "end")[0]["outcome"] == "done"


def test_another_voice_in_its_place_is_said_and_shown_as_that_and_as_no_new_start(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (workshop.folder / "mute.py").write_text(MUTE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(workshop.folder))
    monkeypatch.setitem(WORKERS, "hibari", ("mute", 4.0))
    found, told = performed(workshop, NoScreen(), voice="default")
    said = [record["text"] for record in of(found, "say")]
    assert "My own voice is away, so this one speaks." in said
    assert "My voice had to be restarted." not in said
    assert [record["part"] for record in of(found, "trouble")] == ["other_voice"]
    assert [line for line in told if "speaks from here" in line] == [
        "The voice 'default' cannot speak any more; 'espeak' speaks from here."
    ]


def test_a_voice_that_hangs_over_a_reply_is_replaced_and_the_reply_still_comes(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as keys, os.fdopen(writing, "w", encoding="utf-8") as typist:
        monkeypatch.setattr("sys.stdin", keys)

        def stop_and_type(process: int) -> None:
            os.kill(process, signal.SIGSTOP)
            typist.write("I got one\n")  # its answer names the number, so it has not been rendered ahead
            typist.close()

        found, _ = performed(workshop, Saboteur(stop_and_type))
    said = [record["text"] for record in of(found, "say")]
    assert any(str(text).startswith(("One rep", "Logged one")) for text in said)
    assert "My voice had to be restarted." in said
    assert [record["trouble"] for record in of(found, "trouble")] == [
        "the speech process did not answer within 4 seconds"
    ]
