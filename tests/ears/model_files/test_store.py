"""Fetching a model: whole or not at all."""

import hashlib
import io
import os
import socket
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from coach.cli.machine.model import app, mention
from coach.config import Config
from coach.ears.model_files.capacity import Room
from coach.ears.model_files.store import PARTS, Model, fetch, find_models, is_model
from coach.errors import EarError
from tests.terminal import terminal

NAME = "vosk-model-tiny-xx"


def archive(extra: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part in PARTS:
            package.writestr(f"{NAME}/{part}", part * 200)
        for path, content in (extra or {}).items():
            package.writestr(path, content)
    return buffer.getvalue()


@contextmanager
def publisher(content: bytes) -> Iterator[tuple[Model, list[str]]]:
    """A publisher on this machine, and the ranges it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            asked.append(wanted)
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
            self.send_response(206 if wanted else 200)
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            self.wfile.write(content[start:])

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/model.zip"
        try:
            yield Model(NAME, "xx", url, len(content), hashlib.sha256(content).hexdigest(), 10_000, "MIT"), asked
        finally:
            server.shutdown()
            thread.join()


def test_a_fetched_model_is_whole_and_leaves_nothing_else_behind(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with publisher(archive()) as (model, _):
        path = fetch(model, tmp_path, lambda have, whole: seen.append((have, whole)))
    assert is_model(path)
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]
    assert seen[-1] == (model.size, model.size)


def test_a_model_that_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    with publisher(archive()) as (model, asked):
        fetch(model, tmp_path)
        fetch(model, tmp_path)
    assert len(asked) == 1


def test_a_download_that_broke_off_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    content = archive()
    (tmp_path / f"{NAME}.zip.part").write_bytes(content[:100])
    with publisher(content) as (model, asked):
        assert is_model(fetch(model, tmp_path))
    assert asked == ["bytes=100-"]


def test_a_file_that_is_not_what_its_publisher_signed_is_refused_and_removed(tmp_path: Path) -> None:
    with publisher(archive()) as (model, _), pytest.raises(EarError, match="not the file its publisher signed"):
        fetch(replace(model, sha256="0" * 64), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_more_bytes_than_announced_are_not_taken(tmp_path: Path) -> None:
    with publisher(archive()) as (model, _), pytest.raises(EarError, match="sends more than"):
        fetch(replace(model, size=50), tmp_path)


@pytest.mark.parametrize("path", ["../outside.txt", "/outside.txt", f"{NAME}/../../outside.txt"])
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with publisher(archive({path: b"x"})) as (model, _), pytest.raises(EarError, match="unsafe path"):
        fetch(model, tmp_path / "models")
    assert not (tmp_path / "outside.txt").exists()


def test_an_archive_that_would_fill_the_disk_is_refused(tmp_path: Path) -> None:
    with (
        publisher(archive({f"{NAME}/huge": b"0" * 20_000})) as (model, _),
        pytest.raises(EarError, match="unpack to more"),
    ):
        fetch(model, tmp_path)


def damaged(content: bytes) -> bytes:
    """The first packed file spoilt: what is said of it no longer fits."""
    return content[:60] + bytes(20) + content[80:]


def newer(content: bytes) -> bytes:
    """As if packed by a program of the future."""
    place = content.index(b"PK\x01\x02") + 6
    return content[:place] + bytes([109]) + content[place + 1 :]


@pytest.mark.parametrize("spoilt", [damaged, newer])
def test_an_archive_that_cannot_be_unpacked_is_one_clear_line_and_leaves_no_model(
    tmp_path: Path, spoilt: Callable[[bytes], bytes]
) -> None:
    with publisher(spoilt(archive())) as (model, _), pytest.raises(EarError, match="is no zip file"):
        fetch(model, tmp_path)
    assert not is_model(tmp_path / NAME)


def test_a_publisher_that_cannot_be_reached_is_one_clear_line(tmp_path: Path) -> None:
    model = Model(NAME, "xx", "http://127.0.0.1:9/model.zip", 10, "0", 10, "MIT")
    with pytest.raises(EarError, match="run the command again"):
        fetch(model, tmp_path)


def test_a_publisher_that_speaks_no_http_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"SSH-2.0-none\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/model.zip"
        with pytest.raises(EarError, match="run the command again"):
            fetch(Model(NAME, "xx", url, 10, "0", 10, "MIT"), tmp_path)
        thread.join()


def test_the_command_fetches_the_model_to_where_the_coach_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    with publisher(archive()) as (model, _):
        monkeypatch.setattr("coach.cli.machine.model.ENGLISH", model)
        done = CliRunner().invoke(app, ["fetch"])
    place = tmp_path / "coach" / "models" / NAME
    assert (done.exit_code, is_model(place)) == (0, True), done.output
    assert f"is in {place}; the coach uses it from now on" in done.output


def test_models_are_found_by_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with publisher(archive()) as (model, _):
        path = fetch(model, tmp_path)
    assert list(find_models("xx", (tmp_path,))) == [path]
    assert list(find_models("yy", (tmp_path,))) == []


# ---------------------------------------------------------------------------------------------- the offer


def without_model(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setenv("HOME", str(folder / "home"))
    return Config(data_folder=folder / "data", language="xx")


def test_the_better_model_is_told_of_once_and_nothing_is_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = without_model(tmp_path, monkeypatch)
    told: list[str] = []
    with publisher(archive()) as (model, asked):
        for _ in range(2):
            mention(config, told.append, model)
    assert [line.rpartition(": ")[2] for line in told] == ["coach model fetch"]
    assert asked == []


@pytest.mark.parametrize("change", [{"ear": "pocketsphinx"}, {"language": "yy"}, {"vosk_model": Path("here")}])
def test_nothing_is_offered_where_it_would_not_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    config = replace(without_model(tmp_path, monkeypatch), **change)
    model = Model(NAME, "xx", "http://127.0.0.1:9/model.zip", 10, "0", 10, "MIT")
    mention(config, pytest.fail, model)


def test_nothing_is_offered_where_moonshine_hears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = replace(without_model(tmp_path, monkeypatch), language="en")
    monkeypatch.setattr("coach.cli.machine.model.room_for_both", lambda: Room(True))
    mention(config, pytest.fail)


ON_ONE_PROCESSOR = (
    "import os, sys; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); os.execv(sys.argv[1], sys.argv[1:])"
)
"""Leaves what it runs no room for two recognisers."""


def test_a_first_run_asks_nothing_at_the_keyboard(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if name != "VOSK_MODEL_PATH"}
    own |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "coach", "run", "--fresh"]
    taskset = [sys.executable, "-c", ON_ONE_PROCESSOR, *command]
    with terminal(taskset, environment=own, folder=tmp_path, columns=160) as shown:
        shown.until("step 0 of", 120)
    assert b"A better speech model (41 MB, offline afterwards): coach model fetch" in shown.raw
    assert b"[y/N]" not in shown.raw
