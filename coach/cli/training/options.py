"""The options that several commands share, and what may stand there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, cast, get_args

import typer

from coach.config import Config, Verbosity
from coach.core.tempo import CountMode
from coach.errors import InputError
from coach.script.shapes.profile import Length

DEFAULT_SESSION = "first-hinge"

INTERRUPTED = 130

Session = Annotated[
    str, typer.Argument(help="A session's name, a YAML file, or a workout such as '5x5 deadlift 80, rest 3:00'.")
]

SaveOption = Annotated[str | None, typer.Option(help="Keep the workout as a session of your own by this name.")]

LengthOption = Annotated[str, typer.Option(help="short, normal or long, where the session has such forms.")]

CountOption = Annotated[str | None, typer.Option(help="What is counted aloud: full, reps, lowering, beeps or silent.")]

VerbosityOption = Annotated[str | None, typer.Option(help="quiet, normal or talkative.")]

GunOption = Annotated[str | None, typer.Option(help="When the race starts, such as 09:00; for pre-race sessions.")]

LifterOption = Annotated[str | None, typer.Option(help="Who trains; everyone has a history of their own.")]

LinkOption = Annotated[bool, typer.Option("--link", help="Open the local door: 'coach link' and the page use it.")]

FARTHEST_GUN = 6.0
"""Hours before a race within which its warm-up may begin; a gun farther away is a time that has passed."""


def linked(settings: Config, link: bool) -> Config:
    """The settings with the local door open, where that is asked for."""
    return replace(settings, link=True) if link else settings


def one_of(what: str, given: str, choices: Sequence[str]) -> str:
    if given not in choices:
        raise InputError(f"there is no {what} '{given}'; choose one of {', '.join(choices)}")
    return given


def checked_length(form: str) -> Length:
    """One of the lengths there are; raises InputError."""
    return cast(Length, one_of("length", form, get_args(Length)))


def checked_verbosity(given: str) -> str:
    """One of the verbosities there are; raises InputError."""
    return one_of("verbosity", given, get_args(Verbosity))


def checked_count(given: str) -> str:
    """One of the ways to count there are; raises InputError."""
    return one_of("count", given, tuple(CountMode))


def checked_gun(text: str, zone: str | None, at: str | None = None) -> datetime:
    """When the gun goes; raises InputError for no time of day, or for one that has passed.

    `at` is the time of day at which the session is to begin.
    """
    from coach.planning.waiting import next_time, open_zone

    now = datetime.now(open_zone(zone))
    begin = now if at is None else next_time(at, now)
    gun = next_time(text, begin)
    hours = (gun.timestamp() - begin.timestamp()) / 3600
    if hours > FARTHEST_GUN:
        when = "has passed today, and tomorrow's is" if gun.date() > begin.date() else "is"
        raise InputError(
            f"--gun {text} {when} {hours:.0f} hours away; begin at most {FARTHEST_GUN:.0f} hours before it, "
            f"or plan it: coach plan add {gun:%Y-%m-%d} {gun:%H:%M} race pre-race"
        )
    return gun
