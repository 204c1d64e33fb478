"""What has been found of one exercise of a line, and what is told of a slip."""

from dataclasses import dataclass, field

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.script.shapes.shorthand.workout import Load, Set

MOST_SETS, MOST_REPS, HEAVIEST = 20, 100, 400
"""Of sets, of reps, and of kilos: beyond these it is a slip."""


class FaultError(Exception):
    """What cannot be read, and the place in the line where it stands."""

    def __init__(self, at: int, message: str) -> None:
        self.at, self.message = at, message
        super().__init__(message)


@dataclass
class Words:
    """The parts of one exercise as they are found, each with the place where it stands."""

    start: int
    unit: Unit
    """What a load is in that has none written."""
    sets: tuple[int, tuple[int, Set]] | None = None
    rest: tuple[int, float] | None = None
    tempo: tuple[int, str] | None = None
    effort: tuple[int, float] | None = None
    bodyweight: tuple[int, bool] | None = None
    paced: bool = False
    load: tuple[int, Load] | None = None
    side: tuple[int, str] | None = None
    name: list[tuple[int, int]] = field(default_factory=list)

    def put(self, what: str, at: int, value: object) -> None:
        """Keep a part; raises FaultError for a second one of its kind."""
        if getattr(self, what) is not None:
            told = {"sets": "sets x reps"}.get(what, what)
            raise FaultError(at, f"a second {told} stands here; keep one, and put ; between exercises")
        setattr(self, what, (at, value))


def weigh(words: Words, at: int, amount: float, unit: str | None) -> None:
    """Keep a load; raises FaultError for one that cannot be."""
    meant = words.unit if unit is None else Unit.KILOS if unit.startswith("k") else Unit.POUNDS
    if not 0 < convert(amount, meant, Unit.KILOS) <= HEAVIEST:
        told = f"a load of {amount:g} {meant} cannot be; write one above 0 and up to {HEAVIEST} kg"
        raise FaultError(at, told)
    words.put("load", at, Load(amount, meant))
