"""One exercise of a session as its sets: ramp-up, working sets, sides and the rests between."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.core.loads import convert, ramp, round_down
from coach.core.plan import Breaths, Distance, Dose, Hold, Kit, Reps, Rest, Role, Side, Step, Tempo, Unit, Work
from coach.script.schema import FREE
from coach.script.steps import DoStep

if TYPE_CHECKING:
    from coach.script.compile import Compiler

_SIDES: dict[str, tuple[Side | None, ...]] = {
    "none": (None,), "left": (Side.LEFT,), "right": (Side.RIGHT,), "both": (Side.LEFT, Side.RIGHT),
}  # fmt: skip


def tempo_of(text: str) -> Tempo:
    """A tempo such as 3-1-X-1, already checked; X counts as zero."""
    eccentric, bottom, concentric, top = (0 if part == "X" else int(part) for part in text.split("-"))
    return Tempo(eccentric, bottom, concentric, top)


def sets_of(compiler: "Compiler", shape: DoStep, role: Role | None) -> Iterator[Step]:
    """The ramp-up sets, then the sets with their sides and rests."""
    script = compiler.script(shape.do)
    role = shape.role or role or (Role.WORKING if script.kind == "movement" and script.loaded else Role.WARM_UP)
    load = _load(compiler, shape) if script.loaded else None
    rungs = _rungs(shape, load, compiler.kit, script.implement)
    for number, (reps, warm) in enumerate(rungs, 1):
        yield Work(shape.do, _reps(shape, reps), Role.RAMP, number, len(rungs), load=warm,
                   get_ready=shape.get_ready, importance=shape.importance)  # fmt: skip
        if shape.ramp_rest:
            yield Rest(shape.ramp_rest)
    sets = getattr(shape.sets, compiler.length)
    for number in range(1, sets + 1):
        for side in _SIDES[shape.sides]:
            yield Work(shape.do, dose_of(shape, compiler.length), role, number, sets, side, load,
                       shape.get_ready, shape.importance)  # fmt: skip
        pause = shape.rest if number < sets else shape.rest_after
        if pause:
            yield Rest(pause)


def _rungs(shape: DoStep, load: float | None, kit: Kit, implement: str) -> list[tuple[int, float | None]]:
    """The reps and loads of the ramp-up; on a bar with few plates moved, and without rungs that add nothing."""
    parts = {rung.percent / 100: rung.reps for rung in shape.ramp}
    if load is None:
        return [(reps, None) for reps in parts.values()]
    if implement == "barbell":
        return [(parts[part], bar.load) for part, bar in ramp(load, kit, parts)]
    return [(reps, rounded(load * part, kit, implement)) for part, reps in parts.items()]


def dose_of(shape: DoStep, length: str) -> Dose:
    """The dose in today's form."""
    if shape.reps:
        return _reps(shape, getattr(shape.reps, length))
    if shape.hold:
        return Hold(getattr(shape.hold, length))
    if shape.breaths:
        return Breaths(getattr(shape.breaths, length), shape.breathe_in, shape.breathe_out)
    return Distance(getattr(shape.metres, length), shape.limit)


def _reps(shape: DoStep, count: int) -> Reps:
    if shape.tempo == FREE:
        return Reps(count, free=True)
    return Reps(count, tempo_of(shape.tempo) if shape.tempo else None)


def _load(compiler: "Compiler", shape: DoStep) -> float | None:
    """Today's working load in the kit's unit: the journal's where there is one, else the session's."""
    if shape.do in compiler.loads:
        return compiler.loads[shape.do]
    if shape.load is None:
        return None
    load = convert(shape.load, Unit.KILOS, compiler.kit.unit)
    return rounded(load, compiler.kit, compiler.script(shape.do).implement)


def rounded(load: float, kit: Kit, implement: str) -> float:
    """What can be made of `load`, never more: plates on a bar (the empty bar at least), else whole units."""
    return round_down(load, kit) if implement == "barbell" else max(1.0, float(int(load + 1e-9)))
