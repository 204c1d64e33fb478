"""Media keys of a Bluetooth remote, a presenter, a headset: read from the kernel's input devices by evdev.

A remote that goes to sleep and comes back is found again by itself. Nothing is taken away from other programs.
"""

import select
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from coach.errors import DeviceError, InputError
from coach.reading.extras import install

LOOK_AGAIN = 5.0
"""Seconds between two looks for remotes that have come."""

PRESSED = 1
"""An event's value when the key goes down; 0 is up, 2 is held."""

MISSING = "a remote needs evdev; install it with: {command}"


@contextmanager
def remotes_watched(names: Sequence[str], press: Callable[[str], None]) -> Iterator[None]:
    """Watch for keys named such as KEY_NEXTSONG for the length of the `with`; `press` is called from a thread.

    Raises InputError for a key there is none of, DeviceError without the library.
    """
    remotes = Remotes(names, press)
    thread = threading.Thread(target=remotes.watch, name="remotes", daemon=True)
    thread.start()
    try:
        yield
    finally:
        remotes.stop()
        thread.join(timeout=2.0)


class Remotes:
    """Every input device that has one of the keys."""

    def __init__(
        self, names: Sequence[str], press: Callable[[str], None], found: Callable[[], Iterator[Any]] | None = None
    ) -> None:
        self._codes = _codes(names)
        self._kind: int = _evdev().ecodes.EV_KEY
        self._press = press
        self._found = found or (lambda: _devices_with(self._codes))
        self._open: dict[str, Any] = {}
        self._ended = threading.Event()

    def watch(self) -> None:
        """Read until `stop` is called."""
        try:
            while not self._ended.is_set():
                self.look()
                # Short waits, so that a remote that came is found soon and the end is noticed.
                for _ in range(round(LOOK_AGAIN / 0.5)):
                    if not self._ended.is_set():
                        self.read(0.5)
        finally:
            for device in self._open.values():
                device.close()

    def stop(self) -> None:
        """End `watch` within half a second."""
        self._ended.set()

    def read(self, seconds: float) -> None:
        """Wait at most this long for keys, and tell those that were pressed."""
        if not self._open:
            self._ended.wait(seconds)
            return
        ready, _, _ = select.select(list(self._open.values()), [], [], seconds)
        for device in ready:
            try:
                for event in device.read():
                    self._take(event)
            except OSError:  # it went away: switched off, or out of reach
                self._open.pop(device.path).close()

    def look(self) -> None:
        """Take up the remotes that have come."""
        for device in self._found():
            if device.path in self._open:
                device.close()
            else:
                self._open[device.path] = device

    def _take(self, event: Any) -> None:
        if event.type == self._kind and event.value == PRESSED and event.code in self._codes:
            self._press(self._codes[event.code])


def _codes(names: Sequence[str]) -> dict[int, str]:
    ecodes = _evdev().ecodes.ecodes
    for name in names:
        if name not in ecodes:
            raise InputError(f"buttons: there is no key '{name}'; 'evtest' shows the name of a key that is pressed")
    return {ecodes[name]: name for name in names}


def _devices_with(codes: dict[int, str]) -> Iterator[Any]:
    evdev = _evdev()
    for path in evdev.list_devices():
        with suppress(OSError):  # gone between two looks, or not ours to read
            device = evdev.InputDevice(path)
            if codes.keys() & set(device.capabilities().get(evdev.ecodes.EV_KEY, ())):
                yield device
            else:
                device.close()


def _evdev() -> Any:
    try:
        import evdev
    except ImportError as error:
        raise DeviceError(MISSING.format(command=install("buttons"))) from error
    return evdev
