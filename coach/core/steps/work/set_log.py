"""The log of a session: how much of a set is done by now, and the sets that are over."""

from dataclasses import replace

from coach.core.plan import Distance, Hold, Reps, Role, Work
from coach.core.state import Carrying, Working
from coach.core.steps.work import counting, uncounted
from coach.core.today import SetDone
from coach.core.turn import Turn


def done_so_far(turn: Turn, working: Working) -> float:
    """Reps, seconds or breaths done by now, those before a pause included."""
    if working.began is None:
        return working.before
    return working.before + counting.progress(turn.plan, working, turn.at - working.began)


# long: a line for each thing that is kept of a set
def log_set(turn: Turn, step: Work, amount: float, *, cut_short: bool) -> None:
    """Write the set into the day's log: `amount` is reps, seconds, breaths or metres done."""
    planned = step.dose.count if isinstance(step.dose, Reps) and not step.dose.open else None
    done = SetDone(
        at=turn.at,
        exercise=step.exercise,
        role=step.role,
        number=step.number,
        of=step.of,
        side=step.side,
        load=step.load,
        reps_planned=planned,
        reps_done=int(amount) if planned is not None else None,
        seconds=amount if isinstance(step.dose, Hold) else None,
        metres=amount if isinstance(step.dose, Distance) and not cut_short else None,
        cut_short=cut_short,
        reps_meant=step.dose.at_least if isinstance(step.dose, Reps) else None,
        effort_meant=step.effort,
    )
    clean = turn.session.today.clean_sets + 1 if step.role is Role.WORKING and not cut_short else 0
    turn.day = replace(
        turn.day,
        log=(*turn.session.today.log, done),
        clean_sets=clean if step.role is Role.WORKING else turn.session.today.clean_sets,
    )
    turn.note(
        "set",
        exercise=step.exercise,
        role=step.role.value,
        number=step.number,
        reps=done.reps_done,
        load=step.load,
        cut_short=cut_short,
    )


def cut_work(turn: Turn) -> None:
    """Break off whatever work is going on; what was done of a set is logged."""
    phase = turn.session.phase
    if isinstance(phase, Working):
        amount = done_so_far(turn, phase)
        if amount >= 1:
            log_set(turn, phase.step, amount, cut_short=True)
    elif isinstance(phase, Carrying):
        dose = phase.step.dose
        amount = uncounted.reps_by_now(turn, phase, dose) if isinstance(dose, Reps) else counting.full_dose(dose)
        if amount >= 1:
            log_set(turn, phase.step, amount, cut_short=True)
