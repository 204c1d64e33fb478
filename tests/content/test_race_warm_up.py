"""The warm-up before a race, however late it begins and however often the start moves: nobody is fast who is cold."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clocks import SessionTime
from coach.core.branches import choose_branch
from coach.core.plan import Hold, Rest, Work
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.state import Asking, Finished, Working
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


def spoken(seen: list[Rehearsed]) -> list[str]:
    return [line.text for turn in seen for line in turn.lines if line.kind == "say"]


def test_a_start_told_long_before_is_waited_for_warm_and_dry() -> None:
    said = spoken(told("normal", Remark(SessionTime(0.5), "race_in", {"minutes": 40})))
    assert any(re.fullmatch(r"I begin in .* minutes\. Stay warm and dry, and sip\.", text) for text in said)
    assert not any(text.startswith(("Rest twenty", "Take twenty")) for text in said)


@pytest.mark.parametrize("length", sorted(PLANS))
def test_nobody_shouts_from_the_end_of_a_stride(length: str) -> None:
    said = spoken(told(length))
    assert sum(text == "Off you go. I count the time." for text in said) >= 2
    assert not any("Say done" in text for text in said)


@pytest.mark.parametrize(("region", "sensation"), [("low_back", "tight"), ("calf", "cramp"), ("hamstring", "pulling")])
@pytest.mark.parametrize("answer", ["better", "same"])
def test_who_complains_before_a_race_does_nothing_fast_any_more(region: str, sensation: str, answer: str) -> None:
    story = (
        Remark(SessionTime(0.5), "race_in", {"minutes": 20}),
        Remark(SessionTime(200.0), "complaint", {"region": region, "sensation": sensation}),
    )
    asked = next(turn.state.at for turn in told("normal", *story) if isinstance(turn.state.phase, Asking))
    seen = told("normal", *story, Remark(SessionTime(asked + 5.0), answer))
    assert "Start easy. Decide at the line." in spoken(seen)
    after = {done.exercise for done in seen[-1].state.today.log if done.at > 200}
    assert not after & {*FAST, "skips"}
    assert "shadow-pick-up" in after
    assert not LYING & after


def test_a_complaint_before_a_race_that_gets_worse_ends_the_warm_up() -> None:
    story = (Remark(SessionTime(200.0), "complaint", {"region": "calf", "sensation": "pulling"}),)
    asked = next(turn.state.at for turn in told("normal", *story) if isinstance(turn.state.phase, Asking))
    seen = told("normal", *story, Remark(SessionTime(asked + 5.0), "worse"))
    assert "Then do not start on it. Let somebody look at it." in spoken(seen)
    assert seen[-1].state.today.log[-1].exercise == "shadow-pick-up"


def test_only_a_race_has_the_rows_of_a_race() -> None:
    assert {"race-back", "race-leg"} <= {row.name for row in PLANS["normal"].branches}
    assert not any(row.name.startswith("race") for row in compile_session("rdl-day", LIBRARY).branches)


def test_a_red_flag_before_a_race_ends_everything_as_anywhere() -> None:
    assert choose_branch(PLANS["normal"].branches, "calf", "pop").red_flag
    assert choose_branch(PLANS["normal"].branches, "low_back", "numb").red_flag


def test_in_a_long_delay_pick_ups_keep_the_hips_awake_and_nothing_is_fast() -> None:
    seen = told(
        "normal",
        Remark(SessionTime(0.5), "race_in", {"minutes": 20}),
        Remark(SessionTime(300.0), "race_delayed", {"minutes": 30}),
    )
    names = [name for name, _ in done(seen)]
    held = names[: len(names) - 1 - names[::-1].index("skips")] if "skips" in names else names
    assert names.count("shadow-pick-up") >= 1 + 3
    assert not set(FAST) & set(held)
    assert any("Keep your layers on." in text for text in spoken(seen))


@pytest.mark.parametrize("minutes", [5, 6, 7, 8, 10])
@pytest.mark.parametrize("length", sorted(PLANS))
def test_with_little_time_it_warms_in_the_order_of_the_plan_and_waits_for_nothing(length: str, minutes: int) -> None:
    seen = told(length, Remark(SessionTime(0.5), "race_in", {"minutes": minutes}))
    names = [name for name, _ in done(seen)]
    planned = [step.exercise for step in PLANS[length].steps if isinstance(step, Work)]
    assert names[0] == "march"
    assert names == [name for name in planned if name in names][: len(names)]
    assert not any(text.startswith("I begin in") for text in spoken(seen))
    assert 60 <= 0.5 + 60 * minutes - seen[-1].state.at <= 6 * 60


def test_everything_that_is_not_done_for_want_of_time_is_named() -> None:
    seen = told("normal", Remark(SessionTime(0.5), "race_in", {"minutes": 7}))
    (said,) = [text for text in spoken(seen) if text.startswith("We are late")]
    never = {step.exercise for step in PLANS["normal"].steps if isinstance(step, Work)} - {
        name for name, _ in done(seen)
    }
    assert "leg-swings" in never
    assert all(PLANS["normal"].exercises[name].title in said for name in never)


def test_the_time_to_the_gun_is_that_of_the_gun() -> None:
    gun = 0.5 + 60 * 7
    said = [(line.at, line.text) for turn in told("normal", Remark(SessionTime(0.5), "race_in", {"minutes": 7}))
            for line in turn.lines if line.text.endswith("to the gun.")]  # fmt: skip
    assert [text for _, text in said] == ["Seven minutes to the gun.", "Four and a half minutes to the gun."]
    assert abs(gun - said[1][0] - 4.5 * 60) <= 20
