"""The machine itself: Python, the disk, the wall clock, the power supply of a Raspberry Pi."""

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from coach.config import Config
from coach.doctor.finding import Finding, State

ENOUGH_DISK = 500_000_000
"""Bytes: a year of journals and a full phrase cache fit many times over."""


def check_python() -> list[Finding]:
    """The interpreter and the machine it runs on."""
    found = f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores"
    return [Finding("python", State.GOOD, found, "recent enough")]


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
