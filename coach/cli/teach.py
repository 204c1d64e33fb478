"""`coach teach`: the lifter's own wording for a command, typed or said aloud."""

from contextlib import closing
from typing import Annotated

import typer

from coach.cli.hear import wanted_intents
from coach.cli.hearing_in import blocks_of
from coach.config import load_config
from coach.ears.learning import WANTED, FreeSounds, Lesson, refuse_known
from coach.ears.listener import Decision, Listener
from coach.ears.pocketsphinx import PocketSphinx
from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.phrases.personal import load_phrases, own_phrases_path
from coach.phrases.personal import teach as teach_phrase
from coach.phrases.sounds import Takes, keep_sounds, sounds_path
from coach.script.library import Library

PATIENCE = 60.0
"""Seconds the microphone is listened to before it is given up."""


def teach(
    intent: Annotated[str, typer.Argument(help="What it is to mean: next, done, pause, ...")],
    phrase: Annotated[
        str | None, typer.Argument(help="What you say for it; without it you are asked to say it.")
    ] = None,
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    language: Annotated[str | None, typer.Option(help="The language it is in.")] = None,
) -> None:
    """Teach the coach your own wording for a command: typed, or said aloud three times, in any words or none.

    Examples: coach teach done "bar is home"    coach teach done
    """
    config = load_config()
    spoken = language or config.language
    phrases = load_phrases(Library.open(), spoken, config.data_folder)
    if phrase is not None:
        learnt = teach_phrase(own_phrases_path(config.data_folder, spoken), phrases, intent, phrase)
        place = own_phrases_path(config.data_folder, spoken)
        typer.echo(f"Learnt: {learnt!r} now means {intent}. It is kept in {place}")
        return
    wanted_intents(intent, phrases)
    if spoken != "en":
        raise InputError(f"only English sounds can be learnt by ear; type it: coach teach {intent} PHRASE")
    takes = listen_to_it(intent, phrases, mic or config.microphone)
    keep_sounds(sounds_path(config.data_folder, spoken), phrases, intent, takes)
    typer.echo(f"Learnt: what you said now means {intent}. Its sounds, no recording, are in your data folder.")
    if config.vosk_model is not None or config.ear == "vosk":
        typer.echo("Vosk cannot use sounds; it is understood with --ear pocketsphinx.")


def listen_to_it(intent: str, phrases: Phrases, microphone: str | None) -> Takes:
    """Hear the phrase until three takes are alike. Raises InputError with what to do when that does not happen."""
    decisions: list[Decision] = []
    free = FreeSounds(PocketSphinx(phrases.book.pronunciations, phrases.book.likelihood))
    lesson, began = Lesson(), None
    typer.echo(f"Say your phrase for {intent} {WANTED} times, with a pause after each.")
    with closing(Listener(free, phrases, watch=decisions.append)) as ear, blocks_of(microphone) as blocks:
        ear.listen_for(phrases.intents)
        for given in blocks:
            if given is None:
                raise InputError("nothing comes from the microphone; 'coach doctor' says what there is")
            began = given[1] if began is None else began
            ear.hear(*given)
            for decision in decisions:
                refuse_known(phrases, intent, free.commands[-1])
                lesson = lesson.heard(decision.hypothesis.text)
                typer.echo(f"{len(lesson.takes)}: {decision.hypothesis.text}")
            decisions.clear()
            if lesson.learnt is not None:
                return lesson.learnt
            if given[1] - began > PATIENCE:
                break
    raise InputError(f"heard it {len(lesson.takes)} times, not {WANTED}; run the command again and speak up")
