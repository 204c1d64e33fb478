"""What stands in a room, and the names other programs have for movements."""

from coach.script.shapes.room import not_matched


def test_names_that_are_no_movement_here_are_told_once_each() -> None:
    known = {"deadlift": "conventional-deadlift"}
    assert not_matched(["Zercher Carry", "Deadlift", "Bench Press", "Zercher Carry"], known) == [
        "Bench Press",
        "Zercher Carry",
    ]
