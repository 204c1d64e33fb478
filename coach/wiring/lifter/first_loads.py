"""How lifts begin that were not done lately: by others that were, else by what was told of the deadlift."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from coach.core.loading.plates import convert
from coach.script.compiler.context import Firsts
from coach.script.files.library import Library
from coach.script.shapes.schema import ScriptShape
from coach.wiring.lifter.recalling import LONG_AGO, Past, script_of

LONG_AGO_PART = 0.75
"""What is left of a load that was lifted long ago, as far as a first load goes by it."""

BEGINS_AT = {"years": 0.8, "some": 0.75, "new": 0.65}
"""A first load is this part of what a history, or what was told, promises, by how long somebody has lifted."""


def firsts(past: Past, library: Library, today: Mapping[str, float], *, asks: bool) -> Firsts:
    """The loads, in the kit's unit, that lifts begin with which were not done lately; `asks` as `plan_of` has it.

    None with less than the load `today` of a lift that usually takes less with the same implement, up to what was told.
    """
    base = _deadlift(past, library)
    part = BEGINS_AT.get(past.facts.get("experience", ""), BEGINS_AT["years"])
    known = _Known(library, base * part, past.person.said_load(past.kit.unit), today) if base else {}
    return Firsts(known, asks)


class _Known(Mapping[str, float]):
    """The first load of every loaded movement, found when it is asked for: a session has few of a hundred scripts.

    `base` is the load of a lift whose relative load is one, `said` the deadlift that was told, if one was.
    """

    def __init__(self, library: Library, base: float, said: float | None, today: Mapping[str, float]) -> None:
        self._library, self._base, self._said, self._today = library, base, said, today

    def __getitem__(self, name: str) -> float:
        script = _loaded(self._library, name)
        if script is None:
            raise KeyError(name)
        others = ((script_of(self._library, other), advised) for other, advised in self._today.items())
        lesser = [
            advised if self._said is None else min(advised, self._said * script.relative_load)
            for other, advised in others
            if other is not None and other.implement == script.implement and other.relative_load < script.relative_load
        ]
        return max(self._base * script.relative_load, *lesser) if lesser else self._base * script.relative_load

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._library.script_paths if _loaded(self._library, name))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _loaded(library: Library, name: str) -> ScriptShape | None:
    script = script_of(library, name)
    return script if script is not None and script.loaded else None


def _deadlift(past: Past, library: Library) -> float | None:
    """A deadlift for a few reps, by the movement done that is most like it; else as it was told."""
    begin = past.today - timedelta(days=LONG_AGO)
    found = ((name, last, _loaded(library, name)) for name, last in _last_loads(past).items())
    done = {name: (*last, script.relative_load) for name, last, script in found if script is not None}
    if not done:
        return past.person.said_load(past.kit.unit)
    load, newest, share = max(done.values(), key=lambda each: (each[2], each[0]))
    return load / share * (1.0 if newest >= begin else LONG_AGO_PART)


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
