"""What the lifter says that is no complaint: the function behind each intent."""

from collections.abc import Callable

from coach.core.events import Heard
from coach.core.intents.control import instead, pacing
from coach.core.intents.control.adjustments import (
    counting,
    easier,
    faster,
    harder,
    less_rest,
    louder,
    more_rest,
    quieter,
    rest_for,
    slower,
    verbosity,
)
from coach.core.intents.control.navigation import back, done, next_, repeat, start
from coach.core.intents.control.skipping import last_set, one_more_set, skip_exercise, skip_warm_up
from coach.core.intents.facts import about_me
from coach.core.intents.numbers.correction import CORRECTION, NUMBER, correct
from coach.core.intents.numbers.logbook import change_load, log_effort, log_load, log_reps, plates, undo
from coach.core.intents.questions.queries import ask, best, help_, last_time, structure, time_left, whats_next, who, why
from coach.core.safety.doubt import cannot
from coach.core.steps import start_signal
from coach.core.steps.pausing import pause, resume, stop
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
    "rest_for": rest_for,
    "ask": ask,
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
    "counting": counting,
    "easier": easier,
    "harder": harder,
    "log_reps": log_reps,
    "log_effort": log_effort,
    "log_load": log_load,
    "change_load": change_load,
    CORRECTION: correct,
    NUMBER: correct,
    "undo": undo,
    "skip_exercise": skip_exercise,
    "skip_warm_up": skip_warm_up,
    "one_more_set": one_more_set,
    "last_set": last_set,
    "plates": plates,
    "last_time": last_time,
    "best": best,
    "about_me": about_me,
    "race_in": start_signal.race_in,
    "race_delayed": start_signal.race_delayed,
    "set_timer": pacing.set_timer,
    "metronome": pacing.metronome,
    "do_workout": instead.ask,
    "warm_up_only": instead.ask,
    "session_for": instead.ask,
    "cannot": cannot,
}

WITHOUT_SLOTS = frozenset({"next", "back", "start", "done", "pause", "resume", "easier", "harder", "undo"})
"""Remarks worth a question when they were heard unclearly; one with a number is simply said again."""
