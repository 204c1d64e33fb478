"""After a session that a red flag ended, the coach of `coach run` goes on listening for a while: to complaints only.

On the shelf the box does so by itself. Here the process would end with the last words, and a second red flag, or a call
for help a minute later, would be said to nobody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coach.clocks import SessionTime
from coach.config import Config
from coach.core.commands import Hush, Say, SetVolume
from coach.core.events import Event, Heard, Woke
from coach.core.plan import Branch, Line
from coach.core.standby.model import Box, KeepFact
from coach.core.standby.vigil import STAYS, Vigil, VigilTurn, Watchful
from coach.core.state import Finished, Session
from coach.errors import CoachError
from coach.loop import run
from coach.script.files.library import Library
from coach.script.shapes.schema import LineShape
from coach.wiring.lifter.meeting import notes
from coach.wiring.request import Tell
from coach.wiring.stage import Stage

RED_FLAG = "red-flag"
"""How the outcomes of a red flag begin."""


def raised(state: Session) -> bool:
    """Whether a red flag ended this session."""
    return isinstance(state.phase, Finished) and state.phase.outcome.startswith(RED_FLAG)


def stay_on(stage: Stage, config: Config) -> None:
    """Answer complaints until nothing was said for a while, or somebody ends it; nothing where nobody can be heard."""
    if not stage.answered:
        return
    stage.hands.tell(f"I keep listening for complaints for {STAYS / 60:.0f} minutes; 'stop' or Ctrl-C ends it.")
    now = stage.world.now()
    machine = Vigil(box_of(stage.library, stage.hands.tell))
    run(machine, Watchful(now + STAYS), Woke(now), _Answering(stage, config))
    stage.world.finish()


@dataclass(frozen=True, slots=True)
class _Answering:
    """Performs what the vigil wants on the stage of the session that is over."""

    stage: Stage
    config: Config

    def perform(self, turn: VigilTurn, armed: frozenset[str]) -> tuple[Event, ...]:
        """Say it, or keep what was told."""
        if isinstance(turn.event, Heard):
            fields = {"name": turn.event.intent, "slots": dict(turn.event.slots)}
            self.stage.transcript.write(turn.event.at, "intent", fields)
        for wish in turn.commands:
            if isinstance(wish, KeepFact):
                with notes(self.stage.journal, self.config.lifter) as kept:
                    kept.keep(wish.name, wish.value)
            elif isinstance(wish, Say | Hush | SetVolume):
                self.stage.world.speaker.perform(wish, self.stage.world.now())
        self.stage.listen_for(armed)
        return ()

    def wait(self, deadline: SessionTime | None) -> Event:
        """The next event."""
        return self.stage.world.wait(deadline)


def box_of(library: Library, tell: Tell) -> Box:
    """A box that knows what to say to complaints, and no more."""
    return Box({name: plain((shape,))[0] for name, shape in library.lines().items()}, {}, branches=rows(library, tell))


def rows(library: Library, tell: Callable[[str], object]) -> tuple[Branch, ...]:
    """The table of complaints with what to say at once; a fault in it is told, and leaves it empty."""
    try:
        found = library.branches().rows()
    except CoachError as error:
        tell(str(error))
        return ()
    return tuple(
        Branch(
            row.name,
            row.regions,
            row.sensations,
            plain(row.at_once),
            (),
            row.times,
            row.red_flag,
            row.stops,
            row.in_all,
            plain(row.again),
        )
        for row in found
    )


def plain(shapes: Iterable[LineShape]) -> tuple[Line, ...]:
    """The lines as they are for everybody."""
    return tuple(Line(tuple(shape.say), shape.why or "") for shape in shapes)
