"""What is new from one picture to the next, with deadlines on both clocks."""

from collections.abc import Callable, Mapping
from typing import Any

from coach.clocks import MachineTime, SessionTime, WallTime
from coach.link.messages import VERSION

STEPPED = 0.5
"""Seconds by which the wall clock may drift from the session's before a deadline is told anew."""


class Changes:
    """The latest picture of a session, whose clock is only known from what it tells and from the time since then.

    `monotonic` and `wall` are this machine's clocks. `now` is what was told last, its deadline on the session clock.
    """

    def __init__(
        self, first: Mapping[str, Any], monotonic: Callable[[], MachineTime], wall: Callable[[], WallTime]
    ) -> None:
        self._monotonic, self._wall = monotonic, wall
        self._number = 0
        self._told: dict[str, Any] = {}
        self._come(first)
        self._told = self._fields()

    def take(self, new: Mapping[str, Any]) -> dict[str, Any] | None:
        """The change that this picture makes; None where it makes none."""
        self._come(new)
        return self._change()

    def look_at_clock(self) -> dict[str, Any] | None:
        """The change that a step of the wall clock makes; None where there was none."""
        return self._change()

    def picture(self) -> dict[str, Any]:
        """Everything, as it is now."""
        at, wall = self._clocks()
        stamps = {"number": self._number, "at": at, "wall": wall}
        return {"is": "picture", "version": VERSION, "coach": self.coach, **stamps, **self._told}

    def _come(self, new: Mapping[str, Any]) -> None:
        rest = dict(new)
        self._at, self.coach = SessionTime(float(rest.pop("at"))), str(rest.pop("coach"))
        self._came = self._monotonic()
        self.now = rest

    def _clocks(self) -> tuple[SessionTime, WallTime]:
        at = self._at + (self._monotonic() - self._came)
        return SessionTime(round(at, 3)), WallTime(round(self._wall(), 3))

    def _fields(self) -> dict[str, Any]:
        """The picture's fields; a deadline's wall time stays as it was told until the wall clock steps."""
        ends: SessionTime | None = self.now["ends"]
        if ends is None:
            return self.now
        at, wall = self._clocks()
        due = round(wall + (ends - at), 3)
        before = self._told.get("ends")
        if before is not None and before["session"] == ends and abs(before["wall"] - due) < STEPPED:
            due = before["wall"]
        return {**self.now, "ends": {"session": ends, "wall": due}}

    def _change(self) -> dict[str, Any] | None:
        fields = self._fields()
        new = {name: value for name, value in fields.items() if self._told.get(name) != value}
        if not new:
            return None
        self._told = fields
        self._number += 1
        at, wall = self._clocks()
        return {"is": "change", "number": self._number, "at": at, "wall": wall, **new}
