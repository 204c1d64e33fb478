"""What limits a plan: the implements in the room, gates for whom a movement is, and the most it is loaded with."""

import pytest

from coach.core.loading.plates import loadings
from coach.core.plan import Ask, FindLoad, Kit, Plan, Role, Talk, Unit, Work
from coach.script.compiler.compile import compile_session
from coach.script.compiler.context import Firsts
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.shapes.profile import Profile

LIBRARY = Library((shipped_root(),))


def loads(plan: Plan, exercise: str) -> list[float]:
    return [step.load or 0.0 for step in plan.steps if isinstance(step, Work) and step.exercise == exercise]


def test_easier_leads_to_what_the_session_has() -> None:
    plan = compile_session("rdl-day", LIBRARY)
    assert plan.exercises["romanian-deadlift"].easier == "dowel-hinge"
    assert plan.exercises["dowel-hinge"].harder == "romanian-deadlift"


def test_with_a_kettlebell_there_it_leads_to_the_kettlebell() -> None:
    plan = compile_session("light-technique-day", LIBRARY)
    assert plan.exercises["romanian-deadlift"].easier == "kettlebell-deadlift"


@pytest.mark.parametrize("session", sorted(LIBRARY.session_paths))
def test_no_ladder_of_a_session_leads_to_what_is_not_there(session: str) -> None:
    plan = compile_session(session, LIBRARY)
    listed = " ".join(LIBRARY.session(session).equipment)
    used = {plan.exercises[step.exercise].implement for step in plan.steps if isinstance(step, Work)}
    for step in (step for step in plan.steps if isinstance(step, Work) and step.role is Role.WORKING):
        near = plan.exercises[step.exercise]
        for name in (near.easier, near.harder):
            implement = plan.exercises[name].implement if name else "none"
            assert implement in ("none", *used) or implement in listed


@pytest.mark.parametrize(
    ("profile", "fits"),
    [
        ({}, True),
        ({"hamstrings": "tolerant"}, True),
        ({"hamstrings": "sensitive"}, False),
        ({"femurs": "short"}, False),
    ],
)
def test_deficits_are_not_for_sensitive_hamstrings_or_short_thighs(profile: dict[str, str], fits: bool) -> None:
    plan = compile_session("deadlift-day", LIBRARY, profile=Profile.of(profile))
    gate = plan.exercises["deficit-deadlift"].gate
    assert gate is not None
    assert (gate.fits, gate.clean, gate.first) == (fits, 3, 0.6)


def test_harder_does_not_take_sensitive_hamstrings_to_the_floor() -> None:
    plan = compile_session("deadlift-day", LIBRARY, profile=Profile(hamstrings="sensitive"))
    gate = plan.exercises["conventional-deadlift"].gate
    assert gate is not None
    assert not gate.fits


def test_no_session_gives_a_snatch_grip_to_whom_it_does_not_suit() -> None:
    for profile in (Profile(hamstrings="sensitive"), Profile(femurs="short")):
        plan = compile_session("deadlift-day", LIBRARY, profile=profile, length="long")
        assert loads(plan, "snatch-grip-deadlift") == []


def test_a_good_morning_stays_under_forty_kilos_until_the_deadlift_is_known() -> None:
    plan = compile_session("good-morning-day", LIBRARY, loads={"good-morning": 70.0})
    assert max(loads(plan, "good-morning")) == 40.0


def test_in_pounds_it_stays_under_ninety() -> None:
    kit = Kit(Unit.POUNDS, 45.0, ((45.0, 2), (25.0, 1), (10.0, 2), (5.0, 1), (2.5, 1)))
    plan = compile_session("good-morning-day", LIBRARY, kit=kit, loads={"good-morning": 155.0})
    assert max(loads(plan, "good-morning")) == 90.0


@pytest.mark.parametrize("best", [60.0, 100.0, 140.0, 175.0])
def test_a_good_morning_is_never_more_than_half_of_what_one_deadlifts(best: float) -> None:
    maxima = {"conventional-deadlift": best, "sumo-deadlift": best - 10}
    plan = compile_session("good-morning-day", LIBRARY, loads={"good-morning": 90.0}, maxima=maxima)
    heaviest = max(loads(plan, "good-morning"))
    assert best / 2 - 2.5 < heaviest <= min(90.0, best / 2)
    assert heaviest in {bar.load for bar in loadings(plan.kit)}


def test_easier_leads_to_nothing_that_the_room_lacks() -> None:
    kit = Kit(lacks=("kettlebell",))
    assert compile_session("light-technique-day", LIBRARY, kit=kit).exercises["romanian-deadlift"].easier != (
        "kettlebell-deadlift"
    )


def test_a_first_good_morning_is_told_and_looked_for_under_what_it_is_ever_done_with() -> None:
    told = compile_session("good-morning-day", LIBRARY, firsts=Firsts({"good-morning": 70.0}))
    sought = compile_session("good-morning-day", LIBRARY, firsts=Firsts(asks=True), maxima={"sumo-deadlift": 60.0})
    said = [text for step in told.steps if isinstance(step, Talk) for line in step.lines for text in line.variants]
    effects = [each for step in sought.steps if isinstance(step, Ask) for each in step.silence]
    assert any("forty kilos" in text.lower() for text in said)
    assert not any("seventy" in text.lower() for text in said)
    assert [each.heaviest for each in effects if isinstance(each, FindLoad) and each.exercise == "good-morning"] == [
        30.0
    ]
