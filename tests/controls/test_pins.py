"""Buttons and the lamp on mock pins, which behave as a Pi's do."""

import sys
from collections.abc import Iterator

import pytest
from gpiozero.pins.mock import MockFactory

from coach.controls.pins import lamp_lit, pins_watched
from coach.displays.lamp import DARK, WORKING
from coach.errors import DeviceError


@pytest.fixture
def board() -> Iterator[MockFactory]:
    factory = MockFactory()
    yield factory
    factory.close()


def test_a_button_that_is_pushed_down_is_pressed_once(board: MockFactory) -> None:
    pressed: list[str] = []
    with pins_watched(["gpio17", "gpio27"], pressed.append, board):
        board.pin(17).drive_low()
        board.pin(17).drive_high()
        board.pin(27).drive_low()
    assert pressed == ["gpio17", "gpio27"]


def test_after_the_end_nobody_watches_any_more(board: MockFactory) -> None:
    pressed: list[str] = []
    with pins_watched(["gpio17"], pressed.append, board):
        pass
    board.pin(17).drive_low()
    assert pressed == []


def test_a_pin_that_is_taken_is_told_by_its_name(board: MockFactory) -> None:
    with (
        pins_watched(["gpio17"], print, board),
        pytest.raises(DeviceError, match="gpio17 cannot be used"),
        pins_watched(["gpio17"], print, board),
    ):
        pass


def test_the_lamp_shines_steadily_while_work_is_done_and_is_dark_in_the_end(board: MockFactory) -> None:
    with lamp_lit("gpio18", board) as show:
        show(WORKING)
        assert board.pin(18).state == 1
        show(DARK)
        assert board.pin(18).state == 0
        show(WORKING)
    assert not board.pin(18).state


def test_a_machine_without_pins_says_so() -> None:
    with pytest.raises(DeviceError, match="cannot be used"), pins_watched(["gpio17"], print):
        pass


def test_without_the_library_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gpiozero", None)
    with pytest.raises(DeviceError, match="pip install 'gpiozero"), pins_watched(["gpio17"], print):
        pass
