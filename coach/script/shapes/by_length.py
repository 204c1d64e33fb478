"""Numbers that differ with the form of the session: short, normal or long."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from coach.script.shapes.amounts import InReps, InSeconds, Number
from coach.script.shapes.schema import Shape

SomeSeconds = Annotated[float, InSeconds, Field(gt=0, le=3600)]


def _by_length(value: object) -> object:
    return value if isinstance(value, dict) else {"short": value, "normal": value, "long": value}


class Whole(Shape):
    """A whole number for each form of the session; one number stands for all three."""

    short: Annotated[int, Field(ge=1, le=100), Number]
    normal: Annotated[int, Field(ge=1, le=100), Number]
    long: Annotated[int, Field(ge=1, le=100), Number]


class RepsShape(Shape):
    """Reps for each form of the session; one number stands for all three, and of a range such as 6-8 its top."""

    short: Annotated[int, InReps, Field(ge=1, le=100)]
    normal: Annotated[int, InReps, Field(ge=1, le=100)]
    long: Annotated[int, InReps, Field(ge=1, le=100)]


class Duration(Shape):
    """Seconds for each form of the session; one number stands for all three."""

    short: SomeSeconds
    normal: SomeSeconds
    long: SomeSeconds


class Amount(Shape):
    """Metres for each form of the session; one number stands for all three."""

    short: Annotated[float, Field(gt=0, le=3600), Number]
    normal: Annotated[float, Field(gt=0, le=3600), Number]
    long: Annotated[float, Field(gt=0, le=3600), Number]


WholeByLength = Annotated[Whole, BeforeValidator(_by_length, json_schema_input_type=int | Whole)]


RepsByLength = Annotated[RepsShape, BeforeValidator(_by_length, json_schema_input_type=int | str | RepsShape)]


DurationByLength = Annotated[Duration, BeforeValidator(_by_length, json_schema_input_type=float | str | Duration)]


AmountByLength = Annotated[Amount, BeforeValidator(_by_length, json_schema_input_type=float | Amount)]
