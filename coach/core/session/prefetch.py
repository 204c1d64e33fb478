"""What a session may say, in the order it is needed, so that it can be rendered while the coach speaks already."""

from collections.abc import Iterable, Iterator

from coach.clocks import SESSION_START
from coach.core import wording
from coach.core.commands import Beat, Command, Count, Countdown, Say
from coach.core.events import Began, Event, Resumed
from coach.core.plan import Answer, Ask, Effect, Insert, Line, Plan, Step, Talk, Utter
from coach.core.session.machine import advance, begin

COUNTED = 12
"""Numbers up to this one are rendered ahead: no count says more seconds than that."""


FIRST = 3
"""So many lines come before the numbers: what is said while those are made."""


def texts_of(plan: Plan) -> list[str]:
    """Every sentence and word that an undisturbed session says, then those of its branches and replies, each once.

    The numbers stand near the beginning: a count may be asked for at any time, and never waits for a word.
    """
    said = undisturbed(plan)
    return list(dict.fromkeys((*said[:FIRST], *_numbers(), *said[FIRST:], *_stock(plan), *_branches(plan))))


def undisturbed(plan: Plan) -> list[str]:
    """What a session says while nobody says anything to it, each sentence and word once, in the order it is needed."""
    return list(dict.fromkeys(_rehearsed(plan)))


def first_of(plan: Plan, behind: Iterable[Event] | None = None) -> tuple[str, ...]:
    """What is said in the very first turn; with the events `behind` it, in the one that takes the session up again."""
    state = begin(plan)
    for event in behind or ():
        state, _ = advance(plan, state, event)
    _, commands = advance(plan, state, Began(SESSION_START) if behind is None else Resumed(state.at))
    return tuple(_said(commands))


def _rehearsed(plan: Plan) -> Iterator[str]:
    from coach.core.session.rehearsal import turns  # for what is rendered behind the first words

    for turn in turns(plan):
        yield from _said(turn.commands)


def _said(commands: Iterable[Command]) -> Iterator[str]:
    for command in commands:
        match command:
            case Say(text=text):
                yield text
            case Count(beats=beats) | Countdown(beats=beats):
                yield from _words(beats)
            case _:
                pass


def _words(beats: tuple[Beat, ...]) -> Iterator[str]:
    return (beat.sound for beat in beats if type(beat.sound) is str)


def _numbers() -> Iterator[str]:
    return (wording.number(value) for value in range(1, COUNTED + 1))


def _stock(plan: Plan) -> Iterator[str]:
    """Stock lines without fields; those with fields depend on what is said.

    Answers are left out: there are hundreds, each is seldom asked for, and never in a count.
    """
    for name, line in plan.lines.items():
        if not name.startswith("answer."):
            yield from _whole(line)


def _whole(line: Line) -> Iterator[str]:
    return (wording.fill(text, {}) for text in line.variants if "{" not in text)


def _branches(plan: Plan) -> Iterator[str]:
    for branch in plan.branches:
        for line in branch.at_once:
            yield from _whole(line)
        yield from _effects(branch.effects)
    for exercise in plan.exercises.values():
        yield from _whole(exercise.safe_end)
        for fault in exercise.faults:
            yield from _whole(fault.cue)


def _effects(effects: tuple[Effect, ...]) -> Iterator[str]:
    for effect in effects:
        match effect:
            case Utter(line=line):
                yield from _whole(line)
            case Insert(steps=steps):
                yield from _steps(steps)
            case _:
                pass


def _steps(steps: tuple[Step, ...]) -> Iterator[str]:
    for step in steps:
        match step:
            case Talk(lines=lines):
                for line in lines:
                    yield from _whole(line)
            case Ask(ask=question, answers=answers, silence=silence):
                yield from _whole(question)
                yield from _effects((*silence, *_of_all(answers)))
            case _:
                pass


def _of_all(answers: tuple[Answer, ...]) -> tuple[Effect, ...]:
    return tuple(effect for answer in answers for effect in answer.effects)
