"""After a red flag the coach of `coach run` listens on for complaints, for a while."""

from dataclasses import replace

import pytest

from coach.audio.worlds.files import FileWorld
from coach.clocks import SessionTime
from coach.config import Config
from coach.core.events import HeardUnclear
from coach.core.plan import Plan
from coach.core.session.machine import begin
from coach.core.standby.vigil import STAYS
from coach.core.state import Finished
from coach.journal.store import Journal
from coach.wiring.lifter.recalling import recall
from coach.wiring.staying import raised, stay_on
from tests.shipped import LIBRARY
from tests.wiring.lifter.test_meeting import Told, config, journal, spoken, stage, told_lines

__all__ = ["config", "journal", "told_lines"]

CHEST: dict[str, str | float] = {"region": "chest", "sensation": "pain"}


def said(world: FileWorld) -> str:
    return " ".join(each.text for each in world.speaker.drain_log() if each.text)


def test_a_second_red_flag_is_answered_and_kept(journal: Journal, config: Config, told_lines: Told) -> None:
    with spoken((20.0, "complaint", CHEST)) as world:
        at = stage(journal, world, told_lines, terminal=True)
        stay_on(at, config)
        words = said(world)
    assert words.lower().count("call the emergency number now") == 2  # at once, and again after twenty seconds
    assert recall(journal, LIBRARY, config).warned
    assert "30 minutes" in told_lines.lines[0]


def test_it_ends_after_half_an_hour_without_a_complaint(journal: Journal, config: Config, told_lines: Told) -> None:
    with spoken((30.0, "next", {}), (40.0, "start", {})) as world:
        stay_on(stage(journal, world, told_lines, terminal=True), config)
        assert STAYS == 1800.0
        assert STAYS <= world.now() < STAYS + 60.0
        assert said(world) == ""


def test_a_complaint_lets_it_listen_longer(journal: Journal, config: Config, told_lines: Told) -> None:
    with spoken((100.0, "complaint", {"region": "low_back", "sensation": "tight"})) as world:
        stay_on(stage(journal, world, told_lines, terminal=True), config)
        assert world.now() >= 100.0 + STAYS


def test_what_is_half_heard_is_asked_about_and_silence_is_a_yes(
    journal: Journal, config: Config, told_lines: Told
) -> None:
    with spoken() as world:
        world.post(HeardUnclear(SessionTime(10.0), "complaint", slots=CHEST))
        stay_on(stage(journal, world, told_lines, terminal=True), config)
        assert "Call the emergency number" in said(world)


def test_a_false_alarm_takes_back_what_was_said_in_this_while_only(
    journal: Journal, config: Config, told_lines: Told
) -> None:
    with spoken((5.0, "false_alarm", {}), (20.0, "complaint", CHEST), (25.0, "false_alarm", {})) as world:
        stay_on(stage(journal, world, told_lines, terminal=True), config)
        words = said(world)
    assert words.startswith("I heard chest")
    assert not recall(journal, LIBRARY, config).warned


@pytest.mark.parametrize("word", ["stop", "done", "good_night"])
def test_a_word_ends_it_sooner(word: str, journal: Journal, config: Config, told_lines: Told) -> None:
    with spoken((10.0, word, {})) as world:
        stay_on(stage(journal, world, told_lines, terminal=True), config)
        assert world.now() < 60.0


def test_where_nobody_can_be_heard_it_ends_at_once(journal: Journal, config: Config, told_lines: Told) -> None:
    with spoken() as world:
        stay_on(stage(journal, world, told_lines, terminal=False), config)
        assert world.now() == 0.0
    assert told_lines.lines == []


@pytest.mark.parametrize(("outcome", "is_one"), [("red-flag", True), ("red-flag-emergency", True), ("done", False)])
def test_only_a_red_flag_makes_it_stay(outcome: str, is_one: bool) -> None:
    state = begin(Plan("small", "Small", (), {}, {}))
    assert raised(state) is False
    assert raised(replace(state, phase=Finished(outcome))) is is_one
