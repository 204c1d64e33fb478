"""A whole year of each shipped program as it is lifted: with missed reps and days, pains, hard days and holidays.

What is lifted each day is what the plan of that day says, as the program and the journal together want it; a program
that is over is begun again, the race in some weeks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest

from coach.core.plan import Kit, Plan, Reps, Role, Work
from coach.journal.past import PastSession, PastSet
from coach.planning.program import Following, Next, advanced, begun, coming, did
from coach.planning.starting import with_own_loads
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.files.progression import ProgressFile, read_progress
from coach.script.shapes.program import ProgramShape
from coach.wiring.lifter.recalling import Past
from coach.wiring.lifter.today import plan_of
from coach.wiring.request import Wishes
from tests.journal.pasts import complaint, day, lift

SHIPPED = Library((shipped_root(),))
PROGRESS: ProgressFile = SHIPPED.progress(read_progress)
PROGRAMS = {name: SHIPPED.program(name)[1] for name in ("hinge-base", "deadlift-block", "race-build-up")}
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)
YEAR = 365

LIFTERS: Mapping[str, Mapping[str, str]] = {
    "nobody told anything": {},
    "a puller of a hundred": {"deadlift": "100 kg", "experience": "years"},
}

ABSENT, MISSES, HURTS, TELLS = 0.15, 0.15, 0.1, 0.6
"""How likely a day is missed, a lift of it falls short of its reps, something hurts, and an effort is told."""

LATELY = timedelta(days=28)
CAN_BE_LESS = 22.5
"""Kilos from which on there is something lighter to lift, with a bar of twenty."""

Year = tuple["Lifted", ...]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A day of it: the heaviest working set of each lift, which of them fell short, and whether something hurt."""

    on: date
    light: bool
    limits: Mapping[str, float]
    tops: Mapping[str, float]
    short: frozenset[str]
    hurt: bool


@dataclass
class Life:
    """A lifter whose days are drawn by chance."""

    name: str
    facts: Mapping[str, str]
    chance: Random
    past: list[PastSession] = field(default_factory=list)
    ends: int = 0

    @property
    def program(self) -> ProgramShape:
        return PROGRAMS[self.name]

    def begun(self, today: date) -> Following:
        race = today + self.chance.randrange(20, 70) * DAY if self.program.to_a_date else None
        return begun(self.name, self.program, today, race)

    def year(self) -> Iterator[Lifted]:
        holidays = [self.chance.randrange(YEAR) for _ in range(3)]
        away = {first + number for first in holidays for number in range(self.chance.randrange(5, 30))}
        state = self.begun(MONDAY)
        for number in range(YEAR):
            today = MONDAY + number * DAY
            state, _ = advanced(state, self.program, today)
            if state.ended:
                self.ends += 1
                state = self.begun(today)
            ahead = with_own_loads(coming(state, self.program, today), SHIPPED)
            if ahead is None or not ahead.due or number in away or self.chance.random() < ABSENT:
                continue
            if done := self.trained(ahead, today):
                yield done
            state = did(state, ahead.key, today)

    def trained(self, ahead: Next, today: date) -> Lifted | None:
        """The day as it goes; None where nothing of it is loaded."""
        past = Past(tuple(self.past), PROGRESS, Kit(), today, self.facts)
        plan = plan_of(Wishes(ahead.day.text, seed=0, loads=ahead.loads, light=ahead.light), SHIPPED, past)
        sets = [step for step in plan.steps if isinstance(step, Work) and step.role is Role.WORKING and step.load]
        if not sets:
            return None
        short = frozenset(name for name in sorted({step.exercise for step in sets}) if self.chance.random() < MISSES)
        hurt = self.chance.random() < HURTS
        self.keep(today, plan, [self.lifted(step, step.exercise in short) for step in sets], hurt=hurt)
        tops: dict[str, float] = defaultdict(float)
        for step in sets:
            tops[step.exercise] = max(tops[step.exercise], step.load or 0.0)
        limits = ahead.loads if SHIPPED.workout(ahead.day.text) else {}
        light = ahead.light is not None or SHIPPED.session(ahead.day.text).light is not None
        return Lifted(today, light, limits, dict(tops), short, hurt)

    def lifted(self, step: Work, missed: bool) -> PastSet:
        reps = step.dose.count if isinstance(step.dose, Reps) else 1
        done = max(0, reps - self.chance.randrange(1, 4)) if missed else reps + self.chance.randrange(3)
        effort = self.chance.choice((6.0, 7.0, 8.0, 9.0)) if self.chance.random() < TELLS else None
        return lift(step.load, done, exercise=step.exercise, reps_planned=reps, effort=10.0 if missed else effort)

    def keep(self, today: date, plan: Plan, sets: list[PastSet], *, hurt: bool) -> None:
        complaints = (complaint(self.chance.choice(("low_back", "knee", "hamstring"))),) if hurt else ()
        kept = day(0, *sets, complaints=complaints, name=plan.session)
        began = datetime.combine(today, time(18), UTC)
        self.past.append(replace(kept, key=f"{today}", began=began, ended=began))


@dataclass(frozen=True, slots=True)
class Lived:
    """A year of a program: its days, and how often the program came to its end."""

    program: ProgramShape
    year: Year
    ends: int


EVERY_YEAR = [
    ("hinge-base", "nobody told anything"),
    ("deadlift-block", "nobody told anything"),
    ("deadlift-block", "a puller of a hundred"),
    ("race-build-up", "a puller of a hundred"),
]


@pytest.fixture(scope="module", params=EVERY_YEAR, ids=", ".join)
def lived(request: pytest.FixtureRequest) -> Lived:
    """Each of these; all tests of one stand together, so that it is lived once."""
    name, lifter = request.param
    life = Life(name, LIFTERS[lifter], Random(f"{name} {lifter}"))
    return Lived(life.program, tuple(life.year()), life.ends)


def outings(year: Year, movement: str) -> list[Lifted]:
    return [each for each in year if movement in each.tops]


def movements(year: Year) -> set[str]:
    return {movement for each in year for movement in each.tops}


def test_no_load_rises_after_a_complaint(lived: Lived) -> None:
    year = lived.year
    for movement in movements(year):
        for before, after in pairwise(outings(year, movement)):
            if any(each.hurt for each in year if before.on <= each.on < after.on):
                assert after.tops[movement] <= before.tops[movement], f"{movement}, {after.on}"


def test_no_load_rises_after_missed_reps(lived: Lived) -> None:
    year = lived.year
    for movement in movements(year):
        full: float | None = None
        short = False
        for each in outings(year, movement):
            if full is not None and short:
                assert each.tops[movement] <= full, f"{movement}, {each.on}"
            if not each.light or each.tops[movement] == full:  # the empty bar is the same in a light week
                full, short = each.tops[movement], movement in each.short


def test_no_load_is_above_the_programs_or_the_movements_own_limit(lived: Lived) -> None:
    year = lived.year
    for each in year:
        for movement, load in each.tops.items():
            limit = each.limits.get(movement)
            bar = 20.0 if SHIPPED.script(movement).implement == "barbell" else 0.0
            assert limit is None or load <= max(limit, bar)
            assert movement not in lived.program.loads or load <= lived.program.loads[movement].most
            assert movement != "good-morning" or load <= 60


def test_a_light_week_is_lighter_than_what_was_usual(lived: Lived) -> None:
    year = lived.year
    for movement in movements(year):
        done = outings(year, movement)
        for each in done:
            usual = [other.tops[movement] for other in done if timedelta() < each.on - other.on <= LATELY]
            if each.light and usual:
                assert each.tops[movement] <= max(usual), f"{movement}, {each.on}"
                assert each.tops[movement] < max(usual) or max(usual) < CAN_BE_LESS, f"{movement}, {each.on}"


def test_in_a_year_the_program_ends_and_is_begun_again(lived: Lived) -> None:
    year = lived.year
    assert lived.ends >= 3
    assert len(year) > 40
    assert sum(each.hurt for each in year) > 2
    assert sum(bool(each.short) for each in year) > 5
    assert sum(each.light for each in year) > 2
