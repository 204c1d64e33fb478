"""A check-up of the machine: what was found, what it means for training, and the command that mends it.

Each check looks at one thing and never raises; a broken machine is what it is for.
"""

import ctypes.util
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from coach.audio.devices import Device, Direction, choose, list_devices
from coach.config import Config
from coach.errors import DeviceError, InputError

ENOUGH_DISK = 500_000_000
"""Bytes: a year of journals and a full phrase cache fit many times over."""


class State(StrEnum):
    """How a finding bears on training."""

    GOOD = "good"
    WORTH_KNOWING = "worth knowing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was `found`, what it `means`, and the command that would `mend` it, if any."""

    about: str
    state: State
    found: str
    means: str
    mend: str = ""


def examine(config: Config) -> list[Finding]:
    """Every check, in the order in which a person would mend things."""
    return [
        *check_python(),
        *check_devices(config),
        *check_sound_server(),
        *check_voice(),
        *check_ears(config),
        *check_disk(config),
        *check_clock(),
        *check_power(),
    ]


def write_report(findings: Iterable[Finding], path: Path) -> None:
    """Write the findings as plain text to be sent to somebody, the user's name and home folder taken out.

    Raises InputError when the file cannot be written.
    """
    lines = [
        f"{finding.state.value}: {finding.about}: {finding.found}; {finding.means}"
        + (f"; to mend it: {finding.mend}" if finding.mend else "")
        for finding in findings
    ]
    try:
        path.write_text(without_names("\n".join(lines), Path.home()) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}); choose another place") from error


def without_names(text: str, home: Path) -> str:
    """The text with the home folder as ~ and, wherever else it stands as a word, the user's name as USER."""
    shortened = text.replace(str(home), "~")
    return re.sub(rf"\b{re.escape(home.name)}\b", "USER", shortened) if home.name else shortened


def check_python() -> list[Finding]:
    """The interpreter and the machine it runs on."""
    found = f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores"
    return [Finding("python", State.GOOD, found, "recent enough")]


def check_devices(config: Config) -> list[Finding]:
    """The loudspeaker and the microphone, as they would be opened."""
    try:
        devices = list_devices()
    except DeviceError as error:
        means = "sessions take typed commands and write their sound to a WAV"
        return [Finding("audio", State.BROKEN, str(error).split(";")[0], means, "sudo apt-get install libportaudio2")]
    return [
        _device(devices, config.speaker, Direction.SPEAKER),
        _device(devices, config.microphone, Direction.MICROPHONE),
    ]


def _device(devices: tuple[Device, ...], wanted: str | None, direction: Direction) -> Finding:
    means = {
        Direction.SPEAKER: "the sound of a session is written to a WAV instead of played",
        Direction.MICROPHONE: "commands are typed instead of spoken",
    }[direction]
    try:
        chosen = choose(devices, wanted, direction)
    except DeviceError as error:
        return Finding(direction, State.BROKEN, str(error).split(";")[0], means, "coach devices")
    if chosen is not None:
        return Finding(direction, State.GOOD, f"{chosen.id} at {chosen.rate} Hz", "chosen in coach.yaml")
    number = sum(device.serves(direction) for device in devices)
    return Finding(direction, State.GOOD, f"the system's default, one of {number}", "coach devices lists them")


def check_sound_server() -> list[Finding]:
    """PortAudio speaks ALSA; a desktop's PipeWire or PulseAudio is reached through a plug-in."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}"))
    server = next((name for name in ("pipewire-0", "pulse/native") if (runtime / name).exists()), None)
    if server is None:
        return [Finding("sound server", State.GOOD, "none; ALSA is used directly", "one program at a time can play")]
    plugin = "pipewire" if server == "pipewire-0" else "pulse"
    if list(Path("/usr/lib").glob(f"*/alsa-lib/libasound_module_pcm_{plugin}.so")):
        return [Finding("sound server", State.GOOD, f"{plugin}, with its ALSA plug-in", "music and coach can share")]
    package = "pipewire-alsa" if plugin == "pipewire" else "libasound2-plugins"
    means = "the coach and other programs cannot share the loudspeaker"
    found = f"{plugin} runs, but its ALSA plug-in is missing"
    return [Finding("sound server", State.WORTH_KNOWING, found, means, f"sudo apt-get install {package}")]


def check_voice() -> list[Finding]:
    """The speech engine."""
    if ctypes.util.find_library("espeak-ng"):
        return [Finding("voice", State.GOOD, "espeak-ng of the system", "the coach can speak")]
    if importlib.util.find_spec("espeakng_loader"):
        found = "no espeak-ng of the system; the one inside the Python packages is used"
        return [Finding("voice", State.GOOD, found, "the coach can speak")]
    return [
        Finding("voice", State.BROKEN, "no espeak-ng", "the coach has only tones", "sudo apt-get install espeak-ng")
    ]


def check_ears(config: Config) -> list[Finding]:
    """The recognisers that are installed and the model they would use."""
    if config.ear == "keyboard":
        return [Finding("ears", State.GOOD, "the keyboard, as coach.yaml says", "commands are typed")]
    model = find_vosk_model(config, os.environ)
    if model is not None:
        return [Finding("ears", State.GOOD, f"Vosk with {model.name}", "the better of the two recognisers")]
    if importlib.util.find_spec("pocketsphinx") is None:
        mend = f"{sys.executable} -m pip install pocketsphinx"
        return [Finding("ears", State.BROKEN, "no recogniser", "commands are typed instead of spoken", mend)]
    means = "spoken commands work; a Vosk model would understand more in noise"
    return [Finding("ears", State.WORTH_KNOWING, "PocketSphinx with its own model", means, "coach model fetch")]


def find_vosk_model(config: Config, environment: Mapping[str, str]) -> Path | None:
    """The first English Vosk model on disk, in the order in which the ears look for one."""
    if importlib.util.find_spec("vosk") is None:
        return None
    if config.vosk_model is not None:
        return config.vosk_model if (config.vosk_model / "am" / "final.mdl").exists() else None
    folders = [Path(environment["VOSK_MODEL_PATH"])] if environment.get("VOSK_MODEL_PATH") else []
    folders += [config.data_folder / "models", Path("/usr/share/vosk"), Path.home() / ".cache" / "vosk"]
    found = (path.parent.parent for folder in folders for path in sorted(folder.glob("**/am/final.mdl")))
    return next((path for path in found if "-en" in path.name), None)


def check_disk(config: Config) -> list[Finding]:
    """Whether the journal can be written, and room for it."""
    folder = next(path for path in (config.data_folder, *config.data_folder.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        means = "sessions run, but nothing of them is kept"
        return [Finding("disk", State.BROKEN, f"{folder} cannot be written", means, f"sudo chown -R $USER {folder}")]
    room = f"{free / 1e9:.1f} GB free for {config.data_folder}"
    if free < ENOUGH_DISK:
        return [Finding("disk", State.WORTH_KNOWING, room, "the journal may fill the disk", f"du -sh {folder}/*")]
    return [Finding("disk", State.GOOD, room, "room for years of journals")]


def check_clock() -> list[Finding]:
    """The wall clock: only the calendar and the journal's dates need it, never the counts."""
    now = datetime.now(UTC)
    written = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    shown = f"{now.astimezone():%Y-%m-%d %H:%M %Z}"
    if now < written:
        means = "dates in the journal and planned times will be wrong; counts and rests are not affected"
        return [Finding("clock", State.BROKEN, f"{shown}, before the coach was installed", means, _SET_CLOCK)]
    if _answer("timedatectl", "show", "--property=NTPSynchronized", "--value") == "no":
        means = "planned times may be off until the network gives the time"
        return [Finding("clock", State.WORTH_KNOWING, f"{shown}, not set by the network", means, _SET_CLOCK)]
    return [Finding("clock", State.GOOD, shown, "planned times can be trusted")]


_SET_CLOCK = "sudo timedatectl set-ntp true"


def check_power() -> list[Finding]:
    """On a Raspberry Pi: undervoltage, throttling and temperature; elsewhere nothing."""
    model = Path("/proc/device-tree/model")
    if not model.exists() or "Raspberry Pi" not in model.read_text(errors="replace"):
        return []
    return [read_throttling(_answer("vcgencmd", "get_throttled"), _answer("vcgencmd", "measure_temp"))]


def read_throttling(throttled: str, temperature: str) -> Finding:
    """What the firmware's two answers, such as `throttled=0x50005` and `temp=61.3'C`, mean."""
    try:
        bits = int(throttled.partition("=")[2], 16)
    except ValueError:
        means = "undervoltage would go unseen"
        return Finding(
            "power", State.WORTH_KNOWING, "the firmware did not answer", means, "sudo apt-get install raspi-utils"
        )
    heat = temperature.partition("=")[2].replace("'C", " °C") or "temperature unknown"
    now = [word for bit, word in _POWER_BITS.items() if bits >> bit & 1]
    before = [word for bit, word in _POWER_BITS.items() if bits >> (bit + 16) & 1]
    if now:
        mend = "use the power supply made for this Pi, then: vcgencmd get_throttled"
        return Finding("power", State.BROKEN, f"{', '.join(now)} now, {heat}", "sound may stutter", mend)
    if before:
        mend = "vcgencmd get_throttled, while a session runs"
        found = f"{', '.join(before)} since it was switched on, {heat}"
        return Finding("power", State.WORTH_KNOWING, found, "sound may have stuttered", mend)
    return Finding("power", State.GOOD, f"steady, {heat}", "the power supply is strong enough")


_POWER_BITS = {0: "undervoltage", 1: "frequency capped", 2: "throttled", 3: "too hot"}


def _answer(*command: str) -> str:
    """What a small system program answers, or nothing where it is missing or slow."""
    if shutil.which(command[0]) is None:
        return ""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.strip()
