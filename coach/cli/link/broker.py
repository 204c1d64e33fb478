"""`coach link mqtt`: the box in Home Assistant and other home automation, by a broker of yours."""

import os
import socket
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from coach.cli.link.door import ConfigFile, doors_of, link
from coach.config import BrokerAddress, broker_at, load_config, usual_port
from coach.errors import InputError
from coach.reading.extras import install

PASSWORD = "COACH_MQTT_PASSWORD"
"""Where the password is taken from: on a command line every user of the machine could read it."""


@link.command()
def mqtt(
    host: Annotated[str | None, typer.Argument(help="The broker's name or address; else 'mqtt' of coach.yaml.")] = None,
    port: Annotated[int | None, typer.Option(help="Its port; 1883, or 8883 with --tls.", min=1, max=65535)] = None,
    user: Annotated[str | None, typer.Option(help=f"Your name there; the password is taken from {PASSWORD}.")] = None,
    tls: Annotated[bool, typer.Option("--tls", help="Encrypt, and check the broker's certificate.")] = False,
    authority: Annotated[Path | None, typer.Option(help="Whose certificates are trusted; else the system's.")] = None,
    name: Annotated[str | None, typer.Option(help="What this box is called there; else as the machine.")] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take the box out of the broker's memory, and end.")] = False,
    config: ConfigFile = None,
) -> None:
    """Show the coach to Home Assistant by an MQTT broker of yours, and take its buttons, until Ctrl-C.

    Examples: coach link mqtt 192.168.1.5    coach link mqtt homeassistant.local --user coach    coach link mqtt
    --forget
    """
    face, entities = _part("face"), _part("entities")
    topics = entities.Topics(entities.topic_name(name or socket.gethostname().partition(".")[0]))
    where = _where(host, port, user, config, tls=tls)
    password = os.environ.get(PASSWORD) if where.user is not None else None
    broker = face.Broker(where.host, where.port, where.user, password, where.tls, authority)
    carried = face.Face(broker, topics, doors_of(config), partial(typer.echo, err=True))
    if forget:
        carried.forget()
        typer.echo(f"The broker has forgotten {topics.name}.")
        return
    carried.run()


def _where(host: str | None, port: int | None, user: str | None, config: Path | None, *, tls: bool) -> BrokerAddress:
    """What the command says, and coach.yaml where it says no host; raises InputError where neither does."""
    named = load_config(config).mqtt
    if host is not None:
        return BrokerAddress(host, port or usual_port(tls=tls), user, tls)
    if named is None:
        raise InputError("name the broker: coach link mqtt HOST; or write 'mqtt: mqtt://HOST' into coach.yaml")
    found = broker_at(named, tls=tls)
    return replace(found, port=port or found.port, user=user or found.user)


def _part(module: str) -> Any:
    try:
        return import_module(f"coach.link.mqtt.{module}")
    except ModuleNotFoundError as error:
        raise InputError(f"home automation needs {error.name}; install it with: {install('mqtt')}") from error
