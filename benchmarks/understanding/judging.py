"""When a sentence counts as understood."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from training.background import LABEL
from training.labels import Labelled

NUMBERS = frozenset({"log_reps", "log_load", "change_load", "log_effort", "more_rest", "less_rest", "rest_for"})
ABOUT_LOAD = frozenset({"load", "brace"})
LOAD_WISHES = frozenset({"easier", "harder", "change_load", "log_effort"})
"""A remark about the bar may as well be taken for the wish that follows from it."""
UNJUDGED = frozenset({"session", "direction", "family"})
SAID = frozenset({"red", "complaint"})

ANSWERED_BY = {
    "chest": ("chest", "chest-region", "breath"), "breath": ("breath", "chest", "chest-region"),
    "dizzy": ("dizzy", "light-head", "vision"), "head": ("head", "head-region", "stroke", "face", "vision"),
    "nerve": ("sharp", "weak", "face", "saddle", "gave-way"), "saddle": ("saddle", "emergency", "weak"),
    "giving_way": ("gave-way", "weak"), "tear": ("tear", "bulge"), "belly": ("bulge", "belly"), "sick": ("sick",),
    "accident": ("accident", "bleeding", "help"), "help": ("help", "accident"), "severe": ("sharp", "tear", "weak"),
}  # fmt: skip
"""By family of red flags: the rows of the complaint table (behind "red-flag-") whose lines fit it."""

ROWS = (
    "red flags stopped", "red flags acted on", "red flags as red flags", "family right, of those",
    "complaints caught", "complaints acted on", "region exact, of those", "sensation exact, of those",
    "complaints taken for red flags",
    "commands right", "commands right or asked", "commands wrong",
    "numbers right", "numbers right or asked", "numbers wrong",
    "ordinary talk acted on", "ordinary talk asked about",
    "people's chat acted on", "people's chat asked about",
)  # fmt: skip
"""What is counted; of the last of each group few are wished for."""

UNWISHED = frozenset(
    {"complaints taken for red flags", "commands wrong", "numbers wrong"}
    | {"ordinary talk acted on", "ordinary talk asked about", "people's chat acted on", "people's chat asked about"}
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a system made of a sentence."""

    action: str
    intent: str | None
    slots: dict[str, Any]
    red_flag: bool
    answered_by: str = ""
    """The row of the complaint table that answers it, where it is a complaint."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence counted under one row."""

    row: str
    holds: bool

    @property
    def wished(self) -> bool:
        return self.row not in UNWISHED


def judge(row: Labelled, taken: Taken) -> Iterator[Judged]:
    """Everything one sentence counts for."""
    complaint = taken.intent == "complaint" and taken.action != "ignore"
    if row.kind == "red":
        yield Judged("red flags stopped", complaint or taken.intent == "stop")
        yield Judged("red flags acted on", complaint and taken.action == "act")
        yield Judged("red flags as red flags", complaint and taken.red_flag)
        if complaint and taken.red_flag and row.slots.get("family") in ANSWERED_BY:
            fitting = ANSWERED_BY[row.slots["family"]]
            yield Judged("family right, of those", taken.answered_by.removeprefix("red-flag-") in fitting)
    elif row.kind == "complaint":
        yield from _complaint(row, taken, caught=complaint)
    elif row.kind.startswith("none"):
        talk = "people's chat" if row.kind == LABEL else "ordinary talk"
        yield Judged(f"{talk} acted on", taken.action == "act")
        yield Judged(f"{talk} asked about", taken.action == "ask")
    else:
        kind = "numbers" if row.kind in NUMBERS else "commands"
        same = taken.intent == row.kind and _same_slots(row, taken.slots)
        yield Judged(f"{kind} right", same and taken.action == "act")
        yield Judged(f"{kind} right or asked", same and taken.action != "ignore")
        yield Judged(f"{kind} wrong", not same and taken.action == "act")


def _complaint(row: Labelled, taken: Taken, *, caught: bool) -> Iterator[Judged]:
    region = row.slots.get("region", "general")
    wish = region in ABOUT_LOAD and taken.intent in LOAD_WISHES and taken.action != "ignore"
    yield Judged("complaints caught", caught or wish)
    yield Judged("complaints acted on", (caught or wish) and taken.action == "act")
    if caught:
        yield Judged("region exact, of those", taken.slots.get("region") == region)
        if "sensation" in row.slots:
            yield Judged("sensation exact, of those", taken.slots.get("sensation") == row.slots["sensation"])
        yield Judged("complaints taken for red flags", taken.red_flag and taken.action == "act")


def _same_slots(row: Labelled, slots: dict[str, Any]) -> bool:
    for name, value in row.slots.items():
        if name in UNJUDGED or (name == "unit" and "unit" not in slots) or (name == "topic" and "topic" not in slots):
            continue
        if name == "side" or (name in slots and _same(value, slots[name])):
            continue
        return False
    return True


def _same(value: str, other: object) -> bool:
    try:
        return math.isclose(float(value), float(str(other)))
    except ValueError:
        return value == str(other)


def share(cell: Any) -> str:
    """ "96.4 % (95.1-97.4) of 1200", with Wilson's interval; a plain number as it is."""
    if not isinstance(cell, tuple):
        return "" if cell is None else str(cell)
    good, of = cell
    part, z = good / of, 1.96
    middle = (part + z * z / (2 * of)) / (1 + z * z / of)
    spread = z * math.sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{100 * part:.1f} % ({100 * (middle - spread):.1f}-{100 * (middle + spread):.1f}) of {of}"
