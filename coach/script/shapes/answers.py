"""What the coach answers when somebody asks how or what: the shape of scripts/answers.yaml, and its lines in a plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from coach.core.intents.questions.explanations import MORE, UNKNOWN, answer_key
from coach.core.plan import Exercise, Line
from coach.script.shapes.profile import Condition
from coach.script.shapes.schema import Implement, OneOrMore, ScriptName, Shape, Spoken, spoken_line

ANSWER_FIELDS = frozenset({"title", "dose", "set", "sets", "down", "still", "up"})
"""What may stand between braces in an answer about the exercise at hand; the core fills it in."""

Holds = Callable[[Condition | None, str], bool]
Topic = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
Part = Literal["why", "setup", "brace", "faults"]


def _about_the_exercise(text: str, info: ValidationInfo) -> str:
    return spoken_line(text, info, ANSWER_FIELDS)


FilledIn = Annotated[str, AfterValidator(_about_the_exercise)]


class VariantShape(Shape):
    """An answer for some exercises (by script, by what is held, by kind) or lifters; one without any is for all.

    `then` goes on with a part of the exercise's own script.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    scripts: Annotated[tuple[ScriptName, ...], OneOrMore, Field(alias="for")] = ()
    implement: Annotated[tuple[Implement, ...], OneOrMore] = ()
    kind: Literal["movement", "drill"] | None = None
    when: Condition | None = None
    lines: Annotated[tuple[FilledIn, ...], Field(max_length=2)] = ()
    why: Spoken | None = None
    then: Part | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "VariantShape":
        if not self.lines and self.then is None:
            raise PydanticCustomError("faults", "", {"faults": ["a variant says nothing; give 'lines' or 'then'"]})
        return self

    def is_for(self, exercise: Exercise) -> bool:
        """Whether this exercise is among those meant, and has the part that `then` names."""
        return (
            (not self.scripts or exercise.name in self.scripts)
            and (not self.implement or exercise.implement in self.implement)
            and (self.kind is None or exercise.kind == self.kind)
            and (self.then is None or bool(part_of(exercise, self.then)))
        )


class TopicShape(Shape):
    """What is said about one topic: one or two lines, one after the other, and better ones for some exercises."""

    lines: Annotated[tuple[Spoken, ...], Field(min_length=1, max_length=2)]
    why: Spoken | None = None
    variants: tuple[VariantShape, ...] = ()


class AnswersFile(Shape):
    """scripts/answers.yaml: the answers by topic."""

    answers: dict[Topic, TopicShape]


FAULTS_TOLD = 2
"""More slips than this at once are not listened to; asked again, the coach goes on with the others."""


def part_of(exercise: Exercise, part: Part) -> tuple[Line, ...]:
    """The lines of this part of an exercise's script, for the lifter of the plan."""
    match part:
        case "why":
            return (Line((exercise.why,)),)
        case "setup":
            return exercise.setup
        case "brace":
            return exercise.brace
        case _:
            return tuple(fault.cue for fault in exercise.faults[:FAULTS_TOLD])


def _variant(answer: TopicShape, exercise: Exercise, holds: Holds) -> VariantShape | None:
    """The topic's first variant that fits what this exercise is and who does it."""
    return next((each for each in answer.variants if each.is_for(exercise) and holds(each.when, exercise.name)), None)


def _said(variant: VariantShape, exercise: Exercise) -> tuple[Line, ...]:
    """What is said while this exercise is at hand."""
    own = part_of(exercise, variant.then) if variant.then else ()
    return (*_lines(variant.lines, variant.why), *own)


def _said_again(variant: VariantShape, exercise: Exercise) -> tuple[Line, ...]:
    """What is said when the same is asked again: the faults that were not told yet."""
    if variant.then != "faults":
        return ()
    return tuple(fault.cue for fault in exercise.faults[FAULTS_TOLD:])


def general_answers(answers: Mapping[str, TopicShape]) -> dict[str, Line]:
    """The answers where no exercise is at hand, by their names among a plan's lines."""
    return dict(_named((topic, "", _lines(answer.lines, answer.why)) for topic, answer in answers.items()))


def answers_for(
    answers: Mapping[str, TopicShape],
    exercises: Mapping[str, Exercise],
    holds: Holds,
) -> dict[str, Line]:
    """Every answer a session may give, by its name among the plan's lines: the general ones, and an exercise's own.

    `holds` tells whether a condition is met by the lifter who does this script.
    """
    usual = {topic: _lines(answer.lines, answer.why) for topic, answer in answers.items()}
    chosen = [
        (topic, name, exercise, variant)
        for topic, answer in answers.items()
        if answer.variants
        for name, exercise in exercises.items()
        if (variant := _variant(answer, exercise, holds)) is not None
    ]
    special = (
        (topic, name, lines)
        for topic, name, exercise, variant in chosen
        if topic != UNKNOWN and (lines := _said(variant, exercise)) != usual[topic]
    )
    more = ((topic + MORE, name, _said_again(variant, exercise)) for topic, name, exercise, variant in chosen)
    return {**general_answers(answers), **dict(_named(special)), **dict(_named(more))}


def _lines(texts: tuple[str, ...], why: str | None) -> tuple[Line, ...]:
    return tuple(Line((text,), why or "") for text in texts)


def _named(found: Iterable[tuple[str, str, tuple[Line, ...]]]) -> Iterator[tuple[str, Line]]:
    for topic, exercise, lines in found:
        for nth, line in enumerate(lines, 1):
            yield answer_key(topic, exercise, nth), line
