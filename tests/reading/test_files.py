"""The door for files: what is no file is refused without waiting, in one line with a next step."""

import os
import shutil
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from coach.reading.files import YAML, Kind, UnreadableError, opened, read_bytes, read_json, read_text, stands

SMALL = Kind("a small file", 10)


def refusal(path: Path, kind: Kind = YAML) -> str:
    with pytest.raises(UnreadableError) as raised:
        read_text(path, kind)
    message = str(raised.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message


def test_a_pipe_is_refused_at_once_though_nobody_writes_into_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert "is a pipe and no file" in refusal(tmp_path / "pipe.yaml")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "is a folder and no file" in refusal(tmp_path)


def test_a_device_is_refused() -> None:
    assert "is a device and no file" in refusal(Path("/dev/zero"))


def test_a_socket_is_refused(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "line"))
        assert "is a socket and no file" in refusal(tmp_path / "line")


def test_a_link_that_leads_nowhere_is_told_with_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone.yaml")
    assert f"is a link to {tmp_path}/gone.yaml, which is not there" in refusal(tmp_path / "link.yaml")


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "leads round in a circle" in refusal(tmp_path / "a")


def test_a_folder_of_the_path_that_is_a_dangling_link_is_named(tmp_path: Path) -> None:
    (tmp_path / "content").symlink_to(tmp_path / "gone")
    assert f"lies behind {tmp_path}/content" in refusal(tmp_path / "content" / "x.yaml")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "is not there; check its name" in refusal(tmp_path / "none.yaml")


def test_a_file_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "is a file and no folder" in refusal(tmp_path / "file" / "below.yaml")


def test_a_name_no_file_can_have_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is no name a file can have"):
        read_text(tmp_path / "a\0b", YAML)


def test_a_file_too_large_for_its_kind_is_refused_with_the_limit(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 11)
    message = refusal(tmp_path / "large", SMALL)
    assert "a small file may have 1e-05 MB" in message


def test_a_huge_file_is_refused_before_any_of_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(10**12)
    assert "is too large (1e+06 MB): a YAML file may have 1 MB" in refusal(tmp_path / "huge.yaml")


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "just").write_bytes(b"x" * 10)
    assert read_bytes(tmp_path / "just", SMALL) == b"x" * 10


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert read_text(tmp_path / "link", YAML) == "hello"


def test_text_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("title: ok\nfor: Übung\n".encode("latin-1"))
    assert "is no text in UTF-8 (line 2); save it as UTF-8 text" in refusal(tmp_path / "latin.yaml")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "bom").write_bytes(b"\xef\xbb\xbftitle: x")
    assert read_text(tmp_path / "bom", YAML) == "title: x"


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "9" * 10_000])
def test_json_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UnreadableError, match="is no JSON that can be read"):
        read_json(tmp_path / "x.json")


def test_a_link_that_leads_nowhere_stands_there_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    assert stands(tmp_path / "link")
    assert not stands(tmp_path / "gone")


def test_what_is_opened_closes_with_the_with(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello")
    with opened(tmp_path / "file", YAML) as file:
        assert file.read() == b"hello"
    assert file.closed


# ------------------------------------------------------------------------------------------------ permissions

BARRED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


def coach(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody whom permissions bind, which root's are not."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root without setpriv cannot be bound by permissions")
    bound = BARRED if os.geteuid() == 0 else []
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    command = [*bound, sys.executable, "-m", "coach", *words]
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("closed", [".config", ".config/coach", ".local/share", ".local/share/coach/content/sessions"])
@pytest.mark.parametrize("words", [["history"], ["sessions"], ["plan", "add", "mon 18:30 rdl-day"], ["rehearse"]])
def test_a_closed_folder_is_one_line_with_the_command_that_opens_it(
    tmp_path: Path, closed: str, words: list[str]
) -> None:
    folder = tmp_path / closed
    for made in (
        tmp_path / ".config" / "coach",
        tmp_path / ".local" / "share" / "coach" / "content" / "sessions",
        folder,
    ):
        made.mkdir(parents=True, exist_ok=True)
    folder.chmod(0)
    try:
        done = coach(tmp_path, *words)
    finally:
        folder.chmod(0o700)
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert f"chmod u+rwX {folder}" in done.stderr


def test_a_home_nobody_may_enter_is_one_line_with_the_command_that_opens_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0)
    try:
        done = coach(home, "run", "--speaker", "wav:/dev/null")
    finally:
        home.chmod(0o700)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"chmod u+rwX {home}" in done.stderr


@pytest.mark.parametrize("option", ["--transcript", "--speaker"])
def test_nothing_is_written_into_a_pipe_for_it_would_wait_for_a_reader(tmp_path: Path, option: str) -> None:
    pipe = tmp_path / "pipe.wav"
    os.mkfifo(pipe)
    words = ["run", "--speaker", "wav:out.wav", option, f"wav:{pipe}" if option == "--speaker" else str(pipe)]
    done = coach(tmp_path, *words)
    assert (done.returncode, done.stderr.split("\n")[-2]) == (
        2,
        f"{pipe}: is a pipe, which nothing is written into; choose another place",
    )
    assert not (tmp_path / "out.wav").exists()


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to(path)])
def test_a_microphones_file_that_is_none_is_refused_at_once(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "in.wav")
    done = coach(tmp_path, "run", "--mic", f"wav:{tmp_path}/in.wav", "--speaker", f"wav:{tmp_path}/out.wav")
    assert done.returncode == 2
    assert "in.wav" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_small_file_of_a_kind_that_may_be_large_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"small")
    tracemalloc.start()
    found = read_bytes(tmp_path / "x", Kind("a large file", 500_000_000))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found, most < 1_000_000) == (b"small", True)


def test_a_file_of_the_system_that_tells_no_size_is_read_whole() -> None:
    assert read_text(Path("/proc/self/status"), YAML).startswith("Name:")


def test_what_looks_like_a_file_and_would_be_waited_for_is_refused() -> None:
    """The kernel's log is a file by its mode and a pipe by its nature; only root may open it at all."""
    with suppress(OSError):
        log = os.open("/proc/kmsg", os.O_RDONLY | os.O_NONBLOCK)
        with suppress(BlockingIOError):
            while os.read(log, 65536):
                pass  # what was logged until now, so that there is nothing left to read
        os.close(log)
    told = refusal(Path("/proc/kmsg"))
    assert "gives nothing to read" in told or "may not be used" in told


def test_a_control_character_in_a_string_of_json_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"na\\u0007me": ["a \\u001b[2J"]}', encoding="utf-8")
    assert read_json(tmp_path / "x.json") == {"name": ["a [2J"]}
