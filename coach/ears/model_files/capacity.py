"""Whether this machine has what two recognisers take: files, processors, memory, and the pace for it."""

import os
from dataclasses import dataclass
from enum import Enum

from coach.ears.model_files.moonshine import find_moonshine
from coach.reading.memory import free_memory

CORES = 2
MEMORY = 500_000_000
"""Bytes that must be free: both recognisers take 300 MB, and the session has to live beside them."""


BRISK, SLOW = 0.25, 0.5
"""Seconds of work for a remark up to which nothing is left out, and up to which there is time for a witness, whose own
work is three times as much: the lifter waits for the slower of the two."""


class Effort(Enum):
    """How much is made of a remark."""

    FULL = "everything"
    NARROW = "fewer phrases are followed"
    ALONE = "fewer phrases are followed, without a witness"


def effort(pace: float) -> Effort:
    """What a machine has time for that takes `pace` seconds of work for a remark; see `Transcriber.pace`."""
    if pace <= BRISK:
        return Effort.FULL
    return Effort.NARROW if pace <= SLOW else Effort.ALONE


@dataclass(frozen=True, slots=True)
class Room:
    """Whether there is `enough`; `lacking` tells what is not there."""

    enough: bool
    lacking: str = ""


def room_for_both() -> Room:
    """Whether Moonshine can hear here, and PocketSphinx beside it."""
    if find_moonshine() is None:
        return Room(False, "Moonshine's files are not installed")
    cores = len(os.sched_getaffinity(0))
    if cores < CORES:
        return Room(False, "one processor is too little for two recognisers")
    free = free_memory()
    if free is not None and free < MEMORY:
        return Room(False, f"{free // 1_000_000} MB of free memory are too little for two recognisers")
    return Room(True)
