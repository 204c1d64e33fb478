"""What the journal knows of this lifter, as today's session needs it: profile, loads, and what was done before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from coach.config import Config
from coach.core.loading.plates import convert
from coach.core.loading.progression import Policy
from coach.core.loading.rules import Advice
from coach.core.plan import Kit, Unit
from coach.core.safety.red_flag import TAKEN_BACK, WARNING_SIGN
from coach.errors import CoachError, ContentError
from coach.journal import history
from coach.journal.analysis.advice import advised, loads_of
from coach.journal.analysis.looking_back import LookingBack
from coach.journal.analysis.statistics import best_max, outings
from coach.journal.past import PastSession
from coach.journal.store import Journal
from coach.reading.left_out import leave_out
from coach.script.compiler.person import Person
from coach.script.compiler.sets import rounded
from coach.script.files.library import Library
from coach.script.files.progression import ProgressFile, read_progress
from coach.script.shapes.profile import Profile
from coach.script.shapes.schema import ScriptShape
from coach.script.shapes.shorthand.aliases import plain

RECALLED = 300
"""So many of the newest sessions are looked back on: about two years, read in a moment."""

LONG_AGO = 182
"""Days after which a lift begins anew instead of going on where it was."""

SORE_FOR = 14
"""Days for which a low back that complained is one to be careful with."""

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
        found = ((name, script_of(library, name)) for name in self._lately)
        return loads_of(self.advices({name: script.implement for name, script in found if script is not None}))

    def light_loads(self, library: Library, loads: Mapping[str, float], part: float) -> dict[str, float]:
        """Today's `loads` in a light week: so much of what was usual before it at most."""
        monday = self.today - timedelta(days=self.today.weekday())
        before = replace(self, sessions=tuple(each for each in self.sessions if each.day < monday)).loads(library)
        return {
            name: min(load, rounded(part * before.get(name, load), self.kit, library.script(name).implement))
            for name, load in loads.items()
        }

    @property
    def _lately(self) -> set[str]:
        """The movements that were lifted lately enough to go on from there."""
        begin = self.today - timedelta(days=LONG_AGO)
        return {each.exercise for session in self.sessions if session.day >= begin for each in session.working}

    def advices(self, implements: Mapping[str, str]) -> dict[str, Advice]:
        """What to lift today of each of these movements (by script name, with its implement) that was lifted lately."""
        lately = {name: implement for name, implement in implements.items() if name in self._lately}
        return advised(self.sessions, lately, self.policy, self.kit, self.today, self.light)

    def closing(self, newest: PastSession) -> str:
        """What today came to, compared with the last session of the same name."""
        earlier = [each for each in self.sessions if each.name == newest.name and each.key != newest.key]
        return self.looking_back.close(newest, earlier[-1] if earlier else None)

    @property
    def looking_back(self) -> LookingBack:
        """What is said about earlier sessions, in this lifter's unit."""
        return LookingBack(self.progress.sentences, self.kit.unit, self.today)

    def clean_days(self, movement: str) -> int:
        """How many of the last days on which this was lifted, in a row, were clean and without a complaint."""
        days = outings(self.sessions, movement, self.kit.unit, self.light)
        return sum(1 for _ in takewhile(lambda day: day.clean and not day.pain and not day.red_flag, reversed(days)))

    def policy(self, movement: str) -> Policy:
        """How progress is made at this movement."""
        return self.progress.policy(movement, self.kit.unit)


def script_of(library: Library, name: str) -> ScriptShape | None:
    """The script of what was done once; None where there is none any more, or none that can be used, which is told."""
    try:
        return library.script(name) if name in library.script_paths else None
    except ContentError as error:
        leave_out(error)
        return None


def nothing_done(library: Library, config: Config) -> Past:
    """The past of somebody who has never trained here."""
    return Past(NOTHING_KEPT, library.progress(read_progress), config.kit, datetime.now().astimezone().date())


def recall(journal: Journal, library: Library, config: Config) -> Past:
    """What the journal knows of the configured lifter; nothing where it cannot be read."""
    progress = library.progress(read_progress)
    sessions = tuple(believed(renamed(each, library)) for each in _sessions(journal, config.lifter, RECALLED))
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


def renamed(session: PastSession, library: Library) -> PastSession:
    """The session with other programs' names of movements as those known here.

    For those every script is read, so nobody asks for them whose sessions were all coached.
    """
    if session.source == "coach":
        return session
    names = library.exercise_names
    sets = tuple(replace(done, exercise=names.get(plain(done.exercise), done.exercise)) for done in session.sets)
    return replace(session, sets=sets)


def believed(session: PastSession) -> PastSession:
    """The session without imported sets of more than is coached at all: no first load comes of a misplaced comma."""
    if session.source == "coach":
        return session
    from coach.script.shapes.shorthand.words import HEAVIEST

    sets = tuple(done for done in session.sets if convert(done.load or 0.0, session.unit, Unit.KILOS) <= HEAVIEST)
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
