"""A program at a glance: what of it is done, where the lifter is, what is still to come."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import application
from coach.errors import InputError
from coach.journal.store import Journal
from coach.planning.following import following_path, read_following, write_following
from coach.planning.overview import Mark, overview
from coach.planning.program import Following, advanced, begun, did
from coach.planning.waiting import today_in
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.shapes.program import ProgramShape
from tests.core.plans import plan as any_plan
from tests.journal.book import to_the_end
from tests.planning.program.test_program import DAY, MONDAY, WEEK, full_week, shape

SHIPPED = Library((shipped_root(),))


def marks(program: ProgramShape, state: Following, today: date) -> list[list[str]]:
    """What became of each day, week by week."""
    return [[day.mark for day in week.days] for week in overview(program, state, today)]


def on(program: ProgramShape, state: Following, today: date) -> Following:
    return advanced(state, program, today)[0]


def test_a_program_nobody_follows_is_shown_as_it_is_planned() -> None:
    weeks = list(overview(shape()))
    assert [week.loads["romanian-deadlift"] for week in weeks] == [40, 42.5, 45]
    assert not any(week.here or day.mark for week in weeks for day in week.days)


def test_a_light_week_is_shown_with_its_own_loads_and_adds_nothing() -> None:
    _, program = SHIPPED.program("deadlift-block")
    loads = [week.loads["romanian-deadlift"] for week in overview(program)]
    assert loads == [50, 52.5, 55, 43.125, 57.5, 60]


def test_what_is_done_and_what_comes_next_is_seen_in_the_week_one_is_in() -> None:
    program = shape()
    state = did(begun("p", program, MONDAY), "mon", MONDAY)
    assert marks(program, state, MONDAY) == [["done", "next"], ["", ""], ["", ""]]
    assert marks(program, state, MONDAY + 3 * DAY) == [["done", "today"], ["", ""], ["", ""]]
    assert [week.here for week in overview(program, state, MONDAY)] == [True, False, False]


def test_a_week_that_is_over_keeps_what_was_done_and_missed() -> None:
    program = shape("skip")
    state = on(program, did(begun("p", program, MONDAY), "mon", MONDAY), MONDAY + WEEK)
    assert marks(program, state, MONDAY + WEEK) == [["done", "missed"], ["today", ""], ["", ""]]
    assert marks(program, state, MONDAY + WEEK + DAY) == [["done", "missed"], ["missed", "next"], ["", ""]]


def test_of_a_week_that_is_done_again_the_last_time_counts() -> None:
    program = shape("repeat")
    state = on(program, did(begun("p", program, MONDAY), "mon", MONDAY), MONDAY + WEEK)
    assert marks(program, state, MONDAY + WEEK)[0] == ["today", ""]
    state = on(program, full_week(state), MONDAY + 2 * WEEK)
    assert marks(program, state, MONDAY + 2 * WEEK)[:2] == [["done", "done"], ["today", ""]]


def test_the_loads_to_come_go_on_from_those_that_are_lifted_now() -> None:
    program = shape("skip")
    state = on(program, begun("p", program, MONDAY), MONDAY + WEEK)
    assert [week.loads["romanian-deadlift"] for week in overview(program, state, MONDAY + WEEK)] == [40, 40, 42.5]


def test_the_weeks_a_near_race_leaves_no_time_for_are_left_out() -> None:
    _, program = SHIPPED.program("race-build-up")
    state = begun("race-build-up", program, MONDAY, MONDAY + 9 * DAY)
    weeks = list(overview(program, state, MONDAY))
    assert {day.mark for week in weeks[:4] for day in week.days} == {Mark.LEFT_OUT}
    assert [day.key for day in weeks[-1].days] == ["mon", "race"]


def test_of_a_week_nothing_was_kept_of_nothing_is_claimed() -> None:
    program = shape()
    state = on(program, full_week(begun("p", program, MONDAY)), MONDAY + WEEK)
    assert marks(program, replace(state, past=()), MONDAY + WEEK)[0] == ["", ""]


def test_days_before_the_program_was_begun_are_left_out() -> None:
    _, program = SHIPPED.program("race-build-up")
    state = begun("race-build-up", program, MONDAY + 2 * DAY, MONDAY + 40 * DAY)
    here = next(week for week in overview(program, state, MONDAY + 2 * DAY) if week.here)
    assert next((day.key, day.mark) for day in here.days) == ("tue", Mark.LEFT_OUT)


def test_a_program_that_is_over_has_no_week_one_is_in() -> None:
    program = shape(weeks=1)
    state = on(program, full_week(begun("p", program, MONDAY)), MONDAY + WEEK)
    assert marks(program, state, MONDAY + WEEK) == [["done", "done"]]
    assert not any(week.here for week in overview(program, state, MONDAY + WEEK))


def test_what_is_over_is_kept_with_the_state(tmp_path: Path) -> None:
    program = shape()
    state = on(program, full_week(begun("p", program, MONDAY)), MONDAY + WEEK)
    assert state.past == ((1, ("mon", "thu")),)
    write_following(tmp_path / "me.json", state)
    assert read_following(tmp_path / "me.json") == state


# ------------------------------------------------------------------------------------------------ as it is shown


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Somebody follows the hinge base since two weeks, did the first and all of the second but its last day."""
    (tmp_path / "coach.yaml").write_text(f"lifter: Sam\ndata_folder: {tmp_path}\n")
    _, program = SHIPPED.program("hinge-base")
    monday = (today := today_in(None)) - timedelta(days=today.weekday())
    state = begun("hinge-base", program, monday - 2 * WEEK)
    for start in (monday - 2 * WEEK, monday - WEEK):
        state = did(on(program, state, start), "mon", start)
        state = did(state, "thu", start + 3 * DAY)
    write_following(following_path(tmp_path, "Sam"), on(program, state, today))
    return tmp_path


def typed(home: Path, *words: str) -> str:
    result = CliRunner().invoke(application(), [*words, "--config", str(home / "coach.yaml")])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_show_tells_where_one_is_in_the_program_one_follows(home: Path) -> None:
    for words in (("program", "show"), ("program", "show", "hinge-base")):
        shown = typed(home, *words)
        assert "Week 1: " in shown
        assert "  mon  done      first-hinge" in shown
        assert "Week 3, you are here: romanian deadlift 25 kg" in shown


def test_show_tells_of_another_program_only_what_it_is(home: Path) -> None:
    shown = typed(home, "program", "show", "deadlift-block")
    assert "you are here" not in shown
    assert "done" not in shown


def test_show_without_a_program_says_how_one_is_begun(tmp_path: Path) -> None:
    (tmp_path / "coach.yaml").write_text(f"lifter: Sam\ndata_folder: {tmp_path}\n")
    with pytest.raises(InputError, match="coach program start NAME"):
        typed(tmp_path, "program", "show")


def test_the_report_has_the_program_weeks_by_days(home: Path) -> None:
    with Journal.open(home / "journal.sqlite") as journal:
        told = to_the_end()
        session = journal.begin(told.plan, lifter="Sam")
        for event in told.events:
            session.happened(event)
    typed(home, "history", "--html", str(home / "report.html"))
    page = (home / "report.html").read_text(encoding="utf-8")
    assert "<h2>Eight-week hinge base, week 3 of 8</h2>" in page
    assert "<td>First hinge (done)</td>" in page
    assert "<td>3, here</td>" in page


def test_a_damaged_state_costs_the_report_its_program_only(home: Path) -> None:
    following_path(home, "Sam").write_text("{")
    with Journal.open(home / "journal.sqlite") as journal:
        journal.begin(any_plan(), lifter="Sam")
    typed(home, "history", "--html", str(home / "report.html"))
    assert "hinge base" not in (home / "report.html").read_text(encoding="utf-8")
