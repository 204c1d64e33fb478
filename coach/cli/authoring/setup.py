"""`coach setup`: the first conversation at a terminal, every answer kept as it is given."""

import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from coach.cli.authoring.profile import ConfigFile, Lifter, known_facts, settings_for
from coach.config import Config
from coach.content import library_of
from coach.errors import InputError
from coach.journal.store import JOURNAL, Journal
from coach.script.shapes.facts import NOT_KNOWN, FactsFile, FactShape
from coach.wiring.lifter.meeting import INTERVIEW, Notes, notes
from coach.wiring.lifter.recalling import told

INTERRUPTED = 130


def setup(
    again: Annotated[bool, typer.Option("--all", help="Ask also what is known already.")] = False,
    lifter: Lifter = None,
    config: ConfigFile = None,
) -> None:
    """Answer a few questions, so that loads, cues and movements are yours: units, health, what stands in the room.

    Enter keeps what is in brackets, or leaves a question open; Ctrl-C stops, and what you answered is kept.
    Another day it goes on with what is still open.

    Examples: coach setup    coach setup --all    coach setup --lifter Sam
    """
    if not sys.stdin.isatty():
        raise InputError("'coach setup' asks at a terminal; without one, tell it by 'coach profile set barbell 20'")
    settings = settings_for(config, lifter)
    file = library_of(settings).facts()
    with Journal.open(settings.data_folder / JOURNAL) as journal:
        journal.refuse_unwritten()  # before anybody answers a question in vain
        facts = known_facts(file, told(journal, settings.lifter))
        try:
            with notes(journal, settings.lifter) as kept:
                _ask_all(file, dict(facts), kept, again=again)
        except (typer.Abort, KeyboardInterrupt) as broken_off:
            journal.refuse_unwritten()
            typer.echo("\nWhat you answered is kept. To go on another day: coach setup", err=True)
            raise typer.Exit(INTERRUPTED) from broken_off
        journal.refuse_unwritten()
        days = told(journal, settings.lifter).get("days", "")
    _told(settings, days)


def _ask_all(file: FactsFile, facts: dict[str, str], kept: Notes, *, again: bool) -> None:
    for name, fact in file.facts.items():
        if (name in facts and not again) or _needless(fact, facts):
            continue
        value = _answer(fact, facts.get(name, ""))
        if value:
            facts[name] = value
            kept.keep(name, value)
    kept.keep(INTERVIEW, "done")


def _needless(fact: FactShape, facts: Mapping[str, str]) -> bool:
    return any(facts.get(name) == value for name, value in fact.unless.items())


def _answer(fact: FactShape, known: str) -> str:
    """The answer that can be used, asked for until there is one; empty when the question is left open."""
    shown = f" [{known}]" if known else f" ({fact.answers})"
    while True:
        said = typer.prompt(fact.ask + shown, default=known, show_default=False, prompt_suffix=" ")
        if not said.strip() or said.strip().lower() in ("skip", "next", "later"):
            return ""
        try:
            return fact.read(said)
        except InputError as error:
            typer.echo(str(error), err=True)


def _told(settings: Config, days: str) -> None:
    own = "" if settings.lifter == "me" else f" --lifter {settings.lifter}"
    if days and days != NOT_KNOWN:
        typer.echo(f'To have your days in the calendar: coach plan add "{days} 18:30 first-hinge"')
    typer.echo(f"Kept. See it with: coach profile{own}   Begin with: coach run{own}")
