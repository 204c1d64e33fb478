"""The rules by which a movement progresses, each looking only at what was lifted before.

Days are whole numbers that count up; loads are in the kit's unit. `coach.core.loading.progression` puts pain, breaks,
light weeks and the ceiling above them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coach.core.loading.plates import estimated_max, reps_in_reserve

SPARE = 2
"""So many reps left in the hardest set are worth as much as reps over the target."""


@dataclass(frozen=True, slots=True)
class Outing:
    """One day's working sets of one movement: `load` the heaviest, `reps` those done in each set at it.

    `effort` is the hardest set's RPE where it was told; `pain` and `red_flag` say what the body said that day, `ended`
    that the loading of this movement was ended by it.
    """

    day: int
    load: float
    reps: tuple[int, ...]
    planned: int
    effort: float | None = None
    pain: bool = False
    red_flag: bool = False
    ended: bool = False

    @property
    def fewest(self) -> int:
        """The reps of the set with fewest."""
        return min(self.reps, default=0)

    @property
    def to_spare(self) -> bool:
        """Whether the lifter told that two reps or more were left."""
        return self.effort is not None and reps_in_reserve(self.effort) >= SPARE

    @property
    def clean(self) -> bool:
        """Every set reached the reps planned."""
        return bool(self.reps) and min(self.reps) >= self.planned


@dataclass(frozen=True, slots=True)
class Linear:
    """Add `step` once every set had `over` reps more than `reps`, or reps to spare; until then reps are added.

    After so many missed days in a row it goes back to the part `back` of the load.
    """

    step: float
    reps: int
    misses: int = 2
    back: float = 0.9
    over: int = 1


@dataclass(frozen=True, slots=True)
class DoubleProgression:
    """Add reps up to `over` more than `high` in every set, or to `high` with reps to spare.

    Then add `step` and begin at `low`; below `low` go back to the part `back`.

    A day that planned fewer than `low` and got them says nothing against the load.
    """

    step: float
    low: int
    high: int
    back: float = 0.95
    over: int = 1


@dataclass(frozen=True, slots=True)
class EffortCapped:
    """Add `step` while the hardest set stays below the `cap` (an RPE); above it go back to the part `back`."""

    step: float
    reps: int
    cap: float = 8.0
    back: float = 0.95


@dataclass(frozen=True, slots=True)
class TrainingMax:
    """Waves of parts of a training max: at first the part `of_best` of the estimated maximum, then a `step` a wave.

    A wave with missing reps makes the next one smaller, by the factor `back`.
    """

    step: float
    wave: tuple[tuple[float, int], ...]
    of_best: float = 0.9
    back: float = 0.95


Rule = Linear | DoubleProgression | EffortCapped | TrainingMax


@dataclass(frozen=True, slots=True)
class Advice:
    """Next time's `load` and `reps`; `reason` names the sentence, `facts` fill it."""

    load: float
    reps: int
    reason: str
    facts: Mapping[str, float] = field(default_factory=dict)


def by_rule(rule: Rule, before: Sequence[Outing]) -> Advice:
    match rule:
        case Linear():
            return _linear(rule, before)
        case DoubleProgression():
            return _double(rule, before[-1])
        case EffortCapped():
            return _effort(rule, before[-1])
        case _:
            return _training_max(rule, before)


def _linear(rule: Linear, before: Sequence[Outing]) -> Advice:
    last = before[-1]
    if last.fewest >= rule.reps + (0 if last.to_spare else rule.over):
        return Advice(last.load + rule.step, rule.reps, "clean", {"step": rule.step})
    if _reached(rule, last):
        reps = last.fewest + 1
        return Advice(last.load, max(rule.reps, reps), *_more(reps if reps > rule.reps else None))
    recent = before[-rule.misses :]
    missed = len(recent) == rule.misses and all(
        not _reached(rule, outing) and outing.load == last.load for outing in recent
    )
    if missed:
        facts = {"percent": round(100 * (1 - rule.back))}
        return Advice(last.load * rule.back, _no_more(rule.reps, last), "missed-again", facts)
    return Advice(last.load, _no_more(rule.reps, last), "missed")


def _no_more(reps: int, last: Outing) -> int:
    """These reps, but no more than were planned on a day that was too much already."""
    return min(reps, last.planned) if last.planned > 0 else reps


def _reached(rule: Linear, outing: Outing) -> bool:
    """Whether the rule's reps were there, or as many as that day planned; more than those may be missing."""
    return outing.fewest >= min(rule.reps, outing.planned) > 0


def _more(reps: int | None) -> tuple[str, dict[str, float]]:
    """The reason to keep the load: one rep more, or a day that planned fewer than the rule's."""
    return ("fewer-planned", {}) if reps is None else ("more-reps", {"reps": reps})


def _double(rule: DoubleProgression, last: Outing) -> Advice:
    fewest = last.fewest
    if fewest >= rule.high + (0 if last.to_spare else rule.over):
        return Advice(last.load + rule.step, rule.low, "all-reps", {"step": rule.step, "reps": fewest})
    if fewest < min(rule.low, last.planned):
        least = _no_more(rule.low, last)
        return Advice(last.load * rule.back, least, "too-few", {"reps": least})
    if fewest < rule.low:
        return Advice(last.load, rule.low, "fewer-planned", {"reps": rule.low})  # the reason holds for these only
    reps = fewest + 1
    return Advice(last.load, reps, "more-reps", {"reps": reps})


def _effort(rule: EffortCapped, last: Outing) -> Advice:
    if not last.clean:
        return Advice(last.load, _no_more(rule.reps, last), "missed")
    if last.effort is None:
        return Advice(last.load, rule.reps, "no-effort-told")
    facts = {"effort": last.effort, "step": rule.step, "percent": round(100 * (1 - rule.back))}
    if last.effort < rule.cap:
        return Advice(last.load + rule.step, rule.reps, "easy", facts)
    if last.effort == rule.cap:
        return Advice(last.load, rule.reps, "at-the-cap", facts)
    return Advice(last.load * rule.back, _no_more(rule.reps, last), "too-hard", facts)


def _training_max(rule: TrainingMax, before: Sequence[Outing]) -> Advice:
    length = len(rule.wave)
    part, reps = rule.wave[len(before) % length]
    began = len(before) - len(before) % length
    maximum = _best(rule, before) if began == 0 else _after_wave(rule, before[began - length : began])
    if maximum is None:
        return Advice(before[-1].load, reps, "no-max")
    return Advice(maximum * part, reps, "wave", {"percent": round(100 * part)})


def _after_wave(rule: TrainingMax, wave: Sequence[Outing]) -> float:
    """The training max for the wave after this one: a step more when it was clean and nothing hurt."""
    maximum = max(outing.load / part for outing, (part, _) in zip(wave, rule.wave, strict=True))
    if any(outing.pain or outing.red_flag for outing in wave):
        return maximum
    return maximum + rule.step if all(outing.clean for outing in wave) else maximum * rule.back


def _best(rule: TrainingMax, before: Sequence[Outing]) -> float | None:
    """The training max of a first wave, when any set so far can be judged by."""
    maxima = [estimate for outing in before if (estimate := _max_of(outing)) is not None]
    return rule.of_best * max(maxima) if maxima else None


def _max_of(outing: Outing) -> float | None:
    reserve = 0.0 if outing.effort is None else reps_in_reserve(outing.effort)
    return estimated_max(outing.load, max(outing.reps, default=0), in_reserve=reserve)
