"""`coach run --at`: what is refused before anybody waits, and what a log is told meanwhile."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.audio.hardware import portaudio
from coach.cli import application
from coach.cli.training import run as running
from coach.cli.training.options import checked_gun
from coach.cli.training.terminal import NowAndThen
from coach.config import Config
from coach.errors import DeviceError, InputError
from coach.wiring.opening.recordings import recording_place
from tests.cli.records.test_records import home

__all__ = ["home"]


def no_speaker(*_: object) -> None:
    raise DeviceError("no speaker was found; connect one")


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Times that were waited for."""
    times: list[str] = []
    monkeypatch.setattr(portaudio, "find_device", no_speaker)
    monkeypatch.setattr(running, "wait_for", lambda at, *_: times.append(at))
    return times


@pytest.mark.parametrize("at", ["23:59", "6:30pm", "noon"])
def test_without_a_speaker_and_a_terminal_nobody_waits_for_a_session(home: Path, waited: list[str], at: str) -> None:
    words = ["run", "1x3 rdl 60", "--at", at, "--config", str(home / "coach.yaml")]
    left = CliRunner().invoke(application(), words)
    assert isinstance(left.exception, DeviceError)
    assert "no session; to write one as a sound file: coach render" in str(left.exception)
    assert waited == []


def test_now_is_no_time_to_wait_for(home: Path, waited: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "performed", no_speaker)
    words = ["run", "1x3 rdl 60", "--at", "now", "--config", str(home / "coach.yaml")]
    assert isinstance(CliRunner().invoke(application(), words).exception, DeviceError)
    assert waited == []


def test_a_log_is_told_now_and_then_how_long_it_still_is() -> None:
    told: list[str] = []
    tell = NowAndThen(told.append)
    for left in range(3 * 3600 + 600, 0, -2):
        tell(float(left))
    assert told[:2] == ["It begins in 3:00 hours.", "It begins in 2:30 hours."]
    assert told[-1] == "It begins in 30 minutes."
    assert len(told) == 6


@pytest.mark.parametrize(
    ("session", "name"),
    [
        ("rdl-day", "rdl-day"),
        ("files/My Day.yaml", "my-day"),
        ("1x2 rdl 60; 1x2 good morning 30", "1x2-rdl-60-1x2-good-morning-30"),
        ("3x8/side: suitcase, carry", "3x8-side-suitcase-carry"),
        ("???", "session"),
    ],
)
def test_a_recording_has_a_plain_name(tmp_path: Path, session: str, name: str) -> None:
    place = recording_place(Config(data_folder=tmp_path), session)
    assert place is not None
    assert place.name.startswith(f"{name}-20")
    assert place.parent == tmp_path / "recordings"


def test_a_gun_that_has_gone_is_told_as_passed_and_how_far_the_next_is() -> None:
    passed = datetime.now().astimezone() - timedelta(minutes=30)
    with pytest.raises(InputError, match=r"\d\d (has passed today, .* is|is) 2[34] hours away; begin"):
        checked_gun(f"{passed:%H:%M}", None)
