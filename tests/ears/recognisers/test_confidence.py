"""How well the evidence speaks for a phrase: what a short word may take, and what must be left behind the last one."""

from dataclasses import replace

import pytest

from coach.ears.recognisers.confidence import Evidence, confidence, usual_frames

SAID = Evidence(
    text="my back",
    expected=("M", "AY", "B", "AE", "K"),
    heard=("M", "AY", "B", "AE", "K"),
    outside=0,
    spoken_frames=55,
    inner_silence=0,
    score=-0.0005,
    begin=0.3,
    end=0.85,
    last_pace=9.0,
    left=20,
    clearance=40.0,
)


@pytest.mark.parametrize(("word", "phones", "frames"), [("ouch", "AW CH", 36), ("go", "G OW", 36), ("no", "N OW", 34)])
def test_a_short_word_called_out_alone_is_not_slow(word: str, phones: str, frames: int) -> None:
    said = replace(SAID, text=word, expected=tuple(phones.split()), heard=tuple(phones.split()), spoken_frames=frames)
    quicker = replace(said, spoken_frames=round(usual_frames(said.expected)) // 2)
    assert confidence(said) == confidence(quicker)


def test_what_takes_twice_as_long_as_usual_is_believed_less() -> None:
    slow = replace(SAID, spoken_frames=round(2 * usual_frames(SAID.expected)))
    assert confidence(slow)[0] < confidence(SAID)[0]
    assert confidence(slow)[1] == "it is slow"


@pytest.mark.parametrize(
    "doubted", [replace(SAID, last_pace=3.0), replace(SAID, left=2)], ids=["squeezed", "drawn out into the silence"]
)
def test_a_last_word_whose_end_was_not_said_is_doubted(doubted: Evidence) -> None:
    assert confidence(doubted)[0] < confidence(SAID)[0]
    assert confidence(doubted)[1] == "its end was not said"


def test_the_same_fit_is_believed_more_in_noise_than_in_a_quiet_room() -> None:
    assert confidence(replace(SAID, clearance=10.0))[0] > confidence(SAID)[0]
