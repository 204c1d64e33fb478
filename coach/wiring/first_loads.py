"""How lifts begin that were not done lately: by others that were, else by what was told of the deadlift."""

from collections.abc import Mapping
from datetime import date, timedelta

from coach.core.loading.plates import convert
from coach.script.compiler.context import Firsts
from coach.script.files.library import Library
from coach.wiring.recalling import LONG_AGO, Past

LONG_AGO_PART = 0.75
"""What is left of a load that was lifted long ago, as far as a first load goes by it."""

BEGINS_AT = {"years": 0.8, "some": 0.75, "new": 0.65}
"""A first load is this part of what a history, or what was told, promises, by how long somebody has lifted."""


def firsts(past: Past, library: Library, today: Mapping[str, float], *, asks: bool) -> Firsts:
    """The loads, in the kit's unit, that lifts begin with which were not done lately; `asks` as `plan_of` has it.

    None with less than the load `today` of a lift that usually takes less with the same implement, up to what was told.
    """
    scripts = {name: library.script(name) for name in library.script_paths}
    shares = {name: script.relative_load for name, script in scripts.items() if script.loaded}
    base = _deadlift(past, shares)
    part = BEGINS_AT.get(past.facts.get("experience", ""), BEGINS_AT["years"])
    known = {name: base * share * part for name, share in shares.items()} if base else {}
    said = past.person.said_load(past.kit.unit)
    for name, load in known.items():
        script = scripts[name]
        lesser = [
            advised if said is None else min(advised, said * script.relative_load)
            for other, advised in today.items()
            if scripts[other].implement == script.implement and shares[other] < script.relative_load
        ]
        known[name] = max(load, *lesser) if lesser else load
    return Firsts(known, asks)


def _deadlift(past: Past, shares: Mapping[str, float]) -> float | None:
    """A deadlift for a few reps, by the movement done that is most like it; else as it was told."""
    begin = past.today - timedelta(days=LONG_AGO)
    done = {name: last for name, last in _last_loads(past).items() if name in shares}
    if not done:
        return past.person.said_load(past.kit.unit)
    like = max(done, key=lambda name: (shares[name], done[name][0]))
    load, newest = done[like]
    return load / shares[like] * (1.0 if newest >= begin else LONG_AGO_PART)


def _last_loads(past: Past) -> dict[str, tuple[float, date]]:
    """The heaviest set of the newest day of every movement, in the kit's unit, and that day."""
    found: dict[str, tuple[float, date]] = {}
    for session in past.sessions:
        for done in session.working if session.name not in past.light else ():
            if done.load and done.reps_done:
                load = convert(done.load, session.unit, past.kit.unit)
                before = found.get(done.exercise, (0.0, session.day))
                found[done.exercise] = (max(load, before[0] if before[1] == session.day else 0.0), session.day)
    return found
