"""More or fewer sets than planned, as the lifter wishes: skip a lift or the warm-up, one more set, the last one."""

from dataclasses import replace
from typing import TypeGuard

from coach.core.branches import has_complained
from coach.core.commands import Rank
from coach.core.events import Heard
from coach.core.intents.questions.queries import answer, current_work
from coach.core.plan import LOADED_ROLES, Rest, Role, Side, Step, Talk, Work
from coach.core.state import Briefing, Carrying, Resting, SettingUp, Working
from coach.core.steps import flow, resting
from coach.core.steps.effects import without
from coach.core.steps.work import set_log
from coach.core.turn import Turn

USUAL_REST = 90.0
"""Seconds of rest before a set that is added where no rest says how long it takes here."""


def skip_exercise(turn: Turn, heard: Heard) -> None:
    """Leave out what is left of the exercise that is under way, set up or comes next, its rests with it.

    A set that was under way is logged as far as it came.
    """
    _ = heard
    step = current_work(turn)
    if step is None:
        answer(turn, "reply.next_none")
        return
    turn.hush()
    set_log.cut_work(turn)
    turn.session = replace(turn.session, ahead=without(turn.session.ahead, step.exercise))
    turn.fresh()
    turn.say("reply.skipped", Rank.REPLY, title=turn.exercise(step).title)
    flow.go_on(turn)


def skip_warm_up(turn: Turn, heard: Heard) -> None:
    """Go to the first loaded set; questions on the way are still put, for one of them may be about health."""
    _ = heard
    ahead = turn.session.ahead
    first = next((place for place, step in enumerate(ahead) if _loads(step)), None)
    phase = turn.session.phase
    warming = isinstance(phase, Briefing | SettingUp | Working | Carrying) and not _loads(phase.step)
    if first is None or any(map(_loads, turn.session.behind)) or not (warming or _warms(ahead[:first])):
        answer(turn, "reply.no_warm_up")
        return
    asked = tuple(step for step in ahead[:first] if not isinstance(step, Work | Rest | Talk))
    turn.hush()
    set_log.cut_work(turn)
    turn.session = replace(turn.session, ahead=(*asked, *ahead[first:]))
    turn.fresh()
    turn.say("reply.warm_up_skipped", Rank.REPLY)
    flow.go_on(turn)


def _loads(step: Step) -> bool:
    return isinstance(step, Work) and step.role in LOADED_ROLES


def _warms(steps: tuple[Step, ...]) -> bool:
    return any(isinstance(step, Work) and step.role is Role.WARM_UP for step in steps)


def one_more_set(turn: Turn, heard: Heard) -> None:
    """One more working set of the lift at hand, like its last one; never after a complaint."""
    _ = heard
    last = _last_set(turn)
    if last is None:
        answer(turn, "reply.no_set")
    elif has_complained(turn.session.today):
        answer(turn, "reply.not_harder")
    else:
        _add(turn, last)
        answer(turn, "reply.one_more")


def _last_set(turn: Turn) -> Work | None:
    """The last working set to come of the lift at hand; else the one that was done last."""
    step = current_work(turn)
    done = [each for each in turn.session.behind if isinstance(each, Work) and each.role is Role.WORKING]
    lift = done[-1] if done else step
    to_come = [each for each in turn.session.ahead if _is_set(each, lift)]
    found = to_come or done[-1:]
    return found[-1] if found and isinstance(found[-1], Work) else None


def _is_set(step: Step, lift: Work | None) -> TypeGuard[Work]:
    return lift is not None and isinstance(step, Work) and step.exercise == lift.exercise and step.role is Role.WORKING


def _add(turn: Turn, last: Work) -> None:
    """Put one more set after the last one, with a rest like those before it."""
    more = [replace(side, number=last.of + 1, of=last.of + 1) for side in _sides(turn, last)]
    steps = [replace(step, of=last.of + 1) if _is_set(step, last) else step for step in turn.session.ahead]
    places = [place for place, step in enumerate(steps) if _is_set(step, last)]
    rests = [step for step in (*turn.session.behind, *steps) if isinstance(step, Rest)]
    rest = max((each.seconds for each in rests), default=USUAL_REST)
    if places:
        steps[places[-1] + 1 : places[-1] + 1] = [Rest(rest), *more]
    elif isinstance(turn.session.phase, Resting):
        steps[:0] = [*more, Rest(rest)]
    else:
        steps[:0] = [Rest(rest), *more]
    turn.session = replace(turn.session, ahead=tuple(steps))


def _sides(turn: Turn, last: Work) -> list[Work]:
    """The set itself, or the two sides that make it up, in their order."""
    steps = (*turn.session.behind, *turn.session.ahead)
    sides = {step.side: step for step in steps if _is_set(step, last) and step.number == last.number}
    return list(sides.values())


def last_set(turn: Turn, heard: Heard) -> None:
    """The set that is set up, or the next one, is the last of its lift; or one set less is to come (`fewer`)."""
    step = current_work(turn)
    if step is not None and "fewer" in heard.slots:
        _one_less(turn, step)
        return
    if step is None or step.role is not Role.WORKING:
        answer(turn, "reply.no_set")
        return
    final = replace(step, of=step.number)
    phase = turn.session.phase
    if isinstance(phase, Briefing | SettingUp):
        turn.become(replace(phase, step=final))
        turn.session = replace(
            turn.session, behind=(*turn.session.behind[:-1], final), ahead=_without_sets(turn.session.ahead, step)
        )
    else:
        place = turn.session.ahead.index(step)
        later = _without_sets(turn.session.ahead[place + 1 :], step)
        turn.session = replace(turn.session, ahead=(*turn.session.ahead[:place], final, *later))
    answer(turn, "reply.last_set")


def _one_less(turn: Turn, lift: Work) -> None:
    """Leave out the last set to come of this lift, every side of it, with a rest; never half a set."""
    ahead, phase = turn.session.ahead, turn.session.phase
    last = _last_whole(turn, lift)
    if not last:
        answer(turn, "reply.no_set")
        return
    gone = {*last, *_its_rest(turn, last)}
    kept = [_of_fewer(step, lift) for place, step in enumerate(ahead) if place not in gone]
    turn.session = replace(turn.session, ahead=tuple(kept))
    if isinstance(phase, Briefing | SettingUp) and phase.step.role is Role.WORKING:
        now = replace(phase.step, of=max(phase.step.number, phase.step.of - 1))
        turn.become(replace(phase, step=now))
        turn.session = replace(turn.session, behind=(*turn.session.behind[:-1], now))
    announced = isinstance(phase, Resting) and last[0] == 0
    if announced:
        turn.hush(Rank.COUNTDOWN)
    answer(turn, "reply.one_less")
    if announced and isinstance(phase, Resting):
        resting.place_anew(turn, replace(phase, told=None), phase.step, phase.until)


def _last_whole(turn: Turn, lift: Work) -> list[int]:
    """The places of the last set to come of this lift, one for each side; none where its other side has begun."""
    ahead = turn.session.ahead
    places: dict[Side | None, int] = {}
    number = None
    for place in range(len(ahead) - 1, -1, -1):
        step = ahead[place]
        if not _is_set(step, lift):
            continue
        number = number or step.number
        if step.number != number or step.side in places:
            break  # another set, or the same one of the lift's other sets of today
        places[step.side] = place
    begun = next((step for step in reversed(turn.session.behind) if _is_set(step, lift)), None)
    if begun is not None and begun.number == number and begun.side is not None and begun.side not in places:
        return []
    return sorted(places.values())


def _its_rest(turn: Turn, last: list[int]) -> list[int]:
    """The place of the rest that goes with a set: the one before it; where that one runs, the one after it."""
    ahead = turn.session.ahead
    place = last[-1] + 1 if last[0] == 0 and isinstance(turn.session.phase, Resting) else last[0] - 1
    return [place] if 0 <= place < len(ahead) and isinstance(ahead[place], Rest) else []


def _of_fewer(step: Step, lift: Work) -> Step:
    return replace(step, of=max(step.number, step.of - 1)) if _is_set(step, lift) else step


def _completes(other: Work, lift: Work) -> bool:
    """Whether it is the other side of the same set."""
    return other.number == lift.number and other.side != lift.side


def _without_sets(ahead: tuple[Step, ...], lift: Work) -> tuple[Step, ...]:
    """The steps without more sets of this lift than this one, whose other side stays, and the rest after the last."""
    first = next((place for place, step in enumerate(ahead) if _is_set(step, lift)), None)
    if first is not None and isinstance(other := ahead[first], Work) and _completes(other, lift):
        return (*ahead[:first], replace(other, of=lift.number), *_without_sets(ahead[first + 1 :], other))
    places = [place for place, step in enumerate(ahead) if _is_set(step, lift)]
    if not places:
        return ahead
    between = [step for step in ahead[: places[-1]] if not isinstance(step, Rest) and not _is_set(step, lift)]
    return (*between, *ahead[places[-1] + 1 :])
