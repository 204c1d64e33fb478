"""Days and times as people write them."""

from datetime import date

import pytest

from coach.planning.words import in_figures

TODAY = date(2026, 11, 29)  # a Sunday


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("daily 7am first hinge", "mon,tue,wed,thu,fri,sat,sun 07:00 first-hinge"),
        ("every day at 07:00 first-hinge", "mon,tue,wed,thu,fri,sat,sun 07:00 first-hinge"),
        ("weekdays 6:30 pm rdl-day", "mon,tue,wed,thu,fri 18:30 rdl-day"),
        ("weekends noon rdl-day", "sat,sun 12:00 rdl-day"),
        ("today 18:30 rdl-day", "2026-11-29 18:30 rdl-day"),
        ("Tomorrow 6pm RDL day", "2026-11-30 18:00 rdl-day"),
        ("the day after tomorrow 12am x", "2026-12-01 00:00 x"),
        ("in 3 days 12pm x", "2026-12-02 12:00 x"),
        ("in 2 weeks 9am race pre race 35 minutes before", "2026-12-13 09:00 race pre-race 35 minutes before"),
        ("next sunday midday x", "2026-12-06 12:00 x"),
        ("this sunday 18:30 x", "2026-11-29 18:30 x"),
        ("next Monday at 18:30 deadlift day", "2026-11-30 18:30 deadlift-day"),
        ("mondays and thursdays 18:30 rdl day except 2026-12-24", "mon,thu 18:30 rdl-day except 2026-12-24"),
        ("every mon, wed 18:30 x", "mon,wed 18:30 x"),
        ("mon,thu 18:30 deadlift-day", "mon,thu 18:30 deadlift-day"),
        ("2026-12-05 09:00 race pre-race", "2026-12-05 09:00 race pre-race"),
        ("next mon., 18:30 x", "2026-11-30 18:30 x"),
        ("mon-fri 6 p.m. rdl day", "mon,tue,wed,thu,fri 18:00 rdl-day"),
        ("Monday to Friday 7:15 A.M. x", "mon,tue,wed,thu,fri 07:15 x"),
        ("fri-mon 18:30 x", "fri,sat,sun,mon 18:30 x"),
        ("mon-wed, sat 18:30 x", "mon,tue,wed,sat 18:30 x"),
        ("mon & thu 18h30 rdl day", "mon,thu 18:30 rdl-day"),
        ("mon/thu 18h x", "mon,thu 18:00 x"),
        ("tues, weds and thurs at 9h05 x", "tue,wed,thu 09:05 x"),
        ("mon 18:30 2h ride", "mon 18:30 2h-ride"),
        ("5 december 18:30 x", "2026-12-05 18:30 x"),
        ("on Saturday, the 5th of December at 6pm x", "2026-12-05 18:00 x"),
        ("Dec 5th, 2027 9am race pre race", "2027-12-05 09:00 race pre-race"),
        ("29 november 23:00 x", "2026-11-29 23:00 x"),
        ("28 november 18:30 x", "2027-11-28 18:30 x"),
        ("29 feb 18:30 x", "2028-02-29 18:30 x"),
        ("mon 5 december 18:30 x", "mon 5 december 18:30 x"),
        ("31 june 18:30 x", "31 june 18:30 x"),
        ("5/12 18:30 x", "5/12 18:30 x"),
        ("in two days 6pm x", "2026-12-01 18:00 x"),
        ("in a week at noon x", "2026-12-06 12:00 x"),
        ("5.12.2027 18:30 x", "2027-12-05 18:30 x"),
        ("on 5. 12. 2027 6pm rdl day", "2027-12-05 18:00 rdl-day"),
        ("5.12. 18:30 x", "2026-12-05 18:30 x"),
        ("31.6.2027 18:30 x", "31.6.2027 18:30 x"),
        ("5.13.2027 18:30 x", "5.13.2027 18:30 x"),
        ("mon half past six pm rdl day", "mon 18:30 rdl-day"),
        ("tomorrow at half past six in the evening rdl day", "2026-11-30 18:30 rdl-day"),
        ("mon quarter to seven in the morning x", "mon 06:45 x"),
        ("mon a quarter past twelve pm x", "mon 12:15 x"),
        ("mon quarter to one pm x", "mon 12:45 x"),
        ("mon six thirty pm x", "mon 18:30 x"),
        ("mon seven o'clock in the morning x", "mon 07:00 x"),
        ("mon half past six x", "mon half past six x"),
        ("mon 18:30 half past six", "mon 18:30 half-past-six"),
        ("mon 18:30 seven in the morning", "mon 18:30 seven-in-the-morning"),
        ("no appointment at all", "no appointment at all"),
    ],
)
def test_a_line_is_put_into_the_calendars_own_figures(written: str, meant: str) -> None:
    assert in_figures(written, TODAY) == meant
