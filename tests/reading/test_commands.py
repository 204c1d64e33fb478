"""Whatever lies where a command expects a file: one clear line, exit code 2, at once, and everything as it was."""

import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.cli import main

Make = Callable[[Path], object]

SESSION = """\
title: Small day
minutes: 2
for: the tests
equipment: [barbell]
welcome:
  - say: Hello and welcome.
steps:
  - {do: romanian-deadlift, load: 40, sets: 1, reps: 1, tempo: 1-0-1-0, rest: 5, get_ready: 1}
close:
  - say: That was all for today.
"""
LAUGHS = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 10}]" for n in range(1, 12))])

SECONDS = 2.0
"""Of processor time, which does not depend on what else the machine does."""

HANGS = 60
"""Seconds after which a command that waits for something is taken for hanging."""


def holding(content: bytes | str) -> Make:
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content)


def leading_to(place: str) -> Make:
    return lambda path: path.symlink_to(place)


def as_large_as(size: int) -> Make:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def a_socket(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patched, socket.socket(socket.AF_UNIX) as line:
        patched.chdir(path.parent)  # the whole path may be too long for a socket's name
        line.bind(path.name)


def below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("x")


def changed(old: str, new: str) -> Make:
    assert old in SESSION
    return holding(SESSION.replace(old, new))


NO_FILE: dict[str, Make] = {
    "a pipe": os.mkfifo,
    "a folder of that name": Path.mkdir,
    "a link to endless zeros": leading_to("/dev/zero"),
    "a link to nothing at all": leading_to("/dev/null"),
    "a link to what looks like a file and waits": leading_to("/proc/kmsg"),
    "a link that dangles": leading_to("gone"),
    "a link that leads to itself": lambda path: path.symlink_to(path.name),
    "a socket": a_socket,
    "nothing": lambda _: None,
    "five terabytes of nothing": as_large_as(5 * 10**12),
    "a name below a file": below_a_file,
}

NO_YAML: dict[str, Make] = {
    "empty": holding(""),
    "a byte order mark only": holding(b"\xef\xbb\xbf"),
    "zeros": holding(bytes(5000)),
    "every byte": holding(bytes(range(256)) * 20),
    "a zip": holding(b"PK\3\4" + bytes(200)),
    "a page of the web": holding("<html><body>404</body></html>"),
    "UTF-16 without a mark": holding(SESSION.encode("utf-16-be")),
    "Latin 1": holding(SESSION.replace("Small", "Schön").encode("latin1")),
    "half a letter": holding(SESSION.replace("Small", "\ud800").encode("utf-8", "surrogatepass")),
    "a zero byte in a title": changed("Small", "Sm\0all"),
    "an escape in a title": changed("Small", "Sm\x1b[2Jall"),
    "an escape written as one": changed("Small day", '"Sm\\e[2Jall"'),
    "reversed writing": changed("Small", "\u202eSmall"),
    "a billion laughs": holding(LAUGHS),
    "a billion laughs in a session": holding(SESSION + LAUGHS),
    "a list that holds itself": holding("&a [*a]"),
    "a key that holds itself": holding("&a {? *a : 1}"),
    "steps that hold themselves": changed("steps:\n", "steps: &s\n  - *s\n"),
    "an alias nobody has named": holding("<<: *a"),
    "nested without end": holding("[" * 100_000),
    "nested maps": holding("{a: " * 5000),
    "nested by indentation": holding("".join(" " * deep + "a:\n" for deep in range(1500))),
    "nested by dashes": holding("- " * 30_000 + "x"),
    "indented by tabs": changed("  - {do", "\t- {do"),
    "a key twice": holding(SESSION + "title: again\n"),
    "two documents": holding(SESSION + "---\n" + SESSION),
    "another version of YAML": holding("%YAML 9.9\n---\n" + SESSION),
    "a program in it": holding("!!python/object/apply:os.system [id]"),
    "a list": holding("- 1\n- 2\n"),
    "a word": holding("hello"),
    "sixty thousand keys": holding("\n".join(f"k{number}: 1" for number in range(60_000))),
    "five thousand aliases": holding("a: &a 1\nb: [" + "*a," * 5000 + "]"),
    "a number of five thousand digits": changed("minutes: 2", "minutes: " + "9" * 5000),
    "a title of nine hundred thousand letters": changed("Small day", "x" * 900_000),
    "a number that is none": changed("load: 40", "load: .nan"),
    "a number without end": changed("load: 40", "load: .inf"),
    "a number below zero": changed("load: 40", "load: -40"),
    "a billion sets": changed("sets: 1", "sets: 1000000000"),
}

NO_TABLE: dict[str, Make] = {
    "empty": holding(""),
    "a byte order mark only": holding(b"\xef\xbb\xbf"),
    "zeros": holding(bytes(5000)),
    "prose": holding("hello\n"),
    "another program's columns": holding("a,b,c\n1,2,3\n"),
    "a page of the web": holding("<html>404</html>"),
    "quotes that are never closed": holding('"' * 200_000),
    "a line of two megabytes": holding("x" * 2_000_000),
    "a hundred thousand columns": holding(",".join(f"c{number}" for number in range(100_000)) + "\n1\n"),
}

NO_EXPORT: dict[str, Make] = {
    "empty": holding(""),
    "prose": holding("hello"),
    "half": holding('{"coach": '),
    "nested without end": holding("[" * 100_000),
    "a list": holding("[]"),
    "no number": holding("NaN"),
    "a number of six thousand digits": holding('{"version": ' + "9" * 6000 + "}"),
    "zeros": holding(bytes(100)),
}


def wav(kind: int = 1, channels: int = 1, rate: int = 16_000, bits: int = 16, data: bytes = bytes(1600)) -> bytes:
    """A WAV that says this of itself."""
    step = channels * bits // 8 & 0xFFFF
    says = struct.pack("<IHHIIHH", 16, kind, channels, rate, rate * step & 0xFFFFFFFF, step, bits)
    return (
        b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + says + b"data" + struct.pack("<I", len(data)) + data
    )


NO_SOUND: dict[str, Make] = {
    "empty": holding(b""),
    "four bytes": holding(b"RIFF"),
    "half a header": holding(wav()[:30]),
    "no samples a second": holding(wav(rate=0)),
    "a sample a second": holding(wav(rate=1)),
    "a hundred samples a second": holding(wav(rate=100)),
    "four billion samples a second": holding(wav(rate=2**32 - 1)),
    "no channels": holding(wav(channels=0)),
    "samples without bits": holding(wav(bits=0)),
    "a song called a recording": holding(b"ID3\4\0\0\0\0\0\0" + bytes(400)),
    "a FLAC that is none": holding(b"fLaC" + bytes(400)),
    "prose": holding("hello\n"),
    "zeros": holding(bytes(5000)),
}

NO_SETTINGS: dict[str, Make] = {trouble: NO_YAML[trouble] for trouble in ("zeros", "every byte", "a list", "a word")}

RUN = ("run", "{}", "--ear", "keyboard", "--speaker", "wav:{}.out.wav")
READS: dict[str, tuple[str, tuple[str, ...], dict[str, Make]]] = {
    "check": ("day.yaml", ("check", "{}"), NO_FILE | NO_YAML),
    "rehearse": ("day.yaml", ("rehearse", "{}"), NO_FILE),
    "run": ("day.yaml", RUN, NO_FILE),
    "the settings of run": ("own.yaml", (*RUN[:1], "first-hinge", *RUN[2:4], "--config", "{}"), NO_FILE),
    "import of a table": ("table.csv", ("import", "{}"), NO_FILE | NO_TABLE),
    "import of an export": ("export.json", ("import", "{}"), NO_FILE | NO_EXPORT),
    "hear": ("said.wav", ("hear", "{}"), NO_FILE | NO_SOUND),
    "listen": ("said.wav", ("listen", "--mic", "wav:{}"), NO_FILE | NO_SOUND),
    "teach": ("said.wav", ("teach", "done", "--mic", "wav:{}"), NO_FILE | NO_SOUND),
    "doctor": ("own.yaml", ("doctor", "--config", "{}"), NO_FILE | NO_SETTINGS),
    "calibrate": ("mic.wav", ("calibrate", "--quick", "--mic", "wav:{}", "--speaker", "wav:{}.out.wav"), NO_FILE),
}  # fmt: skip
"""What a command reads: the file's name, the words of the command, and what is no such file."""

CASES = [
    (command, trouble)
    for command, (_, _, troubles) in READS.items()
    for trouble in troubles
    if (command, trouble) != ("check", "a folder of that name")  # which is checked as a whole
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which somebody has trained."""
    for name in ("data", "config", "state", "cache"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
        (tmp_path / name / "coach").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "config" / "coach" / "coach.yaml").write_text("voice: tones\n")
    (tmp_path / "files").mkdir()
    return tmp_path


@pytest.fixture
def not_for_ever() -> Iterator[None]:
    def hangs(*_: object) -> None:
        raise AssertionError("it waits for something")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(HANGS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def typed(*words: str) -> object:
    """Run the command in this process; its exit code."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["coach", *words])
        with pytest.raises(SystemExit) as left:
            main()
    return left.value.code


def all_of(folder: Path) -> dict[str, bytes]:
    """Every file below, apart from the journal that is made where there was none, and its lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    made = ("journal.sqlite", "coach.lock")
    return {str(path): path.read_bytes() for path in files if not path.name.startswith(made)}


@pytest.mark.usefixtures("not_for_ever")
@pytest.mark.parametrize(("command", "trouble"), CASES, ids=[f"{command}: {trouble}" for command, trouble in CASES])
def test_what_is_no_file_for_it_is_refused_in_one_line(
    command: str, trouble: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, words, troubles = READS[command]
    path = home / "files" / name
    troubles[trouble](path)
    before, began = all_of(home / "data") | all_of(home / "config"), time.process_time()
    code = typed(*(word.replace("{}", str(path)) for word in words))
    took = time.process_time() - began
    told = capsys.readouterr().err
    assert code == 2, told
    assert path.name in told, "the file is not named"
    assert len(told.splitlines()) == 1, told
    assert "Traceback" not in told
    assert all(letter.isprintable() or letter == "\n" for letter in told)
    assert took < SECONDS
    assert all_of(home / "data") | all_of(home / "config") == before


@pytest.mark.usefixtures("not_for_ever")
@pytest.mark.parametrize("trouble", NO_FILE)
def test_doctor_refuses_to_listen_to_a_microphone_that_is_no_file(
    trouble: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, settings = home / "files" / "mic.wav", home / "own.yaml"
    settings.write_text(f"voice: tones\nmicrophone: wav:{path}\n")
    NO_FILE[trouble](path)
    began = time.process_time()
    code = typed("doctor", "--sound", "--config", str(settings))
    told = capsys.readouterr().err
    assert (code, len(told.splitlines()), path.name in told) == (2, 1, True), told
    assert time.process_time() - began < SECONDS


@pytest.mark.usefixtures("not_for_ever")
@pytest.mark.parametrize("trouble", NO_FILE)
def test_doctor_names_the_file_that_is_no_microphone(
    trouble: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, settings = home / "files" / "mic.wav", home / "config" / "coach" / "coach.yaml"
    settings.write_text("microphone: wav:files/mic.wav\nspeaker: wav:out[red].wav\n")
    NO_FILE[trouble](path)
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(home)
        assert typed("doctor") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("broken  microphone") and "mic.wav" in line]
    assert [line for line in lines if line.startswith("broken  speaker") and "out[red].wav is a sound file" in line]


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2Jb", "a\u202eb", "x" * 300, "{x}", "%s", "a\0b"])
@pytest.mark.parametrize("command", ["check", "rehearse", "run", "import", "hear"])
def test_a_name_of_any_letters_is_refused_in_one_line_that_can_be_shown(
    command: str, name: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert home.exists()
    assert typed(command, name) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1, told
    assert all(letter.isprintable() or letter == "\n" for letter in told)


HEARD: dict[str, bytes] = {
    "24 bits": wav(bits=24, data=bytes(2400)),
    "big-endian": b"RIFX" + struct.pack(">I", 1636) + b"WAVEfmt "
    + struct.pack(">IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16) + b"data" + struct.pack(">I", 1600) + bytes(1600),
    "one sample": wav(data=b"\1\0"),
    "half a sample too many": wav(data=b"\1\0\2"),
    "a length of two gigabytes": wav()[:40] + struct.pack("<I", 2**31 - 1) + bytes(1600),
    "a length of no bytes": wav()[:40] + bytes(1604),
    "cut off": wav()[:-700],
    "numbers that are none": wav(3, bits=32, data=np.full(800, np.nan, "<f4").tobytes()),
    "numbers without end": wav(3, bits=32, data=np.full(800, np.inf, "<f4").tobytes()),
    "numbers that overflow": wav(3, bits=32, data=np.full(800, 3e38, "<f4").tobytes()),
    "six channels": wav(channels=6, data=bytes(9600)),
}  # fmt: skip


def test_an_mp3_is_refused_without_the_noise_of_its_decoder(home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (home / "said.wav").write_bytes(b"\xff\xfb\x90\0" * 500)
    assert typed("hear", str(home / "said.wav")) == 2
    assert (
        capfd.readouterr().err == f"{home}/said.wav cannot be read as sound (it is an MP3); give a WAV, FLAC or OGG\n"
    )


@pytest.mark.parametrize("says", [36, 36 + 3200, 0, 2**32 - 1])
@pytest.mark.parametrize("channels", [1, 6])
def test_a_recording_whose_writer_was_killed_is_read_to_its_end(tmp_path: Path, says: int, channels: int) -> None:
    from coach.audio.capture.microphone import FileMicrophone

    sound = wav(channels=channels, data=np.tile(np.arange(1, 1601, dtype="<i2"), channels).tobytes())
    path = tmp_path / "mic.wav"
    path.write_bytes(sound[:4] + struct.pack("<I", says) + sound[8:40] + bytes(4) + sound[44:])
    with FileMicrophone(path) as microphone:
        assert len(list(microphone.blocks())) == 5


def test_a_recording_of_no_length_with_another_chunk_behind_is_empty(tmp_path: Path) -> None:
    from coach.audio.capture.microphone import FileMicrophone

    path = tmp_path / "mic.wav"
    path.write_bytes(wav(data=b"") + b"LIST" + struct.pack("<I", 4) + b"INFO")
    with FileMicrophone(path) as microphone:
        assert list(microphone.blocks()) == []


@pytest.mark.usefixtures("not_for_ever")
@pytest.mark.parametrize("kind", HEARD)
def test_a_recording_with_an_odd_header_is_read_to_its_end(kind: str, tmp_path: Path) -> None:
    from coach.audio.capture.microphone import FileMicrophone

    path = tmp_path / "mic.wav"
    path.write_bytes(HEARD[kind])
    with FileMicrophone(path) as microphone:
        blocks = list(microphone.blocks())
    assert len(blocks) <= 10
    assert all(np.abs(block).max() <= 32767 for block in blocks)
