"""The race's start stays where the wall clock puts it, also when that clock was wrong."""

from datetime import datetime
from queue import SimpleQueue
from zoneinfo import ZoneInfo

from coach.clocks import MachineTime, SessionTime
from coach.core.events import Event, Heard
from coach.planning.waiting import Look
from coach.wiring.start_signal import gun_watched, race_event
from tests.wiring.workshop import Workshop, of

ZONE = ZoneInfo("Europe/Zurich")


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 5, 17, hour, minute, tzinfo=ZONE)


def test_the_time_to_the_gun_is_told_in_minutes() -> None:
    assert race_event(at(9, 0), at(8, 20), SessionTime(3.0)) == Heard(
        SessionTime(3.0), "race_in", {"minutes": 40.0}, ""
    )


def test_a_gun_that_has_gone_is_no_minutes_away() -> None:
    assert race_event(at(9, 0), at(9, 5), SessionTime(3.0)).slots == {"minutes": 0.0}


def told(looks: list[Look], events: int) -> list[float]:
    """The minutes told while the clock shows these looks, one after the other, the last for ever."""
    inbox: SimpleQueue[Event] = SimpleQueue()
    left = list(looks)

    def look() -> Look:
        return left.pop(0) if len(left) > 1 else left[0]

    with gun_watched("09:00", str(ZONE), lambda: SessionTime(1.0), inbox.put, look=look, recheck=0.001):
        heard = [inbox.get(timeout=60) for _ in range(events)]
    assert inbox.empty()
    return [float(event.slots["minutes"]) for event in heard if isinstance(event, Heard)]


def test_while_the_clock_runs_evenly_the_gun_is_told_once() -> None:
    assert told(
        [Look(at(8, 0), MachineTime(0.0)), Look(at(8, 1), MachineTime(60.0)), Look(at(8, 2), MachineTime(120.0))], 1
    ) == [60.0]


def test_a_clock_put_forward_by_hours_tells_the_gun_anew() -> None:
    assert told([Look(at(5, 0), MachineTime(0.0)), Look(at(8, 0), MachineTime(2.0))], 2) == [240.0, 60.0]


def test_a_clock_put_back_tells_the_gun_anew() -> None:
    assert told([Look(at(8, 30), MachineTime(0.0)), Look(at(7, 30), MachineTime(2.0))], 2) == [30.0, 90.0]


def test_a_gun_for_a_session_without_a_start_is_refused_in_one_line(workshop: Workshop) -> None:
    result = workshop.coach("run", str(workshop.session), "--gun", "09:00")
    assert result.code == 2
    assert "pre-race" in result.err


def test_a_count_of_beeps_has_no_words_in_it(workshop: Workshop) -> None:
    found = workshop.perform("--ear", "keyboard", "--count", "beeps")
    count = [record for record in of(found, "count") if "tick" in record["words"]]
    assert count
    assert "down" not in count[0]["words"]


def test_an_unknown_way_to_count_is_refused_in_one_line(workshop: Workshop) -> None:
    result = workshop.coach("run", str(workshop.session), "--count", "loudly")
    assert result.code == 2
    assert "lowering" in result.err
