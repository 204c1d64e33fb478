"""What the end of the screen says the day came to."""

from dataclasses import replace

from coach.clocks import SESSION_START, SessionTime
from coach.core.plan import Role
from coach.core.session.summary import summary
from coach.core.session.view import view
from coach.core.state import Finished
from coach.core.today import Complained, SetDone, Today
from tests.core.plans import plan
from tests.core.session.test_machine import BREATHING, TWO_SETS
from tests.core.stories import Story

PLAN = plan(*TWO_SETS)


def done(
    exercise: str = "hinge", load: float | None = 60.0, reps: int | None = 4, role: Role = Role.WORKING
) -> SetDone:
    return SetDone(SessionTime(1.0), exercise, role, 1, 2, load=load, reps_done=reps, reps_planned=4)


def test_every_movement_has_its_sets_reps_and_load_and_the_whole_its_volume() -> None:
    told = summary(PLAN, Today(log=(done(), done(reps=3), done(load=20.0, role=Role.RAMP))))
    assert told == ("Romanian deadlift: 2 sets, 4+3 reps, 60 kg", "Moved in all: 420 kg")


def test_what_has_no_load_and_no_reps_is_counted_in_sets() -> None:
    assert summary(PLAN, Today(log=(done("carry", None, None),))) == ("Farmer carry: 1 set",)


def test_a_load_above_the_best_before_is_told() -> None:
    before = replace(PLAN, best_loads={"hinge": 50.0})
    assert "Heavier than ever: Romanian deadlift, 60 kg" in summary(before, Today(log=(done(), done(load=55.0))))


def test_a_first_time_and_a_set_without_reps_are_no_record() -> None:
    before = replace(PLAN, best_loads={"hinge": 50.0})
    assert not any("ever" in line for line in summary(PLAN, Today(log=(done(),))))
    assert not any("ever" in line for line in summary(before, Today(log=(done(reps=0),))))


def test_complaints_are_named_once_each() -> None:
    spoken = (
        Complained(SessionTime(1.0), "low_back", "tight"),
        Complained(SessionTime(2.0), "low_back", "tight"),
        Complained(SessionTime(3.0), "grip", "tired"),
    )
    assert summary(PLAN, Today(complaints=spoken)) == ("You spoke up about: low back, grip",)


def test_the_summary_is_shown_when_the_session_is_over_and_not_before() -> None:
    story = Story(plan(*TWO_SETS, BREATHING))
    assert view(story.plan, story.began().state, SESSION_START).summary == ()
    story.until(Finished)
    assert view(story.plan, story.state, SESSION_START).summary[0] == "Romanian deadlift: 2 sets, 4+4 reps, 60 kg"
