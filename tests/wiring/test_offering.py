"""While the box asks whether to carry on with a session that was cut off, it is still a box."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, Resumed, Woke
from coach.core.intents.armed import listening_for
from coach.core.session.machine import wake_at
from coach.core.state import Closing, Confirming, Finished, Resting
from coach.wiring.offering import Offer
from tests.core.session.test_machine import resting
from tests.core.stories import Story


class Scripted:
    """A world in which this happens, and then nothing any more; `armed` is what was last listened for."""

    def __init__(self, events: Sequence[Event | None]) -> None:
        self._events = list(events)
        self._now = SessionTime(100.0)
        self.armed: frozenset[str] = frozenset()

    def now(self) -> SessionTime:
        return self._now

    def wait(self, deadline: SessionTime | None) -> Event:
        event = self._events.pop(0) if self._events else None
        if event is not None:
            self._now = SessionTime(self._now + 1.0)
            return replace(event, at=self._now)
        self._now = deadline if deadline is not None else SessionTime(self._now + 1000.0)
        return Woke(self._now)


def said(intent: str, **slots: str) -> Heard:
    return Heard(SessionTime(0.0), intent, slots, intent)


def offered(*events: Event | None) -> tuple[Story, Offer, Scripted]:
    """A rest that was cut off, offered to be carried on with, until that is settled; None is nothing for a while."""
    story, world = resting(), Scripted(events)
    story.tell(Resumed(SessionTime(100.0)))

    def arm(intents: frozenset[str]) -> None:
        world.armed = intents

    offer = Offer(world, arm)
    offer.listen_for(listening_for(story.state))
    while isinstance(story.state.phase, Confirming) and not offer.left:
        story.tell(offer.wait(wake_at(story.state)))
        offer.listen_for(listening_for(story.state))
    return story, offer, world


@pytest.mark.parametrize("intent", ["session_start", "whats_today", "good_night", "plan_session", "race_in"])
def test_what_a_waiting_box_obeys_takes_the_sessions_place_with_a_word(intent: str) -> None:
    story, offer, _ = offered(said(intent, session="deadlift-day"))
    assert offer.wish is not None
    assert (offer.wish.intent, offer.wish.slots) == (intent, {"session": "deadlift-day"})
    assert isinstance(story.state.phase, Closing)
    assert story.state.phase.outcome == "cut-short"
    assert story.said()


def test_it_is_listened_for_only_while_the_question_is_open() -> None:
    asked = Scripted(())
    offer = Offer(asked, lambda intents: setattr(asked, "armed", intents))
    story = resting()
    offer.listen_for(listening_for(story.state))
    assert "session_start" not in asked.armed
    offer.listen_for(listening_for(story.tell(Resumed(SessionTime(100.0))).state))
    assert "session_start" in asked.armed


@pytest.mark.parametrize("intent", ["yes", "resume", "start"])
def test_a_yes_goes_on_with_the_session(intent: str) -> None:
    story, offer, world = offered(said(intent))
    assert isinstance(story.state.phase, Resting)
    assert (offer.wish, offer.left) == (None, False)
    assert "session_start" not in world.armed


def test_a_question_about_the_session_is_answered_and_its_own_stays_open() -> None:
    story, offer, _ = offered(said("whats_next"), said("yes"))
    assert isinstance(story.state.phase, Resting)
    assert offer.wish is None


def test_a_complaint_is_the_sessions() -> None:
    story, offer, _ = offered(said("complaint", region="low_back", sensation="tight"))
    assert story.state.today.complaints
    assert offer.wish is None


def test_where_nobody_answers_the_session_is_left_open_and_the_box_goes_on() -> None:
    story, offer, _ = offered()
    assert offer.left
    assert not isinstance(story.state.phase, Closing | Finished)


def test_once_it_was_settled_the_world_is_as_it_is() -> None:
    story, offer, world = offered(said("yes"), said("session_start"))
    assert isinstance(offer.wait(None), Heard)
    assert offer.wish is None
    assert offer.now() == world.now()
    assert isinstance(story.state.phase, Resting)
