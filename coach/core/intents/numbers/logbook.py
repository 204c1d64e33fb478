"""The log by voice: reps, effort and loads said, corrected and taken back; and what goes on the bar."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from coach.core import wording
from coach.core.branches import has_complained
from coach.core.commands import Rank
from coach.core.events import Heard, Slot
from coach.core.intents.numbers import amounts
from coach.core.intents.questions.queries import answer
from coach.core.loading.gates import capped
from coach.core.loading.plates import loading_for, moved
from coach.core.plan import LOADED_ROLES, Role, Step, Work
from coach.core.state import Briefing, Resting, SettingUp
from coach.core.steps import feedback
from coach.core.steps.loads.plates import named, on_the_bar
from coach.core.steps.loads.scaling import rounded, say_load
from coach.core.steps.pausing import confirm
from coach.core.today import SetDone
from coach.core.turn import Turn


def log_reps(turn: Turn, heard: Heard) -> None:
    """So many reps were done, or missed of those planned, or one `failed`; far more than planned is asked back.

    Where both are told the reps done are noted: what is missing of a set is counted from its plan.
    """
    log = turn.session.today.log
    planned = log[-1].reps_planned if log else None
    reps = _reps_told(heard.slots)
    if reps is None and log and planned is None:
        answer(turn, "set.open")  # of a set without an end nobody knows how many "all of them" are
        return
    if reps is None:
        reps = max(0, (planned or 0) - int(heard.slots["missed"]))
    if planned is not None and reps > planned + amounts.MANY_REPS:
        question = turn.stock("ask.sure_reps", reps=wording.counted(reps, "rep", "reps"))
        confirm(turn, amounts.REPS, question, slots={"reps": reps})
    else:
        set_reps(turn, reps)


def _reps_told(slots: Mapping[str, Slot]) -> int | None:
    """The reps done, those before the one that failed; None where only what is missing was told."""
    if "failed" in slots:
        return max(0, int(slots["failed"]) - 1)
    return None if "missed" in slots and "reps" not in slots else int(slots.get("reps", 0))


def set_reps(turn: Turn, reps: int) -> None:
    """Correct the reps of the last set in the log."""
    _amend(turn, "reply.reps_logged", {"reps": wording.counted(reps, "rep", "reps")}, reps_done=reps)


def log_effort(turn: Turn, heard: Heard) -> None:
    left = heard.slots.get("reps_left")
    effort = 10.0 - float(left) if left is not None else float(heard.slots.get("rpe", 0))
    _amend(turn, "reply.effort_logged", {"effort": wording.number(effort)}, effort=effort)


def _amend(turn: Turn, reply: str, fields: dict[str, str], **changes: float) -> None:
    """Correct the last set in the log; "undo" brings it back."""
    log = turn.session.today.log
    if not log:
        answer(turn, "reply.nothing_logged")
        return
    amended: SetDone = replace(log[-1], **changes)  # type: ignore[arg-type]
    turn.day = replace(turn.day, log=(*log[:-1], amended), undone=(*turn.session.today.undone, log[-1]))
    turn.note(
        "set",
        exercise=amended.exercise,
        number=amended.number,
        reps=amended.reps_done,
        effort=amended.effort,
        load=amended.load,
    )
    turn.say(reply, Rank.REPLY, **fields)
    feedback.take_in(turn, amended)


def undo(turn: Turn, heard: Heard) -> None:
    _ = heard
    today = turn.session.today
    if not today.undone:
        answer(turn, "reply.nothing_to_undo")
        return
    before = today.undone[-1]
    # Other sets may have been done since the correction: the one it was about is known by when it ended.
    log = tuple(before if (done.at, done.exercise) == (before.at, before.exercise) else done for done in today.log)
    turn.day = replace(turn.day, log=log, undone=today.undone[:-1])
    turn.say("reply.undone", Rank.REPLY)
    feedback.take_in(turn, before)


def log_load(turn: Turn, heard: Heard, planned: float | None = None) -> None:
    """Use this load from the next set on; one that was lifted already (`done`) corrects the log and no plan.

    It is judged by what was `planned` before a load that it corrects, else by what is planned now.
    """
    if heard.slots.get("done"):
        _lifted(turn, amounts.done(turn, heard.slots))
    else:
        _want(turn, heard, planned)


def _lifted(turn: Turn, load: float) -> None:
    """This load was lifted; far from what the log says of the last set it is asked back, for the best is kept of it."""
    log = turn.session.today.log
    logged = log[-1].load or 0.0 if log else load
    if amounts.far_apart(turn, load, logged):
        fields = {"number": wording.number(logged), "load": wording.load(load, turn.plan.kit.unit)}
        confirm(turn, amounts.LIFTED, turn.stock("ask.sure_load", **fields), slots={"load": load})
    else:
        set_lifted(turn, load)


def set_lifted(turn: Turn, load: float) -> None:
    """Correct the load of the last set in the log."""
    _amend(turn, "reply.load_logged", {"load": wording.load(load, turn.plan.kit.unit)}, load=load)


def change_load(turn: Turn, heard: Heard, planned: float | None = None) -> None:
    """Change the load from the next set on, by a percentage or by a weight; in a rest "add thirty" is asked about.

    It counts from what was `planned` before a load that it corrects, else from what is planned now.
    """
    if isinstance(turn.session.phase, Resting) and amounts.ambiguous(heard.slots):
        delta = float(heard.slots["delta"])
        fields = {"number": wording.number(delta), "load": wording.load(delta, turn.plan.kit.unit)}
        confirm(turn, amounts.WHICH, turn.stock("ask.seconds_or_load", **fields), slots=heard.slots)
    else:
        _want(turn, heard, planned)


def _want(turn: Turn, heard: Heard, planned: float | None) -> None:
    """Take the load that was asked for; far from the plan it is asked back, and after a complaint never raised.

    Until it is taken, the load stays as it is; unanswered, the lesser of the two is taken.
    """
    step = next_loaded(turn, Role.WORKING)
    if step is None or not step.load:
        answer(turn, "reply.no_load")
        return
    before = replace(step, load=planned or step.load)
    wanted = amounts.wanted(turn, before, heard.slots)
    if wanted.load > step.load and has_complained(turn.session.today):
        answer(turn, "reply.not_harder")
    elif wanted.load > (most := capped(turn.exercise(step), wanted.load)):
        answer(turn, "reply.at_most", load=wording.load(rounded(turn, most, step.exercise), turn.plan.kit.unit))
    elif wanted.load != step.load and amounts.far(turn, before if wanted.load > step.load else step, wanted):
        unit = turn.plan.kit.unit
        fields = {"number": wording.number(step.load), "load": wording.load(wanted.load, unit)}
        confirm(turn, amounts.LOAD, turn.stock("ask.sure_load", **fields), slots={"load": wanted.load})
    else:
        set_load(turn, wanted.load)


def set_load(turn: Turn, wanted: float) -> None:
    """Set the load of every working set of the next lift, its ramp-up in proportion."""
    step = next_loaded(turn, Role.WORKING)
    if step is None or not step.load:
        answer(turn, "reply.no_load")
        return
    factor, exercise = wanted / step.load, step.exercise

    def reloaded(work: Work) -> Work:
        if work.exercise != exercise or work.load is None:
            return work
        return replace(work, load=wanted if work.role is Role.WORKING else rounded(turn, work.load * factor, exercise))

    turn.map_ahead(lambda other: reloaded(other) if isinstance(other, Work) else other)
    phase = turn.session.phase
    if isinstance(phase, Briefing | SettingUp):
        turn.become(replace(phase, step=reloaded(phase.step)))
        turn.session = replace(turn.session, behind=(*turn.session.behind[:-1], reloaded(phase.step)))
    best = turn.plan.best_loads.get(exercise)
    if best is not None and wanted > max(best, step.load):
        turn.day = replace(turn.day, went_up=True)
    turn.note("load", exercise=exercise, load=wanted)
    _say_load(turn, wanted, exercise)


def lightens(turn: Turn, wanted: float) -> bool:
    """Whether this is less than what the working sets of the next lift are planned with."""
    step = next_loaded(turn, Role.WORKING)
    return step is not None and wanted < (step.load or 0.0)


def _say_load(turn: Turn, wanted: float, exercise: str) -> None:
    """The load of the working sets; the next ramp-up set apart, where one comes first."""
    first = next(_lifts(turn), None)
    ramp = first if first is not None and first.role is Role.RAMP and first.exercise == exercise else None
    say_load(turn, wanted, ramp.load if ramp is not None else None)


def next_loaded(turn: Turn, role: Role) -> Work | None:
    """The set of this role being set up, or the next one, that has a load."""
    return next((step for step in _lifts(turn) if step.load is not None and step.role is role), None)


def _lifts(turn: Turn) -> Iterator[Work]:
    """The set being set up, and those to come, that are done under load."""
    phase = turn.session.phase
    steps: tuple[Step, ...] = turn.session.ahead
    if isinstance(phase, Briefing | SettingUp):
        steps = (phase.step, *steps)
    return (step for step in steps if isinstance(step, Work) and step.role in LOADED_ROLES)


def plates(turn: Turn, heard: Heard) -> None:
    """What to put on each side of the bar, and how to get there; what is no bar is named by its weight."""
    _ = heard
    step = next(_lifts(turn), None)
    if step is None or step.load is None:
        answer(turn, "reply.no_load")
    elif turn.exercise(step).implement == "barbell":
        _say_plates(turn, step.load)
    else:
        answer(turn, "reply.load_now", load=wording.load(step.load, turn.plan.kit.unit))


def _say_plates(turn: Turn, load: float) -> None:
    now = on_the_bar(turn)
    wanted = loading_for(load, turn.plan.kit, now=now)
    if wanted.per_side:
        answer(turn, "reply.plates", plates=named(wanted.per_side))
    else:
        answer(turn, "reply.empty_bar")
    if now is None:
        return
    off, on = moved(now, wanted)
    if not off and not on:
        answer(turn, "reply.plates_same")
    if off:
        answer(turn, "reply.plates_off", plates=named(off))
    if on:
        answer(turn, "reply.plates_on", plates=named(on))
