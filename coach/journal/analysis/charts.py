"""The history as pictures: work a week, loads and estimated maxima over time, complaints. Needs the extra `charts`."""

import io
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.core.plan import Unit
from coach.errors import InputError
from coach.journal.analysis import statistics
from coach.journal.past import PastSession
from coach.reading.extras import install
from coach.reading.writing import put, refuse_other

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#1f6f8b", "#d1495b", "#66a182", "#edae49", "#8d6a9f")
"""The lines of the most trained movements, one each; movements beyond these are left out of the pictures."""

_STYLE: dict[Any, Any] = {"svg.hashsalt": "coach", "svg.fonttype": "none", "font.size": 10.0, "axes.spines.top": False,
          "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.3}  # fmt: skip


def picture(sessions: Sequence[PastSession], unit: Unit, path: Path, estimating: Collection[str] = ()) -> None:
    """Draw the charts into a .png or .svg file; raises InputError for another ending, or without matplotlib.

    A maximum is estimated only for the movements named in `estimating`.
    """
    if path.suffix not in (".png", ".svg"):
        raise InputError(f"{path} ends in neither .png nor .svg; say which by its name")
    refuse_other(path, "picture", b"\x89PNG", b"<?xml", b"<svg")
    put(path, _drawn(sessions, unit, path.suffix[1:], estimating), private=True)


def svg(sessions: Sequence[PastSession], unit: Unit, estimating: Collection[str] = ()) -> str:
    """The charts as the text of an SVG element, the same for the same sessions."""
    text = _drawn(sessions, unit, "svg", estimating).decode()
    return text[text.index("<svg") :]


def _drawn(sessions: Sequence[PastSession], unit: Unit, form: str, estimating: Collection[str]) -> bytes:
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError as fault:
        raise InputError(f"charts need matplotlib; install it with: {install('charts')}") from fault
    with rc_context(_STYLE):
        figure = Figure(figsize=(9.0, 10.5), layout="constrained")
        _draw(figure, sessions, unit, estimating)
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=120, metadata={"Date": None} if form == "svg" else None)
    return out.getvalue()


def _draw(figure: "Figure", sessions: Sequence[PastSession], unit: Unit, estimating: Collection[str]) -> None:
    work, loads, maxima, complaints = figure.subplots(4, 1, gridspec_kw={"height_ratios": (3, 3, 3, 2)})
    colours = dict(zip(statistics.exercises(sessions), COLOURS, strict=False))
    _draw_work(work, sessions, unit)
    _draw_lines(
        loads, sessions, colours, f"heaviest set, {unit.value}", lambda session, name: _top(session, name, unit)
    )
    _draw_lines(
        maxima,
        sessions,
        {name: colour for name, colour in colours.items() if name in estimating},
        f"estimated maximum by Epley, {unit.value}",
        lambda session, name: statistics.best_max(session, name, unit),
    )
    _draw_complaints(complaints, sessions)


def _draw_work(axes: "Axes", sessions: Sequence[PastSession], unit: Unit) -> None:
    weeks = statistics.weeks(sessions, unit)
    mondays: Any = [week.monday for week in weeks]
    axes.bar(mondays, [week.volume for week in weeks], width=6.0, align="edge", color=COLOURS[0])
    axes.set_title(f"work a week, {unit.value} times reps", loc="left")


def _draw_lines(
    axes: "Axes", sessions: Sequence[PastSession], movements: Mapping[str, str], title: str, value: Any
) -> None:
    axes.set_title(title, loc="left")
    for name, colour in movements.items():
        points = [(session.day, found) for session in sessions if (found := value(session, name))]
        if points:
            days: Any = [day for day, _ in points]
            axes.plot(days, [found for _, found in points], marker="o", markersize=3, color=colour, label=name)
    if axes.has_data():
        axes.legend(frameon=False, fontsize=8)


def _draw_complaints(axes: "Axes", sessions: Sequence[PastSession]) -> None:
    axes.set_title("complaints", loc="left")
    found = [(each.day, said.told) for each in sessions for said in each.complaints if not said.taken_back]
    regions = sorted({region for _, region in found})
    days: Any = [day for day, _ in found]
    axes.scatter(days, [regions.index(region) for _, region in found], color=COLOURS[1], s=18)
    axes.set_yticks(range(len(regions)), regions)
    axes.set_ylim(-0.5, max(len(regions), 1) - 0.5)
    first: Any = sessions[0].day
    last: Any = sessions[-1].day
    if first < last:
        axes.set_xlim(first, last)


def _top(session: PastSession, name: str, unit: Unit) -> float | None:
    best = statistics.best_set([session], name, unit)
    return best.load if best else None
