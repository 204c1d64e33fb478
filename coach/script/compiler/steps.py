"""From what is written to what is done: steps, questions, and what answers and complaints lead to."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, assert_never

from coach.core.plan import (
    Answer,
    Ask,
    DropSide,
    Effect,
    EndLoading,
    EndSession,
    Gun,
    Insert,
    LeaveOut,
    Lighten,
    Line,
    LongerRest,
    Remember,
    RememberSaid,
    Rest,
    Role,
    ShortenSets,
    SlowLowering,
    Step,
    StepDown,
    StepUp,
    Talk,
    TellFault,
    Utter,
    Work,
)
from coach.errors import ContentError, Problem
from coach.script.compiler.context import Context
from coach.script.compiler.first_load import begun
from coach.script.compiler.sets import told_before
from coach.script.shapes.steps import (
    AnswerShape,
    AskStep,
    DensityStep,
    DoStep,
    EffectShape,
    EmomStep,
    GunShape,
    RestStep,
    SayStep,
    StepShape,
    SupersetStep,
    UseStep,
)


def steps_of(context: Context, shapes: Iterable[StepShape], role: Role | None) -> Iterator[Step]:
    """The steps that are for this lifter; `role` is what drills are for when they do not say."""
    for shape in shapes:
        if context.holds(shape.when, shape.do if isinstance(shape, DoStep) else ""):
            yield from _step(context, shape, role)


def _step(context: Context, shape: StepShape, role: Role | None) -> Iterator[Step]:
    """One written step as the steps it stands for."""
    match shape:
        case SayStep():
            if lines := context.lines(shape.say):
                yield Talk(lines)
        case RestStep():
            yield Rest(shape.rest)
        case AskStep():
            yield question_of(context, shape)
        case UseStep():
            yield from _included(context, shape, role)
        case DoStep():
            fitted = context.fitted(shape)
            yield from told_before(context, fitted)
            yield from begun(context, fitted, role)
        case SupersetStep():
            yield from _superset(context, shape, role)
        case EmomStep():
            yield from _paced(context, shape.emom, context.today(shape.rounds), shape.every, role)
        case DensityStep():
            sets = context.today(shape.rounds) * len(shape.density)
            yield from _paced(context, shape.density, sets, shape.minutes * 60 / sets, role)
        case _:
            assert_never(shape)


def question_of(context: Context, shape: AskStep) -> Ask:
    """A question with everything its answers lead to."""
    ask = Line(shape.ask.say, shape.ask.why or "")
    return Ask(shape.name, ask, answers_of(context, shape.answers), effects_of(context, shape.silence), shape.seconds)


def _included(context: Context, shape: UseStep, role: Role | None) -> Iterator[Step]:
    """The steps of another session."""
    if shape.use in context.using:
        path = str(context.library.session_path(shape.use))
        circle = " -> ".join((*context.using, shape.use))
        raise ContentError([Problem(path, 1, 1, f"sessions use each other in a circle ({circle}); remove one 'use'")])
    inner = replace(context, length=shape.length or context.length, using=(*context.using, shape.use))
    yield from steps_of(inner, context.library.session(shape.use).steps, role)


def _superset(context: Context, shape: SupersetStep, role: Role | None) -> Iterator[Step]:
    """Round after round of the exercises, a rest between rounds but not after the last."""
    rounds = context.today(shape.rounds)
    parts = tuple(map(context.fitted, shape.superset))
    for part in parts:
        yield from told_before(context, part)
    for number in range(1, rounds + 1):
        for place, part in enumerate(parts):
            if place and shape.between:
                yield Rest(shape.between)
            yield from _numbered(context, part, number, rounds, role)
        if number < rounds and shape.rest:
            yield Rest(shape.rest)


def _paced(context: Context, parts: tuple[DoStep, ...], sets: int, every: float, role: Role | None) -> Iterator[Step]:
    """A set every so many seconds, through the exercises in turn."""
    parts = tuple(map(context.fitted, parts))
    for part in parts:
        yield from told_before(context, part)
    for index in range(sets):
        yield from _numbered(context, parts[index % len(parts)], index + 1, sets, role)
        if index < sets - 1:
            yield Rest(every, since_start=True)


def _numbered(context: Context, part: DoStep, number: int, of: int, role: Role | None) -> Iterator[Step]:
    """One exercise of a block, numbered by its round."""
    light = context if context.firsts is None else replace(context, firsts=replace(context.firsts, asks=False))
    for step in begun(light, part, role):
        yield replace(step, number=number, of=of) if isinstance(step, Work) else step


def gun_of(context: Context, shape: GunShape) -> Gun:
    """How the session is tied to the start of a race."""
    holding, again = (tuple(steps_of(context, steps, Role.WARM_UP)) for steps in (shape.holding, shape.again))
    return Gun(shape.ends_before * 60, holding, again)


_SIMPLE: dict[str, Callable[[Any], Effect]] = {
    "fault": TellFault,
    "lighten": lambda percent: Lighten(1 - percent / 100),
    "heavier": lambda percent: Lighten(1 + percent / 100),
    "easier": StepDown,
    "harder": StepUp,
    "slow_lowering": SlowLowering,
    "shorten_sets": ShortenSets,
    "longer_rest": LongerRest,
    "drop_side": lambda _: DropSide(),
    "leave_out": LeaveOut,
    "end_lift": lambda _: LeaveOut(),
    "end_loading": lambda _: EndLoading(),
    "end_session": EndSession,
}


def effects_of(context: Context, shapes: Iterable[EffectShape]) -> tuple[Effect, ...]:
    """The effects in the order they are written."""
    return tuple(effect for shape in shapes for effect in _effects(context, shape))


def _effects(context: Context, shape: EffectShape) -> Iterator[Effect]:
    (key,) = shape.model_fields_set
    if shape.say:
        if context.holds(shape.say.when):
            yield Utter(Line(shape.say.say, shape.say.why or ""))
    elif shape.insert is not None:
        yield Insert(tuple(steps_of(context, shape.insert, Role.RESET)))
    elif (said := shape.remember_said) is not None:
        yield RememberSaid(said.fact, said.slots, said.worded, said.every)
    elif shape.remember is not None:
        yield from (Remember(name, value) for name, value in shape.remember.items())
    else:
        yield _SIMPLE[key](getattr(shape, key))


def answers_of(context: Context, shapes: Iterable[AnswerShape]) -> tuple[Answer, ...]:
    """Each answer with what it leads to."""
    return tuple(Answer(shape.heard, effects_of(context, shape.then)) for shape in shapes)
