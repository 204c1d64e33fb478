"""Answers to "how" and "what": where they stand among a plan's lines, and which are for the exercise at hand."""

from collections.abc import Iterator, Mapping

from coach.core.plan import Line

UNKNOWN = "unknown"
"""The topic whose answer is said where there is none of the one asked about."""

MORE = "+"
"""Behind a topic's name: what is said of it when it is asked about once more."""


def answer_key(topic: str, exercise: str = "", nth: int = 1) -> str:
    """The name of the nth line (from 1) of an answer; `exercise` is a script's name, or nothing for the general one."""
    name = f"answer.{topic}@{exercise}" if exercise else f"answer.{topic}"
    return name if nth == 1 else f"{name}/{nth}"


def answer_lines(lines: Mapping[str, Line], topic: str, exercise: str = "", *, known: bool = False) -> tuple[Line, ...]:
    """What is said about a topic, line after line: for this exercise, else in general, else that it is unknown.

    Nothing instead of that where only what is `known` is wanted. Only lines for an exercise have fields: {dose}.
    """
    for name, what in ((topic, exercise), (topic, ""), *(() if known else ((UNKNOWN, ""),))):
        if found := tuple(_in_order(lines, name, what)):
            return found
    return ()


def _in_order(lines: Mapping[str, Line], topic: str, exercise: str) -> Iterator[Line]:
    nth = 1
    while (key := answer_key(topic, exercise, nth)) in lines:
        yield lines[key]
        nth += 1
