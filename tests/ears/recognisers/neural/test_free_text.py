"""The free transcript: the ways to write a remark, over chances that are made up."""

from pathlib import Path

import numpy as np
import pytest

from coach.ears.recognisers.neural.expected import Expected
from coach.ears.recognisers.neural.free_text import Floats, FreeText
from coach.ears.recognisers.neural.tokens import END, SPACE, Tokens

PIECES = (
    "<unk>",
    "<s>",
    "</s>",
    *(f"{SPACE}{word}" for word in ("my", "back", "bag", "waist", "heavy")),
    "ers",
    "s",
    ".",
)
MY, BACK, BAG, WAIST, HEAVY, ERS = range(3, 9)
NEVER = -20.0


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(b"".join(bytes([len(piece.encode())]) + piece.encode() for piece in PIECES))
    return Tokens(path)


def chances(*rows: dict[int, float]) -> Floats:
    """Log probabilities: those given, and next to none for every other piece."""
    found = np.full((len(rows), len(PIECES)), NEVER, np.float32)
    for number, row in enumerate(rows):
        for piece, chance in row.items():
            found[number, piece] = chance
    return found


def after(text: FreeText, *steps: Floats) -> str:
    """What is written after these steps, whose rows are in the order of the ways."""
    for step in steps:
        text.go_on(step)
        text.moved()
    return text.written.text


ASTRAY = (
    chances({BAG: -0.6, WAIST: -0.8}),
    chances({ERS: -2.0}, {HEAVY: -0.1}),
    chances({END: -0.1}, {END: -0.5}),
)
"""What begins likelier is less likely as a whole; after the second step the better way is the first row."""


def test_what_is_likelier_as_a_whole_is_written_though_it_began_less_likely(tokens: Tokens) -> None:
    assert after(FreeText(tokens, Expected(), 2), *ASTRAY) == "waist heavy"


def test_one_way_alone_is_led_astray_by_its_first_piece(tokens: Tokens) -> None:
    assert after(FreeText(tokens, Expected(), 1), *ASTRAY) == "bagers"


ALIKE = (chances({MY: -0.1}), chances({BAG: -0.5, BACK: -1.2}, {}), chances({END: -0.1}, {END: -0.1}))


def test_an_expected_word_is_written_where_another_is_hardly_likelier(tokens: Tokens) -> None:
    assert after(FreeText(tokens, Expected(), 2), *ALIKE) == "my bag"
    assert after(FreeText(tokens, Expected({"my", "back"}), 2), *ALIKE) == "my back"


def test_how_likely_a_text_is_does_not_tell_of_the_charge(tokens: Tokens) -> None:
    text = FreeText(tokens, Expected({"my", "back"}), 1)
    after(text, chances({MY: -0.1}), chances({WAIST: -0.5}), chances({END: -0.1}))
    assert text.written.logp == pytest.approx(-0.7)
    assert text.logp == text.written.logp


def test_nothing_goes_on_behind_a_whole_text_that_no_other_can_overtake(tokens: Tokens) -> None:
    text = FreeText(tokens, Expected(), 2)
    assert [way.pieces for way in text.go_on(chances({MY: -0.1, BACK: -3.0}))] == [(MY,), (BACK,)]
    text.moved()
    assert text.go_on(chances({END: -0.1, HEAVY: -2.0}, {HEAVY: -0.1})) == []
    assert text.written.text == "my"


def test_a_text_that_never_ends_is_written_as_far_as_it_came(tokens: Tokens) -> None:
    assert after(FreeText(tokens, Expected(), 2), chances({MY: -0.1}), chances({BACK: -0.1}, {BACK: -0.1})) == "my back"


def test_a_text_still_going_is_written_where_it_counts_more_than_the_whole_one(tokens: Tokens) -> None:
    text = FreeText(tokens, Expected(), 2)
    written = after(text, chances({MY: -0.1}), chances({END: -7.0, BACK: -0.1}, {}))
    assert written == "my back"
    assert text.logp == pytest.approx(-0.2)


def test_a_whole_text_is_written_where_it_counts_as_much_as_the_one_still_going(tokens: Tokens) -> None:
    text = FreeText(tokens, Expected(), 2)
    steps = chances({MY: -0.25}), chances({END: -1.0, BACK: -0.5}, {}), chances({HEAVY: -0.5}, {})
    assert after(text, *steps) == "my"
