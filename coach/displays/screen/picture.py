"""The picture of a session, laid out for whatever size the terminal has: 40 columns or a television on the wall."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from coach.clocks import SessionTime
from coach.core.session.view import Situation, View
from coach.displays.screen.figures import clock, drawn
from coach.displays.screen.page import Page, centred, shortened

COLOURS = {
    Situation.TALK: "white",
    Situation.READY: "cyan",
    Situation.SET: "green",
    Situation.REST: "blue",
    Situation.QUESTION: "yellow",
    Situation.PAUSE: "magenta",
    Situation.DANGER: "red",
    Situation.DONE: "white",
}

FRAMES = {
    Situation.TALK: "╭─╮│╰╯",
    Situation.READY: "┌╌┐╎└┘",
    Situation.SET: "┏━┓┃┗┛",
    Situation.REST: "╭─╮│╰╯",
    Situation.QUESTION: "╔═╗║╚╝",
    Situation.PAUSE: "┌╌┐╎└┘",
    Situation.DANGER: "██████",
    Situation.DONE: "╭─╮│╰╯",
}
"""Corners and edges: upper left, along, upper right, side, lower left, lower right. Shape tells what colour tells."""

ASCII_FRAMES = {
    Situation.SET: "######",
    Situation.QUESTION: "??????",
    Situation.DANGER: "!!!!!!",
}
ASCII_FRAME = "+-+|++"

ROOMY, TIGHT = 20, 14
"""Rows from which the situation itself is written in blocks, which a terminal of 24 has, and below which only the
needful is shown."""

LOADING, ROOMIER = frozenset({Situation.READY, Situation.REST}), 22
"""Where the load and the time are what is looked for: there the situation takes their rows only from so many on."""

LOAD_SHARE = 3
"""The load's blocks take one of so many parts of the room."""

LEAST = 3
"""Rows of the smallest blocks."""

NOTICES = 2

RESUMES = "say resume"
"""What a pause waits for that waits for no device: it is written in blocks, to be read from the bar."""

AFTERWARDS = "coach history shows all of it; coach plan next, when the next one is"
"""How to go on, below what the day came to."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the picture shows: the view at session time `now`, what was heard, notices, and the line being typed.

    `typed` is None where no line can be typed.
    """

    view: View
    now: SessionTime
    heard: str = ""
    notices: tuple[str, ...] = ()
    typed: str | None = None


def picture(seen: Seen, width: int, height: int, *, ascii_only: bool = False) -> list[Text]:
    """The rows of the picture, exactly `height` of them and each `width` columns wide."""
    situation = seen.view.situation
    typing = 1 if seen.typed is not None else 0
    page = Page(max(1, width - 4), max(1, height - 2 - typing), ascii_only)
    _lay_out(page, seen)
    style = f"bold {COLOURS[situation]}"
    upper, side, lower = frame(situation, width, seen.view.title, _progress(seen.view), ascii_only=ascii_only)
    edge = Text(side, style=style)
    body = [Text.assemble(edge, " ", row, " ", edge) for row in page.spread()]
    whole = [Text(upper, style=style), *body, Text(lower, style=style)]
    return [*whole[: height - typing], *(typed_line(seen.typed, width) for _ in range(typing))]


def _lay_out(page: Page, seen: Seen) -> None:
    view = seen.view
    colour = COLOURS[view.situation]
    _band(page, view.situation)
    low = Page(page.width, 3 if page.height < TIGHT else min(page.height // 2, 7), page.ascii_only)
    _words(low, seen)
    page.below = low.above
    if view.now.lower() != view.situation:
        page.put(view.now, "bold", 1 if page.height < TIGHT else 2)
    for line in view.summary:
        page.put(line, "", 2)
    if view.situation is Situation.DONE:
        page.put(AFTERWARDS, "dim", 2)
    if view.summary:
        return
    question = view.situation is Situation.QUESTION
    if question or page.height >= TIGHT or not view.load:
        page.put(view.detail, "bold" if question else "", 4 if question else 2)
    _figures(page, seen, colour)


def _band(page: Page, situation: Situation) -> None:
    """What is going on, as a band of its colour from edge to edge; light on dark also where there is no colour."""
    style = f"bold reverse {COLOURS[situation]}"
    roomy = page.height >= (ROOMIER if situation in LOADING else ROOMY)
    rows = drawn(situation.value, page.width - 2, LEAST, ascii_only=page.ascii_only) if roomy else []
    across = max(map(len, rows), default=0)
    for row in rows or [situation.upper()]:
        page.above.append(Text(centred(row.ljust(across), page.width), style=style))
    page.band = len(page.above)


def _figures(page: Page, seen: Seen, colour: str) -> None:
    """The timer and the reps as large as can be, below them the load; as plain words where there is no room."""
    view = seen.view
    style, choices = f"bold {colour}", figures(view, seen.now)
    dots = _dots(view.reps_done(seen.now), view.reps, page.width)
    spare = page.left - (1 if dots else 0) - (1 if view.load else 0)
    share = page.left // LOAD_SHARE if view.load and page.left >= LEAST * LOAD_SHARE else 0
    room = spare - max(0, share - 1)
    if not any(page.blocks(large, style, room) for large in choices) and choices:
        page.put(choices[0], style)
    if page.left > bool(view.load):
        page.put(dots, "bold")
    if view.load:
        if page.left > share > 0 and page.blocks(view.load, "bold", min(share, page.left - 1)):
            page.put(view.plates, "bold")
        else:
            page.put(f"{view.load}  {view.plates}".strip(), "bold")


def figures(view: View, now: SessionTime) -> tuple[str, ...]:
    """What is written largest, the first of these that fits: reps and time left, or the one word that matters."""
    if view.situation is Situation.DANGER:
        return ("STOP",)
    timer = "" if view.ends is None else clock(max(0.0, view.ends - now))
    reps = f"{view.reps_done(now)}/{view.reps}" if view.reps else ""
    if view.situation is Situation.QUESTION:
        return (" / ".join(view.answers),) if 0 < len(view.answers) <= 3 and not view.takes else ("?",)
    if view.situation is Situation.PAUSE and view.detail == RESUMES:
        return ("RESUME",)
    both = f"{reps}  {timer}" if reps and timer else ""
    return tuple(each for each in (both, reps, timer) if each)


def _words(page: Page, seen: Seen) -> None:
    view = seen.view
    tight = page.height <= LEAST
    if view.next:
        page.put(f"next: {view.next}", "", 1 if tight else 2)
    if view.situation is Situation.QUESTION and view.to_say:
        page.put(f"say: {view.to_say}", "bold", 1 if tight else 2)
    if view.last_said and view.last_said != view.detail:
        page.put(f"“{view.last_said}”", "italic", 1 if tight else 2)
    if not (tight and seen.notices):
        page.put(seen.heard)
    for notice in seen.notices[-NOTICES:]:
        page.put(notice, "dim", 1 if tight else 2)


def _dots(done: int, reps: int, width: int) -> str:
    """A dot for every rep, where they fit."""
    dots = "● " * done + "○ " * (reps - done)
    return dots.strip() if len(dots) <= width else ""


def _progress(view: View) -> str:
    return f"step {view.done_steps} of {view.all_steps}" if view.all_steps else ""


def frame(situation: Situation, width: int, title: str, progress: str, *, ascii_only: bool) -> tuple[str, str, str]:
    """The upper edge with the title and how far the session is, a side, and the lower edge."""
    signs = ASCII_FRAMES.get(situation, ASCII_FRAME) if ascii_only else FRAMES[situation]
    left, along, right, side, lower_left, lower_right = tuple(signs)
    room = max(0, width - 4)
    ending = f" {progress} " if progress and len(progress) + 4 < room else ""
    shown = shortened(f" {title} ", room - len(ending)) if title else ""
    upper = f"{left}{along}{shown}{along * (room - cell_len(shown) - len(ending))}{ending}{along}{right}"
    return upper[:width], side, (lower_left + along * max(0, width - 2) + lower_right)[:width]


def typed_line(typed: str | None, width: int) -> Text:
    """The line being typed, its end always in sight."""
    room = max(1, width - 4)
    typed = typed or ""
    line = Text("> ", style="bold")
    line.append(typed if len(typed) <= room else "<" + typed[len(typed) - room + 1 :], style="bold")
    line.append(" ", style="reverse")
    if not typed and width >= 40:
        line.append(" type what you would say, or: help", style="dim")
    return line
