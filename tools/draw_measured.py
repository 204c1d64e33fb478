"""Draw the tables of docs/robustness.md from what benchmarks left in benchmarks/results."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tools.marked import ROOT, draw

RESULTS = ROOT / "benchmarks" / "results"
DOCUMENT = ROOT / "docs" / "robustness.md"

Figures = Mapping[str, Any]


def microphones(found: Figures) -> Iterator[str]:
    """What is right, asked about, wrong and told of, for each fault of a microphone."""
    yield "| microphone | right | of them asked about | wrong | told of |"
    yield "|---|---|---|---|---|"
    for name, each in found["faults"].items():
        yield f"| {name} | {each['right']} of {each['said']} | {each['asked']} | {each['wrong']} | {each['told']} |"


def sinks(found: Figures) -> Iterator[str]:
    """What became of counts whose loudspeaker was exchanged."""
    head = (
        "loudspeaker",
        "tries",
        "told as lost",
        "whole counts",
        "off by ms",
        "held up",
        "beats",
        "off by ms",
        "wrong",
        "load",
    )
    yield f"| {' | '.join(head)} |"
    yield f"|{len(head) * '---|'}"
    for name, each in found["kinds"].items():
        counts, beats = (f"{each[f'{what} off by ms, from']:+} to {each[f'{what} off by ms, to']:+}" for what in SPANS)
        numbers = (each["tries"], each["told as lost"], each["whole counts"], counts, each["counts held up"])
        load = each.get("load average", found["load average"])
        cells = (*numbers, each["beats recorded"], beats, _wrong(each), load)
        yield f"| {name} | {' | '.join(map(str, cells))} |"


def _wrong(each: Figures) -> str:
    """What was wrong, kind by kind; nothing for none. An older file tells only how many in all and the extremes."""
    told = ("counts too early", "beats too early", "held up untold", "never ended", "clock ran backwards")
    found = {what: each.get(what, 0) for what in told}
    if (
        "beats too early" not in each
        and each["counts off by ms, from"] > -EARLY
        and each["counts off by ms, to"] < HELD
    ):
        found["beats too early"] = each["wrong"] - found["never ended"] - found["clock ran backwards"]
    assert sum(found.values()) == each["wrong"], "what was wrong cannot be told apart"
    return ", ".join(f"{number} {what}" for what, number in found.items() if number) or "nothing"


EARLY, HELD = 30, 1300
"""Milliseconds from which on a count is too early, and after which one that is held up should be told."""


SPANS = ("counts", "beats")


def ends(found: Figures) -> Iterator[str]:
    """How long it takes until the program has ended, and what was wrong."""
    yield "| where | tries | seconds to the exit, p50 | longest | over two seconds | wrong |"
    yield "|---|---|---|---|---|---|"
    for name, each in found.items():
        if isinstance(each, dict):
            numbers = (each["tries"], each["seconds to the exit, p50"], each["longest"], each["over two seconds"])
            yield f"| {name} | {' | '.join(map(str, numbers))} | {'; '.join(each['wrong']) or 'nothing'} |"


def kills(found: Figures) -> Iterator[str]:
    """When processes were killed, and what their journal held."""
    yield "| killed | times |"
    yield "|---|---|"
    for moment, times in found["killed"].items():
        yield f"| {moment} | {times} |"
    yield f"| in all, {found['of new programs']} of them new programs | {found['kills']} |"
    yield ""
    kept = ", ".join(f"{found[what]} {what}" for what in ("sessions", "sets", "events", "complaints"))
    carried = f"{found['carried on']} times a session was carried on"
    yield f"Kept: {kept}; {carried}. Wrong: {'; '.join(found['wrong']) or 'nothing'}."


def fuzz(found: Figures) -> Iterator[str]:
    """How many damaged inputs there were in all, and what became of them."""
    yield "| inputs | kinds | read | refused | crashed | files written elsewhere |"
    yield "|---|---|---|---|---|---|"
    kinds = found["kinds"].values()
    numbers = (sum(each[what] for each in kinds) for what in ("read", "refused", "crashed"))
    elsewhere = len(found["written elsewhere"])
    yield f"| {found['inputs']} | {len(kinds)} | {' | '.join(map(str, numbers))} | {elsewhere} |"


def streams(found: Figures) -> Iterator[str]:
    """How much memory each way in or out took at most."""
    yield "| | file, MB | memory at most, MB | CPU s |"
    yield "|---|---|---|---|"
    for name, each in found["ways"].items():
        yield f"| {name} | {each['file MB'] or '-'} | {each['most MB']} | {each['CPU s']} |"


TABLES: dict[str, Callable[[Figures], Iterator[str]]] = {
    "microphones": microphones,
    "sinks": sinks,
    "ends": ends,
    "kills": kills,
    "fuzz": fuzz,
    "streams": streams,
}


def drawn(name: str) -> str:
    """The table of these results, with the command that made them and the load of the machine."""
    found = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    load = f"load average {found['load average']}"
    return "\n".join((f"`{found['command']}`, {load}:", "", *TABLES[name](found)))


if __name__ == "__main__":
    for each in TABLES:
        draw(DOCUMENT, each, drawn(each))
