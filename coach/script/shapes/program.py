"""The shape of a program: weeks by days, how each movement's load goes up, and what a missed day leads to."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from coach.errors import ContentError
from coach.script.shapes.amounts import InKilos, Number, kilos_of
from coach.script.shapes.schema import ScriptName, Shape
from coach.script.shapes.shorthand.notation import looks_like_workout
from coach.script.shapes.shorthand.workout import Workout
from coach.script.shapes.speakable import suggestion

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RACE = "race"
"""The day a program leads to, in its last week, whatever weekday that is."""

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "race"]
MOST_WEEKS = 52


def _fault(message: str) -> PydanticCustomError:
    return PydanticCustomError("faults", "", {"faults": [message]})


def _session(text: str, info: ValidationInfo) -> str:
    """A session's name, or a workout in one line that can be read."""
    context = info.context or {}
    if looks_like_workout(text):
        try:
            context.get("workouts", str)(text)
        except ContentError as error:
            problem = error.problems[0]
            raise _fault(f"in the workout, column {problem.column}: {problem.message}") from error
    elif (names := context.get("sessions")) is not None and text not in names:
        raise _fault(f"there is no session {text!r}{suggestion(text, names)}")
    return text


SessionText = Annotated[str, AfterValidator(_session)]


class DayShape(Shape):
    """What is done on a day: a session by name, or a workout in one line; a test says so when it is due."""

    do: SessionText | None = None
    test: SessionText | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.do is None) == (self.test is None):
            raise _fault("a day has either 'do' or 'test'; keep one")
        return self

    @property
    def text(self) -> str:
        """The session's name, or the workout."""
        return self.do or self.test or ""


def _day(value: object) -> object:
    return {"do": value} if isinstance(value, str) else value


class WeekShape(Shape):
    """A week, or so many alike: its days, and the per cent of the load when it is a light one."""

    times: Annotated[int, Field(ge=1, le=20), Number] = 1
    light: Annotated[float, Field(ge=10, lt=100), Number] | None = None
    days: Annotated[
        dict[Day, Annotated[DayShape, BeforeValidator(_day, json_schema_input_type=str | DayShape)]],
        Field(min_length=1),
    ]


def _percent(value: object) -> object:
    """`3%` as {percent: 3}, and `2.5 kg` as {kilos: 2.5}."""
    if isinstance(value, str):
        told = value.strip().removesuffix("%").rstrip()
        if value.strip().endswith("%") and told.replace(".", "", 1).isdecimal():
            return {"percent": float(told)}
        if (kilos := kilos_of(value)) is not None:
            return {"kilos": kilos}
        raise _fault(f"{value!r} is no step; write it as 2.5 kg, 5 lb or 3%")
    return {"kilos": value} if isinstance(value, int | float) else value


class StepUp(Shape):
    """What a full week adds: kilos, or per cent of the load."""

    kilos: Annotated[float, InKilos, Field(ge=0, le=20)] = 0
    percent: Annotated[float, Field(ge=0, le=10), Number] = 0


class LoadShape(Shape):
    """One movement's load: in the first week, what a full week adds, and where it ends."""

    start: Annotated[float, InKilos, Field(gt=0, le=400)]
    add: Annotated[StepUp, BeforeValidator(_percent, json_schema_input_type=float | str | StepUp)]
    most: Annotated[float, InKilos, Field(gt=0, le=400)]

    @model_validator(mode="after")
    def _upwards(self) -> Self:
        if self.most < self.start:
            raise _fault(f"'most' is {self.most:g} kg, below the start; make it at least {self.start:g}")
        return self

    def after(self, load: float) -> float:
        """The load after a full week at `load`, in kilos."""
        return max(load, min(self.most, round(load * (1 + self.add.percent / 100) + self.add.kilos, 3)))


class ProgramShape(Shape):
    """A program: its weeks in order, its loads by movement, and its rule for a missed day.

    A week with a missed day is done again (`repeat`), passed over (`skip`), or the one before it is done again
    (`back`); after `extra_weeks` such weeks the program goes on all the same. `to_a_date` counts the weeks back from a
    race. The loads are for the workouts in one line; a session by name has its own.
    """

    title: str
    for_whom: Annotated[str, Field(alias="for")]
    missed: Literal["repeat", "skip", "back"]
    extra_weeks: Annotated[int, Field(ge=0, le=20), Number] = 0
    to_a_date: bool = False
    loads: dict[ScriptName, LoadShape] = Field(default_factory=dict)
    weeks: Annotated[tuple[WeekShape, ...], Field(min_length=1)]

    @property
    def calendar(self) -> tuple[WeekShape, ...]:
        """Every week by itself, in order."""
        return tuple(week for week in self.weeks for _ in range(week.times))

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        weeks = self.calendar
        if len(weeks) > MOST_WEEKS:
            raise _fault(f"{len(weeks)} weeks are too many; write up to {MOST_WEEKS}, and start it again")
        races = [number for number, week in enumerate(weeks, 1) if RACE in week.days]
        if races != ([len(weeks)] if self.to_a_date else []):
            raise _fault("a race stands in the last week of a program with 'to_a_date: true', and nowhere else")
        if self.to_a_date and self.missed != "skip":
            raise _fault("a race does not wait: 'missed' must be skip")
        return self

    @model_validator(mode="after")
    def _one_load_each(self, info: ValidationInfo) -> Self:
        if (read := (info.context or {}).get("workouts")) is None:
            return self
        for week in self.weeks:
            for day in week.days.values():
                workout: Workout | None = read(day.text)
                both = workout.loaded & set(self.loads) if workout is not None else set()
                if both:
                    raise _fault(f"{min(both)!r} has a load in {day.text!r} and in 'loads'; keep one")
        return self
