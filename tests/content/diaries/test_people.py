"""Six people in their first four weeks, told as a diary: the first time in full, after that what is new."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.core.plan import Plan, Role
from coach.core.session.machine import begin
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.state import Asking, Finished, Resting, Session, Working
from coach.core.today import SetDone
from coach.core.wording import counted
from coach.journal.past import PastComplaint, PastSession, PastSet
from coach.journal.storage.derived import Ledger, entered
from coach.script.compiler.person import Person
from coach.script.files.progression import read_progress
from coach.wiring.lifter.recalling import Past, light_of
from coach.wiring.lifter.today import plan_of
from coach.wiring.request import Wishes
from tests.content.stories import remark
from tests.shipped import LIBRARY

GOLDEN = Path(__file__).with_name("people")
PEOPLE: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("people.yaml").read_text(encoding="utf-8"))
MONDAY = date(2026, 1, 5)
MOST_LINES = 450
SAYS_NO = ("ill", "back-signs")
"""Questions that nobody would answer with better."""
SET_FIELDS = {each.name for each in fields(PastSet)} & {each.name for each in fields(SetDone)}


class Lifter:
    """What one person says in one session: efforts after working sets, what happens to them, answers to questions."""

    def __init__(self, person: Mapping[str, Any], place: int) -> None:
        self.efforts, self.answers = person.get("effort", ()), person.get("answers", {})
        self.event: dict[str, Any] = dict(person.get("says", {}).get(place, {}))
        self.left = int(self.event.get("again", 1)) if self.event else 0
        self.told = 0
        self.asked: object = None

    def __call__(self, state: Session) -> Remark | None:
        """The next remark to this state, each once."""
        phase = state.phase
        if self.left and self._now(state):
            self.left -= 1
            return remark(state.at + 3.0, self.event["words"])
        if isinstance(phase, Asking) and phase.until is not None and phase.step is not self.asked:
            self.asked = phase.step
            return self._answer(state, phase)
        done = [each for each in state.today.log if each.role is Role.WORKING]
        if isinstance(phase, Resting) and len(done) > self.told:
            self.told = len(done)
            if done[-1].load is not None and len(done) != self.event.get("after"):
                return remark(state.at + 6.0, self.efforts[(len(done) - 1) % len(self.efforts)])
        return None

    def _now(self, state: Session) -> bool:
        phase = state.phase
        if "at" in self.event:
            return bool(state.at >= self.event["at"])
        if "in" in self.event:
            step = phase.step if isinstance(phase, Working) and phase.began is not None else None
            return step is not None and step.role is Role.WORKING and bool(step.number == self.event["in"])
        done = [each for each in state.today.log if each.role is Role.WORKING]
        return isinstance(phase, Resting) and bool(len(done) == self.event["after"])

    def _answer(self, state: Session, phase: Asking) -> Remark | None:
        if phase.step.name == "effort":
            return remark(state.at + 2.0, self.efforts[0])
        known = {intent for answer in phase.step.answers for intent in answer.intents}
        usual = "better" if "better" in known and phase.step.name not in SAYS_NO else "no" if "no" in known else None
        wished = self.answers.get(phase.step.name, usual)
        return None if wished is None else Remark(state.at + 2.0, wished, {}, wished)


def lived(person: Mapping[str, Any]) -> Iterator[tuple[PastSession, Plan, list[Rehearsed]]]:
    """Every session of four weeks, each planned by what was lifted and told before."""
    facts, before = dict(person["facts"]), list[PastSession]()
    progress = LIBRARY.progress(read_progress)
    days = [(7 * week + day, name) for week, each in enumerate(person["weeks"]) for day, name in each.items()]
    for place, (day, name) in enumerate(days, 1):
        on = MONDAY + timedelta(days=day)
        kit = Person(facts).kit(Plan("", "", (), {}, {}).kit)
        past = Past(tuple(before), progress, kit, on, facts, light_of(LIBRARY, {each.name for each in before}))
        plan = replace(plan_of(Wishes(name, seed=0), LIBRARY, past, asks=True), waits=True)
        seen = list(turns(plan, replies=Lifter(person, place)))
        assert isinstance(seen[-1].state.phase, Finished)
        session = kept(plan, seen, on)
        facts |= session.findings
        before.append(session)
        yield session, plan, seen


def kept(plan: Plan, seen: list[Rehearsed], on: date) -> PastSession:
    """The session as the history keeps it."""
    ledger, state = Ledger(), begin(plan)
    for turn in seen:
        ledger, state = entered(ledger, state, turn.state, turn.commands), turn.state
    sets = tuple(
        PastSet(**{name: getattr(each.done, name) for name in SET_FIELDS}, began=each.began, counted=each.counted)
        for each in ledger.sets
    )
    complaints = tuple(
        PastComplaint(
            each.complained.at,
            each.complained.region,
            each.complained.sensation,
            each.complained.side,
            each.branch,
            each.answer,
        )
        for each in ledger.complaints
    )
    began = datetime.combine(on, time(18), UTC)
    return PastSession(
        str(on), "lifter", plan.session, plan.title, plan.kit.unit, began, began + timedelta(hours=1), ledger.outcome,
        sets=sets, complaints=complaints, findings=ledger.findings,
    )  # fmt: skip


def diary(person: Mapping[str, Any]) -> str:
    """Who it is, then each day: what was said and heard, without what was said on an earlier day."""
    lines = [person["who"], ""]
    known: set[str] = set()
    for session, _, seen in lived(person):
        lines.append(f"{session.day:%a} week {(session.day - MONDAY).days // 7 + 1}: {session.title}")
        again = 0
        for kind, text in _told(seen):
            if kind == "coach" and text in known:
                again += 1
                continue
            known.add(text)
            lines.append(f"  {text}" if kind == "coach" else f"  > {text}")
        lines += [f"  ({counted(again, 'line', 'lines')} as before)"] if again else []
        lines += [f"  = {row}" for row in _sets(session)]
        lines.append(f"  = {session.reason}, {round((seen[-1].state.at) / 60)} minutes")
        lines.append("")
    return "\n".join(lines)


def _told(seen: list[Rehearsed]) -> Iterator[tuple[str, str]]:
    for turn in seen:
        for line in turn.lines:
            if line.kind == "say":
                yield "coach", line.text
            elif line.kind == "heard" and line.text not in ("ready", "done"):
                yield "lifter", line.text


def _sets(session: PastSession) -> list[str]:
    """The working sets in the order they were done: how many reps at which load."""
    rows: Counter[str] = Counter()
    for each in session.working:
        dose = f"{each.reps_done} reps" if each.reps_done is not None else f"{each.seconds or each.metres or 0:g}"
        load = f" at {each.load:g}" if each.load else ""
        rows[f"{each.exercise}: {dose}{load}"] += 1
    return [f"{count} x {row}" for row, count in rows.items()]


@cache
def diary_of(name: str) -> str:
    return diary(PEOPLE[name])


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_their_first_four_weeks_go_as_they_were_approved(name: str, request: pytest.FixtureRequest) -> None:
    heard = diary_of(name)
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(heard, encoding="utf-8")
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    changed = "\n".join(unified_diff(before.splitlines(), heard.splitlines(), "approved", "heard", lineterm="", n=1))
    assert heard == before, f"read the change; if it is right, run pytest with --update-golden\n{changed}"


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_a_diary_can_be_read(name: str) -> None:
    assert len(diary_of(name).splitlines()) < MOST_LINES


def test_there_is_no_diary_of_somebody_who_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PEOPLE)
