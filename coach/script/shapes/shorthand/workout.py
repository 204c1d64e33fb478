"""A workout as somebody would write it in one line: exercises with sets, doses and loads, alone or as supersets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.script.shapes.amounts import AMRAP
from coach.script.shapes.schema import ScriptShape

DoseKind = Literal["reps", "hold", "metres", "breaths"]

_MARKS: Mapping[str, str] = {"reps": "", "hold": "s", "metres": "m", "breaths": " breaths"}

_EQUIPMENT: Mapping[str, tuple[str, ...]] = {"none": (), "barbell": ("barbell", "plates")}

SECONDS_A_REP, SECONDS_TO_GET_READY, SECONDS_A_BREATH, METRES_A_SECOND = 4.0, 25.0, 10.0, 1.0
"""Only for a guess at how many minutes a workout takes."""

LONGEST_NAME = 60

LIKELY_REPS = 8
"""About how many reps as many as are clean will be."""


@dataclass(frozen=True, slots=True)
class Set:
    """What one set is: so many reps, seconds, metres or breaths; `least` is the lower end of a range of reps.

    `most` None is as many reps as are clean; with `last_open` so is the last set, the others being of `most`.
    """

    kind: DoseKind
    most: int | None
    least: int | None = None
    last_open: bool = False

    def __str__(self) -> str:
        if self.most is None:
            return AMRAP
        return f"{f'{self.least}-' if self.least else ''}{self.most}{_MARKS[self.kind]}{'+' if self.last_open else ''}"

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        each = {"reps": SECONDS_A_REP, "hold": 1.0, "breaths": SECONDS_A_BREATH, "metres": 1 / METRES_A_SECOND}
        return (self.most or LIKELY_REPS) * each[self.kind] + SECONDS_TO_GET_READY


@dataclass(frozen=True, slots=True)
class Load:
    """A load with the unit it was written in."""

    amount: float
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount:.10g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise of a workout, by its script's name."""

    do: str
    sets: int
    dose: Set
    load: Load | None = None
    effort: float | None = None
    tempo: str | None = None
    sides: str = "none"

    def __str__(self) -> str:
        said = [f"{self.sets}x{self.dose}", self.do.replace("-", " ")]
        said += [str(self.load)] if self.load else []
        said += [f"@{self.effort:g}"] if self.effort else []
        said += [{"both": "each side"}.get(self.sides, self.sides)] if self.sides != "none" else []
        return " ".join(said) + (f", tempo {self.tempo}" if self.tempo else "")

    def step(self, **more: float) -> dict[str, Any]:
        """The exercise as a step of a session file, with these keys besides."""
        dose: Any = str(self.dose) if self.dose.least or self.dose.most is None else self.dose.most
        found: dict[str, Any] = {"do": self.do, "sets": self.sets, self.dose.kind: dose}
        if self.load:
            found["load"] = f"{self.load.amount:.10g} {self.load.unit}"
        optional = {"effort": self.effort, "tempo": self.tempo, "sides": self.sides if self.sides != "none" else None}
        return found | {key: value for key, value in optional.items() if value} | more

    def sets_apart(self, rest: float, after: float) -> Iterator[dict[str, Any]]:
        """The steps of it alone: an open last set is one of its own."""
        pauses = {"rest": rest, "rest_after": after}
        if not self.dose.last_open:
            yield self.step(**{key: seconds for key, seconds in pauses.items() if seconds})
            return
        if self.sets > 1:
            before = {"sets": self.sets - 1, **({"rest": rest, "rest_after": rest} if rest else {})}
            yield self.step(**before)
        yield self.step(sets=1, **({"rest_after": after} if after else {})) | {"amrap": True}


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise, or several in turn as a superset; `rest` is between sets or rounds, in seconds.

    With `every` a set begins every so many seconds, and what is left of them is the rest.
    """

    parts: tuple[Part, ...]
    rest: float
    every: float | None = None

    def __str__(self) -> str:
        if self.every:
            return f"every {self.every:.10g}s x {self.parts[0].sets}: {' + '.join(map(str, self.parts))}"
        return f"{' + '.join(map(str, self.parts))}, rest {_clock(self.rest)}"

    @property
    def seconds(self) -> float:
        """About how long it takes."""
        if self.every:
            return self.every * sum(part.sets for part in self.parts)
        return sum(part.sets * part.dose.seconds for part in self.parts) + self.rest * self.parts[0].sets

    def steps(self, last: bool) -> Iterator[dict[str, Any]]:
        """The steps of a session file; the rest is also taken before what comes next, but not after the last."""
        after = self.rest if self.rest and not last else 0
        if len(self.parts) == 1 and not self.every:
            yield from self.parts[0].sets_apart(self.rest, after)
            return
        once = [{key: value for key, value in part.step().items() if key != "sets"} for part in self.parts]
        if self.every:
            yield {"emom": once, "rounds": self.parts[0].sets * len(once), "every": self.every}
            return
        yield {"superset": once, "rounds": self.parts[0].sets, "rest": self.rest}
        if after:
            yield {"rest": after}


@dataclass(frozen=True, slots=True)
class Workout:
    """What to do: sessions to warm up with, by name, and then the items in order."""

    items: tuple[Item, ...]
    warm_ups: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The workout in the notation; reading it gives the same workout."""
        return "; ".join([*(f"warm-up: {name}" for name in self.warm_ups), *map(str, self.items)])

    @property
    def parts(self) -> list[Part]:
        """Every exercise in order."""
        return [part for item in self.items for part in item.parts]

    @property
    def named(self) -> frozenset[str]:
        """The scripts it is made of."""
        return frozenset(part.do for part in self.parts)

    @property
    def loaded(self) -> frozenset[str]:
        """The scripts whose load is written."""
        return frozenset(part.do for part in self.parts if part.load)

    @property
    def written(self) -> dict[str, float]:
        """The heaviest load written for each of them, in kilos."""
        loads = sorted(
            (convert(part.load.amount, part.load.unit, Unit.KILOS), part.do) for part in self.parts if part.load
        )
        return {script: load for load, script in loads}

    @property
    def name(self) -> str:
        """A name for the journal, made of its exercises."""
        return "-and-".join(dict.fromkeys(part.do for part in self.parts))[:LONGEST_NAME].strip("-")

    @property
    def minutes(self) -> int:
        """About how long it takes without its warm-up, between one and a hundred."""
        seconds = sum(item.seconds for item in self.items)
        return int(min(100, max(1, round(seconds / 60))))

    def session(self, scripts: Mapping[str, ScriptShape]) -> dict[str, Any]:
        """The workout as the plain data of a session file. `scripts` are those it names, by name."""
        return {
            "title": " and ".join(dict.fromkeys(scripts[part.do].title for part in self.parts)),
            "minutes": self.minutes,
            "for": str(self),
            "equipment": _equipment(scripts[part.do] for part in self.parts),
            "steps": [
                *({"use": name} for name in self.warm_ups),
                *(step for item in self.items for step in item.steps(item is self.items[-1])),
            ],
        }


def _equipment(scripts: Iterable[ScriptShape]) -> list[str]:
    return list(
        dict.fromkeys(each for script in scripts for each in _EQUIPMENT.get(script.implement, (script.implement,)))
    )


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}" if seconds == whole and whole < 6000 else f"{seconds:.10g}s"
