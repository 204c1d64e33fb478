"""`coach gather` as it is typed: set in coach.yaml, refused in one line, killed and started again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.gather.racks import counted
from benchmarks.gather.servers import NatsServer, one
from coach.config import load_config
from coach.errors import CoachError, ContentError, InputError
from coach.gather.server import GoneError
from coach.gather.settings import server_of
from coach.gather.visit import Gatherer
from tests.gather.boxes import EVENTS, RealBox, with_server
from tests.gather.credentials import accounts
from tests.link.boxes import until

USERS = 'authorization { users: [ { user: rack, password: "not a secret" } ] }\n'


def settings(folder: Path, **gather: object) -> Path:
    """The configuration of a box in this folder."""
    folder.mkdir(exist_ok=True)
    file = folder / "coach.yaml"
    file.write_text(json.dumps({"data_folder": ".", "lifter": "Sam", "gather": gather}))
    return file


def gather(folder: Path, *words: str) -> str:
    return run("gather", *words, "--config", str(folder / "coach.yaml"))


def run(*words: str) -> str:
    from typer.testing import CliRunner

    from coach.cli import application
    from coach.errors import CoachError

    result = CliRunner().invoke(application(), [*words])
    if isinstance(result.exception, CoachError):
        raise result.exception
    assert result.exception is None, result.output
    return result.output


@contextmanager
def running(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """`coach gather run` in a process of its own."""
    command = [sys.executable, "-m", "coach", "gather", "run", "--config", str(folder / "coach.yaml")]
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=dict(os.environ))
        try:
            yield process
        finally:
            process.kill()
            process.wait(30)


# ---------------------------------------------------------------------- what is set


def test_an_address_alone_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "coach.yaml"
    file.write_text("gather: nats://desk.local:4222\n")
    server = server_of(load_config(file), {"COACH_GATHER_PASSWORD": "x"})
    assert (server.addresses, server.takes, server.user, server.password) == (
        ("nats://desk.local:4222",), "own", None, None,
    )  # fmt: skip


def test_files_are_meant_from_the_settings_own_folder(tmp_path: Path) -> None:
    file = settings(tmp_path, servers="tls://a:1", user="rack", password_file="word", creds="my.creds")
    accounts().credentials(tmp_path / "my.creds")
    (tmp_path / "word").write_text("not a secret\n")
    server = server_of(load_config(file), {})
    assert (server.password, server.creds) == ("not a secret", tmp_path / "my.creds")


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ("http://desk", "write an address such as nats://desk.local:4222"),
        ("3", "write an address"),
        ("[]", "write an address"),
        ("{user: rack}", "'servers' is needed"),
        ("{servers: nats://a:1, take: both}", "'both' is no choice here"),
        ("{servers: nats://a:1, pasword: x}", "'pasword' is none of servers, name, take"),
        ("{servers: nats://a:1, name: my rack}", "name: write up to 40 letters"),
    ],
)
def test_a_mistake_in_the_settings_is_told_with_its_place(tmp_path: Path, told: str, refused: str) -> None:
    file = tmp_path / "coach.yaml"
    file.write_text(f"gather: {told}\n")
    with pytest.raises(ContentError, match=rf"coach\.yaml:1:\d+: gather: .*{refused}"):
        load_config(file)


@pytest.mark.parametrize("words", ["run", "once", "status"])
def test_without_the_setting_nothing_connects(tmp_path: Path, words: str) -> None:
    (tmp_path / "coach.yaml").write_text("data_folder: .\n")
    with pytest.raises(InputError, match=r"no server is set; write 'gather: nats://HOST:4222' into coach.yaml"):
        gather(tmp_path, words)
    assert [each.name for each in tmp_path.iterdir()] == ["coach.yaml"]


def test_two_are_never_at_work_on_the_same_box(tmp_path: Path) -> None:
    config = load_config(settings(tmp_path / "rack", servers="nats://127.0.0.1:1"))
    first = Gatherer(config, server_of(config, {}), print)
    with pytest.raises(InputError, match="another 'coach gather' is at work"):
        gather(tmp_path / "rack", "once")
    first.close()
    with pytest.raises(GoneError):
        gather(tmp_path / "rack", "once")


# ---------------------------------------------------------------------- with a server


@with_server
def test_the_status_tells_what_waits_and_what_came_from_where(tmp_path: Path, server: NatsServer) -> None:
    rack, desk = tmp_path / "rack", tmp_path / "desk"
    settings(rack, servers=server.address, name="rack-1")
    settings(desk, servers=server.address, name="desk", take="all")
    RealBox(rack, "").trains("Kim", "2026-03-01T18:30:00.000+01:00")
    assert "It was never reached" in gather(rack, "status")
    assert f"Sent {len(EVENTS) + 2} messages" in gather(rack, "once")
    assert "To be sent: 0 events of 0 sessions." in gather(rack, "status")
    gather(desk, "once")
    told = gather(desk, "status")
    assert "This box: desk; it takes in: all." in told
    (line,) = [each.split() for each in told.splitlines() if each.startswith("rack-1")]
    assert (line[1], line[-1]) == ("1", "right")
    assert "Kim" in typed_at(desk, "history", "--all-boxes")
    assert "rack-1" in typed_at(desk, "history", "--all-boxes")


def typed_at(folder: Path, *words: str) -> str:
    return run(*words, "--config", str(folder / "coach.yaml"))


@with_server
def test_a_box_is_let_in_with_its_password_and_refused_without(tmp_path: Path) -> None:
    with one(tmp_path / "server", USERS) as server:
        settings(tmp_path / "rack", servers=server.address, user="rack", password_file="word")
        (tmp_path / "rack" / "word").write_text("not a secret\n")
        assert "Sent 0 messages" in gather(tmp_path / "rack", "once")
        (tmp_path / "rack" / "word").write_text("a guess\n")
        with pytest.raises(GoneError, match=r"(?i)authorization violation.*; what is not sent is sent later$"):
            gather(tmp_path / "rack", "once")


@with_server
def test_a_box_is_let_in_with_its_credentials_and_with_nobody_elses(tmp_path: Path) -> None:
    known = accounts()
    with one(tmp_path / "server", known.configuration) as server:
        rack, desk = tmp_path / "rack", tmp_path / "desk"
        for folder in (rack, desk):
            settings(folder, servers=server.address, creds="my.creds", take="all")
            known.credentials(folder / "my.creds")
        RealBox(rack, "").trains("Kim")
        assert f"Sent {len(EVENTS) + 2} messages" in gather(rack, "once")
        assert f"took in {len(EVENTS) + 2}" in gather(desk, "once")
        accounts().credentials(rack / "my.creds")
        with pytest.raises(GoneError, match=r"(?i)authorization violation.*; what is not sent is sent later$"):
            gather(rack, "once")
        settings(rack, servers=server.address)
        with pytest.raises(GoneError, match=r"; what is not sent is sent later$"):
            gather(rack, "once")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (None, "is not there; check its name"),
        ("", "holds no credentials"),
        ("-----BEGIN NATS USER JWT-----\nx\n", "holds no"),
    ],
)
def test_credentials_that_cannot_be_are_told_in_a_line_with_the_file(
    tmp_path: Path, said: str | None, told: str
) -> None:
    file = settings(tmp_path / "rack", servers="nats://127.0.0.1:1", creds="my.creds")
    if said is not None:
        (tmp_path / "rack" / "my.creds").write_text(said)
    with pytest.raises(CoachError, match=rf"my\.creds.*{told}") as refused:
        server_of(load_config(file), {})
    assert "\n" not in str(refused.value)


@with_server
def test_a_certificate_of_the_named_authority_is_trusted_and_no_other(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [*("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
         *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate))],
        check=True, capture_output=True,
    )  # fmt: skip
    with one(tmp_path / "server", f'tls {{ cert_file: "{certificate}", key_file: "{key}" }}\n') as server:
        address = server.address.replace("nats:", "tls:")
        settings(tmp_path / "rack", servers=address, authority=str(certificate))
        assert "Sent 0 messages" in gather(tmp_path / "rack", "once")
        settings(tmp_path / "rack", servers=address)
        with pytest.raises(GoneError, match="certificate"):
            gather(tmp_path / "rack", "once")


@with_server
def test_a_process_that_is_killed_goes_on_where_it_was_and_the_session_does_not_notice(
    tmp_path: Path, server: NatsServer
) -> None:
    for name in ("rack", "desk"):
        settings(tmp_path / name, servers=server.address, take="all")
    rack, desk = RealBox(tmp_path / "rack", server.address), RealBox(tmp_path / "desk", server.address)
    troubles: list[object] = []
    from coach.journal.store import Journal
    from tests.journal.book import workout

    with (
        running(tmp_path / "desk"),
        Journal.open(rack.folder / "journal.sqlite", tell=troubles.append) as journal,
        journal.begin(workout(), lifter="Kim") as session,
    ):
        for first in range(0, len(EVENTS), 4):
            with running(tmp_path / "rack") as process:
                for event in EVENTS[first : first + 4]:
                    session.happened(event)
                until(lambda: counted(tmp_path / "desk" / "gathered.sqlite") == first + 4)  # noqa: B023
                process.send_signal(signal.SIGKILL)
    assert troubles == []
    rack.visits()
    desk.visits()
    assert desk.others() == rack.own()


@with_server
def test_a_server_that_dies_and_comes_back_is_found_again(tmp_path: Path, server: NatsServer) -> None:
    for name in ("rack", "desk"):
        settings(tmp_path / name, servers=server.address, take="all")
    rack = RealBox(tmp_path / "rack", server.address)
    rack.trains("Kim")
    with running(tmp_path / "rack"), running(tmp_path / "desk"):
        until(lambda: counted(tmp_path / "desk" / "gathered.sqlite") == len(EVENTS))
        server.kill()
        rack.trains("Kim")
        until(lambda: "cannot be reached" in (tmp_path / "rack" / "said.txt").read_text())
        server.start()
        until(lambda: counted(tmp_path / "desk" / "gathered.sqlite") == 2 * len(EVENTS))
    said = (tmp_path / "rack" / "said.txt").read_text().splitlines()
    assert said[0] == "Connected."
    assert said[-1] == "Connected."
