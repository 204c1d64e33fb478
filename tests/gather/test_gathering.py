"""Boxes at a real server: what one keeps the others get, once, in order, whatever fails in between."""

import sqlite3
import time
from pathlib import Path

import pytest

from benchmarks.gather.servers import Line, NatsServer
from coach.gather.gathered import gathered_path
from coach.gather.joining import QUIET
from coach.gather.server import GoneError
from coach.journal import history
from coach.journal.exchange import transfer
from coach.journal.storage.database import Database
from coach.journal.store import Journal
from tests.gather.boxes import EVENTS, MakeBox, with_server
from tests.journal.book import Clock, workout

pytestmark = with_server


def test_what_a_box_has_kept_another_gets_row_for_row(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    rack.trains("Sam")
    rack.trains("Kim")
    rack.visits()
    desk.visits()
    assert desk.others() == rack.own()
    assert len(desk.others()) == 2
    assert not (desk.folder / "journal.sqlite").exists()


def test_a_second_visit_sends_nothing_and_brings_nothing(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    rack.trains("Sam")
    rack.visits()
    desk.visits()
    assert (rack.visits().sent, desk.visits().came) == (0, 0)


def test_what_is_sent_and_read_again_is_there_once(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    rack.trains("Sam")
    rack.visits()
    desk.visits()
    before = desk.others()
    forgotten = desk.gathered()
    forgotten.connection.execute("DELETE FROM read_up_to")
    forgotten.close()
    assert rack.visits(again=True).sent > 0
    desk.visits()
    assert desk.others() == before


def test_a_session_under_way_comes_event_by_event_and_in_order(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    with (
        Journal.open(rack.folder / "journal.sqlite", durable=False) as journal,
        journal.begin(workout(), lifter="Sam") as session,
    ):
        for event in EVENTS:
            session.happened(event)
            rack.visits()
            desk.visits()
            assert desk.others() == rack.own()
    (events,) = (each["event"] for each in desk.others().values())
    assert [number for number, *_ in events] == [*range(len(EVENTS))]


def test_days_without_a_server_are_caught_up_with(box: MakeBox, server: NatsServer) -> None:
    rack, desk = box("rack"), box("desk")
    server.kill()
    for day in range(1, 5):
        rack.trains("Sam", f"2026-03-0{day}T18:30:00.000+01:00")
        with pytest.raises(GoneError):
            rack.visits()
    server.start()
    rack.visits()
    desk.visits()
    assert desk.others() == rack.own()
    assert len(desk.others()) == 4


def test_a_server_that_cannot_be_reached_is_told_in_one_line(box: MakeBox) -> None:
    lonely = box("rack", at="nats://127.0.0.1:1")
    with pytest.raises(
        GoneError, match=r"^the server cannot be reached .*: nats://127.0.0.1:1; what is not sent is sent later$"
    ):
        lonely.visits()


def test_a_server_killed_and_started_again_has_lost_nothing(box: MakeBox, server: NatsServer) -> None:
    rack, desk = box("rack"), box("desk")
    rack.trains("Sam")
    rack.visits()
    server.kill()
    server.start()
    desk.visits()
    assert desk.others() == rack.own()


def test_a_server_whose_disk_is_new_gets_everything_again(box: MakeBox, server: NatsServer, tmp_path: Path) -> None:
    rack, desk, late = box("rack"), box("desk"), box("late")
    rack.trains("Sam")
    rack.visits()
    desk.visits()
    server.kill()
    (tmp_path / "server" / "store").rename(tmp_path / "old-store")
    server.start()
    rack.trains("Kim")
    rack.visits()
    desk.visits()
    late.visits()
    assert desk.others() == late.others() == rack.own()


def test_a_line_that_is_cut_in_between_is_made_up_for(box: MakeBox, server: NatsServer) -> None:
    line = Line(server.port)
    rack, desk = box("rack", at=line.address), box("desk")
    rack.trains("Sam")
    rack.visits()
    line.cut()
    rack.trains("Sam")
    with pytest.raises(GoneError):
        rack.visits()
    line.mend()
    rack.visits()
    desk.visits()
    assert desk.others() == rack.own()


def test_clocks_that_are_hours_apart_lose_no_event_and_mix_no_order(box: MakeBox) -> None:
    early, late, desk = box("early"), box("late"), box("desk")
    early.trains("Sam", "2026-03-01T09:30:00.000+01:00")
    late.trains("Sam", "2026-03-02T04:30:00.000+01:00")
    early.trains("Sam", "2026-03-01T05:00:00.000+01:00")
    for each in (early, late, desk):
        each.visits()
    assert desk.others() == {**early.own(), **late.own()}


def test_a_file_of_gathered_sessions_that_is_gone_is_gathered_again(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    rack.trains("Sam")
    rack.visits()
    desk.visits()
    before = desk.others()
    for file in desk.folder.glob("gathered.sqlite*"):
        file.unlink()
    desk.visits()
    assert desk.others() == before


def test_a_damaged_file_of_gathered_sessions_is_set_aside_and_gathered_again(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    rack.trains("Sam")
    rack.visits()
    desk.visits()
    before = desk.others()
    gathered_path(desk.folder).write_bytes(b"no database at all, and longer than a header of one has to be" * 100)
    desk.visits()
    assert desk.others() == before
    assert [*desk.folder.glob("gathered.sqlite.damaged-1")]


def test_a_box_that_lost_its_disk_gets_its_own_sessions_back(box: MakeBox) -> None:
    rack = box("rack", "Sam")
    rack.trains("Sam")
    rack.visits()
    before = rack.own()
    for file in rack.folder.iterdir():
        file.unlink()
    assert rack.visits().taken == 1
    assert rack.own() == before


# ---------------------------------------------------------------------- whose sessions they are


def test_a_lifters_sessions_follow_to_the_box_where_they_train_too(box: MakeBox) -> None:
    first, second = box("first", "Sam", "own"), box("second", "Sam", "own")
    first.trains("Sam")
    first.visits()
    assert second.visits().taken == 1
    assert second.own() == first.own()
    assert second.visits().sent == 0


def test_sessions_of_others_stay_out_of_the_boxs_own_journal(box: MakeBox) -> None:
    rack, desk = box("rack", "Kim"), box("desk", "Sam")
    rack.trains("Kim")
    desk.trains("Sam")
    rack.visits()
    desk.visits()
    assert len(desk.others()) == 1
    database = Database(desk.folder / "journal.sqlite")
    assert history.lifters(database.reading()) == ("Sam",)
    database.close()


def test_where_no_name_is_set_nobody_is_taken_for_the_same_lifter(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    rack.trains("me")
    desk.trains("me")
    rack.visits()
    assert desk.visits().taken == 0
    assert len(desk.own()) == 1


def test_a_box_that_takes_its_own_reads_nobody_elses_sessions(box: MakeBox) -> None:
    rack, other = box("rack", "Kim"), box("other", "Sam", "own")
    rack.trains("Kim")
    rack.trains("Sam")
    rack.visits()
    other.visits()
    assert [each["session"][0] for each in other.others().values()] == ["Sam"]


def test_a_box_that_takes_nothing_only_sends(box: MakeBox) -> None:
    rack, sender = box("rack", "Sam"), box("sender", "Sam", "nothing")
    rack.trains("Sam")
    rack.visits()
    sender.trains("Sam")
    assert sender.visits().sent > 0
    assert sender.others() == {}


def test_a_session_that_is_not_over_stays_out_of_the_journal_until_it_is(box: MakeBox) -> None:
    first, second = box("first", "Sam"), box("second", "Sam")
    first.trains("Sam", events=EVENTS[:5])
    first.visits()
    assert second.visits().taken == 0
    first.trains("Sam")  # which cuts the one before short
    first.visits()
    assert second.visits().taken == 2
    assert second.own() == first.own()


def test_nothing_is_put_into_the_journal_while_a_session_is_written_there(box: MakeBox) -> None:
    first, second = box("first", "Sam"), box("second", "Sam")
    first.trains("Sam")
    first.visits()
    with (
        Journal.open(second.folder / "journal.sqlite", durable=False) as journal,
        journal.begin(workout(), lifter="Sam") as session,
    ):
        session.happened(EVENTS[0])
        assert second.visits().taken == 0
        for event in EVENTS[1:]:
            session.happened(event)
    assert second.visits().taken == 1


def test_a_session_left_open_long_ago_keeps_nothing_out(box: MakeBox, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = box("first", "Sam"), box("second", "Sam")
    first.trains("Sam")
    first.visits()
    second.trains("Sam", events=EVENTS[:5])
    later = time.time() + QUIET + 1
    monkeypatch.setattr("coach.gather.joining.time.time", lambda: later)
    assert second.visits().taken == 1


def test_what_was_forgotten_here_does_not_come_back(box: MakeBox) -> None:
    first, second = box("first", "Sam"), box("second", "Sam")
    first.trains("Sam")
    first.visits()
    second.visits()
    database = Database(second.folder / "journal.sqlite")
    assert transfer.forget(database, lifter="Sam") == 1
    database.close()
    second.visits()
    assert second.own() == {}


# ---------------------------------------------------------------------- beside the session


def test_a_session_writes_on_while_its_journal_is_read(box: MakeBox) -> None:
    rack = box("rack")
    troubles: list[object] = []
    with (
        Journal.open(rack.folder / "journal.sqlite", tell=troubles.append) as journal,
        journal.begin(workout(), lifter="Sam") as session,
    ):
        for event in EVENTS:
            reader = sqlite3.connect(f"file:{rack.folder / 'journal.sqlite'}?mode=ro", uri=True)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM event").fetchone()
            session.happened(event)
            rack.visits()
            reader.close()
    assert troubles == []


def test_an_import_of_another_program_is_gathered_too_and_again_when_it_changed(box: MakeBox) -> None:
    rack, desk = box("rack"), box("desk")
    from tests.journal.pasts import day, lift

    database = Database(rack.folder / "journal.sqlite")
    transfer.take_in(database, [day(1, lift(80.0), source="strong")])
    rack.visits()
    transfer.take_in(database, [day(1, lift(85.0), source="strong")])
    database.close()
    rack.visits()
    desk.visits()
    assert desk.others() == rack.own()


def test_a_journal_of_two_boxes_merged_by_import_doubles_nothing(box: MakeBox) -> None:
    first, second, desk = box("first"), box("second"), box("desk")
    first.trains("Sam", events=EVENTS[:5])
    database = Database(second.folder / "journal.sqlite")
    copy = Database(first.folder / "journal.sqlite")
    transfer.restore(database, transfer.whole(copy))
    for each in (database, copy):
        each.close()
    second.visits()  # has half of the session, and comes first
    desk.visits()
    with Journal.open(first.folder / "journal.sqlite", durable=False, wall=Clock("2026-03-01T19:00:00+01:00")) as own:
        unfinished = own.unfinished("Sam")
        assert unfinished is not None
        with own.resume(unfinished) as session:
            for event in EVENTS[5:]:
                session.happened(event)
    first.visits()
    second.visits()
    desk.visits()
    assert desk.others() == first.own()
