"""Next session's load, and why: rules of progress over what was lifted before.

Pain comes first: after a complaint no rule may add anything. Then a long break, a planned light week, and only then
the movement's own rule, never beyond a ceiling per week. Days are whole numbers that count up; loads are in the
kit's unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coach.core.loading.plates import BARBELL, made, made_above
from coach.core.loading.rules import Advice, Outing, Rule, TrainingMax, by_rule
from coach.core.plan import Kit


@dataclass(frozen=True, slots=True)
class Guard:
    """For so many outings (or days) after it, the load is at most this part of what it was."""

    span: int
    part: float


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most a week may add: a part of the load, but always so much that the smallest plates can be used."""

    part: float = 0.05
    at_least: float = 2.5


@dataclass(frozen=True, slots=True)
class Policy:
    """How one movement progresses. `light_week` is taken after so many weeks of training without a lighter one.

    Far below what was usual, because of pain or a break, each clean day goes up by the factor `way_back`.
    """

    rule: Rule
    ceiling: Ceiling = field(default_factory=Ceiling)
    after_complaint: Guard = Guard(2, 0.9)
    after_red_flag: Guard = Guard(4, 0.7)
    after_break: Guard = Guard(14, 0.9)
    light_week: Guard | None = None
    way_back: float = 1.05
    after_ended: Guard = Guard(1, 0.8)


WEEK = 7
FRESH = 5 * WEEK
"""Only loads of the last five weeks count as what the lifter is used to."""

MEMORY = 10 * WEEK
"""A load of the last ten weeks is one to find the way back to."""

LIGHTER = 0.85
"""A day at less than this part of the load before it was a light one."""


_MadeOf = tuple[Kit, str] | None
"""The kit and the implement a load is made of; None for whole units."""


def advise(
    policy: Policy, before: Sequence[Outing], today: int, kit: Kit | None, implement: str = BARBELL
) -> Advice | None:
    """What to lift `today` after these outings, oldest first; None when there is nothing to go by.

    `kit` None means loads of whole units.
    """
    made_of = None if kit is None else (kit, implement)
    if not before:
        return None
    for guarded in (_after_pain, _after_break, _light_week):
        advice = guarded(policy, before, today)
        if advice is not None:
            return _loadable(advice, before[-1], made_of, at_most=before[-1].load)
    usual = [outing for outing, light in zip(before, _blocks(policy, before).light, strict=True) if not light]
    advice = _way_back(policy, usual, today) or by_rule(policy.rule, usual)
    # Staying where one is, or going down, is never held up by the ceiling; where one was long ago is.
    stays = min(advice.load, usual[-1].load) if today - usual[-1].day <= FRESH else 0.0
    at_most = max(ceiling(policy, before, today), stays)
    return _loadable(advice, usual[-1], made_of, at_most)


def ceiling(policy: Policy, before: Sequence[Outing], today: int) -> float:
    """The most that may be lifted today: above the heaviest load the lifter is used to, by a week's worth at most.

    Used to means lifted a week ago or longer, within five weeks; without such a day, the first day there is.
    """
    used_to = [outing.load for outing in before if WEEK <= today - outing.day <= FRESH]
    base = max(used_to, default=before[0].load)
    return base + max(base * policy.ceiling.part, policy.ceiling.at_least)


# ------------------------------------------------------------------------------------------------ what overrides


def _after_pain(policy: Policy, before: Sequence[Outing], today: int) -> Advice | None:
    """Within the span after a complaint: first lighter than on the day it hurt, then at most the same."""
    _ = today
    last = before[-1]
    advices = []
    for guard, reason, hurt in (
        (policy.after_red_flag, "after-red-flag", [outing.red_flag for outing in before]),
        (policy.after_complaint, "after-complaint", [outing.pain for outing in before]),
        (policy.after_ended, "after-ended", [outing.ended for outing in before]),
    ):
        if any(hurt[-guard.span :]):
            place = len(hurt) - 1 - hurt[::-1].index(True)
            load = min(last.load, before[place].load * guard.part)
            advices.append(Advice(load, last.planned, reason, {"percent": round(100 * (1 - guard.part))}))
    return min(advices, key=lambda advice: advice.load, default=None)


def _after_break(policy: Policy, before: Sequence[Outing], today: int) -> Advice | None:
    away = today - before[-1].day
    if away < policy.after_break.span:
        return None
    return Advice(before[-1].load * policy.after_break.part, before[-1].planned, "after-break", {"days": away})


def _light_week(policy: Policy, before: Sequence[Outing], today: int) -> Advice | None:
    """A light week is due, or has begun less than a week ago."""
    if policy.light_week is None:
        return None
    blocks = _blocks(policy, before)
    if blocks.light[-1]:
        first = len(before) - 1
        while blocks.light[first - 1]:
            first -= 1
        return (
            Advice(before[-1].load, before[-1].planned, "light-week-on") if today - before[first].day < WEEK else None
        )
    weeks = (today - blocks.began) // WEEK
    if weeks < policy.light_week.span:
        return None
    return Advice(blocks.heavy * policy.light_week.part, before[-1].planned, "light-week", {"weeks": weeks})


def _way_back(policy: Policy, usual: Sequence[Outing], today: int) -> Advice | None:
    """Far below a load that was usual lately, and clean: up by a little each time, whatever the rule says."""
    last = usual[-1]
    heavy = max(outing.load for outing in usual if today - outing.day <= MEMORY or outing is last)
    if isinstance(policy.rule, TrainingMax) or not last.clean or last.load >= LIGHTER * heavy:
        return None
    load = last.load * policy.way_back
    return Advice(load, last.planned, "way-back", {"percent": round(100 * (policy.way_back - 1))})


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The present block of training: the day it began, its heaviest load; and for every outing whether it was light."""

    began: int
    heavy: float
    light: tuple[bool, ...]


def _blocks(policy: Policy, before: Sequence[Outing]) -> _Blocks:
    """A block begins at first, after a break, after pain, and after a light week.

    A day is light on purpose when it is much lighter than its block, neither pain nor a break made it so, and no rep
    was missed even so.
    """
    span = max(policy.after_complaint.span, policy.after_red_flag.span)
    began, heavy, light = before[0].day, before[0].load, [False]
    for place, outing in enumerate(before[1:], 1):
        hurt = any(earlier.pain or earlier.red_flag for earlier in before[max(0, place - span) : place])
        away = outing.day - before[place - 1].day >= policy.after_break.span
        lighter = policy.light_week is not None and not hurt and not away and outing.load < LIGHTER * heavy
        lighter = lighter and outing.clean
        if hurt or away or (light[-1] and not lighter):
            began, heavy = outing.day, outing.load
        heavy = max(heavy, outing.load)
        light.append(lighter)
    return _Blocks(began, heavy, tuple(light))


# ------------------------------------------------------------------------------------------------ what can be loaded


def _loadable(advice: Advice, last: Outing, made_of: _MadeOf, at_most: float) -> Advice:
    """The advice in real plates and never above `at_most`; a step finer than the plates becomes their smallest."""
    load = min(_down(min(advice.load, at_most), made_of), at_most)
    if advice.load > last.load >= load:
        above = _up(last.load, made_of)
        if above is None or above > at_most:
            return Advice(last.load if last.load <= at_most else load, last.planned, "at-the-ceiling")
        load = above
    if advice.load < last.load <= load:
        return replace(advice, load=load, reason="nothing-lighter")
    return replace(advice, load=load, facts={**advice.facts, "step": abs(load - last.load)})


def _down(load: float, made_of: _MadeOf) -> float:
    return max(1.0, float(int(load + 1e-9))) if made_of is None else made(load, *made_of)


def _up(load: float, made_of: _MadeOf) -> float | None:
    return float(int(load) + 1) if made_of is None else made_above(load, *made_of)
