"""The virtual sound card itself: what the other end-to-end tests stand on must truly play, hear and go away."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.testing.analysis import onsets
from coach.testing.recorder import RATE, like_hardware
from coach.testing.sound_card import SoundCard, sound_card
from tests.witness import again_if_the_machine_stood_still

pytestmark = [pytest.mark.card, pytest.mark.exact]

CLICKS = """
import sys, numpy, sounddevice
rate, spacing, count = 48000, 12000, 12
sound = numpy.zeros((count + 12) * spacing, "float32")
for beat in range(12, count + 12):
    at = beat * spacing
    sound[at : at + 480] = 0.5 * numpy.sin(numpy.arange(480) * 2 * numpy.pi * 1000 / rate)
print("ready", flush=True)
sys.stdin.readline()
sounddevice.play(sound, rate, latency=0.15, blocking=True)
"""

LISTEN = """
import sys, numpy, sounddevice
print("open", flush=True)
heard = sounddevice.rec(5 * 16000, 16000, channels=1, dtype="int16", latency=0.15, blocking=True)
numpy.save(sys.argv[1], heard[:, 0])
"""


def play_clicks(card: SoundCard) -> None:
    """Play the clicks in a child that is served like the card: the card is tried here, not a player that comes late."""
    command = [sys.executable, "-c", CLICKS]
    with subprocess.Popen(
        command, env=card.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        like_hardware(child.pid)
        child.communicate("play\n", timeout=60)
    assert child.returncode == 0


@again_if_the_machine_stood_still
def test_clicks_played_by_a_child_stand_in_the_recording_where_they_were_put(card: SoundCard) -> None:
    with card.record() as recorder:
        play_clicks(card)
        recording = recorder.stop()
    found = onsets(recording.samples, RATE)
    assert len(found) == 12
    assert np.abs(np.diff(found) - 0.25).max() < 0.002


@again_if_the_machine_stood_still
def test_a_sound_spoken_into_the_microphone_is_heard_by_a_child(card: SoundCard, tmp_path: Path) -> None:
    tone = 0.5 * np.sin(np.arange(RATE) * 2 * np.pi * 700 / RATE)
    soundfile.write(tmp_path / "tone.wav", np.concatenate([np.zeros(RATE), tone, np.zeros(RATE)]), RATE)
    command = [sys.executable, "-c", LISTEN, str(tmp_path / "heard.npy")]
    with subprocess.Popen(command, env=card.environment, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        card.speak(tmp_path / "tone.wav")
        assert child.wait(30) == 0
    heard = np.load(tmp_path / "heard.npy").astype(float)
    strongest = np.argmax(np.abs(np.fft.rfft(heard))) * 16_000 / len(heard)
    assert strongest == pytest.approx(700, abs=2)


@again_if_the_machine_stood_still
def test_with_an_echo_the_microphone_hears_the_loudspeaker(card: SoundCard) -> None:
    with card.echo(), card.record_microphone() as recorder:
        play_clicks(card)
        heard = recorder.stop()
    assert len(onsets(heard.samples, RATE)) == 12


def test_the_card_comes_back_after_its_daemon_was_killed(card: SoundCard) -> None:
    card.kill()
    card.start()
    assert "spk" in card.control("list", "short", "sinks")


def test_nothing_is_left_running_or_lying_about() -> None:
    with sound_card() as own:
        folder, daemon = own.folder, own.daemon_id
    assert not folder.exists()
    assert not Path(f"/proc/{daemon}").exists()
