"""The loop, with a machine that counts what happens to it."""

from dataclasses import dataclass, field

from coach.clocks import SESSION_START, SessionTime
from coach.core.events import Event, Interrupted, Woke
from coach.core.machine import Transition
from coach.loop import run

Counted = Transition[int, Event, str]


class Counter:
    """Counts events up to three; wants its count called out, and wakes a second after the last event."""

    def advance(self, state: int, event: Event) -> Counted:
        return Transition(event, state, state + 1, (f"{state + 1}",))

    def wake_at(self, state: int) -> SessionTime | None:
        return SessionTime(float(state))

    def armed(self, state: int) -> frozenset[str]:
        return frozenset({f"count {state}"})

    def ended(self, state: int) -> bool:
        return state == 3


@dataclass
class Caller:
    """Keeps what it is asked for; answers each count with what was laid ready for it."""

    answers: dict[str, list[Event]] = field(default_factory=dict)
    interrupted: bool = False
    done: list[str] = field(default_factory=list)

    def perform(self, turn: Counted, armed: frozenset[str]) -> list[Event]:
        self.done += [f"call {command}" for command in turn.commands]
        self.done += [f"arm {intent}" for intent in armed]
        return [answer for command in turn.commands for answer in self.answers.get(command, [])]

    def wait(self, deadline: SessionTime | None) -> Event:
        self.done.append(f"wait {deadline}")
        return Interrupted(deadline or SESSION_START) if self.interrupted else Woke(deadline or SESSION_START)


def test_each_turn_is_performed_then_armed_then_waited_on_until_the_machine_has_ended() -> None:
    caller = Caller()
    assert run(Counter(), 0, Woke(SESSION_START), caller) == 3
    assert caller.done == [
        "call 1",
        "arm count 1",
        "wait 1.0",
        "call 2",
        "arm count 2",
        "wait 2.0",
        "call 3",
        "arm count 3",
    ]


def test_what_comes_of_a_wish_happens_before_anything_is_waited_for() -> None:
    caller = Caller({"1": [Woke(SESSION_START), Woke(SESSION_START)]})
    assert run(Counter(), 0, Woke(SESSION_START), caller) == 3
    assert caller.done == ["call 1", "arm count 1", "call 2", "arm count 2", "call 3", "arm count 3"]


def test_an_interruption_is_performed_and_ends_the_loop() -> None:
    caller = Caller(interrupted=True)
    assert run(Counter(), 0, Woke(SESSION_START), caller) == 2
    assert caller.done[-3:] == ["wait 1.0", "call 2", "arm count 2"]
