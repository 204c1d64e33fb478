"""What the lifter has to lift with."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The lifter's unit of load."""

    KILOS = "kg"
    POUNDS = "lb"


@dataclass(frozen=True, slots=True)
class Kit:
    """The bar and the plates the lifter owns (each plate size in pairs), in the lifter's unit; and what else there is.

    `sizes` are the loads of other implements, lightest first: of a pair of dumbbells both together. One that is not
    named there comes in whole units. `lacks` are the things the room is known not to have, such as barbell or rack.
    """

    unit: Unit = Unit.KILOS
    bar: float = 20.0
    pairs: tuple[tuple[float, int], ...] = ((20.0, 4), (15.0, 1), (10.0, 2), (5.0, 2), (2.5, 2), (1.25, 2))
    sizes: tuple[tuple[str, tuple[float, ...]], ...] = ()
    lacks: tuple[str, ...] = ()
