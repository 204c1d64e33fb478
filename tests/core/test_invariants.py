"""Random stories: whatever is said, whenever, the session stays safe, moves forward, and ends."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.commands import Count, Hush
from coach.core.complaints import hurts
from coach.core.events import Event, FellSilent, Heard, HeardUnclear, Recovered, SoundBack, SoundLost
from coach.core.listening import listening_for
from coach.core.plan import Plan, Role, Work
from coach.core.rehearsal import Remark, turns
from coach.core.session import Session, advance, begin, view, wake_at
from coach.core.state import Closing, Finished
from tests.core.plans import plan

INTENTS = (
    *("next", "back", "repeat", "pause", "resume", "stop", "start", "done", "time_left", "whats_next", "slower"),
    *("faster", "louder", "quieter", "why", "help", "easier", "harder", "yes", "no", "better", "same", "worse"),
    *("undo", "plates", "who"),
)
REGIONS = ("low_back", "hamstring", "grip", "load", "knee", "general", "head")
SENSATIONS = ("tight", "pulling", "going", "heavy", "light", "sharp", "numb", "dizzy", "pain")

times = st.floats(0, 900, allow_nan=False).map(lambda seconds: round(seconds, 2))
plain = st.builds(Remark, times, st.sampled_from(INTENTS))
numbered = st.one_of(
    st.builds(lambda at, n: Remark(at, "log_reps", {"reps": n}), times, st.integers(0, 30)),
    st.builds(lambda at, n: Remark(at, "log_load", {"load": n}), times, st.integers(0, 300)),
    st.builds(lambda at, n: Remark(at, "change_load", {"percent": n}), times, st.integers(-100, 100)),
    st.builds(lambda at, n: Remark(at, "more_rest", {"seconds": n}), times, st.integers(1, 300)),
    st.builds(lambda at, n: Remark(at, "less_rest", {"seconds": n}), times, st.integers(1, 300)),
)
complaints = st.builds(
    lambda at, region, sensation, side: Remark(
        at, "complaint", {"region": region, "sensation": sensation} | ({"side": side} if side else {})
    ),
    times,
    st.sampled_from(REGIONS),
    st.sampled_from(SENSATIONS),
    st.sampled_from((None, "left", "right")),
)
stories = st.lists(st.one_of(plain, numbered, complaints), max_size=12)
plans = st.integers(0, 20).map(lambda seed: plan(seed=seed))


def waiting_for_ever(story: list[Remark]) -> list[Remark]:
    """A lifter who paused comes back in the end; nothing else may hang."""
    return [
        *story,
        *(Remark(1000.0 + 30 * n, "resume") for n in range(4)),
        *(Remark(1010.0 + 30 * n, "no") for n in range(4)),
    ]


@settings(max_examples=60, deadline=None)
@given(plans, stories)
def test_every_story_ends(workout: Plan, story: list[Remark]) -> None:
    states = [turn.state for turn in turns(workout, waiting_for_ever(story))]
    assert isinstance(states[-1].phase, Finished)


@settings(max_examples=60, deadline=None)
@given(plans, stories)
def test_the_deadline_is_never_in_the_past(workout: Plan, story: list[Remark]) -> None:
    for turn in turns(workout, waiting_for_ever(story)):
        deadline = wake_at(turn.state)
        assert deadline is None or deadline >= turn.state.at


@settings(max_examples=60, deadline=None)
@given(plans, stories)
def test_the_view_can_always_be_drawn(workout: Plan, story: list[Remark]) -> None:
    for turn in turns(workout, waiting_for_ever(story)):
        picture = view(workout, turn.state, turn.state.at)
        assert 0 <= picture.rep <= picture.reps
        assert picture.done_steps <= picture.all_steps


def loaded_ahead(state: Session) -> dict[str, float]:
    """The heaviest load to come for each exercise."""
    found: dict[str, float] = {}
    for step in state.ahead:
        if isinstance(step, Work) and step.load is not None:
            found[step.exercise] = max(step.load, found.get(step.exercise, 0.0))
    return found


@settings(max_examples=120, deadline=None)
@given(plans, stories, st.sampled_from(["low_back", "hamstring", "knee", "grip"]))
def test_no_complaint_is_ever_followed_by_more_load(workout: Plan, story: list[Remark], region: str) -> None:
    ceiling: float | None = None
    last: Session = begin(workout)
    for turn in turns(workout, [*story, Remark(150.0, "complaint", {"region": region, "sensation": "tight"})]):
        state = turn.state
        heaviest = max(loaded_ahead(state).values(), default=0.0)
        if ceiling is not None and any(map(hurts, last.today.complaints)):
            asked = "light" in {complaint.sensation for complaint in state.today.complaints}
            assert heaviest <= ceiling or asked
        ceiling, last = max(heaviest, _current(state)), state


def _current(state: Session) -> float:
    step = getattr(getattr(state.phase, "held", state.phase), "step", None)
    return step.load or 0.0 if isinstance(step, Work) else 0.0


@settings(max_examples=120, deadline=None)
@given(plans, stories, complaints)
def test_a_complaint_stops_the_count_before_anything_else(workout: Plan, story: list[Remark], said: Remark) -> None:
    state = begin(workout)
    for turn in turns(workout, story):
        state = turn.state
        if state.at >= said.at:
            break
    if (
        "complaint" not in listening_for(state)
        or isinstance(state.phase, Closing)
        or said.slots["sensation"] == "light"
    ):
        return
    _, commands = advance(workout, state, Heard(state.at, "complaint", said.slots))
    assert isinstance(next(command for command in commands if not hasattr(command, "kind")), Hush)
    assert not any(isinstance(command, Count) for command in commands)


@settings(max_examples=100, deadline=None)
@given(plans, stories, st.sampled_from(["sharp", "numb", "dizzy"]), times)
def test_every_red_flag_ends_all_work_at_once(workout: Plan, story: list[Remark], sensation: str, at: float) -> None:
    state = begin(workout)
    for turn in turns(workout, story):
        state = turn.state
        if state.at >= at:
            break
    if "complaint" not in listening_for(state):
        return
    after, _ = advance(workout, state, Heard(state.at, "complaint", {"region": "general", "sensation": sensation}))
    assert isinstance(after.phase, Closing)
    assert after.ahead == ()


events = st.one_of(
    st.builds(lambda at, name: Heard(at, name), times, st.sampled_from(INTENTS)),
    st.builds(HeardUnclear, times, st.sampled_from(("complaint", "stop", "next", "log_reps", "resume"))),
    st.builds(SoundLost, times, st.sampled_from(("speaker", "microphone"))),
    st.builds(SoundBack, times, st.sampled_from(("speaker", "microphone"))),
    st.builds(FellSilent, times),
    st.builds(Recovered, times, st.sampled_from(("ear", "voice"))),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(events, max_size=20))
def test_the_same_events_give_the_same_state_at_every_cut(story: list[Event]) -> None:
    workout = plan()
    state = begin(workout)
    told: list[Event] = []
    for event in story:
        stamped = replace(event, at=max(event.at, state.at))
        told.append(stamped)
        state, _ = advance(workout, state, stamped)
        again = begin(workout)
        for earlier in told:
            again, _ = advance(workout, again, earlier)
        assert again == state


@settings(max_examples=100, deadline=None)
@given(plans, stories)
def test_a_set_is_never_logged_twice(workout: Plan, story: list[Remark]) -> None:
    moves = [remark for remark in story if remark.intent != "back"]
    final = [turn.state for turn in turns(workout, waiting_for_ever(moves))][-1]
    working = [(done.exercise, done.number, done.at) for done in final.today.log if done.role is Role.WORKING]
    assert len(working) == len(set(working))
    assert len([done for done in final.today.log if done.role is Role.WORKING]) <= 3
