"""What a session amounts to so far: sets, complaints, findings and its end, read off the events by the core's rules.

The rows of the history are derived, never entered: replaying the events gives the same ledger again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coach.core.commands import Command, Note
from coach.core.events import Event
from coach.core.plan import Plan
from coach.core.session import advance, begin
from coach.core.state import Complained, Finished, Session, SetDone


@dataclass(frozen=True, slots=True)
class SetKept:
    """A set of the log, and when its count began (session clock; None when it was not counted)."""

    done: SetDone
    began: float | None


@dataclass(frozen=True, slots=True)
class ComplaintKept:
    """A complaint, the branch it took, and the lifter's last answer before the next one: what helped, or did not."""

    complained: Complained
    branch: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The derived rows of one session; `outcome` is None until it is finished."""

    sets: tuple[SetKept, ...] = ()
    complaints: tuple[ComplaintKept, ...] = ()
    findings: Mapping[str, str] = field(default_factory=dict)
    outcome: str | None = None


def entered(ledger: Ledger, before: Session, after: Session, commands: Iterable[Command]) -> Ledger:
    """The ledger after an event that led from one state to the next."""
    complaints = ledger.complaints
    for note in commands:
        if isinstance(note, Note) and note.kind == "branch":
            complaints = (*complaints, ComplaintKept(after.today.complaints[-1], str(note.fields["name"])))
        elif isinstance(note, Note) and note.kind == "answer" and complaints:
            complaints = (*complaints[:-1], replace(complaints[-1], answer=str(note.fields["answer"])))
    outcome = after.phase.outcome if isinstance(after.phase, Finished) else None
    return Ledger(_sets(ledger.sets, before, after), complaints, after.today.findings, outcome)


def _sets(kept: tuple[SetKept, ...], before: Session, after: Session) -> tuple[SetKept, ...]:
    """Corrections keep the beginning of their set; a new set began when its count did."""
    log = after.today.log
    known = [SetKept(done, old.began) for done, old in zip(log, kept, strict=False)]
    began = before.work_began
    fresh = [SetKept(done, began if began is not None and began > _end(known) else None) for done in log[len(known) :]]
    return (*known, *fresh)


def _end(kept: list[SetKept]) -> float:
    return kept[-1].done.at if kept else -1.0


def replayed(plan: Plan, events: Iterable[Event]) -> tuple[Session, Ledger]:
    """The state and the ledger these events lead to."""
    state, ledger = begin(plan), Ledger()
    for event in events:
        after, commands = advance(plan, state, event)
        state, ledger = after, entered(ledger, state, after, commands)
    return state, ledger
