"""A voice assistant talks to a box: sentences in, words back, and nobody who is not named."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.link.wyoming.sentences import LINES, Sentences
from coach.speech_server import ServerError
from tests.link.boxes import OpenBox, environment_of, seen, seen_at_last, until
from tests.link.wyoming.assistants import Assistant, assistant
from tests.needed import needs

pytestmark = needs(there=find_spec("wyoming") is not None, reason="voice assistants are an extra: coach[wyoming]")


@pytest.fixture(scope="module")
def assistant_there(open_box: OpenBox) -> Iterator[Assistant]:
    with assistant(open_box) as made:
        yield made


def test_the_box_tells_that_it_handles_sentences(assistant_there: Assistant) -> None:
    with assistant_there.line() as line:
        line.send("describe")
        info = line.take()
    assert info.type == "info"
    assert [(each["name"], each["installed"]) for each in info.data["handle"]] == [("coach", True)]
    assert info.data["handle"][0]["models"][0]["languages"] == ["en"]
    assert not info.data["asr"]


def test_a_ping_is_answered(assistant_there: Assistant) -> None:
    with assistant_there.line() as line:
        line.send("ping", text="7")
        answer = line.take()
    assert (answer.type, answer.data["text"]) == ("pong", "7")


def test_the_plan_is_answered_in_the_coachs_own_words(assistant_there: Assistant, open_box: OpenBox) -> None:
    seen_at_last(open_box)
    kind, text = assistant_there.asks("what's on today")
    assert kind == "handled"
    assert "today" in text.lower() or "planned" in text.lower()


def test_a_session_is_started_by_a_sentence_and_stopped_by_another(
    assistant_there: Assistant, fresh_box: OpenBox
) -> None:
    with fresh_box.visit() as client:
        assert assistant_there.asks("start small day")[0] == "handled"
        assert seen(client, lambda now: now["mode"] == "session")["title"] == "Small day"
        kind, text = assistant_there.asks("stop")
        assert (kind, bool(text)) == ("handled", True)
        seen(client, lambda now: now["situation"] == "question")
        assert assistant_there.asks("yes")[0] == "handled"
        seen(client, lambda now: now["mode"] == "standby")


def test_a_complaint_by_way_of_the_assistant_is_taken_as_any_other(
    assistant_there: Assistant, fresh_box: OpenBox
) -> None:
    with fresh_box.visit() as client:
        assistant_there.asks("start small day")
        seen(client, lambda now: now["mode"] == "session" and now["situation"] != "idle")
        assert assistant_there.asks("my low back feels tight")[0] == "handled"
        now = seen(client, lambda now: now["heard"] is not None and now["heard"]["meant"] == "complaint")
    assert now["heard"]["text"] == "my low back feels tight"


def test_what_means_nothing_is_not_handled_and_that_is_said(assistant_there: Assistant) -> None:
    assert assistant_there.asks("the parcel comes on Tuesday") == ("not-handled", "That means nothing to the coach.")


def test_a_sentence_without_end_is_not_handled(assistant_there: Assistant) -> None:
    assert assistant_there.asks("next " * 60) == ("not-handled", "That was too long. Say it shorter.")


def test_several_sentences_may_come_on_one_connection(assistant_there: Assistant) -> None:
    with assistant_there.line() as line:
        for _ in range(2):
            line.send("transcript", text="the parcel comes on Tuesday")
            assert line.take().type == "not-handled"


def test_what_is_none_of_its_business_is_left_unanswered(assistant_there: Assistant) -> None:
    with assistant_there.line() as line:
        line.send("synthesize", text="hello")
        line.send("audio-chunk", b"\0" * 640, rate=16_000, width=2, channels=1)
        line.send("describe")
        assert line.take().type == "info"


@pytest.mark.parametrize(
    "sent",
    [b"next\n", b"[]\n", b"{}\n", b'{"type": 3}\n', b'{"type": "transcript", "data": 7}\n', b"\xff\xfe\n",
     b'{"type": "transcript", "data_length": 999999999}\n', b'{"type": "transcript", "data_length": "a"}\n',
     b"[" * 9000 + b"\n", b"a" * 20_000],
)  # fmt: skip
def test_an_event_that_is_none_ends_the_visit_and_nothing_else(assistant_there: Assistant, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", assistant_there.port), 30) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        line.recv(65_536)
    assert assistant_there.asks("the parcel comes on Tuesday")[0] == "not-handled"
    assert "Traceback" not in assistant_there.said()


def test_who_is_not_named_is_hung_up_on_and_that_is_told_once(open_box: OpenBox) -> None:
    with assistant(open_box, "192.0.2.7") as stranger:
        for _ in range(2):
            with pytest.raises(ServerError):
                stranger.asks("what's on today")
        until(lambda: "Hung up on 127.0.0.1" in stranger.said())
        assert stranger.said().count("Hung up") == 1


def test_where_only_this_machine_may_speak_nobody_else_is_listened_to(assistant_there: Assistant) -> None:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    listening = [row[1] for row in rows if row[3] == "0A"]
    assert f"0100007F:{assistant_there.port:04X}" in listening
    assert f"00000000:{assistant_there.port:04X}" not in listening


def test_without_a_coach_that_is_said(open_box: OpenBox) -> None:
    nowhere = open_box.workshop.folder / "nowhere.sock"
    sentences = Sentences((nowhere,), {name: name for name in LINES})
    assert sentences.answered("next").text == "away"


def test_an_assistant_that_is_killed_costs_the_session_nothing(fresh_box: OpenBox) -> None:
    with fresh_box.visit() as client:
        with assistant(fresh_box) as made:
            made.asks("start small day")
            made.process.kill()
        assert seen(client, lambda now: now["mode"] == "session")["title"] == "Small day"


def test_a_port_that_is_taken_is_told(open_box: OpenBox, assistant_there: Assistant) -> None:
    done = coach_link(open_box, "127.0.0.1", "--port", str(assistant_there.port))
    assert "take another with --port" in done


def coach_link(box: OpenBox, *words: str) -> str:
    command = [sys.executable, "-m", "coach", "link", "wyoming", *words]
    return subprocess.run(command, env=environment_of(box), capture_output=True, text=True, timeout=120).stderr
