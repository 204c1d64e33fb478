"""scripts/aliases.yaml: what people call the movements when they write a workout in one line."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from coach.script.shapes.amounts import InSeconds
from coach.script.shapes.schema import ScriptName, Shape

Alias = Annotated[str, Field(min_length=1, max_length=60, pattern=r"[^\W\d_]")]


class AliasesFile(Shape):
    """Other names of movements and drills, words between the parts of a workout, and the rest when none is written."""

    rest: Annotated[float, InSeconds, Field(ge=0, le=3600)] = 90
    fillers: tuple[Alias, ...] = ()
    aliases: dict[ScriptName, tuple[Alias, ...]]

    @model_validator(mode="after")
    def _one_meaning_each(self) -> "AliasesFile":
        meant: dict[str, str] = {}
        for script, aliases in self.aliases.items():
            for alias in aliases:
                other = meant.setdefault(plain(alias), script)
                if other != script:
                    fault = f"{alias!r} is {other!r} as well as {script!r}; keep it for one of them"
                    raise PydanticCustomError("faults", "", {"faults": [fault]})
        return self


def plain(name: str) -> str:
    """A name without capitals, dashes and signs: "Good-Morning" is "good morning"."""
    return " ".join(re.sub(r"[\W_]+", " ", name.lower()).split())


def known_as(titles: Mapping[str, str], files: Iterable[AliasesFile]) -> dict[str, str]:
    """Every name of every script, made plain. `titles` are the scripts' titles by name; later files count more.

    A script's own name counts more than a title, and a title more than an alias.
    """
    found = {plain(alias): script for file in files for script, aliases in file.aliases.items() for alias in aliases}
    return found | {plain(title): name for name, title in titles.items()} | {plain(name): name for name in titles}
