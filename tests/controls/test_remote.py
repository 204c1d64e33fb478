"""A remote control: a recorded stream of key presses, in the kernel's own format, read by evdev's own reader.

The machines that run these tests have no /dev/uinput, so the device itself is a pipe; everything behind it is real.
"""

import os
import struct
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from coach.controls.remote import PRESSED, Remotes, remotes_watched
from coach.errors import DeviceError, InputError
from tests.needed import needed_module

evdev = needed_module("evdev", reason="evdev is not installed: pip install 'coach[buttons]'")

EVENT = struct.Struct("@llHHi")
UP, HELD = 0, 2
KEYS = ("KEY_PLAYPAUSE", "KEY_NEXTSONG")


class Recorded:
    """A remote whose key presses come out of a pipe: `(key name, value)` each."""

    def __init__(self, path: str = "/dev/input/event7") -> None:
        reading, self.end = os.pipe()
        os.set_blocking(reading, False)
        self.device: Any = evdev.InputDevice.__new__(evdev.InputDevice)
        self.device.fd, self.device.path = reading, path

    def press(self, *events: tuple[str, int]) -> None:
        for key, value in events:
            os.write(self.end, EVENT.pack(1764000000, 0, evdev.ecodes.EV_KEY, evdev.ecodes.ecodes[key], value))
            os.write(self.end, EVENT.pack(1764000000, 0, evdev.ecodes.EV_SYN, evdev.ecodes.SYN_REPORT, 0))

    def switch_off(self) -> None:
        os.close(self.device.fd)
        self.device.fd = os.open("/", os.O_RDONLY)  # like a device that is gone, it can be waited for but not read


@pytest.fixture
def remote() -> Iterator[Recorded]:
    recorded = Recorded()
    yield recorded
    os.close(recorded.end)
    recorded.device.close()


def remotes(recorded: Recorded, pressed: list[str]) -> Remotes:
    found = Remotes(KEYS, pressed.append, lambda: iter([recorded.device]))
    found.look()
    return found


def test_a_key_is_told_when_it_goes_down_and_not_while_it_is_held_or_let_go(remote: Recorded) -> None:
    pressed: list[str] = []
    watched = remotes(remote, pressed)
    remote.press(("KEY_NEXTSONG", PRESSED), ("KEY_NEXTSONG", HELD), ("KEY_NEXTSONG", UP), ("KEY_PLAYPAUSE", PRESSED))
    watched.read(5.0)
    assert pressed == ["KEY_NEXTSONG", "KEY_PLAYPAUSE"]


def test_keys_that_are_in_no_table_are_let_pass(remote: Recorded) -> None:
    pressed: list[str] = []
    watched = remotes(remote, pressed)
    remote.press(("KEY_VOLUMEUP", PRESSED))
    watched.read(5.0)
    assert pressed == []


def test_a_remote_that_went_away_is_taken_up_again_when_it_is_back(remote: Recorded) -> None:
    pressed: list[str] = []
    in_reach = [remote.device]
    watched = Remotes(KEYS, pressed.append, lambda: iter(in_reach))
    watched.look()
    remote.switch_off()
    watched.read(5.0)
    back = Recorded()
    in_reach[:] = [back.device]
    watched.look()
    back.press(("KEY_NEXTSONG", PRESSED))
    watched.read(5.0)
    assert pressed == ["KEY_NEXTSONG"]


def test_a_key_there_is_none_of_is_refused_with_advice() -> None:
    with pytest.raises(InputError, match="'KEY_NEXTSNOG'; 'evtest' shows"):
        Remotes(["KEY_NEXTSNOG"], print)


def test_a_machine_without_input_devices_waits_for_one_to_come() -> None:
    with remotes_watched(["KEY_NEXTSONG"], print):
        pass


def test_without_the_library_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "evdev", None)
    with pytest.raises(DeviceError, match="pip install 'evdev"), remotes_watched(KEYS, print):
        pass
