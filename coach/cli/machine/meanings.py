"""What `coach hear` tells of words: every meaning with its slots, how sure it is and why, and what would be done."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from coach.core.intents.armed import BARE, armed_in
from coach.core.standby.machine import ARMED as STANDBY
from coach.core.state import Asking, Working
from coach.errors import InputError
from coach.reading.files import MEGABYTE, Kind, UnreadableError, opened
from coach.script.files.library import Library
from coach.understanding.meaning import Meaning, Reading
from coach.understanding.reader import Reader

ANSWERS = frozenset({"yes", "no", "better", "same", "worse", "both", "left", "right", "not_sure", "pain_level"})

STATES: Mapping[str, frozenset[str] | None] = {
    "rest": None,
    "working": armed_in(Working),
    "standby": STANDBY | {"complaint"},
    "question": (armed_in(Asking) - BARE) | ANSWERS,
}
"""What makes sense in each state; None stands for everything."""

SENTENCES = Kind("a text file of sentences", 64 * MEGABYTE)


def armed_for(state: str) -> frozenset[str] | None:
    """The intents armed in a state; raises InputError for one that does not exist."""
    if state not in STATES:
        raise InputError(f"there is no state {state!r}; use {', '.join(STATES)}")
    return STATES[state]


def with_sessions(reader: Reader, library: Library) -> Reader:
    """The reader, knowing every session by its name and its title."""
    names = {name: [name.replace("-", " "), *_titles(library, name)] for name in library.session_paths}
    return reader.with_phrases(reader.phrases.with_values({"session": names}))


def _titles(library: Library, name: str) -> list[str]:
    words = "".join(sign if sign.isalnum() or sign.isspace() else " " for sign in library.session(name).title)
    return [" ".join(words.lower().split())]


def as_json(text: str, reading: Reading) -> dict[str, Any]:
    """One sentence and what it means, as a line of JSON."""
    first = reading.meanings[0] if reading.meanings else None
    line: dict[str, Any] = {"text": text, "action": reading.action.value}
    line |= _meaning(first) if first is not None else {"intent": None, "slots": {}}
    if reading.why:
        line["why"] = reading.why
    line["meanings"] = [_meaning(each) for each in reading.meanings]
    return line


def _meaning(meaning: Meaning) -> dict[str, Any]:
    found: dict[str, Any] = {"intent": meaning.intent, "slots": dict(meaning.slots)}
    if meaning.intent == "complaint":
        found |= {name: meaning.slots.get(name) for name in ("region", "sensation", "side")}
        found["red_flag"] = meaning.red_flag
        found["slots"]["red_flag"] = meaning.red_flag
        found |= {"strength": meaning.strength, "onset": meaning.onset}
    return found | {"certainty": round(meaning.certainty, 3), "reason": meaning.reason}


def sentences(place: str) -> Iterator[str]:
    """The lines of a text file, or of standard input for "-"; raises InputError with what to do."""
    if place == "-":
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    try:
        with opened(Path(place), SENTENCES) as file:
            text = file.read().decode("utf-8", errors="replace")
    except UnreadableError as error:
        raise InputError(f"{error}; give a file with a sentence a line, or -") from error
    yield from text.removeprefix("\ufeff").splitlines()


def lines_read(texts: Iterable[str], reader: Reader, armed: frozenset[str] | None, *, addressed: bool) -> Iterator[str]:
    """A line of JSON for each sentence that has words."""
    for text in texts:
        if text.strip():
            yield json.dumps(as_json(text, reader.read(text, armed, addressed=addressed)), ensure_ascii=False)
