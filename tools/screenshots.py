"""Take the pictures of the documentation anew: `make screenshots`. Needs Chromium and a virtual sound card.

The terminal is a real one (a pseudo-terminal and pyte), in which `coach run` is typed to; the report is written by the
coach from forty weeks of training. Chromium draws both.
"""

import html
import sys
import tempfile
from pathlib import Path
from typing import Any

from coach.core.plan import Unit
from coach.journal.analysis.report import report
from coach.script.files.library import Library
from coach.testing.sound_card import SoundCard, sound_card, what_is_missing
from tests.journal.analysis.browser import browser, open_page
from tests.journal.analysis.test_report import MAXIMA, YEAR
from tests.terminal import Terminal, terminal
from tools.marked import ROOT

DOCS = ROOT / "docs"
WORKOUT = "3x5 rdl 60, rest 1:30"
COLUMNS, ROWS = 90, 24
LETTER = (9.0, 18.0)
"""Width and height of a letter, in CSS pixels."""
COLOURS = {
    "default": "#d8dee9",
    "blue": "#81a1f7",
    "brown": "#ebcb8b",
    "cyan": "#88c0d0",
    "green": "#a3be8c",
    "red": "#e06c75",
}
"""Of the terminal; pyte calls yellow brown."""
STYLE = (
    "body{margin:0;background:#1c2128;color:#d8dee9}pre{margin:12px;font:15px/18px 'DejaVu Sans Mono',monospace}"
    "span{white-space:pre}"
)


def page(shown: Terminal) -> str:
    """What is seen on the terminal, as a page."""
    rows = []
    for number in range(shown.screen.lines):
        cells = shown.screen.buffer[number]
        rows.append("".join(_letter(cells[column]) for column in range(shown.screen.columns)))
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><pre>{chr(10).join(rows)}</pre>"


def _letter(cell: Any) -> str:
    colour = COLOURS.get(cell.fg, f"#{cell.fg}" if len(cell.fg) == 6 else cell.fg)
    weight = ";font-weight:bold" if cell.bold else ""
    return f'<span style="color:{colour}{weight}">{html.escape(cell.data)}</span>'


def taken(program: str, content: str, name: str, size: tuple[int, int]) -> None:
    """A picture of this page, in docs/."""
    with tempfile.TemporaryDirectory(prefix="coach-screenshot-") as folder:
        path = Path(folder) / "page.html"
        path.write_text(content, encoding="utf-8")
        picture = DOCS / name
        open_page(program, path, f"--screenshot={picture}", f"--window-size={size[0]},{size[1]}")
    sys.stdout.write(f"docs/{name}\n")


def of_the_terminal(card: SoundCard) -> dict[str, str]:
    """Pages of a set and of a rest."""
    command = [str(Path(sys.executable).with_name("coach")), "run", WORKOUT, "--ear", "keyboard", "--fresh"]
    pages = {}
    with terminal(command, environment=card.environment, folder=card.folder, columns=COLUMNS, rows=ROWS) as shown:
        shown.until("GET READY")
        shown.type("ready\r")
        shown.until("● ○")
        pages["screen-set.png"] = page(shown)
        shown.type("done\r")
        shown.until("REST")
        pages["screen-rest.png"] = page(shown)
    return pages


def main() -> None:
    """Take them all; ends with a line where something is missing."""
    program, missing = browser(), what_is_missing()
    if program is None or missing:
        sys.exit(missing or "no Chromium is installed: apt install chromium")
    with sound_card() as card:
        pages = of_the_terminal(card)
    size = (round(COLUMNS * LETTER[0]) + 24, round(ROWS * LETTER[1]) + 24)
    for name, content in pages.items():
        taken(program, content, name, size)
    titles = {name: script.title for name, script in Library.open().scripts().items()}
    taken(program, report(YEAR, Unit.KILOS, MAXIMA, titles=titles), "history-report.png", (1000, 2000))


if __name__ == "__main__":
    main()
