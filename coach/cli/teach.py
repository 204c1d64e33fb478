"""`coach teach`: the lifter's own wording for a command, typed or said aloud."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from typing import Annotated

import typer

from coach.cli.hear import wanted_intents
from coach.cli.hearing_in import blocks_of
from coach.config import Config, load_config
from coach.ears.learning import WANTED, Attempts, FreeSounds, refuse_known
from coach.ears.listener import Decision, Listener
from coach.ears.pocketsphinx import PocketSphinx
from coach.ears.policy import THRESHOLDS
from coach.ears.recogniser import Hypothesis
from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.phrases.personal import load_phrases, own_phrases_path
from coach.phrases.personal import teach as teach_phrase
from coach.phrases.sounds import Takes, keep_sounds, sounds_path
from coach.script.library import Library

PATIENCE = 60.0
"""Seconds the microphone is listened to before it is given up."""
Remark = tuple[str, Hypothesis]
"""The sounds of a remark, and the command it would have been."""


def teach(
    intent: Annotated[
        str | None, typer.Argument(help="What it is to mean: next, done ...; else you are asked.")
    ] = None,
    phrase: Annotated[str | None, typer.Argument(help="What you say for it; else you are asked to say it.")] = None,
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    language: Annotated[str | None, typer.Option(help="The language it is in.")] = None,
) -> None:
    """Teach the coach your own wording for a command: typed, or said aloud three times, in any words or none.

    Examples: coach teach done "bar is home"    coach teach done    coach teach
    """
    config = load_config()
    spoken = language or config.language
    phrases = load_phrases(Library.open(), spoken, config.data_folder)
    if intent is not None and phrase is not None:
        place = own_phrases_path(config.data_folder, spoken)
        learnt = teach_phrase(place, phrases, intent, phrase)
        typer.echo(f"Learnt: {learnt!r} now means {intent}. It is kept in {place}")
        return
    wanted_intents(intent, phrases)
    if spoken != "en":
        raise InputError("only English sounds can be learnt by ear; type it: coach teach INTENT PHRASE")
    meant, takes = by_ear(intent, phrases, mic or config.microphone)
    keep_sounds(sounds_path(config.data_folder, spoken), phrases, meant, takes)
    typer.echo(f"Learnt: what you said now means {meant}. Its sounds, no recording, are in your data folder.")
    _warn_of_vosk(config)


def by_ear(intent: str | None, phrases: Phrases, microphone: str | None) -> tuple[str, Takes]:
    """Ask for the command where none is given, then for the phrase until three takes are alike.

    Raises InputError with what to do when that does not come about.
    """
    with ExitStack() as opened:
        remarks = opened.enter_context(closing(remarks_of(phrases, microphone)))
        meant = intent or which_command(phrases, remarks)
        typer.echo(f"Now say your phrase for {meant}, {WANTED} times, with a pause after each.")
        attempts = Attempts()
        for sounds, command in remarks:
            refuse_known(phrases, meant, command)
            attempts = attempts.heard(sounds)
            typer.echo(f"{len(attempts.takes)}: {sounds}")
            if attempts.learnt is not None:
                return meant, attempts.learnt
    raise InputError(f"heard it {len(attempts.takes)} times, not {WANTED}; run the command again and speak up")


def which_command(phrases: Phrases, remarks: Iterator[Remark]) -> str:
    """The intent of the first remark that is surely a command; raises InputError when none is."""
    typer.echo("Say the command your phrase is to mean, such as: skip this.")
    for _, command in remarks:
        known = phrases.match(command.text) if command.text else None
        if known is not None and command.confidence >= THRESHOLDS["strict"].act:
            typer.echo(f"{command.text!r}: that is {known.intent}.")
            return known.intent
        typer.echo("That was no command to me. Say it again, or choose another wording.")
    raise InputError("heard no command; name it: coach teach INTENT")


def remarks_of(phrases: Phrases, microphone: str | None) -> Generator[Remark, None, None]:
    """What is said, one remark after the other, for a minute at most; raises DeviceError or InputError."""
    decisions: list[Decision] = []
    free = FreeSounds(PocketSphinx(phrases.book.pronunciations, phrases.book.likelihood))
    began: float | None = None
    with closing(Listener(free, phrases, watch=decisions.append)) as ear, blocks_of(microphone) as blocks:
        ear.listen_for(phrases.intents)
        for given in blocks:
            if given is None:
                raise InputError("nothing comes from the microphone; 'coach doctor' says what there is")
            began = given[1] if began is None else began
            ear.hear(*given)
            found = [decision.hypothesis.text for decision in decisions if decision.hypothesis.text]
            decisions.clear()
            yield from ((sounds, free.commands[-1]) for sounds in found)
            if given[1] - began > PATIENCE:
                return


def _warn_of_vosk(config: Config) -> None:
    if config.vosk_model is not None or config.ear == "vosk":
        typer.echo("Vosk cannot use sounds; what you taught is understood with --ear pocketsphinx.")
