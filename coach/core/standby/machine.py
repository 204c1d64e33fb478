"""Between sessions: the box on the shelf that waits for a word, offers what is planned, and begins what is asked for.

As pure as the session: `advance_idle(box, state, event)` gives the new state and what is wanted.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.clocks import SessionTime
from coach.core import wording
from coach.core.commands import Hush, SetVolume
from coach.core.events import Began, Event, Heard, HeardUnclear, Interrupted, NotUnderstood, Reminded, Woke
from coach.core.intents.explanations import answer_lines
from coach.core.intents.facts import spoken_value
from coach.core.machine import Transition
from coach.core.standby import asking, pacing
from coach.core.standby.announcements import outage_line, ready_line
from coach.core.standby.complaints import complained, half_heard, nothing_hurt, say_again
from coach.core.standby.enrolment import LISTENING, end_lesson, heard_in_lesson, learn_phrase, takes_judged
from coach.core.standby.lesson import TakesJudged
from coach.core.standby.model import Box, Doubt, Idle, KeepFact, Offer, SwitchLifter, Wanted
from coach.core.standby.rebooking import (
    ABOUT_THE_CALENDAR,
    ANSWER_WITHIN,
    AskCalendar,
    CalendarSaid,
    EditCalendar,
    Proposed,
)
from coach.core.standby.turn import OFFER_FOR, BoxTurn
from coach.core.standby.wishes import WarmedUp, WorkoutDone, WorkoutSaid

__all__ = ["OFFER_FOR", "Standby", "StandbyEvent", "StandbyTurn", "advance_idle", "idle_wake_at", "listening_for_idle"]

LATER = 10.0
"""Minutes "later" means when no number is said."""

LOUDEST, SOFTEST, STEP = 2.5, 0.3, 1.25

STILL_WARM_FOR = 15.0
"""Minutes after the gun within which a start may turn out to be delayed."""

RACE, PROFILE = "pre-race", "interview"
"""The sessions behind "my race starts in forty minutes" and "set up my profile"."""


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

DOUBTED = frozenset({"yes", "no", "not_sure", "false_alarm", "complaint", "stop"})
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
        _remind(shelf, event)
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
            _calendar_said(shelf, event)
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
    if isinstance(event, HeardUnclear):
        if event.guess == "complaint":
            half_heard(shelf, event)
    elif isinstance(event, NotUnderstood):
        if not state.asleep:
            shelf.say("reply.nearest" if event.nearest else "reply.not_understood", phrase=event.nearest)
    elif state.doubt is not None:
        _answered(shelf, state.doubt, event)
    elif state.lesson is not None:
        heard_in_lesson(shelf, state.lesson, event)
    else:
        _heard(shelf, event)


def _answered(shelf: BoxTurn, doubt: Doubt, heard: Heard) -> None:
    """The answer to whether something hurt; a complaint says it better than a yes."""
    if heard.intent == "complaint":
        complained(shelf, heard)
    elif heard.intent in ("no", "false_alarm"):
        nothing_hurt(shelf)
    elif heard.intent in DOUBTED:
        complained(shelf, doubt)


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
        _ON[heard.intent](shelf, heard)


def _greet(shelf: BoxTurn) -> None:
    """The first words after power on: what the self test found, and what today brings."""
    shelf.say(ready_line(shelf.box.works, shelf.box.broken), what=", ".join(shelf.box.broken))
    _whats_today(shelf, None)


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
    if state.doubt is not None and shelf.at >= state.doubt.until:
        complained(shelf, state.doubt)
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


def _calendar(shelf: BoxTurn, heard: Heard) -> None:
    shelf.wanted.append(AskCalendar(heard.intent, heard.slots))


def _calendar_said(shelf: BoxTurn, said: CalendarSaid) -> None:
    shelf.say(said.line, **said.fields)
    if said.change is not None:
        shelf.state = replace(shelf.state, proposed=Proposed(said.change, said.at + ANSWER_WITHIN))


def _stop(shelf: BoxTurn, heard: Heard) -> None:
    """Between sessions: silence, and no more of what is offered, nor of a timer."""
    _ = heard
    shelf.wanted.append(Hush())
    shelf.state = replace(shelf.state, offer=None, timer=None)


def _session_start(shelf: BoxTurn, heard: Heard) -> None:
    said = str(heard.slots.get("session", ""))
    shelf.begin(said if said in shelf.box.titles else said.replace(" ", "-"))


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
    elif shelf.box.program_next:
        shelf.say("idle.program_next", what=shelf.box.program_next)
    else:
        shelf.say("idle.today_nothing")


def _race_in(shelf: BoxTurn, heard: Heard) -> None:
    shelf.begin(RACE, float(heard.slots.get("minutes", 0)))


def _race_delayed(shelf: BoxTurn, heard: Heard) -> None:
    """The race warmed up for starts later: warm up for it again, as far as there is time."""
    gun_at = shelf.state.gun_at
    if gun_at is None or shelf.at > gun_at + 60 * STILL_WARM_FOR:
        shelf.say("race.when")
        return
    shelf.begin(RACE, max(0.0, gun_at - shelf.at) / 60 + float(heard.slots.get("minutes", 0)))


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


def _call_me(shelf: BoxTurn, heard: Heard) -> None:
    """How the lifter wants to be called, whose history it stays."""
    name = str(heard.slots.get("name", "")).strip().title()
    if name:
        shelf.wanted.append(KeepFact("name", name))
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


def _about_me(shelf: BoxTurn, heard: Heard) -> None:
    """A fact of the lifter or the room: kept, and used from the next session on."""
    name, value = str(heard.slots.get("fact", "")), spoken_value(heard, "value")
    if name and value:
        shelf.wanted.append(KeepFact(name, value))
        shelf.say("idle.about_me")


def _ask(shelf: BoxTurn, heard: Heard) -> None:
    """How or what, in general: no exercise is at hand."""
    for line in answer_lines(shelf.box.lines, str(heard.slots.get("topic", ""))):
        shelf.say(line)


def _page_address(shelf: BoxTurn, heard: Heard) -> None:
    """Where the page for phones and screens is, or how there comes to be one."""
    _ = heard
    page = shelf.box.page
    if page is None:
        shelf.say("link.off")
    if page:
        shelf.say("link.address", what=page)
    else:
        shelf.say("link.no_page")


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
    "race_delayed": _race_delayed,
    "set_profile": lambda shelf, _: shelf.begin(PROFILE),
    "volume": _volume,
    "louder": _louder,
    "quieter": _quieter,
    "who": _who,
    "call_me": _call_me,
    "good_night": _good_night,
    "learn_phrase": learn_phrase,
    "about_me": _about_me,
    "help": _told("idle.help"),
    "page_address": _page_address,
    "ask": _ask,
    "complaint": complained,
    "false_alarm": lambda shelf, _: nothing_hurt(shelf),
    "time_available": _time_available,
    "last_time": _told("recall.last_time"),
    "best": _told("recall.best"),
    "stop": _stop,
    **asking.ON,
    **pacing.ON,
    **dict.fromkeys(ABOUT_THE_CALENDAR, _calendar),
}
