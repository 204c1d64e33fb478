"""The warm-up before a race, however late it begins and however often the start moves: nobody is fast who is cold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clocks import SessionTime
from coach.core.plan import Hold, Rest, Work
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.state import Finished, Working
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library

LIBRARY = Library.open()
PLANS = {length: compile_session("pre-race", LIBRARY, seed=0, length=length) for length in ("short", "normal", "long")}
FAST = ("strides", "hinge-jumps")


def told(length: str, *remarks: Remark) -> list[Rehearsed]:
    return list(turns(PLANS[length], remarks))


def done(seen: list[Rehearsed]) -> list[tuple[str, float]]:
    """What was done to its end, in order, with the seconds of holds."""
    return [(each.exercise, each.seconds or 0.0) for each in seen[-1].state.today.log]


@pytest.mark.parametrize("length", sorted(PLANS))
def test_every_form_has_the_floor_of_every_phase(length: str) -> None:
    works = [step for step in PLANS[length].steps if isinstance(step, Work)]
    raised = sum(step.dose.seconds for step in works if step.exercise == "march" and isinstance(step.dose, Hold))
    assert raised >= 120
    assert any(step.exercise == "shadow-pick-up" for step in works)
    assert sum(step.exercise == "strides" for step in works) >= 2


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(PLANS)),
    st.floats(3, 45),
    st.lists(st.tuples(st.floats(1, 900), st.floats(1, 20)), max_size=2),
)
def test_nobody_is_fast_who_is_cold(length: str, minutes: float, delays: list[tuple[float, float]]) -> None:
    later = (Remark(SessionTime(at), "race_delayed", {"minutes": delay}) for at, delay in sorted(delays))
    seen = told(length, Remark(SessionTime(0.5), "race_in", {"minutes": minutes}), *later)
    assert isinstance(seen[-1].state.phase, Finished)
    names = [name for name, _ in done(seen)]
    if fast := [place for place, name in enumerate(names) if name in FAST]:
        before = done(seen)[: fast[0]]
        assert sum(seconds for name, seconds in before if name == "march") >= 119
        assert "shadow-pick-up" in names[: fast[0]]


@pytest.mark.parametrize("length", sorted(PLANS))
def test_with_twelve_minutes_every_phase_is_there(length: str) -> None:
    names = [name for name, _ in done(told(length, Remark(SessionTime(0.5), "race_in", {"minutes": 13})))]
    assert names[0] == "march"
    assert "shadow-pick-up" in names
    assert names.count("strides") >= 2


LYING = {"psoas-release", "hip-flexor-stretch", "dead-bug", "glute-bridge", "banded-bridge", "bear-hold", "clam"}


@pytest.mark.parametrize("length", sorted(PLANS))
def test_everything_is_done_standing_on_a_wet_field_with_nothing_in_the_hands(length: str) -> None:
    plan = PLANS[length]
    assert not LYING & {step.exercise for step in plan.steps if isinstance(step, Work)}
    assert {plan.exercises[step.exercise].implement for step in plan.steps if isinstance(step, Work)} == {"none"}


@pytest.mark.parametrize("length", sorted(PLANS))
def test_strides_rise_from_sixty_per_cent_with_a_minute_between_them(length: str) -> None:
    steps = PLANS[length].steps
    strides = [place for place, step in enumerate(steps) if isinstance(step, Work) and step.exercise == "strides"]
    between = [steps[place + 1] for place in strides[:-1]]
    assert all(isinstance(rest, Rest) and rest.seconds >= 60 for rest in between)
    told = " ".join(line.variants[0] for line in PLANS[length].exercises["strides"].setup)
    assert "sixty per cent, then seventy, then eighty" in told


def test_shoulders_and_grip_are_warmed_too() -> None:
    assert "squeeze a fist" in " ".join(
        line.variants[0] for line in PLANS["normal"].exercises["shoulder-circles"].setup
    )


def test_with_forty_minutes_it_waits_and_begins_when_it_will_end_five_minutes_before() -> None:
    seen = told("normal", Remark(SessionTime(0.5), "race_in", {"minutes": 40}))
    first = next(turn.state.at for turn in seen if isinstance(turn.state.phase, Working))
    assert first >= 60 * 12
    assert 3 * 60 <= 0.5 + 60 * 40 - seen[-1].state.at <= 7 * 60


@pytest.mark.parametrize("length", sorted(PLANS))
def test_with_less_than_eight_minutes_it_warms_then_strides_and_ends_before_the_gun(length: str) -> None:
    seen = told(length, Remark(SessionTime(0.5), "race_in", {"minutes": 8}))
    names = [name for name, _ in done(seen)]
    assert names[0] == "march"
    assert names.count("strides") <= 2
    assert seen[-1].state.at < 60 * 8 - 60


def test_a_delay_told_in_the_last_words_ends_with_one_more_stride_before_the_start() -> None:
    on_time = told("normal", Remark(SessionTime(0.5), "race_in", {"minutes": 25}))
    closing = next(turn.state.at for turn in on_time if type(turn.state.phase).__name__ == "Closing")
    seen = told(
        "normal",
        Remark(SessionTime(0.5), "race_in", {"minutes": 25}),
        Remark(SessionTime(closing + 0.5), "race_delayed", {"minutes": 15}),
    )
    names = [name for name, _ in done(seen)]
    assert names[-1] == "strides"
    assert "march" in names[names.index("strides") :]
    gun_at = 0.5 + 60 * 40
    assert 4 * 60 <= gun_at - seen[-1].state.at <= 7 * 60
