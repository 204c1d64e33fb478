"""What is written down reads back the same, for every kind there is."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.clocks import SessionTime
from coach.core import events, plan
from coach.core.plan import Insert, Plan, Rest, Talk
from coach.errors import JournalError
from coach.journal.storage import codec

EVENT_KINDS = codec.kinds(events.Event)
PARTS = [kind for union in codec.UNIONS[1:] for kind in codec.kinds(union)]

slots = st.dictionaries(
    st.text(max_size=8), st.text(max_size=8) | st.integers() | st.floats(allow_nan=False), max_size=3
)


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a frozen type, its fields filled by their annotations."""
    return st.from_type(kind)


st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Insert, st.builds(Insert, steps=st.tuples(st.builds(Rest), st.builds(Talk))))
st.register_type_strategy(
    events.Heard,
    st.builds(
        events.Heard, at=st.floats(0, 1e5), intent=st.text(), slots=slots, text=st.text(), confidence=st.floats(0, 1)
    ),
)


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=40)
@given(data=st.data())
def test_every_kind_of_event_reads_back_as_it_was_written(kind: type, data: st.DataObject) -> None:
    event = data.draw(anything(kind))

    assert codec.read_event(codec.write_event(event)) == event


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(anything(Plan))
def test_a_whole_plan_reads_back_as_it_was_written(whole: Plan) -> None:
    assert codec.read_plan(codec.write_plan(whole)) == whole


def step_with(part: Any) -> plan.Step:
    """A step that carries this step, dose or effect."""
    if isinstance(part, codec.kinds(plan.Step)):
        return part  # type: ignore[return-value]
    if isinstance(part, codec.kinds(plan.Dose)):
        return plan.Work("hinge", part, plan.Role.WORKING)  # type: ignore[arg-type]
    return plan.Ask("ask", plan.Line(("So?",)), (plan.Answer(("yes",), (part,)),))


@pytest.mark.parametrize("kind", PARTS, ids=lambda kind: kind.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_kind_of_step_dose_and_effect_reads_back(kind: type, data: st.DataObject) -> None:
    whole = Plan("day", "Day", (step_with(data.draw(anything(kind))),), {}, {})

    assert codec.read_plan(codec.write_plan(whole)) == whole


def test_a_whole_number_in_a_slot_stays_whole_and_a_fraction_stays_a_fraction() -> None:
    heard = events.Heard(SessionTime(1.0), "log_reps", {"reps": 8, "effort": 8.0})

    read = codec.read_event(codec.write_event(heard))

    assert isinstance(read, events.Heard)
    assert [type(slot) for slot in read.slots.values()] == [int, float]


def test_the_order_of_a_plans_exercises_is_kept() -> None:
    exercises = {name: plan.Exercise(name, name, "drill", "") for name in ("zulu", "alpha", "mike")}

    read = codec.read_plan(codec.write_plan(Plan("day", "Day", (), exercises, {})))

    assert list(read.exercises) == ["zulu", "alpha", "mike"]


def test_an_event_written_before_its_newer_fields_existed_takes_their_defaults() -> None:
    assert codec.read_event('{"is":"Heard","at":3.5,"intent":"next"}') == events.Heard(SessionTime(3.5), "next")


def test_a_plan_written_before_its_newer_fields_existed_takes_their_defaults() -> None:
    oldest = {"session": "day", "title": "Day", "steps": [{"is": "Rest", "seconds": 5}], "exercises": {}, "lines": {}}

    assert codec.read_plan(json.dumps(oldest)) == Plan("day", "Day", (Rest(5.0),), {}, {})


def test_a_field_a_newer_coach_wrote_is_passed_over() -> None:
    assert codec.read_event('{"is":"Woke","at":1.0,"mood":"keen"}') == events.Woke(SessionTime(1.0))


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", "null", '{"at":1}', '{"is":"Danced","at":1}', '{"is":"Woke"}', '{"is":"Woke","at":"x"}'],
)
def test_a_record_that_is_no_event_says_so_in_one_line(text: str) -> None:
    with pytest.raises(JournalError, match="cannot read") as caught:
        codec.read_event(text)

    assert "\n" not in str(caught.value)
