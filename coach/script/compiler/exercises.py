"""From scripts to the exercises of today's lifter."""

from collections.abc import Iterable, Iterator

from coach.core.loading.gates import capped
from coach.core.plan import Ask, Cap, Effect, Exercise, Fault, Gate, Insert, Line, Start, Step, Unit, Work
from coach.script.compiler.context import Context
from coach.script.compiler.limits import recapped
from coach.script.compiler.sets import tempo_of
from coach.script.shapes.schema import ScriptShape


def exercises_of(context: Context, steps: Iterable[Step]) -> dict[str, Exercise]:
    """Every exercise the steps need or a ladder leads to from there."""
    waiting = list(_named(steps))
    found: dict[str, Exercise] = {}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = exercise_of(context, name)
            waiting += [near for near in (found[name].easier, found[name].harder) if near]
    return dict(sorted(found.items()))


def exercise_of(context: Context, name: str) -> Exercise:
    """A script as the exercise of this lifter."""
    script = context.script(name)
    easier, harder = context.library.ladders().neighbours(name)
    return Exercise(
        name=name,
        title=script.title,
        kind=script.kind,
        why=script.why,
        setup=context.lines(script.setup, name),
        brace=context.stock("health.breath") if context.careful and script.brace else context.lines(script.brace, name),
        cues=context.lines(script.cues, name),
        faults=tuple(Fault(fault.name, line) for fault in script.faults if (line := context.line(fault, name))),
        between_sets=context.lines(script.between_sets, name),
        safe_end=Line(script.safe_end.say, script.safe_end.why or ""),
        tempo=tempo_of(script.tempo),
        start=Start(script.start),
        loaded=script.loaded,
        estimates_max=script.estimates_max,
        easier=easier,
        harder=harder,
        implement=script.implement,
        relative_load=script.relative_load,
        pace=script.pace,
        gate=_gate(context, script),
        cap=_cap(context, script),
    )


def _gate(context: Context, script: ScriptShape) -> Gate | None:
    """What stands before this movement for today's lifter."""
    shape = script.gate
    return Gate(context.holds(shape.when), shape.clean, shape.first / 100) if shape is not None else None


def _cap(context: Context, script: ScriptShape) -> Cap | None:
    """The most this movement is loaded with while nothing is known of the lifter."""
    shape = script.at_most
    if shape is None:
        return None
    return Cap(shape.kg if context.kit.unit is Unit.KILOS else shape.lb, shape.of, shape.percent / 100)


def most_of(context: Context, name: str, load: float) -> float:
    """The load, or the most this lifter ever does the movement with where that is less."""
    return capped(recapped({name: exercise_of(context, name)}, context.maxima)[name], load)


def _named(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Work):
            yield step.exercise
        elif isinstance(step, Ask):
            yield from _named(
                inserted((*step.silence, *(effect for answer in step.answers for effect in answer.effects)))
            )


def inserted(effects: Iterable[Effect]) -> Iterator[Step]:
    """Every step the effects may put into the session."""
    for effect in effects:
        if isinstance(effect, Insert):
            yield from effect.steps
