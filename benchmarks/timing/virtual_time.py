"""What is played into the virtual sound card for the time benchmark: our timeline, and what people write today.

Run in a process of its own, with the card's environment: python -m benchmarks.timing.virtual_time WHO BEATS INTERVAL
FOLDER Each player announces "go" beats; the words are those of the default voice, so that all can be found the same
way.
"""

import json
import sys
import time
from pathlib import Path

import soundfile

from benchmarks.timing.pausing import as_told, paused_set
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.mixer.messages import Cut
from coach.audio.worlds.live import LiveWorld
from coach.core.commands import Beat, Count, Countdown, Rank, Say
from coach.core.events import CueFinished, CueStarted
from coach.voices.opening import load_voice

RATE = 48_000
SETTLE = 3.0
PAUSES = (4.37, 10.61, 8.02, 5.0, 13.93)


def ours(beats: int, interval: float, folder: Path) -> dict[str, float]:
    """One count of so many beats through the live world."""
    with load_voice("default", folder / "cache") as voice:
        speaker = TimelineSpeaker(voice, RATE)
        with LiveWorld(speaker) as world:
            time.sleep(SETTLE)
            cpu = time.process_time()
            began = world.now()
            count = Count(1, tuple(Beat(number * interval, "two") for number in range(beats)), beats * interval)
            speaker.perform(count, world.now())
            while not isinstance(world.wait(None), CueFinished):
                pass
            share = (time.process_time() - cpu) / (world.now() - began)
            assert world.card.loudspeaker is not None
            return {"flaws": world.card.loudspeaker.flaws, "cpu": share}


def hush(beats: int, interval: float, folder: Path) -> dict[str, object]:  # noqa: ARG001  one shape for all players
    """Long sentences, each silenced; tells the monotonic times of the commands."""
    times = []
    with load_voice("default", folder / "cache") as voice:
        speaker = TimelineSpeaker(voice, RATE)
        with LiveWorld(speaker) as world:
            time.sleep(SETTLE)
            for cue in range(beats):
                speaker.perform(
                    Say(cue, "and one more long sentence that nobody needs, again and again " * 2), world.now()
                )
                while not isinstance(world.wait(None), CueStarted):
                    pass
                time.sleep(1.0 + 0.037 * cue)
                times.append(time.monotonic())
                speaker.timeline.post(Cut(Rank.SAFETY))
                time.sleep(1.0)
    return {"hushed": times}


def countdown(beats: int, interval: float, folder: Path) -> dict[str, object]:  # noqa: ARG001
    """So many countdowns; tells the monotonic times of their zeros."""
    zeros = []
    with load_voice("default", folder / "cache") as voice:
        speaker = TimelineSpeaker(voice, RATE)
        with LiveWorld(speaker) as world:
            time.sleep(SETTLE)
            for number in range(beats):
                zero = world.now() + 2.4 + 0.0137 * number
                zeros.append(time.monotonic() - world.now() + zero)
                speaker.perform(Countdown(number, (Beat(-1.0, "two"), Beat(0.0, "two")), zero), world.now())
                world.wait(zero + 1)
                time.sleep(1.0)
    return {"zeros": zeros}


def paused(beats: int, interval: float, folder: Path) -> dict[str, object]:  # noqa: ARG001
    """A set of so many reps, paused five times; tells what was counted, on the monotonic clock."""
    with load_voice("default", folder / "cache") as voice:
        speaker = TimelineSpeaker(voice, RATE)
        with LiveWorld(speaker) as world:
            time.sleep(SETTLE)
            stretches = paused_set(world, beats, PAUSES)
            return {"stretches": as_told(stretches, time.monotonic() - world.now())}


def sleeping_pyttsx3(beats: int, interval: float, folder: Path) -> dict[str, float]:  # noqa: ARG001
    """pyttsx3's own way: say, runAndWait, then sleep for what is left of the beat."""
    import pyttsx3

    engine = pyttsx3.init()
    for _ in range(beats):
        began = time.monotonic()
        engine.say("two")
        engine.runAndWait()
        time.sleep(max(0.0, interval - (time.monotonic() - began)))
    return {}


def scheduled_play(beats: int, interval: float, folder: Path) -> dict[str, float]:
    """APScheduler date jobs, each of which plays a ready clip with sounddevice.play."""
    from datetime import datetime, timedelta

    import sounddevice
    from apscheduler.schedulers.background import BackgroundScheduler

    clip, rate = soundfile.read(folder / "clip.wav", dtype="float32")
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults={"misfire_grace_time": None})
    scheduler.start()
    begin = datetime.now().astimezone() + timedelta(seconds=SETTLE)
    for number in range(beats):
        when = begin + timedelta(seconds=number * interval)
        scheduler.add_job(lambda: sounddevice.play(clip, rate), "date", run_date=when)
    time.sleep(SETTLE + beats * interval + 1)
    scheduler.shutdown()
    sounddevice.stop()
    return {}


def sleeping_play(beats: int, interval: float, folder: Path) -> dict[str, float]:
    """The plainest loop: sounddevice.play, then time.sleep of one interval."""
    import sounddevice

    clip, rate = soundfile.read(folder / "clip.wav", dtype="float32")
    for _ in range(beats):
        sounddevice.play(clip, rate)
        time.sleep(interval)
    sounddevice.stop()
    return {}


PLAYERS = {
    "ours": ours,
    "hush": hush,
    "countdown": countdown,
    "paused": paused,
    "sleeping_pyttsx3": sleeping_pyttsx3,
    "scheduled_play": scheduled_play,
    "sleeping_play": sleeping_play,
}


def main() -> None:
    who, beats, interval, folder = sys.argv[1:]
    sys.stdout.write(json.dumps(PLAYERS[who](int(beats), float(interval), Path(folder))) + "\n")


if __name__ == "__main__":
    main()
