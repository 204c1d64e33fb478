"""scripts/facts.yaml: what the coach may know of a lifter and the room, how it is asked for, and what values mean."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from coach.core.plan import Unit
from coach.errors import InputError
from coach.script.shapes.schema import Shape
from coach.script.shapes.speakable import suggestion

Kind = Literal["words", "choice", "weight", "sizes", "days"]

YES, NO, NOT_KNOWN = "yes", "no", "not known"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?) ?(kg|lb)?")
_SPAN = re.compile(r"(?:(from|to) )?(\d{1,3}(?:\.\d{1,3})?) ?(kg|lb)?")


def _yes_or_no() -> dict[str, tuple[str, ...]]:
    return {YES: ("y",), NO: ("n",)}


class FactShape(Shape):
    """One fact: what it is called, how the terminal asks for it, what it may be, and examples of an answer.

    A `weight` or `sizes` may also be yes or no, which say whether the thing is there at all. It is not asked where
    another fact is `unless`.
    """

    title: str
    ask: str
    kind: Kind = "choice"
    choices: Mapping[str, tuple[str, ...]] = Field(default_factory=_yes_or_no)
    such_as: Annotated[str, Field(alias="for_example")] = ""
    unless: dict[str, str] = Field(default_factory=dict)

    def read(self, text: str) -> str:
        """The value that was written, as it is kept; raises InputError that names what could be written."""
        said = " ".join(text.strip().lower().replace(",", " ").split())
        if said in ("not known", "unknown", "i don't know", "?"):
            return NOT_KNOWN
        if self.kind == "words":
            return _words(text.strip())
        for value, others in self.choices.items() if self.kind in ("choice", "weight", "sizes") else ():
            if said in (value, *others):
                return value
        if self.kind == "days":
            return _days(said)
        if self.kind == "weight" and (found := _WEIGHT.fullmatch(said)) and float(found[1]) > 0:
            return said
        if self.kind == "sizes" and sizes(said, Unit.KILOS):
            return said
        raise InputError(f"{self.title}: {text!r} is no answer here; write {self.answers}")

    @property
    def answers(self) -> str:
        """What may be written, in words."""
        named = " or ".join(self.choices) if self.kind in ("choice", "weight", "sizes") else ""
        return " or ".join(part for part in (named, self.such_as and f"as in {self.such_as}") if part) or "a few words"


class FactsFile(Shape):
    """All facts, in the order in which they are asked."""

    facts: dict[str, FactShape]

    @model_validator(mode="after")
    def _known(self) -> "FactsFile":
        unknown = [name for fact in self.facts.values() for name in fact.unless if name not in self.facts]
        if unknown:
            faults = [f"there is no fact {name!r}{suggestion(name, list(self.facts))}" for name in unknown]
            raise PydanticCustomError("faults", "", {"faults": faults})
        return self

    def named(self, name: str) -> tuple[str, FactShape]:
        """A fact by its name, however it is written; raises InputError naming the nearest."""
        wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
        if wanted not in self.facts:
            raise InputError(f"there is no {name!r} in a profile{suggestion(wanted, list(self.facts))}")
        return wanted, self.facts[wanted]


def _words(text: str) -> str:
    if not 0 < len(text) <= 40 or not text.isprintable():
        raise InputError("a name has 1 to 40 letters")
    return text


def _days(said: str) -> str:
    words = said.replace(" and ", " ").replace(",", " ").split()
    days = [word[:3] for word in words]
    if not days or any(day not in WEEK for day in days) or not all(word.isalpha() for word in words):
        raise InputError(f"{said!r} are no days; write them as in mon thu")
    return ",".join(day for day in WEEK if day in days)


def weight(text: str, house: Unit) -> tuple[float, Unit] | None:
    """The weight that is written, such as "20" or "45 lb", and its unit; None where the text is none."""
    found = _WEIGHT.fullmatch(text)
    return (float(found[1]), Unit(found[2]) if found[2] else house) if found else None


def sizes(text: str, house: Unit, usual: Iterable[float] = ()) -> tuple[tuple[float, ...], Unit] | None:
    """Sizes that are written: a list such as "8 12 16", or "to 20" and "from 2.5" of the `usual` ones.

    None where the text is none.
    """
    unit, words = house, text
    if words.endswith((" kg", " lb")):
        unit, words = Unit(words[-2:]), words[:-3]
    span = _SPAN.fullmatch(words)
    if span and span[1]:
        edge = float(span[2])
        kept = [size for size in usual if (size <= edge if span[1] == "to" else size >= edge)]
        return tuple(sorted({*kept, edge})), unit
    try:
        listed = sorted(float(word) for word in words.split())
    except ValueError:
        return None
    return (tuple(listed), unit) if listed and listed[0] > 0 and listed[-1] < 500 else None
