"""Who stands at the door on the session's side: takes wishes in, as if they were typed or pressed here."""

from collections.abc import Callable, Mapping
from typing import Any

from coach.clocks import SessionTime
from coach.controls.keyboard import Reads, understood
from coach.core.events import Event, Heard, HeardUnclear, NotUnderstood, Woke
from coach.link.picture import INTENTS

SILENT_IN = frozenset({"set", "stop", "question"})
"""Situations in which the box says no PIN: a set is counted, danger is spoken of, or an answer is waited for."""


class Attendant:
    """Answers wishes; called from the door's thread. It posts events, and leaves words for the loop to say.

    `words` makes a line of the box's out of its name and fields, None where there is no such line. `page_at` is where
    the page is found, empty while none is connected; `secret` is what was last said for ears alone.
    """

    def __init__(
        self,
        reader: Reads,
        *,
        now: Callable[[], SessionTime],
        post: Callable[[Event], None],
        words: Callable[[str, str], str | None],
    ) -> None:
        self._reader, self._now, self._post, self._words = reader, now, post, words
        self.armed: frozenset[str] | None = None
        self.situation = ""
        self.sessions: frozenset[str] = frozenset()
        self.to_say: list[str] = []
        self.page_at = ""
        self.secret = ""

    def __call__(self, wish: Mapping[str, Any]) -> dict[str, Any]:
        """What is done about one wish."""
        if "say" in wish:
            return self._typed(wish["say"])
        if "press" in wish:
            return self._pressed(wish["press"])
        if "start" in wish:
            return self._start(wish["start"])
        if "look" in wish:
            self._post(Woke(self._now()))
            return {"done": True}
        if "page_at" in wish:
            self.page_at = wish["page_at"]
            return {"done": True}
        if "speak_pin" in wish:
            return self._speak("link.pin", " ".join(wish["speak_pin"]), secret=True)
        return self._speak("link.address", spelled(wish["speak_address"]))

    def _typed(self, text: str) -> dict[str, Any]:
        event = understood(self._reader, text, self.armed, self._now())
        self._post(event)
        if isinstance(event, NotUnderstood):
            return {"done": False, "why": "not_understood", "nearest": event.nearest or None}
        if isinstance(event, HeardUnclear):
            return {"done": True, "meant": event.guess, "slots": dict(event.slots), "sure": False}
        return {"done": True, "meant": event.intent, "slots": dict(event.slots), "sure": True}

    def _pressed(self, button: str) -> dict[str, Any]:
        intent = INTENTS[button]
        if intent != "stop" and self.armed is not None and intent not in self.armed:
            return {"done": False, "why": "not_now"}
        self._post(Heard(self._now(), intent, {}, button))
        return {"done": True, "meant": intent, "sure": True}

    def _start(self, session: str) -> dict[str, Any]:
        if self.armed is None or "session_start" not in self.armed:
            return {"done": False, "why": "not_now"}
        if session not in self.sessions:
            return {"done": False, "why": "no_such_session"}
        self._post(Heard(self._now(), "session_start", {"session": session}, session.replace("-", " ")))
        return {"done": True, "meant": "session_start", "slots": {"session": session}, "sure": True}

    def _speak(self, line: str, value: str, *, secret: bool = False) -> dict[str, Any]:
        """Leave it for the loop, which alone may speak. A `secret` goes into no picture: a screen that only looks would
        read there the number that makes it more than that."""
        text = self._words(line, value)
        if self.situation in SILENT_IN or len(self.to_say) > 1 or text is None:
            return {"done": False, "why": "silent"}
        if secret:
            self.secret = text
        self.to_say.append(text)
        self._post(Woke(self._now()))
        return {"done": True}


def spelled(address: str) -> str:
    """An address as it is said: figures one by one, with the signs in words."""
    signs = {".": "dot", ":": "colon", "-": "dash"}
    parts: list[str] = [""]
    for sign in address:
        if sign.isalpha():
            parts[-1] += sign
        else:
            parts += [signs.get(sign, sign), ""]
    return " ".join(part for part in parts if part)
