"""From what is written to what is done: a session and its scripts become one resolved plan."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from coach.core.branches import RED_FLAG
from coach.core.loading.plates import made
from coach.core.plan import LOADED_ROLES, Branch, Kit, Plan, Role, Step, Work
from coach.script.compiler.context import Context, Firsts
from coach.script.compiler.exercises import exercises_of, inserted
from coach.script.compiler.limits import in_room, recapped, under_caps
from coach.script.compiler.sets import rounded
from coach.script.compiler.steps import effects_of, gun_of, question_of, steps_of
from coach.script.files.library import Library
from coach.script.shapes.answers import answers_for
from coach.script.shapes.branches import BranchShape
from coach.script.shapes.profile import Length, Profile

TECHNIQUE = 0.5
"""The part of a load that is left when a health question was answered with yes."""


# long: a line for each field of the plan, and what several of them need
# many: what is known of the lifter comes from as many places; each may be left out
def compile_session(
    name: str | Path,
    library: Library,
    *,
    seed: int = 0,
    profile: Profile | None = None,
    kit: Kit | None = None,
    loads: Mapping[str, float] | None = None,
    length: Length = "normal",
    warned: bool = False,
    firsts: Firsts | None = None,
    maxima: Mapping[str, float] | None = None,
    clean: Callable[[str], int] | None = None,
) -> Plan:
    """The plan of a session given by name, by file, or as a workout in one line.

    `loads` are today's working loads by script name, in the kit's unit; else the session's own (in kilos) count.
    `length` is today's form; a lifter `warned` by a red flag is asked for clearance before any load. What the lifter
    wrote in profile.yaml counts more than `profile`. `firsts` is how lifts begin that are not among the `loads`; None,
    or a load the lifter wrote, begins them as they are written. `maxima` are what the lifter could lift once, by script
    name; `clean` tells how many of a script's last days, in a row, were clean. Raises InputError for an unknown
    session, ContentError for faults in any file it needs.
    """
    session, workout = library.session(name), library.workout(name)
    in_program = firsts is not None and firsts.planned is not None
    if workout is not None and not in_program:  # somebody who writes a load today means that load
        loads = {script: load for script, load in (loads or {}).items() if script not in workout.loaded}
    context = Context(
        library, library.own_profile().over(profile or Profile()), kit or Kit(), dict(loads or {}), length
    )
    if firsts is not None and not in_program and not context.shipped(name):
        firsts = replace(firsts, written=False)
    context = replace(context, firsts=firsts, maxima=maxima or {}, clean=cache(clean) if clean is not None else None)
    if session.light is not None:
        context = _lightened(context, session.light / 100)
    steps = tuple(_technique(context, step) for step in steps_of(context, session.steps, None))
    cool_down = tuple(steps_of(context, session.cool_down, Role.COOL_DOWN))
    gun = gun_of(context, session.gun) if session.gun else None
    if warned and (gun is not None or any(isinstance(step, Work) and step.role in LOADED_ROLES for step in steps)):
        steps = (*_clearance(context), *steps)
    branches = tuple(_branch(context, row) for row in library.branches().rows(race=gun is not None))
    needed = [
        *steps,
        *cool_down,
        *((*gun.holding, *gun.again) if gun else ()),
        *(step for branch in branches for step in inserted(branch.effects)),
    ]
    exercises = recapped(
        in_room(exercises_of(context, needed), needed, session.equipment, context.kit.lacks), context.maxima
    )
    return Plan(
        session=library.session_name(name),
        title=session.title,
        steps=under_caps((*steps, *cool_down), exercises, context.kit),
        exercises=exercises,
        lines={**context.stock_lines(), **answers_for(library.answers(), exercises, context.holds)},
        branches=branches,
        welcome=(
            *context.lines(session.welcome),
            *context.care(),
            *context.told_instead(),
            *context.to_hand((*steps, *cool_down)),
        ),
        close=context.lines(session.close),
        cool_down=cool_down,
        kit=context.kit,
        seed=seed,
        gun=gun,
    )


def _lightened(context: Context, part: float) -> Context:
    """The same for a session that is kept light: this part of the loads that are known."""
    loads = {
        name: rounded(part * load, context.kit, context.script(name).implement) for name, load in context.loads.items()
    }
    firsts = context.firsts
    if firsts is not None:
        firsts = replace(firsts, part=part * firsts.part)
    return replace(context, loads=loads, firsts=firsts)


def _technique(context: Context, step: Step) -> Step:
    """The step as a lifter with a health finding does it: half of the load at most."""
    if not context.careful or not isinstance(step, Work) or step.load is None:
        return step
    half = step.load * TECHNIQUE
    return replace(step, load=min(step.load, made(half, context.kit, context.script(step.exercise).implement)))


def _clearance(context: Context) -> tuple[Step, ...]:
    """The question after a red flag, which only a yes leads past."""
    asked = context.library.branches().clearance
    return (question_of(context, asked),) if asked is not None else ()


def _branch(context: Context, shape: BranchShape) -> Branch:
    """A row of the complaint table; the history knows red flags by the beginning of their names."""
    marked = not shape.red_flag or shape.name.startswith(RED_FLAG)
    return Branch(
        name=shape.name if marked else f"{RED_FLAG}-{shape.name}",
        regions=shape.regions,
        sensations=shape.sensations,
        at_once=context.lines(shape.at_once),
        effects=effects_of(context, shape.then),
        times=shape.times,
        red_flag=shape.red_flag,
        stops=shape.stops,
        in_all=shape.in_all,
        again=context.lines(shape.again),
    )
