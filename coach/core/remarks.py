"""What the lifter says that is no complaint: the function behind each intent."""

from collections.abc import Callable

from coach.core import gun
from coach.core.adjusting import easier, faster, harder, less_rest, louder, more_rest, quieter, slower, verbosity
from coach.core.answers import best, help_, last_time, structure, time_left, whats_next, who, why
from coach.core.events import Heard
from coach.core.holding import pause, resume, stop
from coach.core.moving import back, done, next_, repeat, start
from coach.core.notebook import change_load, log_effort, log_load, log_reps, plates, undo
from coach.core.turn import Turn

Remark = Callable[[Turn, Heard], None]

REMARKS: dict[str, Remark] = {
    "next": next_,
    "back": back,
    "start": start,
    "done": done,
    "repeat": repeat,
    "pause": pause,
    "resume": resume,
    "stop": stop,
    "more_rest": more_rest,
    "less_rest": less_rest,
    "time_left": time_left,
    "whats_next": whats_next,
    "why": why,
    "help": help_,
    "structure": structure,
    "who": who,
    "slower": slower,
    "faster": faster,
    "louder": louder,
    "quieter": quieter,
    "verbosity": verbosity,
    "easier": easier,
    "harder": harder,
    "log_reps": log_reps,
    "log_effort": log_effort,
    "log_load": log_load,
    "change_load": change_load,
    "undo": undo,
    "plates": plates,
    "last_time": last_time,
    "best": best,
    "race_in": gun.race_in,
    "race_delayed": gun.race_delayed,
}

WITHOUT_SLOTS = frozenset({"next", "back", "start", "done", "pause", "resume", "easier", "harder", "undo"})
"""Remarks worth a question when they were heard unclearly; one with a number is simply said again."""
