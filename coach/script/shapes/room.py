"""scripts/room.yaml and scripts/exercise-names.yaml: what stands in for what, and other programs' names."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated

from pydantic import Field

from coach.core.loading.plates import convert, made, makeable
from coach.core.plan import Kit, Unit
from coach.script.shapes.schema import ScriptName, ScriptShape, Shape
from coach.script.shapes.shorthand.aliases import Alias, plain
from coach.script.shapes.steps import DoStep

TOO_HEAVY = 1.5
"""An implement whose lightest size is more than so many times what is wanted is as good as not there."""


class RoomFile(Shape):
    """What movements need besides their implement, and what is done where it is not there, the nearest first.

    `to_hand` are the things that are told before the first step that takes them, each in the words it is said in.
    """

    needs: dict[ScriptName, tuple[str, ...]] = Field(default_factory=dict)
    to_hand: dict[str, str] = Field(default_factory=dict)
    instead: dict[ScriptName, Annotated[tuple[ScriptName, ...], Field(min_length=1)]] = Field(default_factory=dict)


class ExerciseNamesFile(Shape):
    """What other programs call the movements, and those of their names that are no movement known here."""

    names: dict[ScriptName, tuple[Alias, ...]]
    others: tuple[Alias, ...] = ()

    def known(self) -> dict[str, str]:
        """The movement of every name, made plain."""
        return {plain(name): script for script, names in self.names.items() for name in names}


def fitting(shape: DoStep, room: RoomFile, kit: Kit, script: Callable[[str], ScriptShape]) -> DoStep:
    """The exercise as this room allows it: itself, or the first that can stand in for it, its load in proportion.

    Itself also where nothing that could stand in is there.
    """
    if can_be_done(shape, room, kit, script):
        return shape
    others = (_instead(shape, name, script) for name in room.instead.get(shape.do, ()))
    return next((other for other in others if can_be_done(other, room, kit, script)), shape)


def can_be_done(shape: DoStep, room: RoomFile, kit: Kit, script: Callable[[str], ScriptShape]) -> bool:
    """Whether everything it needs is there, and light enough."""
    needed = {script(shape.do).implement, *room.needs.get(shape.do, ())}
    if needed & set(kit.lacks):
        return False
    return not _too_heavy(shape, kit, script(shape.do).implement)


def to_hand(scripts: Iterable[ScriptShape], names: Iterable[str], room: RoomFile) -> list[str]:
    """What of the things that are told these take, in the words they are said in; `names` are those of the scripts."""
    needs = {thing for name in names for thing in room.needs.get(name, ())}
    needs |= {script.implement for script in scripts}
    return [words for thing, words in room.to_hand.items() if thing in needs]


def _too_heavy(shape: DoStep, kit: Kit, implement: str) -> bool:
    if shape.load is None or implement == "barbell" or makeable(kit, implement) is None:
        return False
    wanted = convert(shape.load, Unit.KILOS, kit.unit)
    return made(0.0, kit, implement) > TOO_HEAVY * wanted


def _instead(shape: DoStep, name: str, script: Callable[[str], ScriptShape]) -> DoStep:
    """The same sets of another movement; its own tempo, and no ramp-up where it has no load."""
    before, after = script(shape.do), script(name)
    if not after.loaded:
        return shape.model_copy(update={"do": name, "load": None, "ramp": (), "tempo": None, "ramp_rest": 0.0})
    load = shape.load and shape.load * min(1.0, after.relative_load / before.relative_load)
    return shape.model_copy(update={"do": name, "load": load, "tempo": None})


def told_instead(stands_in: Mapping[str, str], titles: Callable[[str], str]) -> list[tuple[str, str]]:
    """The title of what is done, and of what it stands in for."""
    return [(titles(after), titles(before)) for before, after in stands_in.items()]


def not_matched(names: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """The names that are no movement known here, each once."""
    return sorted({name for name in names if plain(name) not in known})
