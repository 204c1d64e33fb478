"""Loudspeaker and microphone: which they are, how they are reached, and whether somebody has muted them."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.audio.capture.microphone import FileMicrophone
from coach.audio.hardware.devices import Device, Direction, choose, list_devices
from coach.audio.hardware.other_programs import ask_pactl, there_is_a_server
from coach.config import Config
from coach.doctor.finding import Finding, State
from coach.errors import DeviceError, InputError


def check_devices(config: Config) -> list[Finding]:
    """The loudspeaker and the microphone, as they would be opened."""
    wanted = {Direction.SPEAKER: config.speaker}
    if config.ear != "keyboard":
        wanted[Direction.MICROPHONE] = config.microphone
    files = [_file(name, way) for way, name in wanted.items() if name is not None and name.startswith("wav:")]
    try:
        devices = list_devices()
    except DeviceError as error:
        means = "sessions take typed commands and write their sound to a WAV"
        found = str(error).split(";")[0]
        return [Finding("audio", State.BROKEN, found, means, "sudo apt-get install libportaudio2"), *files]
    named = {file.about for file in files}
    return [*files, *(_device(devices, name, way) for way, name in wanted.items() if way not in named)]


def _mended(devices: tuple[Device, ...]) -> str:
    """What to do about a device that is not there: choose another, or look whether the machine sees any."""
    return "coach devices" if devices else "aplay -l; sudo apt-get install libportaudio2 libasound2-plugins"


def _file(name: str, direction: Direction) -> Finding:
    """A sound file that coach.yaml names in place of a device: a session goes by `--mic` and `--speaker` for those."""
    path = Path(name.removeprefix("wav:"))
    found = f"{path} is a sound file and no {direction}"
    if direction is Direction.MICROPHONE:
        try:
            FileMicrophone(path).close()
        except InputError as error:
            found = str(error).split(";")[0]
    mend = f"choose one of 'coach devices' as the {direction} in coach.yaml"
    return Finding(direction, State.BROKEN, found, _WITHOUT[direction], mend)


_WITHOUT = {
    Direction.SPEAKER: "the sound of a session is written to a WAV instead of played",
    Direction.MICROPHONE: "commands are typed instead of spoken",
}


def _device(devices: tuple[Device, ...], wanted: str | None, direction: Direction) -> Finding:
    means = _WITHOUT[direction]
    try:
        chosen = choose(devices, wanted, direction)
    except DeviceError as error:
        return Finding(direction, State.BROKEN, str(error).split(";")[0], means, _mended(devices))
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


FAINT = 15
"""Percent of its scale below which a loudspeaker is hardly heard across a garage."""

_SERVED = {Direction.SPEAKER: ("sink", "SINK"), Direction.MICROPHONE: ("source", "SOURCE")}


def check_levels(config: Config) -> list[Finding]:
    """Whether the sound server's default loudspeaker or microphone, where it is used, is muted or turned down."""
    if not there_is_a_server():
        return []
    wanted = {Direction.SPEAKER: config.speaker, Direction.MICROPHONE: config.microphone}
    found = (read_level(direction) for direction in Direction if wanted[direction] is None)
    return [finding for finding in found if finding is not None]


def read_level(direction: Direction, ask: Callable[[Sequence[str]], str] = ask_pactl) -> Finding | None:
    """What is wrong with the level of the server's default device that way; None for nothing."""
    kind, name = _SERVED[direction]
    default = f"@DEFAULT_{name}@"
    try:
        muted = ask([f"get-{kind}-mute", default]).strip().endswith("yes")
        percents = [int(number) for number in re.findall(r"(\d+)%", ask([f"get-{kind}-volume", default]))]
    except (OSError, subprocess.SubprocessError):
        return None
    means = "nobody hears the coach" if direction is Direction.SPEAKER else "the coach hears nobody"
    if muted:
        return Finding(direction, State.BROKEN, "muted", means, f"pactl set-{kind}-mute {default} 0")
    if percents and max(percents) == 0:
        return Finding(
            direction, State.BROKEN, "turned down to nothing", means, f"pactl set-{kind}-volume {default} 70%"
        )
    if percents and max(percents) < FAINT:
        found = f"turned down to {max(percents)} %"
        return Finding(direction, State.WORTH_KNOWING, found, means, f"pactl set-{kind}-volume {default} 70%")
    return None
