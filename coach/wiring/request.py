"""What one run asks for, and what the person at the machine offers."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.clocks import SESSION_START, SessionTime
from coach.config import Config
from coach.controls.keyboard import ended
from coach.core.plan import Plan
from coach.displays.screen import Entry, NoScreen
from coach.script.shapes.profile import Length

Tell = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to be performed, as far as it is known before anything is opened: nothing on the shelf.

    `plans` are in the order in which they are likely to come, `first` is what is said in the first turn of the first,
    None where nobody knows. `begin_at` is where the session clock begins.
    """

    plans: tuple[Plan, ...] = ()
    first: tuple[str, ...] | None = None
    begin_at: SessionTime = SESSION_START


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one run asks for. `microphone` and `speaker` are device names, or files after "wav:".

    `loads` are a program's for today, in kilos by movement; less is lifted where the journal advises less. None is a
    session of no program. `light` is the per cent of the load in a light week of it.
    """

    session: str
    ear: str = "auto"
    microphone: str | None = None
    speaker: str | None = None
    voice: str = "default"
    transcript: Path | None = None
    seed: int | None = None
    length: Length = "normal"
    verbosity: str = "normal"
    count: str = "full"
    gun: str | None = None
    fresh: bool = False
    loads: Mapping[str, float] | None = None
    light: float | None = None

    @property
    def waits(self) -> bool:
        """Whether nothing is to be performed yet: the box on the shelf."""
        return not self.session

    @property
    def on_files(self) -> bool:
        """Whether the world is made of sound files."""
        return any((device or "").startswith("wav:") for device in (self.microphone, self.speaker))


@dataclass(frozen=True, slots=True)
class Hands:
    """What the person at the machine offers: a place for lines, for progress, a screen, and whether they type.

    `entry` is where the screen shows the line being typed; None leaves that to the terminal itself. `give_back` puts
    the terminal in order when the program must end at once.
    """

    tell: Tell
    progress: Progress
    screen: Callable[[Callable[[], SessionTime]], NoScreen]
    terminal: bool
    entry: Entry | None = None
    give_back: Callable[[], object] = lambda: None


def spoken_to(wishes: Wishes, config: Config, hands: Hands) -> bool:
    """Whether anything can be said, typed or pressed: sound files without one for the microphone hear nobody, and on
    them an input that is at its end brings nothing."""
    if not wishes.on_files or wishes.microphone is not None or hands.terminal:
        return True
    typed = wishes.ear == "keyboard" and not ended(sys.stdin)
    return typed or config.link or bool(config.buttons or config.push_to_talk)
