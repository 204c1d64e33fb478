"""Clips in memory: what is used stays, and there is an end to it."""

import numpy as np

from coach.clip_cache import KeptClips
from coach.ports import Clip


def clip(seconds: float) -> Clip:
    return Clip(np.zeros(round(seconds * 1000), np.float32), 1000, 0)


def test_what_was_used_last_stays_when_there_is_no_room_for_all() -> None:
    kept = KeptClips(3.0)
    for text in ("one", "two", "three"):
        kept.keep(text, clip(1.0))
    kept.get("one")
    kept.keep("four", clip(1.0))
    assert [text for text in ("one", "two", "three", "four") if text in kept] == ["one", "three", "four"]


def test_a_long_clip_drops_as_many_short_ones_as_it_takes() -> None:
    kept = KeptClips(3.0)
    for text in ("one", "two", "three"):
        kept.keep(text, clip(1.0))
    kept.keep("a sentence", clip(2.0))
    assert [text for text in ("one", "two", "three", "a sentence") if text in kept] == ["three", "a sentence"]


def test_one_clip_longer_than_all_there_is_room_for_is_still_there_to_be_played() -> None:
    kept = KeptClips(3.0)
    kept.keep("a story", clip(10.0))
    assert kept.get("a story") is not None
