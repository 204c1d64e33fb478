"""What the journal knows of this lifter, as today's session needs it: profile, loads, and what was done before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from coach.config import Config
from coach.core.plan import Exercise, Kit, Line, Plan, Reps, Role, Step, Work
from coach.core.progress import Policy
from coach.core.rules import Advice
from coach.errors import CoachError
from coach.journal import history
from coach.journal.advice import advised, loads_of
from coach.journal.looking_back import LookingBack, Movement
from coach.journal.past import PastSession
from coach.journal.store import Journal
from coach.script.library import Library
from coach.script.profile import Profile
from coach.script.progress import ProgressFile, read_progress

RECALLED = 300
"""So many of the newest sessions are looked back on: about two years, read in a moment."""

NOTHING_KEPT: tuple[PastSession, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """One lifter's sessions, oldest first, and how progress is made and spoken of."""

    sessions: tuple[PastSession, ...]
    progress: ProgressFile
    kit: Kit
    today: date

    @property
    def profile(self) -> Profile:
        """The newest answer to every question of the profile and the checks."""
        findings = {name: value for session in self.sessions for name, value in session.findings.items()}
        return Profile.of(findings)

    def loads(self, library: Library) -> dict[str, float]:
        """Today's advised working loads, by script name, of what was lifted before."""
        lifted = {done.exercise for session in self.sessions for done in session.working}
        known = {name: library.script(name).implement for name in lifted if name in library.script_paths}
        return loads_of(self.advices(known))

    def recalled(self, plan: Plan) -> Plan:
        """The plan with the advised reps, the advice in its welcome, and the answers about last time and the best."""
        advices = self.advices(
            {name: exercise.implement for name, exercise in plan.exercises.items() if exercise.loaded}
        )
        lines = dict(plan.lines)
        lines["recall.last_time"] = _line(self._looking_back.last_time(self.sessions, lambda name: _title(plan, name)))
        welcome = plan.welcome
        main = main_lift(plan)
        if main is not None:
            movement = Movement(main.name, main.title, main.estimates_max)
            lines["recall.best"] = _line(self._looking_back.best(self.sessions, movement))
            if main.name in advices:
                welcome = (*welcome, *map(_line, self._looking_back.advice(movement, advices[main.name])))
        steps = tuple(_with_reps(step, advices) for step in plan.steps)
        return replace(plan, lines=lines, welcome=welcome, steps=steps)

    def advices(self, implements: Mapping[str, str]) -> dict[str, Advice]:
        """What to lift today of each of these movements (by script name, with its implement) that was lifted before."""
        return advised(self.sessions, implements, self._policy, self.kit, self.today)

    def closing(self, newest: PastSession) -> str:
        """What today came to, compared with the last session of the same name."""
        earlier = [each for each in self.sessions if each.name == newest.name and each.key != newest.key]
        return self._looking_back.close(newest, earlier[-1] if earlier else None)

    @property
    def _looking_back(self) -> LookingBack:
        return LookingBack(self.progress.sentences, self.kit.unit, self.today)

    def _policy(self, movement: str) -> Policy:
        return self.progress.policy(movement, self.kit.unit)


def recall(journal: Journal, library: Library, config: Config) -> Past:
    """What the journal knows of the configured lifter; nothing where it cannot be read."""
    progress = read_progress(library.file("scripts", "progress.yaml"), library.names)
    sessions = _sessions(journal, config.lifter, last=RECALLED)
    return Past(sessions, progress, config.kit, datetime.now().astimezone().date())


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
