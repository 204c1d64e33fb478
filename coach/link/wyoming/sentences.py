"""One sentence of somebody's, through the local door, and what is said back."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.link.client import Client, LostError
from coach.link.messages import LONGEST, wish_of

ANSWERED_WITHIN = 12.0
"""Seconds the door may take over the sentence."""

SAID_WITHIN = 2.5
"""Seconds in which the coach must have begun to say something about it; it says nothing about many."""

LINES = ("taken", "asks", "not_understood", "not_now", "no_such_session", "busy", "away", "too_long")
"""What is needed of words, each a line `link.NAME` of the stock lines."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said back, and whether anything was done."""

    text: str
    done: bool


class Sentences:
    """Carries sentences to the door at the first of these places where somebody opens. For any thread.

    `words` are the lines of `LINES`, with {what} for what the sentence was taken for.
    """

    def __init__(self, places: tuple[Path, ...], words: Mapping[str, str]) -> None:
        self._places, self._words = places, words

    def answered(self, text: str) -> Reply:
        """What the coach says to it: its own words where it says something, else what it was taken for."""
        if len(text) > LONGEST:
            return Reply(self._words["too_long"], False)
        stops = text.strip(" .!").lower() == "stop"
        wish = {"press": "stop"} if stops else {"say": text}  # the button is taken even in a flood
        try:
            wish_of(json.dumps(wish))
        except ValueError:
            return Reply(self._words["not_understood"], False)
        try:
            with Client(*self._places) as door:
                return self._reply(door, wish)
        except LostError:
            return Reply(self._words["away"], False)

    def _reply(self, door: Client, wish: Mapping[str, str]) -> Reply:
        if door.next(ANSWERED_WITHIN) is None:  # the picture as it was, told to everybody who comes
            return Reply(self._words["busy"], False)
        answer = door.ask(wish, ANSWERED_WITHIN)
        if not answer["done"]:
            return Reply(self._words.get(answer["why"], self._words["busy"]), False)
        said = _said(door)
        if said:
            return Reply(said, True)
        what = str(answer.get("meant")).replace("_", " ")
        return Reply(self._words["taken" if answer.get("sure") else "asks"].format(what=what), True)


def _said(door: Client) -> str:
    """What the coach says next; nothing where it says nothing in time."""
    end = time.monotonic() + SAID_WITHIN
    while (left := end - time.monotonic()) > 0:
        message: Mapping[str, Any] | None = door.next(left)
        if message is not None and message["is"] == "change" and message.get("said"):
            return str(message["said"])
    return ""
