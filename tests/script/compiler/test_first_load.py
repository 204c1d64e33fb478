"""The first load of a lift, and what stands in for what a room lacks: never an unasked eighty, always to be had."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.core.loading.plates import makeable
from coach.core.plan import Ask, FindLoad, Kit, Plan, Reps, Role, Unit, Work
from coach.script.compiler.compile import compile_session
from coach.script.compiler.context import Firsts
from coach.script.compiler.person import Person
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.shapes.profile import Profile

LIBRARY = Library((shipped_root(),))
LOADED = (Role.RAMP, Role.WORKING)
DUMBBELLS = {"barbell": "no", "kettlebells": "no", "sandbag": "no", "dumbbells": "5 10 15"}
ONE_BELL = {"barbell": "no", "dumbbells": "no", "sandbag": "no", "kettlebells": "16"}
SANDBAG = {"barbell": "no", "dumbbells": "no", "kettlebells": "no", "sandbag": "25"}
NOTHING = {"barbell": "no", "dumbbells": "no", "kettlebells": "no", "sandbag": "no", "bands": "no"}


def planned(session: str, firsts: Firsts | None, facts: dict[str, str] | None = None, **more: object) -> Plan:
    kit = Person(facts or {}).kit(more.pop("kit", None) or Kit())  # type: ignore[arg-type]
    return compile_session(session, LIBRARY, kit=kit, firsts=firsts, **more)  # type: ignore[arg-type]


def sets(plan: Plan, exercise: str) -> list[Work]:
    return [step for step in plan.steps if isinstance(step, Work) and step.exercise == exercise]


def said(plan: Plan) -> str:
    from coach.core.session.rehearsal import rehearse

    return " ".join(line.text for line in rehearse(plan) if line.kind == "say")


def test_a_lift_nobody_did_begins_with_the_empty_bar_and_a_question() -> None:
    plan = planned("deadlift-day", Firsts(asks=True))
    done = sets(plan, "conventional-deadlift")
    assert {step.load for step in done} == {20.0}
    assert [step.role for step in done] == [Role.RAMP, *[Role.WORKING] * 4]
    place = plan.steps.index(done[0])
    question = plan.steps[place + 1]
    assert isinstance(question, Ask)
    assert question.silence == (FindLoad("conventional-deadlift", 20.0, 80.0, 5),)


def test_where_nobody_answers_the_lightest_stays_and_that_is_said() -> None:
    plan = planned("deadlift-day", Firsts(asks=False))
    assert {step.load for step in sets(plan, "conventional-deadlift")} == {20.0}
    assert not [step for step in plan.steps if isinstance(step, Ask) and step.name == "effort"]
    assert "New for us, so twenty kilos" in said(plan)


def test_what_was_told_is_where_it_begins() -> None:
    plan = planned("deadlift-day", Firsts({"conventional-deadlift": 113.0}, asks=True))
    assert sets(plan, "conventional-deadlift")[-1].load == 112.5
    assert "we begin with one hundred and twelve point five kilos" in said(plan).lower()


def test_a_history_counts_more_than_what_was_told() -> None:
    firsts = Firsts({"conventional-deadlift": 113.0}, asks=True)
    plan = planned("deadlift-day", firsts, loads={"conventional-deadlift": 90.0})
    assert sets(plan, "conventional-deadlift")[-1].load == 90.0


def test_without_anything_known_of_who_lifts_a_session_is_as_it_is_written() -> None:
    assert sets(planned("deadlift-day", None), "conventional-deadlift")[-1].load == 80.0


def test_a_programs_load_is_the_most_a_lift_nobody_did_begins_with() -> None:
    program = {"conventional-deadlift": 60.0}
    told = Firsts({"conventional-deadlift": 113.0}, asks=True, planned=program, written=False)
    assert sets(planned("deadlift-day", told), "conventional-deadlift")[-1].load == 60.0
    unknown = sets(planned("deadlift-day", Firsts(asks=True, planned=program, written=False)), "conventional-deadlift")
    assert {step.load for step in unknown} == {20.0}


def test_a_session_of_ones_own_is_done_as_it_is_written(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text((shipped_root() / "sessions" / "rdl-day.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    plan = compile_session(own, LIBRARY, firsts=Firsts(asks=True))
    assert sets(plan, "romanian-deadlift")[-1].load == 60.0


def test_a_workout_of_one_line_is_done_as_it_is_written() -> None:
    plan = compile_session("5x5 deadlift 80", LIBRARY, firsts=Firsts(asks=True))
    assert sets(plan, "conventional-deadlift")[-1].load == 80.0


def test_a_load_written_in_a_programs_workout_is_the_most_that_is_lifted() -> None:
    line, most = "2x10 good morning 25; 1x5 deadlift", {"conventional-deadlift": 60.0}
    for advised, lifted in ((22.5, 22.5), (30.0, 25.0)):
        plan = compile_session(line, LIBRARY, firsts=Firsts(planned=most), loads={"good-morning": advised})
        assert {step.load for step in sets(plan, "good-morning")} == {lifted}
    unknown = compile_session(line, LIBRARY, firsts=Firsts(planned=most))
    assert {step.load for name in ("good-morning", "conventional-deadlift") for step in sets(unknown, name)} == {20.0}
    told = compile_session(line, LIBRARY, firsts=Firsts({"good-morning": 50.0}, planned=most))
    assert {step.load for step in sets(told, "good-morning")} == {25.0}


def test_what_stands_in_for_a_programs_movement_has_its_share_of_the_load() -> None:
    firsts = Firsts({"dumbbell-deadlift": 90.0}, planned={"conventional-deadlift": 60.0})
    kit = Person({**DUMBBELLS, "dumbbells": "to 40"}).kit(Kit())
    plan = compile_session("1x5 deadlift", LIBRARY, kit=kit, firsts=firsts)
    (load,) = [step.load for step in sets(plan, "dumbbell-deadlift")]
    assert load is not None
    assert 20 <= load <= 60


def test_with_a_health_finding_nothing_is_looked_for() -> None:
    plan = planned("deadlift-day", Firsts(asks=True), profile=Profile(heart="yes"))
    assert not [step for step in plan.steps if isinstance(step, Ask) and step.name == "effort"]
    assert {step.load for step in sets(plan, "conventional-deadlift")} == {20.0}


def test_with_a_health_finding_no_load_is_promised_that_is_not_lifted() -> None:
    assert "we begin with" not in said(
        planned("rdl-day", Firsts({"romanian-deadlift": 60.0}), profile=Profile(heart="yes"))
    )


def test_a_set_that_looks_for_the_load_is_short() -> None:
    plan = planned("rdl-day", Firsts(asks=True))
    assert sets(plan, "romanian-deadlift")[0].dose == Reps(5, sets(plan, "romanian-deadlift")[-1].dose.tempo)  # type: ignore[union-attr]


def test_a_lift_that_comes_twice_is_looked_for_once() -> None:
    plan = planned("light-technique-day", Firsts(asks=True), DUMBBELLS)
    asked = [step.silence[0].exercise for step in plan.steps if isinstance(step, Ask) and step.name == "effort"]  # type: ignore[union-attr]
    assert len(asked) == len(set(asked))


# ------------------------------------------------------------------------------------------------ the room


def test_without_a_bar_dumbbells_stand_in_and_that_is_said() -> None:
    plan = planned("deadlift-day", None, DUMBBELLS)
    assert sets(plan, "dumbbell-deadlift")
    assert "Dumbbell deadlift today, in the place of Deadlift." in said(plan)


def test_a_bell_that_is_much_too_heavy_is_as_good_as_none() -> None:
    facts = {**ONE_BELL, "kettlebells": "48"}
    assert sets(planned("deadlift-day", None, facts), "dowel-hinge")


def test_without_a_rack_a_good_morning_is_done_with_a_dowel() -> None:
    assert sets(planned("good-morning-day", None, {"rack": "no"}), "dowel-good-morning")


def test_without_pins_nothing_is_done_that_is_put_down_on_them() -> None:
    facts = {"rack": "yes", "pins": "no"}
    assert sets(planned("good-morning-day", None, facts), "dowel-good-morning")
    assert sets(planned("good-morning-day", None, {"rack": "yes"}), "good-morning")
    assert sets(planned("1x5 rack pull 60", None, facts), "romanian-deadlift")


def test_without_a_bench_nothing_is_done_sitting_on_one() -> None:
    assert sets(planned("1x5 seated good morning 20", None, {"bench": "no"}), "dowel-good-morning")
    assert sets(planned("1x5 seated good morning 20", None), "seated-good-morning")


def test_what_nothing_stands_in_for_stays(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "room.yaml").write_text("needs: {}\n", encoding="utf-8")
    library = Library((tmp_path, shipped_root()))
    plan = compile_session("rdl-day", library, kit=Person(NOTHING).kit(Kit()))
    assert sets(plan, "romanian-deadlift")


def test_content_without_a_room_file_has_nothing_to_stand_in() -> None:
    from coach.script.shapes.room import RoomFile

    assert Library((Path("/nowhere"),)).room() == RoomFile()


ROOMS: tuple[dict[str, str], ...] = (
    DUMBBELLS,
    ONE_BELL,
    SANDBAG,
    NOTHING,
    {},
    {"rack": "no"},
    {"kettlebells": "24", "barbell": "no"},
)
SESSIONS = tuple(name for name in LIBRARY.session_paths if name not in ("interview", "profile"))


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(SESSIONS),
    st.sampled_from(ROOMS),
    st.sampled_from(list(Unit)),
    st.one_of(st.none(), st.floats(20, 200)),
    st.booleans(),
)
def test_every_load_can_be_had_and_nobody_new_begins_with_more_than_was_told(
    session: str, room: dict[str, str], unit: Unit, told: float | None, asks: bool
) -> None:
    usual = Kit() if unit is Unit.KILOS else Kit(unit, 45.0, ((45.0, 2), (25.0, 1), (10.0, 2), (5.0, 2)))
    known = {name: 0.8 * told * script.relative_load for name, script in LIBRARY.scripts().items()} if told else {}
    plan = planned(session, Firsts(known, asks=asks), room, kit=usual)
    for step in plan.steps:
        if isinstance(step, Work) and step.load is not None:
            implement = plan.exercises[step.exercise].implement
            can = makeable(plan.kit, implement)
            assert can is None or step.load in can
            lightest = min(can) if can else 1.0
            bound = known.get(step.exercise, 0.0)
            light = 20.0 if unit is Unit.KILOS else 45.0
            assert step.load <= max(lightest, bound + 0.01, light)


@pytest.mark.parametrize("room", [DUMBBELLS, ONE_BELL, SANDBAG, NOTHING])
@pytest.mark.parametrize("session", SESSIONS)
def test_every_session_runs_with_what_there_is(session: str, room: dict[str, str]) -> None:
    plan = planned(session, Firsts(asks=True), room)
    lacks = set(plan.kit.lacks)
    assert not [
        step for step in plan.steps if isinstance(step, Work) and plan.exercises[step.exercise].implement in lacks
    ]


def test_a_bucket_and_a_ruck_do_not_weigh_what_the_only_sandbag_does() -> None:
    plan = planned("sandbag-day", None, SANDBAG)
    loads = {name: {step.load for step in sets(plan, name)} for name in ("bucket-carry", "bucket-reload")}
    assert loads == {"bucket-carry": {20.0}, "bucket-reload": {20.0}}
    assert {step.load for step in sets(plan, "ruck-shoulder")} == {12.0}
    assert not sets(plan, "shadow-pick-up")[1:]
