"""Between sessions: what is planned is offered, begun, put off or left out."""

from collections.abc import Callable
from dataclasses import replace

from coach.core import wording
from coach.core.events import Heard, Reminded
from coach.core.standby.intents.enrolment import end_lesson
from coach.core.standby.model import Offer
from coach.core.standby.turn import BoxTurn

LATER = 10.0
"""Minutes "later" means when no number is said."""


STILL_WARM_FOR = 15.0
"""Minutes after the gun within which a start may turn out to be delayed."""


RACE, PROFILE = "pre-race", "interview"
"""The sessions behind "my race starts in forty minutes" and "set up my profile"."""


def remind(shelf: BoxTurn, event: Reminded) -> None:
    """Say that a planned session is near, due or missed, and offer it."""
    title = shelf.box.titles.get(event.session)
    if title is None or shelf.state.asleep:
        return
    if shelf.state.lesson is not None:
        end_lesson(shelf)
    minutes = wording.counted(max(1, round(event.minutes)), "minute", "minutes")
    key = "idle.missed" if event.missed else "idle.reminder" if event.minutes >= 1 else "idle.due"
    shelf.say(key, title=title, time=minutes)
    shelf.offer(Offer(event.session, shelf.at, event.gun_minutes))


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


def whats_today(shelf: BoxTurn, heard: Heard | None) -> None:
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


ON: dict[str, Callable[[BoxTurn, Heard], None]] = {
    "session_start": _session_start,
    "start": _start,
    "yes": _start,
    "next": _skip,
    "no": _skip,
    "start_delayed": _later,
    "whats_today": whats_today,
    "whats_next": whats_today,
    "race_in": _race_in,
    "race_delayed": _race_delayed,
    "set_profile": lambda shelf, _: shelf.begin(PROFILE),
}
"""The remarks about what is planned and offered."""
