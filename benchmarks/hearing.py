"""How well the coach hears: `python benchmarks/hearing.py SPEECH_FOLDER [--every N] [PART...]`.

Parts: acceptance, rejection, voice, commands, latency, cost. Every part prints one table in Markdown.
SPEECH_FOLDER holds the human recordings (`barista/`, `digits/`, `noise/`); parts that need none of them run without.
"""

# ruff: noqa: T201 - tables on the screen are what a benchmark is for

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import hearing_corpus as corpus
from coach.core.events import Event, Heard, HeardUnclear
from coach.ears.choose import open_ear
from coach.ears.listener import Listener
from coach.phrases.intents import Phrases
from coach.ports import EAR_RATE, Pcm16

COACH = Phrases.load(corpus.ROOT / "scripts" / "phrases" / "en.yaml")
BARISTA = Phrases.load(corpus.ROOT / "benchmarks" / "hearing_barista.yaml")
DECIBELS = (24, 21, 18, 15, 12, 9, 6)
BLOCK = EAR_RATE // 50
Noise = np.ndarray[Any, Any]


def hear(ear: Listener, sound: Pcm16) -> list[Event]:
    """Everything the ear makes of one recording."""
    ear.restart()
    events: list[Event] = []
    for start in range(0, len(sound), BLOCK):
        block = sound[start : start + BLOCK]
        events += ear.hear(block, (start + len(block)) / EAR_RATE)
    return events + ear.finish(len(sound) / EAR_RATE)


def table(*rows: tuple[object, ...]) -> None:
    """A Markdown table; the first row is its head."""
    print("\n| " + " | ".join(map(str, rows[0])) + " |\n|" + "---|" * len(rows[0]))
    for row in rows[1:]:
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)


def share(part: int, whole: int) -> str:
    """A percentage with its counts."""
    return f"{100 * part / whole:.1f} % ({part}/{whole})" if whole else "-"


def acceptance(folder: Path, every: int) -> None:
    """Human coffee orders with the coffee grammar: intent and all slots exactly right."""
    ear = open_ear("pocketsphinx", BARISTA)
    orders = list(corpus.barista(folder))[::every]
    kitchen = corpus.kitchen(folder)
    rows: list[tuple[object, ...]] = [("noise", "understood", "understood wrongly")]
    for level in (None, *DECIBELS):
        right = wrong = 0
        for number, (_, sound, slots) in enumerate(orders):
            speech = corpus.padded(sound)
            mixed = speech if level is None else corpus.with_noise(speech, kitchen, level, number)
            heard = [event for event in hear(ear, mixed) if isinstance(event, Heard)]
            good = len(heard) == 1 and dict(heard[0].slots) == slots
            right, wrong = right + good, wrong + (bool(heard) and not good)
        named = "clean" if level is None else f"kitchen {level} dB"
        rows.append((named, share(right, len(orders)), share(wrong, len(orders))))
    table(*rows)


def rejection(folder: Path, every: int) -> None:
    """What is no command to a coach: coffee orders, digits, kitchen noise. Anything but silence is a fault."""
    ear = open_ear("pocketsphinx", COACH)
    sounds: dict[str, Iterator[Pcm16]] = {
        "coffee orders, a session's commands armed": (sound for _, sound, _ in list(corpus.barista(folder))[::every]),
        "coffee orders, every command armed": (sound for _, sound, _ in list(corpus.barista(folder))[:: 2 * every]),
        "single digits, a session's commands armed": (
            sound for _, sound, _ in list(corpus.digits(folder))[:: 3 * every]
        ),
        "kitchen noise, 10 s pieces": iter(corpus.pieces(corpus.kitchen(folder), 10)),
    }
    rows: list[tuple[object, ...]] = [("sound", "acted on", "asked about", "as")]
    for name, pieces in sounds.items():
        ear.listen_for(COACH.intents if "every" in name else corpus.CORE)
        acted = asked = whole = 0
        taken: Counter[str] = Counter()
        for sound in pieces:
            events = hear(ear, corpus.padded(sound))
            whole += 1
            acted += any(isinstance(event, Heard) for event in events)
            asked += bool(events) and not any(isinstance(event, Heard) for event in events)
            taken.update(intent_of(event) for event in events)
        rows.append((name, share(acted, whole), share(asked, whole), ", ".join(map(str, taken.most_common(4)))))
    table(*rows)


def intent_of(event: Event) -> str:
    """The intent of something heard, or what it was taken for."""
    return event.intent if isinstance(event, Heard) else event.guess if isinstance(event, HeardUnclear) else "?"


def commands(folder: Path | None, every: int) -> None:
    """The sentences of the phrase tests in unlike synthetic voices, clean and in noise."""
    ear = open_ear("pocketsphinx", COACH)
    ear.listen_for(corpus.CORE)
    wanted = [sentence for sentence in corpus.sentences() if sentence.intent in corpus.CORE]
    random.Random(1).shuffle(wanted)
    noises: dict[str, Noise] = {"pink": corpus.pink(10 * EAR_RATE, 1)}
    if folder is not None:
        noises["kitchen"] = corpus.kitchen(folder)
    conditions = [("clean", None), *((name, level) for name in noises for level in (20, 10, 5))]
    rows: list[tuple[object, ...]] = [("noise", "right", "wrong", "asked", "nothing", "complaints caught")]
    for name, level in conditions:
        counts: Counter[str] = Counter()
        for number, sentence in enumerate(wanted[:: 4 * every]):
            sound = corpus.padded(corpus.spoken(sentence.text, corpus.VOICES[number % len(corpus.VOICES)]))
            if level is not None:
                sound = corpus.with_noise(sound, noises[name], level, number)
            counts.update(judged(hear(ear, sound), sentence))
        whole = sum(counts[kind] for kind in ("right", "wrong", "asked", "nothing"))
        named = name if level is None else f"{name} {level} dB"
        parts = [share(counts[kind], whole) for kind in ("right", "wrong", "asked", "nothing")]
        rows.append((named, *parts, share(counts["caught"], counts["complaint"])))
    table(*rows)


def judged(events: list[Event], sentence: corpus.Sentence) -> list[str]:
    """What became of one sentence; a complaint counts as caught also when the coach asks or mistakes the place."""
    heard = [event for event in events if isinstance(event, Heard)]
    meant = [(event.intent, dict(event.slots)) for event in heard]
    if meant == [(sentence.intent, sentence.slots)]:
        kind = "right"
    else:
        kind = "wrong" if heard else "asked" if events else "nothing"
    if sentence.intent != "complaint":
        return [kind]
    caught = any(intent_of(event) == "complaint" for event in events)
    return [kind, "complaint", *(["caught"] if caught else [])]


def voice(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """The coach's own lines out of its loudspeaker into its microphone, 200 ms later and 6 dB softer."""
    import yaml

    ear = open_ear("pocketsphinx", COACH)
    ear.listen_for(corpus.CORE)
    book = yaml.safe_load((corpus.ROOT / "scripts" / "lines.yaml").read_text(encoding="utf-8"))
    texts = sorted({text for entry in book["lines"].values() for text in entry["say"] if "{" not in text})[::every]
    acted: dict[str, list[str]] = {"words known": [], "echo control": [], "both": [], "neither": []}
    for text in texts:
        played = corpus.padded(corpus.spoken(text, "espeak:en-gb"), 0.2, 1.5)
        late = round(0.2 * EAR_RATE)
        echo: Pcm16 = (np.concatenate([np.zeros(late, np.int16), played])[: len(played)] * 0.5).astype(np.int16)
        for name in acted:
            reference = played if name in ("echo control", "both") else None
            saying = text if name in ("words known", "both") else ""
            ear.restart()
            for start in range(0, len(echo), BLOCK):
                far = None if reference is None else reference[start : start + BLOCK]
                block = echo[start : start + BLOCK]
                if ear.hear(block, (start + len(block)) / EAR_RATE, reference=far, saying=saying):
                    acted[name].append(text)
    table(
        ("against its own voice", "commanded itself", "by"),
        *((k, share(len(v), len(texts)), "; ".join(v[:4])) for k, v in acted.items()),
    )


def latency(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """Seconds from the end of the word to the decision, in samples."""
    ear = open_ear("pocketsphinx", COACH)
    ear.listen_for(corpus.CORE)
    late: list[float] = []
    for text in (
        "stop",
        "pause",
        "next",
        "repeat that",
        "slower",
        "my back feels tight",
        "that hurts",
        "go back",
        "i'm ready",
    ):
        for name in corpus.VOICES[::every]:
            said = corpus.spoken(text, name)
            heard = [event for event in hear(ear, corpus.padded(said)) if isinstance(event, Heard)]
            late += [event.at - 0.5 - len(said) / EAR_RATE for event in heard[:1]]
    p50, p95 = np.percentile(late, [50, 95])
    table(
        ("short commands heard", "p50", "p95", "longest"),
        (len(late), f"{p50:.3f} s", f"{p95:.3f} s", f"{max(late):.3f} s"),
    )


def cost(folder: Path | None, every: int) -> None:  # noqa: ARG001 - every part is called alike
    """CPU seconds for a second of sound, and memory."""
    ear = open_ear("pocketsphinx", COACH)
    ear.listen_for(corpus.CORE)
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
    "latency": latency,
    "voice": voice,
    "rejection": rejection,
    "commands": commands,
    "acceptance": acceptance,
}
HUMAN = {"acceptance", "rejection"}


def main() -> None:
    """Run the parts named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the folder with barista/, digits/ and noise/")
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; none runs all")
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth recording or sentence: quicker")
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
        PARTS[name](asked.folder if there else None, asked.every)


if __name__ == "__main__":
    main()
