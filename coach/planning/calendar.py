"""The calendar file: `calendar.yaml`, edited by hand or by `coach plan`, comments and order kept.

zone: Europe/Zurich
reminder: 10
plan:
  - mon,thu 18:30 deadlift-day
  - 2026-12-05 09:00 race pre-race
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coach.errors import ContentError, InputError, Problem
from coach.planning.appointments import SHAPE, Appointment, parse
from coach.planning.waiting import open_zone
from coach.reading.files import YAML, read_text, stands
from coach.reading.writing import replaced
from coach.script.files.source import Source, found_source, source_of

REMINDER = 10
"""Minutes between the reminder and the session, unless the file says otherwise."""

FRESH = """\
# What is planned for when; edit it here or with: coach plan add "mon,thu 18:30 deadlift-day"
plan:
"""

KEYS = ("zone", "reminder", "plan")


@dataclass(frozen=True, slots=True)
class PlanFile:
    """What the file says: `zone` None is the machine's own, `reminder` minutes before each session, 0 for none."""

    appointments: tuple[Appointment, ...] = ()
    zone: str | None = None
    reminder: int = REMINDER


def load_plan(path: Path, sessions: Collection[str] | None = None) -> PlanFile:
    """Read the calendar; no file is an empty one. Raises ContentError with every fault at once."""
    source = _written(path)
    return PlanFile() if source is None else _understood(source, sessions)


def _written(path: Path) -> Source | None:
    """What stands in the calendar; None where there is none, or nothing in it but comments."""
    return found_source(path) if stands(path) else None


def _understood(source: Source, sessions: Collection[str] | None) -> PlanFile:
    problems: list[Problem] = []
    data = source.data if isinstance(source.data, dict) else {}
    if not isinstance(source.data, dict):
        problems.append(source.problem((), "begin with 'plan:' and a list of appointments below it"))
    for key in data:
        if key not in KEYS:
            problems.append(source.problem((key,), f"there is no '{key}'; use {', '.join(KEYS)}", at_key=True))
    appointments = _appointments(source, data.get("plan"), sessions, problems)
    reminder = _reminder(source, data.get("reminder", REMINDER), problems)
    zone = _zone(source, data.get("zone"), problems)
    if problems:
        raise ContentError(problems)
    return PlanFile(appointments, zone, reminder)


def _appointments(
    source: Source, listed: Any, sessions: Collection[str] | None, problems: list[Problem]
) -> tuple[Appointment, ...]:
    if listed is not None and not isinstance(listed, list):
        problems.append(source.problem(("plan",), "a list is needed here, each line beginning with '- '"))
        return ()
    appointments = []
    for number, text in enumerate(listed or ()):
        try:
            if not isinstance(text, str):
                raise InputError(f"this is no appointment; {SHAPE}")
            appointments.append(parse(text, sessions))
        except InputError as error:
            problems.append(source.problem(("plan", number), str(error)))
    return tuple(dict.fromkeys(appointments))


def _reminder(source: Source, minutes: Any, problems: list[Problem]) -> int:
    if isinstance(minutes, int) and not isinstance(minutes, bool) and 0 <= minutes <= 240:
        return minutes
    problems.append(source.problem(("reminder",), "write minutes from 0 to 240, as in 'reminder: 10'"))
    return REMINDER


def _zone(source: Source, name: Any, problems: list[Problem]) -> str | None:
    if name is None:
        return None
    try:
        open_zone(str(name))
    except InputError as error:
        problems.append(source.problem(("zone",), str(error)))
    return str(name)


def add(path: Path, text: str, sessions: Collection[str] | None = None) -> Appointment:
    """Write one more appointment into the file, making it if need be; raises InputError when it stands there."""
    appointment = parse(text, sessions)
    change(path, (), (appointment,), sessions)
    return appointment


def remove(path: Path, text: str) -> Appointment:
    """Take an appointment out of the file; raises InputError when it does not stand there."""
    appointment = parse(text)
    change(path, (appointment,), ())
    return appointment


def change(
    path: Path, out: Sequence[Appointment], into: Sequence[Appointment], sessions: Collection[str] | None = None
) -> None:
    """Take appointments out of the file and put others in, all or nothing; comments and order are kept.

    What comes in for what goes out takes its place and its comment; the rest goes below the others. Raises InputError
    when something to take out does not stand there, or something to put in does.
    """
    planned = load_plan(path, sessions).appointments
    for appointment in out:
        if appointment not in planned:
            known = "; ".join(map(str, planned)) or "nothing; see: coach plan --help"
            raise InputError(f"'{appointment}' is not planned; planned: {known}")
    for appointment in into:
        if appointment in planned:
            raise InputError(f"'{appointment}' is planned already; see: coach plan")
    lines: list[str | None] = [*_lines(path)]
    instead = dict(zip(out, into, strict=False))
    below = [f"{_after_last(path)[1]}- {appointment}" for appointment in into[len(out) :]]
    place = _after_last(path)[0] if below else len(lines)
    for node in _items(path):
        appointment, number = parse(node.value), node.start_mark.line
        if appointment in instead:
            text = _lines(path)[number]
            lines[number] = text[: node.start_mark.column] + str(instead[appointment]) + text[node.end_mark.column :]
        elif appointment in out:
            _on_its_own(path, _lines(path)[number])
            lines[number] = None
    _write(path, [line for line in [*lines[:place], *below, *lines[place:]] if line is not None])


def _lines(path: Path) -> list[str]:
    """The file's lines; one of comments alone gets its heading below them."""
    if not stands(path):
        return FRESH.rstrip("\n").split("\n")
    text = read_text(path, YAML).rstrip("\n")
    if _written(path) is None:
        return [*(text.split("\n") if text else ()), "plan:"]
    return text.split("\n")


def _items(path: Path) -> list[yaml.ScalarNode]:
    return [node for key, value in _entries(path) if key == "plan" for node in getattr(value, "value", ()) or ()]


def _entries(path: Path) -> list[tuple[str, yaml.Node]]:
    source = _written(path)
    return [] if source is None else [(str(key.value), value) for key, value in source.node.value]


def _after_last(path: Path) -> tuple[int, str]:
    """The line before which a new item goes, and the blanks before its dash."""
    items = _items(path)
    if items:
        last = items[-1].start_mark
        text = _lines(path)[last.line]
        _on_its_own(path, text)
        return last.line + 1, text[: len(text) - len(text.lstrip())]
    lines = _lines(path)
    heading = next((number for number, line in enumerate(lines) if line.startswith("plan:")), None)
    if heading is None:
        raise InputError(f"{path} has no line 'plan:'; add one at its end")
    return heading + 1, "  "


def _on_its_own(path: Path, text: str) -> None:
    if not text.lstrip().startswith("- "):
        raise InputError(f"{path} has its plan in brackets; write each appointment on a line of its own, after '- '")


def _write(path: Path, lines: list[str]) -> None:
    """Write all or nothing, and nothing that could not be read again."""
    text = "\n".join(lines) + "\n"
    try:
        _understood(source_of(path, text), None)
    except ContentError as error:
        raise InputError(f"{path} is written in a way that cannot be edited for you; change it by hand") from error
    replaced(path, text)
