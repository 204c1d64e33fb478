"""A number said anew, "no, I said fifteen": it takes the place of the one said last, whatever that was of."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from coach.core import wording
from coach.core.branches import has_complained
from coach.core.events import Heard, HeardUnclear, Slot
from coach.core.intents.control.adjustments import less_rest, more_rest, rest_for
from coach.core.intents.numbers import amounts
from coach.core.intents.numbers.logbook import change_load, log_effort, log_load, log_reps, next_loaded
from coach.core.intents.questions.queries import answer
from coach.core.plan import Role
from coach.core.state import SaidLast
from coach.core.steps.pausing import confirm
from coach.core.turn import Turn

CORRECTION = "correction"
NUMBER = "number"
"""A number by itself, armed only while it is asked which of two it was."""
OTHER = "other_number"
"""The slot of what was heard unclearly, with the number it may have been instead."""
EITHER = "either"
"""The question which of two numbers it was."""
ANEW = frozenset({CORRECTION, NUMBER})

KEEP = frozenset({CORRECTION, NUMBER, "yes", "no", "stop", "unit", "repeat", "louder", "quieter", "time_left", "undo"})
"""Said between a number and its correction, these are not what is corrected."""

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "log_reps": ("reps",),
    "log_load": ("load", "plates"),
    "change_load": ("delta", "percent"),
    "log_effort": ("rpe", "reps_left"),
    "more_rest": ("seconds",),
    "less_rest": ("seconds",),
    "rest_for": ("seconds",),
}
"""What can be corrected, and the slots its number may be in."""

OBEYED: Mapping[str, Callable[[Turn, Heard], None]] = {
    "log_reps": log_reps, "log_effort": log_effort,
    "more_rest": more_rest, "less_rest": less_rest, "rest_for": rest_for,
}  # fmt: skip

LOADS: Mapping[str, Callable[[Turn, Heard, float | None], None]] = {"log_load": log_load, "change_load": change_load}
"""Those that are also told what was planned before what is corrected."""

MOST = {"reps": 100.0, "rpe": 10.0, "reps_left": 20.0, "plates": 10.0}
"""More than this is no number of that kind."""

MINUTES_AT_MOST, MINUTE = 5.0, 60.0
"""Behind a rest of minutes so few are minutes again, and more are seconds."""


def remember(turn: Turn, said: Heard | HeardUnclear) -> None:
    """Keep what was said, for a number may be corrected; what has no number leaves nothing to correct."""
    intent = said.intent if isinstance(said, Heard) else said.guess
    if intent in KEEP:
        return
    last = None
    if any(name in said.slots for name in NUMBERS.get(intent, ())):
        step = next_loaded(turn, Role.WORKING)
        planned = (step.load, step.exercise) if step is not None else (None, "")
        last = SaidLast(intent, dict(said.slots), *planned)
    turn.session = replace(turn.session, said_last=last)


def not_done(turn: Turn, about: str) -> None:
    """What was said last has changed nothing, if this question was `about` it: nobody has agreed."""
    last = turn.session.said_last
    if last is not None and about in amounts.ASKED_BACK | {last.intent, EITHER}:
        turn.session = replace(turn.session, said_last=replace(last, done=False))


def correct(turn: Turn, heard: Heard) -> None:
    """Do what was said last with this number in place of its own."""
    last, number = turn.session.said_last, float(heard.slots.get("number", 0.0))
    name = _slot(last) if last is not None else ""
    if last is None or number > MOST.get(name, number):
        answer(turn, "reply.not_understood")
        return
    slots = {**last.slots, name: _like(last, name, number)}
    turn.session = replace(turn.session, said_last=replace(last, slots=slots, done=True))
    meant = _meant(last, slots, heard)
    if meant.intent in LOADS:
        LOADS[meant.intent](turn, meant, _planned(turn, last))
    else:
        OBEYED[meant.intent](turn, meant)


def ask_which(turn: Turn, said: HeardUnclear) -> bool:
    """Ask which of two numbers it was, "nineteen or ninety?"; False where only one was heard."""
    last = turn.session.said_last
    if OTHER not in said.slots or last is None:
        return False
    slots = {name: value for name, value in said.slots.items() if name != OTHER}
    turn.session = replace(turn.session, said_last=replace(last, slots=slots, done=False))
    one, other = sorted((abs(float(slots[_slot(last)])), abs(float(said.slots[OTHER]))))
    fields = {"number": wording.number(one), "what": wording.number(other)}
    confirm(turn, EITHER, turn.stock("ask.either", **fields), slots=slots)
    return True


def answers_which(turn: Turn, said: Heard) -> Heard | None:
    """The whole remark, once its number was said: by itself, or with all of it again; None where it was not said."""
    last = turn.session.said_last
    if last is not None and said.intent == last.intent:
        return replace(said, slots={**last.slots, **said.slots})
    return replace(said, intent=CORRECTION) if said.intent in ANEW else None


def leaves_open(turn: Turn, about: str, said: HeardUnclear) -> bool:
    """Whether it is asked which of two numbers it was, and this was one, or all of the remark, and again unclear."""
    last = turn.session.said_last
    return about == EITHER and last is not None and said.guess in ANEW | {last.intent}


def _slot(last: SaidLast) -> str:
    return next(name for name in NUMBERS[last.intent] if name in last.slots)


def _like(last: SaidLast, name: str, number: float) -> Slot:
    """The number as that slot has it: less stays less, and minutes minutes."""
    before = float(last.slots[name])
    if name == "seconds" and before >= MINUTE and number <= MINUTES_AT_MOST:
        return number * MINUTE
    if name in ("reps", "plates", "reps_left"):
        return int(number)
    return -number if before < 0 else number


def _planned(turn: Turn, last: SaidLast) -> float | None:
    """The load that was planned before one was said, which what is said anew counts from.

    None where it counts from what is planned now: after a complaint, and in another lift.
    """
    step = None if has_complained(turn.session.today) else next_loaded(turn, Role.WORKING)
    return last.load if step is not None and step.exercise == last.exercise else None


def _meant(last: SaidLast, slots: Mapping[str, Slot], heard: Heard) -> Heard:
    """What makes it as if the number had been the right one from the start; a rest is changed by the difference."""
    if last.done and last.intent in ("more_rest", "less_rest"):
        more = float(slots["seconds"]) - float(last.slots["seconds"])
        more = more if last.intent == "more_rest" else -more
        return replace(heard, intent="more_rest" if more > 0 else "less_rest", slots={"seconds": abs(more)})
    # What has changed a load was one, and no seconds: that is not asked again of its number.
    unit: dict[str, Slot] = {"unit": ""} if last.done and last.intent == "change_load" else {}
    return replace(heard, intent=last.intent, slots={**unit, **slots})
