"""How long steps take: for "how long is left" and for planning."""

from coach.core import tempo, wording
from coach.core.plan import Ask, Distance, Dose, Hold, Line, Plan, Reps, Rest, Side, Step, Talk, Work
from coach.core.steps.work.counting import HOLD_LEAD_IN, tempo_of
from coach.core.steps.work.uncounted import seconds_a_rep
from coach.core.today import Today

METRES_A_SECOND = 1.2
"""A loaded carry's walking pace."""


AROUND_WORK = 9.0
"""Seconds to announce a piece of work, to get into position, and to say that it was good."""


def seconds_of(plan: Plan, today: Today, step: Step) -> float:
    """A guess at the seconds a step takes, its announcement included."""
    if isinstance(step, Talk):
        return _spoken(step.lines)
    if isinstance(step, Ask):
        return _spoken((step.ask,)) + 3.0
    if isinstance(step, Rest):
        return step.seconds
    return AROUND_WORK + _set_up(plan, step) + dose_seconds(plan, today, step, step.dose)


def _set_up(plan: Plan, step: Work) -> float:
    """The set-up is explained before an exercise's first set, and not again for the other side."""
    if step.number > 1 or step.side is Side.RIGHT:
        return 0.0
    exercise = plan.exercises[step.exercise]
    return _spoken((*exercise.setup, *exercise.brace))


def dose_seconds(plan: Plan, today: Today, step: Work, dose: Dose) -> float:
    """The seconds of work alone."""
    if isinstance(dose, Reps) and dose.free:
        return dose.count * seconds_a_rep(plan.exercises[step.exercise], today)
    if isinstance(dose, Reps):
        return tempo.count_seconds(dose.count, tempo_of(plan.exercises[step.exercise], dose))
    if isinstance(dose, Distance):
        return dose.metres / METRES_A_SECOND
    if isinstance(dose, Hold):
        return HOLD_LEAD_IN + dose.seconds
    return HOLD_LEAD_IN + dose.count * (dose.breathe_in + dose.breathe_out)


def _spoken(lines: tuple[Line, ...]) -> float:
    return sum(wording.seconds_to_say(line.variants[0]) for line in lines)
