"""Sets that nobody counts: the lifter goes at their own pace and says "done".

How long a rep takes is guessed from the script, then learned from the sets of today.
"""

from dataclasses import replace

from coach.clocks import SessionTime
from coach.core import tempo
from coach.core.commands import Rank
from coach.core.plan import Exercise, Reps, Work
from coach.core.state import Carrying, Phase
from coach.core.today import Today
from coach.core.turn import Turn

LEEWAY = 1.5
"""How many times the expected length of a set may pass before the lifter is asked whether it is done."""

ANSWER_WITHIN = 12.0
"""Seconds to answer that, before it is asked again or the set is taken as done."""

ASKED_AT_MOST = 2

LEARNED = (0.5, 20.0)
"""Seconds a rep may take to be learned from: less is a "done" said at once, more is a chat in mid-set."""


def is_free(step: Work) -> bool:
    """Whether this set is done at the lifter's own pace."""
    return isinstance(step.dose, Reps) and step.dose.free


def seconds_a_rep(exercise: Exercise, today: Today) -> float:
    """The pace of today's last such set, else the script's, else that of the exercise's tempo."""
    guess = exercise.pace or float(tempo.rep_seconds(exercise.tempo))
    return today.paces.get(exercise.name, guess)


def begin(turn: Turn, step: Work, dose: Reps) -> None:
    """Let the lifter go, and wait for "done"."""
    turn.say("work.go_free")
    began = turn.silent_at()
    expected = dose.count * seconds_a_rep(turn.exercise(step), turn.session.today)
    turn.session = replace(turn.session, work_began=began)
    turn.become(Carrying(step, began, began + LEEWAY * expected))


def likely_done(phase: Phase) -> SessionTime | None:
    """When the lifter will likely say "done"; None when no such set is going on, or it was asked for already."""
    if isinstance(phase, Carrying) and is_free(phase.step) and not phase.asked:
        return phase.began + (phase.until - phase.began) / LEEWAY
    return None


def asks(turn: Turn, carrying: Carrying) -> bool:
    """The time is up: ask whether the set is done; False when that is no use any more, or it is no such set."""
    if not is_free(carrying.step) or carrying.asked == ASKED_AT_MOST:
        return False
    turn.say("work.done_yet", Rank.REPLY)
    turn.become(replace(carrying, until=turn.silent_at() + ANSWER_WITHIN, asked=carrying.asked + 1))
    return True


def learn(turn: Turn, carrying: Carrying) -> None:
    """The lifter said "done": the next such set is expected to go at the pace of this one."""
    dose = carrying.step.dose
    if not isinstance(dose, Reps):
        return
    pace = (turn.at - carrying.began) / dose.count
    if LEARNED[0] <= pace <= LEARNED[1]:
        turn.day = replace(turn.day, paces={**turn.session.today.paces, carrying.step.exercise: pace})


def reps_by_now(turn: Turn, carrying: Carrying, dose: Reps) -> int:
    """How many reps of a set broken off are likely done."""
    pace = seconds_a_rep(turn.exercise(carrying.step), turn.session.today)
    return max(0, min(dose.count, int((turn.at - carrying.began) // pace)))
