"""What every world keeps to, be it made of files, of files held to real time, or of the live machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.audio.worlds.live import LiveWorld
from coach.core.commands import Beat, Count, Hush, Say
from coach.core.events import CueFinished, CueStarted, Event, Heard, Woke
from tests.audio.voices import PlainVoice

RATE = 16_000

World = FileWorld | LiveWorld


@pytest.fixture(params=["files", "paced", "live"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    speaker = TimelineSpeaker(PlainVoice(RATE, 0.0), RATE)
    made: World
    if request.param == "live":
        made = LiveWorld(speaker, silent=True)
    else:
        made = FileWorld(speaker, out=tmp_path / "out.wav", paced=request.param == "paced")
    with made:
        yield made


def events_until(world: World, kind: type[Event]) -> list[Event]:
    """Every event up to the first of this kind."""
    events = [world.wait(world.now() + 10)]
    while not isinstance(events[-1], kind):
        events.append(world.wait(world.now() + 10))
    return events


def test_its_clock_never_goes_back(world: World) -> None:
    times = [world.now()]
    for _ in range(5):
        world.wait(world.now() + 0.03)
        times.append(world.now())
    assert times == sorted(times)


def test_it_wakes_at_the_deadline_and_not_before(world: World) -> None:
    deadline = world.now() + 0.11
    woke = world.wait(deadline)
    assert isinstance(woke, Woke)
    assert woke.at >= deadline
    assert world.now() >= deadline


def test_a_deadline_that_has_passed_comes_at_once(world: World) -> None:
    world.wait(world.now() + 0.05)
    assert isinstance(world.wait(world.now() - 0.01), Woke)


def test_a_cue_starts_and_finishes_as_far_apart_as_it_is_long(world: World) -> None:
    world.speaker.perform(Say(4, "one two"), world.now())
    started, finished = events_until(world, CueFinished)
    assert isinstance(started, CueStarted)
    assert finished.at - started.at == pytest.approx(0.2, abs=1e-6)


def test_no_event_is_told_before_its_time(world: World) -> None:
    world.speaker.perform(Count(1, (Beat(0.0, "down"),), 0.3), world.now())
    for _ in range(2):
        event = world.wait(world.now() + 10)
        assert event.at <= world.now() + 1e-6


def test_two_cues_come_in_their_order(world: World) -> None:
    world.speaker.perform(Say(1, "one"), world.now())
    world.speaker.perform(Say(2, "two"), world.now())
    told = [*events_until(world, CueFinished), *events_until(world, CueFinished)]
    assert [(type(event), getattr(event, "cue", 0)) for event in told] == [
        (CueStarted, 1),
        (CueFinished, 1),
        (CueStarted, 2),
        (CueFinished, 2),
    ]


def test_what_is_posted_is_heard(world: World) -> None:
    said = Heard(world.now(), "next")
    world.post(said)
    assert world.wait(world.now() + 10) == said


def test_a_hushed_cue_is_never_finished(world: World) -> None:
    world.speaker.perform(Say(1, "one two three four five"), world.now())
    events_until(world, CueStarted)
    world.speaker.perform(Hush(), world.now())
    assert isinstance(world.wait(world.now() + 0.7), Woke)
