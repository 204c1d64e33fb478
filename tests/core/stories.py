"""Driving a session by hand in the tests: one event after the other, the commands of the last one at hand."""

from typing import TypeVar

from coach.clocks import SESSION_START
from coach.core.commands import Command, Count, Countdown, Hush, Note, Say
from coach.core.events import Began, CueFinished, CueStarted, Event, Heard, Woke
from coach.core.plan import Plan
from coach.core.session.machine import Session, advance, begin, wake_at
from coach.core.state import Closing, SettingUp, Unstarted, Working

C = TypeVar("C")


class Story:
    """A session told event by event."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.state: Session = begin(plan)
        self.commands: tuple[Command, ...] = ()

    def tell(self, event: Event) -> "Story":
        self.state, self.commands = advance(self.plan, self.state, event)
        return self

    def began(self) -> "Story":
        return self.tell(Began(SESSION_START))

    def hear(self, intent: str, after: float = 1.0, **slots: str | float) -> "Story":
        return self.tell(Heard(self.state.at + after, intent, slots, intent))

    def spoken(self, after: float = 2.0) -> "Story":
        """The cue that the state waits for has left."""
        cue = getattr(self.state.phase, "cue", None)
        if cue is None:
            cue = self.state.phase.count.cue  # type: ignore[union-attr]
        return self.tell(CueFinished(self.state.at + after, cue))

    def count_starts(self, after: float = 0.5) -> "Story":
        return self.tell(CueStarted(self.state.at + after, self.state.phase.count.cue))  # type: ignore[union-attr]

    def wake(self) -> "Story":
        deadline = wake_at(self.state)
        assert deadline is not None
        return self.tell(Woke(deadline))

    def until(self, phase: type, steps: int = 200) -> "Story":
        """Let time pass until the session is in this situation."""
        for _ in range(steps):
            now = self.state.phase
            if isinstance(now, phase):
                return self
            if isinstance(now, Unstarted):
                self.began()
            elif isinstance(now, Working):
                _ = self.count_starts() if now.began is None else self.spoken()
            elif isinstance(now, Closing) and now.alarm is not None and now.alarm.waits is not None:
                self.wake()
            elif isinstance(now, SettingUp) and now.waits:
                self.hear("start")
            elif getattr(now, "until", None) is None:
                self.spoken()
            else:
                self.wake()
        raise AssertionError(f"never {phase.__name__}")

    # ---- what came of it

    def of(self, kind: type[C]) -> list[C]:
        return [command for command in self.commands if isinstance(command, kind)]

    def said(self) -> str:
        return " ".join(command.text for command in self.of(Say))

    def notes(self, kind: str) -> list[Note]:
        return [note for note in self.of(Note) if note.kind == kind]

    def hushed(self) -> bool:
        return bool(self.of(Hush))

    def counts(self) -> list[Count]:
        return self.of(Count)

    def countdowns(self) -> list[Countdown]:
        return self.of(Countdown)
