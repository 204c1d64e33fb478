"""How other programs and logs write a workout, brought to this notation without moving a character.

What is replaced is replaced by as many characters, so that a fault is told at the column that was typed.
"""

import re

OPEN = "\x01"
"""Stands for the plus of 3x5+: as many as are clean in the last set."""

_DROPPED = (
    re.compile(r"(?:^|(?<=[;\n]))[ \t]*(?:[-*•–]|\d{1,2}[.)])(?=\s)"),  # "- Deadlift 5x5", "1. Deadlift 5x5"
    re.compile(r"(?<=\s)[-–—](?=\s)"),  # "Deadlift 5x5 - 80 kg"
    re.compile(r"(?<!up)(?<=[a-z)\]])\s?:(?=\s)", re.IGNORECASE),  # "Deadlift: 5x5"
    re.compile(r"[()\[\]]"),  # "Deadlift (Barbell)"
    re.compile(r"^\s*supersets?\s?:?(?=\s)", re.IGNORECASE),
)
_JOINS = re.compile(r"(?<=\s)(?:super ?set(?:ted)?(?: with)?|ss(?: with)?|w/)(?=\s)", re.IGNORECASE)
_OPEN = re.compile(r"(?<=\d)\+(?=\s*(?:$|[,;/@\n])|[ \t]+(?!\d+\s?[x×])[\w@])")
_OF_SETS = re.compile(r"(?:[x×]|by|of) ?\d{1,3}$", re.IGNORECASE)
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2} ?(?:kg|lb|kilo|pound|#))", re.IGNORECASE)
_LABEL = re.compile(r"([;\n,\s]+|^)([A-H])([1-9])?([.):]|(?=\s))(?=\s)")


def leveled(text: str) -> str:
    """The text with bullets, brackets and labels (A1, A2) out of the way, what belongs together joined by a plus."""
    found = _OPEN.sub(lambda sign: OPEN if _OF_SETS.search(text[: sign.start()]) else "+", text)
    found = _COMMA.sub(".", found)
    found = _LABEL.sub(_joined, found)
    found = _JOINS.sub(lambda word: "+".ljust(len(word[0])), found)
    for sign in _DROPPED:
        found = sign.sub(lambda gone: " " * len(gone[0]), found)
    return found


def _joined(label: re.Match[str]) -> str:
    """A1 begins an item, A2 belongs to it; a letter by itself is one only with a sign behind it."""
    before, _, number, sign = label.groups()
    if number is None and not sign:
        return label[0]
    begins = number in (None, "1")
    return (before and (";" if begins else "+")).ljust(len(label[0]))
