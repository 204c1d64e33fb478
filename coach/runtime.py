"""The loop: wait for something to happen, keep it, let the session decide, and carry out what it wants."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.core.commands import Command, Note
from coach.core.events import Event, Heard, HeardUnclear, Interrupted
from coach.core.plan import Plan
from coach.core.session import Session, advance, listening_for, view, wake_at
from coach.core.state import Finished
from coach.ports import Display, Journal, Speaker, Transcript, World


@dataclass(frozen=True, slots=True)
class Equipment:
    """Everything the loop works with; who builds it also closes it."""

    world: World
    speaker: Speaker
    journal: Journal
    display: Display
    transcript: Transcript
    arm: Callable[[frozenset[str]], None]


class Forgetful:
    """A journal for performances nobody lifts to: it keeps nothing."""

    def append(self, event: Event) -> None:
        """Forget it."""


def run(plan: Plan, state: Session, first: Event, equipment: Equipment) -> Session:
    """Run the session from `first` (Began or Resumed) until it is finished or interrupted; returns the last state."""
    event = first
    armed: frozenset[str] | None = None
    while True:
        equipment.journal.append(event)
        state, commands = advance(plan, state, event)
        now = equipment.world.now()
        _tell(equipment, event)
        for command in commands:
            perform(equipment, command, now)
        if armed != (wanted := listening_for(state)):
            equipment.arm(wanted)
            armed = wanted
        equipment.display.show(view(plan, state, now), state)
        write_sounds(equipment)
        if isinstance(state.phase, Finished) or isinstance(event, Interrupted):
            return state
        event = equipment.world.wait(wake_at(state))


def perform(equipment: Equipment, command: Command, now: float) -> None:
    """Carry out one command: a note goes to the transcript, everything else to the loudspeaker."""
    if isinstance(command, Note):
        equipment.transcript.write(now, command.kind, dict(command.fields))
    else:
        equipment.speaker.perform(command, now)


def _tell(equipment: Equipment, event: Event) -> None:
    if isinstance(event, Heard):
        equipment.transcript.write(event.at, "heard", {"text": event.text, "confidence": event.confidence})
        equipment.transcript.write(event.at, "intent", {"name": event.intent, "slots": dict(event.slots)})
        equipment.display.heard(event.text, event.intent)
    elif isinstance(event, HeardUnclear):
        equipment.transcript.write(event.at, "heard", {"text": event.text, "confidence": event.confidence})
        equipment.transcript.write(event.at, "unclear", {"guess": event.guess})
        equipment.display.heard(event.text, f"perhaps {event.guess}")


def write_sounds(equipment: Equipment) -> None:
    """Put into the transcript what the loudspeaker did since the last time."""
    for sounded in equipment.speaker.drain_log():
        fields: dict[str, object] = {"text": sounded.text, "begin": sounded.begin, "end": sounded.end}
        if sounded.beats:
            fields |= {"beats": list(sounded.beats), "words": list(sounded.words)}
        if sounded.why:
            fields["why"] = sounded.why
        equipment.transcript.write(sounded.begin, sounded.kind, fields)
