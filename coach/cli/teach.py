"""`coach teach`: the lifter's own wording for a command."""

from typing import Annotated

import typer

from coach.config import load_config
from coach.phrases.personal import load_phrases, own_phrases_path
from coach.phrases.personal import teach as teach_phrase
from coach.script.library import Library


def teach(
    intent: Annotated[str, typer.Argument(help="What it is to mean: next, done, pause, ...")],
    phrase: Annotated[str, typer.Argument(help="What you say for it.")],
    language: Annotated[str | None, typer.Option(help="The language it is in.")] = None,
) -> None:
    """Teach the coach your own wording for a command.

    Example: coach teach done "bar is home"
    """
    config = load_config()
    spoken = language or config.language
    phrases = load_phrases(Library.open(), spoken, config.data_folder)
    learnt = teach_phrase(own_phrases_path(config.data_folder, spoken), phrases, intent, phrase)
    typer.echo(f"Learnt: {learnt!r} now means {intent}. It is kept in {own_phrases_path(config.data_folder, spoken)}")
