"""Did anything grow? Readings of hours on end, judged for flatness, and drawn one panel for each thing watched."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

ALLOWED = {"megabytes": (1.10, 5.0), "milliseconds": (1.5, 20.0), "threads": (1.0, 0.0), "files": (1.0, 1.0)}
"""What a settled value may grow by until the end and still be called flat, by its unit: a factor and an addition."""

SETTLING = 0.25
"""The part of the time after which everything has been met once: every phrase rendered, every grammar made."""


def quarters(values: Sequence[float], settling: float = SETTLING) -> tuple[float, float]:
    """The medians of the first quarter after settling, and of the last quarter."""
    settled = list(values[round(len(values) * settling) :]) or list(values)
    length = max(1, len(settled) // 4)
    return median(settled[:length]), median(settled[-length:])


def grown(columns: Mapping[str, tuple[str, Sequence[float]]], settling: float = SETTLING) -> list[str]:
    """What grew, each in words; `columns` are values in the order of time with their unit of `ALLOWED`, by name."""
    faults = []
    for name, (unit, values) in columns.items():
        factor, addition = ALLOWED[unit]
        first, last = quarters(values, settling)
        if last > factor * first + addition:
            faults.append(f"{name} from {first:.0f} to {last:.0f}")
    return faults


def table(columns: Mapping[str, tuple[str, Sequence[float]]], settling: float = SETTLING) -> str:
    """A table for people: the settled median, the median of the last quarter, and the largest value ever."""
    lines = ["| | settled | last quarter | highest |", "|---|---|---|---|"]
    for name, (_, values) in columns.items():
        first, last = quarters(values, settling)
        lines.append(f"| {name} | {first:.1f} | {last:.1f} | {max(values):.1f} |")
    return "\n".join(lines) + "\n"


def draw(
    place: Path,
    title: str,
    hours: Sequence[float],
    columns: Mapping[str, tuple[str, Sequence[float]]],
    marks: Sequence[tuple[float, str]] = (),
) -> None:
    """A picture with one panel for each column over the same hours; `marks` are upright lines with words."""
    import matplotlib.pyplot as plot

    figure, panels = plot.subplots(len(columns), 1, sharex=True, figsize=(9, 1.7 * len(columns)), squeeze=False)
    for panel, (name, (unit, values)) in zip(panels[:, 0], columns.items(), strict=True):
        panel.plot(hours, values, linewidth=1, color="#204a87")
        panel.set_ylim(0, 1.25 * max([*values, 1e-9]))
        panel.set_ylabel(name if name == unit else f"{name}\n{unit}", fontsize=7)
        panel.tick_params(labelsize=7)
        for at, _ in marks:
            panel.axvline(at, color="#cc0000", linewidth=0.5, alpha=0.5)
    for at, words in marks:
        panels[0, 0].text(at, panels[0, 0].get_ylim()[1], words, rotation=60, fontsize=5, va="bottom")
    panels[-1, 0].set_xlabel("hours", fontsize=8)
    figure.suptitle(title, fontsize=9, y=0.995)
    figure.tight_layout()
    figure.savefig(place, dpi=110)
    plot.close(figure)
