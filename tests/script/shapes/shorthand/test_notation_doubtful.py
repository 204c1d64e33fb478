"""What a line may mean in two ways, one of them by far another training: it is asked about, never guessed."""

import pytest

from coach.errors import ContentError
from coach.script.shapes.amounts import seconds_of
from tests.script.shapes.shorthand.test_notation import read


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("3x8 rdl 60 rest 2", "a rest of 2 what? write rest 2m, or rest 2s"),
        ("3x8 rdl 60 rest 2.30", "a rest of 2.30 what? write rest 2:30, or rest 2.30s"),
        ("3x8 rdl 60 rest 2-3", "a rest of 3 what? write rest 3m, or rest 3s"),
        ("3x8 rdl 60 rest 1h", "how long a rest?"),
        ("3x8 rdl 60 m", "60 m is a long rest"),
        ("3x6/8 rdl", "3x6/8 is read in several ways"),
        ("5x3,2 rdl", "5x3,2 is read in several ways"),
        ("3x8-60 rdl", "8-60 is no range of reps"),
        ("3x8 rdl 20kg/side", "20kg/side may be plates"),
        ("3x11:00 hip flexor stretch", "3x11:00 cannot be held"),
    ],
)
def test_a_number_that_may_be_another_amount_is_asked_about(line: str, told: str) -> None:
    with pytest.raises(ContentError, match="workout:1:") as refused:
        read(line)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "rest",
    ["1m30s", "1min30", "1'30\"", "1 min 30 sec", "1 minute and 30 seconds", '90"', "1:30 min", "0:01:30", "90 sec."],
)
def test_a_rest_is_read_in_every_form_that_people_write(rest: str) -> None:
    [item] = read(f"3x8 rdl 60kg, rest {rest}").items
    assert item.rest == 90
    assert seconds_of(rest) == 90


def test_two_minutes_may_have_a_stroke() -> None:
    assert seconds_of("2'") == 120


@pytest.mark.parametrize("line", ["3*8 rdl 60 kg", "3x8 rdl 60 kilograms", "3x8 rdl 60kg. rest 90"])
def test_a_star_is_a_times_and_a_unit_may_be_written_out(line: str) -> None:
    [item] = read(line).items
    [part] = item.parts
    assert (part.sets, part.dose.most, str(part.load)) == (3, 8, "60kg")


@pytest.mark.parametrize("line", ["3x1:30 hip flexor stretch", '3x90" hip flexor stretch'])
def test_a_hold_may_be_a_clock(line: str) -> None:
    [item] = read(line).items
    assert str(item.parts[0].dose) == "90s"
