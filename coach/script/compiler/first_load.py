"""The first load of a lift nobody has done here: known from what was told, or found from the lightest up."""

from collections.abc import Iterator
from dataclasses import replace

from coach.core.loading.plates import BARBELL, convert
from coach.core.plan import LOADED_ROLES, Answer, Ask, FindLoad, Line, Reps, Rest, Role, Step, Talk, Unit, Work
from coach.core.steps.loads.first_load import REST
from coach.core.wording import fill
from coach.core.wording import load as load_words
from coach.script.compiler.context import Context, Firsts
from coach.script.compiler.exercises import most_of
from coach.script.compiler.sets import dose_of, rounded, sets_of
from coach.script.shapes.steps import DoStep

TRIES = 5
"""So many heavier sets may follow the first."""

LIGHT = 0.4
"""What comes in sizes begins with this part of what is written."""

MOST_REPS = 5
"""The reps of a set that looks for the load."""

EFFORT = ("log_effort", "log_reps", "pain_level", "not_sure")
"""What answers "how hard was that": an effort, a bare number, a number of ten, or nothing known."""


def begun(context: Context, shape: DoStep, role: Role | None) -> Iterator[Step]:
    """The sets of an exercise, begun as a first time where it is one; no program's is done with more than its load."""
    firsts, script = context.firsts, context.script(shape.do)
    planned = firsts is not None and firsts.planned is not None
    meant = shape.role or role or (Role.WORKING if script.kind == "movement" else Role.WARM_UP)
    if shape.load is None or not script.loaded or firsts is None:
        yield from sets_of(context, shape, role)
    elif (advised := context.loads.get(shape.do)) is not None:
        load = min(advised, _written(context, shape)) if planned else advised
        yield from sets_of(_at(context, shape, load), shape, role)
    elif not (firsts.written or planned) or meant not in LOADED_ROLES:
        yield from sets_of(context, shape, role)
    elif (told := firsts.load(shape.do)) is not None:
        load = rounded(most_of(context, shape.do, told), context.kit, script.implement)
        yield from _known(context, shape, role, min(load, _written(context, shape)) if planned else load)
    else:
        yield from _unknown(context, shape, role, firsts, meant)


def _known(context: Context, shape: DoStep, role: Role | None, load: float) -> Iterator[Step]:
    if shape.do not in context.begun and not context.careful:  # who is to be careful gets less than that
        context.begun.add(shape.do)
        yield from _said(context, shape.do, "find.known", load)
    yield from sets_of(_at(context, shape, load), shape, role)


def _unknown(context: Context, shape: DoStep, role: Role | None, firsts: Firsts, meant: Role) -> Iterator[Step]:
    written = _written(context, shape)
    lightest = min(written, _lightest(context, shape, written))
    plain = shape.model_copy(update={"ramp": ()}) if lightest < written else shape
    finds = lightest < written and firsts.asks and not context.careful and meant is Role.WORKING and shape.reps
    if finds and shape.do not in context.begun:
        context.begun.add(shape.do)
        yield from _finding(context, shape, lightest, written)
    elif lightest < written and meant is Role.WORKING and shape.do not in context.begun:
        context.begun.add(shape.do)
        yield from _said(context, shape.do, "find.light", lightest)
    yield from sets_of(_at(context, shape, lightest), plain, role)


def _finding(context: Context, shape: DoStep, lightest: float, written: float) -> Iterator[Step]:
    """A set at the lightest load, and the question that leads to the next one."""
    yield from _said(context, shape.do, "find.begin", lightest)
    dose = dose_of(shape, context.length)
    few = replace(dose, count=min(dose.count, MOST_REPS)) if isinstance(dose, Reps) else dose
    yield Work(shape.do, few, Role.RAMP, load=lightest, get_ready=shape.get_ready, importance=shape.importance)
    judged = (FindLoad(shape.do, lightest, written, TRIES),)
    for line in context.stock("ask.effort"):
        yield Ask("effort", line, (Answer(EFFORT, judged),), judged)
    yield Rest(shape.ramp_rest or REST)


def _said(context: Context, exercise: str, name: str, load: float) -> Iterator[Step]:
    words = {"load": load_words(load, context.kit.unit)}
    for line in context.stock(name):
        yield Talk((Line(tuple(fill(each, words) for each in line.variants), line.why),), exercise, load)


def _written(context: Context, shape: DoStep) -> float:
    load = convert(shape.load or 0.0, Unit.KILOS, context.kit.unit)
    return rounded(most_of(context, shape.do, load), context.kit, context.script(shape.do).implement)


def _lightest(context: Context, shape: DoStep, written: float) -> float:
    """The empty bar; of what comes in sizes, a light one."""
    implement = context.script(shape.do).implement
    return rounded(0.0 if implement == BARBELL else written * LIGHT, context.kit, implement)


def _at(context: Context, shape: DoStep, load: float) -> Context:
    return replace(context, loads={**context.loads, shape.do: load})
