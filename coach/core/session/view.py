"""The picture of the session for a screen across the garage, read off the state."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from coach.clocks import SessionTime
from coach.core import tempo
from coach.core.branches import RED_FLAG
from coach.core.loading.plates import Loading, loading_for
from coach.core.plan import Kit, Plan, Reps, Role, Work
from coach.core.session.summary import summary
from coach.core.state import (
    Asking,
    Briefing,
    Carrying,
    Closing,
    Confirming,
    Finished,
    Paused,
    Phase,
    Resting,
    Session,
    SettingUp,
    Speaking,
    Unstarted,
    Working,
)
from coach.core.steps import announcements
from coach.core.steps.loads.plates import on_the_bar
from coach.core.steps.work import set_log
from coach.core.steps.work.counting import tempo_of
from coach.core.steps.work.uncounted import is_free
from coach.core.turn import Turn


class Situation(StrEnum):
    """What the lifter has to tell apart at a glance."""

    TALK = "coach"
    READY = "get ready"
    SET = "set"
    REST = "rest"
    QUESTION = "question"
    PAUSE = "pause"
    DANGER = "stop"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class View:
    """What now, what next, the timer and the rep dots. `ends` is a session-clock time, None where nothing is timed.

    `load` and `plates` (on each side of a bar) are those of the work under way, else of the next; `answers` what a
    question takes, each as it may be said, and `takes` what it takes besides, in words; `summary` what the day came to,
    a line a thing, when it is over. Of the `reps`, `rep` are done, and the others end at the session times `rep_ends`
    while they are counted.
    """

    title: str
    now: str
    detail: str
    next: str
    ends: SessionTime | None = None
    rep: int = 0
    reps: int = 0
    rep_ends: tuple[SessionTime, ...] = ()
    done_steps: int = 0
    all_steps: int = 0
    last_said: str = ""
    situation: Situation = Situation.TALK
    load: str = ""
    plates: str = ""
    answers: tuple[str, ...] = ()
    takes: str = ""
    summary: tuple[str, ...] = ()

    @property
    def to_say(self) -> str:
        """Everything that answers the open question, in a row."""
        return ", ".join(each for each in (self.takes, *self.answers) if each)

    def reps_done(self, at: SessionTime) -> int:
        """The reps done by session time `at`, when nothing happens before it."""
        return self.rep + sum(end <= at for end in self.rep_ends)


OUTCOMES = {"done": "Done", "stopped": "Stopped", RED_FLAG: "Stopped for your safety", "cut-short": "Ended early"}
"""What the screen calls each way a session ends."""

DEVICES = {"speaker": "loudspeaker"}
"""What the screen calls a device that is called otherwise in here."""

ENDED = (Closing, Finished)

NOT_YES_OR_NO = frozenset({"complaint-which", "either", "seconds-or-load"})
"""The questions between sets that a yes or a no does not answer, by what they are about."""


def view(plan: Plan, state: Session, at: SessionTime) -> View:
    """The view of this state at session time `at`."""
    turn = Turn(plan, state, at)
    phase = state.phase
    now, detail = _now(turn, phase)
    following = announcements.next_work(turn)
    rep, reps = _reps(turn, phase)
    load, plates = _load(turn, getattr(phase, "step", None), following)
    return View(
        title=plan.title,
        now=now,
        detail=detail,
        next=announcements.work_words(turn, following) if following else "",
        ends=_ends(phase),
        rep=rep,
        reps=reps,
        rep_ends=_rep_ends(turn, phase),
        done_steps=len(state.behind),
        all_steps=len(state.behind) + len(state.ahead),
        last_said=_last_said(state),
        situation=situation(state),
        load=load,
        plates=plates,
        answers=_answers(plan, phase),
        takes=_takes(plan, phase),
        summary=summary(plan, state.today) if isinstance(phase, ENDED) else (),
    )


def _last_said(state: Session) -> str:
    """What was said last; in a set nothing until it is asked whether it is done, for "say ready" is over then."""
    phase = state.phase
    in_set = isinstance(phase, Working) or (isinstance(phase, Carrying) and not phase.asked)
    return state.last_said[-1] if state.last_said and not in_set else ""


def situation(state: Session) -> Situation:
    """What the lifter has to tell apart; a line of safety that is still being said goes before everything."""
    phase = state.phase
    if state.unsaid or (isinstance(phase, ENDED) and phase.outcome == RED_FLAG):
        return Situation.DANGER
    match phase:
        case Briefing() | SettingUp():
            return Situation.READY
        case Working() | Carrying():
            return Situation.SET
        case Resting():
            return Situation.REST
        case Asking() | Confirming():
            return Situation.QUESTION
        case Paused():
            return Situation.PAUSE
        case _:
            return Situation.DONE if isinstance(phase, ENDED) else Situation.TALK


def _now(turn: Turn, phase: Phase) -> tuple[str, str]:
    match phase:
        case Unstarted() | Speaking():
            return turn.plan.title, ""
        case Briefing(step=step) | SettingUp(step=step) | Working(step=step) | Carrying(step=step):
            return _title(turn, step), announcements.dose_words(turn, step)
        case Resting():
            return "Rest", ""
        case Asking(step=step):
            return "Question", step.ask.variants[0]
        case Confirming(question=question):
            return "Question", question
        case Paused(held=held, lost=lost):
            waits = f"waiting for the {' and the '.join(DEVICES.get(each, each) for each in sorted(lost))}"
            return f"Paused: {_now(turn, held)[0]}", waits if lost else "say resume"
        case _:
            return OUTCOMES.get(phase.outcome, phase.outcome), ""


def _title(turn: Turn, step: Work) -> str:
    title = turn.exercise(step).title
    kind = "ramp-up set" if step.role is Role.RAMP else "set"
    number = f"{kind} {step.number} of {step.of}" if step.of > 1 or step.role is Role.RAMP else ""
    parts = [title, f"{step.side} side" if step.side else "", number]
    return ", ".join(part for part in parts if part)


def _ends(phase: Phase) -> SessionTime | None:
    match phase:
        case Carrying(step=step) if is_free(step):
            return None
        case SettingUp(waits=True):
            return None
        case Resting(until=until) | SettingUp(until=until) | Carrying(until=until):
            return until
        case Working(began=float() as began, count=count):
            return began + count.length
        case _:
            return None


def _rep_ends(turn: Turn, phase: Phase) -> tuple[SessionTime, ...]:
    """When the reps still to come of a count under way end."""
    if not isinstance(phase, Working) or phase.began is None or not isinstance(phase.step.dose, Reps):
        return ()
    exercise, dose = turn.exercise(phase.step), phase.step.dose
    left = dose.count - int(phase.before)
    ends = tempo.rep_ends(left, tempo_of(exercise, dose), exercise.start)
    return tuple(phase.began + end for end in ends if phase.began + end > turn.at)


def _reps(turn: Turn, phase: Phase) -> tuple[int, int]:
    if isinstance(phase, Working) and isinstance(phase.step.dose, Reps):
        return int(set_log.done_so_far(turn, phase)), phase.step.dose.count
    return 0, 0


def _answers(plan: Plan, phase: Phase) -> tuple[str, ...]:
    """What may be said as it stands."""
    known = [name for name in _asked(phase) if f"takes.{name}" not in plan.lines]
    worded = (plan.lines.get(f"answer.{name}") for name in known)
    each = (line.variants if line else (name.replace("_", " "),) for name, line in zip(known, worded, strict=True))
    return tuple(word for words in each for word in words)


def _takes(plan: Plan, phase: Phase) -> str:
    """What else is an answer, and has no words of its own: a weight, a name."""
    lines = (plan.lines.get(f"takes.{name}") for name in _asked(phase))
    return ", ".join(line.variants[0] for line in lines if line)


def _asked(phase: Phase) -> tuple[str, ...]:
    """The intents that answer an open question, one of each answer; or what is asked, where it is not yes or no."""
    match phase:
        case Asking(step=step):
            return tuple(answer.intents[0] for answer in step.answers if answer.intents)
        case Confirming(about=about) if about in NOT_YES_OR_NO:
            return (about,)
        case Confirming():
            return ("yes", "no")
        case _:
            return ()


def _load(turn: Turn, step: object, following: Work | None) -> tuple[str, str]:
    """The load in figures and the plates on each side, of this work or else of the next."""
    work = step if isinstance(step, Work) else following
    if work is None or work.load is None:
        return "", ""
    kit = turn.plan.kit
    load = f"{work.load:g} {kit.unit}"
    if turn.exercise(work).implement != "barbell":
        return load, ""
    return load, _plates(work.load, kit, on_the_bar(turn))


@lru_cache(maxsize=64)
def _plates(load: float, kit: Kit, now: Loading | None) -> str:
    plates = loading_for(load, kit, now=now).per_side
    return f"{' + '.join(f'{plate:g}' for plate in plates)} a side" if plates else "empty bar"
