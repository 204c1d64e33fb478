"""A virtual sound card of the tests' own: a private PulseAudio with a loudspeaker that can be recorded and a microphone
that can be spoken into.

Nothing of the machine's own sound is touched: the daemon lives in a folder of its own, without root or autostart,
and is gone when the `with` ends, also when the test failed. Children find it through `card.environment`.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from coach.testing.recorder import PATIENCE, RATE, Recorder, SoundCardMissingError, end, like_hardware, until

SHAPE = f"rate={RATE} channels=1 format=s16le"

ROOM = 6300
"""The volume, on the server's cubic scale of 65536, at which white noise of full scale is a quiet room."""

ALSA_CONFIGURATION = Path("/usr/share/alsa/alsa.conf")


def what_is_missing() -> str | None:
    """One line naming what this machine lacks for a virtual sound card, or None."""
    programs = [name for name in ("pulseaudio", "pactl", "parec", "paplay") if shutil.which(name) is None]
    plugin = list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so"))
    if not programs and plugin and ALSA_CONFIGURATION.exists():
        return None
    lacking = ", ".join([*programs, *([] if plugin else ["libasound2-plugins"])])
    return f"no virtual sound card: {lacking} missing; apt-get install pulseaudio pulseaudio-utils libasound2-plugins"


class SoundCard:
    """The card while it lives. `environment` is what a child process needs to find it as its only sound device."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = _environment(folder)
        self._daemon: subprocess.Popen[bytes] | None = None
        self._room: subprocess.Popen[bytes] | None = None

    @property
    def daemon_id(self) -> int:
        """The process id of the sound server."""
        assert self._daemon is not None
        return self._daemon.pid

    def start(self) -> None:
        """Start the daemon, also again after `kill`."""
        settings = self.folder / "card.pa"
        settings.write_text(self.settings())
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--disable-shm=yes",
        ]
        with (self.folder / "pulse.log").open("ab") as log:
            self._daemon = subprocess.Popen(
                [*command, f"--file={settings}"], env=self.environment, stdout=log, stderr=log
            )
        until(self._answers, PATIENCE, f"the virtual card did not start: {(self.folder / 'pulse.log').read_text()}")
        like_hardware(self._daemon.pid)
        self._room = self._noise()
        like_hardware(self._room.pid)
        until(self._sounds, PATIENCE, "the noise of the virtual card's room did not start")

    def settings(self) -> str:
        """What the daemon is to load."""
        return f"""
load-module module-native-protocol-unix auth-anonymous=1 socket={self.folder}/socket
load-module module-null-sink sink_name=spk {SHAPE}
load-module module-null-sink sink_name=micfeed {SHAPE}
load-module module-remap-source source_name=mic master=micfeed.monitor channels=1
set-default-sink spk
set-default-source mic
"""

    def _noise(self) -> "subprocess.Popen[bytes]":
        """The faint noise of a quiet room, -66 dB: no microphone that works gives digital silence."""
        shape = ["--raw", "--format=s16le", f"--rate={RATE}", "--channels=1", f"--volume={ROOM}"]
        return subprocess.Popen(
            ["pacat", "--playback", "-d", "micfeed", *shape, "/dev/urandom"],
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """Take the sound server away at once, as when it crashes in the middle of a set."""
        self._end_room()
        if self._daemon:
            end(self._daemon, signal.SIGKILL)
        (self.folder / "socket").unlink(missing_ok=True)

    def stop(self) -> None:
        """End the daemon in good order."""
        self._end_room()
        if self._daemon:
            end(self._daemon, signal.SIGTERM)

    def _end_room(self) -> None:
        if self._room:
            end(self._room, signal.SIGKILL)

    def record(self) -> Recorder:
        """A recorder of the loudspeaker; a context manager."""
        return Recorder(self.environment)

    def record_microphone(self) -> Recorder:
        """A recorder of what the coach's microphone hears; a context manager."""
        return Recorder(self.environment, "mic")

    def speak(self, wav: Path, into: str = "micfeed") -> None:
        """Play a sound file into the microphone, or into another sink; returns when it has been played."""
        subprocess.run(["paplay", "-d", into, str(wav)], env=self.environment, check=True, timeout=60)

    @contextmanager
    def echo(self, volume: float = 0.3, later: float = 0.04) -> Iterator[None]:
        """Let the microphone hear the loudspeaker, softer and `later` by about so many seconds, while it lasts."""
        latency = f"latency_msec={round(1000 * later)}"
        arguments = ["load-module", "module-loopback", "source=spk.monitor", "sink=micfeed", latency]
        module = self.control(*arguments).strip()
        for line in self.control("list", "short", "sink-inputs").splitlines():
            if "module-loopback" in line:
                self.control("set-sink-input-volume", line.split()[0], str(round(65536 * volume ** (1 / 3))))
        try:
            yield
        finally:
            self.control("unload-module", module)

    def control(self, *arguments: str) -> str:
        """Give the daemon an order with `pactl` and return what it answers; raises on a refusal."""
        command = ["pactl", *arguments]
        return subprocess.run(
            command, env=self.environment, check=True, timeout=PATIENCE, capture_output=True, text=True
        ).stdout

    def _answers(self) -> bool:
        if self._daemon is not None and self._daemon.poll() is not None:
            raise SoundCardMissingError(f"pulseaudio ended at once: {(self.folder / 'pulse.log').read_text()}")
        asked = subprocess.run(
            ["pactl", "list", "short", "sources"], env=self.environment, capture_output=True, text=True
        )
        return "mic\t" in asked.stdout

    def _sounds(self) -> bool:
        """Whether the room's noise has come to the server: until then the microphone gives digital silence."""
        return "protocol-native" in self.control("list", "short", "sink-inputs")


class OneClockCard(SoundCard):
    """Loudspeaker and microphone are two channels of one device, so that both stand in samples of the same clock."""

    def settings(self) -> str:
        left, right = (f"master=air channels=1 master_channel_map=front-{side} remix=no" for side in ("left", "right"))
        return f"""
load-module module-native-protocol-unix auth-anonymous=1 socket={self.folder}/socket
load-module module-null-sink sink_name=air rate={RATE} channels=2 channel_map=front-left,front-right format=s16le
load-module module-remap-sink sink_name=spk {left} channel_map=mono
load-module module-remap-sink sink_name=micfeed {right} channel_map=mono
load-module module-remap-source source_name=mic {right.replace("=air", "=air.monitor")} channel_map=mono
set-default-sink spk
set-default-source mic
"""

    def record_both(self) -> Recorder:
        """A recorder of both: a column of samples for the loudspeaker, one for the microphone."""
        return Recorder(self.environment, "air.monitor", channels=2)


@contextmanager
def sound_card() -> Iterator[SoundCard]:
    """A virtual sound card for the length of the `with`; raises SoundCardMissingError where there can be none."""
    with _card(SoundCard) as card:
        yield card


@contextmanager
def one_clock_card() -> Iterator[OneClockCard]:
    """The same, with both directions on one clock."""
    with _card(OneClockCard) as card:
        yield card


Kind = TypeVar("Kind", bound=SoundCard)


@contextmanager
def _card(kind: type[Kind]) -> Iterator[Kind]:
    missing = what_is_missing()
    if missing:
        raise SoundCardMissingError(missing)
    with tempfile.TemporaryDirectory(prefix="coach-card-", ignore_cleanup_errors=True) as folder:
        card = kind(Path(folder))
        try:
            card.start()
            yield card
        finally:
            card.stop()


def _environment(folder: Path) -> dict[str, str]:
    alsa = folder / "alsa.conf"
    alsa.write_text(f"<{ALSA_CONFIGURATION}>\npcm.!default {{ type pulse }}\nctl.!default {{ type pulse }}\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "ALSA_", "DBUS_"))}
    own = {"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    data = {"XDG_DATA_HOME": str(folder / "data"), "XDG_STATE_HOME": str(folder / "state")}
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    return {**kept, **own, **data, **cache, "PULSE_SERVER": f"unix:{folder}/socket", "ALSA_CONFIG_PATH": str(alsa)}
