"""Loads and numbers as said: converted to the house's unit, made of its plates, and asked back when far off."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.core.branches import has_complained
from coach.core.events import Heard, Slot
from coach.core.loading.plates import A_PLATE, convert, nearest
from coach.core.plan import Unit, Work
from coach.core.steps.loads.scaling import a_little_more, rounded
from coach.core.turn import Turn

LOAD, LIFTED, REPS, WHICH = "load", "lifted", "reps", "seconds-or-load"
"""What is asked back: a load, one that was lifted, reps, and whether a bare number was seconds or a load."""

ASKED_BACK = frozenset({LOAD, LIFTED, REPS, WHICH})

NAMES_ONE = frozenset({"yes", "more_rest", "rest_for", "change_load", "log_load", "unit"})
"""What settles whether seconds or a load was meant; a plain yes is the seconds, which are harmless."""

FAR_PART, FAR_KILOS = 0.15, 10.0
"""A load farther from the plan than this part of it, or than so many kilos, is asked back."""

ABSURD_PART = 0.5
"""Less than this part of the plan was rather misheard than wanted."""

MANY_REPS = 10
"""So many reps more than planned are asked back."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A load that was asked for, in the house's unit, as it can be made; `relative` to what is planned."""

    load: float
    relative: bool


def wanted(turn: Turn, step: Work, slots: Mapping[str, Slot]) -> Wanted:
    """The load these slots ask for, of a set that has one."""
    planned = step.load or 0.0
    if "plates" in slots:
        return Wanted(_nearest(turn, _plates(turn, float(slots["plates"])), step.exercise), relative=False)
    relative = "load" not in slots
    number = float(slots.get("delta", 0) if relative else slots["load"])
    amount = _in_house(turn, number, slots)
    load = planned * (1 + float(slots.get("percent", 0)) / 100) + amount if relative else amount
    exact = _unit(turn, slots) is turn.plan.kit.unit
    return Wanted((rounded if exact else _nearest)(turn, load, step.exercise), relative)


def done(turn: Turn, slots: Mapping[str, Slot]) -> float:
    """The load that was lifted, in the house's unit."""
    if "plates" in slots:
        return _plates(turn, float(slots["plates"]))
    return round(_in_house(turn, float(slots.get("load", 0)), slots), 1)


def far(turn: Turn, step: Work, load: Wanted) -> bool:
    """Whether this load is asked back: more that is far from the plan or above the best ever, or absurdly little.

    Less needs no question otherwise, nor does what "harder" would put on, the first time.
    """
    planned = step.load or 0.0
    if load.load <= planned:
        lightens = load.relative or has_complained(turn.session.today)
        return not lightens and load.load < ABSURD_PART * planned
    best = turn.plan.best_loads.get(step.exercise)
    unasked = planned if turn.session.today.went_up else a_little_more(turn, planned, step.exercise)
    if best is not None and load.load > max(best, unasked):
        return True
    return far_apart(turn, load.load, planned)


def far_apart(turn: Turn, load: float, other: float) -> bool:
    """Whether a load is so far from another one that it may be a slip of the tongue, or of the ear."""
    kilos = convert(FAR_KILOS, Unit.KILOS, turn.plan.kit.unit)
    return abs(load - other) > min(FAR_PART * other, kilos) + 0.01


def ambiguous(slots: Mapping[str, Slot]) -> bool:
    """Whether "add thirty" was said without saying thirty of what."""
    return "unit" not in slots and float(slots.get("delta", 0)) > 0


def meant(asked: Mapping[str, Slot], answer: Heard) -> Heard:
    """The remark that was meant, once it is known whether seconds or a load was."""
    number = float(asked["delta"])
    unit = str(answer.slots.get("unit", ""))
    if answer.intent in ("change_load", "log_load") or (answer.intent == "unit" and unit in tuple(Unit)):
        slots: dict[str, Slot] = {"delta": number, "unit": unit} if unit else {"delta": number, "unit": ""}
        return Heard(answer.at, "change_load", slots, answer.text)
    return Heard(answer.at, "more_rest", {"seconds": number}, answer.text)


def _unit(turn: Turn, slots: Mapping[str, Slot]) -> Unit:
    said = str(slots.get("unit", ""))
    return Unit(said) if said in tuple(Unit) else turn.plan.kit.unit


def _in_house(turn: Turn, number: float, slots: Mapping[str, Slot]) -> float:
    return convert(number, _unit(turn, slots), turn.plan.kit.unit)


def _plates(turn: Turn, a_side: float) -> float:
    kit = turn.plan.kit
    sizes = [size for size, _ in kit.pairs]
    plate = A_PLATE[kit.unit] if A_PLATE[kit.unit] in sizes else max(sizes, default=0.0)
    return kit.bar + 2 * a_side * plate


def _nearest(turn: Turn, load: float, exercise: str) -> float:
    """What can be made nearest to a load that was said in the other unit, or in plates."""
    return nearest(load, turn.plan.kit, turn.plan.exercises[exercise].implement)
