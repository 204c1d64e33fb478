"""Charts as SVG text for the report: as wide as the page, dark or light as it is, right for a day or ten years."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from html import escape
from math import floor, log10

WIDE, HIGH = 360, 170
"""The picture's own units: on a phone about one to a pixel, so that its letters stay readable."""

LEFT, RIGHT, TOP, BOTTOM = 44, 8, 8, 22

STYLES = ("solid", "6 3", "2 3", "8 3 2 3", "1 2")
"""Lines differ in their dashes as well as in their colours."""

END = "</figure>"

Points = Sequence[tuple[date, float]]


class Axis:
    """Days to places from left to right; a single day stands in the middle."""

    def __init__(self, days: Iterable[date]) -> None:
        found = sorted(days)
        first, last = found[0], found[-1]
        self.single = first == last
        pad = timedelta(days=3) if self.single else timedelta(days=max(1, (last - first).days // 40))
        self.first, self.last = first, last
        self._from, self._days = first - pad, (last - first + 2 * pad).days

    def place(self, day: date) -> float:
        """Where a day stands."""
        return round(LEFT + (WIDE - LEFT - RIGHT) * (day - self._from).days / self._days, 1)

    def ticks(self) -> list[tuple[date, str, str]]:
        """The days that are named, how, and which end of the name stands there; they never touch."""
        span = (self.last - self.first).days
        form = "%b %Y" if span > 300 else "%-d %b"
        if self.single:
            return [(self.first, f"{self.first:%-d %b %Y}", "middle")]
        ends = [(self.first, f"{self.first:{form}}", "start"), (self.last, f"{self.last:{form}}", "end")]
        if span < 14:
            return ends
        middle = self.first + timedelta(days=span // 2)
        return [ends[0], (middle, f"{middle:{form}}", "middle"), ends[1]]


def bars(found: Mapping[date, float], title: str) -> str:
    """A bar for every week; for every month where weeks would be thinner than a hair. `title` has a place for which."""
    weeks = {day: value for day, value in found.items() if value}
    if not weeks:
        return ""
    axis = Axis([*weeks, *(day + timedelta(days=6) for day in weeks)])
    step, span = 7, "week"
    if (axis.last - axis.first).days > 730:
        weeks, step, span = _by_month(weeks), 28, "month"
    top = nice(max(weeks.values()))
    drawn = "".join(
        f'<rect class="s0" x="{axis.place(day)}" width="{_wide(axis, day, step)}" y="{_level(value, top)}"'
        f' height="{round(HIGH - BOTTOM - _level(value, top), 1)}"/>'
        for day, value in weeks.items()
    )
    return figure(title.format(span), axis, top, drawn)


def lines(series: Mapping[str, Points], title: str) -> str:
    """A line for each name, with a dot for every day and the names below; a name without points keeps its colour."""
    there = {name: points for name, points in series.items() if points}
    if not there:
        return ""
    axis = Axis(day for points in there.values() for day, _ in points)
    top = nice(max(value for points in there.values() for _, value in points))
    drawn = ""
    number_of = {name: number for number, name in enumerate(series)}
    for name, points in there.items():
        number = number_of[name]
        places = [(axis.place(day), _level(value, top)) for day, value in points]
        path = " ".join(f"{x},{y}" for x, y in places)
        dash = "" if number == 0 else f' stroke-dasharray="{STYLES[number % len(STYLES)]}"'
        drawn += f'<polyline class="l{number}" points="{path}"{dash}/>'
        if len(places) < 120:
            drawn += "".join(f'<circle class="s{number}" cx="{x}" cy="{y}" r="2"/>' for x, y in places)
    named = legend({name: number_of[name] for name in there})
    return f"{figure(title, axis, top, drawn).removesuffix(END)}{named}{END}"


def dots(found: Sequence[tuple[date, str]], title: str) -> str:
    """A row for each name with a dot on every day it stands on; all of them inside the picture."""
    if not found:
        return ""
    axis = Axis(day for day, _ in found)
    names = sorted({name for _, name in found})
    high = TOP + 20 * len(names) + BOTTOM
    drawn = ""
    for row, name in enumerate(names):
        y = TOP + 20 * row + 14
        drawn += f'<text x="{LEFT}" y="{y - 5}" class="q">{escape(name)}</text>'
        drawn += "".join(f'<circle class="s1" cx="{axis.place(day)}" cy="{y}" r="3"/>' for day, n in found if n == name)
    return _svg(title, high, drawn + _dates(axis, high))


def figure(title: str, axis: Axis, top: float, drawn: str) -> str:
    """A chart with its levels and its days around what is drawn."""
    levels = "".join(
        f'<line class="g" x1="{LEFT}" x2="{WIDE - RIGHT}" y1="{_level(value, top)}" y2="{_level(value, top)}"/>'
        f'<text x="{LEFT - 4}" y="{_level(value, top) + 4}" text-anchor="end">{short(value)}</text>'
        for value in (0.0, top / 2, top)
    )
    return _svg(title, HIGH, levels + drawn + _dates(axis, HIGH))


def legend(names: Mapping[str, int]) -> str:
    """Which line is which, by their numbers."""
    items = "".join(f'<li class="k{number}">{escape(name)}</li>' for name, number in names.items())
    return f'<ul class="legend">{items}</ul>'


def short(value: float) -> str:
    """A level in so few letters that they stand beside the picture: thousands as 200k."""
    return f"{value / 1000:,g}k" if value >= 10_000 else f"{value:,.6g}"


def nice(value: float) -> float:
    """The lowest round level that is not below the value."""
    size = 10.0 ** floor(log10(value)) if value > 0 else 1.0
    return next(step * size for step in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0) if step * size >= value)


def _svg(title: str, high: float, inside: str) -> str:
    name = escape(title)
    return (
        f'<figure><figcaption>{name}</figcaption><svg role="img" aria-label="{name}" viewBox="0 0 {WIDE} {high}">'
        f"{inside}</svg>{END}"
    )


def _dates(axis: Axis, high: float) -> str:
    named = ((axis.place(day), name, end) for day, name, end in axis.ticks())
    return "".join(f'<text x="{x}" y="{high - 6}" text-anchor="{end}">{name}</text>' for x, name, end in named)


def _level(value: float, top: float) -> float:
    return round(HIGH - BOTTOM - (HIGH - BOTTOM - TOP) * value / top, 1)


def _wide(axis: Axis, day: date, step: int) -> float:
    return max(1.0, round(0.85 * (axis.place(day + timedelta(days=step)) - axis.place(day)), 1))


def _by_month(weeks: Mapping[date, float]) -> dict[date, float]:
    months: dict[date, float] = defaultdict(float)
    for day, value in weeks.items():
        months[day.replace(day=1)] += value
    return dict(months)
