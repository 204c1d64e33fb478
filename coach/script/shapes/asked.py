"""scripts/asked.yaml: what is coached when a workout is asked for in words."""

from typing import Annotated

from pydantic import Field

from coach.script.shapes.schema import ScriptName, SessionName, Shape

Item = Annotated[str, Field(min_length=1, max_length=120)]


class AskedFile(Shape):
    """The lift of whoever names none, the session of "just a warm-up", and the exercises of every area in notation."""

    usual: ScriptName
    warm_up: SessionName
    areas: dict[str, Annotated[tuple[Item, ...], Field(min_length=1)]] = Field(default_factory=dict)
