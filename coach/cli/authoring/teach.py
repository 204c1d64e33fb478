"""`coach teach`: the lifter's own wording for a command, typed or said aloud."""

import re
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from typing import Annotated

import typer

from coach.cli import tables
from coach.cli.machine.hear import settings, wanted_intents
from coach.cli.machine.microphone import blocks_of, refuse_unreadable
from coach.clocks import SessionTime
from coach.config import Config
from coach.content import library_of, phrases_of
from coach.ears.decision.policy import THRESHOLDS
from coach.ears.enrolment.takes import WANTED, Attempts, FreeSounds, refuse_known
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import Hypothesis
from coach.ears.recognisers.pocketsphinx import PocketSphinx
from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.phrases.own_wordings import own_phrases_path, read_own_phrases, write_own_phrases
from coach.phrases.own_wordings import teach as teach_phrase
from coach.phrases.phones import Takes, keep_sounds, read_sounds, sounds_path, write_sounds
from coach.reading.files import stands

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
    show: Annotated[bool, typer.Option("--list", help="List what was taught, typed and by ear.")] = False,
    forget: Annotated[
        str | None, typer.Option(help="Forget a wording, what was taught for a command, or 'all'.")
    ] = None,
) -> None:
    """Teach the coach your own wording for a command: typed, or said aloud three times, in any words or none.

    Examples: coach teach done "bar is home"    coach teach done    coach teach    coach teach --list
    coach teach --forget "bar is home"    coach teach --forget done
    """
    config = settings(language)
    spoken = config.language
    if show:
        list_taught(config)
        return
    if forget is not None:
        forget_taught(config, forget)
        return
    refuse_broken(config)
    phrases = phrases_of(config)
    intent = None if intent is None else as_named(intent)
    if intent is not None and phrase is not None:
        place = own_phrases_path(config.data_folder, spoken)
        learnt = teach_phrase(place, phrases, intent, phrase)
        typer.echo(f"Learnt: {learnt!r} now means {intent}. It is kept in {place}")
        return
    wanted_intents(intent, phrases)
    if spoken != "en":
        raise InputError("only English sounds can be learnt by ear; type it: coach teach INTENT PHRASE")
    refuse_unreadable(mic or config.microphone)  # before anybody is asked to speak
    meant, takes = by_ear(intent, phrases, mic or config.microphone)
    keep_sounds(sounds_path(config.data_folder, spoken), phrases, meant, takes)
    typer.echo(f"Learnt: what you said now means {meant}. Its sounds, no recording, are in your data folder.")
    _warn_of_vosk(config)


def as_named(intent: str) -> str:
    """A command's name as the phrases have it: DONE is done, "rep done" is rep_done."""
    return re.sub(r"[\s-]+", "_", intent.strip().lower())


def taught(config: Config) -> tuple[dict[str, list[str]], dict[str, list[Takes]]]:
    """The wordings that were typed and the sounds that were heard, for each intent; raises ContentError, InputError."""
    phrases = library_of(config).phrases(config.language, Phrases.load)
    return (
        read_own_phrases(own_phrases_path(config.data_folder, config.language), phrases),
        read_sounds(sounds_path(config.data_folder, config.language), phrases),
    )


def refuse_broken(config: Config) -> None:
    """Raise ContentError for what was taught and cannot be read: nothing could be added to it."""
    places = (own_phrases_path(config.data_folder, config.language), sounds_path(config.data_folder, config.language))
    if any(stands(place) for place in places):
        taught(config)


def list_taught(config: Config) -> None:
    """Print every wording that was taught, and for each command how many phrases were learnt by ear."""
    own, sounds = taught(config)
    rows = [(intent, wording, "typed") for intent, wordings in sorted(own.items()) for wording in wordings]
    rows += [(intent, f"{len(takes)} takes", "by ear") for intent, learnt in sorted(sounds.items()) for takes in learnt]
    if not rows:
        typer.echo('Nothing was taught yet. Teach with: coach teach done "bar is home"')
        return
    tables.show(("command", "wording", "taught"), rows)


def forget_taught(config: Config, what: str) -> None:
    """Forget a wording, everything for a command, or all; raises InputError when nothing of it was taught."""
    phrases = library_of(config).phrases(config.language, Phrases.load)
    own_path = own_phrases_path(config.data_folder, config.language)
    heard_path = sounds_path(config.data_folder, config.language)
    own, sounds = read_own_phrases(own_path, phrases), read_sounds(heard_path, phrases)
    wording, what = phrases.normalise(what), as_named(what)

    def stays(intent: str, text: str) -> bool:
        return what not in ("all", intent) and text != wording

    left = {intent: [text for text in texts if stays(intent, text)] for intent, texts in own.items()}
    left_heard = {intent: learnt for intent, learnt in sounds.items() if stays(intent, "")}
    gone = sum(map(len, own.values())) - sum(map(len, left.values()))
    gone += sum(map(len, sounds.values())) - sum(map(len, left_heard.values()))
    if not gone:
        raise InputError(f"nothing was taught as {wording!r}; 'coach teach --list' shows what was")
    write_own_phrases(own_path, {intent: texts for intent, texts in left.items() if texts})
    write_sounds(heard_path, left_heard)
    typer.echo(f"Forgot {gone} phrase{'' if gone == 1 else 's'}.")


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
    began: SessionTime | None = None
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
