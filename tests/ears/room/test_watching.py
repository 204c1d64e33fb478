"""What is wrong with a microphone is told in a session as it is of a recording, and not again and again."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from coach.clocks import SessionTime
from coach.core.events import Impaired
from coach.ears.room.condition import condition_of
from coach.ears.room.watching import AGAIN, MicrophoneWatch
from coach.ports import EAR_RATE, Pcm16
from tests.ears.speech import in_a_row, in_blocks, said, silence

pytestmark = pytest.mark.usefixtures("lifter")

Sound = NDArray[np.float64]
CHANCE = np.random.default_rng(3)
SECONDS = 21


def voice() -> Sound:
    words = in_a_row(silence(1.0), said("my back feels tight"), silence(1.5), said("next", "slt"), silence(1.5))
    long = np.tile(words, SECONDS * EAR_RATE // len(words) + 1)[: SECONDS * EAR_RATE]
    noisy: Sound = long + CHANCE.normal(0, 40, len(long))
    return noisy


def hum(mains: int) -> Sound:
    time = np.arange(SECONDS * EAR_RATE) / EAR_RATE
    tones = np.array([np.sin(2 * np.pi * mains * n * time) / n for n in (1, 2, 3, 5)])
    hummed: Sound = 1600 * tones.sum(axis=0)
    return hummed


def pcm(sound: Sound) -> Pcm16:
    whole: Pcm16 = np.clip(np.round(sound), -32768, 32767).astype(np.int16)
    return whole


class Session:
    """A watch, the lines it told, and what it would have said aloud."""

    def __init__(self, channels: str = "") -> None:
        self.lines: list[str] = []
        self.watch = MicrophoneWatch(self.lines.append)
        self.watch.know_channels(lambda: channels)
        self.aloud: list[str] = []

    def hear(self, sound: Pcm16, begin: float = 0.0, *, speaking: bool = True, saying: bool = False) -> "Session":
        for block, at in in_blocks(sound, begin):
            for event in self.watch.take(block, SessionTime(at), speaking=speaking, saying=saying):
                assert isinstance(event, Impaired)
                self.aloud.append(event.trouble)
        return self


@pytest.mark.parametrize(
    ("made", "trouble"),
    [
        (lambda: voice() + 3277, "offset"),
        (lambda: voice() / 200 + CHANCE.normal(0, 1, SECONDS * EAR_RATE), "faint"),
        (lambda: voice() + hum(50), "hum"),
        (lambda: voice() + hum(60), "hum"),
        (lambda: voice() + np.where(CHANCE.random(SECONDS * EAR_RATE) < 10 / EAR_RATE, 20_000.0, 0.0), "crackles"),
    ],
    ids=["offset", "faint", "50 Hz", "60 Hz", "bursts"],
)
def test_a_session_is_told_what_a_recording_is(made: Callable[[], Sound], trouble: str) -> None:
    sound = pcm(made())
    session = Session().hear(sound)
    assert session.aloud == [trouble]
    assert [line.split("(")[0] for line in session.lines] == [
        f"The microphone: {line}.".split("(", maxsplit=1)[0] for line in condition_of([sound[: 20 * EAR_RATE]])
    ]


def test_a_microphone_that_is_as_it_should_be_is_not_told_of() -> None:
    assert Session().hear(pcm(voice())).lines == []


def test_a_channel_that_hears_nothing_is_told() -> None:
    session = Session("1 of its 2 channels hear nothing").hear(pcm(voice()))
    assert session.lines == ["The microphone: 1 of its 2 channels hear nothing."]


def test_the_same_is_told_again_only_after_a_long_while() -> None:
    session, sound = Session(), pcm(voice() + hum(50))
    for begin in (0.0, 30.0, 60.0, AGAIN + 60.0):
        session.hear(sound, begin)
    assert session.aloud == ["hum", "hum"]


def test_a_soft_room_in_which_nobody_spoke_is_no_fault() -> None:
    assert Session().hear(pcm(voice() / 300), speaking=False).lines == []


def test_a_microphone_that_gives_hardly_anything_for_minutes_is_told() -> None:
    soft = pcm(CHANCE.normal(0, 2, 150 * EAR_RATE))
    assert Session().hear(soft, speaking=False).aloud == ["hardly"]


def test_what_the_coach_says_itself_and_digital_silence_are_not_judged() -> None:
    assert Session().hear(pcm(voice() + hum(50)), saying=True).lines == []
    assert Session().hear(np.zeros(150 * EAR_RATE, np.int16)).lines == []
