"""What goes through the door: a picture, its changes, wishes and their answers. The JSON Schema is made from this."""

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

VERSION = 1
"""Counts up when a reader of before would misread what comes; new fields alone do not change it."""

LONGEST_LINE = 4096
"""Bytes of a line from a visitor, its end included."""

LONGEST = 200
"""Characters of a sentence; nobody says more at once."""

ButtonName = Literal["ready", "done", "next", "pause", "resume", "stop"]
BUTTONS: tuple[str, ...] = get_args(ButtonName)

Why = Literal[
    "malformed", "too_fast", "not_now", "not_understood", "no_such_session", "busy", "nobody", "failed", "silent",
    "another_program", "no_such_program", "needs_date", "past_date",
]  # fmt: skip
"""Why a wish was not done."""


class _Out(BaseModel):
    """What the door says."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Deadline(_Out):
    """A moment on both clocks: seconds since the session began, and seconds since 1970."""

    session: float
    wall: float


class HeardWords(_Out):
    """What was heard or typed at session time `at`, and the intent it was taken for; unsure ones are asked about."""

    at: float
    text: str
    meant: str
    sure: bool


class Question(_Out):
    """What is asked, and what answers it; the answers may be said as they stand."""

    question: str
    answers: tuple[str, ...]


class TroubleTold(_Out):
    """The latest trouble, at session time `at`."""

    at: float
    text: str


class SessionName(_Out):
    """A session that may be started by its `name`."""

    name: str
    title: str


class Told(_Out):
    """Everything a screen shows; a change holds those fields that are new."""

    mode: Literal["session", "standby"]
    """Whether somebody is coached, or the box waits."""
    situation: str
    """What has to be told apart at a glance: set, rest, question, pause, get ready, coach, stop, done, idle."""
    lifter: str
    """Who trains."""
    title: str
    """The session's title."""
    what: str
    """What is done now."""
    detail: str
    """How much of it."""
    next: str
    """What comes then."""
    load: str
    """What is on the bar, or in the hands, now or next."""
    plates: str
    """The plates on each side of a bar."""
    ends: Deadline | None
    """When what is timed ends; a reader counts down by itself."""
    rep: int
    """Reps done when the count was begun."""
    reps: int
    """Reps in all, 0 where none are counted."""
    rep_ends: tuple[float, ...]
    """Session times at which the reps to come end."""
    steps_done: int
    steps: int
    said: str
    """What the coach said last."""
    heard: HeardWords | None
    asked: Question | None
    lost: tuple[str, ...]
    """Devices that are waited for."""
    trouble: TroubleTold | None
    summary: tuple[str, ...]
    """What the day came to, when it is over."""
    buttons: tuple[ButtonName, ...]
    """The buttons that make sense now; stop always does."""
    sessions: tuple[SessionName, ...]
    """What may be started, while the box waits."""
    today: tuple[str, ...]
    """What is planned for today, in words."""


class Picture(Told):
    """Everything at once: the first line to every visitor, and on request. `number` counts the changes so far."""

    is_: Literal["picture"] = Field(alias="is")
    version: Literal[1]
    coach: str
    number: int
    at: float
    """Session clock, seconds."""
    wall: float
    """Wall clock, seconds since 1970, at the same moment."""


def _none_required_of_told(schema: dict[str, Any]) -> None:
    schema["required"] = [name for name in schema["required"] if name not in Told.model_fields]


class Change(Told):
    """What is new since the line before, as far as it is; `number` is one more than before."""

    # a field that is not new is left out, not null: no default says that
    model_config = ConfigDict(json_schema_extra=_none_required_of_told)
    is_: Literal["change"] = Field(alias="is")
    number: int
    at: float
    wall: float


class Answer(_Out):
    """The answer to one wish: what it meant, or why it was not done."""

    is_: Literal["answer"] = Field(alias="is")
    id: int | str | None
    done: bool
    meant: str | None = None
    slots: dict[str, str | int | float] | None = None
    sure: bool | None = None
    why: Why | None = None
    nearest: str | None = None
    history: list[dict[str, str]] | None = None
    report: str | None = None
    calendar: str | None = None
    programs: list[dict[str, str]] | None = None
    everybody: list[dict[str, str]] | None = None
    started: str | None = None
    """A program that was begun, and what comes first, in words."""


# ------------------------------------------------------------------------------------------------ wishes

Id = Annotated[int, Field(ge=-(2**53), le=2**53)] | Annotated[str, StringConstraints(max_length=64)] | None


Address = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,60}(:[0-9]{1,5})?$")]


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    id: Id = None
    """Comes back in the answer."""


class Say(_Wish):
    """A sentence, as it would be typed at the keyboard."""

    say: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


class Press(_Wish):
    """A button."""

    press: ButtonName


class Start(_Wish):
    """A session to start, by its name, while the box waits."""

    start: Annotated[str, StringConstraints(pattern=r"^[\w-]{1,80}$")]


class StartProgram(_Wish):
    """A program to begin today, by its name; one that leads to a race needs the day of the race."""

    start_program: Annotated[str, StringConstraints(pattern=r"^[\w-]{1,80}$")]
    on: date | None = None


class Ask(_Wish):
    """A whole picture once more, the sessions of before, the report on them as a page, the plan as an .ics file, the
    programs there are, or how everybody on all boxes stands."""

    ask: Literal["picture", "history", "report", "calendar", "programs", "everybody"]


class SpeakPin(_Wish):
    """The box is to say these digits, for somebody who stands beside it."""

    speak_pin: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")]


class SpeakAddress(_Wish):
    """The box is to say where its page is."""

    speak_address: Address


class PageAt(_Wish):
    """The page tells where it is found, as long as it stays connected; the box says it when it is asked."""

    page_at: Address


Wish = Say | Press | Start | StartProgram | Ask | SpeakPin | SpeakAddress | PageAt
_WISH: TypeAdapter[Wish] = TypeAdapter(Wish)


def wish_of(line: bytes | str) -> Wish:
    """The wish in one line; raises ValueError for a line that is none."""
    try:
        return _WISH.validate_json(line, strict=True)
    except ValidationError as error:
        raise ValueError(f"no wish: {error.error_count()} faults") from error
    except RecursionError as error:  # brackets within brackets
        raise ValueError("no wish: too deep") from error


def link_schema() -> dict[str, Any]:
    """The JSON Schema of a line: `$defs` has every message, the whole is what the door says or is told."""
    told = TypeAdapter(Picture | Change | Answer | Wish)
    draft = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": draft, **told.json_schema(by_alias=True), "title": f"coach link {VERSION}"}
