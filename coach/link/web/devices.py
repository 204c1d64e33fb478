"""Which phones and screens may come: tokens of paired devices and codes of the terminal, hashed in one small file."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from coach.errors import InputError
from coach.reading.files import read_json, stands
from coach.reading.writing import replaced

CODE_LASTS = 600.0
"""Seconds a code of the terminal may be used, once."""

MOST = 50
"""Devices; the one that was paired first goes."""


@dataclass(frozen=True, slots=True)
class Device:
    """One paired device: its name, its token's hash, when it was paired (wall clock), and whether it only looks."""

    name: str
    token: str
    since: float
    looks: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was shown on the terminal, good until `until` (wall clock) for one device."""

    code: str
    until: float
    looks: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    devices: tuple[Device, ...] = ()
    codes: tuple[Code, ...] = ()


_KEPT = TypeAdapter(_Kept)


class Devices:
    """The file, read anew whenever somebody else may have changed it. Raises InputError for a file that is damaged."""

    def __init__(self, path: Path, wall: Callable[[], float] = time.time) -> None:
        self._path, self._wall = path, wall
        self._read: tuple[int, int] | None = None
        self._kept = _Kept()

    def all(self) -> tuple[Device, ...]:
        """The paired devices, the first paired first."""
        return self._load().devices

    def known(self, token: str) -> Device | None:
        """The device with this token; None for a token of nobody's, or of one that was forgotten."""
        mark = _mark(token)
        return next((each for each in self.all() if _same(each.token, mark)), None)

    def pair(self, name: str, *, looks: bool) -> str:
        """Keep a new device; returns its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        kept = self._load()
        device = Device(_free(name, [each.name for each in kept.devices]), _mark(token), self._wall(), looks)
        self._save(replace(kept, devices=(*kept.devices, device)[-MOST:]))
        return token

    def forget(self, name: str) -> bool:
        """Take a device's right away; False when there is none of this name."""
        kept = self._load()
        left = tuple(each for each in kept.devices if each.name != name)
        if left != kept.devices:
            self._save(replace(kept, devices=left))
        return left != kept.devices

    def new_code(self, *, looks: bool) -> str:
        """A code for the terminal to show."""
        code = secrets.token_urlsafe(16)
        kept = self._load()
        valid = tuple(each for each in kept.codes if each.until > self._wall())[-9:]
        self._save(replace(kept, codes=(*valid, Code(_mark(code), self._wall() + CODE_LASTS, looks))))
        return code

    def use_code(self, code: str) -> Code | None:
        """The code that was shown, which is used up by this; None for any other."""
        kept, mark = self._load(), _mark(code)
        found = next((each for each in kept.codes if _same(each.code, mark)), None)
        if found is None or found.until < self._wall():
            return None
        self._save(replace(kept, codes=tuple(each for each in kept.codes if each is not found)))
        return found

    def _load(self) -> _Kept:
        if not stands(self._path):
            self._kept, self._read = _Kept(), None
            return self._kept
        found = self._path.stat()
        stamp = (found.st_mtime_ns, found.st_ino)
        if stamp != self._read:
            try:
                self._kept = _KEPT.validate_python(read_json(self._path))
            except ValidationError as error:
                raise InputError(f"{self._path} is damaged; delete it and pair every device anew") from error
            self._read = stamp
        return self._kept

    def _save(self, kept: _Kept) -> None:
        body: dict[str, Any] = asdict(kept)
        replaced(self._path, json.dumps(body, indent=1) + "\n")
        self._path.chmod(0o600)


def devices_path(data: Path) -> Path:
    """Where the devices are kept."""
    return data / "web-devices.json"


def _mark(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _same(kept: str, mark: str) -> bool:
    """Compared in the same time whatever is alike; a file that was damaged may hold any letters."""
    return secrets.compare_digest(kept.encode("utf-8", "surrogatepass"), mark.encode())


def _free(name: str, taken: list[str]) -> str:
    """The name, or with a number behind it, so that each device can be forgotten by its own."""
    wished = " ".join("".join(sign for sign in name if sign.isprintable()).split())[:30] or "screen"
    number, free = 1, wished
    while free in taken:
        number += 1
        free = f"{wished} {number}"
    return free
