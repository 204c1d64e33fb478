"""How the journal writes things down: plans and events to JSON text and back, nothing lost.

A record names its kind in the field `is`; a field it does not have takes its default, so what an older coach
wrote still loads. A mapping keeps its order, for the order of a plan is the order of the day.
"""

import json
from dataclasses import dataclass
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
class _Codec:
    """The two directions, built once."""

    converter: Any

    def write(self, value: object, kind: Any) -> str:
        record = self.converter.unstructure(value, unstructure_as=kind)
        return json.dumps(record, ensure_ascii=False, separators=(",", ":"))

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
def _codec() -> _Codec:
    from cattrs.preconf.json import make_converter

    converter = make_converter(detailed_validation=False)
    # A slot is text or a number; JSON keeps the difference, also that between 8 and 8.0.
    converter.register_structure_hook(events.Slot, lambda value, _: value)
    for union in UNIONS:
        _tag(converter, union)
    return _Codec(converter)


def _tag(converter: Any, union: Any) -> None:
    """Write each member of `union` with its kind. Members are looked up when used, for effects hold steps again."""
    members = {kind.__name__: kind for kind in kinds(union)}

    def write(value: object) -> dict[str, Any]:
        return {TAG: type(value).__name__, **converter.unstructure(value, unstructure_as=type(value))}

    def read(record: dict[str, Any], _: Any) -> object:
        return converter.structure(record, members[record[TAG]])

    converter.register_unstructure_hook(union, write)
    converter.register_structure_hook(union, read)


def kinds(union: Any) -> tuple[type, ...]:
    """The kinds a union holds: `kinds(Event)` begins with `Began`."""
    return get_args(union)


def write_event(event: Event) -> str:
    """One line of JSON for one event."""
    return _codec().write(event, events.Event)


def read_event(text: str) -> Event:
    """The event of one line; raises JournalError when it is none this coach knows."""
    return cast(Event, _codec().read(text, events.Event))


def write_plan(whole: Plan) -> str:
    """A whole plan as JSON."""
    return _codec().write(whole, Plan)


def read_plan(text: str) -> Plan:
    """The plan of such JSON; raises JournalError when it is none."""
    return cast(Plan, _codec().read(text, Plan))
