"""How well the coach hears: `python -m benchmarks.hearing.run SPEECH_FOLDER [PART...] [--every N]`.

Parts: cost, ears, latency, voice, bargein, rejection, commands, complaints, breath, acceptance, activity, suppression.
Every part prints its tables.
SPEECH_FOLDER holds the human recordings (`barista/`, `digits/`, `noise/`); parts that need none of them run without.
"""

# ruff: noqa: T201 - tables on the screen are what a benchmark is for

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import yaml

from benchmarks.hearing.ears import PLAIN, ears
from benchmarks.hearing.judge import RECOGNISERS, ear_for, everywhere, hear, in_blocks, share, table
from benchmarks.hearing.parts.bargein import COACHS_VOICE, LINES, LOUD, bargein, came_back, later
from benchmarks.hearing.parts.commands import breath, commands, complaints
from benchmarks.hearing.parts.people import acceptance, rejection
from benchmarks.hearing.parts.stages import activity, suppression
from benchmarks.lib import corpus, rooms
from coach.core.events import Heard
from coach.ports import EAR_RATE, Pcm16

SHORT = (
    *("stop", "pause", "next", "repeat that", "slower", "my back feels tight", "that hurts", "go back", "i'm ready"),
    *("undo that", "louder", "how long left", "what's next"),
)
"""Commands of a session whose meaning no further word changes."""


def voice(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """The coach's own lines out of its loudspeaker into its microphone, 200 ms later and 6 dB softer.

    First and alone, as it was sent; the same through a bare garage and a bent loudspeaker; and there after two others,
    also 20 dB softer in a loud room.
    """
    book = yaml.safe_load((corpus.ROOT / "scripts" / "lines.yaml").read_text(encoding="utf-8"))
    texts = sorted({text for entry in book["lines"].values() for text in entry["say"] if "{" not in text})[::every]
    rows: list[tuple[object, ...]] = [("line", "against its own voice", "commanded itself", "by")]
    for when in WHEN:
        answers = everywhere(ways_it_commanded_itself, [(text, when) for text in texts])
        for way in WAYS:
            acted = [text for text, ways in zip(texts, answers, strict=True) if way in ways]
            rows.append((when, way, share(len(acted), len(texts)), "; ".join(acted[:4])))
    table(*rows)


WHEN: dict[str, tuple[int, Callable[[Pcm16], rooms.Noise], float, int]] = {
    "the first": (0, later, 0.5, 0),
    "the first, in a garage": (0, came_back, 0.5, 0),
    "after two others, in a garage": (2, came_back, 0.5, 0),
    "after two others, in a loud room": (2, came_back, 0.1, LOUD),
}
"""How many lines were said before, how it comes back and how loud, and the noise of the room."""
WAYS = ("neither", "words known", "echo control", "both")


def ways_it_commanded_itself(job: tuple[str, str]) -> set[str]:
    """Those of `WAYS` in which the ear takes the coach's line, said at this time, for a command."""
    text, when = job
    ear = ear_for("session")
    said = corpus.padded(corpus.spoken(text, COACHS_VOICE), 0.2, 1.5)
    lines, back, gain, noise = WHEN[when]
    before = [corpus.padded(corpus.spoken(line, COACHS_VOICE)) for line in LINES[:lines]]
    played = np.concatenate([*before, said])
    first = len(played) - len(said)
    heard = back(played) * gain + rooms.in_the_room(len(played), noise, len(text))
    echo: Pcm16 = np.clip(heard, -32768, 32767).astype(np.int16)

    def saying(start: int, _end: int) -> str:
        return text if start >= first else ""

    found = set()
    for way in WAYS:
        far = played if way in ("echo control", "both") else None
        known = (saying,) if way in ("words known", "both") else ()
        if any(events and start >= first for start, events in in_blocks(ear, echo, far, *known)):
            found.add(way)
    return found


def latency(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """Seconds from the end of the word to the decision, in samples."""
    jobs = [(text, name) for text in SHORT for name in corpus.VOICES[::every]]
    late = [one for one in everywhere(lateness, jobs) if one is not None]
    p50, p95 = np.percentile(late, [50, 95])
    table(
        ("short commands said", "heard", "p50", "p95", "longest"),
        (len(jobs), len(late), f"{p50:.3f} s", f"{p95:.3f} s", f"{max(late):.3f} s"),
    )


def lateness(job: tuple[str, str]) -> float | None:
    """Seconds from the end of a word to the decision; None when it was not heard."""
    said = corpus.spoken(*job)
    heard = [event for event in hear(ear_for("session"), corpus.padded(said)) if isinstance(event, Heard)]
    return heard[0].at - 0.5 - len(said) / EAR_RATE if heard else None


def cost(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """CPU seconds for a second of sound, and memory."""
    ear = ear_for("session")
    speech = np.concatenate(
        [
            corpus.padded(corpus.spoken(text, "flite:slt"))
            for text in ("next", "my back feels tight", "hello there", "slow down a bit") * 3
        ]
    )
    quiet: Pcm16 = np.random.default_rng(1).normal(0, 40, 60 * EAR_RATE).astype(np.int16)
    rows: list[tuple[object, ...]] = [("sound", "CPU seconds for a second of sound")]
    for name, sound in {"an empty room": quiet, "a remark every three seconds": speech}.items():
        before = time.process_time()
        hear(ear, sound)
        rows.append((name, f"{(time.process_time() - before) / (len(sound) / EAR_RATE):.3f}"))
    table(*rows)
    table(
        ("peak memory of the process", ""),
        (f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", "all of it, Python included"),
    )


PARTS: dict[str, Callable[..., None]] = {
    "cost": cost,
    "ears": ears,
    "latency": latency,
    "voice": voice,
    "bargein": bargein,
    "rejection": rejection,
    "commands": commands,
    "complaints": complaints,
    "breath": breath,
    "acceptance": acceptance,
    "activity": activity,
    "suppression": suppression,
}
HUMAN = {"acceptance", "rejection", "activity", "suppression"}


def main() -> None:
    """Run the parts named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the folder with barista/, digits/ and noise/")
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; none runs all")
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth recording or sentence: quicker")
    parser.add_argument(
        "--ear", nargs="+", default=[], choices=(*RECOGNISERS, PLAIN), help="of the part `ears` these only"
    )
    asked = parser.parse_args()
    if missing := corpus.missing_tools():
        sys.exit(missing)
    there = asked.folder is not None and (asked.folder / "barista" / "labels.json").is_file()
    for name in asked.parts or PARTS:
        if name not in PARTS:
            sys.exit(f"there is no part {name!r}; use some of {', '.join(PARTS)}")
        if name in HUMAN and not there:
            print(f"{name}: left out, the human recordings are not in {asked.folder}; give their folder")
            continue
        print(f"## {name}\n\n{PARTS[name].__doc__}", flush=True)
        own = {"only": asked.ear} if name == "ears" else {}
        PARTS[name](asked.folder if there else None, asked.every, **own)


if __name__ == "__main__":
    main()
