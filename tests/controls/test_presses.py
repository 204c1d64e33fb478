"""What a press says: the first sentence of its button that makes sense now, and stop at any time."""

from collections.abc import Callable

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.controls.presses import Presses, Where, buttons_of
from coach.core.commands import Hush
from coach.core.events import Began, CueFinished, CueStarted, Event, Heard, Woke
from coach.core.plan import Plan
from coach.core.session.machine import Session, advance, begin, listening_for, wake_at
from coach.core.state import Closing, Confirming, Finished, Unstarted
from coach.errors import InputError
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from tests import shipped


def pressed(*names: str, armed: set[str], **table: str | tuple[str, ...]) -> list[Event]:
    events: list[Event] = []
    sentences = {name: (says,) if isinstance(says, str) else says for name, says in table.items()}
    presses = Presses(buttons_of(sentences, shipped.reader()), now=lambda: SessionTime(5.0), post=events.append)
    presses.listen_for(frozenset(armed))
    for name in names:
        presses.press(name)
    return events


def test_a_press_is_heard_as_the_sentence_of_its_button() -> None:
    says = "give me thirty more seconds"
    assert pressed("KEY_UP", armed={"more_rest"}, KEY_UP=says) == [
        Heard(SessionTime(5.0), "more_rest", {"seconds": 30}, says)
    ]


@pytest.mark.parametrize(("armed", "meant"), [("start", "start"), ("done", "done"), ("next", "next")])
def test_of_several_sentences_the_first_that_makes_sense_is_meant(armed: str, meant: str) -> None:
    [heard] = pressed("gpio27", armed={armed}, gpio27=("ready", "done", "next"))
    assert isinstance(heard, Heard)
    assert heard.intent == meant


def test_a_button_may_say_what_no_wording_says() -> None:
    [heard] = pressed("gpio4", armed={"more_rest"}, gpio4="I could do with another two minutes")
    assert isinstance(heard, Heard)
    assert (heard.intent, heard.slots) == ("more_rest", {"seconds": 120})


def test_a_complaint_is_told_whether_it_is_listened_for_or_not() -> None:
    [heard] = pressed("gpio5", armed=set(), gpio5="help me, I can't feel my legs")
    assert isinstance(heard, Heard)
    assert heard.intent == "complaint"


def test_what_makes_no_sense_now_says_nothing() -> None:
    assert pressed("gpio27", armed={"yes", "no"}, gpio27=("ready", "next")) == []


def test_a_button_that_is_not_in_the_table_says_nothing() -> None:
    assert pressed("x", armed={"next"}, n="next") == []


def test_stop_is_told_whether_it_is_listened_for_or_not() -> None:
    assert [type(event) for event in pressed("gpio17", armed=set(), gpio17="stop")] == [Heard]


def test_a_talk_button_opens_the_ear_and_says_nothing() -> None:
    opened: list[float] = []
    events: list[Event] = []
    table = buttons_of({"space": ("talk",)}, shipped.reader())
    Presses(table, now=lambda: SessionTime(5.0), post=events.append, talk=opened.append).press("space")
    assert (opened, events) == ([5.0], [])


@pytest.mark.parametrize(
    ("name", "says", "advice"),
    [
        ("gpio99", "next", "write gpio17"),
        ("the red one", "stop", "write gpio17"),
        ("gpio17", "sing a song", "'sing a song', which is no command"),
    ],
)
def test_a_table_that_means_nothing_is_refused_with_advice(name: str, says: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        buttons_of({name: (says,)}, shipped.reader())


def test_each_button_is_looked_for_where_it_is() -> None:
    table = buttons_of({"gpio17": ("stop",), "KEY_NEXTSONG": ("next",), "space": ("talk",)}, shipped.reader())
    presses = Presses(table, now=lambda: SESSION_START, post=lambda _: None)
    assert [presses.at(place) for place in Where] == [("gpio17",), ("KEY_NEXTSONG",), ("space",)]


# ------------------------------------------------------------------------------------------------ the red button


def states(plan: Plan, answer: Callable[[Session], str | None]) -> list[Session]:
    """Every state of a whole session whose lifter says `answer`."""
    state, found = begin(plan), []
    event: Event = Began(SESSION_START)
    while not isinstance(state.phase, Finished):
        state, _ = advance(plan, state, event)
        found.append(state)
        event = _then(state, answer(state), event)
    return found


def _then(state: Session, said: str | None, before: Event) -> Event:
    cue = getattr(state.phase, "cue", None)
    count = getattr(state.phase, "count", None)
    if count is not None:
        started = isinstance(before, CueStarted)
        return (CueFinished if started else CueStarted)(state.at + 1, count.cue)
    if cue is not None and not isinstance(before, CueFinished):
        return CueFinished(state.at + 1, cue)
    if said is not None and said in listening_for(state):
        return Heard(state.at + 1, said)
    return Woke(max(state.at, wake_at(state) or state.at))


def test_the_red_button_silences_and_asks_in_every_state_of_a_whole_session() -> None:
    plan = compile_session("first-hinge", Library.open(), seed=0)
    met = set()
    for state in states(plan, lambda _: "start"):
        [stop] = pressed("gpio17", armed=set(), gpio17="stop")
        assert isinstance(stop, Heard)
        after, commands = advance(plan, state, Heard(state.at + 0.1, stop.intent))
        met.add(type(state.phase))
        if isinstance(state.phase, Closing | Finished):
            assert after.phase == state.phase
        else:
            assert isinstance(after.phase, Confirming)
            assert after.phase.about == "stop"
            assert Hush() in commands
    assert len(met - {Unstarted}) >= 6


def test_pressed_again_while_it_asks_it_never_goes_on() -> None:
    plan = compile_session("first-hinge", Library.open(), seed=0)
    state = states(plan, lambda _: "start")[20]
    for number in range(3):
        state, _ = advance(plan, state, Heard(state.at + 0.1 + number, "stop"))
    assert isinstance(state.phase, Confirming)
