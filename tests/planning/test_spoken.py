"""The calendar by voice: what is understood, what is asked, and what a yes changes.

It is noon on Tuesday, 24 November 2026.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from coach.core import wording
from coach.core.standby.rebooking import CalendarSaid, Change
from coach.planning.appointments import parse
from coach.planning.calendar import PlanFile
from coach.planning.phrasing import spoken_moment, spoken_time
from coach.planning.spoken import Diary, answer
from tests import shipped
from tests.core.plans import stock_lines

ZURICH = ZoneInfo("Europe/Zurich")
LINES = stock_lines()
TITLES = {"rdl-day": "RDL day", "first-hinge": "First hinge", "pre-race": "Race warm-up"}
PHRASES = shipped.phrases()
WEEK = ("mon,thu 18:30 rdl-day", "wed 06:45 first-hinge", "2026-11-28 09:00 race pre-race")


def zurich(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZURICH)


def said(words: str, *planned: str, now: str = "2026-11-24T12:00") -> CalendarSaid:
    """The calendar's answer to these words; without a plan of its own the week above holds."""
    understood = PHRASES.match(words)
    assert understood is not None, "not understood"
    plan = PlanFile(tuple(parse(line) for line in planned or WEEK))
    return answer(understood.intent, understood.slots, Diary(plan, zurich(now), TITLES, LINES))


def sentence(found: CalendarSaid) -> str:
    return wording.fill(LINES[found.line].variants[0], found.fields)


@pytest.mark.parametrize(
    ("words", "asks", "into"),
    [
        (
            "plan rdl day on friday at six thirty",
            "Plan RDL day on Friday at half past six in the evening, yes or no?",
            "2026-11-27 18:30 rdl-day",
        ),
        (
            "plan first hinge on friday at six thirty",
            "Plan First hinge on Friday at half past six in the morning, yes or no?",
            "2026-11-27 06:30 first-hinge",
        ),
        (
            "plan rdl day on friday at six thirty in the morning",
            "Plan RDL day on Friday at half past six in the morning, yes or no?",
            "2026-11-27 06:30 rdl-day",
        ),
        (
            "plan rdl day today at one",
            "Plan RDL day today at one in the afternoon, yes or no?",
            "2026-11-24 13:00 rdl-day",
        ),
        (
            "plan first hinge today at seven",
            "Plan First hinge today at seven in the evening, yes or no?",
            "2026-11-24 19:00 first-hinge",
        ),
        (
            "plan rdl day tomorrow at noon",
            "Plan RDL day tomorrow at twelve in the afternoon, yes or no?",
            "2026-11-25 12:00 rdl-day",
        ),
        (
            "plan rdl day tonight at nine",
            "Plan RDL day today at nine in the evening, yes or no?",
            "2026-11-24 21:00 rdl-day",
        ),
        (
            "plan rdl day on tuesday at 18:45",
            "Plan RDL day on Tuesday next week at quarter to seven in the evening, yes or no?",
            "2026-12-01 18:45 rdl-day",
        ),
        (
            "plan rdl day every tuesday at 6:05 am",
            "Plan RDL day every Tuesday at six oh five in the morning, yes or no?",
            "tue 06:05 rdl-day",
        ),
    ],
)
def test_a_session_is_planned_for_the_day_and_the_half_that_is_meant(words: str, asks: str, into: str) -> None:
    found = said(words)
    assert (sentence(found), found.change) == (asks, Change(into=(into,)))


@pytest.mark.parametrize(
    ("clock", "planned"), [("six thirty", "18:30"), ("nine", "09:00"), ("two", "14:00"), ("twelve", "12:00")]
)
def test_where_nothing_is_planned_an_unclear_time_is_in_the_waking_day(clock: str, planned: str) -> None:
    found = said(f"plan rdl day tomorrow at {clock}", "2020-01-01 14:00 x")
    assert found.change == Change(into=(f"2026-11-25 {planned} rdl-day",))


@pytest.mark.parametrize(
    ("words", "asks", "change"),
    [
        (
            "cancel thursday's session",
            "Cancel RDL day on Thursday at half past six in the evening, yes or no?",
            Change(("mon,thu 18:30 rdl-day",), ("mon,thu 18:30 rdl-day except 2026-11-26",)),
        ),
        (
            "skip this week's rdl day",
            "Cancel RDL day on Thursday at half past six in the evening, yes or no?",
            Change(("mon,thu 18:30 rdl-day",), ("mon,thu 18:30 rdl-day except 2026-11-26",)),
        ),
        (
            "cancel saturday's session",
            "Cancel Race warm-up on Saturday at eight twenty five in the morning, yes or no?",
            Change(("2026-11-28 09:00 race pre-race",), ()),
        ),
        (
            "cancel rdl day on mondays",
            "Cancel RDL day every Monday, yes or no?",
            Change(("mon,thu 18:30 rdl-day",), ("thu 18:30 rdl-day",)),
        ),
        (
            "cancel first hinge every wednesday",
            "Cancel First hinge every Wednesday, yes or no?",
            Change(("wed 06:45 first-hinge",), ()),
        ),
    ],
)
def test_one_day_or_every_one_is_cancelled_and_the_rest_of_the_plan_stands(
    words: str, asks: str, change: Change
) -> None:
    found = said(words)
    assert (sentence(found), found.change) == (asks, change)


@pytest.mark.parametrize(
    ("words", "when", "moved"),
    [
        ("move thursday's session to seven", "on Thursday at seven in the evening", "2026-11-26 19:00 rdl-day"),
        ("move thursday's session to friday", "on Friday at half past six in the evening", "2026-11-27 18:30 rdl-day"),
        (
            "move rdl day to friday at eight in the morning",
            "on Friday at eight in the morning",
            "2026-11-27 08:00 rdl-day",
        ),
        ("move thursday's session to noon", "on Thursday at twelve in the afternoon", "2026-11-26 12:00 rdl-day"),
    ],
)
def test_one_session_is_moved_and_the_others_of_its_week_stay(words: str, when: str, moved: str) -> None:
    found = said(words)
    assert sentence(found) == f"Move RDL day on Thursday at half past six in the evening to {when}, yes or no?"
    assert found.change == Change(("mon,thu 18:30 rdl-day",), ("mon,thu 18:30 rdl-day except 2026-11-26", moved))


def test_today_s_session_is_moved_to_the_half_of_the_day_it_is_in() -> None:
    found = said("move today's session to seven", "tue 18:30 rdl-day")
    assert found.change == Change(
        ("tue 18:30 rdl-day",), ("tue 18:30 rdl-day except 2026-11-24", "2026-11-24 19:00 rdl-day")
    )


def test_what_was_moved_once_is_moved_again() -> None:
    found = said("move today's session to eight", "2026-11-24 19:00 rdl-day")
    assert found.change == Change(("2026-11-24 19:00 rdl-day",), ("2026-11-24 20:00 rdl-day",))


def test_a_date_skipped_long_ago_is_let_go_with_the_next_change() -> None:
    found = said("cancel thursday's session", "thu 18:30 rdl-day except 2026-11-19")
    assert found.change == Change(("thu 18:30 rdl-day except 2026-11-19",), ("thu 18:30 rdl-day except 2026-11-26",))


def test_a_cancelled_day_is_not_cancelled_again() -> None:
    assert said("cancel thursday's session", "thu 18:30 rdl-day except 2026-11-26").line == "calendar.none"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("plan rdl day on friday", "calendar.when"),
        ("plan rdl day today at nine in the morning", "calendar.past"),
        ("plan rdl day every thursday at 18:30", "calendar.ask_every"),
        ("move thursday's session to today at eleven in the morning", "calendar.past"),
        ("cancel friday's session", "calendar.none"),
        ("cancel first hinge every friday", "calendar.none"),
        ("move tomorrow's rdl day to seven", "calendar.none"),
        ("move saturday's session to ten", "calendar.race"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(words: str, line: str) -> None:
    found = said(words)
    assert found.line == line
    assert found.change is None or line == "calendar.ask_every"


def test_what_is_planned_already_is_not_planned_twice() -> None:
    assert said("plan rdl day every thursday at 18:30", "thu 18:30 rdl-day").line == "calendar.already"
    twice = ("2026-11-26 18:30 rdl-day", "2026-11-26 19:30 rdl-day")
    assert said("move thursday's session to seven thirty", *twice).line == "calendar.already"


def test_of_two_sessions_on_one_day_it_asks_which() -> None:
    found = said("cancel thursday's session", "thu 18:30 rdl-day", "thu 07:00 first-hinge")
    assert sentence(found) == "On Thursday there is First hinge, RDL day. Say it again with its name."


def test_of_two_sessions_on_one_day_the_named_one_is_meant() -> None:
    found = said("cancel thursday's rdl day", "thu 18:30 rdl-day", "thu 07:00 first-hinge")
    assert found.change is not None
    assert found.change.out == ("thu 18:30 rdl-day",)


@pytest.mark.parametrize(
    ("planned", "says"),
    [
        ("thu 18:30 rdl-day", "Next comes RDL day on Thursday at half past six in the evening."),
        (
            "2026-12-05 09:00 race pre-race",
            "Next comes Race warm-up in eleven days, on Saturday at eight twenty five in the morning.",
        ),
        ("2020-01-01 09:00 rdl-day", "Nothing is planned."),
    ],
)
def test_what_comes_next_is_told(planned: str, says: str) -> None:
    assert sentence(said("when is the next session", planned)) == says


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (18, 30, "half past six"),
        (7, 0, "seven"),
        (8, 45, "quarter to nine"),
        (12, 15, "quarter past twelve"),
        (9, 20, "nine twenty"),
        (0, 5, "twelve oh five"),
    ],
)
def test_times_of_day_are_said_as_people_say_them(hour: int, minute: int, words: str) -> None:
    assert spoken_time(LINES, datetime(2026, 5, 17, hour, minute, tzinfo=ZURICH)) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [(24, "today"), (25, "tomorrow"), (29, "on Sunday"), (30, "on Monday")],
)
def test_a_day_within_the_week_is_told_by_its_name(day: int, words: str) -> None:
    moment = datetime(2026, 11, day, 7, 0, tzinfo=ZURICH)
    assert spoken_moment(LINES, moment, zurich("2026-11-24T12:00").date()) == f"{words} at seven in the morning"
