"""A set that is paused and resumed again and again, and how exactly its beats stand on the grid that begins anew."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.audio.loudspeaker.clips import ClipShelf, Part
from coach.audio.worlds.files import FileWorld
from coach.audio.worlds.live import LiveWorld
from coach.clocks import SessionTime
from coach.core.commands import Beat
from coach.core.events import Began, Event, Heard, Woke
from coach.core.plan import Plan
from coach.core.session.machine import Session, View, begin
from coach.core.state import Briefing, Paused, Working
from coach.displays.transcript import NoTranscript
from coach.performance import Equipment, Forgetful, run_session
from coach.ports import Samples, Sounded
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library

RESUMED_AFTER = 1.3
"""Seconds from "pause" to "resume"."""

CONCENTRIC = 1.0
"""Seconds of an X phase in the count: a rep is whole when its "up" is over."""

SESSION = """
title: One paused set
minutes: 3
for: the time benchmark
equipment: [barbell]
steps:
  - {do: romanian-deadlift, load: 40, reps: %d, tempo: 3-1-X-1, get_ready: 1}
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was counted from a lead-in to a pause, or to the end: its `beats`, seconds after `began`. A time is on the
    clock that the recording knows; `paused` is None for the last one."""

    began: float
    paused: float | None
    beats: tuple[Beat, ...]


class Lifter:
    """A world and a display in one: begins at once, pauses each count at the next of the `pauses`, resumes soon after.

    `pauses` are seconds after the count's first beat.
    """

    def __init__(self, world: FileWorld | LiveWorld, pauses: Sequence[float]) -> None:
        self._world = world
        self._pauses = list(pauses)
        self._next: tuple[float, str] | None = None
        self._counted = 0
        self.stretches: list[Stretch] = []

    def now(self) -> SessionTime:
        """Seconds on the session clock."""
        return self._world.now()

    def wait(self, deadline: SessionTime | None) -> Event:
        """As the world's own, with the lifter's words in between."""
        if self._next is None or (deadline is not None and deadline < self._next[0]):
            return self._world.wait(deadline)
        at, intent = self._next
        event = self._world.wait(SessionTime(at))
        if isinstance(event, Woke):
            self._next = None
            return Heard(event.at, intent)
        return event

    def show(self, view: View, session: Session) -> None:
        """Look at the session and decide what to say next, and when."""
        _ = view
        phase = session.phase
        if isinstance(phase, Briefing) and not self.stretches and self._next is None:
            self._next = (session.at, "start")
        elif isinstance(phase, Paused) and self._next is None:
            self._next = (session.at + RESUMED_AFTER, "resume")
        elif isinstance(phase, Working) and phase.began is not None and phase.count.cue != self._counted:
            self._counted = phase.count.cue
            paused = phase.began + self._pauses.pop(0) if self._pauses else None
            self._next = (paused, "pause") if paused is not None else None
            self.stretches.append(Stretch(phase.began, paused, phase.count.beats))

    def heard(self, text: str, meant: str) -> None:
        """The lifter knows what was said."""

    def sounding(self, sounded: Sounded) -> None:
        """The lifter listens."""


def the_plan(reps: int) -> Plan:
    """One set of so many reps of the shipped Romanian deadlift."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "paused.yaml")
        path.write_text(SESSION % reps)
        return compile_session(path, Library.open())


def paused_set(world: FileWorld | LiveWorld, reps: int, pauses: Sequence[float]) -> list[Stretch]:
    """Let the coach count one set that is paused at these places; what was counted, times on the session clock."""
    plan = the_plan(reps)
    lifter = Lifter(world, pauses)
    equipment = Equipment(plan, lifter, world.speaker, Forgetful(), lifter, NoTranscript(), world.listen_for)
    run_session(begin(plan), Began(world.now()), equipment)
    return lifter.stretches


def as_told(stretches: Sequence[Stretch], shift: float) -> list[dict[str, Any]]:
    """For another process: times `shift` seconds later."""
    return [
        {
            "began": each.began + shift,
            "paused": None if each.paused is None else each.paused + shift,
            "beats": [(beat.offset, str(beat.sound)) for beat in each.beats],
        }
        for each in stretches
    ]


def from_told(told: Sequence[dict[str, Any]]) -> list[Stretch]:
    """What `as_told` told; a set counted in full has no tones."""
    return [
        Stretch(each["began"], each["paused"], tuple(Beat(offset, word) for offset, word in each["beats"]))
        for each in told
    ]


def heard_parts(stretch: Stretch, shelf: ClipShelf, rate: int) -> list[Part]:
    """The words of a stretch that sounded whole."""
    until = float("inf") if stretch.paused is None else (stretch.paused - stretch.began - 0.05) * rate
    return [part for part in shelf.parts(stretch.beats) if part.at + len(part.clip.samples) <= until]


def numbered_rightly(stretches: Sequence[Stretch], reps: int) -> int:
    """How many of the resumed stretches count just the reps that were left, and say "last one" before the last."""
    left, right = reps, 0
    for before, after in pairwise(stretches):
        assert before.paused is not None
        lasted = before.paused - before.began
        left -= sum(beat.sound == "up" and beat.offset + CONCENTRIC <= lasted for beat in before.beats)
        words = [beat.sound for beat in after.beats if beat.sound in ("down", "last one")]
        wanted = ["down"] * (left - 1) + (["last one"] if left > 1 else []) + ["down"]
        right += words == wanted
    return right


def phase_errors(
    recording: Samples, stretches: Sequence[Stretch], shelf: ClipShelf, rate: int, places: Any, search: int
) -> tuple[int, NDArray[np.float64]]:
    """How many beats after a resume are missing, and the others' samples off the grid begun by their lead-in.

    `places` finds a clip near expected samples; the lead-in's own "Ready" is looked for `search` samples around.
    """
    missed, errors = 0, []
    for stretch in stretches[1:]:
        first, *others = heard_parts(stretch, shelf, rate)
        (found,) = places(recording, first.clip.samples, [round(stretch.began * rate) + first.at], search)
        origin = found - first.at
        for part in others:
            (place,) = places(recording, part.clip.samples, [origin + part.at], rate // 10)
            if found < 0 or place < 0:
                missed += 1
            else:
                errors.append(float(place - origin - part.at))
    return missed, np.array(errors)
