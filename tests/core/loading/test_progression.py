"""Next session's load: pain first, then breaks and light weeks, then the movement's own rule under its ceiling."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.loading.progression import Guard, Policy, advise, ceiling
from coach.core.loading.rules import Advice, DoubleProgression, EffortCapped, Linear, Outing, TrainingMax, by_rule
from coach.core.plan import Kit
from tests.core.loading.year import GROWN, SINGLE, year

KIT = Kit()
LINEAR = Policy(Linear(2.5, 5))
DOUBLE = Policy(DoubleProgression(2.5, 6, 10))
EFFORT = Policy(EffortCapped(2.5, 8, 8.0))
WAVE = Policy(TrainingMax(2.5, ((0.65, 5), (0.75, 5), (0.85, 5))))
LIGHT = replace(LINEAR, light_week=Guard(4, 0.7))

outings = st.lists(
    st.builds(
        Outing,
        day=st.integers(1, 9),  # days since the one before; added up below
        load=st.floats(20, 200).map(lambda load: 2.5 * round(load / 2.5)),
        reps=st.lists(st.integers(0, 12), min_size=1, max_size=5).map(tuple),
        planned=st.integers(1, 10),
        effort=st.none() | st.sampled_from((6.0, 7.5, 8.0, 9.0, 10.0)),
        pain=st.booleans(),
        red_flag=st.booleans(),
    ),
    min_size=1,
    max_size=12,
).map(lambda gaps: in_order(gaps))
policies = st.sampled_from((LINEAR, DOUBLE, EFFORT, WAVE, LIGHT))


def in_order(gaps: Sequence[Outing]) -> list[Outing]:
    """Outings whose days were given as gaps."""
    day, placed = 0, []
    for outing in gaps:
        day += outing.day
        placed.append(replace(outing, day=day))
    return placed


def went(*loads: float, reps: int = 6, planned: int = 5, every: int = 7) -> list[Outing]:
    """Days with a rep over the target at these loads, a week apart."""
    return [Outing(1 + every * place, load, (reps,) * 3, planned) for place, load in enumerate(loads)]


def next_time(policy: Policy, before: Sequence[Outing], after: int = 7) -> Advice:
    advice = advise(policy, before, before[-1].day + after, KIT)
    assert advice is not None
    return advice


def test_nothing_is_advised_when_nothing_was_lifted() -> None:
    assert advise(LINEAR, [], 1, KIT) is None


# ---- the rules


@pytest.mark.parametrize(
    "last", [Outing(1, 100.0, (6, 6, 7), 5), Outing(1, 100.0, (5, 5), 5, 8.0)], ids=["over", "spare"]
)
def test_a_day_with_reps_over_the_target_or_to_spare_adds_a_step(last: Outing) -> None:
    advice = next_time(LINEAR, [last])

    assert (advice.load, advice.reps, advice.reason, advice.facts["step"]) == (102.5, 5, "clean", 2.5)


@pytest.mark.parametrize("effort", [None, 9.0])
def test_a_day_that_just_reached_the_target_adds_a_rep_and_no_load(effort: float | None) -> None:
    advice = next_time(LINEAR, [Outing(1, 100.0, (5, 5, 6), 5, effort)])

    assert (advice.load, advice.reps, advice.reason) == (100.0, 6, "more-reps")


def test_missing_the_rep_over_the_target_is_no_missed_day() -> None:
    days = [Outing(day, 100.0, (5, 5), 6, 9.0) for day in (1, 8, 15)]

    assert (next_time(LINEAR, days).load, next_time(LINEAR, days).reason) == (100.0, "more-reps")


def test_a_day_planned_with_fewer_than_the_target_keeps_the_load() -> None:
    advice = next_time(LINEAR, [Outing(1, 100.0, (3, 3), 3, 9.0)])

    assert (advice.load, advice.reps, advice.reason) == (100.0, 5, "fewer-planned")


def test_a_missed_day_keeps_the_load() -> None:
    advice = next_time(LINEAR, [*went(100.0), Outing(8, 102.5, (5, 4, 3), 5)])

    assert (advice.load, advice.reason) == (102.5, "missed")


def test_the_same_load_missed_twice_goes_back() -> None:
    missed = [Outing(day, 100.0, (5, 4, 4), 5) for day in (1, 8)]

    assert (next_time(LINEAR, missed).load, next_time(LINEAR, missed).reason) == (90.0, "missed-again")


def test_reps_are_added_before_load() -> None:
    advice = next_time(DOUBLE, [Outing(1, 60.0, (8, 8, 7), 7)])

    assert (advice.load, advice.reps, advice.reason) == (60.0, 8, "more-reps")


def test_the_last_rep_of_the_range_alone_adds_a_rep_over_it() -> None:
    advice = next_time(DOUBLE, went(60.0, reps=10, planned=10))

    assert (advice.load, advice.reps, advice.reason) == (60.0, 11, "more-reps")


@pytest.mark.parametrize(
    "last", [Outing(1, 60.0, (11, 11), 11), Outing(1, 60.0, (10, 10), 10, 8.0)], ids=["over", "spare"]
)
def test_a_rep_over_the_range_or_reps_to_spare_add_load_and_begin_the_range_again(last: Outing) -> None:
    advice = next_time(DOUBLE, [last])

    assert (advice.load, advice.reps, advice.reason) == (62.5, 6, "all-reps")


def test_fewer_reps_than_the_range_goes_lighter() -> None:
    advice = next_time(DOUBLE, [Outing(1, 60.0, (6, 5, 4), 6)])

    assert (advice.load, advice.reason) == (55.0, "too-few")


def test_a_day_that_planned_fewer_reps_than_the_range_and_got_them_keeps_the_load() -> None:
    advice = next_time(DOUBLE, [Outing(1, 30.0, (4, 4), 4)])
    assert (advice.load, advice.reps, advice.reason) == (30.0, 6, "fewer-planned")


def test_a_day_that_planned_fewer_reps_and_missed_some_goes_back() -> None:
    advice = next_time(DOUBLE, [Outing(1, 60.0, (4, 2), 4)])
    assert (advice.load, advice.reason, advice.facts["reps"]) == (55.0, "too-few", 4)


@pytest.mark.parametrize(
    ("effort", "load", "reason"),
    [
        (7.0, 102.5, "easy"),
        (8.0, 100.0, "at-the-cap"),
        (9.0, 95.0, "too-hard"),
        (None, 100.0, "no-effort-told"),
    ],
)
def test_effort_below_the_cap_adds_and_above_it_takes_away(effort: float | None, load: float, reason: str) -> None:
    advice = next_time(EFFORT, [Outing(1, 100.0, (8, 8), 8, effort)])

    assert (advice.load, advice.reason) == (load, reason)


def test_missed_reps_at_low_effort_add_nothing() -> None:
    assert next_time(EFFORT, [Outing(1, 100.0, (8, 6), 8, 6.0)]).reason == "missed"


def test_a_wave_takes_parts_of_a_training_max() -> None:
    advice = next_time(WAVE, went(100.0, reps=5))  # 116.7 by Epley, 105 to train with, the second day of the wave

    assert (advice.load, advice.reps, advice.reason) == (77.5, 5, "wave")


def test_a_wave_without_any_set_to_judge_by_keeps_the_load() -> None:
    assert next_time(WAVE, went(60.0, reps=15)).reason == "no-max"


def test_a_clean_wave_makes_the_next_one_a_step_heavier() -> None:
    wave = went(65.0, 75.0, 85.0)

    assert next_time(WAVE, wave).load == 65.0  # 65 percent of 102.5 is 66.6
    assert next_time(WAVE, [*wave, Outing(29, 65.0, (5, 5), 5)]).load == 75.0
    assert next_time(WAVE, [*wave, *went(65.0, 77.5, 87.5, every=7)]).load == 67.5  # of 105.4


def test_a_wave_with_missing_reps_makes_the_next_one_smaller() -> None:
    assert next_time(WAVE, [*went(65.0, 75.0), Outing(15, 85.0, (5, 3), 5)]).load == 60.0


def test_a_wave_that_hurt_adds_nothing() -> None:
    hurt = [Outing(1, 65.0, (5,), 5, pain=True), *(Outing(8 + 7 * place, 75.0, (5,), 5) for place in (0, 1))]

    assert next_time(WAVE, hurt).load == 65.0


# ---- what stands above the rules


def test_a_complaint_makes_the_next_time_lighter_and_the_one_after_no_heavier() -> None:
    hurt = [*went(100.0), Outing(8, 102.5, (5, 5, 5), 5, pain=True)]
    first = next_time(LINEAR, hurt)
    then = next_time(LINEAR, [*hurt, Outing(15, first.load, (5, 5, 5), 5)])
    after = next_time(LINEAR, [*hurt, Outing(15, first.load, (5, 5, 5), 5), Outing(22, then.load, (6, 6, 6), 5)])

    assert (first.load, first.reason) == (90.0, "after-complaint")
    assert (then.load, then.reason) == (90.0, "after-complaint")
    assert (after.load, after.reason) == (92.5, "clean")


def test_after_a_day_whose_loading_was_ended_the_lift_begins_at_four_fifths_and_goes_on_from_there() -> None:
    ended = [*went(90.0), Outing(8, 100.0, (5,), 5, pain=True, ended=True)]
    advice = next_time(LINEAR, ended)
    assert (advice.load, advice.reason, advice.facts["percent"]) == (80.0, "after-ended", 20)

    after = next_time(LINEAR, [*ended, Outing(15, 80.0, (5, 5), 5)])
    assert (after.load, after.reason) == (80.0, "after-complaint")


def test_a_red_flag_weighs_more_than_a_complaint() -> None:
    flagged = [Outing(1, 100.0, (5, 5), 5, pain=True, red_flag=True)]

    assert (next_time(LINEAR, flagged).load, next_time(LINEAR, flagged).reason) == (70.0, "after-red-flag")


def test_a_long_break_begins_lighter() -> None:
    advice = next_time(LINEAR, went(100.0), after=20)

    assert (advice.load, advice.reason, advice.facts["days"]) == (90.0, "after-break", 20)


def test_a_light_week_comes_after_its_weeks_lasts_a_week_and_gives_the_load_back() -> None:
    block = went(100.0, 102.5, 105.0, 107.5, 110.0)
    due = next_time(LIGHT, block)
    assert (due.load, due.reason, due.facts["weeks"]) == (75.0, "light-week", 5)

    light = [*block, Outing(block[-1].day + 7, due.load, (5, 5, 5), 5)]
    assert next_time(LIGHT, light, after=3).reason == "light-week-on"
    assert next_time(LIGHT, light, after=3).load == 75.0

    again = next_time(LIGHT, light)
    assert (again.load, again.reason) == (112.5, "clean")
    assert next_time(LIGHT, [*light, Outing(light[-1].day + 7, again.load, (6, 6, 6), 5)]).reason == "clean"


def test_a_lighter_day_with_missed_reps_gives_nothing_back() -> None:
    block = went(100.0, 100.0)
    missed = [*block, Outing(block[-1].day + 7, 70.0, (5, 4, 3), 5)]
    assert (next_time(LIGHT, missed).load, next_time(LIGHT, missed).reason) == (70.0, "missed")


def test_after_many_lighter_days_the_load_of_long_ago_is_none_to_go_back_to_at_once() -> None:
    many = went(100.0, *[60.0] * 8)
    assert next_time(LIGHT, many).load == 62.5 <= ceiling(LIGHT, many, many[-1].day + 7)
    assert next_time(LIGHT, many[:3]).load == 102.5


def test_a_lighter_day_that_pain_brought_is_no_light_week_and_gives_nothing_back() -> None:
    flagged = [*went(100.0, 100.0), Outing(15, 100.0, (5,), 5, red_flag=True)]
    light = [*flagged, *(Outing(15 + 7 * week, 70.0, (5, 5), 5) for week in (1, 2, 3, 4))]

    assert (next_time(LIGHT, light).load, next_time(LIGHT, light).reason) == (72.5, "way-back")


def test_far_below_the_usual_each_clean_day_goes_up_a_little_whatever_the_rule_says() -> None:
    low = [*went(100.0), *(Outing(8 + week * 7, 70.0, (7, 7), 7) for week in range(3))]

    assert (next_time(DOUBLE, low).load, next_time(DOUBLE, low).reps) == (72.5, 7)


def test_far_below_the_usual_a_missed_day_adds_nothing() -> None:
    low = [*went(100.0), *(Outing(8 + week * 7, 70.0, (7, 5), 7) for week in range(3))]

    assert next_time(EFFORT, low).load == 70.0


def test_what_was_usual_long_ago_is_nothing_to_find_the_way_back_to() -> None:
    low = [*went(100.0), *(Outing(80 + week * 7, 70.0, (7, 7), 7) for week in range(3))]

    assert next_time(DOUBLE, low).reason == "more-reps"


def test_a_week_adds_no_more_than_the_ceiling() -> None:
    thrice = [Outing(day, load, (6, 6), 5) for day, load in ((1, 100.0), (8, 100.0), (10, 102.5), (12, 105.0))]

    advice = advise(LINEAR, thrice, 14, KIT)

    assert advice is not None
    assert (advice.load, advice.reason) == (105.0, "at-the-ceiling")
    assert ceiling(LINEAR, thrice, 14) == 105.0


def test_a_step_finer_than_the_plates_becomes_the_smallest_they_allow() -> None:
    coarse = Kit(pairs=((20.0, 2), (5.0, 2)))
    roomy = replace(LINEAR, ceiling=replace(LINEAR.ceiling, at_least=10.0))

    advice = advise(roomy, went(100.0), 8, coarse)

    assert advice is not None
    assert (advice.load, advice.facts["step"]) == (110.0, 10.0)


def test_an_implement_without_plates_goes_up_in_whole_units() -> None:
    advice = advise(Policy(EffortCapped(2.5, 8)), [Outing(1, 24.0, (8,), 8, 6.0)], 8, None)

    assert advice is not None
    assert advice.load == 26.0


# ---- whatever happens


@given(policies, outings, st.integers(0, 60))
def test_no_advice_ever_rises_after_pain(policy: Policy, before: list[Outing], after: int) -> None:
    hurt = [*before[:-1], replace(before[-1], pain=True)]

    advice = advise(policy, hurt, hurt[-1].day + after, KIT)

    assert advice is not None
    assert advice.load <= max(0.9 * hurt[-1].load, min(KIT.bar, hurt[-1].load))


@given(policies, outings, st.integers(0, 60))
def test_while_pain_is_in_the_span_nothing_rises(policy: Policy, before: list[Outing], after: int) -> None:
    advice = advise(policy, before, before[-1].day + after, KIT)

    assert advice is not None
    if any(outing.pain for outing in before[-2:]) or any(outing.red_flag for outing in before[-4:]):
        assert advice.load <= before[-1].load


@given(policies, outings, st.integers(0, 60))
def test_no_advice_exceeds_the_ceiling_unless_it_stays_or_goes_down(
    policy: Policy, before: list[Outing], after: int
) -> None:
    today = before[-1].day + after
    advice = advise(policy, before, today, KIT)

    assert advice is not None
    heaviest = max(outing.load for outing in before)
    assert advice.load <= max(ceiling(policy, before, today), heaviest)


@given(st.sampled_from((LINEAR, DOUBLE, EFFORT)), outings)
def test_a_day_that_was_too_much_is_never_followed_by_more_reps(policy: Policy, before: list[Outing]) -> None:
    advice = by_rule(policy.rule, before)

    if advice.reason in ("missed", "missed-again", "too-few", "too-hard"):
        assert advice.reps <= before[-1].planned


@given(policies, outings, st.integers(0, 60))
def test_every_advice_can_be_loaded_or_is_what_was_lifted_before(
    policy: Policy, before: list[Outing], after: int
) -> None:
    advice = advise(policy, before, before[-1].day + after, KIT)

    assert advice is not None
    assert advice.reps >= 1
    assert advice.load >= min(KIT.bar, before[-1].load)


# ---- a year


@pytest.mark.parametrize("rule", [LINEAR, DOUBLE, EFFORT, LIGHT], ids=["linear", "double", "effort", "light-weeks"])
def test_a_year_gets_stronger_without_running_away_from_the_lifter(rule: Policy) -> None:
    days = list(year(rule, KIT))
    loads = [outing.load for outing, _ in days]

    assert max(loads[-20:]) > 1.25 * loads[0]
    assert max(loads) <= SINGLE * GROWN
    for (before, _), (after, _) in pairwise(days):
        if before.pain:
            assert after.load < before.load


@pytest.mark.parametrize("rule", [LINEAR, DOUBLE, EFFORT, LIGHT], ids=["linear", "double", "effort", "light-weeks"])
def test_no_week_of_the_year_adds_more_than_the_ceiling(rule: Policy) -> None:
    days = [outing for outing, _ in year(rule, KIT)]
    for place, outing in enumerate(days[1:], 1):
        used_to = [earlier.load for earlier in days[:place] if 7 <= outing.day - earlier.day <= 35]
        if used_to:
            assert outing.load <= max(max(used_to) * 1.05, max(used_to) + 2.5)


def test_the_year_takes_its_light_weeks_and_its_care() -> None:
    reasons = {advice.reason for _, advice in year(LIGHT, KIT)}

    assert {"light-week", "light-week-on", "after-complaint", "after-break", "clean", "more-reps"} <= reasons


def test_when_nothing_lighter_can_be_made_that_is_the_reason() -> None:
    hurt = [Outing(1, 20.0, (5, 5), 5, pain=True)]
    assert (next_time(LINEAR, hurt).load, next_time(LINEAR, hurt).reason) == (20.0, "nothing-lighter")
