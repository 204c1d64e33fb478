"""Ladders are gated: harder is more load, once a day; a harder rung only where it fits, after clean days below it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.loading.plates import loadings
from coach.core.plan import Ask, Cap, Gate, Kit, Plan, Reps, Rest, Role, Work
from coach.core.state import Resting
from tests.core.plans import HINGE, PULL, SETS, plan
from tests.core.safety.test_complaints import loads
from tests.core.stories import Story


def gated(gate: Gate | None = None, cap: Cap | None = None, clean: int = 0, **more: object) -> Plan:
    """Three sets of the hinge; the pull above has this gate, the hinge this cap and so many clean days."""
    made = plan(*SETS)
    exercises = {**made.exercises, "pull": replace(PULL, gate=gate), "hinge": replace(HINGE, cap=cap)}
    return replace(made, exercises=exercises, clean_outings={"hinge": clean}, **more)  # type: ignore[arg-type]


def in_rest(made: Plan) -> Story:
    return Story(made).until(Resting)


def lifts(story: Story) -> set[str]:
    return {step.exercise for step in story.state.ahead if isinstance(step, Work)}


def test_harder_is_a_little_more_load_for_this_lift() -> None:
    story = in_rest(gated()).hear("harder")
    assert loads(story.state) == [62.5, 62.5]
    assert story.said() == "Sixty two point five kilos from the next set."


def test_harder_before_a_ramp_up_set_tells_the_load_of_the_work_sets_too() -> None:
    ramp = replace(SETS[0], role=Role.RAMP, load=30.0)
    story = in_rest(plan(ramp, Rest(60.0), replace(ramp, number=2), *SETS)).hear("harder")
    assert loads(story.state) == [62.5, 62.5, 62.5]
    told = ("Sixty two point five kilos for the work sets.", "The next ramp-up set is thirty two point five kilos.")
    assert all(line in story.said() for line in told)


def test_harder_is_had_once_a_session() -> None:
    story = in_rest(gated()).hear("harder").hear("harder")
    assert loads(story.state) == [62.5, 62.5]
    assert story.said() == "That is enough of a step for one day."


def test_more_load_of_one_lift_leaves_the_others_as_they_are() -> None:
    pull = Work("pull", Reps(4), Role.WORKING, load=80.0)
    story = Story(plan(*SETS, pull)).until(Resting).hear("harder")
    assert loads(story.state) == [62.5, 62.5, 80.0]


def test_a_harder_movement_comes_when_it_is_asked_for_and_its_gate_is_open() -> None:
    story = in_rest(gated(Gate(clean=3), clean=3)).hear("harder", what="movement")
    assert lifts(story) == {"pull"}


@pytest.mark.parametrize(
    ("gate", "clean"),
    [
        pytest.param(Gate(fits=False), 9, id="it is not for this lifter"),
        pytest.param(Gate(clean=3), 2, id="too few clean days"),
    ],
)
def test_behind_a_closed_gate_a_harder_movement_waits(gate: Gate, clean: int) -> None:
    story = in_rest(gated(gate, clean=clean)).hear("harder", what="movement")
    assert lifts(story) == {"hinge"}
    assert story.said() == "Deadlift can wait. First this one, clean, on more days."
    assert not story.state.today.went_up


def test_the_first_time_a_gated_movement_begins_with_its_part_of_the_load() -> None:
    story = in_rest(gated(Gate(first=0.6), clean=3)).hear("harder", what="movement")
    assert loads(story.state) == [35.0, 35.0]


def test_later_it_is_carried_over_as_usual() -> None:
    story = in_rest(gated(Gate(first=0.6), clean=3, best_loads={"pull": 50.0})).hear("harder", what="movement")
    assert loads(story.state) == [60.0, 60.0]


def test_where_no_more_can_be_made_harder_is_the_next_movement() -> None:
    story = in_rest(gated(cap=Cap(60.0, ("pull",), 0.5))).hear("harder")
    assert lifts(story) == {"pull"}


def test_of_a_lift_without_load_harder_is_a_movement_only_when_that_has_none_either() -> None:
    sets = (Work("kettlebell", Reps(4), Role.WORKING, 1, 2), Work("kettlebell", Reps(4), Role.WORKING, 2, 2))
    story = Story(plan(*sets)).began().spoken().hear("harder")
    assert lifts(story) == {"kettlebell"}


def test_the_hardest_one_says_so() -> None:
    pull = Work("pull", Reps(4), Role.WORKING, load=80.0)
    story = Story(plan(pull, replace(pull, number=2))).began().spoken().hear("harder", what="movement")
    assert story.said() == "This is the hardest one here."


def test_a_way_back_up_is_not_offered_through_a_closed_gate() -> None:
    made = gated(Gate(fits=False))
    story = Story(made)
    story.state = replace(story.state, today=replace(story.state.today, rungs_down=1, clean_sets=2))
    story.until(Resting)
    assert not any(isinstance(step, Ask) for step in story.state.ahead)


def test_more_than_the_cap_is_refused_with_the_reason() -> None:
    story = in_rest(gated(cap=Cap(65.0, ("pull",), 0.5))).hear("log_load", load=70.0)
    assert loads(story.state) == [60.0, 60.0]
    assert story.said() == "More than sixty five kilos is too much for this one. The lever is long."


@settings(max_examples=40, deadline=None)
@given(
    st.floats(20, 120),
    st.lists(
        st.one_of(
            st.just(("harder", {})),
            st.integers(20, 200).map(lambda load: ("log_load", {"load": load})),
            st.integers(-30, 60).map(lambda delta: ("change_load", {"delta": delta, "unit": "kg"})),
            st.just(("yes", {})),
        ),
        max_size=6,
    ),
)
def test_nothing_said_takes_a_load_over_its_cap(cap: float, said: list[tuple[str, dict[str, float]]]) -> None:
    story = in_rest(gated(Gate(fits=False), Cap(max(cap, 60.0), ("pull",), 0.5)))
    makeable = {bar.load for bar in loadings(Kit())}
    for intent, slots in said:
        story.hear(intent, **slots)
        assert all(load is None or (load <= max(cap, 60.0) and load in makeable) for load in loads(story.state))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 6), st.integers(0, 6), st.booleans())
def test_no_story_of_harder_leads_through_a_closed_gate(clean: int, needed: int, fits: bool) -> None:
    story = in_rest(gated(Gate(fits, needed, 0.6), clean=clean))
    for what in ("load", "movement", "movement"):
        story.hear("harder", what=what)
    story = in_rest(gated(Gate(fits, needed, 0.6), clean=clean)).hear("harder", what="movement")
    assert ("pull" in lifts(story)) == (fits and clean >= needed)
