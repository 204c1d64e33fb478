"""Running the page's server, and telling where it is."""

import re
import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import uvicorn

from coach.link.places import door_places
from coach.link.web.app import House, application
from coach.link.web.bridge import Bridge
from coach.link.web.devices import Devices, devices_path
from coach.link.web.guard import own_names

LOCAL, HOUSE = "127.0.0.1", "0.0.0.0"

AVAHI = Path("/run/avahi-daemon/socket")
"""Where it is, this machine is found as its name with .local behind it, or another where that name was taken."""

TOLD_WITHIN = 1.0
"""Seconds in which avahi tells its name; it knows it, or has none."""

TOLD = re.compile(rb"\+ -?\d+ \d+ ((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+local)\n", re.IGNORECASE)
"""Its answer "+ 2 0 garage-2.local", interface and protocol before the name. Anybody in the house may answer what avahi
does not know: only what no name server outside gives away, a name in .local, is taken."""


def addresses(port: int, *, local: bool) -> list[str]:
    """Where the page is, the easiest to type first."""
    if local:
        return [f"http://{LOCAL}:{port}/"]
    found = _own_address()
    named = [name for address in found if (name := published(address))]
    return [f"http://{host}:{port}/" for host in (*named, *found)]


def published(address: str) -> str:
    """The name that avahi has told the house for this address, which is another than the machine's own where somebody
    had that first; empty where it runs not, or has told none yet.
    """
    with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
        line.settimeout(TOLD_WITHIN)
        line.connect(str(AVAHI))
        line.sendall(f"RESOLVE-ADDRESS {address}\n".encode())
        with line.makefile("rb") as answer:
            told = TOLD.fullmatch(answer.readline(300))
        if told is not None:
            return told[1].decode().lower()
    return ""


def own_name() -> str:
    """The name by which the house finds this machine, where it is told and nobody else has it."""
    return f"{socket.gethostname().partition('.')[0].lower()}.local"


def nameless() -> str:
    """Why the page has no name in the house, and how it gets one; empty where it has."""
    lack = f"It has no name such as {own_name()}, as avahi-daemon"
    if not AVAHI.exists():
        return f"{lack} does not run here: sudo apt-get install avahi-daemon"
    if any(published(address) for address in _own_address()):
        return ""
    return f"{lack} runs, but has told the house none: systemctl status avahi-daemon"


def _own_address() -> list[str]:
    """The address by which this machine would reach its house; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, suppress(OSError):
        line.connect(("192.0.2.1", 9))  # an address that is nobody's
        return [str(line.getsockname()[0])]
    return []


def spoken_place(port: int, *, local: bool) -> str:
    """The easiest of its addresses as it is said and typed, without what a browser adds; empty without a network."""
    found = addresses(port, local=local)
    return found[0].removeprefix("http://").rstrip("/") if found else ""


def house_of(data: Path, names: Collection[str], tell: Callable[[str], object], place: Callable[[], str]) -> House:
    """The page of the coach with this data folder; `names` are others by which this machine is reached, `place` tells
    what the coach says when it is asked where the page is. The name in .local in it may change: the new one is answered
    from then on, and the old one, which is another machine's now, no longer."""
    known = set(own_names(names))
    given = {each.lower() for each in names}
    found_by = own_name()

    def page_at() -> str:
        nonlocal found_by
        found = place()
        name = found.rpartition(":")[0]
        if name.endswith(".local") and name != found_by:
            known.add(name)
            known.difference_update({found_by} - given)
            found_by = name
        return found

    page_at()
    return House(Bridge(*door_places(data), page_at=page_at), Devices(devices_path(data)), known, tell)


def serve(house: House, *, port: int, local: bool) -> None:
    """Serve until it is asked to end; a port that is taken ends it with uvicorn's own line."""
    uvicorn.run(
        application(house),
        host=LOCAL if local else HOUSE,
        port=port,
        http="h11",
        ws="none",
        loop="asyncio",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=150,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
