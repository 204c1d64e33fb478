"""The coach's own words, as a recogniser writes them down when they come back out of the room."""

import pytest

from coach.ears.decision.own_voice import late_echo, own_words

ASKED = "did something hurt yes or no"
LINE = "push your hips back as if to close a door behind you and keep the weight over the middle of your feet"


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("did something hurt", ASKED),
        ("something hurts", ASKED),
        ("hurt yes or no", ASKED),
        ("no", ASKED),
        ("ready and", "ready and"),
        ("red hand", "ready and"),
        ("close a door behind you", LINE),
        ("clothes a door behind", LINE),
        ("push your hip back", LINE),
        ("keep weight over middle", LINE),
        ("eight reps", "eight reps at sixty kilos"),
    ],
)
def test_it_hears_itself(heard: str, said: str) -> None:
    assert own_words(heard, said)


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("my back hurts", LINE),
        ("my back feels tight", LINE),
        ("stop", LINE),
        ("slower", "lower slowly"),
        ("that hurts", ASKED),
        ("next", "now we load the bar a little heavier"),
        ("give me thirty more seconds", "rest ninety seconds"),
        ("i feel dizzy", "how does it feel now"),
        ("over weight the keep", LINE),
        ("i'm ready", "say ready when you are set"),
        ("", LINE),
        ("stop", ""),
    ],
)
def test_somebody_else_is_heard(heard: str, said: str) -> None:
    assert not own_words(heard, said)


def test_seconds_later_only_whole_lines_are_an_echo() -> None:
    assert late_echo("keep the weight over the middle", LINE)
    assert not late_echo("your hips", LINE)
    assert not late_echo("hips my hurt back", LINE)
    assert not late_echo("better", "is it better or worse")
