"""The check-up of loudspeaker and microphone: what the sound server says of them, and what chirps tell."""

import re
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from coach.audio.hardware.devices import Direction
from coach.doctor.finding import State
from coach.doctor.sound import read_level
from coach.ears.room.measurement import Echo
from coach.ports import EAR_RATE, Pcm16
from coach.testing.recorder import RATE, Recording
from coach.testing.sound_card import SoundCard
from coach.wiring.room.calibrating import Room
from coach.wiring.room.sound_test import read_room
from tests.witness import again_if_the_machine_stood_still


def server(mute: str, volume: str) -> "Server":
    return Server({"mute": f"Mute: {mute}\n", "volume": f"Volume: mono: 45875 /  {volume} / -9.29 dB\n"})


class Server:
    """Answers as `pactl` does."""

    def __init__(self, answers: dict[str, str]) -> None:
        self._answers = answers

    def __call__(self, words: Sequence[str]) -> str:
        return self._answers[words[0].rpartition("-")[2]]


@pytest.mark.parametrize(
    ("mute", "volume", "state", "found"),
    [
        ("yes", "70%", State.BROKEN, "muted"),
        ("no", "0%", State.BROKEN, "turned down to nothing"),
        ("no", "9%", State.WORTH_KNOWING, "turned down to 9 %"),
    ],
)
def test_a_loudspeaker_nobody_can_hear_is_told_with_what_mends_it(
    mute: str, volume: str, state: State, found: str
) -> None:
    finding = read_level(Direction.SPEAKER, server(mute, volume))
    assert finding is not None
    assert (finding.state, finding.found) == (state, found)
    assert finding.mend.startswith("pactl set-sink-")


def test_a_loudspeaker_that_can_be_heard_is_not_worth_a_word() -> None:
    assert read_level(Direction.SPEAKER, server("no", "70%")) is None


def test_a_server_that_does_not_answer_is_no_fault_of_the_loudspeaker() -> None:
    def gone(words: Sequence[str]) -> str:
        raise subprocess.CalledProcessError(1, list(words))

    assert read_level(Direction.MICROPHONE, gone) is None


# ---------------------------------------------------------------------- what the chirps tell


def room(echo: Echo | None, noise: float = 30.0) -> Room:
    quiet: Pcm16 = np.random.default_rng(1).normal(0, noise, EAR_RATE).astype(np.int16)
    return Room(quiet, echo)


def test_an_echo_is_told_with_its_delay_its_level_and_its_distance_from_the_room() -> None:
    finding = read_room(room(Echo(0.035, -32.0, 14.0)))
    assert finding.state is State.GOOD
    assert finding.found == (
        "your microphone hears your loudspeaker 35 ms later at -32 dB, 14 dB softer than played "
        "and 29 dB above the room"
    )


@pytest.mark.parametrize(
    ("echo", "noise", "means"),
    [
        (Echo(0.035, -6.0, 2.0), 30.0, "drowns you"),
        (Echo(0.035, -32.0, 14.0), 600.0, "hardly louder than the room"),
        (Echo(0.6, -32.0, 14.0), 30.0, "too late"),
        (None, 30.0, "right with headphones"),
    ],
)
def test_what_is_not_well_is_told_with_what_mends_it(echo: Echo | None, noise: float, means: str) -> None:
    finding = read_room(room(echo, noise))
    assert finding.state is State.WORTH_KNOWING
    assert means in finding.means
    assert finding.mend


# ---------------------------------------------------------------------- on the virtual card


def doctor(card: SoundCard, *options: str) -> str:
    """What `coach doctor` prints there, lines of a table unfolded."""
    command = [sys.executable, "-m", "coach", "doctor", *options]
    return subprocess.run(command, env=card.environment, capture_output=True, text=True, check=True, timeout=90).stdout


def later(played: Recording, heard: Recording) -> float:
    """How many seconds later what was played stands in what was heard, found in the recordings alone."""
    size = 1 << (len(played.samples) + len(heard.samples)).bit_length()
    alike = np.fft.irfft(np.fft.rfft(heard.samples, size) * np.conj(np.fft.rfft(played.samples, size)), size)
    lag = int(np.argmax(np.abs(alike)))
    return (lag if lag < size // 2 else lag - size) / RATE + heard.began - played.began


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_the_chirps_come_back_as_late_and_as_soft_as_the_card_s_echo_path_makes_them(card: SoundCard) -> None:
    with card.echo(0.3), card.record() as loudspeaker, card.record_microphone() as microphone:
        doctor(card, "--sound", "--report", str(card.folder / "report.txt"))
        truth = later(loudspeaker.stop(), microphone.stop())
    told = (card.folder / "report.txt").read_text()
    measured = re.search(r"(-?\d+) ms later at -\d+ dB, (\d+) dB softer than played and (\d+) dB above", told)
    assert measured is not None, told
    assert int(measured[1]) / 1000 == pytest.approx(truth, abs=0.15)  # the buffers of both streams come on top

    assert int(measured[2]) == pytest.approx(10.5, abs=1.5)  # a factor of 0.3
    assert int(measured[3]) > 25


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
@pytest.mark.parametrize(
    ("volume", "found"),
    [(0.3 * 10 ** (-45 / 20), "it is faint"), (30.0, "it is cut off where it is loud")],
    ids=["45 dB too faint", "thirty times too loud"],
)
def test_the_chirps_tell_of_a_microphone_that_is_too_faint_or_too_loud(
    card: SoundCard, volume: float, found: str
) -> None:
    report = card.folder / "report.txt"
    report.unlink(missing_ok=True)
    with card.echo(volume):
        doctor(card, "--sound", "--report", str(report))
    assert found in " ".join(report.read_text().split())


@pytest.mark.card
def test_a_muted_loudspeaker_is_broken_and_a_microphone_that_works_is_good(card: SoundCard) -> None:
    card.control("set-sink-mute", "spk", "1")
    told = doctor(card)
    assert "Broken: speaker." in told
    assert "pactl set-sink-mute @DEFAULT_SINK@ 0" in told
    assert any(line.split()[:2] == ["good", "microphone"] for line in told.splitlines())
