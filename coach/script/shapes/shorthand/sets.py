"""How many sets of how many reps, seconds, metres or breaths: what they look like is in `parts`."""

import re
from collections.abc import Mapping

from coach.script.shapes.amounts import seconds_of
from coach.script.shapes.shorthand.words import HEAVIEST, MOST_REPS, MOST_SETS, FaultError, Words, weigh
from coach.script.shapes.shorthand.workout import DoseKind, Set

LONGEST_HOLD = 600
"""Seconds, or metres, of one set."""

WIDEST = 3
"""How many times its fewest reps a range may lead to, beyond twenty: 8-60 is reps and a load."""

_KINDS: Mapping[str, DoseKind] = {"s": "hold", "m": "metres", "b": "breaths"}


def sets_of(words: Words, found: re.Match[str]) -> None:
    """3x8, 3x6-8, 3x5+, 3x30s, 3x20m, 3x5 breaths."""
    at = found.start()
    sets, first, second = int(found[1]), int(found[2]), int(found[3]) if found[3] else None
    last_open = bool(found[4])
    unit = found[5] or "reps"
    kind = _KINDS.get(unit[0], "reps")
    if unit.startswith("min"):
        kind, first = "hold", first * 60
    most, least = (first, None) if second is None else (second, first)
    if not 1 <= sets <= MOST_SETS:
        load = f", or 1x{first} and the load {sets}" if 2 * MOST_SETS <= sets <= HEAVIEST and first <= MOST_SETS else ""
        raise FaultError(at, f"{sets} sets cannot be; write 1 to {MOST_SETS}{load}")
    limit = LONGEST_HOLD if kind in ("hold", "metres") else MOST_REPS
    if not 1 <= most <= limit:
        raise FaultError(found.start(2), f"{most} {'reps' if kind == 'reps' else kind} cannot be; write 1 to {limit}")
    if least is not None and (kind != "reps" or not 1 <= least < most):
        raise FaultError(found.start(2), "this is no range of reps; write the fewer first, as 3x6-8")
    if least is not None and most > max(WIDEST * least, 20):
        raise FaultError(found.start(2), f"{least}-{most} is no range of reps; write {sets}x{least} and the load apart")
    if last_open and (kind != "reps" or least is not None):
        raise FaultError(at, "the plus goes with a number of reps; write 3x5+")
    words.put("sets", at, (sets, Set(kind, most, least, last_open)))


def bare_sets(_: Words, found: re.Match[str]) -> None:
    """3 sets 60: reps or a load?"""
    raise FaultError(found.start(), f"{found[1]} sets of how many? write 5x5, or {found[1]} sets of 5")


def held(words: Words, found: re.Match[str]) -> None:
    """3x1:30 is a hold."""
    sets, seconds = int(found[1]), seconds_of(found[2]) or 0
    if not (1 <= sets <= MOST_SETS and 1 <= seconds <= LONGEST_HOLD):
        raise FaultError(found.start(), f"{found[0]} cannot be held; write up to {LONGEST_HOLD} seconds, as 3x30s")
    words.put("sets", found.start(), (sets, Set("hold", round(seconds))))


def amrap(words: Words, found: re.Match[str]) -> None:
    """3xamrap: as many as are clean."""
    if not 1 <= int(found[1]) <= MOST_SETS:
        raise FaultError(found.start(), f"{found[1]} sets cannot be; write 1 to {MOST_SETS}")
    words.put("sets", found.start(), (int(found[1]), Set("reps", None)))


def listed(words: Words, found: re.Match[str]) -> None:
    """5,5,5 is 3x5; sets of different reps are exercises of their own."""
    reps = re.findall(r"\d+", found[0])
    if len(set(reps)) > 1:
        apart = "; ".join(f"1x{each} ..." for each in reps[:3])
        raise FaultError(found.start(), f"{found[0]} is sets of different reps; write each by itself: {apart}")
    words.put("sets", found.start(), (len(reps), Set("reps", int(reps[0]))))


def weight_first(words: Words, found: re.Match[str]) -> None:
    """80 kg x 5 x 3: the load, the reps, the sets."""
    weigh(words, found.start(), float(found[1]), found[2])
    reps, sets = int(found[3]), int(found[4] or 1)
    if not (1 <= reps <= MOST_REPS and 1 <= sets <= MOST_SETS):
        raise FaultError(found.start(3), "how many? behind a load stand reps and sets, 80 kg x 5 x 3")
    words.put("sets", found.start(3), (sets, Set("reps", reps)))


def reps_paced(words: Words, found: re.Match[str]) -> None:
    """3 reps, of what is done every so often."""
    if not words.paced:
        raise FaultError(found.start(), f"how many sets of them? write 3x{found[1]}")
    words.put("sets", found.start(), (1, Set("reps", int(found[1]))))


def glued(_: Words, found: re.Match[str]) -> None:
    """What may mean several things is no set."""
    told = found[0].replace(" ", "")
    dose = re.split(r"[/,]", told)[0]
    raise FaultError(
        found.start(), f"{told} is read in several ways; write {dose} 60kg, a range as 3x6-8, or {dose}/side"
    )
