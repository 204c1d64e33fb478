"""A workout asked for in words, as a line of notation or a session's name."""

from collections.abc import Mapping, Sequence

from coach.core.asked import plain_name
from coach.core.events import Slot
from coach.core.plan import Unit
from coach.errors import InputError
from coach.script.files.library import Library
from coach.script.shapes.shorthand.workout import Part, Workout

MOST_ROUNDS = 6
"""So often an area's exercises are gone through at most."""


def asked_session(intent: str, slots: Mapping[str, Slot], library: Library) -> str:
    """What `compile_session` takes for this remark; raises InputError or ContentError where it cannot be made."""
    if intent == "warm_up_only":
        return library.asked().warm_up
    if intent == "session_for":
        return _for_area(str(slots.get("area", "")), float(slots.get("minutes", 0)), library)
    return _sets(slots, library)


def _sets(slots: Mapping[str, Slot], library: Library) -> str:
    exercise = slots.get("exercise") or library.asked().usual
    said = [f"{slots.get('sets', 1)}x{slots.get('reps', 1)}", plain_name(exercise)]
    if "load" in slots:
        unit = slots.get("unit")
        said.append(f"{slots['load']}{unit if unit in tuple(Unit) else ''}")
    if "rpe" in slots:
        said.append(f"rpe {slots['rpe']}")
    if "seconds" in slots:
        said.append(f"rest {slots['seconds']}s")
    text = " ".join(said)
    library.workout(text)
    return text


def _for_area(area: str, minutes: float, library: Library) -> str:
    """The area's exercises as long as there is time, and again from the first while there is more; at least one."""
    items = library.asked().areas.get(area)
    if items is None:
        raise InputError(f"nothing is written for {area!r}; add it to the areas of scripts/asked.yaml")
    left, chosen = 60 * minutes, list[str]()
    for item in items * MOST_ROUNDS:
        seconds = _seconds(library.workout(item))
        if chosen and seconds > left:
            break
        chosen.append(f"{item}, rest 0s")
        left -= seconds
    return "; ".join(chosen)


def _seconds(workout: Workout | None) -> float:
    parts: Sequence[Part] = () if workout is None else workout.parts
    return sum(part.sets * part.dose.seconds * (2 if part.sides == "both" else 1) for part in parts)
