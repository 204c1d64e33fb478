"""What goes on the bar: named by plates, and said with every new load where the lifter wants it."""

from dataclasses import replace

from coach.core import wording
from coach.core.commands import Rank
from coach.core.loading.plates import BARBELL, Loading, loading_for
from coach.core.plan import Work
from coach.core.turn import Turn

IN_EACH_HAND = "dumbbell"
"""The implement whose load is two of them."""


def named(sizes: tuple[float, ...]) -> str:
    """Plates as they are read out, heaviest first."""
    return ", ".join(map(wording.number, sizes))


def on_the_bar(turn: Turn) -> Loading | None:
    """What the sets of today left on the bar, each loaded with the fewest changes; None before the first."""
    now: Loading | None = None
    for done in turn.session.today.log:
        if done.load is not None and turn.plan.exercises[done.exercise].implement == BARBELL:
            now = loading_for(done.load, turn.plan.kit, now=now)
    return now


def say_plates(turn: Turn, step: Work, cue: int) -> int:
    """Say what goes on the bar for this set, and what in each hand, where it is another load than before.

    Returns the last cue.
    """
    found = _to_say(turn, step)
    if found is None:
        return cue
    told = turn.session.last_line
    line, fields = found
    cue = turn.say(line, Rank.CUE, **fields)
    turn.session = replace(turn.session, last_line=told)
    return cue


def seconds_to_say_plates(turn: Turn, step: Work) -> float:
    """How long that takes to say at most; nothing where it is not said."""
    found = _to_say(turn, step)
    if found is None:
        return 0.0
    line, fields = found
    return max(wording.seconds_to_say(wording.fill(text, fields)) for text in turn.plan.lines[line].variants)


def _to_say(turn: Turn, step: Work) -> tuple[str, dict[str, str]] | None:
    """The stock line and its fields; None where nothing is to be said."""
    if step.load is None:
        return None
    implement = turn.exercise(step).implement
    if implement == BARBELL and turn.session.says_plates:
        now, wanted = on_the_bar(turn), loading_for(step.load, turn.plan.kit, now=on_the_bar(turn))
        line = "reply.plates" if wanted.per_side else "reply.empty_bar"
        return None if now == wanted else (line, {"plates": named(wanted.per_side)})
    if implement == IN_EACH_HAND and all(done.load != step.load for done in turn.session.today.log[-1:]):
        return "work.each_hand", {"load": wording.load(step.load / 2, turn.plan.kit.unit)}
    return None
