"""The running calendar: what it tells, when, and what becomes of it when the clock jumps or the box was off."""

import json
import queue
import sqlite3
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread, Timer
from zoneinfo import ZoneInfo

import pytest

from coach.clocks import MachineTime
from coach.planning.agenda import Due, Kind, judge, open_agenda, trigger
from coach.planning.appointments import parse
from coach.planning.calendar import PlanFile
from coach.planning.waiting import Look
from tests.planning import clocks

ZURICH = ZoneInfo("Europe/Zurich")
NONE = timedelta()
TEN = timedelta(minutes=10)


def zurich(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        ("2026-11-23T18:30", Kind.BEGIN),
        ("2026-11-23T18:34", Kind.BEGIN),
        ("2026-11-23T18:36", Kind.MISSED),
        ("2026-11-24T18:29", Kind.MISSED),
        ("2026-11-24T18:31", None),
        ("2082-01-01T00:00", None),
    ],
)
def test_a_session_told_late_is_offered_as_missed_and_after_a_day_no_more(now: str, kind: Kind | None) -> None:
    due = judge("mon 18:30 deadlift-day", False, zurich("2026-11-23T18:30"), TEN, zurich(now))
    assert (due and due.kind) == kind


@pytest.mark.parametrize(
    ("now", "told"), [("2026-11-23T18:20", True), ("2026-11-23T18:29", True), ("2026-11-23T18:30", False)]
)
def test_a_reminder_is_given_only_while_the_session_lies_ahead(now: str, told: bool) -> None:
    due = judge("mon 18:30 deadlift-day", True, zurich("2026-11-23T18:20"), TEN, zurich(now))
    assert due == (Due(Kind.REMINDER, "deadlift-day", zurich("2026-11-23T18:30")) if told else None)


@pytest.mark.parametrize(
    ("now", "told"), [("2026-12-05T08:25", True), ("2026-12-05T08:59", True), ("2026-12-05T09:00", False)]
)
def test_a_race_s_warm_up_is_told_until_the_gun_goes(now: str, told: bool) -> None:
    due = judge("2026-12-05 09:00 race pre-race", False, zurich("2026-12-05T08:25"), TEN, zurich(now))
    gun = zurich("2026-12-05T09:00")
    assert due == (Due(Kind.BEGIN, "pre-race", zurich("2026-12-05T08:25"), gun) if told else None)


@pytest.mark.parametrize(
    ("text", "lead", "now", "expected"),
    [
        ("mon,thu 18:30 x", TEN, "2026-11-23T12:00", "2026-11-23T18:20"),
        ("mon 00:05 x", TEN, "2026-11-20T12:00", "2026-11-22T23:55"),
        ("sun 18:30 x", NONE, "2026-03-28T12:00", "2026-03-29T18:30"),
        ("sun 18:30 x", NONE, "2026-10-24T12:00", "2026-10-25T18:30"),
        ("sun 02:30 x", NONE, "2026-03-28T12:00", "2026-03-29T03:30"),
        ("sun 02:30 x", NONE, "2026-10-24T12:00", "2026-10-25T02:30"),
        ("2026-03-29 03:10 race x 60 minutes before", NONE, "2026-03-01T00:00", "2026-03-29T01:10"),
    ],
)
def test_the_scheduler_s_triggers_agree_with_the_wall_over_clock_changes(
    text: str, lead: timedelta, now: str, expected: str
) -> None:
    fires = trigger(parse(text), lead, ZURICH).get_next_fire_time(None, zurich(now))
    assert fires.timestamp() == zurich(expected).timestamp()


def machine() -> Look:
    return Look(datetime.now(UTC).astimezone(ZoneInfo("UTC")), MachineTime(time.monotonic()))


def plan_in(seconds: float) -> tuple[PlanFile, float]:
    """A plan whose one session begins on the next full minute from `seconds` ahead, and that minute."""
    begin = datetime.fromtimestamp((time.time() + seconds) // 60 * 60, UTC)
    return PlanFile((parse(f"{begin:%Y-%m-%d %H:%M} deadlift-day"),), "UTC", 0), begin.timestamp()


def test_a_session_planned_and_taken_out_again_leaves_no_job(tmp_path: Path) -> None:
    planned, _ = plan_in(3600)
    told: queue.SimpleQueue[Due] = queue.SimpleQueue()
    with open_agenda(tmp_path / "c.json", planned, ZoneInfo("UTC"), told.put, machine) as agenda:
        assert len(agenda.jobs()) == 1
        agenda.keep(PlanFile())
        assert agenda.jobs() == []


def test_the_same_plan_kept_twice_is_the_same_jobs(tmp_path: Path) -> None:
    weekly = PlanFile((parse("mon,thu 18:30 deadlift-day"),), "UTC", 10)
    for _ in range(2):
        with open_agenda(tmp_path / "c.json", weekly, ZoneInfo("UTC"), print, machine) as agenda:
            agenda.keep(weekly)
            assert len(agenda.jobs()) == 2


@pytest.mark.parametrize("damage", [b"this is no JSON" * 100, b"[1, 2]", b'{"x": "soon", "y": NaN}', b"\xff\xfe"])
def test_a_damaged_file_of_dues_is_made_anew_and_the_calendar_still_runs(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "c.json"
    file.write_bytes(damage)
    planned, begin = plan_in(3600)
    with open_agenda(file, planned, ZoneInfo("UTC"), print, machine) as agenda:
        assert len(agenda.jobs()) == 1
    assert list(json.loads(file.read_text()).values()) == [begin]


def test_what_an_older_coach_kept_in_a_database_is_taken_over(tmp_path: Path) -> None:
    """The database of the APScheduler's own store: a session that it knew and that was missed is still offered."""
    file = tmp_path / "c.json"
    planned, begin = plan_in(3600)
    with open_agenda(file, planned, ZoneInfo("UTC"), print, machine):
        [name] = json.loads(file.read_text())
    file.unlink()
    with closing(sqlite3.connect(tmp_path / "c.sqlite")) as database, database:
        database.execute("CREATE TABLE apscheduler_jobs (id VARCHAR(191), next_run_time FLOAT, job_state BLOB)")
        database.execute("INSERT INTO apscheduler_jobs VALUES (?, ?, ?)", (name, begin - 7200, b"pickled"))
    told: queue.SimpleQueue[Due] = queue.SimpleQueue()
    with open_agenda(file, planned, ZoneInfo("UTC"), told.put, later_by(2 * 3600)):
        assert told.get(timeout=5).kind is Kind.MISSED
    assert not (tmp_path / "c.sqlite").exists()


def later_by(seconds: float) -> Callable[[], Look]:
    """A machine whose wall clock is that far ahead of the scheduler's own."""
    return lambda: Look(machine().wall + timedelta(seconds=seconds), MachineTime(time.monotonic()))


def test_a_damaged_database_of_an_older_coach_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").write_bytes(b"this is no database" * 100)
    planned, _ = plan_in(3600)
    with open_agenda(tmp_path / "c.json", planned, ZoneInfo("UTC"), print, machine) as agenda:
        assert len(agenda.jobs()) == 1


def test_a_calendar_runs_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    planned, _ = plan_in(3600)
    with open_agenda(tmp_path / "file" / "c.json", planned, ZoneInfo("UTC"), print, machine) as agenda:
        assert len(agenda.jobs()) == 1


@pytest.mark.parametrize(
    ("reminder", "planned", "told"),
    [
        (False, "2026-11-26T18:30", False),
        (True, "2026-11-26T18:20", False),
        (False, "2026-11-30T18:30", True),
        (True, "2026-11-30T18:20", True),
    ],
)
def test_a_date_that_is_skipped_is_not_told_of_and_the_next_one_is(reminder: bool, planned: str, told: bool) -> None:
    text = "mon,thu 18:30 deadlift-day except 2026-11-26"
    assert (judge(text, reminder, zurich(planned), TEN, zurich(planned)) is not None) == told


def test_a_reminder_before_midnight_belongs_to_the_date_that_is_skipped() -> None:
    text = "mon 00:05 deadlift-day except 2026-11-23"
    assert judge(text, True, zurich("2026-11-22T23:55"), TEN, zurich("2026-11-22T23:55")) is None


def test_a_date_skipped_later_leaves_the_job_and_its_due_time(tmp_path: Path) -> None:
    before, after = (
        PlanFile((parse(f"mon,thu 18:30 x{skipped}"),), "UTC", 10) for skipped in ("", " except 2030-01-03")
    )
    with open_agenda(tmp_path / "c.json", before, ZoneInfo("UTC"), print, machine) as agenda:
        due = agenda.jobs()
        agenda.keep(after)
        assert agenda.jobs() == due


@pytest.mark.parametrize("line", ["mon,thu 18:30 deadlift-day", "2099-12-05 10:00 deadlift-day"])
def test_in_another_time_zone_a_session_stays_at_its_time_on_the_wall(tmp_path: Path, line: str) -> None:
    planned = PlanFile((parse(line),), "UTC", 0)
    with open_agenda(tmp_path / "c.json", planned, ZoneInfo("UTC"), print, machine) as agenda:
        [at_home] = agenda.jobs()
        agenda.keep(planned, ZoneInfo("Asia/Tokyo"))
        [abroad] = agenda.jobs()
    assert (abroad.hour, abroad.minute) == (at_home.hour, at_home.minute)
    assert abroad.utcoffset() == timedelta(hours=9)
    assert (at_home - abroad) % timedelta(days=1) == timedelta(hours=9)


def test_who_ends_while_the_due_times_are_being_kept_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, goes_on, kept = Event(), Event(), list[dict[str, float]]()

    def slow(file: Path, dues: Mapping[str, float]) -> None:
        begun.set()
        assert goes_on.wait(10)
        assert file == tmp_path / "c.json"
        kept.append(dict(dues))

    plan = PlanFile((parse("mon,thu 18:30 deadlift-day"),), "UTC", 0)
    with open_agenda(tmp_path / "c.json", plan, ZoneInfo("UTC"), print, machine) as agenda:
        monkeypatch.setattr("coach.planning.agenda.write_dues", slow)
        keeping = Thread(target=agenda.keep, args=(PlanFile(),))
        keeping.start()
        assert begun.wait(10)
        Timer(0.05, goes_on.set).start()
    assert kept == [{}]
    keeping.join(10)


CHILD = """
import json, queue, sys, time
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread, Timer
from zoneinfo import ZoneInfo
from coach.planning.agenda import open_agenda
from coach.planning.appointments import parse
from coach.planning.waiting import Look
from coach.planning.calendar import PlanFile

def look():
    return Look(datetime.now(ZoneInfo("UTC")), time.monotonic())

line, database, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
told = queue.SimpleQueue()
with open_agenda(database, PlanFile((parse(line),), "UTC", 0), ZoneInfo("UTC"), told.put, look) as agenda:
    print("ready", flush=True)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        agenda.recheck()
        try:
            due = told.get(timeout=0.1)
        except queue.Empty:
            continue
        print(json.dumps([due.kind, due.session]), flush=True)
        if len(sys.argv) > 4:
            break
"""


def child(arguments: list[str], library: str, offsets: Path) -> "subprocess.Popen[str]":
    return clocks.child(["-c", CHILD, *arguments], library, offsets)


def read(process: "subprocess.Popen[str]") -> list[list[str]]:
    with process:
        assert process.stdout is not None
        lines = process.stdout.read().split("\n")
    assert process.returncode == 0
    return [json.loads(line) for line in lines if line.startswith("[")]


def test_a_session_missed_while_off_is_offered_once(tmp_path: Path, stepped: str) -> None:
    offsets, database = tmp_path / "offset", str(tmp_path / "c.json")
    offsets.write_text("-3h\n")
    hour_ago = datetime.fromtimestamp(time.time() - 3600, UTC)
    line = f"{hour_ago:%Y-%m-%d %H:%M} deadlift-day"
    assert read(child([line, database, "0.2"], stepped, offsets)) == []
    offsets.write_text("+0\n")
    assert read(child([line, database, "10", "first"], stepped, offsets)) == [["missed", "deadlift-day"]]
    assert read(child([line, database, "0.5"], stepped, offsets)) == []


@pytest.mark.parametrize(("ahead", "kind"), [(60, "begin"), (3600, "missed")])
def test_a_clock_put_forward_past_a_session_while_on_tells_of_it(
    tmp_path: Path, stepped: str, ahead: int, kind: str
) -> None:
    offsets = tmp_path / "offset"
    offsets.write_text("-4h\n")
    begin = datetime.fromtimestamp(time.time() - ahead, UTC)
    with child([f"{begin:%Y-%m-%d %H:%M} run", str(tmp_path / "c.json"), "20", "first"], stepped, offsets) as process:
        assert process.stdout is not None
        process.stdout.readline()
        offsets.write_text("+0\n")
        assert read(process) == [[kind, "run"]]


def test_a_clock_put_back_from_the_future_reckons_the_plan_anew(tmp_path: Path, stepped: str) -> None:
    offsets = tmp_path / "offset"
    offsets.write_text("+4000d\n")
    begin = datetime.fromtimestamp(time.time() + 60, UTC).replace(second=0)
    with child([f"{begin:%Y-%m-%d %H:%M} run", str(tmp_path / "c.json"), "20", "first"], stepped, offsets) as process:
        assert process.stdout is not None
        process.stdout.readline()
        offsets.write_text(f"{begin.timestamp() - time.time() - 3:+.0f}\n")
        assert read(process) == [["begin", "run"]]
