"""From a written session to the plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from coach.core.plan import (
    Ask,
    Breaths,
    Distance,
    DropSide,
    EndLoading,
    EndSession,
    Gun,
    Hold,
    Insert,
    Kit,
    LeaveOut,
    Lighten,
    Line,
    LongerRest,
    Plan,
    Remember,
    Reps,
    Rest,
    Role,
    ShortenSets,
    Side,
    SlowLowering,
    Start,
    Step,
    StepDown,
    StepUp,
    Talk,
    TellFault,
    Tempo,
    Unit,
    Utter,
    Work,
)
from coach.errors import ContentError, InputError
from coach.script.compiler.compile import compile_session
from coach.script.shapes.profile import Length, Profile
from tests.script.library_folder import put, session, small_library


def compiled(root: Path, *steps: str, **more: str) -> Plan:
    return compile_session("day", small_library(root, day=session(*steps, **more)))


def steps_of(root: Path, *steps: str) -> tuple[Step, ...]:
    return compiled(root, *steps).steps


def test_the_plan_carries_the_sessions_names_lines_and_seed(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{rest: 5}", welcome="Hello.", close="{say: Bye., why: It is over.}"))
    plan = compile_session("day", library, seed=7)
    assert (plan.session, plan.title, plan.seed) == ("day", "Day", 7)
    assert (plan.welcome, plan.close) == ((Line(("Hello.",)),), (Line(("Bye.",), "It is over."),))
    assert plan.lines == {"hello": Line(("Hello there.",))}


def test_an_exercise_carries_everything_of_its_script(tmp_path: Path) -> None:
    exercise = compiled(tmp_path, "{do: bar-hinge, reps: 5, load: 40}").exercises["bar-hinge"]
    assert (exercise.tempo, exercise.start, exercise.loaded) == (Tempo(3, 1, 0, 1), Start.ECCENTRIC, True)
    assert (exercise.easier, exercise.harder) == ("wall-hinge", None)
    assert exercise.cues == (Line(("Hips back.", "Reach back."), "Hips lead."),)
    assert exercise.safe_end == Line(("Rack the bar.",))


def test_the_plan_carries_what_the_ladder_leads_to(tmp_path: Path) -> None:
    assert set(compiled(tmp_path, "{do: bar-hinge, reps: 5, load: 40}").exercises) == {"bar-hinge", "wall-hinge"}


def test_the_plan_carries_what_a_branch_inserts(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    put(tmp_path, "scripts/drills/reset.yaml", (tmp_path / "scripts/drills/wall-hinge.yaml").read_text())
    put(tmp_path, "scripts/drills/second.yaml", (tmp_path / "scripts/drills/wall-hinge.yaml").read_text())
    table = tmp_path / "scripts/branches.yaml"
    question = "{ask: 'How?', name: how, answers: [{heard: same, then: [{insert: [{do: second, hold: 9}]}]}]}"
    inserted = f"[{{insert: [{{do: reset, hold: 20}}, {question}]}}]"
    table.write_text(table.read_text().replace("[lighten: 10]", inserted))
    plan = compile_session("day", library)
    assert {"reset", "second"} <= set(plan.exercises)
    (effect,) = plan.branches[-1].effects
    assert isinstance(effect, Insert)
    assert effect.steps[0] == Work("reset", Hold(20), Role.RESET)


def test_sets_with_sides_alternate_them_and_rest_between_sets(tmp_path: Path) -> None:
    hold = Work("wall-hinge", Hold(20), Role.WARM_UP, of=2)
    assert steps_of(tmp_path, "{do: wall-hinge, hold: 20, sets: 2, sides: both, rest: 15, rest_after: 30}") == (
        replace(hold, number=1, side=Side.LEFT),
        replace(hold, number=1, side=Side.RIGHT),
        Rest(15),
        replace(hold, number=2, side=Side.LEFT),
        replace(hold, number=2, side=Side.RIGHT),
        Rest(30),
    )


def test_a_ramp_leads_up_to_the_working_load_on_bars_that_can_be_loaded(tmp_path: Path) -> None:
    text = (
        "{do: bar-hinge, reps: 5, sets: 2, rest: 90, load: 60, ramp: [{percent: 40, reps: 8}, {percent: 81, reps: 3}]}"
    )
    steps = steps_of(tmp_path, text)
    assert [(work.role, work.load, work.number, work.of) for work in steps if isinstance(work, Work)] == [
        (Role.RAMP, 22.5, 1, 2),
        (Role.RAMP, 47.5, 2, 2),
        (Role.WORKING, 60.0, 1, 2),
        (Role.WORKING, 60.0, 2, 2),
    ]
    assert [step.seconds for step in steps if isinstance(step, Rest)] == [60, 60, 90]


def test_a_ramp_may_go_without_rests(tmp_path: Path) -> None:
    text = "{do: bar-hinge, reps: 5, load: 60, ramp_rest: 0, ramp: [{percent: 50, reps: 8}]}"
    assert [type(step) for step in steps_of(tmp_path, text)] == [Work, Work]


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ("reps: 5", Reps(5)),
        ("reps: 5, tempo: 4-0-1-1", Reps(5, Tempo(4, 0, 1, 1))),
        ("reps: 5, tempo: free", Reps(5, free=True)),
        ("hold: 30", Hold(30)),
        ("breaths: 4, breathe_out: 8", Breaths(4, 4, 8)),
        ("metres: 40, limit: 60", Distance(40, 60)),
    ],
)
def test_a_dose_is_what_is_written(tmp_path: Path, dose: str, expected: object) -> None:
    (work,) = steps_of(tmp_path, f"{{do: wall-hinge, {dose}}}")
    assert isinstance(work, Work)
    assert work.dose == expected


@pytest.mark.parametrize(("length", "seconds"), [("short", 20), ("normal", 30), ("long", 45)])
def test_the_form_of_the_day_sets_the_dose(tmp_path: Path, length: Length, seconds: int) -> None:
    library = small_library(tmp_path, day=session("{do: wall-hinge, hold: {short: 20, normal: 30, long: 45}}"))
    (work,) = compile_session("day", library, length=length).steps
    assert isinstance(work, Work)
    assert work.dose == Hold(seconds)


def test_loads_come_from_the_journal_where_it_has_them(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{do: bar-hinge, reps: 5, load: 40}"))
    (work,) = compile_session("day", library, loads={"bar-hinge": 72.5}).steps
    assert isinstance(work, Work)
    assert work.load == 72.5


def test_loads_are_turned_into_the_lifters_unit(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{do: bar-hinge, reps: 5, load: 40}"))
    kit = Kit(Unit.POUNDS, 45.0, ((45.0, 2), (10.0, 2), (5.0, 1)))
    (work,) = compile_session("day", library, kit=kit).steps
    assert isinstance(work, Work)
    assert work.load == 85.0


def test_a_loaded_movement_may_leave_its_load_to_the_lifter(tmp_path: Path) -> None:
    (work,) = steps_of(tmp_path, "{do: bar-hinge, reps: 5}")
    assert isinstance(work, Work)
    assert work.load is None


def test_a_bell_is_rounded_to_whole_kilos(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{do: bar-hinge, reps: 5, load: 17.6}"))
    script = tmp_path / "scripts/movements/bar-hinge.yaml"
    script.write_text(script.read_text().replace("barbell", "kettlebell"))
    (work,) = compile_session("day", library).steps
    assert isinstance(work, Work)
    assert work.load == 17.0


def test_a_superset_goes_round_and_rests_between_rounds(tmp_path: Path) -> None:
    text = (
        "{superset: [{do: bar-hinge, reps: 5, load: 40}, {do: wall-hinge, reps: 8}], rounds: 2, between: 10, rest: 60}"
    )
    steps = steps_of(tmp_path, text)
    assert [step.exercise if isinstance(step, Work) else getattr(step, "seconds", None) for step in steps] == [
        "bar-hinge", 10, "wall-hinge", 60, "bar-hinge", 10, "wall-hinge",
    ]  # fmt: skip
    assert [(step.number, step.of) for step in steps if isinstance(step, Work)] == [(1, 2), (1, 2), (2, 2), (2, 2)]


def test_a_superset_may_go_without_rests(tmp_path: Path) -> None:
    text = "{superset: [{do: wall-hinge, reps: 5}, {do: wall-hinge, hold: 8}], rounds: 2, rest: 0}"
    assert [type(step) for step in steps_of(tmp_path, text)] == [Work] * 4


def test_every_minute_on_the_minute_rests_until_the_next_one_begins(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, "{emom: [{do: wall-hinge, reps: 5}], rounds: 3}")
    assert [step for step in steps if isinstance(step, Rest)] == [Rest(60, since_start=True)] * 2
    assert len([step for step in steps if isinstance(step, Work)]) == 3


def test_a_density_block_spreads_its_sets_over_its_time(tmp_path: Path) -> None:
    parts = "{do: wall-hinge, reps: 5}, {do: bar-hinge, reps: 3, load: 40, rest_after: 5}"
    text = f"{{density: [{parts}], rounds: 2, minutes: 4}}"
    steps = steps_of(tmp_path, text)
    assert [step.seconds for step in steps if isinstance(step, Rest) and step.since_start] == [60.0] * 3
    assert [step.exercise for step in steps if isinstance(step, Work)] == ["wall-hinge", "bar-hinge"] * 2


def test_an_exercise_of_a_block_may_have_rests_of_its_own(tmp_path: Path) -> None:
    steps = steps_of(
        tmp_path, "{superset: [{do: wall-hinge, reps: 5, sets: 2, rest: 7}, {do: wall-hinge, hold: 9}], rounds: 1}"
    )
    assert [type(step) for step in steps] == [Work, Rest, Work, Work]


def test_another_sessions_steps_can_be_used_in_their_own_form(tmp_path: Path) -> None:
    warm_up = session("{do: wall-hinge, hold: {short: 10, normal: 20, long: 30}}")
    library = small_library(tmp_path, warm_up=warm_up, day=session("{use: warm-up, length: short}", "{use: warm-up}"))
    first, second = compile_session("day", library).steps
    assert isinstance(first, Work)
    assert isinstance(second, Work)
    assert (first.dose, second.dose) == (Hold(10), Hold(20))


def test_sessions_that_use_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{use: other}"), other=session("{use: day}"))
    with pytest.raises(ContentError, match=r"use each other in a circle \(other -> day -> other\)"):
        compile_session("day", library)


def test_what_is_for_another_lifter_is_left_out(tmp_path: Path) -> None:
    library = small_library(
        tmp_path,
        day=session(
            "{do: wall-hinge, hold: 20, when: {sitting: [all-day, unknown]}}",
            "{say: [{say: Long legs., when: {femurs: long}}], when: {length: normal}}",
            "{rest: 9, when: {length: short}}",
        ),
    )
    known = compile_session("day", library, profile=Profile(femurs="long", sitting="little"))
    assert known.steps == (Talk((Line(("Long legs.",)),)),)
    assert [type(step) for step in compile_session("day", library).steps] == [Work]


def test_a_question_carries_what_each_answer_leads_to(tmp_path: Path) -> None:
    effects = (
        "{say: Fine.}, {lighten: 10}, {heavier: 5}, {easier: 2}, {harder: 1}, {slow_lowering: 1}, {shorten_sets: 2}, "
        "{longer_rest: 30}, {insert: [{do: wall-hinge, reps: 5}]}, {remember: {knee: both}}, drop_side, end_loading, "
        "{end_session: stopped}, {say: {say: Long., when: {femurs: long}}}, {fault: bending}, "
        "{leave_out: wall-hinge}, end_lift"
    )
    answers = f"[{{heard: [better, yes], then: [{effects}]}}]"
    text = f"{{ask: 'How?', name: how, answers: {answers}, silence: [lighten: 10], seconds: 5}}"
    (ask,) = steps_of(tmp_path, text)
    assert isinstance(ask, Ask)
    assert (ask.name, ask.ask, ask.seconds, ask.silence) == ("how", Line(("How?",)), 5, (Lighten(0.9),))
    assert ask.answers[0].intents == ("better", "yes")
    assert ask.answers[0].effects == (
        Utter(Line(("Fine.",))), Lighten(0.9), Lighten(1.05), StepDown(2), StepUp(1), SlowLowering(1), ShortenSets(2),
        LongerRest(30), Insert((Work("wall-hinge", Reps(5), Role.RESET),)), Remember("knee", "both"), DropSide(),
        EndLoading(), EndSession("stopped"), TellFault(("bending",)), LeaveOut(("wall-hinge",)), LeaveOut(),
    )  # fmt: skip


def test_the_complaint_table_is_in_every_plan(tmp_path: Path) -> None:
    red, places, other = compiled(tmp_path, "{rest: 5}").branches
    assert (red.name, places.name) == ("red-flag-red", "red-flag-places")
    assert (red.red_flag, red.effects, red.at_once) == (True, (EndSession("red-flag"),), (Line(("Put it down.",)),))
    assert (other.regions, other.times, other.effects) == ((), 1, (Lighten(0.9),))


def test_a_row_for_races_is_only_in_the_plan_of_one(tmp_path: Path) -> None:
    gun = "{ends_before: 5, holding: [{rest: 60}]}"
    library = small_library(tmp_path, day=session("{rest: 5}"), race=session("{rest: 5}", gun=gun))
    table = tmp_path / "scripts" / "branches.yaml"
    rows = table.read_text(encoding="utf-8").replace(
        "  - {name: rest,", "  - {name: run, race: true, regions: [knee], at_once: Walk.}\n  - {name: rest,"
    )
    table.write_text(rows, encoding="utf-8")
    names = {day: [row.name for row in compile_session(day, library).branches] for day in ("day", "race")}
    assert names["race"] == [*names["day"][:-1], "run", names["day"][-1]]


def test_clean_days_choose_steps_by_what_is_done_in_them(tmp_path: Path) -> None:
    steps = (
        "{do: bar-hinge, reps: 5, when: {clean_days: many}}",
        "{do: wall-hinge, reps: 5, when: {clean_days: many}}",
    )
    days = {"bar-hinge": 4, "wall-hinge": 1}
    plan = compile_session("day", small_library(tmp_path, day=session(*steps)), clean=days.__getitem__)
    assert [step.exercise for step in plan.steps if isinstance(step, Work)] == ["bar-hinge"]


def test_the_cool_down_is_done_and_kept_for_an_early_end(tmp_path: Path) -> None:
    plan = compiled(tmp_path, "{do: bar-hinge, reps: 5, load: 40}", cool_down="[{do: wall-hinge, hold: 30}]")
    assert plan.cool_down == (Work("wall-hinge", Hold(30), Role.COOL_DOWN),)
    assert plan.steps[-1] == plan.cool_down[0]


def test_an_unknown_session_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no session 'dya'; did you mean 'day'"):
        compile_session("dya", small_library(tmp_path))


def test_a_session_can_be_given_as_a_file(tmp_path: Path) -> None:
    path = put(tmp_path, "elsewhere/mine.yaml", session("{rest: 5}"))
    assert compile_session(path, small_library(tmp_path)).session == "mine"


def test_a_session_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file .*none\.yaml"):
        compile_session(tmp_path / "none.yaml", small_library(tmp_path))


def test_a_stock_line_for_somebody_takes_the_place_of_the_usual_one(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    put(
        tmp_path,
        "scripts/lines.yaml",
        "lines:\n  hi: {say: Hi.}\n  hi@long: {say: Hi long legs., when: {femurs: long}}\n",
    )
    assert compile_session("day", library).lines == {"hi": Line(("Hi.",))}
    assert compile_session("day", library, profile=Profile(femurs="long")).lines == {"hi": Line(("Hi long legs.",))}


def test_a_written_profile_counts_more_than_the_answers(tmp_path: Path) -> None:
    library = small_library(
        tmp_path, day=session("{rest: 9, when: {femurs: long}}", "{rest: 8, when: {femurs: short}}")
    )
    put(tmp_path, "profile.yaml", "profile: {femurs: long}\n")
    assert compile_session("day", library, profile=Profile(femurs="short")).steps == (Rest(9),)


def test_a_race_warm_up_carries_its_gun(tmp_path: Path) -> None:
    plan = compiled(tmp_path, "{rest: 5}", gun="{ends_before: 5, holding: [{do: bar-hinge, hold: 20}]}")
    assert plan.gun == Gun(300, (Work("bar-hinge", Hold(20), Role.WARM_UP),))
    assert "bar-hinge" in plan.exercises


TOLD = """\
lines:
  work.range: {say: "{number} to {reps} reps."}
  work.effort: {say: "Effort {effort}."}
"""


def test_a_range_and_an_effort_are_told_once_before_the_sets(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{do: bar-hinge, sets: 2, reps: 6-8, effort: 8}"))
    put(tmp_path, "scripts/lines.yaml", TOLD)
    talk, *sets = compile_session("day", library).steps
    assert talk == Talk((Line(("Six to eight reps.",)), Line(("Effort eight.",))))
    assert [step.dose for step in sets if isinstance(step, Work)] == [Reps(8, at_least=6)] * 2


@pytest.mark.parametrize("block", ["superset: [%s, %s], rounds: 2", "emom: [%s, %s], rounds: 2"])
def test_in_a_block_a_range_is_told_before_the_first_round_alone(tmp_path: Path, block: str) -> None:
    parts = ("{do: bar-hinge, reps: 6-8}", "{do: wall-hinge, reps: 5, at_least: 5}")
    library = small_library(tmp_path, day=session("{" + block % parts + "}"))
    put(tmp_path, "scripts/lines.yaml", TOLD)
    steps = compile_session("day", library).steps
    assert [step for step in steps if isinstance(step, Talk)] == [Talk((Line(("Six to eight reps.",)),))]


def test_without_its_stock_lines_nothing_is_told_before_the_sets(tmp_path: Path) -> None:
    steps = steps_of(tmp_path, "{do: bar-hinge, reps: 6-8, effort: 8}")
    assert [type(step) for step in steps] == [Work]


def test_a_load_in_pounds_comes_out_whole_on_a_kit_in_pounds(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{do: bar-hinge, load: 135 lb, reps: 5}"))
    kit = Kit(Unit.POUNDS, 45, ((45, 2), (25, 1), (10, 1)))
    [step] = compile_session("day", library, kit=kit).steps
    assert isinstance(step, Work)
    assert step.load == 135


@pytest.mark.parametrize("written", ["amrap", "AMRAP"])
def test_reps_may_be_as_many_as_are_clean(tmp_path: Path, written: str) -> None:
    (step,) = steps_of(tmp_path, f"{{do: bar-hinge, reps: {written}, load: 40}}")
    assert isinstance(step, Work)
    assert step.dose == Reps(20, free=True, open=True)


def test_the_script_says_how_long_its_set_up_takes_and_a_later_side_needs_less(tmp_path: Path) -> None:
    library = small_library(tmp_path, day=session("{do: wall-hinge, reps: 3, sides: both}"))
    path = next(tmp_path.rglob("wall-hinge.yaml"))
    path.write_text(path.read_text() + "get_ready: 9\n")
    assert [getattr(step, "get_ready", None) for step in compile_session("day", library).steps] == [9.0, 5.0]


def test_the_session_s_own_time_to_get_ready_counts_more(tmp_path: Path) -> None:
    (step,) = steps_of(tmp_path, "{do: bar-hinge, reps: 3, get_ready: 40}")
    assert isinstance(step, Work)
    assert step.get_ready == 40.0


def test_amrap_goes_with_reps(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="write reps: amrap"):
        steps_of(tmp_path, "{do: bar-hinge, hold: 20, amrap: true}")
