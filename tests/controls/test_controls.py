"""Everything with buttons on it, opened from the configuration, in the running program."""

from collections.abc import Iterator

import gpiozero
import pytest
from gpiozero.pins.mock import MockFactory

from coach.clocks import SessionTime
from coach.config import Config
from coach.core.events import Event, Heard
from coach.displays.lamp import WORKING
from coach.ears.push_to_talk import TalkWindow
from coach.errors import InputError
from coach.wiring.controls import controls_opened
from tests import shipped
from tests.wiring.workshop import Workshop

SHORT = """\
title: Short day
minutes: 1
for: the tests
equipment: [ball]
steps:
  - {do: psoas-release, hold: 8}
"""


class Inbox:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def now(self) -> SessionTime:
        return SessionTime(7.0)

    def post(self, event: Event) -> None:
        self.events.append(event)


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockFactory]:
    factory = MockFactory()
    monkeypatch.setattr(gpiozero.Device, "pin_factory", factory)
    yield factory
    factory.close()


def test_the_red_button_on_a_pin_is_heard_as_stop(board: MockFactory) -> None:
    inbox = Inbox()
    config = Config(buttons={"gpio17": ("stop",)})
    with controls_opened(config, shipped.reader, inbox, tell=print):
        board.pin(17).drive_low()
    assert inbox.events == [Heard(SessionTime(7.0), "stop", {}, "stop")]


def test_a_talk_button_on_a_pin_opens_the_ear(board: MockFactory) -> None:
    window = TalkWindow(4.0)
    with controls_opened(Config(buttons={"gpio22": ("talk",)}), shipped.reader, Inbox(), tell=print, talk=window):
        assert not window.open(SessionTime(7.5))
        board.pin(22).drive_low()
        assert window.open(SessionTime(7.5))
        assert not window.open(SessionTime(11.5))


def test_the_lamp_of_the_configuration_is_lit_and_dark_between_sessions(board: MockFactory) -> None:
    with controls_opened(Config(lamp="gpio18"), shipped.reader, Inbox(), tell=print) as controls:
        light = controls.light
        assert light is not None
        light(WORKING)
        assert board.pin(18).state == 1
        controls.at_rest()
        assert board.pin(18).state == 0


def test_pins_that_cannot_be_had_are_told_and_the_coach_goes_on() -> None:
    told: list[str] = []
    config = Config(buttons={"gpio17": ("stop",)}, lamp="gpio18")
    with controls_opened(config, shipped.reader, Inbox(), tell=told.append) as controls:
        assert controls.missing == ("gpio17",)
    assert [line.split(":")[0] for line in told] == ["Going on without gpio17", "Going on without the lamp"]


def test_a_sentence_that_is_no_command_is_refused_before_anything_opens() -> None:
    config = Config(buttons={"gpio17": ("polish the piano",)})
    with (
        pytest.raises(InputError, match="gpio17 says 'polish the piano'"),
        controls_opened(config, shipped.reader, Inbox(), tell=print),
    ):
        pass


def test_a_fault_in_the_table_ends_the_program_with_one_clear_line(workshop: Workshop) -> None:
    config = workshop.folder / "coach.yaml"
    config.write_text("buttons:\n  gpio17: sing\n")
    result = workshop.coach(
        "run", str(workshop.session), "--config", str(config), "--ear", "keyboard",
        "--speaker", f"wav:{workshop.folder / 'out.wav'}",
    )  # fmt: skip
    assert result.code == 2
    assert result.err.splitlines()[-1].startswith("buttons: gpio17 says 'sing', which is no command;")


def test_a_session_whose_red_button_cannot_be_had_says_so_aloud(workshop: Workshop) -> None:
    config = workshop.folder / "coach.yaml"
    config.write_text("buttons: {gpio17: stop}\n")
    workshop.session.write_text(SHORT)
    told = workshop.perform("--config", str(config), "--ear", "keyboard")
    assert "The buttons do not work. The screen says why." in [line["text"] for line in told if line["kind"] == "say"]
