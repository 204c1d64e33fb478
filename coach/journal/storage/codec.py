"""How the journal writes things down: plans and events to JSON text and back, nothing lost.

A record names its kind in the field `is`; a field it does not have takes its default, so what an older coach
wrote still loads. A mapping keeps its order, for the order of a plan is the order of the day.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, cast, get_args

from coach.core import events, plan
from coach.core.events import Event
from coach.core.plan import Plan
from coach.errors import JournalError

TAG = "is"
"""The field of a record that names its kind."""

UNIONS: tuple[Any, ...] = (events.Event, plan.Step, plan.Dose, plan.Effect)
"""Everything that is one of several kinds, and so is written down with its kind."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """What builds records again, made once: to read takes a library that whoever only writes does not wait for."""

    converter: Any

    def read(self, text: str, kind: Any) -> Any:
        from cattrs.errors import BaseValidationError

        try:
            return self.converter.structure(json.loads(text), kind)
        except (ValueError, TypeError, KeyError, AttributeError, BaseValidationError) as fault:
            start = text[:60]
            raise JournalError(
                f"the journal holds a record this coach cannot read ({start!r}); "
                "update the coach, or set this session aside with `coach forget`"
            ) from fault


@cache
def _reader() -> _Reader:
    from cattrs.preconf.json import make_converter

    converter = make_converter(detailed_validation=False)
    # A slot is text or a number; JSON keeps the difference, also that between 8 and 8.0.
    converter.register_structure_hook(events.Slot, lambda value, _: value)
    for union in UNIONS:
        _tell_apart(converter, union)
    return _Reader(converter)


def _tell_apart(converter: Any, union: Any) -> None:
    """Read each member of `union` by its kind. Members are looked up when used, for effects hold steps again."""
    members = {kind.__name__: kind for kind in kinds(union)}

    def read(record: dict[str, Any], _: Any) -> object:
        return converter.structure(record, members[record[TAG]])

    converter.register_structure_hook(union, read)


def _written(value: Event | Plan) -> str:
    return json.dumps(value, default=_record, ensure_ascii=False, separators=(",", ":"))


def _record(value: Any) -> dict[str, Any]:
    """What JSON itself does not know, as it asks for it: a record, one of several kinds with its kind; a mapping."""
    if isinstance(value, Mapping):
        return dict(value)
    kind: type = type(value)
    record = {TAG: kind.__name__} if kind in _tagged() else {}
    return record | {name: getattr(value, name) for name in _names(kind)}


@cache
def _tagged() -> frozenset[type]:
    return frozenset(kind for union in UNIONS for kind in kinds(union))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def kinds(union: Any) -> tuple[type, ...]:
    """The kinds a union holds: `kinds(Event)` begins with `Began`."""
    return get_args(union)


def write_event(event: Event) -> str:
    """One line of JSON for one event."""
    return _written(event)


def read_event(text: str) -> Event:
    """The event of one line; raises JournalError when it is none this coach knows."""
    return cast(Event, _reader().read(text, events.Event))


def write_plan(whole: Plan) -> str:
    """A whole plan as JSON."""
    return _written(whole)


def read_plan(text: str) -> Plan:
    """The plan of such JSON; raises JournalError when it is none."""
    return cast(Plan, _reader().read(text, Plan))
