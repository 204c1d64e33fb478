"""Following a program through good weeks, missed days and holidays; a year of each that is shipped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.plan import Work
from coach.errors import InputError
from coach.planning.following import following_path, forget_following, read_following, write_following
from coach.planning.program import Change, Following, Next, Told, advanced, begun, coming, did, on_days
from coach.planning.starting import with_own_loads
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.shapes.program import ProgramShape
from coach.wiring.lifter.today import plan_of
from coach.wiring.request import Wishes

SHIPPED = Library((shipped_root(),))
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def shape(missed: str = "repeat", extra: int = 2, weeks: int = 3, **more: object) -> ProgramShape:
    """Weeks of two days each, with one load; `more` are keys of the file that take the place of these."""
    days = {"mon": "3x8 rdl", "thu": "rdl-day"}
    load = {"start": 40, "add": "2.5 kg", "most": 100}
    return ProgramShape.model_validate(
        {"title": "T", "for": "me", "missed": missed, "extra_weeks": extra, "loads": {"romanian-deadlift": load},
         "weeks": [{"times": weeks, "days": days}], **more}
    )  # fmt: skip


def load_of(state: Following) -> float:
    return state.loads[-1]["romanian-deadlift"]


def full_week(state: Following) -> Following:
    return did(did(state, "mon", state.monday), "thu", state.monday + 3 * DAY)


# ------------------------------------------------------------------------------------------------ week by week


def test_a_full_week_puts_the_loads_up() -> None:
    program = shape()
    state, told = advanced(full_week(begun("p", program, MONDAY)), program, MONDAY + WEEK)
    assert (state.week, load_of(state), state.done) == (1, 42.5, ())
    assert told == [Told(Change.UP, MONDAY, 1)]


@pytest.mark.parametrize(
    ("missed", "week", "load", "change"),
    [("repeat", 1, 42.5, Change.REPEATED), ("skip", 2, 42.5, Change.PASSED), ("back", 0, 40, Change.BACK)],
)
def test_a_missed_day_follows_the_programs_rule(missed: str, week: int, load: float, change: Change) -> None:
    program = shape(missed)
    state, _ = advanced(full_week(begun("p", program, MONDAY)), program, MONDAY + WEEK)
    state, told = advanced(did(state, "mon", MONDAY + WEEK), program, MONDAY + 2 * WEEK)
    assert (state.week, load_of(state)) == (week, load)
    assert told == [Told(change, MONDAY + WEEK, 2)]


def test_before_the_first_week_there_is_none_to_go_back_to() -> None:
    program = shape("back")
    state, told = advanced(begun("p", program, MONDAY), program, MONDAY + WEEK)
    assert (state.week, told[0].change) == (0, Change.REPEATED)


def test_after_its_extra_weeks_the_program_goes_on() -> None:
    program = shape(extra=1)
    state, told = advanced(begun("p", program, MONDAY), program, MONDAY + 2 * WEEK)
    assert [each.change for each in told] == [Change.REPEATED, Change.PASSED]
    assert (state.week, load_of(state)) == (1, 40)


def light_first(days: dict[str, str]) -> ProgramShape:
    load = {"romanian-deadlift": {"start": 40, "add": "2.5 kg", "most": 100}}
    weeks = [{"light": 80, "days": days}, {"days": days}]
    return ProgramShape.model_validate({"title": "T", "for": "me", "missed": "skip", "loads": load, "weeks": weeks})


def test_a_light_week_is_lighter_and_adds_nothing() -> None:
    days = {"mon": "3x8 rdl"}
    program = light_first(days)
    state = begun("p", program, MONDAY)
    ahead = coming(state, program, MONDAY)
    assert ahead is not None
    assert (ahead.light, ahead.loads) == (80, {"romanian-deadlift": 32})
    state, told = advanced(did(state, "mon", MONDAY), program, MONDAY + WEEK)
    assert (load_of(state), told[0].change) == (40, Change.HELD)


def test_a_light_week_also_lightens_what_has_its_load_in_the_line() -> None:
    program = light_first({"mon": "3x8 rdl; 1x5 dl 60; 2x5 dl 80; 2x10 gm 55 lb"})
    state = begun("p", program, MONDAY)
    later, _ = advanced(state, program, MONDAY + WEEK)
    light, full = (with_own_loads(coming(each, program, each.monday), SHIPPED) for each in (state, later))
    assert light is not None
    assert full is not None
    assert full.loads == {"romanian-deadlift": 40}
    assert light.loads == {"romanian-deadlift": 32, "conventional-deadlift": 64, "good-morning": 19.958}


def test_the_last_week_ends_it() -> None:
    program = shape(weeks=1)
    state, told = advanced(full_week(begun("p", program, MONDAY)), program, MONDAY + 5 * WEEK)
    assert [each.change for each in told] == [Change.UP, Change.ENDED]
    assert coming(state, program, MONDAY + 5 * WEEK) is None
    assert advanced(state, program, MONDAY + 9 * WEEK) == (state, [])


def test_a_program_that_was_made_shorter_is_over() -> None:
    state, _ = advanced(full_week(begun("p", shape(), MONDAY)), shape(), MONDAY + WEEK)
    assert advanced(state, shape(weeks=1), MONDAY + WEEK)[0].ended


def test_a_movement_that_was_added_begins_at_its_start() -> None:
    state = begun("p", shape(loads={}), MONDAY)
    ahead = coming(state, shape(), MONDAY)
    assert ahead is not None
    assert ahead.loads == {"romanian-deadlift": 40}


# ------------------------------------------------------------------------------------------------ what is due


def due(program: ProgramShape, state: Following, today: date) -> tuple[str, date, bool]:
    ahead = coming(state, program, today)
    assert ahead is not None
    return ahead.key, ahead.on, ahead.due


def test_a_program_begun_in_mid_week_begins_on_monday() -> None:
    program = shape()
    assert due(program, begun("p", program, MONDAY + 2 * DAY), MONDAY + 2 * DAY) == ("mon", MONDAY + WEEK, False)


def test_what_was_missed_is_offered_until_the_week_is_over_once_a_day() -> None:
    program = shape()
    state = begun("p", program, MONDAY)
    assert due(program, state, MONDAY + 3 * DAY) == ("mon", MONDAY + 3 * DAY, True)
    state = did(state, "mon", MONDAY + 3 * DAY)
    assert due(program, state, MONDAY + 3 * DAY) == ("thu", MONDAY + 4 * DAY, False)
    assert due(program, state, MONDAY + 5 * DAY) == ("thu", MONDAY + 5 * DAY, True)


def test_where_missed_days_are_passed_over_only_todays_is_due() -> None:
    program = shape("skip")
    state = begun("p", program, MONDAY)
    assert due(program, state, MONDAY + DAY) == ("thu", MONDAY + 3 * DAY, False)
    assert due(program, state, MONDAY + 4 * DAY) == ("mon", MONDAY + WEEK, False)


def test_when_a_week_is_done_the_next_one_comes() -> None:
    program = shape()
    state = full_week(begun("p", program, MONDAY))
    assert due(program, state, MONDAY + 3 * DAY) == ("mon", MONDAY + WEEK, False)
    last = shape(weeks=1)
    assert coming(full_week(begun("p", last, MONDAY)), last, MONDAY + 3 * DAY) is None


def test_a_race_is_reached_on_its_date() -> None:
    _, program = SHIPPED.program("race-build-up")
    race = date(2027, 4, 25)
    state = begun("race-build-up", program, MONDAY, race)
    assert state.monday == date(2027, 3, 15)
    state, _ = advanced(state, program, race)
    assert due(program, state, race) == ("race", race, True)
    assert advanced(state, program, race + WEEK)[0].ended


@pytest.mark.parametrize(("days", "week"), [(1, 6), (9, 5), (40, 1)])
def test_a_near_race_drops_the_first_weeks_but_no_load(days: int, week: int) -> None:
    _, program = SHIPPED.program("race-build-up")
    state = begun("race-build-up", program, MONDAY, MONDAY + days * DAY)
    assert state.week + 1 == week
    assert load_of(state) == 40


def test_a_week_of_which_no_day_is_left_is_not_begun() -> None:
    _, program = SHIPPED.program("race-build-up")
    sunday = MONDAY - DAY
    state = begun("race-build-up", program, sunday, MONDAY + 20 * DAY)
    assert (state.monday, state.week) == (MONDAY, 3)


def test_on_the_day_of_the_race_there_is_only_the_race() -> None:
    _, program = SHIPPED.program("race-build-up")
    state = begun("race-build-up", program, MONDAY, MONDAY)
    assert due(program, state, MONDAY) == ("race", MONDAY, True)


# ------------------------------------------------------------------------------------------------ a year


@st.composite
def years(draw: st.DrawFn) -> set[date]:
    """The days on which nobody trains: single ones, and holidays of up to five weeks."""
    missed = {MONDAY + day * DAY for day in draw(st.sets(st.integers(0, 365), max_size=80))}
    for first, length in draw(st.lists(st.tuples(st.integers(0, 365), st.integers(3, 35)), max_size=4)):
        missed |= {MONDAY + (first + day) * DAY for day in range(length)}
    return missed


def lived(
    program: ProgramShape, state: Following, away: set[date]
) -> Iterator[tuple[Following, list[Told], Next | None]]:
    """Every day of a year and more: the state, what changed, and what is due; done unless one is away."""
    for number in range(420):
        today = MONDAY + number * DAY
        state, told = advanced(state, program, today)
        ahead = coming(state, program, today)
        yield state, told, ahead
        if ahead is not None and ahead.due and today not in away:
            state = did(state, ahead.key, today)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["hinge-base", "deadlift-block", "race-build-up"]), years(), st.integers(0, 300))
def test_a_year_of_a_program_holds_no_surprise(name: str, away: set[date], until: int) -> None:
    _, program = SHIPPED.program(name)
    race = MONDAY + until * DAY if program.to_a_date else None
    first = before = begun(name, program, MONDAY, race)
    for state, told, ahead in lived(program, first, away):
        changes = [each.change for each in told]
        for movement, load in state.loads[-1].items():
            if load < before.loads[-1][movement]:
                assert changes == [Change.BACK]
            if load > before.loads[-1][movement]:
                assert changes[0] is Change.UP
            assert load <= program.loads[movement].most
        assert state.monday >= before.monday
        if ahead is not None:
            assert ahead.on >= state.since
            assert race is None or ahead.on <= race
        before = state
        if ahead is not None and ahead.due and ahead.light is not None:
            full = {movement: now for movement, now in state.loads[-1].items() if movement in program.loads}
            assert ahead.loads == {movement: round(now * ahead.light / 100, 3) for movement, now in full.items()}
    assert before.ended
    weeks = (before.monday - first.monday).days // 7
    assert race is not None or weeks <= len(program.calendar) + 2 * program.extra_weeks


@settings(max_examples=40, deadline=None)
@given(years(), st.integers(0, 300))
def test_the_race_is_due_on_its_date_whatever_was_missed(away: set[date], until: int) -> None:
    _, program = SHIPPED.program("race-build-up")
    race = MONDAY + until * DAY
    days = lived(program, begun("race-build-up", program, MONDAY, race), away)
    due_on = [ahead.on for _, _, ahead in days if ahead is not None and ahead.due and ahead.key == "race"]
    assert due_on[:1] == [race]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["hinge-base", "deadlift-block"]), years())
def test_a_day_that_comes_next_is_the_one_that_is_due_then(name: str, away: set[date]) -> None:
    _, program = SHIPPED.program(name)
    promised: Next | None = None
    for _, _, ahead in lived(program, begun(name, program, MONDAY), away):
        if promised is not None and not promised.due and ahead is not None and ahead.on == promised.on:
            assert (ahead.key, ahead.loads) == (promised.key, promised.loads)
        promised = ahead


@pytest.mark.parametrize("name", ["hinge-base", "deadlift-block", "race-build-up"])
def test_every_session_of_a_shipped_program_becomes_a_plan(name: str) -> None:
    _, program = SHIPPED.program(name)
    for week in program.calendar:
        for each in week.days.values():
            assert plan_of(Wishes(each.text, seed=0), SHIPPED).steps


def test_a_programs_loads_are_lifted_as_the_plates_can_make_them() -> None:
    plan = plan_of(Wishes("1x8 rdl; 1x5 dl 60", seed=0, loads={"romanian-deadlift": 48.3}), SHIPPED)
    sets = {step.exercise: step.load for step in plan.steps if isinstance(step, Work)}
    assert sets == {"romanian-deadlift": 47.5, "conventional-deadlift": 60}


# ------------------------------------------------------------------------------------------------ what is kept


def test_the_state_is_kept_and_read_as_it_was(tmp_path: Path) -> None:
    path = following_path(tmp_path, "Gudrun")
    assert read_following(path) is None
    for race in (None, date(2027, 4, 25)):
        _, program = SHIPPED.program("race-build-up" if race else "hinge-base")
        state = did(begun("p", program, MONDAY, race), "mon", MONDAY)
        write_following(path, state)
        assert read_following(path) == state
    assert [each.name for each in path.parent.iterdir()] == ["Gudrun.json"]
    forget_following(path)
    assert read_following(path) is None
    forget_following(path)


@pytest.mark.parametrize("text", ["{}", "[1]", '{"program": 3}', "{", "\x00"])
def test_a_damaged_state_is_one_line_with_the_next_step(tmp_path: Path, text: str) -> None:
    path = tmp_path / "me.json"
    path.write_text(text)
    with pytest.raises(InputError, match="delete it") as caught:
        read_following(path)
    assert str(caught.value).startswith(str(path))


def test_a_state_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "programs").write_text("a file")
    with pytest.raises(InputError, match="programs"):
        write_following(following_path(tmp_path, "me"), begun("p", shape(), MONDAY))
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="folder"):
        forget_following(tmp_path / "folder")


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ((), ["mon", "thu"]),
        (("tue", "sat"), ["tue", "sat"]),
        (("mon", "wed", "fri"), ["mon", "wed"]),
        (("mon", "tue", "thu", "fri"), ["mon", "thu"]),
        (("sun",), ["mon", "thu"]),
    ],
)
def test_a_program_is_done_on_the_lifters_days_where_they_are_enough(days: tuple[str, ...], kept: list[str]) -> None:
    moved = on_days(shape(), days)
    assert [list(week.days) for week in moved.calendar] == [kept] * 3
    assert [day.text for day in moved.calendar[0].days.values()] == ["3x8 rdl", "rdl-day"]


def test_the_day_of_a_race_stays_the_race() -> None:
    weeks = [{"days": {"mon": "3x8 rdl"}}, {"days": {"wed": "rdl-day", "race": "pre-race"}}]
    given = {"title": "T", "for": "me", "missed": "skip", "to_a_date": True, "weeks": weeks}
    moved = on_days(ProgramShape.model_validate(given), ("fri",))
    assert [list(week.days) for week in moved.calendar] == [["fri"], ["fri", "race"]]


def test_the_days_are_kept_with_the_state(tmp_path: Path) -> None:
    path = tmp_path / "me.json"
    state = replace(begun("p", shape(), MONDAY), days=("tue", "sat"))
    write_following(path, state)
    assert read_following(path) == state
