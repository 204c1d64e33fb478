"""What the history adds up to: volume, maxima, tempo kept, rest taken, complaints and what helped. Pure arithmetic."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.core.branches import LOADING_ENDED
from coach.core.loading.plates import Formula, convert, estimated_max, reps_in_reserve
from coach.core.loading.rules import Outing
from coach.core.plan import Unit
from coach.journal.past import PastSession, PastSet

LONG_REST = 900.0
"""Seconds after which a gap between sets is no rest any more."""


@dataclass(frozen=True, slots=True)
class Best:
    """A set that stands out: its session, the set, and its load in the unit asked for."""

    session: PastSession
    done: PastSet
    load: float


@dataclass(frozen=True, slots=True)
class Week:
    """One week of training, by the Monday it began."""

    monday: date
    sessions: int
    sets: int
    volume: float


@dataclass(frozen=True, slots=True)
class Helped:
    """What was tried against complaints of one region, and how often each answer followed."""

    region: str
    branch: str
    times: int
    answers: dict[str, int]


@dataclass(frozen=True, slots=True)
class TempoKept:
    """Of so many `counted` sets, those `kept` at their tempo to the last rep in one go, and why the others were not:

    `short` of reps, the count `broken_off` by a pause or a question, the tempo `changed` by the lifter under way.
    """

    counted: int
    kept: int
    short: int
    broken_off: int
    changed: int

    def __str__(self) -> str:
        return f"{self.kept} of {self.counted}" if self.counted else ""


def told(value: float, of: Unit, unit: Unit) -> float:
    """A load or a volume in `unit` as it is told: to the half where it was lifted in another unit, else as it is."""
    return value if of is unit else round(2 * value) / 2


def by_lifter(sessions: Iterable[PastSession]) -> dict[str, list[PastSession]]:
    """The sessions of each lifter, in the order in which they first trained."""
    found: dict[str, list[PastSession]] = defaultdict(list)
    for session in sessions:
        found[session.lifter].append(session)
    return dict(found)


def volume(sessions: Iterable[PastSession], unit: Unit) -> float:
    """Working loads times reps over all these sessions, in this unit."""
    return sum(convert(session.volume, session.unit, unit) for session in sessions)


def weeks(sessions: Sequence[PastSession], unit: Unit) -> tuple[Week, ...]:
    """Every week from the first session to the last, the empty ones too."""
    if not sessions:
        return ()
    grouped: dict[date, list[PastSession]] = defaultdict(list)
    for session in sessions:
        grouped[_monday(session.day)].append(session)
    first, last = min(grouped), max(grouped)
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return tuple(
        Week(monday, len(those), sum(len(session.working) for session in those), volume(those, unit))
        for monday in mondays
        for those in (grouped.get(monday, []),)
    )


def exercises(sessions: Iterable[PastSession]) -> tuple[str, ...]:
    """Every movement with working sets, the most trained first."""
    tally = Counter(done.exercise for session in sessions for done in session.working)
    return tuple(name for name, _ in tally.most_common())


def best_set(sessions: Iterable[PastSession], exercise: str, unit: Unit) -> Best | None:
    """The heaviest working set with at least one rep; of equal ones the one with most reps, then the first."""
    sets = [
        Best(session, done, convert(done.load, session.unit, unit))
        for session in sessions
        for done in session.working
        if done.exercise == exercise and done.load is not None and done.reps_done
    ]
    return max(sets, key=lambda best: (best.load, best.done.reps_done or 0), default=None)


def best_max(session: PastSession, exercise: str, unit: Unit, formula: Formula = "Epley") -> float | None:
    """The best estimated maximum of a day, in this unit; None when no set of it can be judged by."""
    estimates = [
        estimated_max(convert(done.load, session.unit, unit), done.reps_done, formula, in_reserve=_reserve(done))
        for done in session.working
        if done.exercise == exercise and done.load and done.reps_done
    ]
    return max((estimate for estimate in estimates if estimate is not None), default=None)


def tempo(sessions: Iterable[PastSession]) -> TempoKept:
    """How the counted working sets of these sessions went: not what the bar did, but what the count went through.

    A set both short and broken off counts as short, one both broken off and changed as broken off.
    """
    counted = (done for session in sessions for done in session.working if done.counted and done.reps_planned)
    went = Counter(map(_went, counted))
    return TempoKept(went.total(), went["kept"], went["short"], went["broken off"], went["changed"])


def _went(done: PastSet) -> str:
    if done.cut_short or (done.reps_done or 0) < (done.reps_planned or 0):
        return "short"
    return "broken off" if done.broken_off else "changed" if done.retimed else "kept"


def middle(values: Sequence[float]) -> float:
    """The median of at least one value."""
    there = sorted(values)
    half = len(there) // 2
    return there[half] if len(there) % 2 else (there[half - 1] + there[half]) / 2


def rests(session: PastSession) -> tuple[float, ...]:
    """The seconds between the end of each working set and the beginning of the next set."""
    pairs = zip(session.sets, session.sets[1:], strict=False)
    gaps = [
        after.began - before.at
        for before, after in pairs
        if before.role.value == "working" and before.at is not None and after.began is not None
    ]
    return tuple(gap for gap in gaps if 0 <= gap <= LONG_REST)


def helped(sessions: Iterable[PastSession]) -> tuple[Helped, ...]:
    """For each region and branch how often it was taken and what was answered, the most frequent first."""
    tally: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for session in sessions:
        for complaint in session.complaints:
            answer = "taken back" if complaint.taken_back else complaint.answer or "no answer"
            tally[complaint.region, complaint.branch][answer] += 1
    found = [Helped(region, branch, answers.total(), dict(answers)) for (region, branch), answers in tally.items()]
    return tuple(sorted(found, key=lambda each: (-each.times, each.region, each.branch)))


def findings_over_time(sessions: Iterable[PastSession]) -> dict[str, tuple[tuple[date, str], ...]]:
    """Every check's results with their days, oldest first."""
    found: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for session in sessions:
        for name, value in session.findings.items():
            found[name].append((session.day, value))
    return {name: tuple(results) for name, results in found.items()}


def outings(
    sessions: Iterable[PastSession], exercise: str, unit: Unit, light: Collection[str] = ()
) -> tuple[Outing, ...]:
    """The days with working sets of this movement, as the rules of progress want them.

    The load of a day is that of its heaviest set. Pain counts whatever it was about: that of a day without this
    movement, or of one of the `light` sessions (by name), is laid to the day before it.
    """
    found: list[Outing] = []
    for session in sessions:
        pain = any(complaint.counts for complaint in session.complaints)
        flag, ended = session.red_flag, session.findings.get(LOADING_ENDED) == exercise
        sets = [done for done in session.working if done.exercise == exercise and done.load and _told(done)]
        if sets and session.name not in light:
            found.append(replace(_outing(session, sets, unit), pain=pain, red_flag=flag, ended=ended))
        elif found and (pain or flag or ended):
            last = found[-1]
            found[-1] = replace(last, pain=last.pain or pain, red_flag=last.red_flag or flag, ended=last.ended or ended)
    return tuple(found)


def _told(done: PastSet) -> bool:
    """Whether the reps are known: of a set with as many as are clean they are only when the lifter told."""
    return done.reps_done is not None or done.reps_planned is not None


def _outing(session: PastSession, sets: Sequence[PastSet], unit: Unit) -> Outing:
    heaviest = max(done.load or 0.0 for done in sets)
    top = [done for done in sets if done.load == heaviest]
    return Outing(
        day=session.day.toordinal(),
        load=round(convert(heaviest, session.unit, unit), 2),
        reps=tuple(done.reps_done or 0 for done in top),
        planned=max(done.reps_planned or done.reps_done or 1 for done in top),
        effort=max((done.effort for done in top if done.effort is not None), default=None),
    )


def _reserve(done: PastSet) -> float:
    return 0.0 if done.effort is None else reps_in_reserve(done.effort)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
