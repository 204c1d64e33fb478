"""Random stories: whatever is said, whenever, the session stays safe, moves forward, and ends."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clocks import SESSION_START, SessionTime
from coach.core.branches import choose_branch
from coach.core.commands import Count, Hush
from coach.core.events import (
    Began,
    Event,
    FellSilent,
    Heard,
    HeardUnclear,
    Impaired,
    NotUnderstood,
    Recovered,
    Resumed,
    SoundBack,
    SoundLost,
    StoodStill,
    Woke,
)
from coach.core.intents.armed import listening_for
from coach.core.plan import Plan, Role, Work
from coach.core.safety.complaints import hurts
from coach.core.session.machine import Session, advance, begin, view, wake_at
from coach.core.session.rehearsal import Remark, turns
from coach.core.state import Closing, Finished
from coach.script.compiler.compile import compile_session
from coach.script.shapes.schema import REGIONS as ALL_REGIONS
from coach.script.shapes.schema import SENSATIONS as ALL_SENSATIONS
from tests.core.plans import plan
from tests.shipped import LIBRARY

INTENTS = (
    "cannot",
    "what_is_wrong",
    *("next", "back", "repeat", "pause", "resume", "stop", "start", "done", "time_left", "whats_next", "slower"),
    *("faster", "louder", "quieter", "why", "help", "easier", "harder", "yes", "no", "better", "same", "worse"),
    *("undo", "plates", "who", "false_alarm", "not_sure", "both", "ask", "less_rest", "unit", "last_time"),
)
REGIONS = ("low_back", "hamstring", "grip", "load", "knee", "general", "head")
SENSATIONS = ("tight", "pulling", "going", "heavy", "light", "sharp", "numb", "dizzy", "pain")

times = st.floats(0, 900, allow_nan=False).map(lambda seconds: round(seconds, 2))
plain = st.builds(Remark, times, st.sampled_from(INTENTS))
numbered = st.one_of(
    st.builds(lambda at, n: Remark(at, "log_reps", {"reps": n}), times, st.integers(0, 30)),
    st.builds(lambda at, n: Remark(at, "log_load", {"load": n}), times, st.integers(0, 300)),
    st.builds(lambda at, n: Remark(at, "change_load", {"percent": n}), times, st.integers(-100, 100)),
    st.builds(lambda at, n: Remark(at, "change_load", {"delta": n}), times, st.integers(-60, 60)),
    st.builds(lambda at, n: Remark(at, "log_load", {"load": n, "unit": "lb"}), times, st.integers(0, 500)),
    st.builds(lambda at, n: Remark(at, "log_load", {"load": n, "done": 1}), times, st.integers(0, 300)),
    st.builds(lambda at, n: Remark(at, "log_load", {"plates": n}), times, st.integers(0, 4)),
    st.builds(lambda at, n: Remark(at, "log_reps", {"missed": n}), times, st.integers(0, 9)),
    st.builds(lambda at, n: Remark(at, "rest_for", {"seconds": n}), times, st.integers(1, 400)),
    st.builds(lambda at, n: Remark(at, "pain_level", {"level": n}), times, st.integers(0, 10)),
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
TABLE = compile_session("rdl-day", LIBRARY).branches
"""The shipped complaints."""

RED_ROWS = tuple(branch for branch in TABLE if branch.red_flag)
RED = [
    {"region": region, "sensation": sensation}
    for region in ALL_REGIONS
    for sensation in ALL_SENSATIONS
    if choose_branch(TABLE, region, sensation).red_flag
]
"""Everything that is a red flag."""

plans = st.integers(0, 20).map(lambda seed: plan(seed=seed))
alarming = plans.map(lambda workout: replace(workout, branches=(*RED_ROWS, *workout.branches)))
red_flags = st.sampled_from(RED)


def waiting_for_ever(story: list[Remark]) -> list[Remark]:
    """A lifter who paused comes back in the end; nothing else may hang."""
    return [
        *story,
        *(Remark(SessionTime(1000.0 + 30 * n), "resume") for n in range(4)),
        *(Remark(SessionTime(1010.0 + 30 * n), "no") for n in range(4)),
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
    for turn in turns(
        workout, [*story, Remark(SessionTime(150.0), "complaint", {"region": region, "sensation": "tight"})]
    ):
        state = turn.state
        heaviest = max(loaded_ahead(state).values(), default=0.0)
        hurt_before_and_now = all(any(map(hurts, each.today.complaints)) for each in (last, state))
        if ceiling is not None and hurt_before_and_now:  # a false alarm that is taken back leaves nothing behind
            assert heaviest <= ceiling
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
@given(alarming, stories, red_flags, times)
def test_every_red_flag_ends_all_work_at_once(
    workout: Plan, story: list[Remark], slots: dict[str, str], at: float
) -> None:
    state = begin(workout)
    for turn in turns(workout, story):
        state = turn.state
        if state.at >= at:
            break
    if "complaint" not in listening_for(state):
        return
    after, _ = advance(workout, state, Heard(state.at, "complaint", slots))
    assert isinstance(after.phase, Closing)
    assert after.ahead == ()


def test_every_row_of_a_red_flag_is_drawn_from() -> None:
    reached = {choose_branch(TABLE, slots["region"], slots["sensation"]).name for slots in RED}
    assert reached == {row.name for row in RED_ROWS}


events = st.one_of(
    st.builds(lambda at, name: Heard(at, name), times, st.sampled_from(INTENTS)),
    st.builds(HeardUnclear, times, st.sampled_from(("complaint", "stop", "next", "log_reps", "resume"))),
    st.builds(
        lambda at, region, sensation: HeardUnclear(
            at, "complaint", "", 0.3, {"region": region, "sensation": sensation}
        ),
        times,
        st.sampled_from(REGIONS),
        st.sampled_from(SENSATIONS),
    ),
    st.builds(lambda at, load: HeardUnclear(at, "log_load", "", 0.3, {"load": load}), times, st.integers(0, 200)),
    st.builds(NotUnderstood, times, st.just("banana split"), st.sampled_from(("", "next"))),
    st.builds(
        lambda at, region, sensation: Heard(at, "complaint", {"region": region, "sensation": sensation}),
        times,
        st.sampled_from(REGIONS),
        st.sampled_from(SENSATIONS),
    ),
    st.builds(Woke, times),
    st.builds(SoundLost, times, st.sampled_from(("speaker", "microphone"))),
    st.builds(SoundBack, times, st.sampled_from(("speaker", "microphone"))),
    st.builds(FellSilent, times),
    st.builds(Recovered, times, st.sampled_from(("ear", "voice"))),
    st.builds(Impaired, times, st.just("clipped")),
    st.builds(StoodStill, times, st.floats(2.0, 4000.0)),
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


def _ends_loading(workout: Plan, state: Session, slots: dict[str, str]) -> None:
    """A red flag heard for certain leaves no load; half heard it stops everything, and no answer but "no" goes on."""
    if isinstance(state.phase, Finished):
        return
    after, _ = advance(workout, state, Heard(state.at + 0.1, "complaint", slots))
    assert isinstance(after.phase, Closing)
    assert after.phase.outcome == "red-flag"
    assert after.ahead == ()
    doubted, commands = advance(workout, state, HeardUnclear(state.at + 0.1, "complaint", "", 0.2, slots))
    assert not any(isinstance(command, Count) for command in commands)
    if isinstance(doubted.phase, Closing):
        assert doubted.phase.outcome == "red-flag"
        return
    for answer in (Heard(doubted.at + 1, "yes"), Woke(SessionTime(wake_at(doubted) or 0.0))):
        answered, _ = advance(workout, doubted, answer)
        assert isinstance(answered.phase, Closing)
        assert answered.phase.outcome == "red-flag"


@settings(max_examples=100, deadline=None)
@given(alarming, st.lists(events, max_size=25), red_flags)
def test_every_red_flag_ends_loading_within_one_utterance_from_every_state(
    workout: Plan, story: list[Event], slots: dict[str, str]
) -> None:
    state = begin(workout)
    _ends_loading(workout, state, slots)
    for event in (Began(SESSION_START), *story, Resumed(SESSION_START)):
        state, _ = advance(workout, state, replace(event, at=max(event.at, state.at)))
        _ends_loading(workout, state, slots)


@settings(max_examples=100, deadline=None)
@given(alarming, stories, red_flags, st.lists(events, max_size=8))
def test_after_a_red_flag_nothing_silences_its_lines_or_goes_on(
    workout: Plan, story: list[Remark], slots: dict[str, str], later: list[Event]
) -> None:
    state = begin(workout)
    for turn in turns(workout, story):
        state = turn.state
    for turn in turns(workout, [*story, Remark(SessionTime(30.0), "complaint", slots)]):
        state = turn.state
        if isinstance(state.phase, Closing) and state.phase.outcome == "red-flag":
            break
    for event in later:
        if not isinstance(state.phase, Closing) or state.phase.outcome != "red-flag":
            return
        stamped = replace(event, at=max(event.at, state.at))
        taken_back = isinstance(event, Heard) and event.intent in ("false_alarm", "no")
        state, commands = advance(workout, state, stamped)
        if not taken_back:
            assert not any(isinstance(command, Hush | Count) for command in commands)
            assert state.phase == Finished("red-flag") or isinstance(state.phase, Closing)
            assert state.ahead == ()
