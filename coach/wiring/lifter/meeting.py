"""The first conversation: whether it is due, what of it is left to ask, and the facts that commands write down."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from coach.clocks import SESSION_START
from coach.core.events import Began, CueFinished, Heard
from coach.core.plan import Ask, Line, Plan
from coach.core.session.machine import Session
from coach.core.state import Closing, Finished
from coach.journal.storage import records
from coach.journal.storage.session_log import SessionJournal
from coach.journal.store import Journal
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.script.shapes.profile import Profile
from coach.wiring.lifter.recalling import Past

INTERVIEW = "interview"
"""The session that is the first conversation, and the finding that says how it ended."""

ASKING = frozenset({INTERVIEW, "profile", "health-questions", "build-questions"})
"""Sessions that are questions themselves; none comes before them."""

OFFERED_AT_MOST = 3
"""So often it is offered by itself; after that it waits to be asked for."""

TOLD = "told"
"""The session in the journal that holds facts told to a command."""

ENDS_THE_DAY = frozenset({"stopped", "red-flag", "red-flag-emergency", "cut-short"})
"""Outcomes of the interview after which no session follows."""


def due(past: Past, library: Library) -> bool:
    """Whether the first conversation comes before today's session: nobody answered anything yet, or put it off."""
    if past.facts.get(INTERVIEW) == "done" or library.own_profile() != Profile():
        return False
    known = any(name in past.facts for name in library.facts().facts)
    offered = sum(session.name == INTERVIEW for session in past.sessions)
    return (not known or past.facts.get(INTERVIEW) == "later") and offered < OFFERED_AT_MOST


def interview(past: Past, library: Library, seed: int = 0) -> Plan:
    """What of the first conversation is still to be asked."""
    plan = compile_session(INTERVIEW, library, seed=seed, kit=past.kit)
    open_steps = tuple(step for step in plan.steps if not (isinstance(step, Ask) and _known(step, past.facts)))
    return replace(plan, steps=open_steps)


def _known(ask: Ask, facts: Mapping[str, str]) -> bool:
    name = ask.name.replace("-", "_")
    return name != INTERVIEW and name in facts


def went_on(state: Session) -> bool:
    """Whether today's session follows this interview."""
    return isinstance(state.phase, Finished) and state.phase.outcome not in ENDS_THE_DAY


class Notes:
    """Facts on their way into the journal, each kept when `keep` returns."""

    def __init__(self, book: SessionJournal) -> None:
        self._book, self._at = book, SESSION_START
        self._happened(Began(SESSION_START))

    def keep(self, name: str, value: str) -> None:
        """Keep one fact."""
        self._at += 1.0
        self._happened(Heard(self._at, "about_me", {"fact": name, "value": value}, f"{name} {value}"))

    def close(self) -> None:
        """Nothing more is told."""
        self._at += 1.0
        self._happened(Heard(self._at, "next"))
        phase = self._book.state.phase
        if isinstance(phase, Closing):
            self._happened(CueFinished(self._at, phase.cue))

    def _happened(self, event: Began | Heard | CueFinished) -> None:
        self._book.happened(event)


@contextmanager
def notes(journal: Journal, lifter: str) -> Iterator[Notes]:
    """A place for facts; what a power cut left open stays open beside it."""
    plan = _plan_of_notes()
    key = uuid.uuid4().hex
    begun = records.session_begun(key, plan, journal.wall(), lifter)
    with SessionJournal(journal, key, plan, (begun,), saved=False) as book:
        kept = Notes(book)
        try:
            yield kept
        finally:
            kept.close()


def _plan_of_notes() -> Plan:
    nothing = Line(("",))
    return Plan(TOLD, "What you told me", (Ask(TOLD, nothing, ()),), {}, {"close.done": nothing})
