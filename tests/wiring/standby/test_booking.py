"""The calendar of a box that runs: what is wrong with the file is told, and that it is mended too."""

from pathlib import Path

from coach.wiring.standby.calendar import Booking


def test_a_calendar_that_is_broken_and_mended_while_the_box_runs_is_told_of_both_once(tmp_path: Path) -> None:
    path, told = tmp_path / "calendar.yaml", list[str]()
    path.write_text("plan: []\n")
    booking = Booking(path, {"rdl-day": "RDL day"}, {}, "UTC", told.append)
    with booking.open(tmp_path / "agenda.json", lambda _due: None):
        for text in ("plan:\n  - fri 26:99 rdl-day\n", "plan: [\n", "plan:\n  - fri 18:30 rdl-day\n"):
            path.write_text(text)
            booking.recheck()
            booking.recheck()
    assert [line.split(".")[0] for line in told] == [
        "Going on without the calendar",
        "Going on without the calendar",
        "The calendar can be read again, and holds from now on",
    ]
