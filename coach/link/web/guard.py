"""What every request must be: for this machine by name, from this page, small; and what every answer carries."""

import asyncio
import ipaddress
import socket
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST = 2_000
"""Bytes of a request's body."""

BODY_WITHIN = 5.0
"""Seconds in which a body must have come."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; media-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The page loads nothing from anywhere else, and nobody may frame it."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def own_names(more: Collection[str] = ()) -> frozenset[str]:
    """What this machine is called; a foreign name that leads here is an attack by DNS."""
    host = socket.gethostname().lower()
    short = host.partition(".")[0]
    return frozenset({"localhost", host, short, f"{short}.local", *(each.lower() for each in more)})


def is_ours(host: str, names: Collection[str]) -> bool:
    """Whether the Host header means this machine: one of its names, or an address, which no name server gives away."""
    name, _, port = host.lower().rpartition(":")
    if not (name and port.isdigit()):
        name = host.lower()
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name in names
    return True


class Guard:
    """Stands before the application; whatever it refuses never reaches it."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it in one line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await PlainTextResponse(*refusal, headers=HEADERS)(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, marked)

    def _refusal(self, scope: Scope) -> tuple[str, int] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not is_ours(host, self._names):
            return "That is not my name.", 421
        if scope["method"] in ("GET", "HEAD"):
            return None
        if headers.get("origin") != f"http://{host}":
            return "Only my own page may ask for that.", 403
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return "JSON is needed.", 415
        return None


async def body_of(request: Request) -> bytes | None:
    """The request's body; None for one that is too large, does not come, or whose sender has left."""
    found = b""
    try:
        async with asyncio.timeout(BODY_WITHIN):
            async for chunk in request.stream():
                found += chunk
                if len(found) > LARGEST:
                    return None
    except (ClientDisconnect, TimeoutError):
        return None
    return found
