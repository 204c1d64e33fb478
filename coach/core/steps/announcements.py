"""What is said of work that comes: its name, its dose, a cue, how it begins; and how long a rest is."""

from dataclasses import replace

from coach.clocks import SessionTime
from coach.core import wording
from coach.core.commands import Rank
from coach.core.plan import LOADED_ROLES, Breaths, Distance, Dose, Hold, Line, Reps, Rest, Role, Step, Work
from coach.core.turn import Turn

LONG_REST = 300.0
"""Seconds from which a rest is told in half minutes."""

SHORT_REST = 20.0
"""Seconds up to which a rest is told as it is."""

COUNTDOWN = 3.5
"""Seconds at the end of a rest that belong to its countdown."""


def dose_words(turn: Turn, step: Work) -> str:
    """The dose as it is spoken: "six reps at sixty kilos", "forty seconds", "five breaths"."""
    lines = turn.plan.lines
    if isinstance(step.dose, Reps) and step.dose.open:
        key = "dose.open" if step.load is None else "dose.open_load"
        fields = {} if step.load is None else {"load": wording.load(step.load, turn.plan.kit.unit)}
        return lines[key].variants[0].format_map(fields)
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


def announce(turn: Turn, step: Work, new: bool) -> int:
    """Say what comes: the exercise or the set, its dose, and a cue for a lift that one knows; the last cue number."""
    exercise = turn.exercise(step)
    cue = turn.say(
        _announcement(step, new),
        title=exercise.title,
        side=wording.side(step.side),
        dose=dose_words(turn, step),
        set=wording.number(step.number),
        sets=wording.number(step.of),
    )
    if not new and exercise.cues and not turn.quiet() and step.role in LOADED_ROLES:
        cue = turn.say(next_cue(turn, step))
    return cue


def note_load(turn: Turn, step: Work) -> None:
    turn.note("load", exercise=step.exercise, load=step.load, set=step.number, role=step.role.value)


def tell_how_it_begins(turn: Turn, step: Work, new: bool) -> int | None:
    """That "ready" begins the set; or, once, that nobody can say it and the sets begin by themselves."""
    told = turn.session.last_line
    cue = None
    if waits(turn, step):
        cue = turn.say("work.ready") if new else None
    elif not turn.plan.waits and not any(_loads(turn, step) for step in turn.session.behind[:-1]):
        cue = turn.say("work.by_itself")
    turn.session = replace(turn.session, last_line=told)
    return cue


def _loads(turn: Turn, step: Step) -> bool:
    """Whether this is a set with something in the hands, or on the back."""
    return isinstance(step, Work) and step.role in LOADED_ROLES and turn.exercise(step).loaded


def waits(turn: Turn, step: Work) -> bool:
    """Whether this set, the last of those behind, waits for "ready": it is loaded, and no clock says when it begins."""
    return turn.plan.waits and _loads(turn, step) and not _on_the_clock(turn)


def _on_the_clock(turn: Turn) -> bool:
    """Whether the step before this one is a rest that counts from the start of the set before it."""
    before = turn.session.behind[-2:-1]
    return any(isinstance(step, Rest) and step.since_start for step in before)


def next_cue(turn: Turn, step: Work) -> Line:
    """The exercise's next working cue: they take turns over the session."""
    cues = turn.exercise(step).cues
    said = sum(turn.session.used.get(cue.variants[0], 0) for cue in cues)
    return cues[(turn.plan.seed + said) % len(cues)]


def _announcement(step: Work, new: bool) -> str:
    if step.role not in LOADED_ROLES:
        return "work.drill_side" if step.side else "work.drill"
    if step.of == 1:
        return "work.only_set"
    if step.role is Role.RAMP:
        return "work.ramp" if new else "work.ramp_again"
    if new:
        return "work.set"
    return "work.last_set" if step.number == step.of else "work.set_again"


def as_told(seconds: float) -> float:
    """A rest's seconds as they are told: nobody wants to hear fifty nine. In fives, a long one's in half minutes."""
    grain = 30.0 if seconds >= LONG_REST else 5.0
    return seconds if seconds < SHORT_REST else grain * round(seconds / grain)


def announce_rest(turn: Turn, until: SessionTime) -> None:
    """Say how long the rest is and what comes then, or as much of that as is over before its countdown.

    Before the first step of a warm-up for a race it is no rest: one waits, and stays warm.
    """
    time = wording.duration(as_told(until - turn.at))
    following = next_work(turn)
    fields = {"time": time, "next": work_words(turn, following) if following else ""}
    names = ("rest.announce", "rest.announce_last") if following else ("rest.announce_last",)
    waits = turn.plan.gun is not None and not any(isinstance(step, Work) for step in turn.session.behind)
    for name in ("race.wait",) if waits else names:
        line = turn.plan.lines[name]
        longest = max(wording.seconds_to_say(wording.fill(text, fields)) for text in line.variants)
        if turn.silent_at() + longest + COUNTDOWN <= until:
            turn.say(line, Rank.CUE, **fields)
            return
