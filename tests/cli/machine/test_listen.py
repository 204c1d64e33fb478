"""`coach listen` on a terminal of its own: everything an ear does can be seen."""

import os
import pty
import re
import subprocess
import sys

import pytest
import soundfile

from coach.cli.machine.listen import listen
from coach.errors import DeviceError
from coach.ports import EAR_RATE
from tests.ears.speech import in_a_row, said, silence


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, lifter: None) -> str:  # noqa: ARG001
    """What stood on the terminal while a command, a complaint with a breath in it, and small talk were heard."""
    folder = tmp_path_factory.mktemp("listen")
    remarks = (said("repeat that"), in_a_row(said("my back"), silence(0.5), said("feels tight")))
    talk = said("can i get a large coffee with a lot of sugar")
    sound = in_a_row(silence(0.5), *[in_a_row(remark, silence(1.2)) for remark in (*remarks, talk)])
    soundfile.write(folder / "said.wav", sound, EAR_RATE)
    here, there = pty.openpty()
    own = {name: value for name, value in os.environ.items() if name != "VOSK_MODEL_PATH"}
    own |= {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "COLUMNS": "160", "TERM": "xterm"}
    command = [sys.executable, "-m", "coach", "listen", "--ear", "pocketsphinx", "--mic", f"wav:{folder / 'said.wav'}"]
    with subprocess.Popen([*command, "--only", "repeat,complaint,next"], env=own, stdin=there, stdout=there) as process:
        os.close(there)
        seen = b""
        while piece := read(here):
            seen += piece
    os.close(here)
    assert process.returncode == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode(errors="replace"))


def read(terminal: int) -> bytes:
    """What is written next; nothing when the terminal was hung up."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""


def test_the_level_is_a_bar_that_grows_with_the_voice(shown: str) -> None:
    assert {len(bar) for bar in re.findall("█+", shown)} >= {20, 28}
    assert re.search(r"-\d+\.\d dB", shown)


def test_voice_activity_is_marked(shown: str) -> None:
    assert re.search(r"█+ +speech", shown)


def test_what_a_remark_sounds_like_so_far_is_shown_in_its_pauses(shown: str) -> None:
    assert re.search(r"speech .*\w \.\.\.", shown)


def test_a_command_is_shown_with_its_meaning_its_certainty_and_its_delay(shown: str) -> None:
    assert re.search(r"repeat that -> repeat  sure 0\.\d+  0\.\d+ s  act", shown)
    assert "my back feels tight -> complaint region low_back, sensation tight" in shown


def test_what_was_let_pass_is_shown_with_the_reason(shown: str) -> None:
    assert re.search(r" pass  (the sounds do not fit|likelier as other sounds|other sounds|less was|more was)", shown)


def test_a_microphone_that_is_not_there_is_told_before_an_ear_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("coach.audio.hardware.portaudio.list_devices", lambda: ())
    monkeypatch.setattr("coach.cli.machine.listen.open_ear", lambda kind, *_, **__: opened.append(kind))
    with pytest.raises(DeviceError, match="no microphone was found"):
        listen()
    assert opened == []
