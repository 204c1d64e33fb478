"""What a session takes, told before its first line."""

from dataclasses import replace

from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.wiring.at_hand import things_for


def test_what_a_session_takes_is_told_without_what_the_room_lacks() -> None:
    library = Library.open()
    plan = compile_session("first-hinge", library, seed=0)
    assert {"barbell", "soft ball", "mat"} < {*things_for(plan, library)}
    without = replace(plan, kit=replace(plan.kit, lacks=("barbell",)))
    assert {*things_for(plan, library)} - {*things_for(without, library)} == {"barbell"}


def test_of_a_session_that_is_no_file_nothing_is_told() -> None:
    library = Library.open()
    plan = compile_session("first-hinge", library, seed=0)
    assert things_for(replace(plan, session="made up"), library) == ()
