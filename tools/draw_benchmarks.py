"""Write the tables of voices, start-up, gathering and hearing into benchmarks/README.md, from their results."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.gather.rows import table
from benchmarks.hearing.tables import ablation_told, ears_told, losses_told, words_told
from tools.marked import ROOT, draw

DOCUMENT = ROOT / "benchmarks" / "README.md"
RESULTS = ROOT / "benchmarks" / "results"
VOICES = {"default": "`default` (hibari)", "espeak": "`espeak` (espeak-ng through pyttsx3)", "joe": "`joe` (Piper)"}
"""The voices compared, and what speaks them."""


def result(name: str) -> Any:
    """What a benchmark wrote down."""
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def voices() -> str:
    """Words that the recogniser gets wrong, by voice, and what rendering costs."""
    rows = [
        "| voice | counts | numbers | lines | all wrong % | cpu ms for 1 s | ms a sentence | ms a word | engine MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, found in result("voice")["voices"].items():
        wrong = found["wrong words"]
        part = 100 * sum(pair[0] for pair in wrong.values()) / sum(pair[1] for pair in wrong.values())
        kinds = " | ".join(f"{pair[0]} of {pair[1]}" for pair in wrong.values())
        costs = (
            f"{1000 * found['engine cpu seconds for a second of speech']:.0f}",
            f"{found['ms a sentence']:.0f}",
            f"{found['ms a counted word']:.0f}",
            f"{found['engine MB']}",
        )
        rows.append(f"| {VOICES.get(name, name)} | {kinds} | {part:.1f} | {' | '.join(costs)} |")
    return "\n".join(rows)


def starts() -> str:
    """How long the commands take to start, beside their peer, and the first words."""
    found = result("startup")
    rows = ["| command | wall s | x the peer | cpu s | x the peer |", "|---|---|---|---|---|"]
    for command, row in found["starts"].items():
        rows.append(f"| `{command}` | {' | '.join(str(row[key]) for key in COLUMNS)} |")
    rows += ["", "| first word of `coach run` | empty phrase cache | full |", "|---|---|---|"]
    for ear, taken in found["first word, s: empty cache, then full"].items():
        for what, seconds in taken.items():
            rows.append(f"| `{ear}`, {what} | {seconds[0]} | {', '.join(map(str, seconds[1:]))} |")
    return "\n".join(rows)


def gathering() -> str:
    """What gathering costs as boxes and years grow."""
    cost = result("gather")["cost"]
    return f"`{cost['command']}`, {cost['machine']}:\n\n{table(cost['rows']).rstrip()}"


COLUMNS = ("wall s", "wall, times the peer", "cpu s", "cpu, times the peer")
TABLES: dict[str, Callable[[], str]] = {
    "voices": voices,
    "starts": starts,
    "ears": ears_told,
    "ears before": partial(ears_told, "hearing-ears-before"),
    "ablation": ablation_told,
    "talk": words_told,
    "losses": losses_told,
    "gathering": gathering,
}

if __name__ == "__main__":
    for name, drawing in TABLES.items():
        draw(DOCUMENT, name, drawing())
