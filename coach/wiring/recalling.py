"""What the journal knows of this lifter, as today's session needs it: profile, loads, and what was done before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from coach.config import Config
from coach.core.loading.plates import convert
from coach.core.loading.progression import Policy
from coach.core.loading.rules import Advice, DoubleProgression, EffortCapped
from coach.core.plan import Exercise, Kit, Line, Plan, Reps, Role, Step, Work
from coach.core.standby.intents.complaints import TAKEN_BACK, WARNING_SIGN
from coach.core.wording import fill
from coach.errors import CoachError
from coach.journal import history
from coach.journal.analysis.advice import advised, loads_of
from coach.journal.analysis.looking_back import LookingBack, Movement
from coach.journal.analysis.statistics import best_max, outings
from coach.journal.past import PastSession
from coach.journal.store import Journal
from coach.script.compiler.context import Firsts
from coach.script.compiler.person import Person
from coach.script.compiler.sets import rounded
from coach.script.files.library import Library
from coach.script.files.progression import ProgressFile, read_progress
from coach.script.shapes.profile import Profile
from coach.script.shapes.shorthand.aliases import plain

RECALLED = 300
"""So many of the newest sessions are looked back on: about two years, read in a moment."""

LONG_AGO = 182
"""Days after which a lift begins anew instead of going on where it was."""

LONG_AGO_PART = 0.75
"""What is left of a load that was lifted that long ago, as far as a first load goes by it."""

SORE_FOR = 14
"""Days for which a low back that complained is one to be careful with."""

BEGINS_AT = {"years": 0.8, "some": 0.75, "new": 0.65}
"""A first load is this part of what a history, or what was told, promises, by how long somebody has lifted."""

NOTHING_KEPT: tuple[PastSession, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """One lifter's sessions, oldest first, how progress is made and spoken of, and the `facts` told last, by name.

    `light` are the names of those sessions that are kept light on purpose.
    """

    sessions: tuple[PastSession, ...]
    progress: ProgressFile
    kit: Kit
    today: date
    facts: Mapping[str, str] = field(default_factory=dict)
    light: frozenset[str] = frozenset()

    @property
    def profile(self) -> Profile:
        """The newest answer to every question of the profile and the checks.

        A back that complained lately is no quiet one, until it is told that it is.
        """
        return Profile.of({**self.facts, "low_back": "complains"} if self._back_complained else self.facts)

    @property
    def _back_complained(self) -> bool:
        sore, begin = False, self.today - timedelta(days=SORE_FOR)
        for session in self.sessions:
            if session.day >= begin:
                sore = sore or any(each.region == "low_back" and each.counts for each in session.complaints)
            sore = sore and session.findings.get("low_back") != "quiet"
        return sore

    @property
    def person(self) -> Person:
        """Who lifts and what stands in the room, by what was told."""
        return Person(self.facts)

    @property
    def warned(self) -> bool:
        """Whether a red flag was raised, in a session or between two, that no professional has cleared since."""
        in_session = between = False
        for session in self.sessions:
            told = session.findings.get(WARNING_SIGN)
            between = between if told is None else told != TAKEN_BACK
            if session.red_flag:
                in_session = True
            elif session.findings.get("cleared") == "yes":
                in_session = between = False
        return in_session or between

    @property
    def maxima(self) -> dict[str, float]:
        """What the lifter could lift once, as estimated from the best set ever, by exercise, in the kit's unit."""
        found: dict[str, float] = {}
        for session in self.sessions:
            for name in {done.exercise for done in session.working}:
                found[name] = max(found.get(name, 0.0), best_max(session, name, self.kit.unit) or 0.0)
        return {name: most for name, most in found.items() if most}

    @property
    def best_loads(self) -> dict[str, float]:
        """The heaviest working load ever lifted, by exercise, in the kit's unit."""
        found: dict[str, float] = {}
        for session in self.sessions:
            for done in session.working:
                if done.load and done.reps_done:
                    load = round(convert(done.load, session.unit, self.kit.unit), 1)
                    found[done.exercise] = max(load, found.get(done.exercise, 0.0))
        return found

    def loads(self, library: Library) -> dict[str, float]:
        """Today's advised working loads, by script name, of what was lifted before."""
        lately = [name for name in self._lately if name in library.script_paths]
        return loads_of(self.advices({name: library.script(name).implement for name in lately}))

    def light_loads(self, library: Library, part: float) -> dict[str, float]:
        """Today's loads in a light week: so much of what was usual before it at most."""
        monday = self.today - timedelta(days=self.today.weekday())
        before = replace(self, sessions=tuple(each for each in self.sessions if each.day < monday)).loads(library)
        return {
            name: min(load, rounded(part * before.get(name, load), self.kit, library.script(name).implement))
            for name, load in self.loads(library).items()
        }

    @property
    def _lately(self) -> set[str]:
        """The movements that were lifted lately enough to go on from there."""
        begin = self.today - timedelta(days=LONG_AGO)
        return {each.exercise for session in self.sessions if session.day >= begin for each in session.working}

    def firsts(self, library: Library, *, asks: bool) -> Firsts:
        """How lifts begin that were not done lately: by others that were, else by what was told of the deadlift.

        None with less than today's load of a lift that usually takes less with the same implement, up to what was told.
        """
        scripts = {name: library.script(name) for name in library.script_paths}
        shares = {name: script.relative_load for name, script in scripts.items() if script.loaded}
        base = self._deadlift(shares)
        part = BEGINS_AT.get(self.facts.get("experience", ""), BEGINS_AT["years"])
        known = {name: base * share * part for name, share in shares.items()} if base else {}
        said, today = self.person.said_load(self.kit.unit), self.loads(library)
        for name, load in known.items():
            script = scripts[name]
            lesser = [
                advised if said is None else min(advised, said * script.relative_load)
                for other, advised in today.items()
                if scripts[other].implement == script.implement and shares[other] < script.relative_load
            ]
            known[name] = max(load, *lesser) if lesser else load
        return Firsts(known, asks)

    def _deadlift(self, shares: Mapping[str, float]) -> float | None:
        """A deadlift for a few reps, by the movement done that is most like it; else as it was told."""
        begin = self.today - timedelta(days=LONG_AGO)
        done = {name: last for name, last in self._last_loads().items() if name in shares}
        if not done:
            return self.person.said_load(self.kit.unit)
        like = max(done, key=lambda name: (shares[name], done[name][0]))
        load, newest = done[like]
        return load / shares[like] * (1.0 if newest >= begin else LONG_AGO_PART)

    def _last_loads(self) -> dict[str, tuple[float, date]]:
        """The heaviest set of the newest day of every movement, in the kit's unit, and that day."""
        found: dict[str, tuple[float, date]] = {}
        for session in self.sessions:
            for done in session.working if session.name not in self.light else ():
                if done.load and done.reps_done:
                    load = convert(done.load, session.unit, self.kit.unit)
                    before = found.get(done.exercise, (0.0, session.day))
                    found[done.exercise] = (max(load, before[0] if before[1] == session.day else 0.0), session.day)
        return found

    def recalled(self, plan: Plan, asked: Collection[str] = ()) -> Plan:
        """The plan with the advised reps, the advice in its welcome, and the answers about last time and the best.

        Of the exercises `asked` for in so many reps nothing is advised, nor in a light session.
        """
        loaded = {name: each.implement for name, each in plan.exercises.items() if each.loaded and name not in asked}
        advices = self.advices(loaded) if plan.session not in self.light else {}
        lines = dict(plan.lines)
        lines["recall.last_time"] = _line(self._looking_back.last_time(self.sessions, lambda name: _title(plan, name)))
        name = self.person.name
        hello = [Line(tuple(fill(text, {"what": name}) for text in plan.lines["hello.name"].variants))] if name else []
        welcome = (*hello, *plan.welcome)
        told = {name: self._meant(plan, name, advice) for name, advice in advices.items()}
        main = main_lift(plan)
        if main is not None:
            movement = Movement(main.name, main.title, main.estimates_max)
            lines["recall.best"] = _line(self._looking_back.best(self.sessions, movement))
            if main.name in told:
                what, why = self._looking_back.advice(movement, told[main.name])
                asked_reps, reps = advices[main.name].reps, told[main.name].reps
                promised = asked_reps != reps and advices[main.name].facts.get("reps") == asked_reps
                welcome = (*welcome, _line(what), *(() if promised else (_line(why),)))
        in_range = {name: advice for name, advice in advices.items() if told[name] is advice}
        steps = tuple(_with_reps(step, in_range) for step in plan.steps)
        clean = {name: self.clean_days(name) for name in loaded}
        return replace(plan, lines=lines, welcome=welcome, steps=steps, best_loads=self.best_loads,
                       says_plates=self.person.says_plates, clean_outings=clean,
                       feedback=self.progress.judging)  # fmt: skip

    def advices(self, implements: Mapping[str, str]) -> dict[str, Advice]:
        """What to lift today of each of these movements (by script name, with its implement) that was lifted lately."""
        lately = {name: implement for name, implement in implements.items() if name in self._lately}
        return advised(self.sessions, lately, self._policy, self.kit, self.today, self.light)

    def closing(self, newest: PastSession) -> str:
        """What today came to, compared with the last session of the same name."""
        earlier = [each for each in self.sessions if each.name == newest.name and each.key != newest.key]
        return self._looking_back.close(newest, earlier[-1] if earlier else None)

    @property
    def _looking_back(self) -> LookingBack:
        return LookingBack(self.progress.sentences, self.kit.unit, self.today)

    def _meant(self, plan: Plan, movement: str, advice: Advice) -> Advice:
        """The advice, with the session's own reps where it plans fewer than the rule has, or adds reps from."""
        rule = self._policy(movement).rule
        sets = (step for step in plan.steps if isinstance(step, Work) and step.role is Role.WORKING)
        planned = [step.dose.count for step in sets if step.exercise == movement and isinstance(step.dose, Reps)]
        few = isinstance(rule, DoubleProgression) and planned and max(planned) < rule.low
        own = isinstance(rule, EffortCapped) and planned and max(planned) <= rule.reps
        return replace(advice, reps=max(planned)) if few or own else advice

    def clean_days(self, movement: str) -> int:
        """How many of the last days on which this was lifted, in a row, were clean and without a complaint."""
        days = outings(self.sessions, movement, self.kit.unit, self.light)
        return sum(1 for _ in takewhile(lambda day: day.clean and not day.pain and not day.red_flag, reversed(days)))

    def _policy(self, movement: str) -> Policy:
        return self.progress.policy(movement, self.kit.unit)


def nothing_done(library: Library, config: Config) -> Past:
    """The past of somebody who has never trained here."""
    return Past(NOTHING_KEPT, library.progress(read_progress), config.kit, datetime.now().astimezone().date())


def recall(journal: Journal, library: Library, config: Config) -> Past:
    """What the journal knows of the configured lifter; nothing where it cannot be read."""
    progress = library.progress(read_progress)
    sessions = tuple(renamed(each, library.exercise_names) for each in _sessions(journal, config.lifter, RECALLED))
    facts = told(journal, config.lifter)
    own = for_person(config, Person(facts))
    kit = Person(facts).kit(own.kit, bar_set=config.bar is not None, plates_set=config.plates is not None)
    light = light_of(library, {each.name for each in sessions})
    return Past(sessions, progress, kit, datetime.now().astimezone().date(), facts, light)


def light_of(library: Library, names: Iterable[str]) -> frozenset[str]:
    """Those sessions that are kept light; one that is no more, or broken, is as any other."""
    return frozenset(name for name in names if name in library.session_paths and _is_light(library, name))


def _is_light(library: Library, name: str) -> bool:
    try:
        return library.session(name).light is not None
    except CoachError:
        return False


def told(journal: Journal, lifter: str) -> dict[str, str]:
    """What this lifter answered and told, by name; nothing where the journal cannot be read."""
    try:
        return history.findings(journal.database.reading(), lifter)
    except CoachError:
        return {}


def for_person(config: Config, person: Person) -> Config:
    """The configuration with the unit the lifter told, where the file names none."""
    if person.unit is None or "unit" in config.written:
        return config
    return replace(config, unit=person.unit)


def renamed(session: PastSession, names: Mapping[str, str]) -> PastSession:
    """The session with other programs' names of movements as those known here."""
    if session.source == "coach":
        return session
    sets = tuple(replace(done, exercise=names.get(plain(done.exercise), done.exercise)) for done in session.sets)
    return replace(session, sets=sets)


def _sessions(journal: Journal, lifter: str, last: int | None = None) -> tuple[PastSession, ...]:
    try:
        return history.sessions(journal.database.reading(), lifter=lifter, last=last)
    except CoachError:
        return NOTHING_KEPT  # the journal itself has said what is wrong with it


def newest(journal: Journal, lifter: str) -> PastSession | None:
    """The lifter's newest session in the journal."""
    found = _sessions(journal, lifter, last=1)
    return found[-1] if found else None


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
