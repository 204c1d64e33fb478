"""A line a thing, for logs and screen readers."""

from typing import cast

from coach.clocks import SESSION_START, SessionTime
from coach.core.session.machine import view
from coach.core.state import Finished, Resting, Working
from coach.displays.screen import NoScreen, PlainScreen
from coach.displays.screen.figures import clock
from coach.ports import Sounded, Sounding
from tests.core.plans import plan
from tests.core.session.test_machine import TWO_SETS, in_set
from tests.core.stories import Story


def test_what_is_said_and_counted_is_written_with_its_time() -> None:
    lines: list[str] = []
    screen = PlainScreen(lines.append)
    screen.sounding(Sounded(Sounding.SAY, "Hips back.", SessionTime(75.2), SessionTime(76.0)))
    screen.sounding(Sounded(Sounding.COUNT, "", SessionTime(80.0), SessionTime(90.0), words=("Ready", "and", "down")))
    screen.sounding(Sounded(Sounding.TONE, "go", SessionTime(91.0), SessionTime(91.1)))
    assert lines == [" 1:15  coach: Hips back.", " 1:20  count: Ready, and, down"]


def test_what_goes_on_is_written_once_with_its_load_and_the_sum_at_the_end() -> None:
    lines: list[str] = []
    screen = PlainScreen(lines.append)
    story = Story(plan(*TWO_SETS)).until(Working)
    for _ in range(2):
        screen.show(view(story.plan, story.state, SESSION_START), story.state)
    assert len(lines) == 1
    assert lines[0].endswith("Romanian deadlift, set 1 of 2 | four reps at sixty kilos | 60 kg | 20 a side")
    story.until(Finished)
    for _ in range(2):
        screen.show(view(story.plan, story.state, SESSION_START), story.state)
    assert [line for line in lines if "Moved in all" in line] == ["       Moved in all: 480 kg"]


def test_a_rest_is_written_with_its_end_on_the_one_clock_and_again_when_that_changes() -> None:
    lines: list[str] = []
    screen = PlainScreen(lines.append)
    story = Story(plan(*TWO_SETS)).until(Resting)
    screen.show(view(story.plan, story.state, story.state.at), story.state)
    screen.sounding(Sounded(Sounding.COUNTDOWN, "", SESSION_START, SESSION_START, words=("three", "two", "one")))
    ends = cast(Resting, story.state.phase).until
    story.hear("more_rest", seconds=30)
    screen.show(view(story.plan, story.state, story.state.at), story.state)
    assert [line.split("  ")[-1].split(" | ")[:2] for line in lines] == [
        ["Rest", f"until {clock(ends + more)}"] for more in (0, 30)
    ]


def test_a_question_is_written_with_what_answers_it() -> None:
    lines: list[str] = []
    story = in_set().hear("stop")
    PlainScreen(lines.append).show(view(story.plan, story.state, story.state.at), story.state)
    assert "say: yes, no" in lines[0]


def test_what_was_heard_is_written_with_what_it_was_taken_for() -> None:
    lines: list[str] = []
    PlainScreen(lines.append).heard("too heavy", "complaint")
    assert lines == ["       heard: too heavy (complaint)"]


def test_where_nobody_looks_nothing_is_shown() -> None:
    story = Story(plan(*TWO_SETS)).until(Working)
    with NoScreen() as screen:
        screen.show(view(story.plan, story.state, SESSION_START), story.state)
        screen.heard("next", "next")
        screen.sounding(Sounded(Sounding.SAY, "Hips back.", SESSION_START, SessionTime(1.0)))
