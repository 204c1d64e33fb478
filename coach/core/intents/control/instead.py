"""Before the first set another workout may be asked for in words: it is read back, and done instead on a yes."""

from dataclasses import replace

from coach.core.asked import read_back
from coach.core.events import Heard
from coach.core.plan import Role, Work
from coach.core.state import Asked, Confirming
from coach.core.steps import flow, pausing
from coach.core.turn import Turn

INSTEAD, OUTCOME = "instead", "changed"
"""What the question is about, and why a session ends that another takes the place of."""


def ask(turn: Turn, heard: Heard) -> None:
    """Read it back, and wait for a yes. A lift that is not named is the one this session works at."""
    slots = dict(heard.slots)
    if heard.intent == "do_workout" and "exercise" not in slots:
        slots["exercise"] = _usual(turn)
    question = read_back(turn.plan.lines, turn.plan.kit.unit, heard.intent, slots)
    pausing.confirm(turn, INSTEAD, question, slots={**slots, "asked": heard.intent})


def _usual(turn: Turn) -> str:
    steps = (step for step in turn.plan.steps if isinstance(step, Work) and step.role is Role.WORKING)
    return next((step.exercise for step in steps if turn.exercise(step).loaded), "")


def agreed(turn: Turn, phase: Confirming) -> None:
    """End here; what was asked for begins."""
    slots = {name: value for name, value in phase.slots.items() if name != "asked"}
    turn.session = replace(turn.session, instead=Asked(str(phase.slots["asked"]), slots))
    flow.end(turn, OUTCOME)
