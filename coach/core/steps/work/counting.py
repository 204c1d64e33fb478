"""The count of a piece of work: reps at a tempo, seconds of a hold, slow breaths."""

from collections.abc import Mapping

from coach.core import tempo, wording
from coach.core.commands import Beat, Count, Tone
from coach.core.plan import Breaths, Dose, Exercise, Hold, Line, Plan, Reps, Side, Tempo, Work
from coach.core.state import Working
from coach.core.tempo import CountMode

HOLD_LEAD_IN = 1.5
"""Seconds from "begin" to the first second of a hold or the first breath."""


def words(lines: Mapping[str, Line]) -> tempo.Words:
    """What a tempo count says, from the stock lines."""
    said = {key: lines[f"count.{key}"].variants[0] for key in _KEYS}
    return tempo.Words(
        ready=said["ready"],
        and_=said["and"],
        down=said["down"],
        up=said["up"],
        hold=said["hold"],
        numbers=tuple(wording.number(value) for value in range(1, 21)),
        two_more=said["two_more"],
        last_one=said["last_one"],
    )


_KEYS = ("ready", "and", "down", "up", "hold", "two_more", "last_one")


def tempo_of(exercise: Exercise, dose: Reps) -> Tempo:
    return dose.tempo or exercise.tempo


Counted = Reps | Hold | Breaths
"""The doses that are counted; a distance is walked, and ends with "done"."""


# many: a count depends on all of these, and nobody else needs them together
def count_for(plan: Plan, step: Work, dose: Counted, before: float, mode: CountMode, cue: int) -> Count:
    """The count of what is left of a step's dose after `before` reps, seconds or breaths."""
    match dose:
        case Reps():
            return _reps(plan, step, dose, int(before), mode, cue)
        case Hold():
            return _hold(plan, step, max(3.0, dose.seconds - before), cue)
        case _:
            return _breaths(plan, dose, max(1, dose.count - int(before)), cue)


# many: as `count_for`
def _reps(plan: Plan, step: Work, dose: Reps, before: int, mode: CountMode, cue: int) -> Count:
    exercise = plan.exercises[step.exercise]
    left = max(1, dose.count - before)
    speed = tempo_of(exercise, dose)
    beats = tempo.beats(left, speed, exercise.start, words(plan.lines), mode, before)
    return Count(cue, beats, tempo.count_seconds(left, speed))


def _hold(plan: Plan, step: Work, seconds: float, cue: int) -> Count:
    said = {key: plan.lines[f"count.{key}"].variants[0] for key in ("begin", "half", "ten", "release")}
    end = HOLD_LEAD_IN + seconds
    beats = [Beat(0.0, said["begin"])]
    cues = plan.exercises[step.exercise].cues
    if seconds >= 24 and cues:
        cue_line = cues[(plan.seed + (step.side is Side.RIGHT)) % len(cues)]
        beats.append(Beat(HOLD_LEAD_IN + seconds / 5, cue_line.variants[plan.seed % len(cue_line.variants)]))
    if seconds >= 24:
        beats.append(Beat(HOLD_LEAD_IN + seconds / 2, said["half"]))
    if seconds >= 40:
        beats.append(Beat(end - 10, said["ten"]))
    if seconds >= 6:
        beats += [Beat(end - left, wording.number(left)) for left in (3, 2, 1)]
    beats += [Beat(end, said["release"])]
    return Count(cue, tuple(beats), end + 0.8)


def _breaths(plan: Plan, dose: Breaths, left: int, cue: int) -> Count:
    said = {key: plan.lines[f"count.{key}"].variants[0] for key in ("breathe_in", "breathe_out", "last_breath")}
    length = dose.breathe_in + dose.breathe_out
    beats = []
    for breath in range(left):
        begin = HOLD_LEAD_IN + breath * length
        inward = said["last_breath"] if breath == left - 1 and left > 1 else said["breathe_in"]
        beats += [Beat(begin, inward), Beat(begin + dose.breathe_in, said["breathe_out"])]
    return Count(cue, (Beat(0.0, Tone.GO), *beats), HOLD_LEAD_IN + left * length)


def progress(plan: Plan, working: Working, elapsed: float) -> float:
    """Reps, seconds or breaths of this count that are done, `elapsed` seconds after it began."""
    dose = working.step.dose
    if isinstance(dose, Reps):
        exercise = plan.exercises[working.step.exercise]
        left = dose.count - int(working.before)
        return tempo.reps_done(elapsed, left, tempo_of(exercise, dose), exercise.start)
    held = elapsed - HOLD_LEAD_IN
    if isinstance(dose, Breaths):
        return max(0.0, min(dose.count - working.before, held // (dose.breathe_in + dose.breathe_out)))
    return max(0.0, min(full_dose(dose) - working.before, held))


def full_dose(dose: Dose) -> float:
    """The whole dose as a number: reps, seconds, breaths or metres."""
    if isinstance(dose, Reps | Breaths):
        return dose.count
    return dose.seconds if isinstance(dose, Hold) else dose.metres
