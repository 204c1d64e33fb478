"""The whole workout in virtual time: nothing sounds, nothing waits, and the transcript is the same every time."""

import heapq
from bisect import insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coach.clocks import SESSION_START, SessionTime
from coach.core import wording
from coach.core.commands import Command, Count, Countdown, Hush, Note, Rank, Say
from coach.core.events import Began, CueFinished, CueStarted, Event, Heard, HeardUnclear, NotUnderstood, Slot, Woke
from coach.core.plan import Plan
from coach.core.session.machine import Session, advance, begin, wake_at
from coach.core.session.transcript import Line, sounding, words_of
from coach.core.state import Finished
from coach.core.steps.ready import likely_ready
from coach.core.steps.work.uncounted import likely_done

GAP = 0.12
"""Seconds of silence between two things said."""

SAID = {"done": "done", "start": "ready"}
"""What a rehearsed lifter says unasked."""

LONGEST = 6 * 3600.0
"""A rehearsal that has not ended after six virtual hours never will."""

SecondsToSay = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the lifter says at a session time, already understood; an `intent` of "" means nothing to the coach."""

    at: SessionTime
    intent: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    text: str = ""
    unclear: bool = False
    """Whether it was only half understood, so that the coach asks."""


class _Loudspeaker:
    """A pretended loudspeaker: speech queues up, takes as long as it is guessed to take, and reports back."""

    def __init__(self, seconds_to_say: SecondsToSay) -> None:
        self.seconds_to_say = seconds_to_say
        self.free_at = SESSION_START
        self.due: list[tuple[SessionTime, int, Event]] = []
        self.ranks: dict[int, Rank] = {}
        self.silenced: dict[int, SessionTime] = {}
        """When a cue was silenced that had not ended yet."""
        self._ends: dict[int, SessionTime] = {}
        self._order = 0

    def perform(self, command: Command, now: SessionTime) -> Line | None:
        match command:
            case Say(cue=cue, text=text, rank=rank):
                begins, ends = self._speak(cue, self.seconds_to_say(text), now, rank, 0.0)
                return Line(begins, "say", text, {"end": round(ends, 2)}, cue)
            case Count(cue=cue, beats=beats, length=length, rank=rank):
                begins, ends = self._speak(cue, length, now, rank, 0.3)
                return Line(begins, "count", words_of(beats), {"end": round(ends, 2)}, cue, beats)
            case Countdown(cue=cue, beats=beats, zero=zero, rank=rank):
                self.ranks[cue], self._ends[cue] = rank, zero
                beats = tuple(beat for beat in beats if zero + beat.offset >= now)
                return Line(zero, "countdown", words_of(beats), {}, cue, beats)
            case Hush(up_to=up_to):
                self._hush(up_to, now)
            case Note(kind=kind, fields=fields):
                return Line(now, kind, "", fields)
        return None

    def _speak(
        self, cue: int, length: float, now: SessionTime, rank: Rank, lead: float
    ) -> tuple[SessionTime, SessionTime]:
        begins = max(now, self.free_at) + GAP + lead
        self.free_at = begins + length
        self.ranks[cue], self._ends[cue] = rank, self.free_at
        self._post(begins, CueStarted(begins, cue))
        self._post(self.free_at, CueFinished(self.free_at, cue))
        return begins, self.free_at

    def _post(self, at: SessionTime, event: Event) -> None:
        self._order += 1
        heapq.heappush(self.due, (at, self._order, event))

    def _hush(self, up_to: Rank, now: SessionTime) -> None:
        hushed = [cue for cue, end in self._ends.items() if end > now and self.ranks[cue] <= up_to]
        for cue in hushed:
            self.silenced[cue] = now
            del self._ends[cue]
        kept = [
            entry
            for entry in self.due
            if isinstance(entry[2], CueStarted | CueFinished) and self.ranks[entry[2].cue] > up_to
        ]
        heapq.heapify(kept)
        self.due = kept
        self.free_at = max((at for at, _, _ in kept), default=now)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One turn of a rehearsal: what happened, the state after it, what was wanted, and the transcript of that.

    `lines` are as they were wanted; `silenced` are the cues that do not sound to their end after all, and from when on.
    """

    event: Event
    state: Session
    commands: tuple[Command, ...]
    lines: tuple[Line, ...]
    silenced: Mapping[int, SessionTime] = field(default_factory=dict)


Replies = Callable[[Session], Remark | None]
"""What the lifter says to a state of the session, if anything."""


def _silent(state: Session) -> Remark | None:
    _ = state
    return None


def turns(
    plan: Plan,
    remarks: Sequence[Remark] = (),
    seconds_to_say: SecondsToSay = wording.seconds_to_say,
    replies: Replies = _silent,
) -> Iterator[Rehearsed]:
    """Run the plan to its end in virtual time, the remarks heard at their times, turn by turn.

    `replies` is asked after every turn what the lifter will say to that, and when; it is asked again and again.
    """
    speaker = _Loudspeaker(seconds_to_say)
    waiting = sorted(remarks, key=lambda remark: remark.at)
    state = begin(plan)
    event: Event | None = Began(SESSION_START)
    while event is not None and event.at <= LONGEST:
        state, commands = advance(plan, state, event)
        done = [line for command in commands if (line := speaker.perform(command, event.at)) is not None]
        silenced, speaker.silenced = speaker.silenced, {}
        yield Rehearsed(event, state, commands, (*_heard(event, commands), *done), silenced)
        if (reply := replies(state)) is not None:
            insort(waiting, reply, key=lambda remark: remark.at)
        event = None if isinstance(state.phase, Finished) else _next_event(speaker, waiting, state)


def rehearse(
    plan: Plan, remarks: Sequence[Remark] = (), seconds_to_say: SecondsToSay = wording.seconds_to_say
) -> Iterator[Line]:
    """The transcript of a rehearsal: what sounds and what is heard, in the order of time."""
    seen = tuple(turns(plan, remarks, seconds_to_say))
    silenced = {cue: at for turn in seen for cue, at in turn.silenced.items()}
    lines = sounding((line for turn in seen for line in turn.lines), silenced)
    return iter(sorted(lines, key=lambda line: line.at))


def _heard(event: Event, commands: Sequence[Command]) -> tuple[Line, ...]:
    """What was said, as it was taken; `ignored` where it makes no sense now."""
    if isinstance(event, HeardUnclear):
        return (Line(event.at, "heard", event.text or event.guess, {"unclear": event.guess, **event.slots}),)
    if isinstance(event, NotUnderstood):
        return (Line(event.at, "heard", event.text, {"unclear": "nothing", "nearest": event.nearest}),)
    if not isinstance(event, Heard):
        return ()
    ignored = any(isinstance(each, Note) and each.kind == "ignored" for each in commands)
    taken = {"intent": event.intent, **event.slots, **({"ignored": 1.0} if ignored else {})}
    return (Line(event.at, "heard", event.text, taken),)


def _next_event(speaker: _Loudspeaker, waiting: list[Remark], state: Session) -> Event | None:
    """The earliest of: a cue that leaves, a remark, the published deadline, and what a lifter says unasked.

    A set that waits begins with "ready", and one that nobody counts ends with "done".
    """
    deadline = wake_at(state)
    times = {
        "remark": waiting[0].at if waiting else None,
        "cue": speaker.due[0][0] if speaker.due else None,
        "wake": deadline,
        "done": likely_done(state.phase),
        "start": likely_ready(state.phase),
    }
    present = {name: at for name, at in times.items() if at is not None}
    if not present:
        return None
    first = min(present, key=lambda name: present[name])
    if first == "remark":
        remark = waiting.pop(0)
        at = max(remark.at, state.at)
        if not remark.intent:
            return NotUnderstood(at, remark.text, str(remark.slots.get("nearest", "")))
        if remark.unclear:
            return HeardUnclear(at, remark.intent, remark.text, slots=remark.slots)
        return Heard(at, remark.intent, remark.slots, remark.text)
    if first == "cue":
        return heapq.heappop(speaker.due)[2]
    if first in ("done", "start"):
        return Heard(max(present[first], state.at), first, text=SAID[first])
    return Woke(max(present["wake"], state.at))
