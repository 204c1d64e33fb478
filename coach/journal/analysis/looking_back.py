"""Two spoken sentences about what was done before; the advice for today with its reason; in the words of the content.

`sentences` are those of scripts/progress.yaml; numbers, loads and days are put into words here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coach.core.loading.rules import Advice
from coach.core.plan import Unit
from coach.core.wording import counted, fill, load, number
from coach.journal.analysis import statistics
from coach.journal.past import PastSession

NEARLY = 0.03
"""Two volumes closer than this part of each other are the same to a lifter."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement as it is spoken of: its script's name, its title, and whether a single may be estimated."""

    name: str
    title: str
    estimates_max: bool = False


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Builds the sentences; loads are told in `unit`, days as seen from `today`."""

    sentences: Mapping[str, str]
    unit: Unit
    today: date

    def advice(self, movement: Movement, advice: Advice) -> tuple[str, str]:
        """What to lift today, and why."""
        what = self._say("advice", title=movement.title, load=self._load(advice.load), reps=_reps(advice.reps))
        return what, self._say(advice.reason, **self._facts(advice.facts))

    def last_time(self, sessions: Sequence[PastSession], title_of: Callable[[str], str]) -> str:
        """How the last session with working sets went; `title_of` names movements by their script."""
        session = next((each for each in reversed(sessions) if each.working), None)
        if session is None:
            return self._say("first-time")
        name = statistics.exercises([session])[0]
        sets = [done for done in session.working if done.exercise == name]
        fields = {"when": self._when(session.day), "title": title_of(name), "sets": _sets(len(sets))}
        best = statistics.best_set([session], name, self.unit)
        if best is None:
            return f"{self._say('last-time', **fields)} {self._complaints(session)}"
        return f"{self._say('last-time-load', **fields, load=self._load(best.load))} {self._complaints(session)}"

    def best(self, sessions: Sequence[PastSession], movement: Movement) -> str:
        """The best set of a movement, and the single it promises where that may be estimated."""
        best = statistics.best_set(sessions, movement.name, self.unit)
        if best is None:
            return self._say("no-best", title=movement.title)
        found = self._say(
            "best",
            title=movement.title,
            reps=_reps(best.done.reps_done or 0),
            load=self._load(best.load),
            when=self._when(best.session.day),
        )
        if not movement.estimates_max:
            return f"{found} {self._say('best-no-max', title=movement.title)}"
        maxima = [statistics.best_max(session, movement.name, self.unit) for session in sessions]
        single = max((estimate for estimate in maxima if estimate is not None), default=None)
        return f"{found} {self._say('best-max', max=self._load(round(single)), formula='Epley')}" if single else found

    def close(self, session: PastSession, before: PastSession | None) -> str:
        """What today came to, compared with the last session of the same name."""
        reps = sum(done.reps_done or 0 for done in session.working)
        moved = statistics.volume([session], self.unit)
        fields = {"sets": _sets(len(session.working)), "reps": _reps(reps)}
        today = (
            self._say("today-moved", **fields, load=self._load(round(moved))) if moved else self._say("today", **fields)
        )
        compared = self._compared(moved, statistics.volume([before], self.unit) if before else 0.0)
        return f"{today} {compared}".strip()

    def _compared(self, moved: float, earlier: float) -> str:
        if not moved or not earlier:
            return ""
        change = moved / earlier - 1
        if abs(change) < NEARLY:
            return self._say("same-as-last")
        return self._say("more-than-last" if change > 0 else "less-than-last", percent=number(round(100 * abs(change))))

    def _complaints(self, session: PastSession) -> str:
        regions = [complaint.region for complaint in session.complaints if complaint.counts]
        if not regions:
            return self._say("nothing-hurt")
        region = max(dict.fromkeys(regions), key=regions.count)
        return self._say("complained", region=region.replace("_", " "), times=_times(regions.count(region)))

    def _facts(self, facts: Mapping[str, float]) -> dict[str, str]:
        spoken: dict[str, Callable[[float], str]] = {
            "step": self._load,
            "reps": _reps,
            "days": lambda days: counted(days, "day", "days"),
            "weeks": lambda weeks: counted(weeks, "week", "weeks"),
        }
        return {name: spoken.get(name, number)(value) for name, value in facts.items()}

    def _when(self, day: date) -> str:
        days = (self.today - day).days
        if days <= 1:
            return self._say("when-yesterday" if days == 1 else "when-today")
        return self._say("when-days", days=counted(days, "day", "days"))

    def _load(self, value: float) -> str:
        return load(round(value, 2), self.unit)

    def _say(self, name: str, **fields: str) -> str:
        filled = self.sentences[name].format_map(fields)
        return filled if name.startswith("when-") else fill(filled, {})


def _reps(value: float) -> str:
    return counted(value, "rep", "reps")


def _sets(value: int) -> str:
    return counted(value, "set", "sets")


def _times(value: int) -> str:
    return {1: "once", 2: "twice"}.get(value, f"{number(value)} times")
