"""A session performed: each turn is kept, told, sounded and shown, in this order."""

from collections.abc import Callable
from dataclasses import dataclass, field

from coach.clocks import SessionTime
from coach.core.commands import Command, Note
from coach.core.events import Event, Heard, HeardUnclear, NotUnderstood
from coach.core.plan import Plan
from coach.core.session.machine import Session, SessionMachine, SessionTurn, view
from coach.loop import run
from coach.ports import Display, Journal, Speaker, Transcript, World


@dataclass(slots=True)
class Equipment:
    """Everything a session is performed with; who builds it also closes it."""

    plan: Plan
    world: World
    speaker: Speaker
    journal: Journal
    display: Display
    transcript: Transcript
    arm: Callable[[frozenset[str]], None]
    """Tells the ear what to listen for."""

    _armed: frozenset[str] | None = field(default=None, init=False)

    def wait(self, deadline: SessionTime | None) -> Event:
        """The world's next event."""
        return self.world.wait(deadline)

    def _listen_for(self, intents: frozenset[str]) -> None:
        """Arm the ear, where that changes anything."""
        if intents != self._armed:
            self.arm(intents)
            self._armed = intents

    def perform(self, turn: SessionTurn, armed: frozenset[str]) -> tuple[Event, ...]:
        """Keep the turn before anything is done about it, then tell and sound it, arm the ear, and show it.

        Nothing comes of it at once. Whoever sees a question can answer it.
        """
        self.journal.append(turn)
        now = self.world.now()
        self._tell(turn)
        for command in turn.commands:
            self._command(command, now)
        self._listen_for(armed)
        self.display.show(view(self.plan, turn.after, now), turn.after)
        self.write_sounds()
        return ()

    def write_sounds(self) -> None:
        """Put into the transcript and on the screen what the loudspeaker did since the last time."""
        for sounded in self.speaker.drain_log():
            self.display.sounding(sounded)
            fields: dict[str, object] = {"text": sounded.text, "begin": sounded.begin, "end": sounded.end}
            if sounded.beats:
                fields |= {"beats": list(sounded.beats), "words": list(sounded.words)}
            if sounded.why:
                fields["why"] = sounded.why
            self.transcript.write(sounded.begin, sounded.kind, fields)

    def _command(self, command: Command, now: SessionTime) -> None:
        """A note goes to the transcript, everything else to the loudspeaker."""
        if isinstance(command, Note):
            self.transcript.write(now, command.kind, dict(command.fields))
        else:
            self.speaker.perform(command, now)

    def _tell(self, turn: SessionTurn) -> None:
        """Write and show what was heard; also that it made no sense now, for the tone alone does not say why."""
        event = turn.event
        if isinstance(event, Heard):
            ignored = any(isinstance(command, Note) and command.kind == "ignored" for command in turn.commands)
            self.transcript.write(event.at, "heard", {"text": event.text, "confidence": event.confidence})
            self.transcript.write(event.at, "intent", {"name": event.intent, "slots": dict(event.slots)})
            self.display.heard(event.text, f"{event.intent}, not now" if ignored else event.intent)
        elif isinstance(event, HeardUnclear):
            self.transcript.write(event.at, "heard", {"text": event.text, "confidence": event.confidence})
            self.transcript.write(event.at, "unclear", {"guess": event.guess})
            self.display.heard(event.text, f"perhaps {event.guess}")
        elif isinstance(event, NotUnderstood) and event.text:
            self.transcript.write(event.at, "heard", {"text": event.text, "confidence": 1.0})
            self.display.heard(event.text, "nothing")


class Forgetful:
    """A journal for performances nobody lifts to: it keeps nothing."""

    def append(self, turn: SessionTurn) -> None:
        """Forget it."""


def run_session(state: Session, first: Event, equipment: Equipment) -> Session:
    """Perform the session from `first` (Began or Resumed) until it is finished or interrupted; the last state."""
    return run(SessionMachine(equipment.plan), state, first, equipment)
