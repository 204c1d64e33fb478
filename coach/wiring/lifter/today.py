"""Today's plan, by what was lifted and told before: its loads and reps, and what its welcome tells of them."""

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from coach.core.loading.plates import convert
from coach.core.loading.rules import Advice, DoubleProgression, EffortCapped
from coach.core.plan import Exercise, Kit, Line, Plan, Reps, Role, Step, Unit, Verbosity, Work
from coach.core.wording import fill
from coach.errors import CoachError, InputError
from coach.journal.analysis.looking_back import Movement
from coach.script.compiler.compile import compile_session
from coach.script.compiler.sets import rounded
from coach.script.files.library import Library
from coach.wiring.lifter.first_loads import firsts
from coach.wiring.lifter.meeting import ASKING, due, interview
from coach.wiring.lifter.recalling import Past, light_of
from coach.wiring.request import Wishes

SECONDS_A_DAY = 86_400


def plan_of(wishes: Wishes, library: Library, past: Past | None = None, *, asks: bool = False) -> Plan:
    """The plan of the wished session, for the lifter of this past; raises InputError or ContentError.

    `asks`: somebody can answer how hard a set was, so that the load of a new lift can be found, up to a program's. On
    files, which nobody lifts to, such a lift begins as it is written.

    Without a wished seed the wordings change from day to day; on files they stay, so that the same files come out.
    """
    loads = {} if past is None else past.loads(library)
    lifter: dict[str, Any] = {}
    if past is not None:
        lifter = {"profile": past.profile, "kit": past.kit, "loads": loads, "warned": past.warned}
        lifter |= {"maxima": past.maxima, "clean": past.clean_days}
    workout = library.workout(wishes.session)
    if past is not None and not wishes.on_files:
        first = firsts(past, library, loads, asks=asks)
        if wishes.light is not None:
            part = wishes.light / 100
            lifter["loads"] = past.light_loads(library, loads, part)
            first = replace(first, part=part)
        lifter["firsts"] = replace(first, planned=wishes.loads if workout else None)
    elif wishes.loads:
        lifter["loads"] = _planned(wishes.loads, library, lifter.get("kit") or Kit(), loads)
    plan = compile_session(wishes.session, library, seed=_seed(wishes), length=wishes.length, **lifter)
    if wishes.gun is not None and plan.gun is None:
        raise InputError(f"{wishes.session} is not tied to a start; --gun goes with sessions such as pre-race")
    plan = replace(plan, verbosity=Verbosity(wishes.verbosity), count=wishes.count)
    if past is not None:
        kept_light = {plan.session} if wishes.light else light_of(library, {plan.session})
        past = replace(past, light=past.light | kept_light)
    asked = {*(wishes.loads or ()), *(workout.named if workout else ())}
    return recalled(past, plan, asked) if past is not None else plan


def _seed(wishes: Wishes) -> int:
    """The wished seed, or one for each day; on files, which come out alike, always the same."""
    today = 0 if wishes.on_files else int(time.time() // SECONDS_A_DAY)
    return today if wishes.seed is None else wishes.seed


def _planned(kilos: Mapping[str, float], library: Library, kit: Kit, advised: Mapping[str, float]) -> dict[str, float]:
    """The advised loads with a program's in them, as they can be made; what the journal advises where that is less."""
    made = {
        name: rounded(convert(load, Unit.KILOS, kit.unit), kit, library.script(name).implement)
        for name, load in kilos.items()
    }
    return {**advised, **{name: min(load, advised.get(name, load)) for name, load in made.items()}}


@dataclass(slots=True)
class Day:
    """Today as it is known before anything is opened, so that it is recalled and compiled once.

    `plan` is the session, None where it cannot be planned yet; `asks` whether it counts on somebody who answers;
    `meeting` is the first conversation, where that is due. `over` is set when something was told since.
    """

    plan: Plan | None
    asks: bool
    meeting: Plan | None = None
    over: bool = False

    @property
    def plans(self) -> tuple[Plan, ...]:
        """What is likely to be performed, in order."""
        return tuple(plan for plan in (self.meeting, self.plan) if plan is not None)


def looked_ahead(wishes: Wishes, library: Library, past: Past, *, asks: bool) -> Day:
    """Today, by this past; raises InputError or ContentError for a session that cannot be."""
    plan = replace(plan_of(wishes, library, past, asks=asks), waits=not wishes.on_files)
    return Day(plan, asks, interview(past, library) if may_ask(wishes) and due(past, library) else None)


def may_ask(wishes: Wishes) -> bool:
    """Whether the first conversation may come before what is wished for."""
    return not (wishes.on_files or wishes.fresh or wishes.gun is not None or wishes.session in ASKING)


def foreseen(wishes: Wishes, library: Library, past: Past) -> Day:
    """Today, where the first conversation is due; whatever is wrong with its session is told later."""
    if not due(past, library):
        return Day(None, asks=True)
    with suppress(CoachError):
        return looked_ahead(wishes, library, past, asks=True)
    return Day(None, asks=True, meeting=interview(past, library))


def recalled(past: Past, plan: Plan, asked: Collection[str] = ()) -> Plan:
    """The plan with the advised reps, the advice in its welcome, and the answers about last time and the best.

    Of the exercises `asked` for in so many reps nothing is advised, nor in a light session.
    """
    loaded = {name: each.implement for name, each in plan.exercises.items() if each.loaded and name not in asked}
    advices = past.advices(loaded) if plan.session not in past.light else {}
    lines = dict(plan.lines)
    lines["recall.last_time"] = _line(past.looking_back.last_time(past.sessions, lambda name: _title(plan, name)))
    name = past.person.name
    hello = [Line(tuple(fill(text, {"what": name}) for text in plan.lines["hello.name"].variants))] if name else []
    welcome = (*hello, *plan.welcome)
    told = {name: _meant(past, plan, name, advice) for name, advice in advices.items()}
    main = main_lift(plan)
    if main is not None:
        movement = Movement(main.name, main.title, main.estimates_max)
        lines["recall.best"] = _line(past.looking_back.best(past.sessions, movement))
        if main.name in told:
            what, why = past.looking_back.advice(movement, told[main.name])
            asked_reps, reps = advices[main.name].reps, told[main.name].reps
            promised = asked_reps != reps and advices[main.name].facts.get("reps") == asked_reps
            welcome = (*welcome, _line(what), *(() if promised else (_line(why),)))
    in_range = {name: advice for name, advice in advices.items() if told[name] is advice}
    steps = tuple(_with_reps(step, in_range) for step in plan.steps)
    clean = {name: past.clean_days(name) for name in loaded}
    return replace(plan, lines=lines, welcome=welcome, steps=steps, best_loads=past.best_loads,
                   says_plates=past.person.says_plates, clean_outings=clean,
                   feedback=past.progress.judging)  # fmt: skip


def _meant(past: Past, plan: Plan, movement: str, advice: Advice) -> Advice:
    """The advice, with the session's own reps where it plans fewer than the rule has, or adds reps from."""
    rule = past.policy(movement).rule
    sets = (step for step in plan.steps if isinstance(step, Work) and step.role is Role.WORKING)
    planned = [step.dose.count for step in sets if step.exercise == movement and isinstance(step.dose, Reps)]
    few = isinstance(rule, DoubleProgression) and planned and max(planned) < rule.low
    own = isinstance(rule, EffortCapped) and planned and max(planned) <= rule.reps
    return replace(advice, reps=max(planned)) if few or own else advice


def _with_reps(step: Step, advices: Mapping[str, Advice]) -> Step:
    """A working set with today's advised reps in it; everything else as it is."""
    if not isinstance(step, Work) or step.role is not Role.WORKING or not isinstance(step.dose, Reps):
        return step
    advice = advices.get(step.exercise)
    return step if advice is None else replace(step, dose=replace(step.dose, count=advice.reps))


def main_lift(plan: Plan) -> Exercise | None:
    """The first movement the session works at under load."""
    for step in plan.steps:
        if isinstance(step, Work) and step.role is Role.WORKING and plan.exercises[step.exercise].loaded:
            return plan.exercises[step.exercise]
    return None


def _title(plan: Plan, name: str) -> str:
    return plan.exercises[name].title if name in plan.exercises else name.replace("-", " ")


def _line(text: str) -> Line:
    return Line((text,))
