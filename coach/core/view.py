"""The picture of the session for a screen across the garage, read off the state."""

from dataclasses import dataclass

from coach.core import flow
from coach.core.own_pace import is_free
from coach.core.plan import Plan, Reps, Work
from coach.core.state import (
    Asking,
    Briefing,
    Carrying,
    Confirming,
    Paused,
    Phase,
    Resting,
    Session,
    SettingUp,
    Speaking,
    Unstarted,
    Working,
)
from coach.core.turn import Turn


@dataclass(frozen=True, slots=True)
class View:
    """What now, what next, the timer and the rep dots. `ends` is a session-clock time, None where nothing is timed."""

    title: str
    now: str
    detail: str
    next: str
    ends: float | None = None
    rep: int = 0
    reps: int = 0
    done_steps: int = 0
    all_steps: int = 0
    last_said: str = ""


def view(plan: Plan, state: Session, at: float) -> View:
    """The view of this state at session time `at`."""
    turn = Turn(plan, state, at)
    phase = state.phase
    now, detail = _now(turn, phase)
    following = flow.next_work(turn)
    rep, reps = _reps(turn, phase)
    return View(
        title=plan.title,
        now=now,
        detail=detail,
        next=flow.work_words(turn, following) if following else "",
        ends=_ends(phase),
        rep=rep,
        reps=reps,
        done_steps=len(state.behind),
        all_steps=len(state.behind) + len(state.ahead),
        last_said=state.last_said[-1] if state.last_said else "",
    )


def _now(turn: Turn, phase: Phase) -> tuple[str, str]:
    match phase:
        case Unstarted() | Speaking():
            return turn.plan.title, ""
        case Briefing(step=step) | SettingUp(step=step) | Working(step=step) | Carrying(step=step):
            return _title(turn, step), flow.dose_words(turn, step)
        case Resting():
            return "Rest", ""
        case Asking(step=step):
            return "Question", step.ask.variants[0]
        case Confirming(question=question):
            return "Question", question
        case Paused():
            return "Paused", "say resume"
        case _:
            return "Done", phase.outcome


def _title(turn: Turn, step: Work) -> str:
    title = turn.exercise(step).title
    parts = [title, f"{step.side} side" if step.side else "", f"set {step.number} of {step.of}" if step.of > 1 else ""]
    return ", ".join(part for part in parts if part)


def _ends(phase: Phase) -> float | None:
    match phase:
        case Carrying(step=step) if is_free(step):
            return None
        case Resting(until=until) | SettingUp(until=until) | Carrying(until=until):
            return until
        case Working(began=float() as began, count=count):
            return began + count.length
        case _:
            return None


def _reps(turn: Turn, phase: Phase) -> tuple[int, int]:
    if isinstance(phase, Working) and isinstance(phase.step.dose, Reps):
        return int(flow.done_so_far(turn, phase)), phase.step.dose.count
    return 0, 0
