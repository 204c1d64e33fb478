"""`coach link status`, `watch`, `say`: what happens through the local door, and words back in."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from coach.config import load_config
from coach.displays.screen.figures import clock
from coach.errors import InputError, one_line
from coach.link.client import Client
from coach.link.messages import BUTTONS
from coach.link.places import door_places

ConfigFile = Annotated[Path | None, typer.Option("--config", help="A configuration file other than your own.")]

REFUSALS = {
    "not_understood": "that means nothing to the coach here",
    "not_now": "that makes no sense right now",
    "no_such_session": "there is no session of that name; 'coach sessions' lists them",
    "too_fast": "that was too much at once; wait a moment",
    "silent": "not while a set is counted or a question is open; try again in the rest",
    "busy": "the coach is busy; try again",
    "failed": "the history cannot be read; 'coach history' says why",
}
"""What is told for each reason why a wish was not done."""

link = typer.Typer(no_args_is_help=True)


@link.callback()
def about() -> None:
    """See what a running coach does, and tell it something, from another terminal or program.

    The coach opens its local door with 'link: true' in coach.yaml, or 'coach run --link'.

    Examples: coach link status    coach link watch    coach link say "give me thirty more seconds"
    """


@link.command()
def status(config: ConfigFile = None) -> None:
    """Say what goes on right now, and where the door is.

    Example: coach link status
    """
    with Client(*doors_of(config)) as client:
        picture = client.next(15.0)
    if picture is None:
        raise InputError("the door is open, but the coach says nothing yet; try again")
    typer.echo(f"The door is {client.place}.")
    for line in told(picture):
        typer.echo(line)


@link.command()
def watch(
    as_json: Annotated[bool, typer.Option("--json", help="Every line as it comes.")] = False,
    config: ConfigFile = None,
) -> None:
    """Show what happens, as it happens, until the coach ends or Ctrl-C.

    Examples: coach link watch    coach link watch --json
    """
    now: dict[str, Any] = {}
    with Client(*doors_of(config)) as client:
        for message in client.messages():
            if as_json:
                sys.stdout.write(json.dumps(message, ensure_ascii=False) + "\n")
                sys.stdout.flush()
                continue
            before = tuple(_going_on(now)) if now else ()
            now |= message
            _show(message, before, tuple(_going_on(now)))


@link.command()
def say(sentence: Annotated[str, typer.Argument(help="What you would say.")], config: ConfigFile = None) -> None:
    """Say a sentence, as if it were typed at the coach's own keyboard; tells what it was taken for.

    Examples: coach link say next    coach link say "my back feels tight"
    """
    _answered({"say": sentence}, config)


@link.command()
def press(button: Annotated[str, typer.Argument(help=", ".join(BUTTONS))], config: ConfigFile = None) -> None:
    """Press a button.

    Example: coach link press done
    """
    if button not in BUTTONS:
        raise InputError(f"there is no button '{button}'; choose one of {', '.join(BUTTONS)}")
    _answered({"press": button}, config)


@link.command()
def start(
    session: Annotated[str, typer.Argument(help="A session's name from 'coach sessions'.")], config: ConfigFile = None
) -> None:
    """Start a session on the box that waits.

    Example: coach link start rdl-day
    """
    _answered({"start": session}, config)


def doors_of(config: Path | None) -> tuple[Path, ...]:
    """Where the door of this configuration's coach may be."""
    return door_places(load_config(config).data_folder)


def _answered(wish: Mapping[str, str], config: Path | None) -> None:
    with Client(*doors_of(config)) as client:
        answer = client.ask(wish)
    if not answer["done"]:
        nearest = f"; perhaps '{answer['nearest']}'" if answer.get("nearest") else ""
        raise InputError(f"{REFUSALS.get(answer['why'], answer['why'])}{nearest}")
    slots = ", ".join(f"{name} {value}" for name, value in (answer.get("slots") or {}).items())
    meant = str(answer.get("meant")).replace("_", " ")
    asks = "" if answer.get("sure") else " The coach asks whether that is so."
    typer.echo(one_line(f"Taken for: {meant}{f' ({slots})' if slots else ''}.{asks}"))


def told(picture: Mapping[str, Any]) -> list[str]:
    """A picture in lines for a person."""
    lines = [one_line(line) for line in _going_on(picture)]
    if picture["ends"] is not None:
        lines.append(f"ends in {clock(max(0.0, picture['ends']['session'] - picture['at']))}")
    if picture["asked"] is not None and picture["asked"]["answers"]:
        lines.append(f"answers: {', '.join(picture['asked']['answers'])}")
    if picture["sessions"]:
        lines.append(f"sessions: {', '.join(each['name'] for each in picture['sessions'])}")
    return lines


def _going_on(now: Mapping[str, Any]) -> list[str]:
    """The lines of a picture that stay true as time goes by."""
    head = f"{now['situation']}: {now['what']}" if now["what"] else str(now["situation"])
    parts = [head, now["detail"], now["load"], now["plates"]]
    lines = [" | ".join(part for part in parts if part)]
    if now["next"]:
        lines.append(f"next: {now['next']}")
    if now["trouble"] is not None:
        lines.append(f"trouble: {now['trouble']['text']}")
    return lines


def _show(message: Mapping[str, Any], before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """What of it is new, a line a thing, with the session's time."""
    news = [line for line in after if line not in before]
    heard = message.get("heard")
    if heard is not None:
        sure = "taken for" if heard["sure"] else "perhaps"
        news.append(f"heard: {heard['text']}, {sure}: {heard['meant'].replace('_', ' ')}")
    if message.get("said"):
        news.append(f"coach: {message['said']}")
    for line in news:
        typer.echo(f"{clock(max(0.0, message['at'])):>5}  {one_line(line)}")
