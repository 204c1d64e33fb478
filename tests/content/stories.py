"""The four stories every shipped session is rehearsed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coach.clocks import SessionTime
from coach.core.plan import Ask, Plan
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.session.transcript import Line
from coach.core.state import Asking
from coach.phrases.intents import Phrases
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root

LIBRARY = Library((shipped_root(),))
SESSIONS = tuple(LIBRARY.session_paths)
SHOWN = frozenset({"say", "count", "countdown", "heard", "ignored", "branch", "loading-ended", "load", "set", "end"})


@dataclass(frozen=True, slots=True)
class Story:
    """What is said at which share of the session, and which answers are given to questions."""

    answers: tuple[str, ...]
    says: Mapping[float, str]
    only: tuple[str, ...] = SESSIONS


@cache
def phrases() -> Phrases:
    """The shipped English phrases."""
    return Phrases.load(LIBRARY.phrases_path())


@cache
def stories() -> dict[str, Story]:
    """The stories by name."""
    written = yaml.safe_load(Path(__file__).with_name("stories.yaml").read_text(encoding="utf-8"))
    return {name: _story(told) for name, told in written.items()}


def _story(written: Mapping[str, Any]) -> Story:
    return Story(tuple(written["answers"]), written["says"], tuple(written.get("only", SESSIONS)))


def told(plan: Plan, story: Story, seconds: float) -> list[Rehearsed]:
    """The plan rehearsed in this story; questions are answered two seconds after they have been put."""
    plan = replace(plan, waits=True)
    remarks = [remark(round(share * seconds, 1), text) for share, text in story.says.items()]
    answered = 0
    while True:
        seen = list(turns(plan, remarks))
        reply = next((answer for answer in list(_replies(seen, story))[answered:]), None)
        if reply is None:
            return seen
        answered += 1
        remarks.append(reply)


def remark(at: float, text: str, armed: frozenset[str] | None = None) -> Remark:
    """A sentence as the coach understands it, where these intents are armed."""
    understood = phrases().match(text, armed)
    assert understood is not None, f"the phrases do not know {text!r}"
    return Remark(SessionTime(at), understood.intent, understood.slots, text)


def _replies(seen: Sequence[Rehearsed], story: Story) -> Iterator[Remark]:
    """An answer for every question that was put to its end, in the order they were put."""
    asked: object = None
    for turn in seen:
        phase = turn.state.phase
        if isinstance(phase, Asking) and phase.until is not None and phase.step is not asked:
            asked = phase.step
            if intent := _answer(phase.step, story):
                yield Remark(turn.state.at + 2.0, intent, {}, intent)
        elif not isinstance(phase, Asking):
            asked = None


def _answer(ask: Ask, story: Story) -> str | None:
    known = {intent for answer in ask.answers for intent in answer.intents}
    return next((intent for intent in story.answers if intent in known), None)


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
