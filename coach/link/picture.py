"""The picture that goes through the door, read off what a screen is shown."""

from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from coach.core.session.machine import Session, View
from coach.core.session.view import Situation
from coach.core.state import Paused
from coach.link.messages import BUTTONS

INTENTS: Mapping[str, str] = {"ready": "start", "done": "done", "next": "next", "pause": "pause"} | {
    "resume": "resume",
    "stop": "stop",
}
"""What each button means."""

IDLE, STANDBY = "idle", "standby"


def coach_version() -> str:
    """This coach's version, empty where it is not installed."""
    try:
        return version("coach")
    except PackageNotFoundError:
        return ""


def blank(lifter: str) -> dict[str, Any]:
    """A picture with nothing on it."""
    nothing = dict.fromkeys(("title", "what", "detail", "next", "load", "plates", "said"), "")
    none: dict[str, Any] = dict.fromkeys(("ends", "heard", "asked", "trouble"))
    lists: dict[str, Any] = {name: [] for name in ("rep_ends", "lost", "summary", "buttons", "sessions", "today")}
    counts = dict.fromkeys(("rep", "reps", "steps_done", "steps"), 0)
    first = {"mode": STANDBY, "situation": IDLE, "lifter": lifter, "at": 0.0, "coach": coach_version()}
    return {**first, **nothing, **none, **lists, **counts}


def of_session(view: View, session: Session) -> dict[str, Any]:
    """What a picture takes from a session under way."""
    phase = session.phase
    question = view.situation is Situation.QUESTION
    return {
        "mode": "session",
        "situation": view.situation.value,
        "title": view.title,
        "what": view.now,
        "detail": view.detail,
        "next": view.next,
        "load": view.load,
        "plates": view.plates,
        "ends": view.ends,
        "rep": view.rep,
        "reps": view.reps,
        "rep_ends": [round(end, 3) for end in view.rep_ends],
        "steps_done": view.done_steps,
        "steps": view.all_steps,
        "said": view.last_said,
        "asked": {"question": view.detail, "answers": list(view.answers)} if question else None,
        "lost": sorted(phase.lost) if isinstance(phase, Paused) else [],
        "summary": list(view.summary),
        "sessions": [],
        "today": [],
    }


def buttons_for(armed: Iterable[str]) -> list[str]:
    """The buttons that make sense while these intents do."""
    wanted = set(armed)
    return [name for name in BUTTONS if name == "stop" or INTENTS[name] in wanted]
