"""What is said between sessions, and what answers it: the table of intents, and the shortest of them."""

from collections.abc import Callable
from dataclasses import replace

from coach.core.commands import Hush
from coach.core.events import Heard
from coach.core.intents.questions.explanations import answer_lines
from coach.core.standby.intents import asking, offers, pacing, settings
from coach.core.standby.intents.complaints import complained, false_alarm
from coach.core.standby.intents.enrolment import learn_phrase
from coach.core.standby.rebooking import ABOUT_THE_CALENDAR, ANSWER_WITHIN, AskCalendar, CalendarSaid, Proposed
from coach.core.standby.turn import BoxTurn


def _calendar(shelf: BoxTurn, heard: Heard) -> None:
    shelf.wanted.append(AskCalendar(heard.intent, heard.slots))


def calendar_said(shelf: BoxTurn, said: CalendarSaid) -> None:
    """The calendar answers; a change it proposes waits for a yes."""
    shelf.say(said.line, **said.fields)
    if said.change is not None:
        shelf.state = replace(shelf.state, proposed=Proposed(said.change, said.at + ANSWER_WITHIN))


def _stop(shelf: BoxTurn, heard: Heard) -> None:
    """Between sessions: silence, and no more of what is offered, nor of a timer."""
    _ = heard
    shelf.wanted.append(Hush())
    shelf.state = replace(shelf.state, offer=None, timer=None)


def _good_night(shelf: BoxTurn, heard: Heard) -> None:
    _ = heard
    shelf.say("idle.good_night")
    shelf.state = replace(shelf.state, offer=None, again=None, asleep=True)


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


def _ask(shelf: BoxTurn, heard: Heard) -> None:
    """How or what, in general: no exercise is at hand."""
    for line in answer_lines(shelf.box.lines, str(heard.slots.get("topic", ""))):
        shelf.say(line)


def _told(name: str) -> Callable[[BoxTurn, Heard], None]:
    """Say this line; what is recalled is only there when something was written down."""

    def tell(shelf: BoxTurn, heard: Heard) -> None:
        _ = heard
        shelf.say(name if name in shelf.box.lines else "recall.nothing")

    return tell


ON: dict[str, Callable[[BoxTurn, Heard], None]] = {
    "good_night": _good_night,
    "learn_phrase": learn_phrase,
    "help": _told("idle.help"),
    "page_address": _page_address,
    "ask": _ask,
    "complaint": complained,
    "false_alarm": lambda shelf, _: false_alarm(shelf),
    "last_time": _told("recall.last_time"),
    "best": _told("recall.best"),
    "stop": _stop,
    **offers.ON,
    **settings.ON,
    **asking.ON,
    **pacing.ON,
    **dict.fromkeys(ABOUT_THE_CALENDAR, _calendar),
}
"""What each intent leads to between sessions."""
