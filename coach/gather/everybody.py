"""A trainer's overview in words: for the table of `coach history --all-boxes`, its page, and visitors of the door.

Run as `python -m coach.gather.everybody` with {"settings": ...} on standard input, it answers with the rows as JSON.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from html import escape

from coach.config import Config, taken_over
from coach.gather.overview import Standing, known, standings
from coach.journal.analysis.report import page_of
from coach.planning.waiting import today_in

STEADY = 0.05
"""By how much the volume of four weeks may differ from that before and still be called steady."""


def everybody(settings: Config) -> list[dict[str, str]]:
    """A row for each lifter, whoever trained last first. Raises JournalError."""
    today = today_in(settings.zone)
    return [row_of(each, today) for each in standings(known(settings.data_folder, today), today, settings.unit)]


def row_of(standing: Standing, today: date) -> dict[str, str]:
    """One lifter in words; `red_flag` is empty where there was none."""
    last = standing.last
    return {
        "lifter": standing.lifter,
        "day": str(last.day),
        "ago": ago((today - last.day).days),
        "title": f"{last.title}{'' if last.reason else ' (open)'}",
        "where": standing.where or "here",
        "sets": str(standing.sets_this_week),
        "trend": trend(standing.trend),
        "complaints": ", ".join(
            f"{region.replace('_', ' ')}{f' ({times} times)' if times > 1 else ''}"
            for region, times in standing.complaints
        ),
        "red_flag": "RED FLAG" if standing.red_flag else "",
    }


def ago(days: int) -> str:
    """So many days before today; a box whose clock is ahead trained today."""
    return {0: "today", 1: "yesterday"}.get(max(0, days), f"{days} days ago")


def trend(ratio: float | None) -> str:
    """Four weeks' volume over that of the four before, in words."""
    if ratio is None:
        return ""
    return "steady" if abs(ratio - 1) <= STEADY else f"volume {100 * (ratio - 1):+.0f} %"


def page(rows: Sequence[dict[str, str]]) -> str:
    """The overview as a page of its own, at least one row: each lifter a few lines, on a phone one under another."""
    people = "".join(_card(each) for each in rows)
    flags = sum(1 for each in rows if each["red_flag"])
    told = f"{len(rows)} lifters" if len(rows) > 1 else "1 lifter"
    head = f"<h1>Everybody</h1><p>{told}{f', {flags} with a red flag in the last four weeks' if flags else ''}</p>"
    return page_of("Everybody", f'{head}<ul class="people">{people}</ul>')


def _card(row: dict[str, str]) -> str:
    told = {name: escape(text) for name, text in row.items()}
    trains = [f"{told['sets']} sets this week", told["trend"]]
    trouble = [f"<strong>{told['red_flag']}</strong>" if told["red_flag"] else "", told["complaints"]]
    lines = (
        f"{told['ago']}, {told['title']}, {told['where']}",
        ", ".join(part for part in trains if part),
        ", ".join(part for part in trouble if part),
    )
    body = "<br>".join(line for line in lines if line)
    return f"<li><h2>{told['lifter']}</h2>{body}</li>"


if __name__ == "__main__":
    json.dump(everybody(taken_over(json.load(sys.stdin)["settings"])), sys.stdout)
