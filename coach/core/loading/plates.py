"""What goes on the bar: plates the lifter owns, loads rounded to them, ramp-ups, kilos and pounds, estimated maxima.

Loads are what the bar weighs in all, in the kit's unit. Nothing here ever asks for a plate that is not owned, and a
load that cannot be made exactly is made lighter, not heavier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from coach.core.plan import Kit, Unit

POUNDS_IN_A_KILO = 2.204_622_621_8

RAMP = (0.40, 0.55, 0.70, 0.85)
"""Ramp-up sets as parts of the working load."""

SLACK = 0.05
"""A ramp-up bar may be this part of the working load lighter than planned when that saves moving plates."""

A_PLATE = {Unit.KILOS: 20.0, Unit.POUNDS: 45.0}
"""What "two plates a side" means where the house owns that plate; elsewhere its heaviest is meant."""

FINE = 4
"""Loads are compared to so many decimals, so that sums of fractional plates meet."""

Formula = Literal["Epley", "Brzycki"]


@dataclass(frozen=True, slots=True)
class Loading:
    """A bar that can really be loaded: `load` in all, and the plates on each side, heaviest first."""

    load: float
    per_side: tuple[float, ...]

    def counted(self) -> tuple[tuple[float, int], ...]:
        """The plates on each side as (size, how many), heaviest first: what is said aloud."""
        sizes = dict.fromkeys(self.per_side)
        return tuple((size, self.per_side.count(size)) for size in sizes)


def convert(load: float, of: Unit, to: Unit) -> float:
    """A load in the other unit, unrounded."""
    if of is to:
        return load
    return load * POUNDS_IN_A_KILO if to is Unit.POUNDS else load / POUNDS_IN_A_KILO


def loadings(kit: Kit) -> tuple[Loading, ...]:
    """Every bar that can be loaded, lightest first; of the ways to one load, the one with the fewest plates."""
    return _bars(kit.bar, _owned(kit))


@lru_cache(maxsize=32)
def _bars(bar: float, owned: tuple[tuple[float, int], ...]) -> tuple[Loading, ...]:
    """The same of a bar and these plates: what is seen of a session asks for it at every change."""
    return tuple(Loading(round(bar + 2 * side, FINE), way) for side, way in _sides(owned))


def loading_for(load: float, kit: Kit, *, now: Loading | None = None) -> Loading:
    """The heaviest bar that can be loaded without exceeding `load`; the empty bar when even that exceeds it.

    Of several ways to make it, the one that moves the fewest plates from what is on the bar `now`.
    """
    bars, most = loadings(kit), round(load, FINE)
    best = next((bar for bar in reversed(bars) if bar.load <= most), bars[0])
    if now is None:
        return best
    return min(_ways_from(now, best.load, kit), key=lambda way: (changes(now, way), len(way.per_side)))


def changes(before: Loading, after: Loading) -> int:
    """How many plates are moved on each side to come from one bar to the other; inner plates are slid off for it."""
    off, on = moved(before, after)
    return len(off) + len(on)


def moved(before: Loading, after: Loading) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The plates taken off each side, outermost first, and those put on then, to come from one bar to the other."""
    shared = 0
    for old, new in zip(before.per_side, after.per_side, strict=False):
        if old != new:
            break
        shared += 1
    return before.per_side[: shared - 1 if shared else None : -1], after.per_side[shared:]


def round_down(load: float, kit: Kit) -> float:
    """What can be loaded of `load`: never more, and the empty bar at least."""
    return loading_for(load, kit).load


def next_up(load: float, kit: Kit) -> float | None:
    """The lightest load that can be made above this one; None when every plate is on."""
    most = round(load, FINE)
    above = (loading.load for loading in loadings(kit) if loading.load > most)
    return next(above, None)


BARBELL = "barbell"
"""The implement whose loads are made of plates."""


def makeable(kit: Kit, implement: str) -> tuple[float, ...] | None:
    """Every load of this implement that can be had, lightest first; None where every whole unit can."""
    if implement == BARBELL:
        return tuple(loading.load for loading in loadings(kit))
    return dict(kit.sizes).get(implement)


def made(load: float, kit: Kit, implement: str) -> float:
    """The heaviest load that can be had at or below this one; the lightest there is when even that is heavier."""
    loads = makeable(kit, implement)
    if loads is None:
        return float(int(load + 1e-9))
    return next((each for each in reversed(loads) if each <= round(load, FINE)), loads[0])


def nearest(load: float, kit: Kit, implement: str) -> float:
    """The load that can be had and is nearest to this one."""
    loads = makeable(kit, implement)
    return float(round(load)) if loads is None else min(loads, key=lambda each: abs(each - load))


def made_above(load: float, kit: Kit, implement: str) -> float | None:
    """The lightest load that can be had above this one; None when there is none."""
    loads = makeable(kit, implement)
    if loads is None:
        return float(int(load) + 1)
    return next((each for each in loads if each > round(load, FINE)), None)


def ramp(load: float, kit: Kit, parts: Iterable[float] = RAMP) -> tuple[tuple[float, Loading], ...]:
    """The ramp-up bars on the way to a working `load`, each with its part: ever heavier, lighter than the working bar.

    A part that makes no heavier bar is left out. Each bar may be a little lighter (`SLACK`) than its part says; of all
    such ramps, the one that moves the fewest plates up to the working bar, then the one nearest to its parts.
    """
    working = _near(load, 0.0, kit)
    climbs = [_Climb(Loading(kit.bar, ()))]
    for part in sorted(parts):
        bars = [bar for bar in _near(load * part, load * SLACK, kit) if bar.load < working[0].load]
        climbs = _onwards(climbs, bars, load, part) or climbs
    best = min(_onwards(climbs, working, load, 1.0) or climbs, key=_Climb.cost)
    return tuple((part, bar) for part, bar in best.bars if bar.load < working[0].load)


def reps_in_reserve(effort: float) -> float:
    """The reps left in the tank after a set of this effort (RPE): ten is none, eight is two."""
    return max(0.0, 10.0 - effort)


def estimated_max(load: float, reps: int, formula: Formula = "Epley", *, in_reserve: float = 0.0) -> float | None:
    """The load one could lift once, estimated from a set of `reps` with so many left `in_reserve`.

    None where the formulas mean nothing: no reps, or more than twelve to failure.
    """
    effective = reps + in_reserve
    if reps < 1 or effective > 12 or load <= 0:
        return None
    if effective <= 1:
        return load
    return load * (1 + effective / 30) if formula == "Epley" else load * 36 / (37 - effective)


def _owned(kit: Kit) -> tuple[tuple[float, int], ...]:
    return tuple(sorted(kit.pairs, reverse=True))


@cache
def _sides(owned: tuple[tuple[float, int], ...]) -> tuple[tuple[float, tuple[float, ...]], ...]:
    """What one side can weigh, lightest first, and the fewest plates that weigh it, heaviest first."""
    best: dict[float, tuple[float, ...]] = {0.0: ()}
    for size, pairs in owned:
        for weight, plates in tuple(best.items()):
            for count in range(1, pairs + 1):
                heavier, way = round(weight + size * count, FINE), plates + (size,) * count
                if len(way) < len(best.get(heavier, way + way)):
                    best[heavier] = way
    return tuple(sorted(best.items()))


@dataclass(frozen=True, slots=True)
class _Climb:
    """A ramp so far: what is on the bar, the bars that led there, the plates moved, and how far below its parts."""

    bar: Loading
    bars: tuple[tuple[float, Loading], ...] = ()
    moved: int = 0
    short: float = 0.0

    def cost(self) -> tuple[int, float]:
        return self.moved, self.short

    def to(self, bar: Loading, load: float, part: float) -> "_Climb":
        moved, short = self.moved + changes(self.bar, bar), self.short + load * part - bar.load
        return _Climb(bar, (*self.bars, (part, bar)), moved, short)


def _onwards(climbs: list[_Climb], bars: list[Loading], load: float, part: float) -> list[_Climb]:
    """For each of these bars the cheapest climb that leads up to it, where one does."""
    below = [(bar, [climb for climb in climbs if climb.bar.load < bar.load or not climb.bars]) for bar in bars]
    return [min((climb.to(bar, load, part) for climb in lower), key=_Climb.cost) for bar, lower in below if lower]


def _near(load: float, slack: float, kit: Kit) -> list[Loading]:
    """The bars from `slack` below a load up to it, each made in the fewest plates from every largest plate down."""
    heaviest = round_down(load, kit)
    sides = [dict(_sides(_owned(kit)[first:])) for first in range(len(kit.pairs) + 1)]
    found = {
        Loading(bar.load, ways[side]): None
        for bar in loadings(kit)
        if bar.load == heaviest or load - slack <= bar.load <= heaviest
        for ways in sides
        if (side := round((bar.load - kit.bar) / 2, FINE)) in ways
    }
    return list(found)


def _ways_from(now: Loading, load: float, kit: Kit) -> list[Loading]:
    """Ways to make exactly `load`, one for each number of inner plates that stay on: heaviest always inside."""
    ways: list[Loading] = []
    for kept in range(len(now.per_side) + 1):
        inner = now.per_side[:kept]
        left = [(size, pairs - inner.count(size)) for size, pairs in _owned(kit) if not inner or size <= inner[-1]]
        outer = dict(_sides(tuple(left))).get(round((load - kit.bar) / 2 - sum(inner), FINE))
        if outer is not None and all(pairs >= 0 for _, pairs in left):
            ways.append(Loading(load, inner + outer))
    return ways
