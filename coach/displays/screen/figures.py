"""Figures and letters out of blocks, as large as a place allows: what is read from three metres away."""

import math

GAP = 1
"""Dots between two signs."""

TALL = 5
"""Dots of a sign from top to bottom; two of them make a row of the terminal."""

SIGNS = {
    "0": "### # # # # # # ###",
    "1": " #  ##   #   #  ###",
    "2": "###   # ### #   ###",
    "3": "###   # ###   # ###",
    "4": "# # # # ###   #   #",
    "5": "### #   ###   # ###",
    "6": "### #   ### # # ###",
    "7": "###   #   #   #   #",
    "8": "### # # ### # # ###",
    "9": "### # # ###   # ###",
    "A": "### # # ### # # # #",
    "B": "##  # # ##  # # ## ",
    "C": "### #   #   #   ###",
    "D": "##  # # # # # # ## ",
    "E": "### #   ##  #   ###",
    "F": "### #   ##  #   #  ",
    "G": "### #   # # # # ###",
    "H": "# # # # ### # # # #",
    "I": "###  #   #   #  ###",
    "J": "  #   #   # # # ###",
    "K": "# # # # ##  # # # #",
    "L": "#   #   #   #   ###",
    "M": "# # ### ### # # # #",
    "N": "##  # # # # # # # #",
    "O": "### # # # # # # ###",
    "P": "### # # ### #   #  ",
    "Q": "### # # # # ###   #",
    "R": "##  # # ##  # # # #",
    "S": "### #   ###   # ###",
    "T": "###  #   #   #   # ",
    "U": "# # # # # # # # ###",
    "V": "# # # # # # # #  # ",
    "W": "# # # # ### ### # #",
    "X": "# # # #  #  # # # #",
    "Y": "# # # #  #   #   # ",
    "Z": "###   #  #  #   ###",
    ":": " # # ",
    ".": "    #",
    ",": "   ##",
    "-": "        ###        ",
    "+": "     #  ###  #     ",
    "/": "  #   #  #  #   #  ",
    "?": "###   # ##      #  ",
    "!": "### #",
    "'": "##   ",
    " ": "          ",
}
"""Each sign's five rows from top to bottom, three wide with a blank between rows; a narrower one stands by itself."""


def clock(seconds: float) -> str:
    """A time as minutes and seconds, with hours from the first one on."""
    minutes, left = divmod(int(seconds + 0.5), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def drawn(text: str, width: int, height: int, *, ascii_only: bool = False) -> list[str]:
    """The text out of blocks, as large as `width` columns and `height` rows allow; empty when it does not fit at all.

    Signs there are no blocks for are left out. `ascii_only` is for terminals without Unicode.
    """
    rows = _dots(text)
    across, down = len(rows[0]), TALL
    scale = min(width // across, 2 * height // down) if across else 0
    if ascii_only:
        scale = min(width // across // 2, height // down) if across else 0
    if scale < 1:
        return []
    if ascii_only:
        return ["".join(dot * 2 * scale for dot in row).rstrip() for row in rows for _ in range(scale)]
    return _halved(["".join(dot * scale for dot in row) for row in rows for _ in range(scale)])


def _dots(text: str) -> list[str]:
    """The five rows of the text at its smallest, one character a dot."""
    signs = [_sign(letter) for letter in text.upper() if letter in SIGNS]
    return [(" " * GAP).join(sign[row] for sign in signs) for row in range(TALL)]


def _sign(letter: str) -> list[str]:
    dots = SIGNS[letter]
    if len(dots) == 19:
        return [dots[row * 4 : row * 4 + 3] for row in range(TALL)]
    wide = math.ceil(len(dots) / TALL)
    padded = dots.ljust(wide * TALL)
    return [padded[row * wide : (row + 1) * wide] for row in range(TALL)]


def _halved(rows: list[str]) -> list[str]:
    """Two rows of dots as one of the terminal."""
    if len(rows) % 2:
        rows = [*rows, " " * len(rows[0])]
    return ["".join(map(_half, above, below)) for above, below in zip(rows[::2], rows[1::2], strict=True)]


def _half(above: str, below: str) -> str:
    if above == "#":
        return "█" if below == "#" else "▀"
    return "▄" if below == "#" else " "
