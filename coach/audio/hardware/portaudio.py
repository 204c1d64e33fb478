"""PortAudio: the library itself, the device it takes when none is named, and having it look at the machine anew."""

import contextlib
import ctypes
import functools
from typing import Any

from coach.audio.hardware.devices import NO_PORTAUDIO, Device, Direction, choose, list_devices, quiet_alsa
from coach.errors import DeviceError


@functools.cache
def hush_alsa() -> None:
    """Keep ALSA from writing each underrun across the screen, straight to standard error; they are counted anyway.

    Its handler must be C, as it is called on the card's own thread: `getpid` does, as it takes no notice of anything.
    """
    with contextlib.suppress(OSError, AttributeError):
        harmless = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(harmless)


def portaudio() -> Any:
    """The sounddevice module; raises DeviceError where PortAudio is missing."""
    hush_alsa()
    with quiet_alsa():
        try:
            import sounddevice
        except OSError as error:
            raise DeviceError(NO_PORTAUDIO) from error
    return sounddevice


def find_device(wanted: str | None, direction: Direction) -> Device:
    """The device meant, or the system's default one; raises DeviceError when there is none."""
    devices = list_devices()
    chosen = choose(devices, wanted, direction)
    if chosen is not None:
        return chosen
    number = portaudio().default.device[0 if direction is Direction.MICROPHONE else 1]
    able = [device for device in devices if device.serves(direction)]
    return next((device for device in able if device.index == number), able[0])


def refresh_devices() -> None:
    """Make PortAudio look at the machine anew; every stream must be closed. It sees no new device otherwise."""
    sounddevice = portaudio()
    with quiet_alsa():
        sounddevice._terminate()
        sounddevice._initialize()
