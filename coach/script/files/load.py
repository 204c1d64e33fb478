"""Reading content: YAML to validated shapes, with every fault of a file at once, where it stands and what to do."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from coach.errors import ContentError, Problem
from coach.reading.yaml_places import Location
from coach.script.files.source import Source, read_source
from coach.script.shapes.schema import Shape
from coach.script.shapes.speakable import suggestion

ShapeT = TypeVar("ShapeT", bound=Shape)
ModelT = TypeVar("ModelT", bound=BaseModel)
Linter = Callable[[str], Iterable[str]]

_EXPECTED = {
    "bool_parsing": "true or false", "bool_type": "true or false", "dict_type": "keys with values",
    "float_parsing": "a number", "float_type": "a number", "int_from_float": "a whole number",
    "int_parsing": "a whole number", "int_type": "a whole number", "model_attributes_type": "keys with values",
    "model_type": "keys with values", "string_type": "text (put it in quotes)",
    "tuple_type": "a list (lines that start with a dash)", "frozen_set_type": "a list (lines that start with a dash)",
}  # fmt: skip
_LIMITS = {
    "greater_than": ("more than", "gt"), "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"), "less_than_equal": ("at most", "le"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What may be referred to: the names of all scripts, sessions and intents; None when that is not to be checked.

    `workouts` reads a workout of one line, raising ContentError.
    """

    scripts: frozenset[str] | None = None
    sessions: frozenset[str] | None = None
    intents: frozenset[str] | None = None
    workouts: Callable[[str], object] | None = None


def load(path: Path, shape: type[ShapeT], names: Names | None = None, wording: Linter | None = None) -> ShapeT:
    """The file as this shape; raises ContentError with every fault. `wording` is a linter of spoken lines."""
    names = names or Names()
    source = read_source(path)
    context = {
        "scripts": names.scripts,
        "sessions": names.sessions,
        "intents": names.intents,
        **({"workouts": names.workouts} if names.workouts else {}),
        "wording": wording,
    }
    try:
        return built(shape).model_validate(source.data, context=context)
    except ValidationError as error:
        raise ContentError(list(dict.fromkeys(_problems(source, shape, error)))) from error


_BUILDING = threading.Lock()


def built(shape: type[ModelT]) -> type[ModelT]:
    """The shape, complete: it is built when it is first wanted, and not by two threads at once."""
    with _BUILDING:
        shape.model_rebuild()
    return shape


def _problems(source: Source, shape: type[Shape], error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        if not _echo(detail):
            name = source.written(detail["loc"]) or "the file"
            for message in messages(shape, detail, name):
                yield source.problem(detail["loc"], message, at_key=detail["type"] == "extra_forbidden")


def _echo(detail: ErrorDetails) -> bool:
    """Pydantic calls a list too short when its items were refused; the items' own faults are enough."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


# long: a line or two for each kind of fault, in the order in which they are told apart
def messages(shape: type[BaseModel], detail: ErrorDetails, name: str) -> list[str]:
    """A fault pydantic found in a file of this shape, in words for whoever wrote it; `name` is that of the part."""
    kind, location, context = detail["type"], detail["loc"], detail.get("ctx", {})
    if kind == "faults":
        return list(context["faults"])
    if kind == "missing":
        return [f"{location[-1]!r} is missing; add it"]
    if kind == "invalid_key":
        return [f"'{location[-1]}' is not known here; in braces a comma begins the next entry: write 42.5, not 42,5"]
    if location[-1:] == ("[key]",):
        return [
            f"{detail['input']!r} is not known here{suggestion(str(detail['input']), _choices(context['expected']))}"
        ]
    if kind == "extra_forbidden":
        key = str(location[-1])
        return [f"{key!r} is not known here{suggestion(key, known_keys(shape, location[:-1]))}"]
    if kind in ("literal_error", "enum"):
        return [
            f"{name!r} cannot be {detail['input']!r}{suggestion(str(detail['input']), _choices(context['expected']))}"
        ]
    if kind in _LIMITS:
        words, key = _LIMITS[kind]
        return [f"{name!r} is {detail['input']}; make it {words} {context[key]:g}"]
    if kind == "too_short":
        return [f"{name!r} is too short; give at least {context['min_length']}"]
    if kind == "verb":
        return [detail["msg"]]
    return [f"{name!r} should be {_EXPECTED.get(kind, 'otherwise')}, not {shown(detail['input'])}{_write(detail)}"]


_MEASURED = re.compile(r"(\d{1,5}(?:\.\d{1,3})?) ?([a-z]{1,8})")
_COMMA = re.compile(r"(\d{1,5}),(\d{1,2})( ?[a-z]{1,8})?")
_OTHER_UNITS = {
    "h", "hr", "hrs", "hour", "hours", "st", "stone", "stones", "lb", "lbs", "pound", "pounds", "g", "cm", "ft", "feet",
    "foot", "yd", "yds", "yard", "yards", "km", "mi", "mile", "miles",
}  # fmt: skip
"""Units that no number here is in: without them the number would be another amount."""


def _write(detail: ErrorDetails) -> str:
    """The next step where a number was written as people say it: "5 reps", "6 or 8"."""
    value = detail["input"]
    if not isinstance(value, str) or detail["type"] not in ("float_parsing", "int_parsing"):
        return ""
    if comma := _COMMA.fullmatch(value.strip().lower()):
        return f"; write {comma[1]}.{comma[2]}{comma[3] or ''}"
    if told := _MEASURED.fullmatch(value.strip().lower()):
        if told[2] in _OTHER_UNITS:
            return "; write it in kilos, seconds or metres"
        return f"; write {float(told[1]):g}"
    return "; write one number"


def shown(value: object) -> str:
    """A value as the file has it, in words."""
    if isinstance(value, dict):
        return "keys with values"
    return "nothing" if value is None else "a list" if isinstance(value, list) else repr(value)


def _choices(expected: str) -> list[str]:
    return [part.strip(" '\"") for part in expected.replace(" or ", ",").split(",")]


def known_keys(shape: type[BaseModel], location: Location) -> list[str]:
    """The keys that may stand at this location, for "did you mean"."""
    shapes: set[type[BaseModel]] = {shape}
    for part in location:
        tagged = {each for each in shapes if each.__name__ == part}
        fields = [built(each).model_fields[part] for each in shapes if part in each.model_fields]
        if tagged:
            shapes = tagged
        elif fields:
            shapes = {found for field in fields for found in _shapes_in(field.annotation)}
    keys = {field.alias or name for each in shapes for name, field in each.model_fields.items()}
    return sorted(keys)


def _shapes_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _shapes_in(inner)
