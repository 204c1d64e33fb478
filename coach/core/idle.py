"""Between sessions: the box on the shelf that waits for a word, offers what is planned, and begins what is asked for.

As pure as the session: `advance_idle(box, state, event)` gives the new state and what is wanted.
"""

from collections.abc import Callable
from dataclasses import replace

from coach.core import wording
from coach.core.box import Box, Idle, Offer, SwitchLifter, Wanted
from coach.core.box_turn import OFFER_FOR, BoxTurn
from coach.core.commands import Hush, SetVolume
from coach.core.events import Event, Heard, Reminded, Woke
from coach.core.lessons import TakesJudged
from coach.core.rebooking import (
    ABOUT_THE_CALENDAR,
    ANSWER_WITHIN,
    AskCalendar,
    CalendarSaid,
    EditCalendar,
    Proposed,
)
from coach.core.shelf_news import outage_line, ready_line
from coach.core.teaching import LISTENING, end_lesson, heard_in_lesson, learn_phrase, takes_judged

__all__ = ["OFFER_FOR", "advance_idle", "greeting", "idle_wake_at", "listening_for_idle"]

LATER = 10.0
"""Minutes "later" means when no number is said."""

LOUDEST, SOFTEST, STEP = 2.5, 0.3, 1.25

RACE, PROFILE = "pre-race", "profile"
"""The sessions behind "my race starts in forty minutes" and "set up my profile"."""


ARMED = frozenset(
    {"session_start", "start", "whats_today", "whats_next", "race_in", "set_profile", "volume", "louder", "quieter"}
    | {"who", "good_night", "help", "time_available", "next", "no", "yes", "start_delayed", "last_time", "best", "stop"}
    | {"learn_phrase"}
    | ABOUT_THE_CALENDAR
)
"""What is listened for between sessions."""

ASLEEP = frozenset({"session_start", "start", "race_in", "whats_today", "stop"})
"""What wakes the box up."""


def listening_for_idle(state: Idle) -> frozenset[str]:
    """The intents armed between sessions."""
    if state.lesson is not None:
        return LISTENING
    return ASLEEP if state.asleep else ARMED


def idle_wake_at(state: Idle) -> float | None:
    """When `Woke` is wanted."""
    waiting = [each.until for each in (state.lesson, state.proposed, state.offer) if each is not None]
    if not waiting and state.again is not None and not state.asleep:
        waiting = [state.again.until]
    return min(waiting, default=None)


def advance_idle(box: Box, state: Idle, event: Event | CalendarSaid | TakesJudged) -> tuple[Idle, tuple[Wanted, ...]]:
    """What this event makes of the waiting, and what is wanted."""
    shelf = BoxTurn(box, state, event.at)
    if isinstance(event, Reminded):
        _remind(shelf, event)
    elif isinstance(event, Woke):
        _woke(shelf)
    elif isinstance(event, CalendarSaid):
        _calendar_said(shelf, event)
    elif isinstance(event, TakesJudged):
        if state.lesson is not None:
            takes_judged(shelf, state.lesson, event)
    elif isinstance(event, Heard) and state.lesson is not None:
        heard_in_lesson(shelf, state.lesson, event)
    elif isinstance(event, Heard):
        _heard(shelf, event)
    else:
        _outage(shelf, event)
    return shelf.state, tuple(shelf.wanted)


def _heard(shelf: BoxTurn, heard: Heard) -> None:
    """Whatever is said but a yes leaves a proposed change undone."""
    if heard.intent not in listening_for_idle(shelf.state):
        return
    proposed = shelf.state.proposed
    shelf.state = replace(shelf.state, proposed=None, asleep=shelf.state.asleep and heard.intent == "stop")
    if proposed is not None and heard.intent == "yes":
        shelf.wanted.append(EditCalendar(proposed.change))
    elif proposed is not None and heard.intent in ("no", "next", "stop"):
        shelf.wanted.append(Hush())
        shelf.say("calendar.kept")
    else:
        _ON[heard.intent](shelf, heard)


def greeting(box: Box, state: Idle, at: float) -> tuple[Idle, tuple[Wanted, ...]]:
    """The first words after power on: what the self test found, and what today brings."""
    shelf = BoxTurn(box, state, at)
    shelf.say(ready_line(box.works, box.broken), what=", ".join(box.broken))
    _whats_today(shelf, None)
    return shelf.state, tuple(shelf.wanted)


def _outage(shelf: BoxTurn, event: Event) -> None:
    key = outage_line(event)
    if key is not None and not shelf.state.asleep:
        shelf.say(key)


def _remind(shelf: BoxTurn, event: Reminded) -> None:
    title = shelf.box.titles.get(event.session)
    if title is None or shelf.state.asleep:
        return
    if shelf.state.lesson is not None:
        end_lesson(shelf)
    minutes = wording.counted(max(1, round(event.minutes)), "minute", "minutes")
    key = "idle.missed" if event.missed else "idle.reminder" if event.minutes >= 1 else "idle.due"
    shelf.say(key, title=title, time=minutes)
    shelf.offer(Offer(event.session, shelf.at, event.gun_minutes))


def _woke(shelf: BoxTurn) -> None:
    state = shelf.state
    if state.lesson is not None and shelf.at >= state.lesson.until:
        end_lesson(shelf)
    elif state.proposed is not None and shelf.at >= state.proposed.until:
        shelf.state = replace(state, proposed=None)
        shelf.say("calendar.kept")
    elif state.offer is not None and shelf.at >= state.offer.until:
        shelf.state = replace(state, offer=None)
    elif state.again is not None and shelf.at >= state.again.until:
        again = state.again
        shelf.say("idle.due", title=shelf.box.titles[again.session])
        shelf.offer(again)


def _calendar(shelf: BoxTurn, heard: Heard) -> None:
    shelf.wanted.append(AskCalendar(heard.intent, heard.slots))


def _calendar_said(shelf: BoxTurn, said: CalendarSaid) -> None:
    shelf.say(said.line, **said.fields)
    if said.change is not None:
        shelf.state = replace(shelf.state, proposed=Proposed(said.change, said.at + ANSWER_WITHIN))


def _stop(shelf: BoxTurn, heard: Heard) -> None:
    """Between sessions: silence, and no more of what is offered."""
    _ = heard
    shelf.wanted.append(Hush())
    shelf.state = replace(shelf.state, offer=None)


def _session_start(shelf: BoxTurn, heard: Heard) -> None:
    shelf.begin(str(heard.slots.get("session", "")))


def _start(shelf: BoxTurn, heard: Heard) -> None:
    """What is offered, else what today brings first."""
    _ = heard
    offer = shelf.state.offer
    if offer is not None:
        shelf.begin(offer.session, offer.gun_minutes)
    elif shelf.box.first is not None:
        shelf.begin(shelf.box.first)
    else:
        shelf.say("idle.which")


def _skip(shelf: BoxTurn, heard: Heard) -> None:
    _ = heard
    if shelf.state.offer is not None:
        shelf.state = replace(shelf.state, offer=None)
        shelf.say("idle.skipped")


def _later(shelf: BoxTurn, heard: Heard) -> None:
    offer = shelf.state.offer
    if offer is None:
        return
    minutes = float(heard.slots.get("minutes", LATER))
    gun = None if offer.gun_minutes is None else max(0.0, offer.gun_minutes - minutes)
    again = Offer(offer.session, shelf.at + 60 * minutes, gun)
    shelf.state = replace(shelf.state, offer=None, again=again)
    shelf.say("idle.later", time=wording.duration(60 * minutes))


def _whats_today(shelf: BoxTurn, heard: Heard | None) -> None:
    _ = heard
    if shelf.box.today:
        shelf.say("idle.today", what=", ".join(shelf.box.today))
    else:
        shelf.say("idle.today_nothing")


def _race_in(shelf: BoxTurn, heard: Heard) -> None:
    shelf.begin(RACE, float(heard.slots.get("minutes", 0)))


def _volume(shelf: BoxTurn, heard: Heard) -> None:
    """Level five of ten is normal."""
    _set_volume(shelf, float(heard.slots.get("level", 5)) / 5)


def _set_volume(shelf: BoxTurn, factor: float) -> None:
    factor = max(SOFTEST, min(LOUDEST, factor))
    shelf.state = replace(shelf.state, volume=factor)
    shelf.wanted.append(SetVolume(factor))
    shelf.say("idle.volume")


def _louder(shelf: BoxTurn, heard: Heard) -> None:
    _ = heard
    _set_volume(shelf, shelf.state.volume * STEP)


def _quieter(shelf: BoxTurn, heard: Heard) -> None:
    _ = heard
    _set_volume(shelf, shelf.state.volume / STEP)


def _who(shelf: BoxTurn, heard: Heard) -> None:
    name = str(heard.slots.get("name", "")).strip()
    if name:
        shelf.wanted.append(SwitchLifter(name))
        shelf.say("idle.who", what=name)


def _good_night(shelf: BoxTurn, heard: Heard) -> None:
    _ = heard
    shelf.say("idle.good_night")
    shelf.state = replace(shelf.state, offer=None, again=None, asleep=True)


def _time_available(shelf: BoxTurn, heard: Heard) -> None:
    """How long the next session may be: a form by name, or by minutes."""
    minutes = float(heard.slots.get("minutes", 0))
    by_minutes = "short" if 0 < minutes <= 6 else "normal" if minutes <= 8 else "long"
    length = str(heard.slots.get("length", by_minutes))
    shelf.state = replace(shelf.state, length=length)
    shelf.say("idle.length", what=length)


def _told(name: str) -> Callable[[BoxTurn, Heard], None]:
    """Say this line; what is recalled is only there when something was written down."""

    def tell(shelf: BoxTurn, heard: Heard) -> None:
        _ = heard
        shelf.say(name if name in shelf.box.lines else "recall.nothing")

    return tell


_ON: dict[str, Callable[[BoxTurn, Heard], None]] = {
    "session_start": _session_start,
    "start": _start,
    "yes": _start,
    "next": _skip,
    "no": _skip,
    "start_delayed": _later,
    "whats_today": _whats_today,
    "whats_next": _whats_today,
    "race_in": _race_in,
    "set_profile": lambda shelf, _: shelf.begin(PROFILE),
    "volume": _volume,
    "louder": _louder,
    "quieter": _quieter,
    "who": _who,
    "good_night": _good_night,
    "learn_phrase": learn_phrase,
    "help": _told("idle.help"),
    "time_available": _time_available,
    "last_time": _told("recall.last_time"),
    "best": _told("recall.best"),
    "stop": _stop,
    **dict.fromkeys(ABOUT_THE_CALENDAR, _calendar),
}
