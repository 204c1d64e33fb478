"""What a session is compiled for: today's lifter, plates and loads, and the content the scripts come from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coach.core.plan import Kit, Line, Step, Work
from coach.core.wording import fill
from coach.script.files.library import Library
from coach.script.shapes.by_length import Whole
from coach.script.shapes.profile import Condition, Length, Profile, clean_days_of
from coach.script.shapes.room import fitting, to_hand, told_instead
from coach.script.shapes.schema import LineShape, ScriptShape
from coach.script.shapes.steps import DoStep


@dataclass(frozen=True, slots=True)
class Firsts:
    """How lifts without a history begin. `known` are loads by script name, in the kit's unit, from what was told.

    `asks`: somebody can answer how hard a set was; else the lightest load stays. `written`: what a session has written
    is a first load too. `planned` are the loads that a program has for its workout, in kilos as in a session; they, and
    what is written in it, are the most that is lifted. None is no program's workout. `part` of what is known is lifted.
    """

    known: Mapping[str, float] = field(default_factory=dict)
    asks: bool = False
    planned: Mapping[str, float] | None = None
    written: bool = True
    part: float = 1.0

    def load(self, name: str) -> float | None:
        """What this script begins with, in the kit's unit; None where that is not known."""
        known = self.known.get(name)
        return None if known is None else self.part * known


@dataclass(frozen=True)
class Context:
    """One lifter, one day and one room, and the content there is. `using` are the sessions being included right now.

    `firsts` is how lifts without a history begin, `begun` which of them did; `stands_in` names by what the room lacks
    for what is done instead of it. `maxima` are what the lifter could lift once, by script name; `clean` tells of a
    script how many of its last days, in a row, were clean.
    """

    library: Library
    profile: Profile
    kit: Kit
    loads: Mapping[str, float]
    length: Length
    using: tuple[str, ...] = ()
    scripts: dict[str, ScriptShape] = field(default_factory=dict)
    firsts: Firsts | None = None
    begun: set[str] = field(default_factory=set)
    stands_in: dict[str, str] = field(default_factory=dict)
    maxima: Mapping[str, float] = field(default_factory=dict)
    clean: Callable[[str], int] | None = None

    def holds(self, condition: Condition | None, script: str = "") -> bool:
        """Whether something with this condition is for today's lifter, who does this script."""
        if condition is None:
            return True
        days = self.clean(script) if self.clean is not None and condition.clean_days is not None else 0
        return condition.holds(self.profile, self.length, clean_days_of(days))

    def line(self, shape: LineShape, script: str = "") -> Line | None:
        """The line, or None when it is not for this lifter."""
        return Line(shape.say, shape.why or "") if self.holds(shape.when, script) else None

    def lines(self, shapes: Iterable[LineShape], script: str = "") -> tuple[Line, ...]:
        """The lines that are for this lifter; of a script's own, `script` is its name."""
        return tuple(line for shape in shapes if (line := self.line(shape, script)))

    def stock_lines(self) -> dict[str, Line]:
        """The stock lines by name; one called NAME@SOMEBODY takes the place of NAME for the lifters it is for."""
        shapes = self.library.lines()
        found = {key: line for key, shape in shapes.items() if (line := self.line(shape))}
        for key in [key for key in found if "@" in key]:
            found[key.partition("@")[0]] = found.pop(key)
        return found

    def stock(self, name: str) -> tuple[Line, ...]:
        """The stock line of that name, where there is one."""
        line = self.stock_lines().get(name)
        return (line,) if line is not None else ()

    def script(self, name: str) -> ScriptShape:
        """A script, read once."""
        if name not in self.scripts:
            self.scripts[name] = self.library.script(name)
        return self.scripts[name]

    def today(self, shape: Whole) -> int:
        """The number that holds in today's form."""
        return int(getattr(shape, self.length))

    @property
    def careful(self) -> bool:
        """Whether a health question was answered with yes."""
        return self.profile.health == "careful"

    def care(self) -> tuple[Line, ...]:
        """What a lifter with a health finding is told at the beginning."""
        return self.stock("health.careful") if self.careful else ()

    def shipped(self, name: str | Path) -> bool:
        """Whether the session came with the program; what lifters write themselves is what they want."""
        own = self.library.workout(name) is not None
        return not own and self.library.session_path(name).is_relative_to(self.library.roots[-1])

    def fitted(self, shape: DoStep) -> DoStep:
        """The exercise with a program's load, or what stands in for it where the room lacks what it needs."""
        planned = self.firsts.planned if self.firsts is not None else None
        if planned and shape.do in planned:
            shape = shape.model_copy(update={"load": planned[shape.do]})
        if not self.kit.lacks and not self.kit.sizes:
            return shape
        found = fitting(shape, self.library.room(), self.kit, self.script)
        if found.do != shape.do:
            self.stands_in[shape.do] = found.do
        return found

    def to_hand(self, steps: Iterable[Step]) -> tuple[Line, ...]:
        """What these steps take that is better laid ready before the first of them."""
        names = list(dict.fromkeys(step.exercise for step in steps if isinstance(step, Work)))
        things = to_hand(map(self.script, names), names, self.library.room())
        *most, last = things or [""]
        words = f"{', '.join(most)} and {last}" if most else last
        return tuple(
            Line(tuple(fill(text, {"what": words}) for text in line.variants), line.why)
            for line in (self.stock("room.to_hand") if things else ())
        )

    def told_instead(self) -> tuple[Line, ...]:
        """What is done today in the place of what."""
        told = told_instead(self.stands_in, lambda name: self.script(name).title)
        return tuple(
            Line(tuple(fill(text, {"title": title, "what": what}) for text in line.variants), line.why)
            for title, what in told
            for line in self.stock("room.instead")
        )
