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
        ("no appointment at all", "no appointment at all"),
    ],
)
def test_a_line_is_put_into_the_calendars_own_figures(written: str, meant: str) -> None:
    assert in_figures(written, TODAY) == meant
