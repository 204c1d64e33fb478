"""From what is written to what is done: a session and its scripts become one resolved plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.core.branches import RED_FLAG
from coach.core.loading.gates import capped
from coach.core.loading.plates import made
from coach.core.plan import (
    Ask,
    Branch,
    Cap,
    Exercise,
    Fault,
    Gate,
    Gun,
    Kit,
    Line,
    Plan,
    Rest,
    Role,
    Start,
    Step,
    Talk,
    Unit,
    Work,
)
from coach.core.wording import fill
from coach.errors import ContentError, Problem
from coach.script.compiler.effects import answers_of, effects_of, inserted
from coach.script.compiler.first_load import Firsts, begun
from coach.script.compiler.limits import in_room, recapped, under_caps
from coach.script.compiler.sets import rounded, tempo_of, told_before
from coach.script.files.library import Library
from coach.script.shapes.answers import answers_for
from coach.script.shapes.profile import Condition, Length, Profile
from coach.script.shapes.room import fitting, told_instead
from coach.script.shapes.schema import LineShape, ScriptShape
from coach.script.shapes.steps import (
    AskStep,
    BranchShape,
    DoStep,
    EmomStep,
    GunShape,
    RestStep,
    SayStep,
    StepShape,
    SupersetStep,
    UseStep,
    Whole,
)

LOADED = frozenset({Role.RAMP, Role.WORKING})

TECHNIQUE = 0.5
"""The part of a load that is left when a health question was answered with yes."""


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
) -> Plan:
    """The plan of a session given by name, by file, or as a workout in one line.

    `loads` are today's working loads by script name, in the kit's unit; else the session's own (in kilos) count.
    `length` is today's form; a lifter `warned` by a red flag is asked for clearance before any load. What the lifter
    wrote in profile.yaml counts more than `profile`. `firsts` is how lifts begin that are not among the `loads`; None
    begins them as they are written. `maxima` are what the lifter could lift once, by script name. Raises InputError
    for an unknown session, ContentError for faults in any file it needs.
    """
    session, workout = library.session(name), library.workout(name)
    if workout is not None:  # somebody who writes a load today means that load
        loads = {script: load for script, load in (loads or {}).items() if script not in workout.loaded}
    compiler = Compiler(
        library, library.own_profile().over(profile or Profile()), kit or Kit(), dict(loads or {}), length
    )
    compiler = replace(compiler, firsts=firsts if compiler.shipped(name) else None, maxima=maxima or {})
    if session.light is not None:
        compiler = compiler.lightened(session.light / 100)
    steps = tuple(map(compiler.technique, compiler.steps(session.steps, None)))
    cool_down = tuple(compiler.steps(session.cool_down, Role.COOL_DOWN))
    gun = compiler.gun(session.gun) if session.gun else None
    if warned and (gun is not None or any(isinstance(step, Work) and step.role in LOADED for step in steps)):
        steps = (*compiler.clearance(), *steps)
    branches = tuple(compiler.branch(row) for row in library.branches().branches)
    needed = [
        *steps,
        *cool_down,
        *((*gun.holding, *gun.again) if gun else ()),
        *(step for branch in branches for step in inserted(branch.effects)),
    ]
    exercises = recapped(
        in_room(compiler.exercises(needed), needed, session.equipment, compiler.kit.lacks), compiler.maxima
    )
    return Plan(
        session=library.session_name(name),
        title=session.title,
        steps=under_caps((*steps, *cool_down), exercises, compiler.kit),
        exercises=exercises,
        lines={**compiler.stock_lines(), **answers_for(library.answers(), exercises, compiler.holds)},
        branches=branches,
        welcome=(*compiler.lines(session.welcome), *compiler.care(), *compiler.told_instead()),
        close=compiler.lines(session.close),
        cool_down=cool_down,
        kit=compiler.kit,
        seed=seed,
        gun=gun,
    )


@dataclass(frozen=True)
class Compiler:
    """Turns shapes into plan parts for one lifter and one day. `using` are the sessions being included right now.

    `firsts` is how lifts without a history begin, `begun` which of them did; `stands_in` names by what the room lacks
    for what is done instead of it. `maxima` are what the lifter could lift once, by script name.
    """

    library: Library
    profile: Profile
    kit: Kit
    loads: Mapping[str, float]
    length: Length
    using: tuple[str, ...] = ()
    scripts: dict[str, ScriptShape] = field(default_factory=dict)
    firsts: Firsts | None = None
    begun: set[str] = field(default_factory=set)
    stands_in: dict[str, str] = field(default_factory=dict)
    maxima: Mapping[str, float] = field(default_factory=dict)

    def holds(self, condition: Condition | None) -> bool:
        """Whether something with this condition is for today's lifter."""
        return condition is None or condition.holds(self.profile, self.length)

    def line(self, shape: LineShape) -> Line | None:
        """The line, or None when it is not for this lifter."""
        return Line(shape.say, shape.why or "") if self.holds(shape.when) else None

    def lines(self, shapes: Iterable[LineShape]) -> tuple[Line, ...]:
        """The lines that are for this lifter."""
        return tuple(line for shape in shapes if (line := self.line(shape)))

    def lightened(self, part: float) -> "Compiler":
        """The same for a session that is kept light: this part of the loads that are known."""
        loads = {n: rounded(part * load, self.kit, self.script(n).implement) for n, load in self.loads.items()}
        firsts = self.firsts
        if firsts is not None:
            firsts = replace(firsts, known={name: part * load for name, load in firsts.known.items()})
        return replace(self, loads=loads, firsts=firsts)

    def stock_lines(self) -> dict[str, Line]:
        """The stock lines by name; one called NAME@SOMEBODY takes the place of NAME for the lifters it is for."""
        shapes = self.library.lines()
        found = {key: line for key, shape in shapes.items() if (line := self.line(shape))}
        for key in [key for key in found if "@" in key]:
            found[key.partition("@")[0]] = found.pop(key)
        return found

    def script(self, name: str) -> ScriptShape:
        """A script, read once."""
        if name not in self.scripts:
            self.scripts[name] = self.library.script(name)
        return self.scripts[name]

    def today(self, shape: Whole) -> int:
        """The number that holds in today's form."""
        return int(getattr(shape, self.length))

    # ---- health

    @property
    def careful(self) -> bool:
        """Whether a health question was answered with yes."""
        return self.profile.health == "careful"

    def stock(self, name: str) -> tuple[Line, ...]:
        """The stock line of that name, where there is one."""
        line = self.stock_lines().get(name)
        return (line,) if line is not None else ()

    def care(self) -> tuple[Line, ...]:
        """What a lifter with a health finding is told at the beginning."""
        return self.stock("health.careful") if self.careful else ()

    def technique(self, step: Step) -> Step:
        """The step as a lifter with a health finding does it: half of the load at most."""
        if not self.careful or not isinstance(step, Work) or step.load is None:
            return step
        half = step.load * TECHNIQUE
        return replace(step, load=min(step.load, made(half, self.kit, self.script(step.exercise).implement)))

    def clearance(self) -> tuple[Step, ...]:
        """The question after a red flag, which only a yes leads past."""
        asked = self.library.branches().clearance
        return (self.question(asked),) if asked is not None else ()

    # ---- what the room has

    def shipped(self, name: str | Path) -> bool:
        """Whether the session came with the program; what lifters write themselves is what they want."""
        own = self.library.workout(name) is not None
        return not own and self.library.session_path(name).is_relative_to(self.library.roots[-1])

    def fitted(self, shape: DoStep) -> DoStep:
        """The exercise, or what stands in for it where the room lacks what it needs."""
        if not self.kit.lacks and not self.kit.sizes:
            return shape
        found = fitting(shape, self.library.room(), self.kit, self.script)
        if found.do != shape.do:
            self.stands_in[shape.do] = found.do
        return found

    def told_instead(self) -> tuple[Line, ...]:
        """What is done today in the place of what."""
        told = told_instead(self.stands_in, lambda name: self.script(name).title)
        return tuple(
            Line(tuple(fill(text, {"title": title, "what": what}) for text in line.variants), line.why)
            for title, what in told
            for line in self.stock("room.instead")
        )

    # ---- steps

    def steps(self, shapes: Iterable[StepShape], role: Role | None) -> Iterator[Step]:
        """The steps that are for this lifter; `role` is what drills are for when they do not say."""
        for shape in shapes:
            if self.holds(shape.when):
                yield from self.step(shape, role)

    def step(self, shape: StepShape, role: Role | None) -> Iterator[Step]:
        """One written step as the steps it stands for."""
        match shape:
            case SayStep():
                if lines := self.lines(shape.say):
                    yield Talk(lines)
            case RestStep():
                yield Rest(shape.rest)
            case AskStep():
                yield self.question(shape)
            case UseStep():
                yield from self.included(shape, role)
            case DoStep():
                fitted = self.fitted(shape)
                yield from told_before(self, fitted)
                yield from begun(self, fitted, role)
            case SupersetStep():
                yield from self.superset(shape, role)
            case EmomStep():
                yield from self.paced(shape.emom, self.today(shape.rounds), shape.every, role)
            case _:
                sets = self.today(shape.rounds) * len(shape.density)
                yield from self.paced(shape.density, sets, shape.minutes * 60 / sets, role)

    def question(self, shape: AskStep) -> Ask:
        """A question with everything its answers lead to."""
        ask = Line(shape.ask.say, shape.ask.why or "")
        return Ask(shape.name, ask, answers_of(self, shape.answers), effects_of(self, shape.silence), shape.seconds)

    def included(self, shape: UseStep, role: Role | None) -> Iterator[Step]:
        """The steps of another session."""
        if shape.use in self.using:
            path = str(self.library.session_path(shape.use))
            circle = " -> ".join((*self.using, shape.use))
            raise ContentError(
                [Problem(path, 1, 1, f"sessions use each other in a circle ({circle}); remove one 'use'")]
            )
        inner = replace(self, length=shape.length or self.length, using=(*self.using, shape.use))
        yield from inner.steps(self.library.session(shape.use).steps, role)

    def superset(self, shape: SupersetStep, role: Role | None) -> Iterator[Step]:
        """Round after round of the exercises, a rest between rounds but not after the last."""
        rounds = self.today(shape.rounds)
        parts = tuple(map(self.fitted, shape.superset))
        for part in parts:
            yield from told_before(self, part)
        for number in range(1, rounds + 1):
            for place, part in enumerate(parts):
                if place and shape.between:
                    yield Rest(shape.between)
                yield from self.numbered(part, number, rounds, role)
            if number < rounds and shape.rest:
                yield Rest(shape.rest)

    def paced(self, parts: tuple[DoStep, ...], sets: int, every: float, role: Role | None) -> Iterator[Step]:
        """A set every so many seconds, through the exercises in turn."""
        parts = tuple(map(self.fitted, parts))
        for part in parts:
            yield from told_before(self, part)
        for index in range(sets):
            yield from self.numbered(parts[index % len(parts)], index + 1, sets, role)
            if index < sets - 1:
                yield Rest(every, since_start=True)

    def numbered(self, part: DoStep, number: int, of: int, role: Role | None) -> Iterator[Step]:
        """One exercise of a block, numbered by its round."""
        light = self if self.firsts is None else replace(self, firsts=replace(self.firsts, asks=False))
        for step in begun(light, part, role):
            yield replace(step, number=number, of=of) if isinstance(step, Work) else step

    def gun(self, shape: GunShape) -> Gun:
        """How the session is tied to the start of a race."""
        holding, again = (tuple(self.steps(steps, Role.WARM_UP)) for steps in (shape.holding, shape.again))
        return Gun(shape.ends_before * 60, holding, again)

    # ---- exercises and branches

    def exercises(self, steps: Iterable[Step]) -> dict[str, Exercise]:
        """Every exercise the steps need or a ladder leads to from there."""
        waiting = list(_named(steps))
        found: dict[str, Exercise] = {}
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = self.exercise(name)
                waiting += [near for near in (found[name].easier, found[name].harder) if near]
        return dict(sorted(found.items()))

    def exercise(self, name: str) -> Exercise:
        """A script as the exercise of this lifter."""
        script = self.script(name)
        easier, harder = self.library.ladders().neighbours(name)
        return Exercise(
            name=name,
            title=script.title,
            kind=script.kind,
            why=script.why,
            setup=self.lines(script.setup),
            brace=self.stock("health.breath") if self.careful and script.brace else self.lines(script.brace),
            cues=self.lines(script.cues),
            faults=tuple(Fault(fault.name, line) for fault in script.faults if (line := self.line(fault))),
            between_sets=self.lines(script.between_sets),
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
            gate=self.gate(script),
            cap=self.cap(script),
        )

    def gate(self, script: ScriptShape) -> Gate | None:
        """What stands before this movement for today's lifter."""
        shape = script.gate
        return Gate(self.holds(shape.when), shape.clean, shape.first / 100) if shape is not None else None

    def cap(self, script: ScriptShape) -> Cap | None:
        """The most this movement is loaded with while nothing is known of the lifter."""
        shape = script.at_most
        if shape is None:
            return None
        return Cap(shape.kg if self.kit.unit is Unit.KILOS else shape.lb, shape.of, shape.percent / 100)

    def most(self, name: str, load: float) -> float:
        """The load, or the most this lifter ever does the movement with where that is less."""
        return capped(recapped({name: self.exercise(name)}, self.maxima)[name], load)

    def branch(self, shape: BranchShape) -> Branch:
        """A row of the complaint table; the history knows red flags by the beginning of their names."""
        marked = not shape.red_flag or shape.name.startswith(RED_FLAG)
        return Branch(
            name=shape.name if marked else f"{RED_FLAG}-{shape.name}",
            regions=shape.regions,
            sensations=shape.sensations,
            at_once=self.lines(shape.at_once),
            effects=effects_of(self, shape.then),
            times=shape.times,
            red_flag=shape.red_flag,
            stops=shape.stops,
            in_all=shape.in_all,
            again=self.lines(shape.again),
        )


def _named(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Work):
            yield step.exercise
        elif isinstance(step, Ask):
            yield from _named(
                inserted((*step.silence, *(effect for answer in step.answers for effect in answer.effects)))
            )
