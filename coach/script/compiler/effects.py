"""What answers and complaints lead to, from how it is written to the core's effects."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from coach.core.plan import (
    Answer,
    DropSide,
    Effect,
    EndLoading,
    EndSession,
    Insert,
    Lighten,
    Line,
    LongerRest,
    Remember,
    RememberSaid,
    Role,
    ShortenSets,
    SlowLowering,
    Step,
    StepDown,
    StepUp,
    TellFault,
    Utter,
)
from coach.script.compiler.context import Compiling
from coach.script.shapes.steps import AnswerShape, EffectShape

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
    "end_loading": lambda _: EndLoading(),
    "end_session": EndSession,
}


def effects_of(compiler: Compiling, shapes: Iterable[EffectShape]) -> tuple[Effect, ...]:
    """The effects in the order they are written."""
    return tuple(effect for shape in shapes for effect in _effects(compiler, shape))


def _effects(compiler: Compiling, shape: EffectShape) -> Iterator[Effect]:
    (key,) = shape.model_fields_set
    if shape.say:
        if compiler.holds(shape.say.when):
            yield Utter(Line(shape.say.say, shape.say.why or ""))
    elif shape.insert is not None:
        yield Insert(tuple(compiler.steps(shape.insert, Role.RESET)))
    elif (said := shape.remember_said) is not None:
        yield RememberSaid(said.fact, said.slots, said.worded, said.every)
    elif shape.remember is not None:
        yield from (Remember(name, value) for name, value in shape.remember.items())
    else:
        yield _SIMPLE[key](getattr(shape, key))


def answers_of(compiler: Compiling, shapes: Iterable[AnswerShape]) -> tuple[Answer, ...]:
    """Each answer with what it leads to."""
    return tuple(Answer(shape.heard, effects_of(compiler, shape.then)) for shape in shapes)


def inserted(effects: Iterable[Effect]) -> Iterator[Step]:
    """Every step the effects may put into the session."""
    for effect in effects:
        if isinstance(effect, Insert):
            yield from effect.steps
