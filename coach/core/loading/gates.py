"""What stands before a harder movement, and above a load: who may go there, after what, and how heavy at first."""

from coach.core.plan import Exercise, Plan, Work


def reachable(plan: Plan, step: Work, higher: Exercise) -> bool:
    """Whether "harder" may lead from this set to that movement: it fits the lifter, and the rung below was clean."""
    if higher.loaded and step.load is None:
        return False
    gate = higher.gate
    return gate is None or (gate.fits and plan.clean_outings.get(step.exercise, 0) >= gate.clean)


def at_first(plan: Plan, higher: Exercise) -> float:
    """The most of the load on the rung below that this movement begins with: all of it once it has been lifted."""
    return higher.gate.first if higher.gate is not None and higher.name not in plan.best_loads else 1.0


def capped(exercise: Exercise, load: float) -> float:
    """The load, or the most that this movement is ever done with where that is less."""
    return load if exercise.cap is None else min(load, exercise.cap.load)
