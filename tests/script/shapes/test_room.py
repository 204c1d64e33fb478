"""What stands in a room, and the names other programs have for movements."""

from coach.core.plan import Kit, Plan, Work
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.shapes.room import not_matched

LIBRARY = Library((shipped_root(),))


def day(*lacks: str) -> Plan:
    return compile_session("sitters-warm-up", LIBRARY, kit=Kit(lacks=lacks))


def last_word(plan: Plan) -> str:
    """The last line of the welcome."""
    return plan.welcome[-1].variants[0]


def test_names_that_are_no_movement_here_are_told_once_each() -> None:
    known = {"deadlift": "conventional-deadlift"}
    assert not_matched(["Zercher Carry", "Deadlift", "Bench Press", "Zercher Carry"], known) == [
        "Bench Press",
        "Zercher Carry",
    ]


def test_what_is_better_laid_ready_is_said_at_the_beginning() -> None:
    assert last_word(day()) == "Have at hand: a mat, a soft ball, a band and a stick."


def test_a_session_that_takes_nothing_of_the_kind_does_not_speak_of_it() -> None:
    assert "at hand" not in last_word(compile_session("pre-race", LIBRARY))


def test_without_a_ball_a_stretch_stands_in_and_no_ball_is_asked_for() -> None:
    plan = day("soft ball")
    done = {step.exercise for step in plan.steps if isinstance(step, Work)}
    assert ("psoas-release" in done, "hip-flexor-stretch" in done) == (False, True)
    assert last_word(plan) == "Have at hand: a mat, a band and a stick."


def test_of_two_things_the_last_is_joined_by_and() -> None:
    assert last_word(day("soft ball", "band")) == "Have at hand: a mat and a stick."
