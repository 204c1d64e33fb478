"""One turn of the session: an event comes in, a new state and some commands go out.

A `Turn` lives for one call of `advance`; it gathers the commands and replaces the frozen state as the rules speak.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from coach.clocks import SessionTime
from coach.core import wording
from coach.core.commands import Command, Count, Hush, Note, Play, Rank, Say, Tone
from coach.core.events import Slot
from coach.core.plan import Exercise, Line, Plan, Step, Verbosity, Work
from coach.core.state import Phase, Session, Unsaid
from coach.core.today import Today

PATIENCE = 20.0
"""Seconds beyond the guessed length after which a cue that never reports back is taken as finished."""

NOTHING = Line(("",))
"""What is said for a stock line that the plan of an older coach, carried on from the journal, does not have."""


class Turn:
    """The plan, the state so far, and the commands so far. `at` is the time of the event, session clock."""

    def __init__(self, plan: Plan, session: Session, at: SessionTime) -> None:
        self.plan = plan
        self.at = max(at, session.at)
        self.session = replace(session, at=self.at)
        self.commands: list[Command] = []
        self._speaking_for = 0.0

    # ---- the state

    def become(self, phase: Phase) -> None:
        self.session = replace(self.session, phase=phase)

    @property
    def day(self) -> Today:
        """What the lifter did and said today; set it to change it."""
        return self.session.today

    @day.setter
    def day(self, today: Today) -> None:
        self.session = replace(self.session, today=today)

    def push(self, *steps: Step) -> None:
        """Put steps before everything still to come."""
        self.session = replace(self.session, ahead=(*steps, *self.session.ahead))

    def map_ahead(self, change: Callable[[Step], Step | None]) -> None:
        """Replace every step still to come by `change(step)`, dropping it where that is None."""
        changed = (change(step) for step in self.session.ahead)
        self.session = replace(self.session, ahead=tuple(step for step in changed if step is not None))

    def exercise(self, step: Work) -> Exercise:
        return self.plan.exercises[step.exercise]

    # ---- what is said

    def cue(self) -> int:
        """A fresh cue number."""
        number = self.session.next_cue
        self.session = replace(self.session, next_cue=number + 1)
        return number

    def say(self, line: Line | str, rank: Rank = Rank.CUE, **fields: str) -> int:
        """Speak a line (or the stock line of that name); returns its cue number."""
        line = self.plan.lines.get(line, NOTHING) if isinstance(line, str) else line
        sentence, used = wording.choose(line, self.session.used, self.plan.seed)
        text = wording.fill(sentence, fields)
        cue = self.cue()
        self._speaking_for += wording.seconds_to_say(text)
        self.commands.append(Say(cue, text, rank))
        self.session = replace(self.session, used=used, last_said=(*self.session.last_said, text)[-6:], last_line=line)
        return cue

    def stock(self, name: str, **fields: str) -> str:
        """A stock line's first wording, its fields filled in."""
        return wording.fill(self.plan.lines.get(name, NOTHING).variants[0], fields)

    def say_surely(self, line: Line) -> int:
        """Speak a line of safety; silenced before its end it is said again before anything else."""
        cue = self.say(line, Rank.SAFETY)
        self.session = replace(self.session, unsaid=(*self.session.unsaid, Unsaid(cue, line, self.patience())))
        return cue

    def fresh(self) -> None:
        """What is said from here on is what "repeat" repeats."""
        self.session = replace(self.session, last_said=())

    def say_all(self, lines: Iterable[Line], rank: Rank = Rank.CUE, **fields: str) -> int | None:
        """Speak lines one after the other; the last cue number, None for no lines."""
        cue = None
        for line in lines:
            cue = self.say(line, rank, **fields)
        return cue

    def silent_at(self) -> SessionTime:
        """When what was said this turn will have been spoken, as far as can be guessed."""
        return self.at + self._speaking_for

    def patience(self, extra: float = 0.0) -> SessionTime:
        """When to stop waiting for what was said this turn."""
        return self.silent_at() + extra + PATIENCE

    def hush(self, up_to: Rank = Rank.SAFETY) -> None:
        """Silence, but for lines of safety that were not heard to their end: they come again, first."""
        self.commands.append(Hush(up_to))
        self._speaking_for = 0.0
        if up_to < Rank.SAFETY:
            return
        pending = self.session.unsaid
        self.session = replace(self.session, unsaid=())
        for unsaid in pending:
            if unsaid.until > self.at:
                self.say_surely(unsaid.line)

    def count(self, count: Count) -> None:
        self.commands.append(count)

    def play(self, tone: Tone) -> None:
        self.commands.append(Play(tone))

    def note(self, kind: str, **fields: Slot | None) -> None:
        self.commands.append(Note(kind, fields))

    def quiet(self) -> bool:
        """Whether the lifter asked for few words."""
        return self.session.verbosity is Verbosity.QUIET

    def talkative(self) -> bool:
        return self.session.verbosity is Verbosity.TALKATIVE
