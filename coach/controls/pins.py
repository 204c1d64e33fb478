"""Buttons and the lamp on the pins of a Raspberry Pi, by gpiozero.

A button is wired between its pin and ground: pressed is low. A foot pedal is a button.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from coach.displays.lamp import Blink
from coach.errors import DeviceError
from coach.reading.extras import install

SETTLE = 0.05
"""Seconds in which the contacts of one press bounce."""

MISSING = "the pins need gpiozero and lgpio; install them with: {command}"


@contextmanager
def pins_watched(names: Sequence[str], press: Callable[[str], None], factory: Any = None) -> Iterator[None]:
    """Watch buttons named such as gpio17 for the length of the `with`; `press` is called from gpiozero's thread.

    Raises DeviceError, naming the pin, when one cannot be had. `factory` is gpiozero's, None for this machine's own.
    """
    gpiozero = _gpiozero()
    with ExitStack() as opened:
        for name in names:
            button = opened.enter_context(
                _opened(name, lambda pin: gpiozero.Button(pin, bounce_time=SETTLE, pin_factory=factory))
            )
            button.when_pressed = lambda name=name: press(name)
        yield


@contextmanager
def lamp_lit(name: str, factory: Any = None) -> Iterator[Callable[[Blink], None]]:
    """A lamp on a pin, dark at the end of the `with`; yields what shows a pattern on it. Raises DeviceError."""
    gpiozero = _gpiozero()
    with _opened(name, lambda pin: gpiozero.LED(pin, pin_factory=factory)) as led:

        def show(blink: Blink) -> None:
            if blink.dark == 0:
                led.on()
            elif blink.lit == 0:
                led.off()
            else:
                led.blink(blink.lit, blink.dark)

        yield show
        led.off()


@contextmanager
def _opened(name: str, make: Callable[[int], Any]) -> Iterator[Any]:
    from gpiozero.exc import GPIOZeroError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about each way to the pins that was tried; the error below says enough
            device = make(int(name.removeprefix("gpio")))
    except (GPIOZeroError, OSError, RuntimeError) as error:
        raise DeviceError(f"{name} cannot be used ({error}); see the buttons in docs/raspberry-pi.md") from error
    with device:
        yield device


def _gpiozero() -> Any:
    try:
        import gpiozero
    except ImportError as error:
        raise DeviceError(MISSING.format(command=install("gpio"))) from error
    return gpiozero
