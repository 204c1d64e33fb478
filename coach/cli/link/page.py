"""`coach link web`, `pair`, `devices`: the page in the house, and who may see it."""

from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from coach.cli.link.door import REFUSALS, ConfigFile, doors_of, link
from coach.config import load_config
from coach.errors import InputError
from coach.link.client import Client
from coach.reading.extras import install

PagePort = Annotated[int | None, typer.Option(help="The port the page is on; else 'page_port' of coach.yaml.")]


@link.command()
def web(
    port: Annotated[
        int | None, typer.Option(help="The port to listen on; else 'page_port' of coach.yaml.", min=1, max=65535)
    ] = None,
    local: Annotated[bool, typer.Option("--local", help="For this machine only, not for the house.")] = False,
    name: Annotated[list[str] | None, typer.Option(help="Another name this machine is reached by.")] = None,
    config: ConfigFile = None,
) -> None:
    """Serve a page for the phones, tablets and TVs of the house, until Ctrl-C. It needs coach[web].

    Whoever sees it has to be paired first: the coach says a number, or 'coach link pair' shows a code.

    Examples: coach link web    coach link web --local --port 9000
    """
    server = _page("server")
    settings = load_config(config)
    port = port or settings.page_port
    for address in server.addresses(port, local=local):
        typer.echo(f"The page is at {address}")
    if not local and server.nameless():
        typer.echo(server.nameless())
    typer.echo("Pair a device: it asks for a number, which the coach says; or: coach link pair")
    place = partial(server.spoken_place, port, local=local)
    house = server.house_of(settings.data_folder, name or (), partial(typer.echo, err=True), place)
    server.serve(house, port=port, local=local)


@link.command()
def pair(
    looks: Annotated[bool, typer.Option("--look-only", help="For a screen that only looks, such as a TV.")] = False,
    port: PagePort = None,
    local: Annotated[bool, typer.Option("--local", help="For a browser on this machine.")] = False,
    config: ConfigFile = None,
) -> None:
    """Show a code that pairs one device: scan it with the phone, or type the address. Good for ten minutes.

    Examples: coach link pair    coach link pair --look-only
    """
    import segno

    devices = _devices(config)
    code = devices.new_code(looks=looks)
    port = port or load_config(config).page_port
    address = f"{_page('server').addresses(port, local=local)[-1]}#{code}"
    segno.make(address, error="l").terminal(compact=True)
    typer.echo(address)


@link.command()
def devices(config: ConfigFile = None) -> None:
    """List the paired devices.

    Example: coach link devices
    """
    found = _devices(config).all()
    for device in found:
        since = datetime.fromtimestamp(device.since).astimezone()
        typer.echo(f"{device.name}  since {since:%Y-%m-%d %H:%M}{'  looks only' if device.looks else ''}")
    if not found:
        typer.echo("No device is paired; 'coach link pair' shows a code for one.")


@link.command()
def forget(
    name: Annotated[str, typer.Argument(help="A name of 'coach link devices'.")], config: ConfigFile = None
) -> None:
    """Take a device's right away; what it shows ends within seconds.

    Example: coach link forget phone
    """
    if not _devices(config).forget(name):
        raise InputError(f"no device is called '{name}'; 'coach link devices' lists them")
    typer.echo(f"'{name}' is forgotten.")


@link.command()
def address(port: PagePort = None, config: ConfigFile = None) -> None:
    """Have the coach say where its page is.

    Example: coach link address
    """
    place = _page("server").spoken_place(port or load_config(config).page_port, local=False)
    if not place:
        raise InputError("this machine is in no network now; the page can be reached with: coach link web --local")
    with Client(*doors_of(config)) as client:
        if not client.ask({"speak_address": place})["done"]:
            raise InputError(REFUSALS["silent"])
    typer.echo(place)


def _devices(config: Path | None) -> Any:
    module = _page("devices")
    return module.Devices(module.devices_path(load_config(config).data_folder))


def _page(module: str) -> Any:
    """A module of the page's server; raises InputError where its packages are not installed."""
    try:
        return import_module(f"coach.link.web.{module}")
    except ModuleNotFoundError as error:
        raise InputError(f"the page needs {error.name}; install it with: {install('web')}") from error
