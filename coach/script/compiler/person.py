"""Who lifts and what stands in the room, by the facts that were told: the unit, the bar and plates, the other sizes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coach.core.loading.plates import convert
from coach.core.plan import Kit, Unit
from coach.core.wording import capitalised
from coach.script.shapes.facts import NO, YES, sizes, weight

DUMBBELLS = {
    Unit.KILOS: (*(float(size) for size in range(1, 11)), *(12.5 + 2.5 * step for step in range(16))),
    Unit.POUNDS: (3.0, 5.0, 8.0, *(10.0 + 5 * step for step in range(19))),
}
"""What one dumbbell usually weighs."""

KETTLEBELLS = {
    Unit.KILOS: (4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 28.0, 32.0, 36.0, 40.0, 48.0),
    Unit.POUNDS: (9.0, 13.0, 18.0, 22.0, 26.0, 35.0, 44.0, 53.0, 62.0, 70.0, 79.0, 88.0, 106.0),
}
"""What a kettlebell usually weighs."""

HELD = {"dumbbells": "dumbbell", "kettlebells": "kettlebell", "sandbag": "sandbag"}
"""The facts about things that come in sizes, and the implement each is."""

THINGS = {
    **HELD,
    "barbell": "barbell",
    "bands": "band",
    "bench": "bench",
    "ball": "soft ball",
    "rack": "rack",
    "pins": "pins",
}
"""The facts about things, and what each is called where a movement needs it."""

PAIR = {"dumbbell": 2}
"""Of these the load is that of so many."""


@dataclass(frozen=True, slots=True)
class Person:
    """One lifter, by the facts told last. `facts` are values by name, as scripts/facts.yaml names them."""

    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What to call the lifter; nothing where that was not told."""
        return capitalised(self.facts.get("name", ""))

    @property
    def unit(self) -> Unit | None:
        """Kilos or pounds, None where that was not told."""
        told = self.facts.get("unit", "")
        return Unit(told) if told in tuple(Unit) else None

    @property
    def says_plates(self) -> bool:
        """Whether what goes on the bar is said with every new load."""
        return self.facts.get("plates_said") == YES

    @property
    def lacks(self) -> tuple[str, ...]:
        """The things that are known not to be there."""
        missing = [thing for fact, thing in THINGS.items() if self.facts.get(fact) == NO]
        return tuple(sorted({*missing, *(("rack",) if "barbell" in missing else ())}))

    def said_load(self, unit: Unit) -> float | None:
        """The deadlift for five reps that was told, in this unit; None where none was."""
        found = weight(self.facts.get("deadlift", ""), self.unit or unit)
        return convert(found[0], found[1], unit) if found else None

    def kit(self, usual: Kit, *, bar_set: bool = False, plates_set: bool = False) -> Kit:
        """The bar, plates and sizes there are; `usual` where nothing was told, or was set elsewhere for good."""
        bar = weight(self.facts.get("barbell", ""), usual.unit) if not bar_set else None
        pairs = self._pairs(usual) if not plates_set else usual.pairs
        return replace(
            usual,
            bar=round(convert(bar[0], bar[1], usual.unit), 2) if bar else usual.bar,
            pairs=pairs,
            sizes=tuple(self._sizes(usual.unit).items()),
            lacks=self.lacks,
        )

    def _pairs(self, usual: Kit) -> tuple[tuple[float, int], ...]:
        """Plates as pairs: each number told is one pair of that size; "from 2.5" are the usual ones from there up."""
        told = self.facts.get("plates", "")
        if told == NO:
            return ()
        if told.startswith(("from ", "to ")):
            edge = sizes(told, usual.unit, [size for size, _ in usual.pairs])
            kept = set(edge[0]) if edge and edge[1] is usual.unit else {size for size, _ in usual.pairs}
            return tuple((size, pairs) for size, pairs in usual.pairs if size in kept)
        listed = sizes(told, usual.unit)
        if listed is None:
            return usual.pairs
        counted = Counter(round(convert(size, listed[1], usual.unit), 2) for size in listed[0])
        return tuple(sorted(counted.items(), reverse=True))

    def _sizes(self, unit: Unit) -> dict[str, tuple[float, ...]]:
        usual = {"dumbbell": DUMBBELLS[unit], "kettlebell": KETTLEBELLS[unit]}
        found = dict(usual)
        for fact, implement in HELD.items():
            told = sizes(self.facts.get(fact, ""), unit, usual.get(implement, ()))
            if told is not None:
                found[implement] = tuple(sorted(round(convert(size, told[1], unit), 2) for size in told[0]))
        return {
            implement: tuple(PAIR.get(implement, 1) * size for size in listed) for implement, listed in found.items()
        }
