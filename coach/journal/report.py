"""The history as one page for a browser: charts and tables, nothing fetched from anywhere, nothing that runs."""

from collections.abc import Collection, Iterable, Sequence
from html import escape

from coach.core.plan import Unit
from coach.journal import statistics
from coach.journal.charts import svg
from coach.journal.past import PastSession

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f23; --paper: #ffffff; --line: #d8dee4; --quiet: #57606a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --quiet: #9198a1; } }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif;
       color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.facts { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
.facts li { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem 1rem; color: var(--quiet); }
.facts b { display: block; font-size: 1.4rem; color: var(--ink); }
.charts { background: #fff; border-radius: .5rem; padding: .5rem; } .charts svg { width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--quiet); font-weight: 600; }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); } .n { text-align: right; }
"""

_META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'

_NUMBERS = frozenset({"minutes", "sets", "volume", "tempo kept", "load", "reps", "times"})


def report(sessions: Sequence[PastSession], unit: Unit, estimating: Collection[str] = ()) -> str:
    """The whole page; sessions oldest first, at least one. Raises InputError without matplotlib.

    A maximum is estimated only for the movements named in `estimating`.
    """
    first, last = sessions[0].day, sessions[-1].day
    parts = (
        f"<h1>Training, {first} to {last}</h1>",
        _facts(sessions, unit),
        f'<h2>Over time</h2><div class="charts">{svg(sessions, unit, estimating)}</div>',
        _table("Best sets", ("movement", "load", "reps", "day"), _bests(sessions, unit)),
        _table("Complaints and what helped", ("region", "what was done", "times", "then"), _helped(sessions)),
        _table("Checks over time", ("check", "results"), _findings(sessions)),
        _table(
            "Sessions",
            ("day", "session", "minutes", "sets", "volume", "tempo kept", "ended"),
            _rows(sessions, unit),
        ),
    )
    head = f"{_META}<title>Training</title><style>{_STYLE}</style>"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>{"".join(parts)}</body></html>\n'


def _facts(sessions: Sequence[PastSession], unit: Unit) -> str:
    tempo = statistics.tempo(sessions)
    facts = [
        (f"{len(sessions):,}", "sessions"),
        (f"{sum(len(session.working) for session in sessions):,}", "working sets"),
        (f"{statistics.volume(sessions, unit):,.0f} {unit.value}", "moved"),
        (str(tempo) or "none", "counted sets kept their tempo"),
        (f"{sum(len(session.complaints) for session in sessions):,}", "complaints"),
    ]
    return '<ul class="facts">' + "".join(f"<li><b>{value}</b>{name}</li>" for value, name in facts) + "</ul>"


def _table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A titled table, or nothing when it has no rows. Everything in it is escaped: notes are the lifter's own words."""
    body = "".join(_row("td", headings, row) for row in rows)
    if not body:
        return ""
    whole = f"<table><thead>{_row('th', headings, headings)}</thead><tbody>{body}</tbody></table>"
    return f'<h2>{escape(title)}</h2><div class="wide">{whole}</div>'


def _row(tag: str, headings: Sequence[str], cells: Sequence[str]) -> str:
    pairs = zip(headings, cells, strict=True)
    return "<tr>" + "".join(f"<{tag}{_side(name)}>{escape(cell)}</{tag}>" for name, cell in pairs) + "</tr>"


def _side(heading: str) -> str:
    return ' class="n"' if heading in _NUMBERS else ""


def _bests(sessions: Sequence[PastSession], unit: Unit) -> Iterable[Sequence[str]]:
    for name in statistics.exercises(sessions):
        best = statistics.best_set(sessions, name, unit)
        if best is not None:
            yield name, f"{best.load:.6g} {unit.value}", str(best.done.reps_done), str(best.session.day)


def _helped(sessions: Sequence[PastSession]) -> Iterable[Sequence[str]]:
    for row in statistics.helped(sessions):
        answers = ", ".join(f"{answer} {times}" for answer, times in row.answers.items())
        yield row.region.replace("_", " "), row.branch, str(row.times), answers


def _findings(sessions: Sequence[PastSession]) -> Iterable[Sequence[str]]:
    for name, results in statistics.findings_over_time(sessions).items():
        yield name.replace("_", " "), "; ".join(f"{day}: {value}" for day, value in results)


def _rows(sessions: Sequence[PastSession], unit: Unit) -> Iterable[Sequence[str]]:
    for session in reversed(sessions):
        yield (
            str(session.day),
            session.title,
            "" if session.minutes is None else f"{session.minutes:.0f}",
            str(len(session.working)),
            f"{statistics.volume([session], unit):,.6g} {unit.value}",
            str(statistics.tempo([session])),
            session.reason or "open",
        )
