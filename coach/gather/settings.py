"""The server that boxes gather at, as its owner set it in coach.yaml."""

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from socket import gethostname
from typing import Any

from coach.config import Config
from coach.errors import InputError
from coach.reading.files import Kind, read_text

PASSWORD = "COACH_GATHER_PASSWORD"
"""Where the password is taken from when no file has it."""

SECRET = Kind("a password", 10_000)

CREDENTIALS = Kind("NATS credentials", 10_000)
PARTS = ("BEGIN NATS USER JWT", "BEGIN USER NKEY SEED")
"""What stands in a file of credentials: who one is, and the key to show it."""

NOT_SET = "no server is set; write 'gather: nats://HOST:4222' into coach.yaml, docs/network.md explains it"


@dataclass(frozen=True, slots=True)
class Server:
    """Where to connect and as whom. `takes` is `all`, `own` (sessions of whoever trains here) or `nothing`."""

    addresses: tuple[str, ...]
    name: str
    takes: str = "own"
    user: str | None = None
    password: str | None = None
    creds: Path | None = None
    authority: Path | None = None

    @property
    def tls(self) -> ssl.SSLContext | None:
        """What a certificate is checked against; None where nothing is encrypted. Raises InputError."""
        if self.authority is None and not any(each.startswith("tls:") for each in self.addresses):
            return None
        try:
            return ssl.create_default_context(cafile=self.authority)
        except OSError as error:
            raise InputError(f"{self.authority} holds no certificates that can be trusted ({error})") from error


def server_of(config: Config, environment: Mapping[str, str] = os.environ) -> Server:
    """The configured server; raises InputError where none is set."""
    told: Mapping[str, Any] | None = config.gather
    if told is None:
        raise InputError(NOT_SET)
    password = environment.get(PASSWORD)
    if told.get("password_file") is not None:
        password = read_text(told["password_file"], SECRET).strip()
    creds: Path | None = told.get("creds")
    if creds is not None and not all(part in read_text(creds, CREDENTIALS) for part in PARTS):
        raise InputError(f"{creds} holds no credentials of NATS; make them with: nsc generate creds")
    return Server(
        tuple(told["servers"]),
        told.get("name") or gethostname().partition(".")[0],
        told.get("take", "own"),
        told.get("user"),
        password if told.get("user") else None,
        creds,
        told.get("authority"),
    )
