"""What boxes send each other: a session that began, its events one by one, and the rows that its events amount to.

Each message is JSON, and may come twice, late, or from a box whose clock is wrong: what it is about is told by the
session's key and the event's number, never by a time.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from coach.errors import InputError

VERSION = 1
"""Counts up when a coach of before would misread what comes."""

ROOT = "coach.gather"
"""What all subjects begin with: then come lifter, box and session."""

STREAM = "COACH_GATHER"
"""The stream that keeps them on the server."""

Kind = Literal["begun", "event", "ledger"]

NOBODY = "me"
"""The lifter's name where none was set: on every box it is somebody else."""

PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


class NewerError(InputError):
    """A message of a newer coach; `version` is its."""

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__("another box has a newer coach; update this one to take in what it sends")


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `number` is the event's in its session's order, or counts the session's ledgers; `body` the rest.

    `begun`: the session's row with its plan, as it is in an export. `event`: the event's row. `ledger`: of how many
    events it is (`upto`), the session's own row again, and the rows of sets, complaints and findings.
    """

    kind: Kind
    box: str
    name: str
    lifter: str
    key: str
    number: int
    body: Mapping[str, Any]
    sent: float = 0.0

    @property
    def subject(self) -> str:
        """Where it is published."""
        return f"{of_lifter(self.lifter)}.{token(self.box)}.{token(self.key)}"

    @property
    def identity(self) -> str:
        """The same for the same message, however often it is sent."""
        return f"{self.box}/{self.key}/{self.kind}/{self.number}"


def of_lifter(lifter: str) -> str:
    """What the subjects of all of a lifter's sessions begin with."""
    return f"{ROOT}.{token(lifter)}"


def token(text: str) -> str:
    """A name as one part of a subject: as it is, or in hexadecimal figures where it has other signs in it."""
    return text if PLAIN.fullmatch(text) else "=" + text.encode().hex()


def written(message: Message) -> bytes:
    """The message as it is sent; `sent` is the sender's wall clock at that moment, seconds since 1970."""
    told: dict[str, Any] = {"version": VERSION, "is": message.kind, "box": message.box, "name": message.name}
    told |= {"sent": message.sent, "lifter": message.lifter, "key": message.key, "number": message.number}
    told["body"] = message.body
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def read(payload: bytes) -> Message:
    """The message again; raises ValueError for what is none, NewerError for one this coach cannot know."""
    try:
        told = json.loads(payload, parse_constant=_no_number)
        if told["version"] > VERSION:
            raise NewerError(int(told["version"]))
        box, name, lifter, key = words = [told[part] for part in ("box", "name", "lifter", "key")]
        number, sent, body = told["number"], told["sent"], told["body"]
        shaped = isinstance(body, dict) and type(number) is int and isinstance(sent, int | float)
        if told["is"] not in get_args(Kind) or not shaped or not all(isinstance(word, str) for word in words):
            raise ValueError("it is no message of the coach")
        return Message(told["is"], box, name, lifter, key, number, body, float(sent))
    except (KeyError, TypeError, RecursionError, OverflowError) as fault:
        raise ValueError(f"it is no message of the coach ({fault!r})") from fault


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")
