"""How a session moves: entering a step, beginning and ending work, resting, closing."""

from dataclasses import replace

from coach.clocks import SessionTime
from coach.core.branches import RED_FLAG
from coach.core.commands import Rank
from coach.core.plan import LOADED_ROLES, Ask, Distance, Line, Reps, Rest, Role, Talk, Work
from coach.core.state import Alarm, Asking, Briefing, Carrying, Closing, Finished, Resting, SettingUp, Speaking, Working
from coach.core.steps import announcements, race, resting
from coach.core.steps.loads import plates
from coach.core.steps.loads.ladder import offer_way_back_up
from coach.core.steps.work import counting, set_log, uncounted
from coach.core.turn import Turn

DRILL_SET_UP = 4.0
"""Seconds to get into position for a drill that does not say; one does not wait for "ready" lying on the floor."""

LOADED_SET_UP = 20.0
"""Seconds to get into position for a loaded set that does not say."""

TAKE_HOLD = 3.0
"""Seconds from the end of a rest until somebody who knows what comes has taken hold of it."""

NUDGED_AFTER = (15.0, 60.0, 120.0)
"""Seconds after one will be in position, then from word to word, at which "ready" is asked for; at last all pauses."""


CLOSES = {RED_FLAG: "close.red_flag", "cut-short": "close.cut_short", "stopped": "close.stopped",
          "later": "close.later"}  # fmt: skip
"""The last words of sessions that did not come to their end."""

TIME_TO_TALK = 25.0
"""Seconds of rest from which a line between sets does not push its announcement into the countdown."""


# ------------------------------------------------------------------------------------------------- moving on


def move_on(turn: Turn, told: Work | None = None) -> None:
    """Enter the next step, or close the session when there is none; a set that was `told` is not announced again."""
    race.keep_time(turn)
    if not turn.session.ahead:
        close(turn, "done")
        return
    step, *rest = turn.session.ahead
    turn.session = replace(turn.session, ahead=tuple(rest), behind=(*turn.session.behind, step))
    if isinstance(step, Work) and step == told:
        stand_by(turn, step)
    else:
        enter(turn)


def go_on(turn: Turn) -> None:
    """Enter the next step, as what is to come was changed; a question that is open waits for its answer."""
    if not isinstance(turn.session.phase, Asking):
        move_on(turn)


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
    cue = turn.say_all(step.lines) if _holds(turn, step) else None
    if cue is None:
        move_on(turn)
        return
    turn.become(Speaking(step, cue, turn.patience()))


def _holds(turn: Turn, step: Talk) -> bool:
    """Whether the load the lines tell is still one of what is to come: a complaint may have changed it."""
    told = (step.of, step.load)
    return step.of is None or any(
        isinstance(each, Work) and (each.exercise, each.load) == told for each in turn.session.ahead
    )


def ask(turn: Turn, step: Ask, times: int = 1) -> None:
    cue = turn.say(step.ask, Rank.REPLY)
    turn.become(Asking(step, cue, turn.patience(), times=times))


def close(turn: Turn, outcome: str) -> None:
    """Say the last words, as the outcome and the day want them, and let the session end."""
    turn.fresh()
    red = outcome == RED_FLAG
    cue = turn.say_all(_last_words(turn, outcome), Rank.SAFETY if red else Rank.CUE)
    turn.session = replace(turn.session, ahead=())
    turn.become(Closing(cue or 0, outcome, turn.patience(), Alarm(turn.at) if red else None))


def _last_words(turn: Turn, outcome: str) -> tuple[Line, ...]:
    lines = turn.plan.lines
    if key := CLOSES.get(outcome):
        return (lines[key],)
    if turn.session.today.loading_ended and "close.in_time" in lines:
        return (lines["close.in_time"],)
    return turn.plan.close or (lines["close.done"],)


def end(turn: Turn, outcome: str) -> None:
    turn.become(Finished(outcome))
    turn.note("end", outcome=outcome)


# ------------------------------------------------------------------------------------------------- work


def brief(turn: Turn, step: Work) -> None:
    """Announce a piece of work and how to set up for it."""
    exercise = turn.exercise(step)
    new = not resting.came_before(step, turn.session.behind[:-1])
    cue = announcements.announce(turn, step, new)
    if new:
        cue = turn.say_all(exercise.setup) or cue
        cue = turn.say_all(exercise.brace) or cue
        if turn.talkative():
            cue = turn.say(Line((exercise.why,)))
    if step.role in LOADED_ROLES:
        announcements.note_load(turn, step)
        cue = plates.say_plates(turn, step, cue)
        cue = announcements.tell_how_it_begins(turn, step, new) or cue
    turn.become(Briefing(step, cue, turn.patience()))


def tell_in_rest(turn: Turn, phase: Resting) -> None:
    """The rest is nearly over: announce the set after it, so that its end can be the set's beginning."""
    step = resting.told_ahead(turn)
    if step is not None:
        turn.fresh()
        plates.say_plates(turn, step, announcements.announce(turn, step, new=False))
    turn.become(replace(phase, tells=None, told=step))


def stand_by(turn: Turn, step: Work) -> None:
    """A rest is over in which the set was announced: it waits for "ready", or begins now."""
    turn.fresh()
    announcements.note_load(turn, step)
    if announcements.waits(turn, step):
        if not turn.quiet():
            turn.say("work.ready_now")
        _await_ready(turn, step, turn.silent_at() + TAKE_HOLD)
    else:
        begin_work(turn, step)


def cut_rest(turn: Turn) -> None:
    """ "Ready" in a rest: begin the set after it at once, where one knows how to set up; else go on to what comes."""
    known = resting.told_ahead(turn)
    if known is None:
        move_on(turn)
        return
    turn.session = replace(turn.session, ahead=turn.session.ahead[1:], behind=(*turn.session.behind, known))
    turn.fresh()
    announcements.note_load(turn, known)
    begin_work(turn, known)


def set_up(turn: Turn, step: Work) -> None:
    """The announcement is over: wait for "ready", or for the time to get into position."""
    ready_by = turn.at + _set_up_seconds(turn, step)
    if announcements.waits(turn, step):
        _await_ready(turn, step, ready_by)
    else:
        turn.become(SettingUp(step, ready_by, ready_by))


def _set_up_seconds(turn: Turn, step: Work) -> float:
    """The seconds to get into position; after a rest too short to say more in, the rest was meant for that."""
    rested = any(isinstance(before, Rest) for before in turn.session.behind[-2:-1])
    if step.role in LOADED_ROLES and rested and resting.came_before(step, turn.session.behind[:-1]):
        return TAKE_HOLD
    usual = LOADED_SET_UP if step.role in LOADED_ROLES else DRILL_SET_UP
    return usual if step.get_ready is None else step.get_ready


def _await_ready(turn: Turn, step: Work, ready_by: SessionTime) -> None:
    turn.become(SettingUp(step, ready_by + NUDGED_AFTER[0], ready_by, waits=True))


def begin_work(turn: Turn, step: Work, before: float = 0.0) -> None:
    """Start the count; `before` reps (or seconds, or breaths) were done before a pause."""
    if isinstance(step.dose, Distance):
        turn.say("work.go" if turn.plan.gun is None else "work.go_far")  # nobody shouts from down the road
        turn.session = replace(turn.session, work_began=turn.at)
        turn.become(Carrying(step, turn.at, turn.at + step.dose.limit))
        return
    if isinstance(step.dose, Reps) and step.dose.free:
        uncounted.begin(turn, step, step.dose)
        return
    count = counting.count_for(turn.plan, step, step.dose, before, turn.session.mode, turn.cue())
    turn.count(count)
    turn.become(Working(step, count, turn.patience(count.length), before=before))


def finish_work(turn: Turn, step: Work) -> None:
    """The count ran to its end: log it, say so, go on."""
    set_log.log_set(turn, step, counting.full_dose(step.dose), cut_short=False)
    turn.fresh()
    if not turn.quiet():
        turn.say("set.done" if step.role in LOADED_ROLES else "drill.done", Rank.CHATTER)
    if isinstance(step.dose, Reps) and step.dose.open:
        turn.say("set.open", Rank.REPLY)
    between = turn.exercise(step).between_sets
    if step.role is Role.WORKING and between and _time_to_talk(turn) and not turn.quiet():
        turn.say(between[step.number % len(between)])
    offer_way_back_up(turn, step)
    move_on(turn)


def _time_to_talk(turn: Turn) -> bool:
    """Whether a rest follows that is long enough for more than its own announcement."""
    following = turn.session.ahead[:1]
    return any(isinstance(step, Rest) and step.seconds >= TIME_TO_TALK for step in following)


# ------------------------------------------------------------------------------------------------- rest


def rest(turn: Turn, step: Rest) -> None:
    """Announce the rest and what comes after it, and place its countdown."""
    until = turn.at + step.seconds
    if step.since_start and turn.session.work_began is not None:
        until = max(turn.at + 1.0, turn.session.work_began + step.seconds)
    announcements.announce_rest(turn, until)
    if turn.session.today.rest_to_tell:
        turn.say("rest.longer", Rank.CHATTER)
        turn.day = replace(turn.day, rest_to_tell=False)
    resting.begin_rest(turn, step, until)
