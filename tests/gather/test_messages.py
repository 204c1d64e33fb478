"""What is sent is read again as it was; and what cannot be true is counted and left, whoever sent it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.errors import JournalError
from coach.gather import gathered as module
from coach.gather.gathered import Arrived, Gathered
from coach.gather.messages import VERSION, Message, NewerError, of_lifter, read, token, written
from coach.gather.outbox import Sent, Writer, reading, sessions_in
from coach.journal import history
from tests.gather.boxes import RealBox

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


@pytest.fixture
def sent(tmp_path: Path) -> list[Message]:
    """Everything a box sends of one session."""
    box = RealBox(tmp_path / "rack", "")
    box.trains("Sam")
    writer = Writer("b0c5", "rack")
    with reading(tmp_path / "rack" / "journal.sqlite") as connection:
        assert connection is not None
        (found,) = sessions_in(connection, ())
        ledger = writer.ledger(connection, found, Sent())
        assert ledger is not None
        return [writer.begun(connection, found), *writer.events(connection, found, 0, 99), ledger[0]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Gathered]:
    made = Gathered(tmp_path / "gathered.sqlite")
    yield made
    made.close()


def arrive(desk: Gathered, *payloads: bytes | Message, at: datetime = NOW) -> int:
    """These messages come, one after the other; how many were news."""
    told = [replace(each, sent=NOW.timestamp()) if isinstance(each, Message) else each for each in payloads]
    texts = [written(each) if isinstance(each, Message) else each for each in told]
    first = desk.read_up_to("all") + 1
    return desk.take("all", [Arrived(number, at, text) for number, text in enumerate(texts, first)])


def counts(desk: Gathered) -> tuple[int, ...]:
    return tuple(
        desk.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("session", "event", "work_set")
    )


def changed(message: Message, **body: Any) -> Message:
    return replace(message, body={**message.body, **body})


def test_a_message_is_read_as_it_was_written(sent: list[Message]) -> None:
    assert [read(written(each)) for each in sent] == sent


def test_a_message_has_the_same_identity_each_time_and_no_other_has_it(sent: list[Message]) -> None:
    assert len({each.identity for each in sent}) == len(sent)
    assert [each.identity for each in sent] == [read(written(each)).identity for each in sent]


@pytest.mark.parametrize("name", ["Sam", "big sam", "a.b", "*", ">", "", "민준", "=53616d"])
def test_every_name_is_one_part_of_a_subject_and_no_two_are_the_same(name: str) -> None:
    assert not set(token(name)) & set(" .*>\t")
    assert token(name)
    assert of_lifter(name) == f"coach.gather.{token(name)}"
    assert token(name) != token(f"{name}x")


def test_a_message_that_comes_twice_is_there_once(sent: list[Message], desk: Gathered) -> None:
    assert arrive(desk, *sent) == len(sent)
    before = counts(desk)
    assert arrive(desk, *sent) == 0
    assert counts(desk) == before


def test_events_that_come_in_another_order_stand_in_their_own(sent: list[Message], desk: Gathered) -> None:
    begun, *events, ledger = sent
    arrive(desk, begun, *reversed(events), ledger)
    numbers = [number for (number,) in desk.connection.execute("SELECT number FROM event")]
    assert numbers == [*range(len(events))]


def test_a_session_of_which_an_event_is_missing_is_told_and_not_put_into_a_journal(
    sent: list[Message], desk: Gathered
) -> None:
    begun, lost, *events, ledger = sent
    arrive(desk, begun, *events, ledger)
    assert (desk.not_whole(), desk.to_take(["Sam"])) == (1, [])
    arrive(desk, lost)
    assert (desk.not_whole(), desk.to_take(["Sam"])) == (0, [begun.key])


def test_an_older_ledger_that_comes_late_changes_nothing(sent: list[Message], desk: Gathered) -> None:
    begun, *events, ledger = sent
    arrive(desk, begun, *events, replace(ledger, number=2))
    before = counts(desk)
    arrive(desk, changed(ledger, work_set=[]))
    assert counts(desk) == before


def test_another_boxs_copy_counts_only_where_it_has_more_of_the_session(sent: list[Message], desk: Gathered) -> None:
    begun, *events, ledger = sent
    arrive(desk, begun, *events, ledger)
    before = counts(desk)
    arrive(desk, replace(changed(ledger, work_set=[]), box="copy", number=9))
    assert counts(desk) == before
    arrive(desk, replace(changed(ledger, upto=len(events) + 1, work_set=[]), box="copy", number=1))
    assert counts(desk)[2] == 0


# ---------------------------------------------------------------------- what cannot be true


def spoilt(sent: list[Message]) -> list[bytes | Message]:
    begun, event, ledger = sent[0], sent[1], sent[-1]
    (a_set, *_) = ledger.body["work_set"]
    return [
        *(b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 100_000),
        written(event).replace(b'"at":0', b'"at":NaN', 1) if b'"at":0' in written(event) else b"NaN",
        *(changed(begun, unit="stone"), changed(begun, began="yesterday"), changed(begun, plan="!"),
          changed(begun, position="first")),
        *(changed(event, at="soon"), changed(event, body=None), replace(event, number=2**70), replace(event, key="x")),
        *(changed(ledger, upto="all"), changed(ledger, session={}), changed(ledger, work_set=[{**a_set, "role": "?"}]),
          changed(ledger, work_set=[{**a_set, "side": "up"}]), changed(ledger, work_set="none"),
          changed(ledger, work_set=[{**a_set, "exercise": None}]),
          changed(ledger, complaint=[{"at": 1}]), replace(ledger, key="x")),
    ]  # fmt: skip


def test_a_message_that_cannot_be_true_is_counted_and_the_others_are_kept(sent: list[Message], desk: Gathered) -> None:
    begun, *events, ledger = sent
    bad = [each for each in spoilt(sent) if not (isinstance(each, Message) and each.kind == "begun")]
    not_begun = [each for each in spoilt(sent) if isinstance(each, Message) and each.kind == "begun"]
    assert arrive(desk, *not_begun) == 0
    assert arrive(desk, begun, *bad, *events, ledger) == len(sent)
    assert int(desk.fact("unreadable")) == len(bad) + len(not_begun)
    (session,) = history.sessions(desk.connection)
    assert len(session.sets) == len(ledger.body["work_set"])


def test_a_message_of_a_newer_coach_is_kept_for_later_and_the_others_are_taken(
    sent: list[Message], desk: Gathered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = json.dumps({**json.loads(written(sent[1])), "version": VERSION + 1}).encode()
    with pytest.raises(NewerError, match="update this one"):
        read(newer)
    arrive(desk, sent[0], newer, *sent[2:])
    assert (desk.fact("newer"), desk.read_up_to("all"), desk.not_whole()) == (str(VERSION + 1), len(sent), 1)
    monkeypatch.setattr(module, "VERSION", VERSION + 1)
    updated = Gathered(tmp_path / "gathered.sqlite")
    assert (updated.fact("newer"), updated.read_up_to("all")) == ("", 0)
    updated.close()


# ---------------------------------------------------------------------- clocks


@pytest.mark.parametrize("hours", [-30, -9, 0, 9, 30])
def test_a_session_of_a_box_with_a_wrong_clock_has_its_place_by_the_servers(
    sent: list[Message], desk: Gathered, hours: int
) -> None:
    really = NOW - timedelta(hours=1)
    by_its_clock = really + timedelta(hours=hours)
    begun = changed(sent[0], position=by_its_clock.timestamp(), began=by_its_clock.isoformat())
    told = written(replace(begun, sent=(NOW + timedelta(hours=hours)).timestamp()))
    arrive(desk, told)
    ((place, began),) = desk.connection.execute("SELECT position, began FROM session")
    assert (place, began) == (really.timestamp(), by_its_clock.isoformat())
    (box,) = desk.boxes()
    assert box.ahead == 3600 * hours


def test_no_session_has_its_place_after_it_came_to_the_server(sent: list[Message], desk: Gathered) -> None:
    arrive(desk, changed(sent[0], position=NOW.timestamp() + 1e9))
    assert desk.connection.execute("SELECT position FROM session").fetchone()[0] == NOW.timestamp()


# ---------------------------------------------------------------------- the journal


def test_a_journal_of_another_version_is_told_and_not_touched(tmp_path: Path) -> None:
    box = RealBox(tmp_path, "")
    box.trains("Sam")
    own = Gathered(tmp_path / "journal.sqlite")  # any connection that may write
    own.connection.execute("PRAGMA user_version = 99")
    own.database.close()
    with (
        pytest.raises(JournalError, match="'coach history' brings it up to date"),
        reading(tmp_path / "journal.sqlite"),
    ):
        pass


def test_where_there_is_no_journal_there_is_nothing_to_send(tmp_path: Path) -> None:
    with reading(tmp_path / "journal.sqlite") as connection:
        assert connection is None
    assert not (tmp_path / "journal.sqlite").exists()
