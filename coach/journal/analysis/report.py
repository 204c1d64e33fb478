"""The history as one page for a browser: charts and tables, nothing fetched from anywhere, nothing that runs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

from coach.core.plan import Unit
from coach.journal.analysis import drawing, statistics
from coach.journal.past import PastSession
from coach.reading.writing import put, refuse_other

_STYLE = """
:root { --c0: #1f6f8b; --c1: #c0392b; --c2: #2e7d4f; --c3: #b07000; --c4: #7a5490; }
:root { color-scheme: light dark; --ink: #1b1f23; --paper: #ffffff; --line: #d8dee4; --quiet: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --quiet: #9198a1;
       --c0: #58b5d4; --c1: #ff7a70; --c2: #6fcf97; --c3: #f0b740; --c4: #c39ad8; } }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif;
       color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.facts { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
.facts li { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; color: var(--quiet); }
.facts b { display: block; font-size: 1.4rem; color: var(--ink); }
.charts { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
figure { margin: 0; } figcaption { color: var(--quiet); } svg { width: 100%; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: var(--quiet); } .g { stroke: var(--line); }
polyline { fill: none; stroke-width: 1.5; } .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; padding: 0;
       margin: .2rem 0; list-style: none; font-size: .85rem; } .legend li::before { content: "\\25CF  "; }
.s0 { fill: var(--c0); } .l0 { stroke: var(--c0); } .k0::before { color: var(--c0); }
.s1 { fill: var(--c1); } .l1 { stroke: var(--c1); } .k1::before { color: var(--c1); }
.s2 { fill: var(--c2); } .l2 { stroke: var(--c2); } .k2::before { color: var(--c2); }
.s3 { fill: var(--c3); } .l3 { stroke: var(--c3); } .k3::before { color: var(--c3); }
.s4 { fill: var(--c4); } .l4 { stroke: var(--c4); } .k4::before { color: var(--c4); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--quiet); font-weight: 600; }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); } .n { text-align: right; }
.n, .d { white-space: nowrap; } summary { margin: 1rem 0 .3rem; cursor: pointer; color: var(--quiet); }
.people { display: grid; gap: .6rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr));
          padding: 0; list-style: none; }
.people li { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .8rem; overflow-wrap: anywhere; }
.people h2 { margin: 0; } .people strong { color: var(--c1); }
"""

_META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'

_BEGINNING = f'<!doctype html>\n<html lang="en"><head>{_META}'

_NUMBERS = frozenset({"minutes", "sets", "volume", "tempo kept", "load", "reps", "times"})


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of another room's: a title, and what stands in its head and in its rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def report(
    sessions: Sequence[PastSession],
    unit: Unit,
    estimating: Collection[str] = (),
    *,
    titles: Mapping[str, str] | None = None,
    programs: Mapping[str, Grid] | None = None,
) -> str:
    """The whole page; sessions oldest first, at least one. Each lifter has a part of their own.

    A maximum is estimated only for the movements named in `estimating`; `titles` are what movements are called,
    `programs` how far each lifter is in the program they follow.
    """
    first, last = sessions[0].day, sessions[-1].day
    when = f"{first}" if first == last else f"{first} to {last}"
    people = statistics.by_lifter(sessions)
    parts = [f"<h1>Training, {when}</h1>"]
    for lifter, own in people.items():
        head = f"<h1>{escape(lifter)}</h1>" if len(people) > 1 else ""
        parts.append(head + _part(own, unit, estimating, titles or {}, (programs or {}).get(lifter)))
    return page_of("Training", "".join(parts))


def page_of(title: str, body: str) -> str:
    """A page of the reports' look with this body, which is HTML already."""
    head = f"<title>{escape(title)}</title><style>{_STYLE}</style>"
    return f"{_BEGINNING}{head}</head>\n<body>{body}</body></html>\n"


def write_page(path: Path, page: str) -> None:
    """Write a page that `page_of` made over an older one or where there is none; raises UnreadableError."""
    refuse_other(path, "report of the coach", _BEGINNING.encode())
    put(path, page, private=True)


def _part(
    own: Sequence[PastSession], unit: Unit, estimating: Collection[str], titles: Mapping[str, str], program: Grid | None
) -> str:
    """One lifter's facts, charts and tables."""
    following = _table(program.title, program.headings, program.rows) if program else ""
    parts = (
        _facts(own, unit),
        following,
        f'<h2>Over time</h2><div class="charts">{_charts(own, unit, estimating, titles)}</div>',
        _not_drawn(len(statistics.exercises(own))),
        _table("Best sets", ("movement", "load", "reps", "day"), _bests(own, unit, titles)),
        _table("Complaints and what helped", ("region", "what was done", "times", "then"), _helped(own)),
        _table("Checks over time", ("check", "results"), _findings(own)),
        _sessions(own, unit),
    )
    return "".join(parts)


def _not_drawn(lifts: int) -> str:
    """A line that tells that there are more lifts than lines in a chart; nothing where all are drawn."""
    drawn = len(drawing.STYLES)
    return f"<p>The charts draw the {drawn} most trained of {lifts} lifts.</p>" if lifts > drawn else ""


def _charts(own: Sequence[PastSession], unit: Unit, estimating: Collection[str], titles: Mapping[str, str]) -> str:
    names = statistics.exercises(own)[: len(drawing.STYLES)]
    heaviest = {titles.get(name, name): _top(own, name, unit) for name in names}
    maxima = {
        titles.get(name, name): [
            (each.day, best)
            for each in own
            if name in estimating and (best := statistics.best_max(each, name, unit)) is not None
        ]
        for name in names
    }
    complaints = [(each.day, found.told) for each in own for found in each.complaints if not found.taken_back]
    weeks = {week.monday: week.volume for week in statistics.weeks(own, unit)}
    return "".join(
        (
            drawing.bars(weeks, f"work a {{}}, {unit.value} times reps"),
            drawing.lines(heaviest, f"heaviest set, {unit.value}"),
            drawing.lines(maxima, f"estimated maximum by Epley, {unit.value}"),
            drawing.dots(complaints, "complaints"),
        )
    )


def _top(own: Sequence[PastSession], name: str, unit: Unit) -> list[tuple[date, float]]:
    days = ((each.day, statistics.best_set([each], name, unit)) for each in own)
    return [(day, best.load) for day, best in days if best is not None]


def _facts(sessions: Sequence[PastSession], unit: Unit) -> str:
    tempo = statistics.tempo(sessions)
    complaints = sum(not each.taken_back for session in sessions for each in session.complaints)
    working = sum(len(session.working) for session in sessions)
    facts = [
        (f"{len(sessions):,}", "session" if len(sessions) == 1 else "sessions"),
        (f"{working:,}", "working set" if working == 1 else "working sets"),
        (f"{statistics.volume(sessions, unit):,.0f} {unit.value}", "moved"),
        *([(str(tempo), "counted sets kept their tempo")] if str(tempo) else []),
        (f"{complaints:,}", "complaint" if complaints == 1 else "complaints"),
    ]
    return '<ul class="facts">' + "".join(f"<li><b>{value}</b>{name}</li>" for value, name in facts) + "</ul>"


def _sessions(own: Sequence[PastSession], unit: Unit) -> str:
    """Every session, newest first; of several years the older ones are folded, for ten are as long as a novel."""
    headings = ("day", "session", "minutes", "sets", "volume", "tempo kept", "ended")
    newest, *older = [
        (year, list(those)) for year, those in groupby(reversed(own), key=lambda session: session.began.year)
    ]
    folded = (
        f"<details><summary>{year}: {len(those)}</summary>{_rows_in(headings, _rows(those, unit))}</details>"
        for year, those in older
    )
    return _table("Sessions", headings, _rows(newest[1], unit)) + "".join(folded)


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A titled table, or nothing when it has no rows. Everything in it is escaped: notes are the lifter's own words."""
    body = _rows_in(headings, rows)
    return f"<h2>{escape(title)}</h2>{body}" if body else ""


def _rows_in(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table, or nothing when it has no rows."""
    body = "".join(_row("td", headings, row) for row in rows)
    head = _row("th", headings, headings)
    return f'<div class="wide"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>' if body else ""


def _row(tag: str, headings: Sequence[str], cells: Sequence[str]) -> str:
    pairs = zip(headings, cells, strict=True)
    return "<tr>" + "".join(f"<{tag}{_side(name)}>{escape(cell)}</{tag}>" for name, cell in pairs) + "</tr>"


def _side(heading: str) -> str:
    return ' class="n"' if heading in _NUMBERS else ' class="d"' if heading == "day" else ""


def _bests(sessions: Sequence[PastSession], unit: Unit, titles: Mapping[str, str]) -> Iterable[Sequence[str]]:
    for name in statistics.exercises(sessions):
        best = statistics.best_set(sessions, name, unit)
        if best is not None:
            load = statistics.told(best.load, best.session.unit, unit)
            yield titles.get(name, name), f"{load:.6g} {unit.value}", str(best.done.reps_done), str(best.session.day)


def _helped(sessions: Sequence[PastSession]) -> Iterable[Sequence[str]]:
    for row in statistics.helped(sessions):
        answers = ", ".join(f"{answer} {times}" for answer, times in row.answers.items())
        yield row.region.replace("_", " "), row.branch, str(row.times), answers


def _findings(sessions: Sequence[PastSession]) -> Iterable[Sequence[str]]:
    for name, results in statistics.findings_over_time(sessions).items():
        yield name.replace("_", " "), "; ".join(f"{day}: {value}" for day, value in results)


def _rows(sessions: Sequence[PastSession], unit: Unit) -> Iterable[Sequence[str]]:
    for session in sessions:
        yield (
            str(session.day),
            session.title,
            "" if session.minutes is None else f"{session.minutes:.0f}",
            str(len(session.working)),
            f"{statistics.told(statistics.volume([session], unit), session.unit, unit):,.8g} {unit.value}",
            str(statistics.tempo([session])),
            session.reason or "open",
        )
