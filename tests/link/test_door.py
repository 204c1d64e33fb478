"""The local door of a real box: pictures, changes, wishes, and visitors who misbehave."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from coach.link.client import Client
from coach.link.messages import LONGEST_LINE, link_schema
from coach.link.picture import blank
from coach.link.visitors import STALE
from coach.script.files.json_schema import schema_folder
from tests.json_schemas import Draft202012Validator
from tests.link.boxes import (
    NONE,
    LostError,
    OpenBox,
    box,
    doors,
    environment_of,
    kill,
    lose_the_voice,
    opens,
    seen,
    share,
    until,
    with_a_program_for_today,
)
from tests.link.web.pages import listening
from tests.wiring.workshop import Workshop

SCHEMA = link_schema()

TINY = """\
title: Tiny day
minutes: 1
for: the tests
equipment: []
steps:
  - {do: psoas-release, hold: 5}
close:
  - say: Done.
"""


TRACED = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket,bind,listen,connect")
"""Only what is looked for stops what is looked at: without the filter, every call would."""


def checked(message: dict[str, Any]) -> dict[str, Any]:
    Draft202012Validator(SCHEMA).validate(message)
    return message


def test_the_published_schema_is_that_of_the_messages(request: pytest.FixtureRequest) -> None:
    path = schema_folder() / "link.json"
    now = json.dumps(SCHEMA, indent=2) + "\n"
    if request.config.getoption("--update-golden"):
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now, "run pytest with --update-golden to publish the schemas anew"


def test_the_first_line_is_a_whole_picture_with_the_sessions_to_start(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        first = client.next(30)
    assert first is not None
    assert checked(first)["is"] == "picture"
    assert (first["version"], first["situation"], first["lifter"]) == (1, "idle", "me")
    assert {"name": "small-day", "title": "Small day"} in first["sessions"]


def test_only_its_owner_may_open_the_door(open_box: OpenBox) -> None:
    assert stat.S_IMODE(open_box.place.stat().st_mode) == 0o600


def test_a_sentence_is_answered_with_what_it_meant(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        answer = checked(client.ask({"say": "what's on today"}))
    assert (answer["done"], answer["meant"], answer["sure"]) == (True, "whats_today", True)


def test_a_sentence_that_means_nothing_is_answered_with_the_nearest(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        answer = checked(client.ask({"say": "the parcel comes on Tuesday"}))
    assert (answer["done"], answer["why"]) == (False, "not_understood")


def test_a_button_without_sense_is_refused(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        answer = checked(client.ask({"press": "done"}))
    assert (answer["done"], answer["why"]) == (False, "not_now")


def test_stop_is_always_taken(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        assert client.ask({"press": "stop"})["done"]


def test_a_session_there_is_none_of_is_refused(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        assert client.ask({"start": "juggling"})["why"] == "no_such_session"


@pytest.mark.parametrize(
    "line",
    [b"", b"next", b"[]", b"{}", b'{"say": ""}', b'{"say": 3}', b'{"press": "explode"}', b'{"say": "a", "x": 1}',
     b"\xff\xfe", b"[" * 2000, b'{"speak_pin": "12"}', b'{"say": "' + b"a" * 201 + b'"}'],
)  # fmt: skip
def test_a_line_that_is_no_wish_is_refused_and_the_visitor_stays(open_box: OpenBox, line: bytes) -> None:
    with open_box.visit() as client:
        client._line.sendall(line + b"\n")
        answer = next(each for each in client.messages(30) if each["is"] == "answer")
        assert (checked(answer)["done"], answer["why"]) == (False, "malformed")
        assert client.ask({"ask": "picture"})["done"]


def test_a_line_without_an_end_ends_the_visit(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        client._line.sendall(b"a" * (LONGEST_LINE + 10))
        with pytest.raises(LostError):
            list(client.messages(30))


def test_a_flood_of_wishes_is_slowed_down(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        answers = [client.ask({"ask": "picture"}) for _ in range(40)]
    assert {answer.get("why") for answer in answers} == {None, "too_fast"}


def test_the_plan_is_a_calendars_file(open_box: OpenBox) -> None:
    calendar = open_box.workshop.folder / "config" / "coach" / "calendar.yaml"
    calendar.parent.mkdir(parents=True, exist_ok=True)
    calendar.write_text("zone: Europe/Zurich\nplan:\n  - mon,thu 18:30 small-day\n", encoding="utf-8")
    with open_box.visit() as client:
        answer = checked(client.ask({"ask": "calendar"}, 120))
    calendar.unlink()
    lines = answer["calendar"].splitlines()
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "SUMMARY:Small day" in lines
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,TH" in lines


def test_the_programs_come_with_what_is_next_in_the_one_that_is_followed(open_box: OpenBox) -> None:
    begun = open_box.workshop.coach("program", "start", "hinge-base")
    assert begun.code == 0, begun.err
    with open_box.visit() as client:
        programs = checked(client.ask({"ask": "programs"}, 120))["programs"]
    assert len(programs) > 1
    assert programs[0]["name"] == "hinge-base"
    assert ", week 1: " in programs[0]["next"]
    assert not any(each["next"] for each in programs[1:])
    assert open_box.workshop.coach("program", "stop").code == 0


@pytest.fixture(scope="module")
def new_box(tmp_path_factory: pytest.TempPathFactory, phrases: Path) -> Iterator[OpenBox]:
    """A box at which nobody has trained yet when the first test has it, and of which nobody else knows."""
    with box(tmp_path_factory.mktemp("new"), phrases=phrases) as opened:
        yield opened


def test_the_history_of_a_newcomer_is_empty(new_box: OpenBox) -> None:
    with new_box.visit() as client:
        answer = checked(client.ask({"ask": "history"}, 60))
    assert (answer["done"], answer["history"]) == (True, [])


def test_a_session_is_begun_followed_and_stopped_from_the_door(fresh_box: OpenBox) -> None:
    with fresh_box.visit() as client:
        assert client.ask({"start": "small-day"})["done"]
        seen(client, lambda now: now["situation"] == "get ready" and "ready" in now["buttons"])
        assert client.ask({"press": "ready"})["meant"] == "start"
        now = seen(client, lambda now: now["situation"] == "set" and now["ends"] is not None)
        assert now["heard"]["text"] == "ready"
        assert now["ends"]["wall"] - now["wall"] == pytest.approx(now["ends"]["session"] - now["at"], abs=0.3)
        assert client.ask({"say": "pause"})["meant"] == "pause"
        seen(client, lambda now: now["situation"] == "pause" and now["buttons"] == ["ready", "resume", "stop"])
        assert client.ask({"press": "stop"})["done"]
        asked = seen(client, lambda now: now["asked"] is not None)["asked"]
        assert asked["answers"] == ["yes", "no"]
        assert client.ask({"say": "yes"})["done"]
        seen(client, lambda now: now["mode"] == "standby")


def test_reps_loads_and_trouble_are_seen_as_they_come(fresh_box: OpenBox) -> None:
    with fresh_box.visit() as client:
        assert client.ask({"start": "lifting-day"})["done"]
        now = seen(client, lambda now: now["situation"] == "get ready" and "ready" in now["buttons"])
        assert (now["what"], now["load"], now["plates"]) == ("Romanian deadlift, set 1 of 2", "60 kg", "20 a side")
        assert client.ask({"press": "ready"})["done"]
        now = seen(client, lambda now: now["rep_ends"])
        assert (now["situation"], now["rep"], now["reps"]) == ("set", 0, 3)
        first, second, third = now["rep_ends"]
        assert (second - first, third - second) == (pytest.approx(3.0, abs=0.01),) * 2
        now = seen(client, lambda now: now["situation"] == "rest" and now["ends"] is not None)
        assert now["ends"]["session"] == pytest.approx(third + 90, abs=0.1)
        assert client.ask({"say": "add five kilos"})["meant"] == "change_load"
        now = seen(client, lambda now: now["load"] != "60 kg")
        assert (now["load"], now["plates"]) == ("65 kg", "20 + 2.5 a side")
        assert now["next"] == "Romanian deadlift, three reps at sixty five kilos"
        lose_the_voice(fresh_box, client)
        now = seen(client, lambda now: now["trouble"])
        assert now["trouble"]["text"].startswith("The voice was started anew")


def test_every_change_keeps_to_the_schema_and_counts_on(fresh_box: OpenBox) -> None:
    with fresh_box.visit() as client:
        client.ask({"start": "small-day"})
        changes = []
        for message in client.messages(60):
            changes.append(checked(message))
            if message.get("situation") == "set":
                break
            if message.get("situation") == "get ready":
                client.ask({"press": "ready"})
    numbers = [change["number"] for change in changes if change["is"] != "answer"]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert not any(set(change) <= {"is", "number", "at", "wall"} for change in changes if change["is"] == "change")


CHANGE = {"is": "change", "number": 1, "at": 1.0, "wall": 1.8e9}


@pytest.mark.parametrize(
    "new",
    [
        {"weather": "fine"},
        {"version": 1},
        {"rep": "two"},
        {"situation": None},
        {"heard": {"at": 1.0, "text": "ready", "meant": "ready"}},
        {"ends": {"session": 70.0, "wall": 1.8e9, "zone": "UTC"}},
        {"buttons": ["explode"]},
    ],
    ids=lambda new: next(iter(new)),
)
def test_a_change_with_an_unknown_or_wrongly_typed_property_is_none_by_the_schema(new: dict[str, Any]) -> None:
    validator = Draft202012Validator(SCHEMA)
    assert validator.is_valid(CHANGE)
    assert not validator.is_valid({**CHANGE, **new})


def test_a_change_may_carry_each_field_of_a_picture_and_each_alone() -> None:
    fields = {name: value for name, value in blank("me").items() if name not in ("at", "coach")}
    validator = Draft202012Validator(SCHEMA)
    assert [name for name in fields if not validator.is_valid({**CHANGE, name: fields[name]})] == []
    assert set(SCHEMA["$defs"]["Change"]["properties"]) == {*fields, *CHANGE}


def test_a_pin_is_spoken_by_the_box(fresh_box: OpenBox) -> None:
    with fresh_box.visit() as client:
        assert client.ask({"speak_pin": "4821"})["done"]
        until(lambda: fresh_box.number() == "4821")


def test_a_visitor_who_reads_nothing_is_dropped_and_others_are_not(fresh_box: OpenBox) -> None:
    deaf = socket.socket(socket.AF_UNIX)
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    deaf.connect(str(fresh_box.place))
    dropped = time.monotonic() + 3 * STALE
    with fresh_box.visit() as client:
        while not _hung_up(deaf):
            assert time.monotonic() < dropped
            client.ask({"ask": "picture"})
    deaf.close()


def test_ten_visitors_are_told_the_same_though_one_more_breaks_off_in_mid_line_and_one_sends_nonsense(
    fresh_box: OpenBox,
) -> None:
    with ExitStack() as stack:
        visitors = [stack.enter_context(fresh_box.visit()) for _ in range(10)]
        broken, noisy = fresh_box.visit(), stack.enter_context(fresh_box.visit())
        broken._line.sendall(b'{"press": "sto')
        broken.close()
        noisy._line.sendall(b"a" * (LONGEST_LINE + 10))
        assert visitors[0].ask({"start": "small-day"})["done"]
        for each in visitors:
            seen(each, lambda now: now["what"] == "Psoas release")
        with pytest.raises(LostError):
            list(noisy.messages(30))
    fresh_box.end_session()


def test_a_door_that_is_killed_is_opened_again_and_the_session_goes_on(fresh_box: OpenBox) -> None:
    with fresh_box.visit() as client:
        client.ask({"start": "small-day"})
        seen(client, lambda now: now["mode"] == "session")
        (number,) = doors(fresh_box.process.pid)
        kill(number)
        with pytest.raises(LostError):
            list(client.messages(30))
    until(lambda: doors(fresh_box.process.pid) not in ([], [number]))
    until(lambda: opens(fresh_box.place))
    with fresh_box.visit() as client:
        seen(client, lambda now: now["mode"] == "session" and now["title"] == "Small day")


def test_a_door_that_hangs_does_not_hold_up_the_session(fresh_box: OpenBox) -> None:
    (number,) = doors(fresh_box.process.pid)
    times = fresh_box.said().count("Psoas release")
    with fresh_box.visit() as client:
        client.ask({"start": "small-day"})
        os.kill(number, signal.SIGSTOP)
        try:
            until(lambda: fresh_box.said().count("Psoas release") > times)  # it begins, though nobody is told
        finally:
            os.kill(number, signal.SIGCONT)
        seen(client, lambda now: "Psoas release" in now["what"])


def test_the_door_is_gone_with_the_box(tmp_path: Path) -> None:
    with box(tmp_path) as opened:
        client = opened.visit()
        (number,) = doors(opened.process.pid)
    with pytest.raises(LostError):
        list(client.messages(30))
    client.close()
    until(lambda: not Path(f"/proc/{number}").exists())
    assert not opened.place.exists()


def test_a_door_whose_coach_was_killed_ends_too(tmp_path: Path) -> None:
    with box(tmp_path) as opened:
        (number,) = doors(opened.process.pid)
        opened.process.kill()
        until(lambda: not Path(f"/proc/{number}").exists())


def test_without_the_wish_nothing_listens_and_no_network_is_asked_for(tmp_path: Path, phrases: Path) -> None:
    workshop = Workshop(tmp_path)
    share(phrases, tmp_path)
    workshop.session.write_text(TINY, encoding="utf-8")
    workshop.environment  # noqa: B018  lays out the usual voice
    told = tmp_path / "told"
    calls = (*TRACED, "-o", str(told))
    words = ("run", str(workshop.session), "--speaker", f"wav:{tmp_path / 'out.wav'}", "--ear", "keyboard")
    command = [*calls, sys.executable, "-m", "coach", *words]
    subprocess.run(command, env=workshop.environment, input="", text=True, capture_output=True, timeout=240, check=True)
    said = told.read_text()
    assert "AF_INET" not in said
    assert "listen(" not in said
    assert not list(tmp_path.rglob("*.sock"))


def test_a_box_that_serves_asks_for_no_network_and_nothing_listens(tmp_path: Path, phrases: Path) -> None:
    share(phrases, tmp_path)
    calls, said = tmp_path / "calls", tmp_path / "told.jsonl"
    sessions = tmp_path / "content" / "sessions"
    sessions.mkdir(parents=True)
    (sessions / "tiny-day.yaml").write_text(TINY, encoding="utf-8")
    command = [*TRACED, "-o", str(calls)]
    command += [sys.executable, "-m", "coach", "serve", "--ear", "keyboard", "--speaker", NONE]
    with subprocess.Popen(
        [*command, "--transcript", str(said)], env=Workshop(tmp_path).environment, stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write("start tiny day\n")
        process.stdin.flush()
        until(lambda: said.exists() and "Psoas release" in said.read_text(), 240)
        os.killpg(process.pid, signal.SIGINT)
    told = calls.read_text()
    assert "AF_INET" not in told
    assert "listen(" not in told


def test_a_box_whose_door_is_open_listens_nowhere_in_the_network(open_box: OpenBox) -> None:
    coach = open_box.process.pid
    assert [listening(each) for each in (coach, *doors(coach))] == [set(), set()]


def test_a_program_is_begun_as_by_its_command_and_today_brings_its_session(new_box: OpenBox) -> None:
    with new_box.visit() as client:
        kept = with_a_program_for_today(new_box)
        assert seen(client, lambda now: now["mode"] == "standby")["today"] == []
        answer = checked(client.ask({"start_program": "daily"}, 120))
        assert (answer["done"], answer["started"]) == (True, "A day like the others: today, week 1: small-day")
        assert json.loads(kept.read_text())["program"] == "daily"
        assert seen(client, lambda now: now["today"])["today"] == ["Small day, week one of A day like the others"]
        (row, *_) = checked(client.ask({"ask": "programs"}, 120))["programs"]
        assert (row["name"], row["next"]) == ("daily", "today, week 1: small-day")
        assert client.ask({"start_program": "hinge-base"}, 120)["why"] == "another_program"
        assert client.ask({"press": "ready"})["done"]
        assert seen(client, lambda now: now["mode"] == "session")["title"] == "Small day"


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"start_program": "juggling"}, "no_such_program"),
        ({"start_program": "race-build-up"}, "needs_date"),
        ({"start_program": "race-build-up", "on": "2020-01-01"}, "past_date"),
        ({"start_program": "race-build-up", "on": "next week"}, "malformed"),
        ({"start_program": "../../etc"}, "malformed"),
    ],
)
def test_a_program_that_cannot_begin_says_why_at_the_door(open_box: OpenBox, wish: dict[str, str], why: str) -> None:
    with open_box.visit() as client:
        answer = client.ask(wish, 120) if why != "malformed" else sent(client, wish)
    assert (answer["done"], answer["why"]) == (False, why)
    assert not (open_box.workshop.folder / "data" / "coach" / "programs" / "me.json").exists()


def sent(client: Client, wish: dict[str, str]) -> dict[str, Any]:
    """The answer to a line that is no wish, whose mark the door cannot know."""
    client._line.sendall(json.dumps(wish).encode() + b"\n")
    return next(message for message in client.messages(60) if message["is"] == "answer")


def test_asked_for_its_address_the_box_says_where_the_page_is_for_as_long_as_there_is_one(open_box: OpenBox) -> None:
    with open_box.visit() as client:
        with open_box.visit() as page:
            assert page.ask({"page_at": "garage.local:8765"})["done"]
            client.ask({"say": "what is your address"})
            seen(client, lambda now: now["said"] == "My page is at garage dot local colon 8 7 6 5.")

        def asked_again() -> str:
            client.ask({"say": "what is your address"})
            list(client.messages(0.5))
            return str(client.now["said"])

        until(lambda: asked_again().startswith("No page runs."))


def test_how_everybody_stands_is_told_with_a_row_for_each_lifter(fresh_box: OpenBox) -> None:
    with fresh_box.visit() as client:
        assert client.ask({"start": "small-day"})["done"]
        seen(client, lambda now: now["mode"] == "session")
        fresh_box.end_session()
        answer = checked(client.ask({"ask": "everybody"}, 120))
    (row,) = answer["everybody"]
    assert (row["lifter"], row["ago"], row["title"], row["where"]) == ("me", "today", "Small day", "here")


def test_the_status_is_told_in_words(open_box: OpenBox) -> None:
    result = open_box.workshop.coach("link", "status", environment=environment_of(open_box))
    assert result.code == 0, result.err
    assert "idle" in result.out
    assert "small-day" in result.out


def test_say_tells_what_was_meant(open_box: OpenBox) -> None:
    result = open_box.workshop.coach("link", "say", "what's on today", environment=environment_of(open_box))
    assert (result.code, result.out) == (0, "Taken for: whats today.\n")


def test_where_no_coach_runs_that_is_told_in_a_line(tmp_path: Path) -> None:
    result = Workshop(tmp_path).coach("link", "say", "next")
    assert result.code == 2
    assert "no coach runs there with its door open" in result.err
    assert len(result.err.splitlines()) == 1


def test_watch_writes_every_line_as_it_comes(open_box: OpenBox) -> None:
    command = [sys.executable, "-m", "coach", "link", "watch", "--json"]
    with subprocess.Popen(command, env=environment_of(open_box), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert first["is"] == "picture"


def _hung_up(line: socket.socket) -> bool:
    """Whether the other end is gone; each look sends lines whose answers nobody reads."""
    try:
        for _ in range(20):
            line.send(b"\n", socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return False
