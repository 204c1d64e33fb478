"""How a session moves: entering a step, beginning and ending work, resting, closing."""

from coach.core import counting, own_pace, race, resting, wording
from coach.core.commands import Rank
from coach.core.plan import Answer, Ask, Breaths, Distance, Dose, Hold, Line, Reps, Rest, Role, StepUp, Talk, Work
from coach.core.state import (
    Asking,
    Briefing,
    Carrying,
    Closing,
    Finished,
    SetDone,
    SettingUp,
    Speaking,
    Working,
)
from coach.core.turn import Turn

LOADED = frozenset({Role.RAMP, Role.WORKING})
"""The roles whose work is done under load."""

DRILL_SET_UP = 4.0
"""Seconds to get into position for a drill; one does not wait for "ready" lying on the floor."""

CLEAN_SETS_BEFORE_GOING_UP = 2

TIME_TO_TALK = 25.0
"""Seconds of rest from which a line between sets does not push its announcement into the countdown."""


# ------------------------------------------------------------------------------------------------- moving on


def move_on(turn: Turn) -> None:
    """Enter the next step, or close the session when there is none."""
    race.keep_time(turn)
    if not turn.session.ahead:
        close(turn, "done")
        return
    step, *rest = turn.session.ahead
    turn.keep(ahead=tuple(rest), behind=(*turn.session.behind, step))
    enter(turn)


def enter(turn: Turn) -> None:
    """Begin the step that is last in `behind`."""
    turn.fresh()
    step = turn.session.behind[-1]
    if isinstance(step, Talk):
        talk(turn, step)
    elif isinstance(step, Work):
        brief(turn, step)
    elif isinstance(step, Rest):
        rest(turn, step)
    else:
        ask(turn, step)


def talk(turn: Turn, step: Talk) -> None:
    cue = turn.say_all(step.lines)
    if cue is None:
        move_on(turn)
        return
    turn.become(Speaking(step, cue, turn.patience()))


def ask(turn: Turn, step: Ask, times: int = 1) -> None:
    cue = turn.say(step.ask, Rank.REPLY)
    turn.become(Asking(step, cue, turn.patience(), times=times))


def close(turn: Turn, outcome: str) -> None:
    """Say the last words and let the session end."""
    turn.fresh()
    key = {"red-flag": "close.red_flag", "cut-short": "close.cut_short", "stopped": "close.stopped"}.get(outcome)
    lines = (turn.plan.lines[key],) if key else (turn.plan.close or (turn.plan.lines["close.done"],))
    cue = turn.say_all(lines, Rank.SAFETY if outcome == "red-flag" else Rank.CUE)
    turn.keep(ahead=())
    turn.become(Closing(cue or 0, outcome, turn.patience()))


def end(turn: Turn, outcome: str) -> None:
    turn.become(Finished(outcome))
    turn.note("end", outcome=outcome)


# ------------------------------------------------------------------------------------------------- work


def dose_words(turn: Turn, step: Work) -> str:
    """The dose as it is spoken: "six reps at sixty kilos", "forty seconds", "five breaths"."""
    lines = turn.plan.lines
    fields = _dose_fields(step.dose)
    if isinstance(step.dose, Reps) and step.load is not None:
        fields["load"] = wording.load(step.load, turn.plan.kit.unit)
        return lines["dose.reps_load"].variants[0].format_map(fields)
    key = {Reps: "dose.reps", Hold: "dose.hold", Breaths: "dose.breaths", Distance: "dose.distance"}[type(step.dose)]
    return lines[key].variants[0].format_map(fields)


def _dose_fields(dose: Dose) -> dict[str, str]:
    if isinstance(dose, Reps):
        return {"reps": wording.counted(dose.count, "rep", "reps")}
    if isinstance(dose, Hold):
        return {"time": wording.duration(dose.seconds)}
    if isinstance(dose, Breaths):
        return {"breaths": wording.counted(dose.count, "breath", "breaths")}
    return {"metres": wording.counted(dose.metres, "metre", "metres")}


def work_words(turn: Turn, step: Work) -> str:
    """A piece of work in one phrase, for "next, ..."."""
    title = turn.exercise(step).title
    named = f"{title} {wording.side(step.side)}".strip()
    return turn.plan.lines["work.next"].variants[0].format_map({"title": named, "dose": dose_words(turn, step)})


def next_work(turn: Turn) -> Work | None:
    """The next piece of work still to come."""
    return next((step for step in turn.session.ahead if isinstance(step, Work)), None)


def brief(turn: Turn, step: Work) -> None:
    """Announce a piece of work and how to set up for it."""
    exercise = turn.exercise(step)
    new = not _came_before(turn, step)
    cue = turn.say(
        _announcement(step, new),
        title=exercise.title,
        side=wording.side(step.side),
        dose=dose_words(turn, step),
        set=wording.number(step.number),
        sets=wording.number(step.of),
    )
    if new:
        cue = turn.say_all(exercise.setup) or cue
        cue = turn.say_all(exercise.brace) or cue
        if turn.talkative():
            cue = turn.say(Line((exercise.why,)))
    elif exercise.cues and not turn.quiet() and step.role in LOADED:
        cue = turn.say(next_cue(turn, step))
    if step.role in LOADED:
        turn.note("load", exercise=step.exercise, load=step.load, set=step.number, role=step.role.value)
        if new and resting.to_be_fetched(turn, step, turn.session.behind[:-1]):
            cue = turn.say("work.ready")
    turn.become(Briefing(step, cue, turn.patience()))


def next_cue(turn: Turn, step: Work) -> Line:
    """The exercise's next working cue: they take turns over the session."""
    cues = turn.exercise(step).cues
    said = sum(turn.session.used.get(cue.variants[0], 0) for cue in cues)
    return cues[(turn.plan.seed + said) % len(cues)]


def _came_before(turn: Turn, step: Work) -> bool:
    earlier = turn.session.behind[:-1]
    return any(isinstance(done, Work) and done.exercise == step.exercise for done in earlier)


def _announcement(step: Work, new: bool) -> str:
    if step.role not in LOADED:
        return "work.drill_side" if step.side else "work.drill"
    if step.of == 1:
        return "work.only_set"
    if step.role is Role.RAMP:
        return "work.ramp" if new else "work.ramp_again"
    if new:
        return "work.set"
    return "work.last_set" if step.number == step.of else "work.set_again"


def set_up(turn: Turn, step: Work) -> None:
    """The announcement is over: wait for "ready", or for the time to get into position."""
    patience = step.get_ready if step.role in LOADED else DRILL_SET_UP
    turn.become(SettingUp(step, turn.at + patience))


def begin_work(turn: Turn, step: Work, before: float = 0.0) -> None:
    """Start the count; `before` reps (or seconds, or breaths) were done before a pause."""
    if isinstance(step.dose, Distance):
        turn.say("work.go")
        turn.keep(work_began=turn.at)
        turn.become(Carrying(step, turn.at, turn.at + step.dose.limit))
        return
    if isinstance(step.dose, Reps) and step.dose.free:
        own_pace.begin(turn, step, step.dose)
        return
    count = counting.count_for(turn.plan, step, step.dose, before, turn.session.mode, turn.cue())
    turn.count(count)
    turn.become(Working(step, count, turn.patience(count.length), before=before))


def done_so_far(turn: Turn, working: Working) -> float:
    """Reps, seconds or breaths done by now, those before a pause included."""
    if working.began is None:
        return working.before
    return working.before + counting.progress(turn.plan, working, turn.at - working.began)


def log_set(turn: Turn, step: Work, amount: float, *, cut_short: bool) -> None:
    """Write the set into the day's log: `amount` is reps, seconds, breaths or metres done."""
    planned = step.dose.count if isinstance(step.dose, Reps) else None
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
    )
    clean = turn.session.today.clean_sets + 1 if step.role is Role.WORKING and not cut_short else 0
    turn.today(
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


def finish_work(turn: Turn, step: Work) -> None:
    """The count ran to its end: log it, say so, go on."""
    log_set(turn, step, counting.full_dose(step.dose), cut_short=False)
    turn.fresh()
    if not turn.quiet():
        turn.say("set.done" if step.role in LOADED else "drill.done", Rank.CHATTER)
    between = turn.exercise(step).between_sets
    if step.role is Role.WORKING and between and _time_to_talk(turn) and not turn.quiet():
        turn.say(between[step.number % len(between)])
    _offer_way_back_up(turn, step)
    move_on(turn)


def _time_to_talk(turn: Turn) -> bool:
    """Whether a rest follows that is long enough for more than its own announcement."""
    following = turn.session.ahead[:1]
    return any(isinstance(step, Rest) and step.seconds >= TIME_TO_TALK for step in following)


def _offer_way_back_up(turn: Turn, step: Work) -> None:
    """Two clean sets on an easier rung: offer the one above, by question, never by order."""
    today = turn.session.today
    harder = turn.exercise(step).harder
    if not harder or today.rungs_down < 1 or today.clean_sets < CLEAN_SETS_BEFORE_GOING_UP:
        return
    if harder not in turn.plan.exercises or not any(_same_lift(step, other) for other in turn.session.ahead):
        return
    ask_line = turn.plan.lines["ask.back_up"]
    title = turn.plan.exercises[harder].title
    question = Line(tuple(wording.fill(text, {"title": title}) for text in ask_line.variants), ask_line.why)
    turn.today(clean_sets=0)
    turn.push(Ask("back-up", question, (Answer(("yes",), (StepUp(),)), Answer(("no",), ()))))


def _same_lift(step: Work, other: object) -> bool:
    return isinstance(other, Work) and other.exercise == step.exercise and other.role is Role.WORKING


def cut_work(turn: Turn) -> None:
    """Break off whatever work is going on; what was done of a set is logged."""
    phase = turn.session.phase
    if isinstance(phase, Working):
        amount = done_so_far(turn, phase)
        if amount >= 1:
            log_set(turn, phase.step, amount, cut_short=True)
    elif isinstance(phase, Carrying):
        dose = phase.step.dose
        amount = own_pace.reps_by_now(turn, phase, dose) if isinstance(dose, Reps) else counting.full_dose(dose)
        if amount >= 1:
            log_set(turn, phase.step, amount, cut_short=True)


# ------------------------------------------------------------------------------------------------- rest


def rest(turn: Turn, step: Rest) -> None:
    """Announce the rest and what comes after it, and place its countdown."""
    until = turn.at + step.seconds
    if step.since_start and turn.session.work_began is not None:
        until = max(turn.at + 1.0, turn.session.work_began + step.seconds)
    spoken = wording.duration(until - turn.at)
    following = next_work(turn)
    if following is None:
        turn.say("rest.announce_last", time=spoken)
    else:
        turn.say("rest.announce", time=spoken, next=work_words(turn, following))
    if turn.session.today.rest_to_tell:
        turn.say("rest.longer", Rank.CHATTER)
        turn.today(rest_to_tell=False)
    resting.begin_rest(turn, step, until)
