"""Workouts told event by event, for the tests of the journal."""

from coach.core.events import Event
from coach.core.plan import Plan, Rest, Work
from coach.core.state import Finished, Working
from tests.core import plans
from tests.core.stories import Story

EVENING = "2026-03-01T18:30:00.000+01:00"


class Told(Story):
    """A story that remembers its events."""

    def __init__(self, plan: Plan) -> None:
        self.events: list[Event] = []
        super().__init__(plan)

    def tell(self, event: Event) -> "Told":
        self.events.append(event)
        super().tell(event)
        return self


def workout() -> Plan:
    """A set of hinges, a rest, and another set; at the end a drill to cool down."""
    hinges = [step for step in plans.SETS if isinstance(step, Work)][:2]
    return plans.plan(hinges[0], Rest(90.0), hinges[1])


def one_set() -> Told:
    """The workout up to the end of the first set."""
    told = Told(workout())
    told.began().until(Working)
    told.count_starts().spoken(20.0)
    assert len(told.state.today.log) == 1
    return told


def to_the_end() -> Told:
    """The whole workout."""
    told = Told(workout())
    told.began().until(Finished)
    return told


class Clock:
    """A wall clock the test sets by hand: each look at it gives the next time, the last one stays."""

    def __init__(self, *walls: str) -> None:
        self.walls = list(walls)

    def __call__(self) -> str:
        return self.walls.pop(0) if len(self.walls) > 1 else self.walls[0]
