"""Figures out of blocks."""

import pytest

from coach.displays.screen.figures import SIGNS, clock, drawn


def test_figures_are_as_large_as_the_place_allows() -> None:
    assert drawn("1:05", 13, 3) == ["▄█  ▄ █▀█ █▀▀", " █  ▄ █ █ ▀▀█", "▀▀▀   ▀▀▀ ▀▀▀"]
    large = drawn("1:05", 100, 30)
    assert (len(large[0]), len(large)) == (91, 18)


def test_what_does_not_fit_is_not_drawn() -> None:
    assert drawn("12:34:56", 20, 30) == []
    assert drawn("1", 20, 2) == []
    assert drawn("", 20, 20) == []


def test_a_terminal_without_unicode_gets_other_blocks() -> None:
    rows = drawn("7", 6, 5, ascii_only=True)
    assert rows == ["######", "    ##", "    ##", "    ##", "    ##"]


def test_signs_without_blocks_are_left_out() -> None:
    assert drawn("é1", 9, 3) == drawn("1", 9, 3)
    assert drawn("é", 9, 3) == []


@pytest.mark.parametrize("sign", sorted(SIGNS))
def test_every_sign_has_five_rows_of_the_same_width(sign: str) -> None:
    rows = drawn(sign, 40, 5, ascii_only=True)
    assert len(rows) == 5 or not sign.strip()


def test_no_two_signs_look_the_same() -> None:
    drawings = [tuple(drawn(sign, 12, 6)) for sign in SIGNS]
    assert len(set(drawings)) == len(drawings) - 2  # O and zero, S and five


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0:00"), (59.6, "1:00"), (754, "12:34"), (3661, "1:01:01")])
def test_a_clock_shows_minutes_and_from_an_hour_on_hours(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
