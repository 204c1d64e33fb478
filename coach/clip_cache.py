"""Clips kept in memory: so many seconds of sound and no more, whatever has not been used for longest dropped first."""

from collections import OrderedDict

from coach.ports import Clip


class KeptClips:
    """Clips by their text, together at most `limit` seconds; one that is longer by itself is still kept until the next.

    Bounded by length and not by number: a sentence at 48 kHz takes half a megabyte, and a small machine has little.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._seconds = 0.0
        self._clips: OrderedDict[str, Clip] = OrderedDict()

    def __contains__(self, text: str) -> bool:
        return text in self._clips

    def get(self, text: str) -> Clip | None:
        """The clip, which counts as used now; None when it is not kept."""
        if text in self._clips:
            self._clips.move_to_end(text)
        return self._clips.get(text)

    def keep(self, text: str, clip: Clip) -> Clip:
        """Keep a clip that is not kept yet, and return it."""
        self._clips[text] = clip
        self._seconds += _seconds(clip)
        while self._seconds > self._limit and len(self._clips) > 1:
            _, dropped = self._clips.popitem(last=False)
            self._seconds -= _seconds(dropped)
        return clip


def _seconds(clip: Clip) -> float:
    return len(clip.samples) / clip.rate
