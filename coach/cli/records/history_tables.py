"""The tables of `coach history`."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

import typer
from rich.markup import escape

from coach.cli.tables import show
from coach.core.loading.plates import convert
from coach.core.plan import Unit
from coach.journal.analysis import statistics
from coach.journal.past import PastSession, PastSet


def show_history(sessions: Sequence[PastSession], unit: Unit, exercises: Collection[str] | None, *, ever: bool) -> None:
    """The sessions and what they say, or one movement set by set; `ever` tells whether anything was done before."""
    if not sessions:
        none = "Nothing in these days." if ever else "Nothing yet. The history begins with your first 'coach run'."
        typer.echo(none)
        return
    if exercises is not None:
        show(("when", "set", "load", "reps", "effort", "note"), _sets(sessions, unit, exercises), _NUMBERS)
        return
    for headings, rows in (
        (
            ("when", "session", "minutes", "sets", "volume", "tempo kept", "rest", "complaints", "ended"),
            _sessions(sessions, unit),
        ),
        (("best sets", "load", "reps", "when"), _bests(sessions, unit)),
        (("complaints", "what was done", "times", "then"), _helped(sessions)),
        (("checks", "over time"), _findings(sessions)),
    ):
        found = [tuple(escape(cell) for cell in row) for row in rows]
        if found:
            show(headings, found, _NUMBERS)
            typer.echo()


_NUMBERS = frozenset({"minutes", "sets", "volume", "tempo kept", "rest", "load", "reps", "effort", "times", "max"})


Rows = Iterator[tuple[str, ...]]


def _sessions(sessions: Sequence[PastSession], unit: Unit) -> Rows:
    several = len({session.lifter for session in sessions}) > 1
    for session in sessions:
        rests = statistics.rests(session)
        yield (
            _when(session.began),
            f"{session.title} ({session.lifter})" if several else session.title,
            "" if session.minutes is None else f"{session.minutes:.0f}",
            str(len(session.working)),
            _load(statistics.volume([session], unit), session.unit, unit),
            str(statistics.tempo([session])),
            f"{statistics.middle(rests):.0f} s" if rests else "",
            ", ".join(dict.fromkeys(complaint.told for complaint in session.complaints)),
            session.reason or "open",
        )


def _sets(sessions: Sequence[PastSession], unit: Unit, exercises: Collection[str]) -> Rows:
    for session in sessions:
        for done in session.sets:
            if done.exercise in exercises:
                planned = f" of {done.reps_planned}" if done.reps_planned not in (None, done.reps_done) else ""
                yield (
                    _when(session.began),
                    f"{done.role.value} {done.number} of {done.of}" + (f", {done.side.value}" if done.side else ""),
                    _load(convert(done.load or 0.0, session.unit, unit), session.unit, unit),
                    f"{done.reps_done}{planned}" if done.reps_done is not None else _amount(done),
                    "" if done.effort is None else f"{done.effort:g}",
                    escape(", ".join(_remarks(done))),
                )


def _bests(sessions: Sequence[PastSession], unit: Unit) -> Rows:
    for lifter, own in statistics.by_lifter(sessions).items():
        whose = f" ({lifter})" if len({session.lifter for session in sessions}) > 1 else ""
        for name in statistics.exercises(own):
            best = statistics.best_set(own, name, unit)
            if best is not None:
                load = _load(best.load, best.session.unit, unit)
                yield f"{name}{whose}", load, str(best.done.reps_done), _when(best.session.began)


def _helped(sessions: Sequence[PastSession]) -> Rows:
    for row in statistics.helped(sessions):
        answers = ", ".join(f"{answer} {times}" for answer, times in row.answers.items())
        yield row.region.replace("_", " "), row.branch, str(row.times), answers


def _findings(sessions: Sequence[PastSession]) -> Rows:
    for name, results in statistics.findings_over_time(sessions).items():
        yield name.replace("_", " "), "; ".join(f"{when}: {value}" for when, value in results[-5:])


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _load(value: float, of: Unit, unit: Unit) -> str:
    """A load or a volume; what was lifted in the other unit is told to the half, as nobody owns finer plates."""
    return f"{statistics.told(value, of, unit):,.8g} {unit.value}" if value else ""


def _amount(done: PastSet) -> str:
    if done.metres is not None:
        return f"{done.metres:g} m"
    return "" if done.seconds is None else f"{done.seconds:g} s"


def _remarks(done: PastSet) -> Iterator[str]:
    if done.cut_short:
        yield "cut short"
    if done.broken_off:
        yield "count broken off" + (f" {done.broken_off} times" if done.broken_off > 1 else "")
    if done.retimed:
        yield "tempo changed"
    if done.note:
        yield done.note
