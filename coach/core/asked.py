"""A workout asked for in words ("five by five at eighty"): which remarks ask for one, and how it is read back."""

from collections.abc import Mapping

from coach.core import wording
from coach.core.events import Slot
from coach.core.plan import Line, Unit

ASKED_FOR = frozenset({"do_workout", "warm_up_only", "session_for"})
"""The intents that ask for a workout no file holds."""

Slots = Mapping[str, Slot]


def read_back(lines: Mapping[str, Line], unit: Unit, intent: str, slots: Slots) -> str:
    """The question that reads it back, from the stock lines; `unit` is that of a load said without one."""
    fields = {"what": _sets(lines, unit, slots)} if intent == "do_workout" else {}
    if intent == "session_for":
        minutes = wording.counted(float(slots.get("minutes", 0)), "minute", "minutes")
        fields = {"time": minutes, "what": plain_name(slots.get("area", ""))}
    return wording.fill(lines[f"asked.{intent}"].variants[0], fields)


def plain_name(name: Slot) -> str:
    """A file's name as it is spoken."""
    return str(name).replace("-", " ").replace("_", " ")


def _sets(lines: Mapping[str, Line], unit: Unit, slots: Slots) -> str:
    """ "Five sets of five, romanian deadlift, at eighty kilos, two minutes rest"."""
    sets = wording.counted(float(slots.get("sets", 1)), "set", "sets")
    said = [f"{sets} of {wording.number(float(slots.get('reps', 1)))}", plain_name(slots.get("exercise", ""))]
    if "load" in slots:
        given = Unit(str(slots["unit"])) if slots.get("unit") in tuple(Unit) else unit
        said.append(_filled(lines, "asked.load", load=wording.load(float(slots["load"]), given)))
    if "rpe" in slots:
        said.append(_filled(lines, "asked.effort", number=wording.number(float(slots["rpe"]))))
    if "seconds" in slots:
        said.append(_filled(lines, "asked.rest", time=wording.duration(float(slots["seconds"]))))
    return ", ".join(said)


def _filled(lines: Mapping[str, Line], name: str, **fields: str) -> str:
    return lines[name].variants[0].format_map(fields)
