"""From what is written to what is done: a session and its scripts become one resolved plan."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from coach.core.plan import Ask, Branch, Exercise, Fault, Gun, Kit, Line, Plan, Rest, Role, Start, Step, Talk, Work
from coach.errors import ContentError, Problem
from coach.script.effects import answers_of, effects_of, inserted
from coach.script.library import Library
from coach.script.profile import Condition, Length, Profile
from coach.script.schema import LineShape, ScriptShape
from coach.script.sets import sets_of, tempo_of
from coach.script.steps import (
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


def compile_session(
    name: str | Path,
    library: Library,
    *,
    seed: int = 0,
    profile: Profile | None = None,
    kit: Kit | None = None,
    loads: Mapping[str, float] | None = None,
    length: Length = "normal",
) -> Plan:
    """The plan of a session given by name or file.

    `loads` are today's working loads by script name, in the kit's unit; else the session's own (in kilos) count.
    `length` is today's form; what the lifter wrote in profile.yaml counts more than `profile`. Raises InputError for an
    unknown session, ContentError for faults in any file it needs.
    """
    session = library.session(name)
    compiler = Compiler(
        library, library.own_profile().over(profile or Profile()), kit or Kit(), dict(loads or {}), length
    )
    steps = tuple(compiler.steps(session.steps, None))
    cool_down = tuple(compiler.steps(session.cool_down, Role.COOL_DOWN))
    gun = compiler.gun(session.gun) if session.gun else None
    branches = tuple(compiler.branch(row) for row in library.branches().branches)
    needed = [
        *steps,
        *cool_down,
        *(gun.holding if gun else ()),
        *(step for branch in branches for step in inserted(branch.effects)),
    ]
    return Plan(
        session=library.session_path(name).stem,
        title=session.title,
        steps=(*steps, *cool_down),
        exercises=compiler.exercises(needed),
        lines=compiler.stock_lines(),
        branches=branches,
        welcome=compiler.lines(session.welcome),
        close=compiler.lines(session.close),
        cool_down=cool_down,
        kit=compiler.kit,
        seed=seed,
        gun=gun,
    )


@dataclass(frozen=True)
class Compiler:
    """Turns shapes into plan parts for one lifter and one day. `using` are the sessions being included right now."""

    library: Library
    profile: Profile
    kit: Kit
    loads: Mapping[str, float]
    length: Length
    using: tuple[str, ...] = ()
    scripts: dict[str, ScriptShape] = field(default_factory=dict)

    def holds(self, condition: Condition | None) -> bool:
        """Whether something with this condition is for today's lifter."""
        return condition is None or condition.holds(self.profile, self.length)

    def line(self, shape: LineShape) -> Line | None:
        """The line, or None when it is not for this lifter."""
        return Line(shape.say, shape.why or "") if self.holds(shape.when) else None

    def lines(self, shapes: Iterable[LineShape]) -> tuple[Line, ...]:
        """The lines that are for this lifter."""
        return tuple(line for shape in shapes if (line := self.line(shape)))

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
                yield from sets_of(self, shape, role)
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
        inner = Compiler(
            self.library,
            self.profile,
            self.kit,
            self.loads,
            shape.length or self.length,
            (*self.using, shape.use),
            self.scripts,
        )
        yield from inner.steps(self.library.session(shape.use).steps, role)

    def superset(self, shape: SupersetStep, role: Role | None) -> Iterator[Step]:
        """Round after round of the exercises, a rest between rounds but not after the last."""
        rounds = self.today(shape.rounds)
        for number in range(1, rounds + 1):
            for place, part in enumerate(shape.superset):
                if place and shape.between:
                    yield Rest(shape.between)
                yield from self.numbered(part, number, rounds, role)
            if number < rounds and shape.rest:
                yield Rest(shape.rest)

    def paced(self, parts: tuple[DoStep, ...], sets: int, every: float, role: Role | None) -> Iterator[Step]:
        """A set every so many seconds, through the exercises in turn."""
        for index in range(sets):
            yield from self.numbered(parts[index % len(parts)], index + 1, sets, role)
            if index < sets - 1:
                yield Rest(every, since_start=True)

    def numbered(self, part: DoStep, number: int, of: int, role: Role | None) -> Iterator[Step]:
        """One exercise of a block, numbered by its round."""
        for step in sets_of(self, part, role):
            yield replace(step, number=number, of=of) if isinstance(step, Work) else step

    def gun(self, shape: GunShape) -> Gun:
        """How the session is tied to the start of a race."""
        return Gun(shape.ends_before * 60, tuple(self.steps(shape.holding, Role.WARM_UP)))

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
            brace=self.lines(script.brace),
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
        )

    def branch(self, shape: BranchShape) -> Branch:
        """A row of the complaint table."""
        return Branch(
            name=shape.name,
            regions=shape.regions,
            sensations=shape.sensations,
            at_once=self.lines(shape.at_once),
            effects=effects_of(self, shape.then),
            times=shape.times,
            red_flag=shape.red_flag,
            stops=shape.stops,
        )


def _named(steps: Iterable[Step]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Work):
            yield step.exercise
        elif isinstance(step, Ask):
            yield from _named(
                inserted((*step.silence, *(effect for answer in step.answers for effect in answer.effects)))
            )
