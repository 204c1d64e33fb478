"""Between sessions: the box on the shelf that waits for a word, offers what is planned, and begins what is asked for.

As pure as the session: `advance_idle(box, state, event)` gives the new state and what is wanted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.clocks import SessionTime
from coach.core.commands import Hush
from coach.core.events import Began, Event, Heard, HeardUnclear, Interrupted, NotUnderstood, Reminded, Woke
from coach.core.machine import Transition
from coach.core.standby.announcements import outage_line, ready_line
from coach.core.standby.intents import asking, complaints, pacing
from coach.core.standby.intents.complaints import half_heard, say_again
from coach.core.standby.intents.enrolment import LISTENING, end_lesson, heard_in_lesson, takes_judged
from coach.core.standby.intents.handlers import ON, calendar_said
from coach.core.standby.intents.offers import remind, whats_today
from coach.core.standby.lesson import TakesJudged
from coach.core.standby.model import Box, Idle, Wanted
from coach.core.standby.rebooking import ABOUT_THE_CALENDAR, CalendarSaid, EditCalendar
from coach.core.standby.turn import OFFER_FOR, BoxTurn
from coach.core.standby.wishes import WarmedUp, WorkoutDone, WorkoutSaid

__all__ = ["OFFER_FOR", "Standby", "StandbyEvent", "StandbyTurn", "advance_idle", "idle_wake_at", "listening_for_idle"]

ARMED = frozenset(
    {"session_start", "start", "whats_today", "whats_next", "race_in", "set_profile", "volume", "louder", "quieter"}
    | {"who", "good_night", "help", "time_available", "next", "no", "yes", "start_delayed", "last_time", "best", "stop"}
    | {"learn_phrase", "complaint", "ask", "about_me", "call_me", "page_address"}
    | ABOUT_THE_CALENDAR
    | asking.ON.keys()
    | {"set_timer", "metronome"}
)
"""What is listened for between sessions."""

ASLEEP = frozenset({"session_start", "start", "race_in", "whats_today", "stop", "complaint"})
"""What wakes the box up; a complaint is heard always."""

DOUBTED = frozenset({"yes", "no", "not_sure", "false_alarm", "pain_level", "repeat", "complaint", "stop"})
"""What is listened for while it is asked whether something hurt."""


StandbyEvent = Event | CalendarSaid | TakesJudged | WorkoutDone | WorkoutSaid | WarmedUp
"""What may happen between sessions: what happens in one, and what calendar, ear and content answer."""

StandbyTurn = Transition[Idle, StandbyEvent, Wanted]
"""What one event made of the waiting."""


@dataclass(frozen=True, slots=True)
class Standby:
    """The waiting between sessions, as a `Machine`."""

    look: Callable[[], Box]
    """What the box knows at the moment an event comes: the calendar and the self test change under it."""

    def advance(self, state: Idle, event: StandbyEvent) -> StandbyTurn:
        """What this event makes of the waiting, and what is wanted."""
        after, wanted = advance_idle(self.look(), state, event)
        return Transition(event, state, after, wanted)

    def wake_at(self, state: Idle) -> SessionTime | None:
        """When `Woke` is wanted."""
        return idle_wake_at(state)

    def armed(self, state: Idle) -> frozenset[str]:
        """The intents armed between sessions."""
        return listening_for_idle(state)

    def ended(self, state: Idle) -> bool:
        """Never: the box waits until it is interrupted."""
        _ = state
        return False


def listening_for_idle(state: Idle) -> frozenset[str]:
    """The intents armed between sessions."""
    if state.doubt is not None:
        return DOUBTED
    if state.lesson is not None:
        return LISTENING
    armed = ASLEEP if state.asleep else ARMED | ({"time_left"} if state.timer is not None else set())
    if state.gun_at is not None:
        armed |= {"race_delayed"}
    return armed | {"false_alarm"} if state.warned is not None else armed


def idle_wake_at(state: Idle) -> SessionTime | None:
    """When `Woke` is wanted."""
    awaited = (state.doubt, state.warned, state.lesson, state.proposed, state.offer, state.asked)
    waiting = [each.until for each in awaited if each is not None]
    if not waiting and state.again is not None and not state.asleep:
        waiting = [state.again.until]
    if state.timer is not None:
        waiting.append(state.timer.until)
    return min(waiting, default=None)


def advance_idle(box: Box, state: Idle, event: StandbyEvent) -> tuple[Idle, tuple[Wanted, ...]]:
    """What this event makes of the waiting, and what is wanted."""
    shelf = BoxTurn(box, state, event.at)
    if isinstance(event, Began):
        _greet(shelf)
    elif isinstance(event, Interrupted):
        shelf.wanted.append(Hush())
    elif isinstance(event, Reminded):
        remind(shelf, event)
    elif isinstance(event, Woke):
        _woke(shelf)
    elif isinstance(event, CalendarSaid | WorkoutDone | WorkoutSaid | TakesJudged | WarmedUp):
        _came_back(shelf, event)
    elif isinstance(event, Heard | HeardUnclear | NotUnderstood):
        _said(shelf, event)
    else:
        _outage(shelf, event)
    return shelf.state, tuple(shelf.wanted)


def _came_back(shelf: BoxTurn, event: CalendarSaid | WorkoutDone | WorkoutSaid | TakesJudged | WarmedUp) -> None:
    """What was wished of calendar, content or ear is answered."""
    match event:
        case CalendarSaid():
            calendar_said(shelf, event)
        case WarmedUp():
            shelf.state = replace(shelf.state, gun_at=event.gun_at)
        case WorkoutDone():
            asking.done(shelf, event)
        case WorkoutSaid():
            shelf.say(event.line, **event.fields)
        case _:
            if shelf.state.lesson is not None:
                takes_judged(shelf, shelf.state.lesson, event)


def _said(shelf: BoxTurn, event: Heard | HeardUnclear | NotUnderstood) -> None:
    """Something was said, clearly or not."""
    state = shelf.state
    if isinstance(event, HeardUnclear) and event.guess == "complaint":
        half_heard(shelf, event)
    elif isinstance(event, HeardUnclear | NotUnderstood):
        if event.nearest is not None and not state.asleep:  # what was spoken, half heard, may be talk in the room
            shelf.say("reply.nearest" if event.nearest else "reply.not_understood", phrase=event.nearest)
            if state.doubt is not None:
                complaints.ask_again(shelf, state.doubt)
    elif state.doubt is not None:
        if event.intent in DOUBTED:
            complaints.answered(shelf, state.doubt, event)
    elif state.lesson is not None:
        heard_in_lesson(shelf, state.lesson, event)
    else:
        _heard(shelf, event)


def _heard(shelf: BoxTurn, heard: Heard) -> None:
    """Whatever is said but a yes leaves a proposed change undone."""
    if heard.intent not in listening_for_idle(shelf.state):
        return
    proposed = shelf.state.proposed
    shelf.state = replace(
        shelf.state, proposed=None, asleep=shelf.state.asleep and heard.intent in ("stop", "complaint")
    )
    asked = shelf.state.asked
    if asked is not None and asking.answered(shelf, asked, heard):
        return
    if proposed is not None and heard.intent == "yes":
        shelf.wanted.append(EditCalendar(proposed.change))
    elif proposed is not None and heard.intent in asking.REFUSED:
        shelf.wanted.append(Hush())
        shelf.say("calendar.kept")
    else:
        ON[heard.intent](shelf, heard)


def _greet(shelf: BoxTurn) -> None:
    """The first words after power on: what the self test found, and what today brings."""
    shelf.say(ready_line(shelf.box.works, shelf.box.broken), what=", ".join(shelf.box.broken))
    whats_today(shelf, None)


def _outage(shelf: BoxTurn, event: Event) -> None:
    key = outage_line(event)
    if key is not None and not shelf.state.asleep:
        shelf.say(key)


def _woke(shelf: BoxTurn) -> None:
    state = shelf.state
    if state.doubt is not None and shelf.at >= state.doubt.until:
        complaints.unanswered(shelf, state.doubt)
    elif state.warned is not None and shelf.at >= state.warned.until:
        say_again(shelf, state.warned)
    elif state.lesson is not None and shelf.at >= state.lesson.until:
        end_lesson(shelf)
    elif state.proposed is not None and shelf.at >= state.proposed.until:
        shelf.state = replace(state, proposed=None)
        shelf.say("calendar.kept")
    elif state.asked is not None and shelf.at >= state.asked.until:
        asking.expired(shelf)
    elif state.timer is not None and shelf.at >= state.timer.until:
        pacing.timer_over(shelf, state.timer)
    elif state.offer is not None and shelf.at >= state.offer.until:
        shelf.state = replace(state, offer=None)
    elif state.again is not None and shelf.at >= state.again.until:
        again = state.again
        shelf.say("idle.due", title=shelf.box.titles[again.session])
        shelf.offer(again)
