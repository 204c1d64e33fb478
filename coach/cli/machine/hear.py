"""`coach hear`: what is understood in recordings, or in typed words."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from coach.audio.capture.microphone import BLOCK, FileMicrophone
from coach.cli.machine.meanings import armed_for, lines_read, sentences, with_sessions
from coach.clocks import SESSION_START
from coach.config import Config, for_language, load_config
from coach.content import library_of, phrases_of
from coach.ears.decision.policy import Verdict
from coach.ears.factory import open_ear
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import NOTHING
from coach.ears.room.condition import Condition
from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.phrases.phrase_file import did_you_mean
from coach.ports import EAR_RATE, Pcm16
from coach.understanding.opening import open_reader

TAIL = EAR_RATE
ACTIONS = {Verdict.ACT: "act", Verdict.ASK: "ask", Verdict.PASS: "ignore"}


# long: the order counts: what is no recording is told before the ears are opened, words are answered before sounds
def hear(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Recordings: WAV or FLAC, any rate.", readable=False)
    ] = None,
    text: Annotated[list[str] | None, typer.Option(help="Typed words instead of a recording; may be repeated.")] = None,
    ear: Annotated[str, typer.Option(help="auto, moonshine, pocketsphinx or vosk.")] = "auto",
    language: Annotated[str | None, typer.Option(help="The language spoken, such as en or ko.")] = None,
    only: Annotated[str | None, typer.Option(help="Listen for these intents only, with commas between them.")] = None,
    lines: Annotated[
        str | None, typer.Option(help="A text file with a sentence a line, or - for standard input.")
    ] = None,
    state: Annotated[str, typer.Option(help="What makes sense now: rest, working, standby or question.")] = "rest",
) -> None:
    """Tell what is understood in recordings or typed words, one JSON object a line.

    Examples: coach hear said.wav    coach hear --text "my back feels tight"    coach hear --lines said.txt
    """
    if not files and not text and lines is None:
        raise InputError("nothing to hear: give a recording, words with --text, or a file of sentences with --lines")
    for path in files or ():
        FileMicrophone(path).close()  # what is no recording is told before the ears are opened, which takes seconds
    config = settings(language)
    library = library_of(config)
    phrases = phrases_of(config, library)
    armed = wanted_intents(only, phrases)
    if text or lines is not None:
        reader = with_sessions(open_reader(library, phrases.language, phrases), library)
        sensible = armed if only else armed_for(state)
        for line in lines_read(text or (), reader, sensible, addressed=False):
            typer.echo(line)
        for line in lines_read(sentences(lines) if lines is not None else (), reader, sensible, addressed=False):
            typer.echo(line)
    if files:
        decisions: list[Decision] = []
        folders = (config.data_folder / "models",)
        with closing(
            open_ear(
                ear,
                phrases,
                model=config.vosk_model,
                folders=folders,
                watch=decisions.append,
                reader=open_reader(library, phrases.language, phrases),
            )
        ) as opened:
            for path in files:
                opened.restart()
                opened.listen_for(armed)
                print_lines(hear_file(path, opened, decisions, partial(_told_of, path)))


def settings(language: str | None) -> Config:
    """The standing configuration, for another spoken language where one is given."""
    config = load_config()
    return config if language is None else for_language(config, language)


def wanted_intents(only: str | None, phrases: Phrases) -> frozenset[str]:
    """The intents named with commas between them; all when none are. Raises InputError for one that does not exist."""
    named = frozenset(part.strip() for part in only.split(",")) if only else phrases.intents
    for name in sorted(named - phrases.intents):
        near = did_you_mean(name, tuple(sorted(phrases.intents)))
        raise InputError(f"there is no intent {name!r}{near}; use some of {', '.join(sorted(phrases.intents))}")
    return named


def _told_of(path: Path, line: str) -> None:
    typer.echo(f"{path}: {line}", err=True)


def hear_file(
    path: Path, ear: Listener, decisions: list[Decision], tell: Callable[[str], None] = lambda _: None
) -> Iterator[dict[str, Any]]:
    """Each remark in a recording that the ear made out, one that is ignored where there is none.

    `decisions` is the list the ear's `watch` appends to; `tell` hears what is wrong with the microphone.
    """
    decisions.clear()
    heard, at = 0, SESSION_START
    for number, block in enumerate(sound_of(path, tell)):
        at = SESSION_START + (number + 1) * BLOCK / EAR_RATE
        ear.hear(block, at)
        heard += len(decisions)
        yield from (as_line(path, decision, ear.name) for decision in decisions)
        decisions.clear()
    ear.finish(at)
    yield from (as_line(path, decision, ear.name) for decision in decisions)
    if not heard + len(decisions):
        end = at - TAIL / EAR_RATE
        why = "nobody speaks in it" if end > 0 else "it holds no sound"
        yield as_line(path, Decision(NOTHING, None, Verdict.PASS, why, SESSION_START, end, at), ear.name)


def as_line(path: Path, decision: Decision, ear: str) -> dict[str, Any]:
    """One decision as a line of JSON; the intent is None where it was ignored."""
    understood = decision.understood if decision.verdict is not Verdict.PASS else None
    written = decision.hypothesis.transcript
    return {
        "file": str(path),
        "free_text": written.text if written is not None else "",
        "text": decision.hypothesis.text,
        "action": ACTIONS[decision.verdict],
        "intent": understood.intent if understood else None,
        "slots": dict(understood.slots) if understood else {},
        "confidence": decision.hypothesis.confidence,
        "ear": ear,
        "begin": round(decision.begin, 3),
        "end": round(decision.end, 3),
        "decided_at": round(decision.decided_at, 3),
        "why": decision.why,
    }


def sound_of(path: Path, tell: Callable[[str], None] = lambda _: None) -> Iterator[Pcm16]:
    """A recording of any rate, length and number of channels as the microphone would give it, block by block.

    A moment of silence behind it lets its last remark end. `tell` hears what is wrong with the microphone. Raises
    InputError.
    """
    condition = Condition()
    with FileMicrophone(path) as microphone:
        for block in microphone.blocks():
            condition.take(block)
            yield block
        for line in filter(None, (microphone.told(), *condition.told())):
            tell(line)
    for _ in range(TAIL // BLOCK):
        yield np.zeros(BLOCK, np.int16)


def read_sound(path: Path) -> Pcm16:
    """All of a recording as the microphone would give it; raises InputError."""
    with FileMicrophone(path) as microphone:
        return np.concatenate([np.zeros(0, np.int16), *microphone.blocks()])


def print_lines(lines: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    for line in lines:
        typer.echo(json.dumps(line, ensure_ascii=False))
