"""Loudspeakers and microphones, called by a name that stays: the sound card's own, not the number it got this time.

Card numbers change with the order in which USB devices wake up, so a chosen device is kept by its id and looked up
again each time it is opened.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from coach.errors import DeviceError

NO_PORTAUDIO = "PortAudio is missing, so there is no live sound; install it: sudo apt-get install libportaudio2"


class Direction(StrEnum):
    """Which way the sound goes."""

    MICROPHONE = "microphone"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Device:
    """One sound device: `index` is PortAudio's number for now, `id` the name that stays, `rate` its own rate in Hz."""

    index: int
    id: str
    name: str
    inputs: int
    outputs: int
    rate: int

    def serves(self, direction: Direction) -> bool:
        """Whether sound can go that way through it."""
        return (self.inputs if direction is Direction.MICROPHONE else self.outputs) > 0


def list_devices() -> tuple[Device, ...]:
    """Every device PortAudio sees now; raises DeviceError when the library itself is missing."""
    with quiet_alsa():
        try:
            import sounddevice
        except OSError as error:
            raise DeviceError(NO_PORTAUDIO) from error
        try:
            found = sounddevice.query_devices()
        except sounddevice.PortAudioError as error:
            raise DeviceError(f"PortAudio cannot list the sound devices ({error}); run: coach doctor") from error
    cards = read_cards()
    return tuple(
        Device(
            index=number,
            id=stable_id(entry["name"], cards),
            name=entry["name"],
            inputs=entry["max_input_channels"],
            outputs=entry["max_output_channels"],
            rate=round(entry["default_samplerate"]),
        )
        for number, entry in enumerate(found)
    )


def choose(devices: Sequence[Device], wanted: str | None, direction: Direction) -> Device | None:
    """The device meant by an id, a name, or an unmistakable part of one; None means the system's default.

    Raises DeviceError when nothing or more than one thing is meant, or when there is no device for that direction.
    """
    able = [device for device in devices if device.serves(direction)]
    if not able:
        raise DeviceError(f"no {direction} was found; connect one, then: coach devices")
    if wanted is None:
        return None
    for same in (_exactly, _partly):
        matching = [device for device in able if same(device, wanted)]
        if len({device.id for device in matching}) == 1:
            return matching[0]
        if matching:
            names = ", ".join(f"'{device.id}'" for device in matching)
            raise DeviceError(f"'{wanted}' may be any of {names}; write one of these ids as the {direction}")
    raise DeviceError(f"there is no {direction} '{wanted}'; {_advice(able, wanted)}")


def _exactly(device: Device, wanted: str) -> bool:
    return wanted in {device.id, device.name}


def _partly(device: Device, wanted: str) -> bool:
    return wanted.lower() in device.name.lower() or wanted.lower() in device.id.lower()


def _advice(able: Sequence[Device], wanted: str) -> str:
    near = get_close_matches(wanted, [device.id for device in able], n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"there are {', '.join(repr(device.id) for device in able)}"


def stable_id(name: str, cards: Mapping[int, str]) -> str:
    """The name that stays: ALSA's id of the card and the device on it, or the name itself where it has no number."""
    numbered = re.search(r"\(hw:(\d+),(\d+)\)$", name)
    if not numbered or int(numbered[1]) not in cards:
        return name
    return f"{cards[int(numbered[1])]}:{numbered[2]}"


def read_cards(path: Path = Path("/proc/asound/cards")) -> dict[int, str]:
    """ALSA's own list: card number to card id, such as {1: "Device"}; empty where there is no ALSA."""
    if not path.exists():
        return {}
    lines = re.findall(r"^\s*(\d+)\s+\[(\S+)\s*\]", path.read_text(errors="replace"), re.MULTILINE)
    return {int(number): card for number, card in lines}


@contextmanager
def quiet_alsa() -> Iterator[None]:
    """ALSA writes its searching straight to standard error, past Python; for a moment that goes nowhere."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
