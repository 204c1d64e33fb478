"""The four stories every shipped session is rehearsed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from coach.clocks import SessionTime
from coach.core.plan import Ask, Plan
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.session.transcript import Line
from coach.core.state import Asking, Session
from tests.shipped import LIBRARY, phrases

SESSIONS = tuple(LIBRARY.session_paths)
SHOWN = frozenset({"say", "count", "countdown", "heard", "ignored", "branch", "loading-ended", "load", "set", "end"})


@dataclass(frozen=True, slots=True)
class Story:
    """What is said at which share of the session, and which answers are given to questions."""

    answers: tuple[str, ...]
    says: Mapping[float, str]
    only: tuple[str, ...] = SESSIONS


@cache
def stories() -> dict[str, Story]:
    """The stories by name."""
    written = yaml.safe_load(Path(__file__).with_name("stories.yaml").read_text(encoding="utf-8"))
    return {name: _story(told) for name, told in written.items()}


def _story(written: Mapping[str, Any]) -> Story:
    return Story(tuple(written["answers"]), written["says"], tuple(written.get("only", SESSIONS)))


def told(plan: Plan, story: Story, seconds: float) -> list[Rehearsed]:
    """The plan rehearsed in this story; questions are answered two seconds after they have been put."""
    remarks = [remark(round(share * seconds, 1), text) for share, text in story.says.items()]
    return list(turns(replace(plan, waits=True), remarks, replies=Answering(partial(_answer, story))))


def remark(at: float, text: str, armed: frozenset[str] | None = None) -> Remark:
    """A sentence as the coach understands it, where these intents are armed."""
    understood = phrases().match(text, armed)
    assert understood is not None, f"the phrases do not know {text!r}"
    return Remark(SessionTime(at), understood.intent, understood.slots, text)


class Answering:
    """An answer to every question, once it has been put to its end: what `reply` makes of it and of that moment."""

    def __init__(self, reply: Callable[[Ask, Session], Remark | None]) -> None:
        self.reply = reply
        self.asked: object = None

    def __call__(self, state: Session) -> Remark | None:
        """The answer to the question that is put in this state, each once."""
        phase = state.phase
        if not isinstance(phase, Asking):
            self.asked = None
        elif phase.until is not None and phase.step is not self.asked:
            self.asked = phase.step
            return self.reply(phase.step, state)
        return None


def _answer(story: Story, ask: Ask, state: Session) -> Remark | None:
    known = {intent for answer in ask.answers for intent in answer.intents}
    intent = next((intent for intent in story.answers if intent in known), None)
    return Remark(state.at + 2.0, intent, {}, intent) if intent else None


def transcript(seen: Sequence[Rehearsed]) -> str:
    """What happened, a line each, in the order of time."""
    lines = [line for turn in seen for line in turn.lines if line.kind in SHOWN]
    return "".join(f"{_row(line)}\n" for line in sorted(lines, key=lambda line: line.at))


def _row(line: Line) -> str:
    apart = ("end", "intent", "ignored")
    facts = {key: value for key, value in line.fields.items() if key not in apart and value is not None}
    told_facts = " ".join(f"{key}={value}" for key, value in facts.items())
    minutes, seconds = divmod(line.at, 60)
    return f"{minutes:3.0f}:{seconds:04.1f}  {line.kind:9} {line.text} {told_facts}".rstrip()
