"""Between sessions a workout is asked for in words, read back, begun on a yes, and kept when it was done."""

from dataclasses import replace

from coach.core.asked import ASKED_FOR, read_back
from coach.core.commands import Hush
from coach.core.events import Heard
from coach.core.plan import Line
from coach.core.standby.turn import BoxTurn
from coach.core.standby.wishes import ANSWER_WITHIN, AskedBack, BeginAsked, KeepWorkout, WorkoutDone
from coach.core.state import Asked

REFUSED = frozenset({"no", "next", "stop"})
"""What leaves it undone."""


def ask_back(turn: BoxTurn, heard: Heard) -> None:
    """Read it back, and wait for a yes."""
    slots = dict(heard.slots)
    if heard.intent == "do_workout":
        slots.setdefault("exercise", turn.box.usual)
    turn.say(Line((read_back(turn.box.lines, turn.box.unit, heard.intent, slots),)))
    turn.state = replace(turn.state, offer=None, asked=AskedBack(Asked(heard.intent, slots), turn.at + ANSWER_WITHIN))


def answered(turn: BoxTurn, asked: AskedBack, heard: Heard) -> bool:
    """Whether this answers what was asked; anything else that is said leaves it undone too, and is obeyed."""
    turn.state = replace(turn.state, asked=None)
    if heard.intent in REFUSED:
        turn.wanted.append(Hush())
        turn.say("asked.no")
    elif heard.intent not in ("yes", "start"):
        return False
    elif asked.workout is None:
        turn.wanted.append(KeepWorkout(turn.state.unkept))
    else:
        turn.wanted.append(BeginAsked(asked.workout, turn.state.length))
        turn.state = replace(turn.state, again=None, length="normal", timer=None)
    return True


def expired(turn: BoxTurn) -> None:
    """Nobody answered: nothing is done, and that is said."""
    turn.state = replace(turn.state, asked=None)
    turn.say("asked.no")


def done(turn: BoxTurn, event: WorkoutDone) -> None:
    """Ask once whether to keep it."""
    turn.say("asked.keep")
    turn.state = replace(turn.state, unkept=event.session, asked=AskedBack(None, turn.at + ANSWER_WITHIN))


def save_as(turn: BoxTurn, heard: Heard) -> None:
    """Keep the last workout done by this name."""
    if turn.state.unkept:
        turn.wanted.append(KeepWorkout(turn.state.unkept, str(heard.slots.get("name", ""))))
    else:
        turn.say("asked.nothing")


ON = {**dict.fromkeys(ASKED_FOR, ask_back), "save_as": save_as}
"""The remarks about a workout asked for."""
