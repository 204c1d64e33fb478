"""A session as a FIT file, the activity format that Garmin, Strava and others read: each set as it was, and the rests.

Needs the extra `fit` (fit-tool). A set has its real begin and end; one of an import that tells no times stands a second
after the one before it, without a length.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile import profile_type as known
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.exercise_title_message import ExerciseTitleMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.set_message import SetMessage

from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.journal.past import PastSession, PastSet

SHORTEST_REST = 1.0
"""Seconds between two sets from which on they count as a rest."""

LONGEST_TITLE = 40
"""Characters of an exercise's title; watches show fewer."""

UNKNOWN = known.ExerciseCategory.UNKNOWN.value


@dataclass(frozen=True, slots=True)
class Exercise:
    """What a movement is in the format: its kind there and the exercise of that kind, None where it has none."""

    title: str
    category: int = UNKNOWN
    number: int | None = None


def exercise_of(title: str, name: str | None) -> Exercise:
    """The exercise of this title by its name in the format, such as "deadlift/rack_pull"; unknown without one.

    Raises ValueError for a name that the format does not have.
    """
    if name is None:
        return Exercise(title)
    kind, _, exercise = name.upper().partition("/")
    try:
        category = known.ExerciseCategory[kind].value
        if not exercise:
            return Exercise(title, category)
        numbers = getattr(known, f"{kind.title().replace('_', '')}ExerciseName")
        return Exercise(title, category, int(numbers[exercise].value))
    except (KeyError, AttributeError) as error:
        raise ValueError(f"the FIT format has no exercise '{name}'") from error


def as_fit(session: PastSession, exercise: Callable[[str], Exercise]) -> bytes:
    """The session's file; `exercise` tells what a movement of this name is there."""
    return _Activity(session, exercise).written()


@dataclass(slots=True)
class _Activity:
    """One file under way; `now` is the end of what was written so far."""

    session: PastSession
    exercise: Callable[[str], Exercise]
    builder: FitFileBuilder = field(default_factory=lambda: FitFileBuilder(auto_define=True, min_string_size=50))
    now: datetime = field(init=False)

    def written(self) -> bytes:
        """Everything, in the order in which readers expect it."""
        begin = self.now = self.session.began
        self._identity()
        self._event(begin, known.EventType.START)
        for position, done in enumerate(self.session.sets):
            self._set(position, done)
        self._titles()
        end = max(self.now, self.session.ended or self.now)
        self._event(end, known.EventType.STOP_ALL)
        self._summaries(begin, end)
        return bytes(self.builder.build_bytes())

    def _identity(self) -> None:
        message = FileIdMessage()
        message.type = known.FileType.ACTIVITY
        message.manufacturer = known.Manufacturer.DEVELOPMENT.value
        message.product = 1
        message.time_created = _stamp(self.session.began)
        self.builder.add(message)

    def _event(self, at: datetime, kind: known.EventType) -> None:
        message = EventMessage()
        message.event, message.event_type = known.Event.TIMER, kind
        message.timestamp = _stamp(at)
        self.builder.add(message)

    def _set(self, position: int, done: PastSet) -> None:
        """One set, and the rest before it."""
        begin, end = self._span(done)
        rest = (begin - self.now).total_seconds()
        if position and rest >= SHORTEST_REST:
            self.builder.add(_timed(known.SetType.REST, self.now, rest))
        exercise = self.exercise(done.exercise)
        message = _timed(known.SetType.ACTIVE, begin, (end - begin).total_seconds())
        message.category = [exercise.category]
        if exercise.number is not None:
            message.category_subtype = [exercise.number]
        if done.reps_done is not None:
            message.repetitions = done.reps_done
        if done.load is not None:
            kilos = self.session.unit is Unit.KILOS
            message.weight = max(0.0, convert(done.load, self.session.unit, Unit.KILOS))
            message.weight_display_unit = (known.FitBaseUnit.KILOGRAM if kilos else known.FitBaseUnit.POUND).value
        self.builder.add(message)  # its fields count from here on
        self.now = end

    def _span(self, done: PastSet) -> tuple[datetime, datetime]:
        """When the set began and ended, never before what was written already."""
        if done.at is None:
            at = self.now + timedelta(seconds=1)
            return at, at
        end = max(self.now, self.session.began + timedelta(seconds=done.at))
        begin = self.session.began + timedelta(seconds=done.at if done.began is None else done.began)
        return min(max(self.now, begin), end), end

    def _titles(self) -> None:
        """Our names for the exercises, once each."""
        for number, name in enumerate(dict.fromkeys(done.exercise for done in self.session.sets)):
            exercise = self.exercise(name)
            message = ExerciseTitleMessage()
            message.message_index = number
            message.exercise_category = exercise.category
            if exercise.number is not None:
                message.exercise_name = exercise.number
            message.workout_step_name = exercise.title[:LONGEST_TITLE]
            self.builder.add(message)

    def _summaries(self, begin: datetime, end: datetime) -> None:
        """Lap, session and activity: the whole of it, as strength training."""
        seconds = (end - begin).total_seconds()
        for message in (LapMessage(), SessionMessage()):
            message.start_time, message.timestamp = _stamp(begin), _stamp(end)
            message.total_elapsed_time = message.total_timer_time = seconds
            message.sport, message.sub_sport = known.Sport.TRAINING, known.SubSport.STRENGTH_TRAINING
            self.builder.add(message)
        activity = ActivityMessage()
        activity.timestamp = _stamp(end)
        activity.total_timer_time = seconds
        activity.num_sessions = 1
        activity.type = known.Activity.MANUAL
        self.builder.add(activity)


def _timed(kind: known.SetType, begin: datetime, seconds: float) -> SetMessage:
    message = SetMessage()
    message.set_type = kind
    message.start_time = _stamp(begin)
    message.timestamp = _stamp(begin + timedelta(seconds=seconds))
    message.duration = seconds
    return message


def _stamp(moment: datetime) -> int:
    """Milliseconds since 1970, as the library wants them."""
    return round(moment.timestamp() * 1000)
