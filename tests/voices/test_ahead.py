"""Rendering ahead: in the order things are needed, beside what is asked for at once."""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from coach.errors import VoiceError
from coach.voices.ahead import TOO_MANY, RenderAhead
from tests.voices.test_voice import humming

SOON = 10.0
"""Seconds in which a thread has certainly come to it."""


class SlowVoice:
    """Renders a text when it is let; tells what it was asked for."""

    def __init__(self, kept: Iterable[str] = ()) -> None:
        self.kept = set(kept)
        self.asked: list[str] = []
        self.let, self.came = threading.Semaphore(0), threading.Semaphore(0)

    def missing(self, texts: Iterable[str]) -> list[str]:
        return [text for text in texts if text not in self.kept]

    def render(self, text: str) -> None:
        self.asked.append(text)
        self.came.release()
        assert self.let.acquire(timeout=SOON)
        if "impossible" in text:
            raise VoiceError("cannot say that")


def all_rendered(ahead: RenderAhead) -> None:
    assert ahead._thread is not None
    ahead._thread.join(SOON)
    assert not ahead._thread.is_alive()


def test_texts_are_rendered_in_their_order_each_once_and_kept_ones_not_at_all() -> None:
    voice = SlowVoice(kept=["two"])
    voice.let.release(9)
    ahead = RenderAhead(voice)
    ahead.begin(["welcome", "two", "three", "welcome"])
    all_rendered(ahead)
    assert voice.asked == ["welcome", "three"]


def test_nobody_waits_for_what_is_rendered_ahead() -> None:
    voice = SlowVoice()
    ahead = RenderAhead(voice)
    ahead.begin(["one", "two"])
    assert voice.came.acquire(timeout=SOON)  # one is being made, and we are here
    voice.let.release(2)
    all_rendered(ahead)


def test_another_session_takes_the_place_of_what_was_still_to_come() -> None:
    voice = SlowVoice()
    ahead = RenderAhead(voice)
    ahead.begin(["old", "older"])
    assert voice.came.acquire(timeout=SOON)
    voice.let.release(3)
    ahead.begin(["new"])
    all_rendered(ahead)
    assert voice.asked[0] == "old"
    assert voice.asked[-1] == "new"


def test_the_same_session_begun_again_goes_on_where_it_is() -> None:
    voice = SlowVoice()
    ahead = RenderAhead(voice)
    ahead.begin(["one"])
    assert voice.came.acquire(timeout=SOON)
    ahead.begin(["one"])
    voice.let.release()
    all_rendered(ahead)
    assert voice.asked == ["one"]


def test_of_two_that_begin_at_once_one_thread_is_left() -> None:
    voice = SlowVoice()
    ahead = RenderAhead(voice)
    ahead.begin(["one"])
    assert voice.came.acquire(timeout=SOON)
    together = threading.Barrier(3)

    def texts(name: str) -> Iterator[str]:
        yield from (f"{name} {number}" for number in range(3))
        together.wait(SOON)

    both = [threading.Thread(target=lambda name=name: ahead.begin(texts(name))) for name in ("left", "right")]
    for each in both:
        each.start()
    together.wait(SOON)
    voice.let.release()  # the first, for which both wait
    voice.let.release()  # and of the one that is begun first what it is at, for which the other waits
    for each in both:
        each.join(1.0)
    voice.let.release(9)
    for each in both:
        each.join(SOON)
    all_rendered(ahead)
    assert ("left 2" in voice.asked) != ("right 2" in voice.asked)


def test_an_engine_that_fails_again_and_again_is_left_alone() -> None:
    voice = SlowVoice()
    voice.let.release(99)
    ahead = RenderAhead(voice)
    ahead.begin([f"impossible {number}" for number in range(9)])
    all_rendered(ahead)
    assert len(voice.asked) == TOO_MANY


def test_a_voice_that_is_closed_stops_rendering_ahead(tmp_path: Path) -> None:
    voice, engine = humming(tmp_path)
    voice.prepare_ahead(f"line {number}" for number in range(500))
    voice.close()
    assert len(engine.asked) < 500


def test_what_fails_ahead_is_tried_again_when_it_is_needed(tmp_path: Path) -> None:
    voice, engine = humming(tmp_path)
    voice.prepare_ahead(["impossible"])
    all_rendered(voice._ahead)
    with pytest.raises(VoiceError):
        voice.render("impossible")
    assert engine.asked == ["impossible"] * 2
