"""The shipped complaint table, heard in random stories over shipped sessions."""

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clocks import SessionTime
from coach.core.branches import answers as is_about
from coach.core.branches import by_complaint
from coach.core.commands import Count, Hush, Say
from coach.core.events import Heard
from coach.core.intents.replies import answer_to, answers_to
from coach.core.plan import Ask, EndLoading, EndSession, Insert, Lighten, Plan, Rest, Role, StepUp, Work
from coach.core.safety.complaints import choose_branch, hurts
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.state import Closing, Finished, Working
from coach.script.compiler.compile import compile_session
from coach.script.shapes.schema import RED_FLAGS, REGIONS, SENSATIONS, is_red_flag
from tests.shipped import LIBRARY

PLANS = {name: compile_session(name, LIBRARY) for name in ("first-hinge", "rdl-day", "good-morning-day", "sandbag-day")}
LOADED = (Role.RAMP, Role.WORKING)

moments = st.floats(0, 2500, allow_nan=False).map(lambda seconds: round(seconds, 1))
complaints = st.builds(
    lambda at, region, sensation, side: Remark(
        at, "complaint", {"region": region, "sensation": sensation} | ({"side": side} if side else {})
    ),
    moments,
    st.sampled_from([region for region in REGIONS if region != "load"]),
    st.sampled_from(SENSATIONS),
    st.sampled_from([None, "left", "right"]),
)
answers = st.builds(
    Remark, moments, st.sampled_from(["better", "same", "worse", "no", "not_sure", "next", "start", "done"])
)
stories = st.tuples(st.lists(complaints, min_size=1, max_size=5), st.lists(answers, max_size=8)).map(
    lambda told: [*told[0], *told[1]]
)
plans = st.sampled_from(sorted(PLANS)).map(PLANS.__getitem__)


LOADING_ENDS_ALSO_FOR = frozenset({"tear", "bleeding", "bruise"})
"""What a hand may have without a red flag."""


def complained(turn: Rehearsed) -> bool:
    return isinstance(turn.event, Heard) and turn.event.intent == "complaint"


AT_LAST = SessionTime(9000.0)
"""Seconds after which whoever paused comes back."""


@settings(max_examples=40, deadline=None)
@given(plans, stories)
def test_no_complaint_is_followed_by_more_load_than_was_planned(plan: Plan, story: list[Remark]) -> None:
    planned = {
        (step.role.value, step.number): step.load
        for step in reversed(plan.steps)
        if isinstance(step, Work) and step.load
    }
    hurt = False
    for turn in turns(plan, story):
        hurt = hurt or complained(turn)
        for line in turn.lines:
            load = line.fields.get("load")
            if hurt and line.kind == "load" and "set" in line.fields and load is not None:
                most = max(
                    amount
                    for (role, number), amount in planned.items()
                    if role == line.fields["role"] and number == line.fields["set"]
                )
                assert float(load) <= most


@settings(max_examples=40, deadline=None)
@given(plans, stories)
def test_a_complaint_always_stops_the_count(plan: Plan, story: list[Remark]) -> None:
    before: Rehearsed | None = None
    for turn in turns(plan, story):
        if complained(turn) and before is not None and isinstance(before.state.phase, Working):
            assert any(isinstance(command, Hush) for command in turn.commands)
            assert not any(isinstance(command, Count) for command in turn.commands)
            assert not isinstance(turn.state.phase, Working)
        before = turn


@settings(max_examples=40, deadline=None)
@given(plans, stories)
def test_every_story_ends(plan: Plan, story: list[Remark]) -> None:
    # A red flag that was taken back waits for "resume", and for nothing else.
    story = [*story, Remark(AT_LAST, "resume")]
    assert isinstance(list(turns(plan, story))[-1].state.phase, Finished)


@settings(max_examples=30, deadline=None)
@given(plans, moments, st.sampled_from(sorted(RED_FLAGS)), st.sampled_from(REGIONS))
def test_a_red_flag_ends_all_loading_at_once(plan: Plan, at: float, sensation: str, region: str) -> None:
    if region == "grip" and sensation in LOADING_ENDS_ALSO_FOR:
        return
    flagged = False
    for turn in turns(plan, [Remark(SessionTime(at), "complaint", {"region": region, "sensation": sensation})]):
        if flagged:
            assert not any(isinstance(command, Count) for command in turn.commands)
        if complained(turn) and not isinstance(turn.state.phase, Finished):
            flagged = True
            assert isinstance(turn.state.phase, Closing)
            assert not [step for step in turn.state.ahead if isinstance(step, Work) and step.role in LOADED]
            spoken = " ".join(command.text for command in turn.commands if isinstance(command, Say)).lower()
            assert "professional" in spoken or "emergency" in spoken


@pytest.mark.parametrize("sensation", SENSATIONS)
def test_every_complaint_has_its_row_and_no_row_adds_load_by_itself(sensation: str) -> None:
    plan = PLANS["first-hinge"]
    for region, times in product(REGIONS, (1, 2, 3)):
        branch = choose_branch(plan.branches, region, sensation, times)
        assert branch.name != "red-flag-unknown", region
        assert branch.red_flag or not is_red_flag(region, sensation), region
        assert branch.red_flag == branch.name.startswith("red-flag"), region
        for effect in branch.effects:
            assert not isinstance(effect, StepUp), region
            assert not isinstance(effect, Lighten) or effect.factor < 1, region


def test_a_second_complaint_of_the_low_back_ends_the_loading() -> None:
    assert [choose_branch(PLANS["rdl-day"].branches, "low_back", "tight", times).name for times in (1, 2, 3)] == [
        "low-back",
        "low-back-again",
        "third-complaint",
    ]


@pytest.mark.parametrize("sensation", SENSATIONS)
def test_a_third_complaint_of_any_kind_ends_the_loading(sensation: str) -> None:
    for region, plan in product(REGIONS, PLANS.values()):
        branch = choose_branch(plan.branches, region, sensation, 1, in_all=3)
        assert region == "load" or branch.red_flag or EndLoading() in branch.effects, (region, plan.session)


@pytest.mark.parametrize(("region", "sensation"), [("general", "breathless"), ("chest", "racing")])
def test_what_has_to_settle_gets_a_minute_and_ends_the_session_where_it_does_not(region: str, sensation: str) -> None:
    (effect,) = choose_branch(PLANS["rdl-day"].branches, region, sensation).effects
    assert isinstance(effect, Insert)
    minute, ask = effect.steps
    assert isinstance(minute, Rest)
    assert minute.seconds == 60
    assert isinstance(ask, Ask)
    for heard in ("no", "same", "worse", "not_sure"):
        found = answer_to(ask, Heard(SessionTime(0.0), heard))
        assert found is not None
        assert EndSession("red-flag") in found[1].effects
    assert ask.silence == (EndLoading(),)


def test_more_weight_is_only_ever_the_answer_to_a_question() -> None:
    (effect,) = choose_branch(PLANS["rdl-day"].branches, "load", "light", 1).effects
    assert isinstance(effect, Insert)
    (ask,) = effect.steps
    assert isinstance(ask, Ask)
    assert [answer.intents for answer in ask.answers if any(isinstance(e, Lighten) for e in answer.effects)] == [
        ("yes",)
    ]


def test_hurting_does_not_include_remarks_about_the_bar() -> None:
    seen = list(
        turns(PLANS["first-hinge"], [Remark(SessionTime(200.0), "complaint", {"region": "load", "sensation": "light"})])
    )
    assert not any(hurts(complaint) for complaint in seen[-1].state.today.complaints)


@pytest.mark.parametrize("sensation", SENSATIONS)
def test_only_what_has_no_better_row_is_answered_by_the_row_for_everything(sensation: str) -> None:
    rows = {region: choose_branch(PLANS["rdl-day"].branches, region, sensation, 1).name for region in REGIONS}
    fallen_through = {region for region, name in rows.items() if name == "other"}
    anywhere = sensation in ("light", "unstable", "weird", "weak", "lost")
    assert anywhere or fallen_through <= {"general", "chest", "head"}


MILD = (
    ("general", "breathless", "out-of-breath"),
    ("chest", "racing", "racing-heart"),
    ("general", "leak", "leak"),
    ("knee", "clicking", "clicking"),
    ("general", "scared", "scared"),
    ("general", "fever", "fever"),
    ("general", "tired", "tired-legs"),
    ("thigh", "tired", "tired-legs"),
    ("calf", "cramp", "calf-cramp"),
    ("low_back", "cramp", "back-spasm"),
    ("low_back", "pain", "low-back-pain"),
    ("low_back", "rounded", "rounded"),
    ("upper_back", "tight", "upper-back"),
    ("ankle", "pain", "ankle"),
    ("knee", "unstable", "loose-joint"),
    ("hip", "unstable", "loose-joint"),
    ("grip", "weak", "grip"),
    ("grip", "bleeding", "torn-hand"),
    ("wrist", "pain", "wrist"),
    ("elbow", "pain", "elbow"),
    ("neck", "tight", "neck"),
    ("shoulder", "pinching", "shoulder"),
    ("belly", "tight", "belly"),
    ("brace", "lost", "brace"),
    ("general", "pain", "other"),
)
RED = (
    ("general", "emergency", "red-flag-help"),
    ("general", "accident", "red-flag-accident"),
    ("general", "bleeding", "red-flag-bleeding"),
    ("general", "bladder", "red-flag-emergency"),
    ("groin", "numb", "red-flag-saddle"),
    ("general", "weak", "red-flag-weak"),
    ("ankle", "weak", "red-flag-weak"),
    ("knee", "gave_way", "red-flag-gave-way"),
    ("chest", "chest_pain", "red-flag-chest"),
    ("chest", "pain", "red-flag-chest-region"),
    ("chest", "breathless", "red-flag-breath"),
    ("head", "headache", "red-flag-head"),
    ("head", "pain", "red-flag-head-region"),
    ("head", "speech", "red-flag-stroke"),
    ("head", "numb", "red-flag-face"),
    ("head", "vision", "red-flag-vision"),
    ("head", "dizzy", "red-flag-dizzy"),
    ("belly", "bulge", "red-flag-bulge"),
    ("belly", "pain", "red-flag-belly"),
    ("general", "sick", "red-flag-sick"),
    ("hamstring", "pop", "red-flag-tear"),
    ("calf", "bruise", "red-flag-tear"),
    ("low_back", "shooting", "red-flag-sharp"),
    ("general", "numb", "red-flag-sharp"),
)


@pytest.mark.parametrize(("region", "sensation", "name"), [*MILD, *RED])
def test_a_complaint_lands_in_the_row_for_it(region: str, sensation: str, name: str) -> None:
    branch = choose_branch(PLANS["rdl-day"].branches, region, sensation, 1)
    assert branch.name == name
    assert branch.red_flag == ((region, sensation, name) in RED)


def test_no_red_flag_says_stand_and_every_emergency_says_its_line_again() -> None:
    for branch in PLANS["rdl-day"].branches:
        spoken = " ".join(text for line in branch.at_once for text in line.variants).lower()
        if branch.red_flag:
            assert "stand tall" not in spoken
            assert "professional" in spoken or "emergency" in spoken
        if "emergency number now" in spoken:
            assert branch.again


@pytest.mark.parametrize("region", ["hip", "groin", "hamstring", "glute", "thigh"])
def test_a_range_that_has_to_be_shorter_can_be_had_in_a_pull_from_the_floor(region: str) -> None:
    branch = choose_branch(PLANS["rdl-day"].branches, region, "tight", 1)
    assert "Start higher if need be" in branch.at_once[0].variants[0]


def test_nothing_is_promised_to_be_lighter_where_an_empty_bar_is_as_light_as_it_gets() -> None:
    plan = PLANS["first-hinge"]
    promises = [
        text
        for branch in plan.branches
        if any(isinstance(effect, Lighten) for effect in branch.effects)
        for line in branch.at_once
        for text in line.variants
        if re.search(r"\b(lighter|percent|less weight(?!, where))\b", text.lower())
    ]
    assert promises == []
    heard = Remark(SessionTime(10_000.0), "complaint", {"region": "general", "sensation": "leak"})
    bar = next(turn.state.at for turn in turns(plan, []) if working(turn, load=20.0))
    seen = list(turns(plan, [replace(heard, at=SessionTime(bar + 5.0))]))
    said = [line.text for turn in seen for line in turn.lines if line.kind == "say"]
    assert "That is the lightest there is. Take it slowly." in said


def working(turn: Rehearsed, load: float) -> bool:
    phase = turn.state.phase
    return isinstance(phase, Working) and phase.began is not None and phase.step.load == load


def test_a_lift_that_was_too_heavy_three_times_ends() -> None:
    plan = PLANS["rdl-day"]
    heavy = [
        Remark(SessionTime(at), "complaint", {"region": "load", "sensation": "heavy"}) for at in (900.0, 960.0, 1020.0)
    ]
    seen = list(turns(plan, heavy))
    last = max(turn.state.at for turn in seen if complained(turn))
    lifted = {done.exercise for done in seen[-1].state.today.log if done.at > last and done.role in LOADED}
    assert "romanian-deadlift" not in lifted
    assert "glute-bridge" in lifted


def test_what_hurt_is_asked_about_in_a_number() -> None:
    for region, sensation in (("low_back", "pain"), ("general", "pain")):
        branch = choose_branch(PLANS["rdl-day"].branches, region, sensation, 1)
        asked = [step for effect in branch.effects if isinstance(effect, Insert) for step in effect.steps]
        (question,) = [step for step in asked if isinstance(step, Ask)]
        assert "from zero to ten" in question.ask.variants[0]
        assert "pain_level" in answers_to(question)


@pytest.mark.parametrize(
    ("region", "word"),
    [("ankle", "ankle"), ("knee", "knee"), ("calf", "calf"), ("neck", "neck"), ("shoulder", "shoulder"),
     ("upper_back", "upper back"), ("hip", "hip"), ("belly", "belly"), ("low_back", "back")],
)  # fmt: skip
def test_the_question_after_a_complaint_names_the_right_part(region: str, word: str) -> None:
    branch = choose_branch(PLANS["rdl-day"].branches, region, "tight", 1)
    asked = [step for effect in branch.effects if isinstance(effect, Insert) for step in effect.steps]
    (question,) = [step for step in asked if isinstance(step, Ask)]
    assert word in question.ask.variants[0]


def test_the_rows_of_every_complaint_are_those_that_are_about_it() -> None:
    rows = LIBRARY.branches().branches

    found = by_complaint(rows, REGIONS, SENSATIONS)

    assert found == {each: [row for row in rows if is_about(row, *each)] for each in product(REGIONS, SENSATIONS)}
