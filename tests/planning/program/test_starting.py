"""Beginning a program: what is kept, and why one is not begun."""

from datetime import date
from pathlib import Path

import pytest

from coach.planning.following import following_path, read_following
from coach.planning.starting import StartError, start
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root

SHIPPED = Library((shipped_root(),))
MONDAY = date(2026, 11, 30)


def test_what_is_begun_is_kept_and_told_with_what_comes_first(tmp_path: Path) -> None:
    began = start("hinge-base", SHIPPED, tmp_path, "kim", MONDAY, days=())
    assert read_following(following_path(tmp_path, "kim")) == began.state
    assert began.first is not None
    assert (began.first.due, began.first.day.text) == (True, "first-hinge")


def test_it_is_done_on_the_lifters_own_days(tmp_path: Path) -> None:
    began = start("hinge-base", SHIPPED, tmp_path, "kim", MONDAY, days=("tue", "fri", "sun"))
    assert began.first is not None
    assert (began.days, began.first.on) == (("tue", "fri", "sun"), date(2026, 12, 1))


def test_a_race_is_where_it_is_whatever_days_are_ones_own(tmp_path: Path) -> None:
    began = start("race-build-up", SHIPPED, tmp_path, "kim", MONDAY, days=("tue",), on=date(2027, 4, 25))
    assert began.days == ()
    assert began.state.race == date(2027, 4, 25)


def test_each_lifter_follows_a_program_of_their_own(tmp_path: Path) -> None:
    start("hinge-base", SHIPPED, tmp_path, "kim", MONDAY, days=())
    start("deadlift-block", SHIPPED, tmp_path, "sam", MONDAY, days=())
    assert [each.name for each in sorted((tmp_path / "programs").iterdir())] == ["kim.json", "sam.json"]


@pytest.mark.parametrize(
    ("name", "on", "why"),
    [
        ("juggling", None, "no_such_program"),
        ("race-build-up", None, "needs_date"),
        ("race-build-up", date(2026, 11, 29), "past_date"),
        ("hinge-base", date(2026, 11, 29), "past_date"),
    ],
)
def test_a_program_that_cannot_begin_says_why_and_nothing_is_kept(
    tmp_path: Path, name: str, on: date | None, why: str
) -> None:
    with pytest.raises(StartError) as refused:
        start(name, SHIPPED, tmp_path, "kim", MONDAY, days=(), on=on)
    assert refused.value.why == why
    assert not following_path(tmp_path, "kim").exists()


def test_a_program_that_is_followed_is_not_left_by_beginning_another(tmp_path: Path) -> None:
    began = start("hinge-base", SHIPPED, tmp_path, "kim", MONDAY, days=())
    with pytest.raises(StartError, match="end it first with: coach program stop") as refused:
        start("deadlift-block", SHIPPED, tmp_path, "kim", MONDAY, days=())
    assert refused.value.why == "another_program"
    assert read_following(following_path(tmp_path, "kim")) == began.state


@pytest.mark.parametrize("on", [date(9999, 12, 31), date(2200, 1, 1)])
def test_a_race_ever_so_far_away_is_no_crash(tmp_path: Path, on: date) -> None:
    assert start("race-build-up", SHIPPED, tmp_path, "kim", MONDAY, days=(), on=on).first is not None
