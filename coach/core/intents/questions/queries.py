"""What the lifter asks, and the answer: how long, what next, why, and how it went before."""

from dataclasses import replace

from coach.core import wording
from coach.core.commands import Rank
from coach.core.events import Heard
from coach.core.intents.questions.explanations import MORE, answer_key, answer_lines
from coach.core.plan import Hold, Line, Reps, Work
from coach.core.state import Briefing, Carrying, Confirming, Paused, Resting, SettingUp, Working
from coach.core.steps import announcements
from coach.core.steps.work.counting import progress
from coach.core.steps.work.durations import seconds_of
from coach.core.turn import Turn

REPLY_GRACE = 8.0
"""Seconds a lifter who asked something while setting up is given on top."""


def time_left(turn: Turn, heard: Heard) -> None:
    _ = heard
    phase = turn.session.phase
    held = phase.held if isinstance(phase, Paused) else phase
    left = seconds_left(turn, held)
    if left is not None and not isinstance(phase, Paused):
        turn.say("reply.time_left", Rank.REPLY, time=wording.duration(max(1.0, left)))
        return
    minutes = max(1, round(minutes_ahead(turn)))
    turn.say("reply.minutes_left", Rank.REPLY, time=wording.counted(minutes, "minute", "minutes"))


def seconds_left(turn: Turn, phase: object) -> float | None:
    """Seconds left of a rest or a hold; None where time is not what is counted."""
    if isinstance(phase, Resting):
        return phase.until - turn.at
    if isinstance(phase, Working) and isinstance(phase.step.dose, Hold):
        done = progress(turn.plan, phase, turn.at - phase.began) if phase.began is not None else 0.0
        return phase.step.dose.seconds - phase.before - done
    return None


def minutes_ahead(turn: Turn) -> float:
    """A rough length of everything still to come, in minutes."""
    return sum(seconds_of(turn.plan, turn.session.today, step) for step in turn.session.ahead) / 60


def whats_next(turn: Turn, heard: Heard) -> None:
    _ = heard
    following = announcements.next_work(turn)
    if following is None:
        turn.say("reply.next_none", Rank.REPLY)
    else:
        turn.say("reply.next", Rank.REPLY, next=announcements.work_words(turn, following))


def why(turn: Turn, heard: Heard) -> None:
    """The reason for the last cue, or for the exercise; asked again, the reasons of what was said before it."""
    _ = heard
    last = turn.session.last_line
    reason = last.why if last else ""
    step = current_work(turn)
    if not reason and step is not None:
        reason = turn.exercise(step).why
    answer(turn, Line((reason,)) if reason else "reply.why_none")
    if step is not None and last is not None:
        turn.session = replace(turn.session, last_line=_line_before(turn, step, last))


def _line_before(turn: Turn, step: Work, last: Line) -> Line | None:
    """What was said before this line of how to set up and brace; None before the first, the line itself elsewhere."""
    exercise = turn.exercise(step)
    told = (*exercise.setup, *exercise.brace)
    if last not in told:
        return last
    place = told.index(last)
    return told[place - 1] if place else None


def ask(turn: Turn, heard: Heard) -> None:
    """How or what: the answer for the exercise at hand, else the general one, else that it is not known.

    Asked again at once, it goes on with what there is more to say.
    """
    step = current_work(turn)
    topic, exercise = str(heard.slots.get("topic", "")), step.exercise if step else ""
    if turn.session.asked == (topic, exercise) and answer_key(topic + MORE, exercise) in turn.plan.lines:
        topic += MORE
    turn.session = replace(turn.session, asked=(topic, exercise))
    lines = answer_lines(turn.plan.lines, topic, exercise)
    fields = _fields(turn, step) if step else {}
    for line in lines:
        answer(turn, line, **fields)
    if lines and lines[0].why:
        turn.session = replace(turn.session, last_line=lines[0])


def _fields(turn: Turn, step: Work) -> dict[str, str]:
    """What an answer about this piece of work may hold, in words."""
    dose = step.dose
    tempo = (dose.tempo if isinstance(dose, Reps) else None) or turn.exercise(step).tempo
    return {
        "title": turn.exercise(step).title,
        "dose": announcements.dose_words(turn, step),
        "set": wording.number(step.number),
        "sets": wording.number(step.of),
        **wording.tempo(tempo),
    }


def help_(turn: Turn, heard: Heard) -> None:
    _ = heard
    answer(turn, "reply.help")


def structure(turn: Turn, heard: Heard) -> None:
    """Why one lifts some things better than others: the answer is the lifter's build, chosen with the plan's lines."""
    _ = heard
    answer(turn, "reply.structure")


def last_time(turn: Turn, heard: Heard) -> None:
    """How the last session went; the plan brings the sentence with it."""
    _ = heard
    answer(turn, _recalled(turn, "recall.last_time"))


def best(turn: Turn, heard: Heard) -> None:
    """The best set of today's lift."""
    _ = heard
    answer(turn, _recalled(turn, "recall.best"))


def who(turn: Turn, heard: Heard) -> None:
    """Somebody else steps up. The sets of this session stay with who began it; the next one can be theirs."""
    name = str(heard.slots.get("name", ""))
    turn.session = replace(turn.session, next_lifter=name or None)
    answer(turn, "reply.who" if name else "reply.help", what=name)


def _recalled(turn: Turn, name: str) -> str:
    return name if name in turn.plan.lines else "recall.nothing"


def answer(turn: Turn, line: Line | str, **fields: str) -> None:
    """Answer without changing what "repeat" and "why" refer to; someone setting up gets a little more time."""
    kept = turn.session.last_said, turn.session.last_line
    turn.say(line, Rank.REPLY, **fields)
    turn.session = replace(turn.session, last_said=kept[0], last_line=kept[1])
    phase = turn.session.phase
    if isinstance(phase, SettingUp):
        turn.become(replace(phase, until=max(phase.until, turn.at + REPLY_GRACE)))


def current_work(turn: Turn) -> Work | None:
    """The work going on, or the next one."""
    phase = turn.session.phase
    held = phase.held if isinstance(phase, Paused | Confirming) else phase
    if isinstance(held, Briefing | SettingUp | Working | Carrying):
        return held.step
    return announcements.next_work(turn)
