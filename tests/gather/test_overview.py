"""A trainer's table: everybody on every box, each session once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from coach.core.branches import RED_FLAG
from coach.core.plan import Unit
from coach.errors import InputError
from coach.gather.everybody import ago, page, row_of
from coach.gather.gathered import Gathered, gathered_path
from coach.gather.overview import Known, Standing, known, standings
from coach.journal.exchange import transfer
from coach.journal.past import PastSession
from coach.journal.storage.database import Database
from tests.gather.gym import LIFTERS, RACKS, gym
from tests.gather.test_merging import typed
from tests.journal.pasts import FIRST, complaint, day, lift, ramp

TODAY = FIRST.date() + timedelta(days=60)  # a Friday


def only(*sessions: PastSession, boxes: dict[str, str] | None = None) -> Standing:
    (found,) = standings(Known(sessions, boxes or {}), TODAY, Unit.KILOS)
    return found


def test_sets_of_this_week_are_working_sets_since_monday() -> None:
    done = only(day(55, lift(), lift()), day(56, ramp(), lift(), lift()), day(60, lift()))
    assert done.sets_this_week == 3
    assert done.last.key == "day-60"


def test_the_trend_compares_four_weeks_with_the_four_before() -> None:
    assert only(day(10, lift(80.0)), day(40, lift(100.0))).trend == pytest.approx(1.25)


def test_who_did_not_train_in_one_of_the_spans_has_no_trend() -> None:
    assert only(day(40, lift())).trend is None
    assert only(day(10, lift())).trend is None


def test_pounds_and_kilos_are_compared_as_what_they_weigh() -> None:
    done = only(day(10, lift(100.0)), day(40, lift(220.462), unit=Unit.POUNDS))
    assert done.trend == pytest.approx(1.0, abs=0.001)


def test_complaints_of_the_last_four_weeks_are_counted_and_those_taken_back_are_not() -> None:
    old, back, knee = complaint("neck"), complaint("wrist", "false_alarm"), complaint("knee")
    done = only(
        day(20, lift(), complaints=(old,)),
        day(40, lift(), complaints=(complaint(), knee, back)),
        day(50, lift(), complaints=(complaint(),)),
    )
    assert done.complaints == (("low_back", 2), ("knee", 1))
    assert not done.red_flag


def test_a_red_flag_is_told() -> None:
    assert only(day(50, lift(), reason=RED_FLAG)).red_flag
    assert not only(day(20, lift(), reason=RED_FLAG), day(50, lift())).red_flag


def test_whoever_trained_last_stands_first() -> None:
    told = Known((day(1, lift(), lifter="Ann"), day(9, lift(), lifter="Kim"), day(5, lift(), lifter="Sam")), {})
    assert [each.lifter for each in standings(told, TODAY, Unit.KILOS)] == ["Kim", "Sam", "Ann"]


def test_where_no_name_was_set_it_is_somebody_else_on_every_box() -> None:
    sessions = (day(1, lift(), lifter="me"), day(2, lift(), lifter="me"), day(3, lift(), lifter="me"))
    told = Known(sessions, {"day-2": "rack-1", "day-3": "rack-2"})
    assert {each.lifter for each in standings(told, TODAY, Unit.KILOS)} == {"me", "me (rack-1)", "me (rack-2)"}


# ---------------------------------------------------------------------- from the files


def kept(folder: Path, sessions: Sequence[PastSession]) -> None:
    """These sessions are in the journal of this box."""
    database = Database(folder / "journal.sqlite")
    transfer.take_in(database, sessions)
    database.close()


def test_a_lifter_who_has_not_been_here_for_a_year_is_still_told(tmp_path: Path) -> None:
    kept(tmp_path, [day(-365, lift(), lifter="Ann"), day(59, lift(), lifter="Kim")])
    found = standings(known(tmp_path, TODAY), TODAY, Unit.KILOS)
    assert [(each.lifter, each.last.day) for each in found] == [
        ("Kim", date(2026, 3, 5)),
        ("Ann", date(2025, 1, 5)),
    ]


def test_thirty_lifters_are_thirty_lines(tmp_path: Path) -> None:
    kept(tmp_path, [day(each, lift(), lifter=f"lifter-{each}") for each in range(30)])
    told = typed(tmp_path, "history", "--all-boxes").splitlines()
    assert told[0].split() == ["lifter", "last", "session", "where", "sets", "this", "week", "trend", "complaints"]
    assert len(told) == 31
    assert told[1].startswith("lifter-29  2026-02-03, Romanian day  here")


def test_forgetting_says_that_what_was_gathered_is_not_touched(tmp_path: Path) -> None:
    kept(tmp_path, [day(1, lift())])
    assert "boxes" not in typed(tmp_path, "forget", "--lifter", "Sam", "--yes")
    Gathered(gathered_path(tmp_path)).close()
    assert "What boxes sent each other is not touched" in typed(tmp_path, "forget", "--all", "--yes")


def test_a_session_that_was_gathered_and_stands_in_the_journal_too_counts_once(tmp_path: Path) -> None:
    kept(tmp_path, [day(59, lift(), lift())])
    gathered = Gathered(gathered_path(tmp_path))
    transfer.take_in(gathered.database, [day(59, lift(), lift()), day(58, lift(), lifter="Kim")])
    gathered.close()
    found = standings(known(tmp_path, TODAY), TODAY, Unit.KILOS)
    assert [(each.lifter, each.sets_this_week) for each in found] == [("Sam", 2), ("Kim", 1)]


def test_a_table_of_nobody_says_how_it_is_filled(tmp_path: Path) -> None:
    assert typed(tmp_path, "history", "--all-boxes").startswith("Nothing yet. 'coach gather once' and 'coach import'")


def test_thirty_lifters_on_six_racks_are_a_page_of_their_own_that_only_its_owner_reads(tmp_path: Path) -> None:
    gym(tmp_path, datetime.now().astimezone())
    told = typed(tmp_path, "history", "--all-boxes", "--html", str(tmp_path / "everybody.html"))
    page = (tmp_path / "everybody.html").read_text()
    assert told == f"The report is in {tmp_path / 'everybody.html'}.\n"
    assert all(f"<h2>{name}</h2>" in page for name in LIFTERS)
    assert "<p>30 lifters, 1 with a red flag in the last four weeks</p>" in page
    assert all(f"rack-{number + 1}" in page for number in range(RACKS))
    assert "<br>low back (7 times), hip (3 times)</li>" in page
    assert (tmp_path / "everybody.html").stat().st_mode & 0o077 == 0


def test_a_name_with_markup_in_it_is_a_name() -> None:
    row = row_of(only(day(55, lift(), lifter="<b>Kim", title="<i>")), TODAY)
    assert "<h2>&lt;b&gt;Kim</h2>" in page([row])
    assert "<i>" not in page([row])


def test_a_page_of_nobody_is_refused_with_what_brings_sessions_in(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to write yet; 'coach gather once' and 'coach import'"):
        typed(tmp_path, "history", "--all-boxes", "--html", str(tmp_path / "everybody.html"))


@pytest.mark.parametrize(("days", "told"), [(-1, "today"), (0, "today"), (1, "yesterday"), (9, "9 days ago")])
def test_how_long_ago_is_told_in_days(days: int, told: str) -> None:
    assert ago(days) == told
