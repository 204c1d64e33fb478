"""Whether anybody is there: nobody's performance is no training, and only who can answer is waited for."""

from dataclasses import dataclass, field
from typing import cast

import pytest

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.config import Config
from coach.displays.screen import NoScreen
from coach.voices.voice import ToneVoice
from coach.wiring.attending import attended, says_ready
from coach.wiring.opening import World
from coach.wiring.request import Hands, Wishes
from tests.wiring.workshop import Workshop, of, records


@dataclass
class Card:
    """What is asked of a world with a sound card: its devices."""

    devices: dict[str, str] = field(default_factory=dict)


def on_card(*devices: str) -> World:
    return cast(World, Card(dict.fromkeys(devices, "card")))


def on_files(*, paced: bool) -> FileWorld:
    return FileWorld(TimelineSpeaker(ToneVoice(), 8_000), paced=paced)


def hands(*, terminal: bool) -> Hands:
    return Hands(lambda _: None, lambda *_: None, lambda _: NoScreen(), terminal)


def wishes(ear: str = "auto", microphone: str | None = None) -> Wishes:
    return Wishes("small", ear=ear, microphone=microphone, speaker="wav:out.wav")


def test_with_neither_card_nor_terminal_nor_microphone_nobody_is_there() -> None:
    assert not attended(wishes(), on_files(paced=False))


@pytest.mark.parametrize(
    ("asked", "world"),
    [
        pytest.param(wishes(), on_card("speaker"), id="a loudspeaker"),
        pytest.param(wishes(), on_files(paced=True), id="a terminal in real time"),
        pytest.param(wishes(microphone="wav:in.wav"), on_files(paced=False), id="a recording of the lifter"),
        pytest.param(wishes(ear="keyboard"), on_files(paced=False), id="typed lines"),
    ],
)
def test_with_one_of_them_somebody_may_be(asked: Wishes, world: World) -> None:
    assert attended(asked, world)


DEFAULTS = Config()


def ready(
    world: World, ear: str = "auto", *, terminal: bool = False, ears: bool = True, config: Config = DEFAULTS
) -> bool:
    return says_ready(wishes(ear=ear), config, hands(terminal=terminal), world, ears=ears)


def test_ready_can_be_said_with_a_microphone_or_a_keyboard_and_not_with_a_loudspeaker_alone() -> None:
    assert ready(on_card("speaker", "microphone"))
    assert ready(on_card("speaker"), terminal=True)
    assert ready(on_card("speaker"), "keyboard")
    assert not ready(on_card("speaker"))


def test_a_microphone_that_no_recogniser_listens_to_is_no_ear() -> None:
    assert not ready(on_card("speaker", "microphone"), ears=False)


def test_ready_can_be_pressed_where_there_are_buttons() -> None:
    assert ready(on_card("speaker"), config=Config(buttons={"space": ("ready",)}))


def test_ready_can_be_said_to_files_only_in_real_time() -> None:
    assert ready(on_files(paced=True), terminal=True)
    assert not ready(on_files(paced=False), terminal=True)
    assert not ready(on_files(paced=True))


def test_what_was_performed_for_nobody_is_told_and_not_kept(workshop: Workshop) -> None:
    path = workshop.folder / "transcript.jsonl"
    words = ("--voice", "tones", "--speaker", f"wav:{workshop.folder / 'out.wav'}", "--transcript", str(path))
    result = workshop.coach("run", str(workshop.session), *words)
    assert (result.code, of(records(path), "end")[0]["outcome"]) == (0, "done")
    assert "nothing of it is kept" in result.err
    assert "Small day" not in workshop.coach("history").out
