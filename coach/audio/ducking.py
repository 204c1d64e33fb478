"""The coach's voice steps back while somebody talks over it: the microphone then hears more of them and less of it."""

from coach.audio.timeline import Duck, Timeline

DUCKED = 10 ** (-12 / 20)
"""Twelve decibels: still to be understood, and the lifter's voice stands above its echo."""

AT_MOST = 3.0
"""Seconds; whoever talks for longer talks to somebody else, or nobody talks at all."""


class Ducking:
    """Called with every block heard, from the ear's thread; only gains change, nothing is moved."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._factor = 1.0
        self._since: float | None = None

    def follow(self, at: float, *, speaking: bool, saying: bool) -> None:
        """At session time `at` somebody is `speaking`, and the coach is `saying` something."""
        if not speaking:
            self._since = None
        elif self._since is None and saying:
            self._since = at
        wanted = DUCKED if self._since is not None and at - self._since < AT_MOST else 1.0
        if wanted != self._factor:
            self._factor = wanted
            self._timeline.post(Duck(wanted))
