"""What is wrong with a microphone is told, alike for a recording, for calibrating and for the check-up."""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.cli.machine.calibrate import told_voice
from coach.cli.machine.hear import hear_file, sound_of
from coach.ears.factory import open_ear
from coach.ears.front_end.high_pass import cleaned
from coach.ears.room.calibration import Calibration
from coach.ears.room.condition import condition_of, levels_of
from coach.ears.room.measurement import chirp
from coach.ports import EAR_RATE, Pcm16
from coach.wiring.room.calibrating import Room
from coach.wiring.room.sound_test import read_room
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, said, silence

pytestmark = pytest.mark.usefixtures("lifter")
CHANCE = np.random.default_rng(7)


def voice() -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Remarks in a quiet room."""
    words = in_a_row(silence(1.0), said("my back feels tight"), silence(1.0), said("next", "slt"), silence(1.0))
    return words + CHANCE.normal(0, 40, len(words))


def hum(mains: int, level: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    time = np.arange(len(voice())) / EAR_RATE
    tones = np.array([np.sin(2 * np.pi * mains * n * time) / n for n in (1, 2, 3, 5)])
    whole: np.ndarray[tuple[int], np.dtype[np.float64]] = level * 32767 * tones.sum(axis=0)
    return whole


def clicks(each: float) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.where(CHANCE.random(len(voice())) < each / EAR_RATE, 20_000.0, 0.0)


def told(sound: "np.ndarray[tuple[int], np.dtype[np.float64]]", *, spoken: bool = True) -> str:
    pcm: Pcm16 = np.clip(np.round(sound), -32768, 32767).astype(np.int16)
    return "; ".join(condition_of([pcm[at : at + 320] for at in range(0, len(pcm), 320)], spoken=spoken))


def test_a_microphone_that_is_as_it_should_be_is_not_told_of() -> None:
    assert told(voice()) == ""
    assert told(CHANCE.normal(0, 8, 48_000), spoken=False) == ""
    assert condition_of([]) == []


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        (lambda: voice() + 3277, "an offset of +10 % of full scale, which is taken out"),
        (lambda: 12 * voice(), "words are lost: turn the microphone's level down"),
        (lambda: 0.3 * np.clip(12 * voice(), -32768, 32767), "words are lost: turn the microphone's level down"),
        (lambda: voice() / 300, "it is faint"),
        (lambda: voice() + hum(50, 0.05), "hum at 50 Hz (-28 dB)"),
        (lambda: voice() + hum(60, 0.02), "hum at 60 Hz"),
        (lambda: voice() + clicks(10.0), "it crackles"),
        (lambda: 0 * voice(), "nothing but digital silence: the microphone is muted"),
    ],
    ids=["offset", "clipped", "clipped and turned down", "faint", "50 Hz", "60 Hz", "bursts", "zeros"],
)
def test_what_is_wrong_is_told(sound: "object", words: str) -> None:
    assert callable(sound)
    assert words in told(sound())


@pytest.mark.parametrize(
    ("channels", "words"),
    [
        (lambda sound: np.stack([sound, -sound], axis=1), "they cancel each other out"),
        (lambda sound: np.stack([sound, 0 * sound], axis=1), "1 of its 2 channels hear nothing"),
        (lambda sound: np.stack([sound, sound], axis=1), ""),
        (lambda sound: sound[:, None], ""),
    ],
    ids=["inverted", "silent", "both", "one"],
)
def test_channels_that_hear_nothing_or_the_contrary_are_told(channels: "object", words: str, tmp_path: Path) -> None:
    assert callable(channels)
    lines: list[str] = []
    soundfile.write(tmp_path / "x.wav", channels(voice() / 32768), EAR_RATE)
    assert len(list(sound_of(tmp_path / "x.wav", lines.append))) > 100
    assert "; ".join(lines).find(words) >= 0
    assert bool(lines) == bool(words)


def test_the_check_up_tells_the_same_with_what_mends_it() -> None:
    room = Room(np.zeros(100, np.int16), None, ("it crackles: use another plug",))
    finding = read_room(room)
    assert (finding.found, finding.mend) == ("the microphone: it crackles", "use another plug")


def came_back(gain: float) -> Pcm16:
    """A chirp through a room that halves it and a microphone of this gain, a second of noise before and behind it."""
    halved: Pcm16 = (0.5 * 32767 * chirp(EAR_RATE).samples).astype(np.int16)
    sound = in_a_row(silence(1.0), halved, silence(1.0))
    noisy = gain * (sound + CHANCE.normal(0, 8, len(sound)))
    made: Pcm16 = np.clip(np.round(noisy), -32768, 32767).astype(np.int16)
    return made


@pytest.mark.parametrize(
    ("gain", "words"), [(1.0, ""), (0.0056, "it is faint"), (30.0, "words are lost: turn the microphone's level down")]
)
def test_chirps_that_came_back_tell_whether_the_level_is_right(gain: float, words: str) -> None:
    told = "; ".join(levels_of([came_back(gain)], chirps=True))
    assert words in told
    assert bool(told) == bool(words)


def measured(speech: float) -> Calibration:
    return Calibration("2026-11-24", -60.0, 0.1, None, None, speech)


@pytest.mark.parametrize(
    ("gain", "words"), [(1.0, ""), (1 / 300, "it is faint"), (12.0, "words are lost: turn the microphone's level down")]
)
def test_calibrating_tells_the_same_of_the_lifters_voice(gain: float, words: str) -> None:
    spoken: Pcm16 = np.clip(gain * voice(), -32768, 32767).astype(np.int16)
    lines = list(told_voice(measured(-30.0), [spoken]))[1:]
    assert words in "".join(lines)
    assert len(lines) == bool(words)


def test_a_sound_is_measured_as_the_ear_hears_it() -> None:
    sound = (voice() + 3277).astype(np.int16)
    assert len(cleaned(sound)) == len(sound)
    assert abs(float(cleaned(sound)[EAR_RATE // 2 :].mean())) < 5


def test_a_recording_of_what_are_no_numbers_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    sound = voice() / 32768
    sound[:8000], sound[8000:8100], sound[8100:8200] = np.nan, np.inf, -np.inf
    soundfile.write(tmp_path / "x.wav", sound, EAR_RATE, subtype="FLOAT")
    heard = np.concatenate(list(sound_of(tmp_path / "x.wav")))
    assert not heard[:7680].any()
    assert np.abs(heard[16_000:]).max() > 5000


def test_a_recording_without_any_sound_says_so(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "x.wav", np.zeros(0), EAR_RATE)
    with closing(open_ear("pocketsphinx", ENGLISH)) as ear:
        (line,) = hear_file(tmp_path / "x.wav", ear, [])
    assert (line["action"], line["why"], line["end"]) == ("ignore", "it holds no sound", 0.0)
