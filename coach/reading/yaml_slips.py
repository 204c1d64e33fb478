"""What is wrong where a text is no YAML, in the words of whoever wrote it, with what to write instead."""

import re
from typing import Any

import yaml

Fault = tuple[int, int, str]
"""Line and column, from one, and what is wrong there."""

_OPEN = {"[": "]", "{": "}"}

# The libraries' own words for it, those written in C and those in Python, and what to do about it.
_SLIPS = tuple(
    (re.compile(pattern), told)
    for pattern, told in {
        "alias|anchor": "a word that begins with * or & is a reference in YAML; put quotes around it",
        "unknown escape|expected escape": "a \\ within double quotes has a meaning of its own; write it twice",
        "unhashable|unacceptable key": "a list cannot stand before a colon; put quotes around it",
        "mapping values are not allowed": "a colon does not fit here; put quotes around a text that has one in it, or "
        "begin the line as far in as those beside it",
        "block collection": "a list stands above; begin this line with - as its others do, or as far in as what it "
        "belongs to",
        "block mapping": "this line does not fit to those above; begin it as far in as they do, and see whether a "
        "quote ends too early",
        "sequence entries are not allowed": "a list begins below its key; put each - on a line of its own",
        "another document|document start": "a second text begins here; keep one, and take out a --- that stands alone",
        "block scalar": "nothing may stand behind a | or > on its line; begin the text on the next one",
        "tag|directive|%": "a ! or % at the beginning means something in YAML; put quotes around the text",
    }.items()
)

_OTHERWISE = "cannot be read here; begin lines alike that belong together, and put quotes around text with : , or ?"


def slip(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """The place and the slip this error of the library is about; `text` is the whole file."""
    said = " ".join(part for part in (error.context, error.problem) if part)
    mark = error.problem_mark or error.context_mark
    if opened := _never_closed(error, said, text):
        return opened
    if mark is None:
        return 1, 1, _OTHERWISE
    letter = _letter(text, mark)
    if "cannot start any token" in said or "node content" in said or "flow node" in said:
        return _at(mark, _does_not_begin(letter))
    return _at(mark, next((told for pattern, told in _SLIPS if pattern.search(said)), _OTHERWISE))


def _never_closed(error: yaml.MarkedYAMLError, said: str, text: str) -> Fault | None:
    """A quote, a bracket or a brace that is opened and not closed, told where it was opened."""
    begun = error.context_mark
    if begun is None:
        return None
    letter = _letter(text, begun)
    if "quoted scalar" in said and "end of stream" in said:
        return _at(begun, "a quote is opened here and never closed; close it")
    if "flow" in said and letter in _OPEN and ("expected ','" in said or not _letter(text, error.problem_mark)):
        return _at(begun, f"a {letter} is opened here and not closed; close it with {_OPEN[letter]}, "
                          "and put commas between what stands in it")  # fmt: skip
    return None


def _does_not_begin(letter: str) -> str:
    if letter == "\t":
        return "a tab stands here; use spaces"
    if not letter:
        return "the file ends within a list or braces; close them with ] or }"
    return f"nothing can begin with {letter}; put quotes around the text, or take it out"


def _letter(text: str, mark: Any) -> str:
    """The letter at this place; "" at the end."""
    lines = text.split("\n")
    if mark is None or mark.line >= len(lines):
        return ""
    return str(lines[mark.line][mark.column : mark.column + 1])


def _at(mark: Any, message: str) -> Fault:
    return mark.line + 1, mark.column + 1, message
