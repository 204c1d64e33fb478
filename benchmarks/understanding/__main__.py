"""Read the sentences of authors whom nothing was tuned to, and tell what was understood.

python -m benchmarks.understanding [--authors FOLDER] [--model FOLDER] [--misses FILE]

Beside the reader of meaning, in the same run: the wordings of version 0.1 matched whole, as that version did, and
hassil with unmatched entities allowed, its own way to be lenient. The result is also written to
benchmarks/results/understanding.json, with commit, machine and load.
"""

# ruff: noqa: T201 - what it tells is what it is for

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hassil.recognize import recognize_best

from benchmarks.understanding.judging import ROWS, Taken, judge, share
from benchmarks.understanding.results import written
from coach.cli.machine.meanings import with_sessions
from coach.core.branches import choose_row
from coach.phrases.intents import Phrases
from coach.script.files.library import Library
from coach.understanding.learner import FOLDER, Learner
from coach.understanding.opening import open_reader
from training.background import background
from training.labels import Labelled, read_all

HERE = Path(__file__).parent
System = Callable[[str], Taken]


def the_reader(library: Library, model: Path) -> System:
    """The reader as it runs, everything armed as in a rest."""
    reader = with_sessions(open_reader(library, "en", learner=Learner.found(model)), library)

    def system(text: str) -> Taken:
        reading = reader.read(text)
        red = bool(reading.meanings) and reading.meanings[0].red_flag
        slots = dict(reading.slots)
        return Taken(reading.action.value, reading.intent, slots, red, _row(reading.intent, slots))

    rows = library.branches().branches

    def _row(intent: str | None, slots: dict[str, Any]) -> str:
        if intent != "complaint":
            return ""
        found = choose_row(rows, str(slots.get("region", "general")), str(slots.get("sensation", "pain")), 1, 1)
        return found.name if found is not None else ""

    return system


def whole_wordings(library: Library) -> System:
    """Version 0.1: a remark is one of the wordings from its first word to its last, or nothing."""
    phrases = Phrases.load(HERE / "wordings-0.1.yaml")

    def system(text: str) -> Taken:
        found = phrases.match(text)
        if found is None:
            return Taken("ignore", None, {}, False)
        return Taken("act", found.intent, dict(found.slots), _old_red(library, found.intent, dict(found.slots)))

    return system


def lenient_hassil(library: Library) -> System:
    """hassil's own leniency: values that no list has are let through."""
    phrases = Phrases.load(HERE / "wordings-0.1.yaml")
    intents = phrases._hassil  # the parsed templates are no public matter of the phrases

    def system(text: str) -> Taken:
        found = recognize_best(phrases.normalise(text), intents, allow_unmatched_entities=True)
        if found is None:
            return Taken("ignore", None, {}, False)
        slots = {name: entity.value for name, entity in found.entities.items()}
        return Taken("act", found.intent.name, slots, _old_red(library, found.intent.name, slots))

    return system


def _old_red(library: Library, intent: str, slots: dict[str, Any]) -> bool:
    region, sensation = str(slots.get("region", "general")), str(slots.get("sensation", "pain"))
    return intent == "complaint" and library.is_red_flag(region, sensation)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--authors", type=Path, default=HERE / "authors", help="a folder of labelled sentences")
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--chat", type=int, default=3000, help="utterances of people's chats; 0 does without them")
    parser.add_argument("--misses", type=Path, help="write what was missed to this file")
    wanted = parser.parse_args()
    library = Library.open()
    chat = background(open_reader(library, "en"), wanted.chat, "judged") if wanted.chat else []
    rows = read_all(wanted.authors) + chat
    systems = {
        "reader": the_reader(library, wanted.model),
        "wordings of 0.1": whole_wordings(library),
        "hassil, lenient": lenient_hassil(library),
    }
    results, misses = {}, []
    for name, system in systems.items():
        results[name], missed = _run(rows, system)
        misses += missed if name == "reader" else []
    print(f"{len(rows)} sentences of {len({row.author for row in rows})} authors\n")
    _table(results)
    if wanted.misses:
        wanted.misses.write_text("\n".join(misses) + "\n", encoding="utf-8")
    print(f"\nwritten to {written('understanding', {'sentences': len(rows), 'systems': results})}")


def _run(rows: Iterable[Labelled], system: System) -> tuple[dict[str, Any], list[str]]:
    of, good, seconds, misses = Counter[str](), Counter[str](), [], []
    for row in rows:
        began = time.process_time()
        taken = system(row.text)
        seconds.append(time.process_time() - began)
        for judged in judge(row, taken):
            of[judged.row] += 1
            good[judged.row] += judged.holds
            if judged.holds != judged.wished:
                misses.append(f"{judged.row}\t{row.kind} {row.slots}\t{row.text}\t{taken}")
    seconds.sort()
    found: dict[str, Any] = {name: (good[name], of[name]) for name in ROWS if of[name]}
    found["CPU ms at p50"], found["CPU ms at p95"] = (
        round(1000 * seconds[int(len(seconds) * part)], 2) for part in (0.5, 0.95)
    )
    return found, misses


def _table(results: dict[str, dict[str, Any]]) -> None:
    print("| | " + " | ".join(results) + " |\n|---|" + "---|" * len(results))
    for name in (*ROWS, "CPU ms at p50", "CPU ms at p95"):
        cells = [found.get(name) for found in results.values()]
        if any(cell is not None for cell in cells):
            print(f"| {name} | " + " | ".join(share(cell) for cell in cells) + " |")


if __name__ == "__main__":
    main()
