"""`coach hear`: what is understood in recordings, or in typed words."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from coach.config import load_config
from coach.ears.choose import open_ear
from coach.ears.listener import Decision, Listener
from coach.ears.policy import Verdict
from coach.errors import InputError
from coach.phrases.book import did_you_mean
from coach.phrases.intents import Phrases
from coach.phrases.personal import load_phrases
from coach.ports import EAR_RATE, Pcm16
from coach.script.library import Library

BLOCK = EAR_RATE // 50
TAIL = EAR_RATE


def hear(
    files: Annotated[list[Path] | None, typer.Argument(help="Recordings: WAV or FLAC, any rate.")] = None,
    text: Annotated[list[str] | None, typer.Option(help="Typed words instead of a recording; may be repeated.")] = None,
    ear: Annotated[str, typer.Option(help="auto, vosk or pocketsphinx.")] = "auto",
    language: Annotated[str | None, typer.Option(help="The language spoken, such as en or ko.")] = None,
    only: Annotated[str | None, typer.Option(help="Listen for these intents only, with commas between them.")] = None,
) -> None:
    """Tell what is understood in recordings or typed words, one JSON object a line.

    Examples: coach hear said.wav    coach hear --text "my back feels tight"
    """
    if not files and not text:
        raise InputError("nothing to hear: give a recording, or words with --text")
    config = load_config()
    phrases = load_phrases(Library.open(), language or config.language, config.data_folder)
    armed = wanted_intents(only, phrases)
    print_lines(hear_text(words, phrases, armed) for words in text or ())
    if files:
        decisions: list[Decision] = []
        folders = (config.data_folder / "models",)
        with closing(
            open_ear(ear, phrases, model=config.vosk_model, folders=folders, watch=decisions.append)
        ) as opened:
            for path in files:
                opened.restart()
                opened.listen_for(armed)
                print_lines(hear_file(path, opened, decisions))


def wanted_intents(only: str | None, phrases: Phrases) -> frozenset[str]:
    """The intents named with commas between them; all when none are. Raises InputError for one that does not exist."""
    named = frozenset(part.strip() for part in only.split(",")) if only else phrases.intents
    for name in sorted(named - phrases.intents):
        near = did_you_mean(name, tuple(sorted(phrases.intents)))
        raise InputError(f"there is no intent {name!r}{near}; use some of {', '.join(sorted(phrases.intents))}")
    return named


def hear_text(text: str, phrases: Phrases, armed: frozenset[str] | None = None) -> dict[str, Any]:
    """What is understood of typed words: intent and slots, or {"intent": None}."""
    understood = phrases.match(text, armed)
    if understood is None:
        return {"intent": None}
    return {"text": understood.text, "intent": understood.intent, "slots": dict(understood.slots)}


def hear_file(path: Path, ear: Listener, decisions: list[Decision]) -> Iterator[dict[str, Any]]:
    """Each remark in a recording that the ear made out; `decisions` is the list its `watch` appends to."""
    sound = np.concatenate([read_sound(path), np.zeros(TAIL, np.int16)])
    decisions.clear()
    for start in range(0, len(sound), BLOCK):
        block = sound[start : start + BLOCK]
        ear.hear(block, (start + len(block)) / EAR_RATE)
        yield from (as_line(path, decision) for decision in decisions)
        decisions.clear()
    ear.finish(len(sound) / EAR_RATE)
    yield from (as_line(path, decision) for decision in decisions)


def as_line(path: Path, decision: Decision) -> dict[str, Any]:
    """One decision as a line of JSON; the intent is None where it was let pass."""
    understood = decision.understood if decision.verdict is not Verdict.PASS else None
    line: dict[str, Any] = {"file": str(path), "text": decision.hypothesis.text}
    line["intent"] = understood.intent if understood else None
    line["slots"] = dict(understood.slots) if understood else {}
    line["confidence"] = decision.hypothesis.confidence
    line |= {
        "begin": round(decision.begin, 3),
        "end": round(decision.end, 3),
        "decided_at": round(decision.decided_at, 3),
    }
    if decision.verdict is Verdict.ASK:
        line["unclear"] = True
    if decision.why:
        line["why"] = decision.why
    return line


def read_sound(path: Path) -> Pcm16:
    """A WAV or FLAC file of any rate and any number of channels as the ears want it; raises InputError."""
    import soundfile
    import soxr

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        raise InputError(f"{path} cannot be read as sound ({error}); give a WAV or FLAC file") from error
    mono = samples.mean(axis=1)
    resampled = mono if rate == EAR_RATE else soxr.resample(mono, rate, EAR_RATE)
    heard: Pcm16 = np.clip(resampled * 32767, -32768, 32767).astype(np.int16)
    return heard


def print_lines(lines: Iterable[dict[str, Any]]) -> None:
    """One JSON object a line."""
    for line in lines:
        typer.echo(json.dumps(line, ensure_ascii=False))
