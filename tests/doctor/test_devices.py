"""Choosing a loudspeaker or microphone by a name that stays."""

from pathlib import Path

import pytest

from coach.audio.hardware.devices import Device, Direction, choose, read_cards, stable_id
from coach.errors import DeviceError

CARDS = """ 0 [vc4hdmi        ]: vc4-hdmi - vc4-hdmi
                      vc4-hdmi
 2 [Device         ]: USB-Audio - USB Audio Device
                      C-Media USB Audio Device at usb-0000:01:00.0-1.1, full speed
"""

HDMI = Device(0, "vc4hdmi:0", "vc4-hdmi: MAI PCM (hw:0,0)", 0, 2, 44_100)
USB = Device(1, "Device:0", "USB Audio Device: - (hw:2,0)", 1, 2, 48_000)
JABRA = Device(2, "Jabra:0", "Jabra SPEAK 510: USB (hw:3,0)", 1, 1, 16_000)
ALL = (HDMI, USB, JABRA)


def test_the_system_s_list_of_cards_gives_number_and_id(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text(CARDS)
    assert read_cards(tmp_path / "cards") == {0: "vc4hdmi", 2: "Device"}


def test_where_there_is_no_alsa_there_are_no_cards(tmp_path: Path) -> None:
    assert read_cards(tmp_path / "none") == {}


def test_a_card_keeps_its_id_when_its_number_changes() -> None:
    assert stable_id("USB Audio Device: - (hw:2,0)", {2: "Device"}) == "Device:0"
    assert stable_id("USB Audio Device: - (hw:1,0)", {1: "Device"}) == "Device:0"


def test_a_device_without_a_number_is_called_by_its_name() -> None:
    assert stable_id("pulse", {0: "vc4hdmi"}) == "pulse"


@pytest.mark.parametrize(
    ("wanted", "direction", "expected"),
    [
        ("Device:0", Direction.MICROPHONE, USB),
        ("Jabra SPEAK 510: USB (hw:3,0)", Direction.SPEAKER, JABRA),
        ("jabra", Direction.MICROPHONE, JABRA),
        ("usb audio", Direction.SPEAKER, USB),
    ],
)
def test_an_id_a_name_or_a_clear_part_of_one_is_enough(wanted: str, direction: Direction, expected: Device) -> None:
    assert choose(ALL, wanted, direction) == expected


def test_no_wish_means_the_system_s_default() -> None:
    assert choose(ALL, None, Direction.SPEAKER) is None


def test_a_device_that_cannot_hear_is_not_offered_as_a_microphone() -> None:
    with pytest.raises(DeviceError, match=r"there is no microphone 'hdmi'; there are 'Device:0', 'Jabra:0'"):
        choose(ALL, "hdmi", Direction.MICROPHONE)


def test_a_part_that_fits_two_devices_is_refused_with_their_ids() -> None:
    with pytest.raises(DeviceError, match=r"'usb' may be any of 'Device:0', 'Jabra:0'"):
        choose(ALL, "usb", Direction.SPEAKER)


def test_a_misspelt_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(DeviceError, match=r"did you mean 'Jabra:0'\?"):
        choose(ALL, "Jabar:0", Direction.SPEAKER)


def test_without_any_microphone_the_next_step_is_told() -> None:
    with pytest.raises(DeviceError, match="no microphone was found; connect one"):
        choose((HDMI,), None, Direction.MICROPHONE)
