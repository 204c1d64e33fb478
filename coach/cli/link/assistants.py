"""`coach link wyoming`: the coach as one whom voice assistants may talk to."""

from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer

from coach.cli.link.door import ConfigFile, link
from coach.config import load_config
from coach.content import library_of
from coach.errors import InputError
from coach.link.places import door_places
from coach.reading.extras import install


@link.command()
def wyoming(
    hosts: Annotated[list[str], typer.Argument(help="The machines that may speak: names or addresses.")],
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 10700,
    config: ConfigFile = None,
) -> None:
    """Take sentences from a voice assistant such as Home Assistant's, until Ctrl-C. It needs coach[wyoming].

    Wyoming, which it speaks, knows no passwords: whoever is not named is hung up on.

    Examples: coach link wyoming 192.168.1.5    coach link wyoming homeassistant.local --port 10701
    """
    service, sentences = _part("service"), _part("sentences")
    settings = load_config(config)
    lines = library_of(settings).lines()
    words = {name: lines[f"link.{name}"].say[0] for name in sentences.LINES}
    named = service.Named(hosts)
    made = service.Service(
        sentences.Sentences(door_places(settings.data_folder), words),
        named,
        partial(typer.echo, err=True),
        language=settings.language,
        version=version("coach"),
    )
    here = named.all_here
    typer.echo(f"Taking sentences from {', '.join(hosts)} on port {port}{' of this machine only' if here else ''}.")
    service.serve(made, here=here, port=port)


def _part(module: str) -> Any:
    try:
        return import_module(f"coach.link.wyoming.{module}")
    except ModuleNotFoundError as error:
        raise InputError(f"voice assistants need {error.name}; install it with: {install('wyoming')}") from error
