"""The first day of somebody who has just installed it, in a real terminal, on a virtual sound card: what is seen.

The screens are compared with those in `screens/`, without what depends on the moment: figures in blocks, digits,
what is to be at hand, and the line that is being said. `--update-golden` writes them anew.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.testing.sound_card import SoundCard, sound_card, what_is_missing
from tests.needed import lacking
from tests.terminal import Terminal, terminal

pytestmark = pytest.mark.card

COACH = str(Path(sys.executable).with_name("coach"))
SCREENS = Path(__file__).with_name("screens")
FRAME = re.compile(r"^[╔╚║┏┗┃┌└╎╭╰│]|[╗╝║┓┛┃┐┘╎╮╯│]$|[═━╌─]{2,}")
DATE = re.compile(
    r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w*|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*|\(\w+/\w+\)"
)
"""Names of days, months and time zones."""
STEPS = 10
"""Of the first hinge; the seventh is its first set."""

Screens = dict[str, str]


def told(screen: str) -> str:
    """What the screen tells a reader, at any moment."""
    lines = (FRAME.sub(" ", line).strip() for line in screen.splitlines())
    kept = [
        line
        for line in lines
        if re.search(r"\w", line) and not line.startswith(("“", "Have at hand")) and "█" not in line
    ]
    return "\n".join(re.sub(r"\d+", "#", DATE.sub("@", re.sub(r" {2,}", "  ", line))) for line in kept) + "\n"


@pytest.fixture(scope="module")
def day() -> Screens:
    """Every screen of the day, by name."""
    if missing := what_is_missing():
        lacking(missing)
    seen: Screens = {}
    with sound_card() as card:
        _coached(card, seen)
        for name, words in {
            "history": ("history",),
            "planned": ("plan", "add", "tomorrow", "6pm", "rdl-day"),
            "plan": ("plan",),
        }.items():
            with terminal([COACH, *words], environment=card.environment, folder=card.folder) as shown:
                assert shown.ended() == 0, shown.text
                seen[name] = told(shown.text)
    return seen


def _coached(card: SoundCard, seen: Screens) -> None:
    """The first session: what it asks first is put off, the warm-up is skipped, one set is done, and it is enough."""
    command = [COACH, "run", "--ear", "keyboard", "--seed", "1"]
    with terminal(command, environment=card.environment, folder=card.folder, columns=90, rows=24) as shown:
        seen["first question"] = told(shown.until("say: yes, later"))
        shown.type("later\r")
        shown.until(f"step 1 of {STEPS}")
        _skip_to(shown, 7)
        seen["get ready"] = told(shown.until("GET READY"))
        shown.type("ready\r")
        seen["set"] = told(shown.until("● ○"))
        shown.type("done\r")
        seen["rest"] = told(shown.until("REST"))
        shown.type("stop\r")
        seen["enough"] = told(shown.until("say: yes, no"))
        shown.type("yes\r")
        shown.until("Moved in all")
        assert shown.ended() == 0
        seen["end"] = told(shown.text)


def _skip_to(shown: Terminal, step: int) -> None:
    for number in range(2, step + 1):
        shown.type("next\r")
        shown.until(f"step {number} of {STEPS}")


@pytest.mark.parametrize(
    "name", ["first question", "get ready", "set", "rest", "enough", "end", "history", "planned", "plan"]
)
def test_the_screens_of_the_first_day_are_the_approved_ones(
    name: str, day: Screens, request: pytest.FixtureRequest
) -> None:
    path = SCREENS / f"{name.replace(' ', '-')}.txt"
    write: Callable[[str], object] = path.write_text
    if request.config.getoption("--update-golden"):
        write(day[name])
    assert path.read_text(encoding="utf-8") == day[name]
