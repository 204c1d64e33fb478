"""What a session amounts to so far: sets, complaints, findings and its end, read off the events by the core's rules.

The rows of the history are derived, never entered: replaying the events gives the same ledger again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coach.clocks import SessionTime
from coach.core.commands import Command, Note
from coach.core.events import Event
from coach.core.plan import Plan
from coach.core.session.machine import advance, begin
from coach.core.state import Confirming, Finished, Paused, Session, Working
from coach.core.today import Complained, SetDone


@dataclass(frozen=True, slots=True)
class SetKept:
    """A set of the log, and when its count began (session clock; None when it was not counted).

    Of a `counted` set, `broken_off` is how often the count was interrupted and taken up again, `retimed` how often the
    lifter had it slower or faster under way.
    """

    done: SetDone
    began: SessionTime | None
    counted: bool = False
    broken_off: int | None = None
    retimed: int | None = None


@dataclass(frozen=True, slots=True)
class ComplaintKept:
    """A complaint, the branch it took, and the lifter's last answer before the next one: what helped, or did not."""

    complained: Complained
    branch: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class CountKept:
    """The count of the set going on: when it first began, and what became of it since."""

    began: SessionTime
    broken_off: int = 0
    retimed: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """The derived rows of one session; `outcome` is None until it is finished, `count` where no set is counted."""

    sets: tuple[SetKept, ...] = ()
    complaints: tuple[ComplaintKept, ...] = ()
    findings: Mapping[str, str] = field(default_factory=dict)
    outcome: str | None = None
    count: CountKept | None = None


def entered(ledger: Ledger, before: Session, after: Session, commands: Iterable[Command]) -> Ledger:
    """The ledger after an event that led from one state to the next."""
    complaints = ledger.complaints
    for note in commands:
        if isinstance(note, Note) and note.kind == "branch":
            complaints = (*complaints, ComplaintKept(after.today.complaints[-1], str(note.fields["name"])))
        elif isinstance(note, Note) and note.kind == "answer" and complaints:
            complaints = (*complaints[:-1], replace(complaints[-1], answer=str(note.fields["answer"])))
        elif isinstance(note, Note) and note.kind == "taken-back":
            complaints = tuple(_taken_back(kept, note.fields["at"]) for kept in complaints)
    outcome = after.phase.outcome if isinstance(after.phase, Finished) else None
    sets, count = _sets(ledger, before, after), _count(ledger.count, before, after)
    return Ledger(sets, complaints, after.today.findings, outcome, count)


def _taken_back(kept: ComplaintKept, at: object) -> ComplaintKept:
    """The complaint of this moment was none after all."""
    return replace(kept, answer="false_alarm") if kept.complained.at == at else kept


def _count(count: CountKept | None, before: Session, after: Session) -> CountKept | None:
    """What this turn of events did to the count of the set going on; None when no set is under way any more."""
    now = _worked_at(after)
    if now is None:
        return None
    if count is None:
        return None if now.began is None else CountKept(now.began)
    was = before.phase
    if not isinstance(was, Working) or was.began is None:
        return count
    if isinstance(after.phase, Paused | Confirming):
        return replace(count, broken_off=count.broken_off + 1)
    return replace(count, retimed=count.retimed + (was.count.cue != now.count.cue))


def _worked_at(state: Session) -> Working | None:
    """The count going on, or held until something is answered."""
    phase = state.phase.held if isinstance(state.phase, Paused | Confirming) else state.phase
    return phase if isinstance(phase, Working) else None


def _sets(ledger: Ledger, before: Session, after: Session) -> tuple[SetKept, ...]:
    """Corrections keep what is known of their set's count; a new set has that of the count that was going on."""
    log, count, began = after.today.log, ledger.count, before.work_began
    known = [replace(old, done=done) for done, old in zip(log, ledger.sets, strict=False)]
    fresh = log[len(known) :]
    if count is not None:
        return (*known, *(SetKept(done, count.began, True, count.broken_off, count.retimed) for done in fresh))
    return (*known, *(SetKept(done, began if began is not None and began > _end(known) else None) for done in fresh))


def _end(kept: list[SetKept]) -> float:
    return kept[-1].done.at if kept else -1.0


def replayed(plan: Plan, events: Iterable[Event]) -> tuple[Session, Ledger]:
    """The state and the ledger these events lead to."""
    state, ledger = begin(plan), Ledger()
    for event in events:
        after, commands = advance(plan, state, event)
        state, ledger = after, entered(ledger, state, after, commands)
    return state, ledger
