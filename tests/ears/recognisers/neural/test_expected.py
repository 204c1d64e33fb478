"""Words that are expected near a coach, as a transcript comes piece by piece."""

import pytest

from coach.ears.recognisers.neural.expected import Begun, Expected

EXPECTED = Expected({"my", "back", "backs", "hip", "don't", "kilos"})


def led_out(expected: Expected, *pieces: str | None) -> list[bool]:
    """Whether each piece led out of the expected words, one after the other."""
    begun, found = Begun(), []
    for letters in pieces:
        begun, out = expected.on(begun, letters)
        found.append(out)
    return found


@pytest.mark.parametrize(
    "pieces",
    [(" my", " ba", "ck"), (" my", " back."), (" don", "'t", " "), (" 90", "kg"), (" 2", ".", "5 "), (" 5", "%", " ")],
)
def test_expected_words_and_numbers_lead_nowhere_else(pieces: tuple[str, ...]) -> None:
    assert not any(led_out(EXPECTED, *pieces))


@pytest.mark.parametrize(
    ("pieces", "out"),
    [
        ((" my", " bag"), [False, True]),
        ((" my", " ba", " hip"), [False, False, True]),
        ((" ba", " "), [False, True]),
        ((" zoo",), [True]),
        ((" my", None), [False, True]),
    ],
)
def test_the_piece_that_leads_to_another_word_leads_out(pieces: tuple[str | None, ...], out: list[bool]) -> None:
    assert led_out(EXPECTED, *pieces) == out


def test_the_rest_of_another_word_is_not_charged_again_and_the_next_word_is_looked_at_anew() -> None:
    assert led_out(EXPECTED, " b", "it", "ter", "ly", " my", " z") == [False, True, False, False, False, True]


def test_where_no_words_are_expected_nothing_leads_out() -> None:
    assert not any(led_out(Expected(), " my", " bag", None, " "))
