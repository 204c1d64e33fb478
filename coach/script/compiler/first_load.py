"""The first load of a lift nobody has done here: known from what was told, or found from the lightest up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from coach.core.loading.plates import BARBELL, convert
from coach.core.plan import LOADED_ROLES, Answer, Ask, FindLoad, Line, Reps, Rest, Role, Step, Talk, Unit, Work
from coach.core.steps.loads.first_load import REST
from coach.core.wording import fill
from coach.core.wording import load as load_words
from coach.script.compiler.sets import dose_of, rounded, sets_of
from coach.script.shapes.steps import DoStep

if TYPE_CHECKING:
    from coach.script.compiler.compile import Compiler

TRIES = 5
"""So many heavier sets may follow the first."""

LIGHT = 0.4
"""What comes in sizes begins with this part of what is written."""

MOST_REPS = 5
"""The reps of a set that looks for the load."""

EFFORT = ("log_effort", "log_reps", "pain_level", "not_sure")
"""What answers "how hard was that": an effort, a bare number, a number of ten, or nothing known."""


@dataclass(frozen=True, slots=True)
class Firsts:
    """How lifts without a history begin. `known` are loads by script name, in the kit's unit, from what was told.

    `asks`: somebody can answer how hard a set was; else the lightest load stays.
    """

    known: Mapping[str, float] = field(default_factory=dict)
    asks: bool = False


def begun(compiler: "Compiler", shape: DoStep, role: Role | None) -> Iterator[Step]:
    """The sets of an exercise, begun as a first time where it is one."""
    firsts, script = compiler.firsts, compiler.script(shape.do)
    meant = shape.role or role or (Role.WORKING if script.kind == "movement" else Role.WARM_UP)
    if (
        firsts is None
        or shape.do in compiler.loads
        or shape.load is None
        or meant not in LOADED_ROLES
        or not script.loaded
    ):
        yield from sets_of(compiler, shape, role)
    elif (told := firsts.known.get(shape.do)) is not None:
        yield from _known(compiler, shape, role, rounded(compiler.most(shape.do, told), compiler.kit, script.implement))
    else:
        yield from _unknown(compiler, shape, role, firsts, meant)


def _known(compiler: "Compiler", shape: DoStep, role: Role | None, load: float) -> Iterator[Step]:
    if shape.do not in compiler.begun and not compiler.careful:  # who is to be careful gets less than that
        compiler.begun.add(shape.do)
        yield from _said(compiler, "find.known", load)
    yield from sets_of(_at(compiler, shape, load), shape, role)


def _unknown(compiler: "Compiler", shape: DoStep, role: Role | None, firsts: Firsts, meant: Role) -> Iterator[Step]:
    written = _written(compiler, shape)
    lightest = min(written, _lightest(compiler, shape, written))
    plain = shape.model_copy(update={"ramp": ()}) if lightest < written else shape
    finds = lightest < written and firsts.asks and not compiler.careful and meant is Role.WORKING and shape.reps
    if finds and shape.do not in compiler.begun:
        compiler.begun.add(shape.do)
        yield from _finding(compiler, shape, lightest, written)
    elif lightest < written and meant is Role.WORKING and shape.do not in compiler.begun:
        compiler.begun.add(shape.do)
        yield from _said(compiler, "find.light", lightest)
    yield from sets_of(_at(compiler, shape, lightest), plain, role)


def _finding(compiler: "Compiler", shape: DoStep, lightest: float, written: float) -> Iterator[Step]:
    """A set at the lightest load, and the question that leads to the next one."""
    yield from _said(compiler, "find.begin", lightest)
    dose = dose_of(shape, compiler.length)
    few = replace(dose, count=min(dose.count, MOST_REPS)) if isinstance(dose, Reps) else dose
    yield Work(shape.do, few, Role.RAMP, load=lightest, get_ready=shape.get_ready, importance=shape.importance)
    judged = (FindLoad(shape.do, lightest, written, TRIES),)
    for line in compiler.stock("ask.effort"):
        yield Ask("effort", line, (Answer(EFFORT, judged),), judged)
    yield Rest(shape.ramp_rest or REST)


def _said(compiler: "Compiler", name: str, load: float) -> Iterator[Step]:
    words = {"load": load_words(load, compiler.kit.unit)}
    for line in compiler.stock(name):
        yield Talk((Line(tuple(fill(each, words) for each in line.variants), line.why),))


def _written(compiler: "Compiler", shape: DoStep) -> float:
    load = convert(shape.load or 0.0, Unit.KILOS, compiler.kit.unit)
    return rounded(compiler.most(shape.do, load), compiler.kit, compiler.script(shape.do).implement)


def _lightest(compiler: "Compiler", shape: DoStep, written: float) -> float:
    """The empty bar; of what comes in sizes, a light one."""
    implement = compiler.script(shape.do).implement
    return rounded(0.0 if implement == BARBELL else written * LIGHT, compiler.kit, implement)


def _at(compiler: "Compiler", shape: DoStep, load: float) -> "Compiler":
    return replace(compiler, loads={**compiler.loads, shape.do: load})
