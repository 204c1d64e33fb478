"""Fits the limits of `coach/ears/decision/limits.py`: `python -m benchmarks.hearing.fitting.fit [FOLDER] [--every N]`.

On sounds that `benchmarks.hearing.run ears` does not judge: the sentences of the phrase tests, and the ordinary talk of
the authors of `benchmarks/understanding`, in natural voices, clean and in noise. One limit after the other is moved to
where the ear is worth most, as long as that is better by more than a sound or two. Prints what it finds beside what
stands there now, and writes benchmarks/results/hearing-fit.json. FOLDER holds the recording of a kitchen.
"""

# ruff: noqa: T201 - what it tells is what it is for

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from benchmarks.hearing.ears import COMPLAINTS, ORDERS, README, Group, Progress, Said
from benchmarks.hearing.fitting.ablation import measured
from benchmarks.hearing.judge import ARMED, Front
from benchmarks.lib import corpus
from benchmarks.lib.voices import NATURAL
from benchmarks.understanding.results import written
from coach.ears.decision.limits import LIMITS, Limits
from training.labels import read_all

WORTH = {"right": 1.0, "asked": 0.0, "nothing": 0.0, "wrong": -3.0}
"""What an outcome is worth of something that was said to the coach; a wrong action costs more than a word repeated."""
WORTH_OF_OTHERS = {"right": 0.0, "asked": -1.0, "nothing": 0.0, "wrong": -4.0}
"""And of what was not."""
CAUGHT = 1.0
"""For a complaint that was acted on or asked about, on top."""
LEAST = 2.0
"""So much better another value must be to be taken."""
STEPS: dict[str, tuple[Any, ...]] = {
    "plain": (-0.5, -0.4, -0.2, -0.1),
    "clear": (-0.8, -0.65, -0.35, -0.25),
    "fair": (-1.3, -1.1, -0.75, -0.6),
    "in_itself": (-1.8, -1.5, -1.0, -0.8),
    "unbacked": (-1.2, -0.7, -0.5),
    "longer": (0, 1, 3, 5),
    "floor": (0.02, 0.12, 0.2),
    "beside_clear": (0.1, 0.18, 0.35, 0.45),
    "heard_so": (0.2, 0.5, 0.65),
    "sworn": (0.7, 0.93, 2.0),
    "probably": (0.3, 0.7, 0.9),
    "perhaps": (0.1, 0.3, 0.4),
    "unlikely": (-2.6, -1.6, -1.2),
    "certain": (0.45, 0.52, 0.68, 0.76),
    "worth_asking": (0.4, 0.6, 0.7),
    "meant": (0.0, 0.6, 0.75),
}
"""The values that are tried."""


def cases(every: int) -> Iterator[Said]:
    """What is said, in a voice and a noise by turns."""
    rng = random.Random(7)
    judged = {*README, *ORDERS, *COMPLAINTS}
    known = [one for one in corpus.sentences() if one.intent in ARMED["resting"] and one.text.lower() not in judged]
    talk = [
        row.text for row in read_all(corpus.ROOT / "benchmarks" / "understanding" / "authors") if row.kind == "none"
    ]
    rng.shuffle(known)
    rng.shuffle(talk)
    said = [(one.text, {one.text: (one.intent or "", one.slots)}) for one in known[::every]]
    said += [(text, {}) for text in talk[::every]]
    for number, (text, meant) in enumerate(said):
        complains = meant.get(text, ("",))[0] == "complaint"
        name = "complaints in free words" if complains else "orders" if meant else "talk"
        voice, level = NATURAL[number % len(NATURAL)], (None, 10, None, 15, None, 6)[number // 3 % 6]
        yield Said(Group(name, (text,), meant), text, "natural voices", voice, level, number)


def worth(heard: Sequence[tuple[Said, Front]], limits: Limits) -> float:
    """What the ear with these limits is worth."""
    total = 0.0
    for kind, counts in measured(heard, "as it is", limits).items():
        table = WORTH_OF_OTHERS if kind == "others" else WORTH
        total += sum(value * counts.get(name, 0) for name, value in table.items())
        if kind == "complaints":
            total += CAUGHT * counts.get("caught", 0)
    return total


def main() -> None:
    """Collect, move each limit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--every", type=int, default=8)
    asked = parser.parse_args()
    if not NATURAL:
        sys.exit("no natural voice is installed; see benchmarks/lib/voices.py")
    kitchen = corpus.kitchen(asked.folder) if asked.folder else None
    heard = [(said, Front.of(said.sound(kitchen))) for said in cases(asked.every)]
    limits, tried = LIMITS, []
    best = before = worth(heard, limits)
    told = Progress(len(STEPS))
    for name, values in STEPS.items():
        found = {value: worth(heard, replace(limits, **{name: value})) for value in values}
        tried.append({"limit": name, "now": asdict(limits)[name], "worth": best, "others": found})
        value = max(found, key=lambda one: found[one])
        if found[value] >= best + LEAST:
            limits, best = replace(limits, **{name: value}), found[value]
        told.on(name)
    for name, value in asdict(limits).items():
        moved = "" if value == asdict(LIMITS)[name] else f"  was {asdict(LIMITS)[name]}"
        print(f"{name} {value}{moved}")
    print(f"worth {best:.0f} of {len(heard)} sounds, {before:.0f} as it stands")
    counts = {"before": measured(heard, "as it is"), "after": measured(heard, "as it is", limits)}
    file = written(
        "hearing-fit",
        {
            "command": f"... --every {asked.every}",
            "sounds": len(heard),
            "limits": asdict(limits),
            **counts,
            "tried": tried,
        },
    )
    print(f"written to {file}")


if __name__ == "__main__":
    main()
