"""What was measured of one microphone, one loudspeaker and the room they stand in, and what the ear makes of it.

Only what was measured is kept, a few numbers and no sound, in one small file in the data folder.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coach.ears.decision.policy import OVER_OWN_VOICE
from coach.errors import InputError
from coach.ports import Pcm16
from coach.reading.files import UnreadableError, read_json, stands
from coach.reading.writing import replaced

FILE = "calibration.json"
EASILY_HEARD = -23.0
"""Decibels below full scale at which the loud part of speech is neither lost in the dither nor near clipping."""
MOST_GAIN = 16.0
SOON, LATE = 0.03, 0.3
"""Seconds between which echo control finds the delay by itself, with room for clocks that differ from day to day."""
LEFT_TO_FIND, LEFT_OF_A_SOON_ONE = 0.1, 0.05
"""Seconds that are left for it to find of any other delay; of one too soon fewer, as the microphone has to wait."""
VOICE, VOICE_AT_MOST, ABOVE_THE_ROOM = 0.5, 0.7, 0.15
"""From which probability on a chunk is speech: usually; at most; and so much above what this room's noise reaches."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """One measurement. Levels are in decibels below full scale, times in seconds, `day` as 2026-11-24.

    `room` is the noise while nobody spoke, `room_voice` the speech probability that the noise alone reached; `echo`
    and `echo_delay` tell how loud and how much later than its reference the loudspeaker comes back, None when it does
    not; `speech` is the loud part of the lifter's voice, None when nobody was asked to speak. Raises ValueError.
    """

    day: str
    room: float
    room_voice: float = 0.0
    echo: float | None = None
    echo_delay: float | None = None
    speech: float | None = None

    def __post_init__(self) -> None:
        perhaps = [number for number in (self.echo, self.speech) if number is not None]
        if not all(abs(number) <= 200 for number in (self.room, self.room_voice, *perhaps)):  # nor is one that is none
            raise ValueError("a level is out of range")
        if not abs(self.echo_delay or 0.0) <= 2.0:  # what is no number at all is not below it either
            raise ValueError("the delay is out of range")

    @property
    def gain(self) -> float:
        """The factor that brings the lifter's voice to where it is easily heard; a loud one is left alone."""
        if self.speech is None:
            return 1.0
        return min(MOST_GAIN, max(1.0, 10 ** ((EASILY_HEARD - self.speech) / 20)))

    @property
    def reference_later(self) -> float:
        """Seconds to hold back the reference (or, below zero, the microphone) so that echo control finds the echo."""
        if self.echo_delay is None or SOON <= self.echo_delay <= LATE:
            return 0.0
        return self.echo_delay - (LEFT_TO_FIND if self.echo_delay > LATE else LEFT_OF_A_SOON_ONE)

    @property
    def voice(self) -> float:
        """The speech probability from which on somebody speaks."""
        return min(VOICE_AT_MOST, max(VOICE, self.room_voice + ABOVE_THE_ROOM))

    @property
    def over_own_voice(self) -> float:
        """How much surer the ear must be while the coach talks: not at all where it cannot hear itself."""
        return OVER_OWN_VOICE if self.echo is not None else 0.0

    def __str__(self) -> str:
        echo = "no echo of the coach" if self.echo is None else f"echo {1000 * (self.echo_delay or 0.0):.0f} ms later"
        return f"Calibrated on {self.day}: room {self.room:.0f} dB, {echo}, microphone gain {self.gain:.1f}."


def pair(microphone: str, loudspeaker: str) -> str:
    """The name under which a measurement is kept: it holds for these two devices together."""
    return f"{microphone} with {loudspeaker}"


def load_calibration(folder: Path, name: str) -> Calibration | None:
    """What was measured for this pair of devices, None when nothing was; raises InputError for a damaged file."""
    entry = _read(folder).get(name)
    if entry is None:
        return None
    try:
        return Calibration(**entry)
    except (TypeError, ValueError) as error:
        raise _damaged(folder, error) from error


def keep_calibration(folder: Path, name: str, calibration: Calibration) -> None:
    """Keep a measurement in place of an older one; a damaged file is replaced. Raises InputError when it cannot be."""
    try:
        kept = _read(folder)
    except InputError:
        kept = {}
    _write(folder, {**kept, name: asdict(calibration)})


def forget_calibrations(folder: Path) -> int:
    """Forget every measurement; returns how many there were (one for a damaged file). Raises InputError."""
    path = folder / FILE
    if not stands(path):
        return 0
    try:
        number = len(_read(folder))
    except InputError:
        number = 1
    try:
        path.unlink()
    except OSError as error:
        raise InputError(f"{path} cannot be deleted ({error.strerror}); delete it by hand") from error
    return number


def _read(folder: Path) -> Mapping[str, Any]:
    path = folder / FILE
    if not stands(path):
        return {}
    try:
        kept = read_json(path)
    except UnreadableError as error:
        raise _damaged(folder, error.what) from error
    if not isinstance(kept, dict) or not all(isinstance(entry, dict) for entry in kept.values()):
        raise _damaged(folder, "no list of measurements")
    return kept


def _damaged(folder: Path, why: object) -> InputError:
    return InputError(f"{folder / FILE} cannot be used ({why}); run 'coach calibrate' again")


def _write(folder: Path, kept: Mapping[str, Any]) -> None:
    """Raises InputError, and then the old file stays as it was."""
    replaced(folder / FILE, json.dumps(kept, indent=2, ensure_ascii=False) + "\n")


def louder(block: Pcm16, gain: float) -> Pcm16:
    """The block with this gain, clipped where that is too much."""
    if gain == 1.0:
        return block
    raised: Pcm16 = np.clip(block * gain, -32768, 32767).astype(np.int16)
    return raised
