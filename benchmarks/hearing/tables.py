"""Tables out of the result files of hearing: `python -m benchmarks.hearing.tables` shows them, `make drawings` writes
them into benchmarks/README.md."""

# ruff: noqa: T201 - the tables are what it is for

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.understanding.results import FOLDER

Rows = list[tuple[object, ...]]

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


def markdown(rows: Rows) -> str:
    """A Markdown table; the first row is its head."""
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join((lines[0], "|" + "---|" * len(rows[0]), *lines[1:]))


def side_by_side(cells: list[Mapping[str, Any]], ears: list[str]) -> Iterator[str]:
    """Every group in every noise: right and wrong of each ear; acted on and asked about where nothing was meant."""
    counts = added(cells, "group", "by", "noise", "ear")
    for others, head in ((False, "right; wrong"), (True, "acted on; asked about")):
        rows: Rows = [("said", "by", "noise", *(f"{EARS[ear]}: {head}" for ear in ears))]
        for group, by, noise in sorted({key[:3] for key in counts}):
            if not_meant(group) is not others:
                continue
            of = [counts.get((group, by, noise, ear), Counter()) for ear in ears]
            rows.append((group, by, noise, *(_cell(one, others=others) for one in of)))
        if len(rows) > 1:
            yield markdown(rows)


def not_meant(group: str) -> bool:
    """Whether nothing of the group was said to the coach."""
    return group.startswith("talk") or group.endswith(("nobody asked for", "to the coach"))


def _cell(counts: Counter[str], *, others: bool) -> str:
    whole = sum(counts[name] for name in OUTCOMES)
    first, second = ("wrong", "asked") if others else ("right", "wrong")
    return f"{told(counts[first], whole)}; {counts[second]}" if whole else "-"


def by_voice(cells: list[Mapping[str, Any]]) -> str:
    """What was said to the coach, by voice, of the two recognisers together."""
    chosen = [cell for cell in cells if cell["ear"] == "both" and not not_meant(cell["group"])]
    rows: Rows = [("voice", "right", "wrong", "asked", "nothing")]
    for (voice,), counts in sorted(added(chosen, "voice").items()):
        whole = sum(counts[name] for name in OUTCOMES)
        rows.append((voice, told(counts["right"], whole), *(counts[name] for name in OUTCOMES[1:])))
    return markdown(rows)


def together(cells: list[Mapping[str, Any]], ears: list[str]) -> str:
    """All talk to others, and all red flags and complaints caught, of natural voices."""
    rows: Rows = [("natural voices, all noises", *(EARS[ear] for ear in ears))]
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
    return markdown(rows)


def _share(counts: Counter[str], what: str) -> str:
    return told(counts[what], sum(counts[name] for name in OUTCOMES))


def ablation(found: Mapping[str, Any]) -> str:
    """What each part brings."""
    kinds = ("orders", "complaints", "red flags", "numbers", "coffee")
    heads = (f"{kind}: right; wrong" for kind in kinds)
    rows: Rows = [("", *heads, "others: acted on; asked", "ms")]
    for name, of in found["variants"].items():
        counts = {kind: Counter(of.get(kind, {})) for kind in (*kinds, "others")}
        parts = [f"{one['right']}/{sum(one[each] for each in OUTCOMES)}; {one['wrong']}" for one in counts.values()]
        others = counts["others"]
        parts[-1] = f"{others['wrong']}/{sum(others[each] for each in OUTCOMES)}; {others['asked']}"
        right = sum(counts[kind]["right"] for kind in kinds)
        rows.append((name, *parts, round(sum(counts[kind]["late"] for kind in kinds) / max(1, right))))
    return markdown(rows)


def read(name: str) -> dict[str, Any]:
    """One result file; empty where there is none."""
    path = FOLDER / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def about(found: Mapping[str, Any]) -> str:
    """What was run."""
    of = f" of {found['of']}" if "of" in found else ""
    return f"{found['sounds']}{of} sounds, `{found['command']}`, load {found['load']}, commit {found['commit']}:"


def by_kind(cells: list[Mapping[str, Any]], ears: list[str]) -> str:
    """What was said to the coach and what was not, by people, natural voices and robots, all noises together."""
    rows: Rows = [("said by", "to the coach", *(EARS[ear] for ear in ears))]
    for by in ("people", "natural voices", "robots"):
        for others, which, head in (
            (False, "yes: right; wrong, asked", ("right", "wrong", "asked")),
            (True, "no: acted on; asked", ("wrong", "asked")),
        ):
            chosen = [cell for cell in cells if cell["by"] == by and not_meant(cell["group"]) is others]
            counts = added(chosen, "ear")
            row = [counts.get((ear,), Counter()) for ear in ears]
            if any(one.total() for one in row):
                told_of = (f"{_share(one, head[0])}; " + ", ".join(str(one[name]) for name in head[1:]) for one in row)
                rows.append((by, which, *told_of))
    return markdown(rows)


def ears_told(name: str = "hearing-ears") -> str:
    """All tables of the ears side by side."""
    found = read(name)
    if not found:
        return "Not measured."
    cells = found["cells"]
    names = [name for name in EARS if any(cell["ear"] == name for cell in cells)]
    parts = (by_kind(cells, names), *side_by_side(cells, names), together(cells, names), by_voice(cells))
    return "\n\n".join((about(found), *parts))


def ablation_told() -> str:
    """What each part brings."""
    found = read("hearing-ablation")
    return f"{about(found)}\n\n{ablation(found)}" if found else "Not measured."


def words_told() -> str:
    """What would be done about talk that is heard without a fault."""
    rows: Rows = [("kind", "acted on as a command", "as a complaint", "asked about")]
    for kind, of in read("hearing-words")["kinds"].items():
        counts = Counter(of)
        asks = counts["ask commands"] + counts["ask complaints"]
        parts = (counts["act commands"], counts["act complaints"], asks)
        rows.append((kind, *(told(part, counts["all"]) for part in parts)))
    return markdown(rows)


def losses_told() -> str:
    """What of free words is lost in noise and where, and what is made of what was not said to the coach."""
    found = read("hearing-losses")
    if not found:
        return "Not measured."
    rows = found["rows"]
    parts = (_lost_outcomes(rows), _lost_stages(rows), _lost_others(rows))
    return "\n\n".join((about(found), *parts))


def _lost(rows: list[Mapping[str, Any]], *names: str) -> dict[tuple[Any, ...], Counter[str]]:
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), Counter()).update(row["counts"])
    return found


def _lost_outcomes(rows: list[Mapping[str, Any]]) -> str:
    table: Rows = [
        ("said", "kitchen", "ear", "right, the half it was fitted on", "right, the other half", *OUTCOMES[1:])
    ]
    meant = [row for row in rows if row["kind"] in ("commands", "complaints")]
    halves = _lost(meant, "kind", "level", "ear", "half")
    for (kind, level, ear), counts in _lost(meant, "kind", "level", "ear").items():
        of = [halves.get((kind, level, ear, half), Counter()) for half in (0, 1)]
        right = [told(one["right"], sum(one[name] for name in OUTCOMES)) for one in of]
        table.append((kind, f"{level} dB", ear, *right, *(counts[name] for name in OUTCOMES[1:])))
    return markdown(table)


def _lost_stages(rows: list[Mapping[str, Any]]) -> str:
    counts = _lost([row for row in rows if row["kind"] in ("commands", "complaints")], "level", "ear")
    stages = sorted({name for of in counts.values() for name in of if name.startswith("lost: ")})
    table: Rows = [("kitchen", "ear", *(name.removeprefix("lost: ") for name in stages))]
    table += [(f"{level} dB", ear, *(of[name] for name in stages)) for (level, ear), of in counts.items()]
    return markdown(table)


def _lost_others(rows: list[Mapping[str, Any]]) -> str:
    table: Rows = [("not said to the coach", "noise", "ear", "acted on", "asked about")]
    others = [row for row in rows if row["kind"] not in ("commands", "complaints")]
    for (kind, level, ear), of in _lost(others, "kind", "level", "ear").items():
        whole = sum(of[name] for name in OUTCOMES)
        noise = "none" if level is None else f"kitchen {level} dB"
        table.append((kind, noise, ear, told(of["wrong"], whole), told(of["asked"], whole)))
    return markdown(table)


def main() -> None:
    """Show all tables."""
    print("\n\n".join((ears_told(), ablation_told(), words_told(), losses_told())))


if __name__ == "__main__":
    main()
