"""Tables out of the result files of hearing: `python -m benchmarks.hearing.tables`, for benchmarks/README.md."""

# ruff: noqa: T201 - the tables are what it is for

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.hearing.judge import table
from benchmarks.understanding.results import FOLDER

OUTCOMES = ("right", "wrong", "asked", "nothing")
Z = 1.96
EARS = {
    "both": "Moonshine and PocketSphinx",
    "pocketsphinx": "PocketSphinx alone",
    "plain PocketSphinx": "PocketSphinx as it comes",
    "vosk": "Vosk",
}


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's interval, 95 %, of a share; 0 and 1 of nothing."""
    if not whole:
        return 0.0, 1.0
    share, room = part / whole, Z * Z / whole
    middle = (share + room / 2) / (1 + room)
    half = Z / (1 + room) * math.sqrt(share * (1 - share) / whole + room / whole / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def told(part: int, whole: int) -> str:
    """A share with its counts and its interval."""
    if not whole:
        return "-"
    low, high = interval(part, whole)
    return f"{part}/{whole}, {100 * low:.0f} to {100 * high:.0f} %"


def added(cells: Iterable[Mapping[str, Any]], *names: str) -> dict[tuple[str, ...], Counter[str]]:
    """The counts of the cells, added up where these are the same."""
    found: dict[tuple[str, ...], Counter[str]] = {}
    for cell in cells:
        counts = found.setdefault(tuple(str(cell[name]) for name in names), Counter())
        counts.update({name: cell.get(name, 0) for name in (*OUTCOMES, "caught")})
    return found


def side_by_side(cells: list[Mapping[str, Any]], ears: list[str]) -> None:
    """Every group in every noise: right and wrong of each ear; acted on and asked about where nothing was meant."""
    counts = added(cells, "group", "by", "noise", "ear")
    for others, head in ((False, "right; wrong"), (True, "acted on; asked about")):
        rows: list[tuple[object, ...]] = [("said", "by", "noise", *(f"{EARS[ear]}: {head}" for ear in ears))]
        for group, by, noise in dict.fromkeys(key[:3] for key in counts):
            if not_meant(group) is not others:
                continue
            of = [counts.get((group, by, noise, ear), Counter()) for ear in ears]
            rows.append((group, by, noise, *(_cell(one, others=others) for one in of)))
        if len(rows) > 1:
            table(*rows)


def not_meant(group: str) -> bool:
    """Whether nothing of the group was said to the coach."""
    return group.startswith("talk") or group.endswith(("nobody asked for", "to the coach"))


def _cell(counts: Counter[str], *, others: bool) -> str:
    whole = sum(counts[name] for name in OUTCOMES)
    first, second = ("wrong", "asked") if others else ("right", "wrong")
    return f"{told(counts[first], whole)}; {counts[second]}" if whole else "-"


def by_voice(cells: list[Mapping[str, Any]]) -> None:
    """What was said to the coach, by voice, of the two recognisers together."""
    chosen = [cell for cell in cells if cell["ear"] == "both" and not not_meant(cell["group"])]
    rows: list[tuple[object, ...]] = [("voice", "right", "wrong", "asked", "nothing")]
    for (voice,), counts in sorted(added(chosen, "voice").items()):
        whole = sum(counts[name] for name in OUTCOMES)
        rows.append((voice, told(counts["right"], whole), *(counts[name] for name in OUTCOMES[1:])))
    table(*rows)


def together(cells: list[Mapping[str, Any]], ears: list[str]) -> None:
    """All talk to others, and all red flags and complaints caught, of natural voices."""
    rows: list[tuple[object, ...]] = [("natural voices, all noises", *(EARS[ear] for ear in ears))]
    natural = [cell for cell in cells if cell["by"] == "natural voices"]
    for name, begins, what in (
        ("talk acted on", "talk", "wrong"),
        ("talk asked about", "talk", "asked"),
        ("red flags: the session stops", "red flags", "right"),
        ("red flags: stops, or asks", "red flags", "caught"),
        ("complaints acted on as they are", "complaints", "right"),
        ("complaints caught", "complaints", "caught"),
    ):
        counts = added([cell for cell in natural if cell["group"].startswith(begins)], "ear")
        rows.append((name, *(_share(counts.get((ear,), Counter()), what) for ear in ears)))
    table(*rows)


def _share(counts: Counter[str], what: str) -> str:
    return told(counts[what], sum(counts[name] for name in OUTCOMES))


def ablation(found: Mapping[str, Any]) -> None:
    """What each part brings."""
    kinds = ("orders", "complaints", "red flags", "numbers", "coffee")
    heads = (f"{kind}: right; wrong" for kind in kinds)
    rows: list[tuple[object, ...]] = [("", *heads, "others: acted on; asked", "ms")]
    for name, of in found["variants"].items():
        counts = {kind: Counter(of.get(kind, {})) for kind in (*kinds, "others")}
        parts = [f"{one['right']}/{sum(one[each] for each in OUTCOMES)}; {one['wrong']}" for one in counts.values()]
        others = counts["others"]
        parts[-1] = f"{others['wrong']}/{sum(others[each] for each in OUTCOMES)}; {others['asked']}"
        right = sum(counts[kind]["right"] for kind in kinds)
        rows.append((name, *parts, round(sum(counts[kind]["late"] for kind in kinds) / max(1, right))))
    table(*rows)


def read(name: str) -> dict[str, Any]:
    """One result file; empty where there is none."""
    path = FOLDER / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def about(found: Mapping[str, Any]) -> None:
    """What was run."""
    of = f" of {found['of']}" if "of" in found else ""
    print(f"{found['sounds']}{of} sounds, {found['command']}, load {found['load']}, commit {found['commit']}")


def main() -> None:
    """Print all tables."""
    if ears := read("hearing-ears"):
        names = [name for name in EARS if any(cell["ear"] == name for cell in ears["cells"])]
        about(ears)
        side_by_side(ears["cells"], names)
        together(ears["cells"], names)
        by_voice(ears["cells"])
    if found := read("hearing-ablation"):
        about(found)
        ablation(found)
    if cost := read("hearing-cost"):
        table(("measured", ""), *cost.items())


if __name__ == "__main__":
    main()
