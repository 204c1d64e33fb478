"""What the page asks for: the stream of pictures, wishes, pairing, history."""

import asyncio
import base64
import hashlib
import json
import re
import sys
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from coach.link.messages import Press, wish_of
from coach.link.visitors import Bucket
from coach.link.web.bridge import Bridge
from coach.link.web.devices import Device, Devices
from coach.link.web.guard import HEADERS, Guard, body_of
from coach.link.web.pin import Pin

PAGE = Path(__file__).with_name("page")
SERVED = (".html", ".css", ".js", ".svg", ".mp4")
COOKIE = "coach"
YEAR = 365 * 86_400
BEAT = 5.0
"""Seconds between two signs of life on a stream, and two looks whether its device may still look."""

STREAMS = 40
"""So many at once."""


class _Pairing(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    pin: str = Field(default="", max_length=12)
    code: str = Field(default="", max_length=64)
    name: str = Field(default="", max_length=60)
    looks: bool = False


@dataclass
class House:
    """What all requests share."""

    bridge: Bridge
    devices: Devices
    names: Collection[str]
    tell: Callable[[str], object] = lambda line: sys.stderr.write(line + "\n")
    pin: Pin = field(default_factory=Pin)
    guesses: Bucket = field(default_factory=lambda: Bucket(20, 0.5))
    paces: dict[str, Bucket] = field(default_factory=dict)
    streams: int = 0

    def device(self, request: Request) -> Device | None:
        """Whose request this is."""
        token = request.cookies.get(COOKIE, "")
        return self.devices.known(token) if token else None


# long: a table of the paths, and what makes routes of them
def application(house: House) -> Starlette:
    """The page's server; it follows the door as long as it runs."""

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        following = asyncio.ensure_future(house.bridge.follow())
        yield
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following

    def served(name: str) -> Route:
        async def serve(_: Request) -> Response:
            return FileResponse(PAGE / name)

        return Route("/" if name == "index.html" else f"/{name}", serve)

    asked: Mapping[str, tuple[Callable[[Request, House], Any], str]] = {
        "/me": (me, "GET"),
        "/events": (events, "GET"),
        "/history": (partial(looked_up, "history"), "GET"),
        "/programs": (partial(looked_up, "programs"), "GET"),
        "/everybody": (partial(looked_up, "everybody"), "GET"),
        "/report": (report, "GET"),
        "/plan.ics": (plan, "GET"),
        "/pin": (speak_pin, "POST"),
        "/pair": (pair, "POST"),
        "/leave": (leave, "POST"),
        "/wish": (wish, "POST"),
    }

    def route(path: str, answer: Callable[[Request, House], Any], method: str) -> Route:
        async def endpoint(request: Request) -> Response:
            found: Response = await answer(request, house)
            return found

        return Route(path, endpoint, methods=[method])

    routes = [served(each.name) for each in sorted(PAGE.iterdir()) if each.suffix in SERVED]
    routes += [route(path, *which) for path, which in asked.items()]
    return Starlette(routes=routes, lifespan=living, middleware=[Middleware(Guard, names=house.names)])


# ------------------------------------------------------------------------------------------------ looking


async def me(request: Request, house: House) -> Response:
    """Who this device is; 401 where it is nobody yet."""
    if (device := house.device(request)) is None:
        return _refused("unpaired", 401)
    return JSONResponse({"name": device.name, "looks": device.looks})


async def events(request: Request, house: House) -> Response:
    """The stream of pictures."""
    if house.device(request) is None:
        return _refused("unpaired", 401)
    if house.streams >= STREAMS:
        return _refused("too many screens", 503)
    return StreamingResponse(_stream(request, house), media_type="text/event-stream")


async def _stream(request: Request, house: House) -> AsyncIterator[bytes]:
    house.streams += 1
    try:
        async with house.bridge.stream() as coming:
            while house.device(request) is not None:
                try:
                    message = await asyncio.wait_for(coming.get(), BEAT)
                except TimeoutError:
                    yield b"event: beat\ndata: {}\n\n"
                    continue
                if message is None:
                    return
                yield b"data: " + json.dumps(message).encode() + b"\n\n"
    finally:
        house.streams -= 1


async def looked_up(what: str, request: Request, house: House) -> Response:
    """The newest sessions, the programs, or everybody on all boxes, which is for no screen on a wall."""
    device = house.device(request)
    if device is None:
        return _refused("unpaired", 401)
    if device.looks and what == "everybody":
        return _refused("looks", 403)
    return JSONResponse(await house.bridge.wish({"ask": what}))


async def report(request: Request, house: House) -> Response:
    """The report as its own page; its style is let in by its hash, scripts are not."""
    if house.device(request) is None:
        return _refused("unpaired", 401)
    answer = await house.bridge.wish({"ask": "report"})
    if not answer["done"]:
        return _refused(answer["why"], 503)
    page: str = answer["report"] or "<!doctype html><title>Training</title><p>Nothing yet.</p>"
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    marks = (base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in styles)
    allowed = " ".join(f"'sha256-{mark}'" for mark in marks) or "'none'"
    policy = f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return HTMLResponse(page, headers={**HEADERS, "Content-Security-Policy": policy})


async def plan(request: Request, house: House) -> Response:
    """The plan, for the device's own calendar."""
    if house.device(request) is None:
        return _refused("unpaired", 401)
    answer = await house.bridge.wish({"ask": "calendar"})
    if not answer["done"]:
        return _refused(answer["why"], 503)
    return Response(answer["calendar"], media_type="text/calendar")


# ------------------------------------------------------------------------------------------------ pairing


async def speak_pin(request: Request, house: House) -> Response:
    """Have the box speak a new number."""
    wait = house.pin.wait()
    if wait > 0:
        return _refused("wait", 429, seconds=round(wait) + 1)
    answer = await house.bridge.wish({"speak_pin": house.pin.new()})
    if not answer["done"]:
        house.pin.take_back()
        return _refused(answer["why"], 503)
    house.tell(f"A number was asked for from {_where(request)}; the box speaks it.")
    return JSONResponse({"done": True})


async def pair(request: Request, house: House) -> Response:
    """Take in a device that knows the number, or the code of the terminal."""
    try:
        asked = _Pairing.model_validate_json(await body_of(request) or b"")
    except ValidationError:
        return _refused("malformed", 400)
    where = _where(request)
    code = house.devices.use_code(asked.code) if asked.code else None
    if code is None and not house.guesses.take():  # whoever guesses keeps nobody out who has the terminal's code
        return _refused("wait", 429, seconds=10)
    if code is None and not house.pin.right(asked.pin):
        house.tell(f"A wrong number or code came from {where}.")
        return _refused("wrong", 403)
    looks = code.looks if code is not None else asked.looks
    token = house.devices.pair(asked.name, looks=looks)
    device = house.devices.known(token)
    house.tell(f"Paired '{device.name if device else asked.name}' from {where}{', to look only' if looks else ''}.")
    done = JSONResponse({"done": True, "looks": looks})
    done.set_cookie(COOKIE, token, max_age=YEAR, httponly=True, samesite="strict", path="/")
    return done


async def leave(request: Request, house: House) -> Response:
    """Forget the device that asks for it."""
    if (device := house.device(request)) is not None:
        house.devices.forget(device.name)
    done = JSONResponse({"done": True})
    done.delete_cookie(COOKIE)
    return done


# ------------------------------------------------------------------------------------------------ wishing


async def wish(request: Request, house: House) -> Response:
    """Pass a wish on to the coach; a device that only looks has none."""
    device = house.device(request)
    if device is None:
        return _refused("unpaired", 401)
    if device.looks:
        return _refused("looks", 403)
    try:
        wished = wish_of(await body_of(request) or b"")
    except ValueError:
        return _refused("malformed", 400)
    told = wished.model_dump(mode="json", exclude={"id"})
    if not {"say", "press", "start", "start_program"} & set(told):
        return _refused("malformed", 400)
    pace = house.paces.setdefault(device.token, Bucket(10, 2.0))
    if not pace.take() and not (isinstance(wished, Press) and wished.press == "stop"):
        return _refused("too_fast", 429)
    return JSONResponse(await house.bridge.wish(told))


def _where(request: Request) -> str:
    """Where a request comes from, for the terminal."""
    return request.client.host if request.client is not None else "somewhere"


def _refused(why: str, status: int, **more: object) -> JSONResponse:
    return JSONResponse({"done": False, "why": why, **more}, status_code=status)
