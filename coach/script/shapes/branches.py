"""The complaint table as it is written, and that it answers everything."""

from collections.abc import Sequence
from itertools import product
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from coach.core.branches import RED_FLAG, by_complaint, choose_row
from coach.script.shapes.amounts import Number
from coach.script.shapes.schema import REGIONS, SENSATIONS, Lines, Region, Sensation, Shape, is_red_flag
from coach.script.shapes.steps import AskStep, Effects


class BranchShape(Shape):
    """A row of the complaint table; the first row that fits what was heard is taken. `race` rows count only in a
    session that is tied to a start.
    """

    name: str
    regions: tuple[Region, ...] = ()
    sensations: tuple[Sensation, ...] = ()
    times: Annotated[int, Field(ge=1, le=5), Number] = 1
    in_all: Annotated[int, Field(ge=0, le=5), Number] = 0
    red_flag: bool = False
    stops: bool = True
    race: bool = False
    at_once: Annotated[Lines, Field(min_length=1)]
    again: Lines = ()
    then: Effects = ()

    @model_validator(mode="after")
    def _never_more(self) -> "BranchShape":
        faults = [f"{key!r} may only follow an answer; put it under a question" for key in ("heavier", "harder")
                  if any(getattr(effect, key) for effect in self.then)]  # fmt: skip
        if self.red_flag and not any(effect.end_loading or effect.end_session for effect in self.then):
            faults.append("a red flag must end the loading; add end_session or end_loading")
        if self.name.startswith(RED_FLAG) and not self.red_flag:
            faults.append(f"only the names of red flags begin with {RED_FLAG!r}; rename the row, or add red_flag: true")
        if not self.stops and self.regions != ("load",):
            faults.append("only remarks about the load may leave the count running; remove 'stops'")
        if faults:
            raise PydanticCustomError("faults", "", {"faults": faults})
        return self

    def fits(self, region: str, sensation: str, times: int) -> bool:
        """Whether this row answers the complaint, heard for the so-many-th time today."""
        return choose_row([self], region, sensation, times, times) is not None


class BranchesFile(Shape):
    """scripts/branches.yaml: what every complaint leads to, and what the session after a red flag begins with."""

    clearance: "AskStep | None" = None
    branches: Annotated[tuple[BranchShape, ...], Field(min_length=1)]

    def rows(self, *, race: bool = False) -> tuple[BranchShape, ...]:
        """The rows that count, before a race or anywhere else."""
        return tuple(row for row in self.branches if race or not row.race)

    @model_validator(mode="after")
    def _every_complaint_is_answered(self) -> "BranchesFile":
        faults: list[str] = []
        taken: set[str] = set()
        for (region, sensation), anywhere in by_complaint(self.branches, REGIONS, SENSATIONS).items():
            for few in ([row for row in anywhere if not row.race], anywhere):
                for row in _taken(few, region, sensation):
                    faults += _wrong(row, region, sensation)
                    taken |= {row.name} if row is not None else set()
        idle = [row.name for row in self.branches if row.name not in taken]
        faults += [f"{name!r} is never reached; a row above it takes all of it" for name in idle if not faults]
        if faults:
            raise PydanticCustomError("faults", "", {"faults": list(dict.fromkeys(faults))[:8]})
        return self


def _taken(few: Sequence[BranchShape], region: str, sensation: str) -> list[BranchShape | None]:
    """Which of these rows answer the complaint, heard again and again, alone or after others; None is no row."""
    if few and few[0].times == 1 and few[0].in_all == 0:
        return [few[0]]  # however often it is heard
    counts = product(range(1, 6), (0, 2))
    return [choose_row(few, region, sensation, times, times + others) for times, others in counts]


def _wrong(row: BranchShape | None, region: str, sensation: str) -> list[str]:
    """What is wrong with this row as the answer to such a complaint; None is no row."""
    if row is None:
        return [f"nothing answers {region}/{sensation}; end the table with a row for everything"]
    if is_red_flag(region, sensation) and not row.red_flag:
        told = f"{sensation!r} must end the loading, but {row.name!r} takes it for {region}; put a red flag above"
        return [told]
    return []
