"""More or fewer sets than planned, as the lifter wishes: skip a lift or the warm-up, one more set, the last one."""

from dataclasses import replace

from coach.core.branches import has_complained
from coach.core.commands import Rank
from coach.core.events import Heard
from coach.core.intents.queries import answer, current_work
from coach.core.plan import LOADED_ROLES, Rest, Role, Step, Talk, Work
from coach.core.state import Briefing, Carrying, Resting, SettingUp, Working
from coach.core.steps import flow
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


def _is_set(step: Step, lift: Work | None) -> bool:
    return lift is not None and isinstance(step, Work) and step.exercise == lift.exercise and step.role is Role.WORKING


def _add(turn: Turn, last: Work) -> None:
    """Put one more set after the last one, with a rest like those before it."""
    more = replace(last, number=last.of + 1, of=last.of + 1)
    steps = [replace(step, of=last.of + 1) if _is_set(step, last) else step for step in turn.session.ahead]  # type: ignore[arg-type]
    places = [place for place, step in enumerate(steps) if _is_set(step, last)]
    rests = [step for step in (*turn.session.behind, *steps) if isinstance(step, Rest)]
    rest = max((each.seconds for each in rests), default=USUAL_REST)
    if places:
        steps[places[-1] + 1 : places[-1] + 1] = [Rest(rest), more]
    elif isinstance(turn.session.phase, Resting):
        steps[:0] = [more, Rest(rest)]
    else:
        steps[:0] = [Rest(rest), more]
    turn.session = replace(turn.session, ahead=tuple(steps))


def last_set(turn: Turn, heard: Heard) -> None:
    """The set that is set up, or the next one, is the last of its lift."""
    _ = heard
    step = current_work(turn)
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


def _without_sets(ahead: tuple[Step, ...], lift: Work) -> tuple[Step, ...]:
    """The steps without more sets of this lift; the rest after the last of them stays, as the one after this set."""
    places = [place for place, step in enumerate(ahead) if _is_set(step, lift)]
    if not places:
        return ahead
    between = [step for step in ahead[: places[-1]] if not isinstance(step, Rest) and not _is_set(step, lift)]
    return (*between, *ahead[places[-1] + 1 :])
