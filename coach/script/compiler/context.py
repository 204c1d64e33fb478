"""What sets and effects ask of the compiler: today's lifter, plates and loads, and steps compiled."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from coach.core.plan import Kit, Line, Role, Step
from coach.script.shapes.profile import Condition, Length
from coach.script.shapes.schema import ScriptShape
from coach.script.shapes.steps import StepShape


class Compiling(Protocol):
    """A compiler at work for one lifter and one day."""

    @property
    def kit(self) -> Kit:
        """The bar and the plates there are."""

    @property
    def loads(self) -> Mapping[str, float]:
        """Today's load of each movement that has one, in the kit's unit."""

    @property
    def length(self) -> Length:
        """The form of the session that was chosen."""

    def holds(self, condition: Condition | None) -> bool:
        """Whether something with this condition is for today's lifter."""

    def stock_lines(self) -> dict[str, Line]:
        """The stock lines by name."""

    def script(self, name: str) -> ScriptShape:
        """A movement or drill."""

    def steps(self, shapes: Iterable[StepShape], role: Role | None) -> Iterator[Step]:
        """The steps that are for this lifter; `role` is what drills are for when they do not say."""
