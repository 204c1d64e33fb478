"""What the journal tells of a lifter: a back that complained, a red flag that nobody cleared, the best loads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.core.plan import Kit
from coach.journal.past import PastComplaint, PastSession
from coach.script.files.library import Library
from coach.script.files.progression import read_progress
from coach.wiring.lifter.recalling import Past, renamed
from tests.journal.pasts import FIRST, complaint, day, lift

LIBRARY = Library.open()
TODAY = FIRST.date() + timedelta(days=7)


def past(*sessions: object) -> Past:
    """The past with these sessions and the shipped rules."""
    progress = read_progress(LIBRARY.file("scripts", "progress.yaml"))
    return Past(sessions, progress, Kit(), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sessions", "told"),
    [
        ((day(0, lift(), complaints=(complaint(),)),), "complains"),
        ((day(0, lift(), complaints=(complaint("knee"),)),), "quiet"),
        ((day(-30, lift(), complaints=(complaint(),)),), "quiet"),
        ((day(0, lift(), complaints=(complaint(),)), day(3, findings={"low_back": "quiet"})), "quiet"),
    ],
)
def test_a_back_that_complained_in_the_last_two_weeks_is_no_quiet_one(
    sessions: tuple[PastSession, ...], told: str
) -> None:
    assert replace(past(*sessions), facts={"low_back": "quiet"}).profile.low_back == told


def flagged(number: int, answer: str | None = None, reason: str = "cut-short") -> PastSession:
    said = PastComplaint(10.0, "chest", "pain", None, "red-flag-chest-region", answer)
    return day(number, complaints=(said,), reason=reason)


def test_a_red_flag_is_remembered_also_without_a_set_and_after_a_power_cut() -> None:
    assert past(flagged(1)).warned
    assert past(flagged(1), day(2, lift())).warned
    assert past(day(1, lift(), reason="red-flag")).warned


def test_a_red_flag_that_was_taken_back_is_not() -> None:
    assert not past(flagged(1, "false_alarm", "done")).warned
    assert not past(day(1, lift())).warned


def test_what_a_professional_cleared_is_not_asked_about_again_until_the_next_one() -> None:
    cleared = day(2, lift(), findings={"cleared": "yes"})
    assert not past(flagged(1), cleared).warned
    assert past(flagged(1), cleared, flagged(3)).warned


def test_a_taken_back_red_flag_costs_nothing_later() -> None:
    quiet = past(day(1, lift(), complaints=flagged(1, "false_alarm").complaints))
    advice = quiet.advices({"romanian-deadlift": "barbell"})
    assert all(each.reason not in ("after-red-flag", "after-complaint") for each in advice.values())


def test_the_best_loads_ever_are_known_by_exercise() -> None:
    sessions = (day(1, lift(100.0), lift(120.0)), day(2, lift(90.0), lift(None), lift(200.0, reps=0)))
    assert max(past(*sessions).best_loads.values()) == 120.0


CHEST = {"findings": {"warning_sign": "red-flag-chest"}}
CLEARED = {"findings": {"cleared": "yes"}}


@pytest.mark.parametrize(
    ("sessions", "warned"),
    [
        ((), False),
        ((CHEST,), True),
        ((CHEST, {"findings": {"warning_sign": "taken back"}}), False),
        ((CHEST, CLEARED), False),
        ((CLEARED, CHEST), True),
        (({"reason": "red-flag"}, {"findings": {"warning_sign": "taken back"}}), True),
        (({"reason": "red-flag"}, CLEARED), False),
        (({"reason": "red-flag", **CLEARED},), True),
    ],
)
def test_a_red_flag_between_sessions_asks_for_clearance_as_one_within(
    sessions: tuple[dict[str, object], ...], warned: bool
) -> None:
    assert past(*(day(number, **fields) for number, fields in enumerate(sessions))).warned is warned


def test_a_past_that_was_coached_here_needs_no_other_names_and_so_reads_no_script() -> None:
    library = Library.open()
    coached = day(1, lift())
    assert renamed(coached, library) is coached
    assert "exercise_names" not in vars(library)
    named = replace(coached, source="strong", sets=(replace(lift(), exercise="Romanian Deadlift (Barbell)"),))
    assert [done.exercise for done in renamed(named, library).sets] == ["romanian-deadlift"]
