"""The coach's voice steps back while somebody talks over it: the microphone then hears more of them and less of it.

Where what they say may be a complaint, a stop or a pause, it holds its breath, counts and all: nothing is moved or cut
before that is decided, and they are not talked down meanwhile.
"""

from coach.audio.mixer.messages import Duck
from coach.audio.mixer.timeline import Timeline
from coach.clocks import SessionTime

DUCKED = 10 ** (-12 / 20)
"""Twelve decibels: still to be understood, and the lifter's voice stands above its echo."""

AT_MOST = 3.0
"""Seconds; whoever talks for longer talks to somebody else, or nobody talks at all."""

AFTERWARDS = 0.03
"""Seconds for which it goes on holding its breath once that is decided: until the loop has cut what is to be cut."""

FULL, SOFTER, HELD = Duck(1.0), Duck(DUCKED), Duck(0.0, 0.0)


class Ducking:
    """Called with every block heard, from the ear's thread; only gains change, nothing is moved."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._given = FULL
        self._since: SessionTime | None = None
        self._held_until = SessionTime(float("-inf"))

    def follow(self, at: SessionTime, *, speaking: bool, saying: bool, perhaps_stop: bool) -> None:
        """At session time `at` somebody is `speaking`, `perhaps_stop` what must not be talked over, and the coach is
        `saying` something.
        """
        if not speaking:
            self._since = None
        elif self._since is None and (saying or perhaps_stop):
            self._since = at
        waits = self._since is not None and at - self._since < AT_MOST
        if waits and perhaps_stop:
            self._held_until = at + AFTERWARDS
        wanted = HELD if at < self._held_until else SOFTER if waits else FULL
        if wanted != self._given:
            self._given = wanted
            self._timeline.post(wanted)
