"""What every shipped session keeps to: warm before the floor, a hinge before a load, and equipment that it lists."""

import re
from functools import cache
from typing import get_args

import pytest

from coach.core.plan import LOADED_ROLES, Hold, Kit, Plan, Role, Work
from coach.script.compiler.compile import compile_session
from coach.script.compiler.person import Person
from coach.script.files.overlay import shipped_root
from coach.script.shapes.profile import Length, Profile, TurnOut
from tests.content.stories import SESSIONS
from tests.shipped import LIBRARY

LENGTHS: tuple[Length, ...] = get_args(Length)
PROFILES = (
    Profile(),
    Profile(femurs="short", turn_out="tight", sitting="all-day"),
    Profile(femurs="long", hamstrings="sensitive", low_back="complains"),
    Profile(heart="yes", leg_drop_left="yes", knee_bend_right="yes", leg_raise_left="yes"),
)
LOADED_DAYS = ("deadlift-day", "full-hinge-day", "good-morning-day", "hybrid-day", "rdl-day", "sandbag-day")
RAISES = frozenset({"march", "easy-walk", "skips"})
UNLOADED_HINGES = frozenset({"wall-tap", "dowel-hinge", "dowel-good-morning", "shadow-pick-up"})
LOADED = tuple(
    name
    for name, script in LIBRARY.scripts().items()
    if script.kind == "movement" and script.implement not in ("none", "dowel")
)
ON_THE_FLOOR = frozenset(
    {"psoas-release", "hip-flexor-stretch", "side-hip-release", "quad-opening", "pelvis-control", "hamstring-length"}
    | {"banded-bridge", "glute-bridge", "ninety-ninety-hips", "ninety-ninety-breathing", "clam", "dead-bug"}
    | {"bear-hold", "cat-cow", "child-pose-breathing", "adductor-rock", "hamstring-ease"}
)


@cache
def plans(name: str) -> tuple[Plan, ...]:
    """The session in all its forms, for lifters it differs for."""
    return tuple(
        compile_session(name, LIBRARY, length=length, profile=profile) for length in LENGTHS for profile in PROFILES
    )


def works(plan: Plan) -> list[Work]:
    return [step for step in plan.steps if isinstance(step, Work)]


@pytest.mark.parametrize("name", SESSIONS)
def test_nobody_lies_down_who_has_not_been_moving(name: str) -> None:
    for plan in plans(name):
        before = 0.0
        for step in works(plan):
            if step.exercise in ON_THE_FLOOR:
                assert before >= 25, (name, step.exercise)
                break
            if step.exercise in RAISES and isinstance(step.dose, Hold):
                before += step.dose.seconds


@pytest.mark.parametrize("name", SESSIONS)
def test_an_unloaded_hinge_comes_before_the_first_load(name: str) -> None:
    for plan in plans(name):
        steps = works(plan)
        loaded = next((place for place, step in enumerate(steps) if step.load is not None), len(steps))
        assert loaded == len(steps) or UNLOADED_HINGES & {step.exercise for step in steps[:loaded]}, name


THINGS = {"dumbbell": ("dumbbell", "bags"), "dowel": ("dowel",), "sandbag": ("sandbag", "bucket", "ruck")}
"""What stands in a list of equipment for an implement, where that is more than its name."""


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_lists_everything_that_its_exercises_need(name: str) -> None:
    listed = " ".join(LIBRARY.session(name).equipment)
    needs = LIBRARY.room().needs
    missing = {
        (step.exercise, thing)
        for plan in plans(name)
        for step in works(plan)
        for thing in {plan.exercises[step.exercise].implement, *needs.get(step.exercise, ())} - {"none"}
        if not any(word in listed for word in THINGS.get(thing, (thing,)))
    }
    assert missing == set()


def test_a_dog_is_picked_up_and_a_bucket_is_reloaded() -> None:
    assert "dog-pick-up" in {step.exercise for step in works(compile_session("everyday-primer", LIBRARY))}
    done = [step.exercise for step in works(compile_session("sandbag-day", LIBRARY))]
    assert done[done.index("bucket-carry") + 1] == "bucket-reload"


def test_the_hybrid_day_cycles_a_light_bar_and_says_when_to_stop() -> None:
    plan = compile_session("hybrid-day", LIBRARY)
    sets = [step for step in works(plan) if step.exercise == "cycled-deadlift" and step.role is Role.WORKING]
    assert len(sets) >= 5
    assert {step.effort for step in sets} == {8}
    setup = " ".join(line.variants[0] for line in plan.exercises["cycled-deadlift"].setup)
    assert "No bounce." in setup
    assert {"hinge-jumps", "sandbag-carry", "skips"} <= {step.exercise for step in works(plan)}


PULLS = frozenset({"conventional-deadlift", "sumo-deadlift", "rack-pull"})


@pytest.mark.parametrize(
    ("turn_out", "pull"), [("free", "sumo-deadlift"), ("unknown", "sumo-deadlift"), ("tight", "conventional-deadlift")]
)
def test_short_thighs_pull_wide_where_the_hips_turn_out(turn_out: TurnOut, pull: str) -> None:
    plan = compile_session("deadlift-day", LIBRARY, profile=Profile(femurs="short", turn_out=turn_out))
    loaded = {step.exercise for step in works(plan) if step.role in LOADED_ROLES}
    assert loaded & PULLS == {pull}


def test_hips_that_do_not_turn_out_get_their_drill_and_a_narrower_sumo() -> None:
    tight = compile_session("sitters-warm-up", LIBRARY, profile=Profile(turn_out="tight"))
    assert "clam" in {step.exercise for step in works(tight)}
    assert "clam" not in {step.exercise for step in works(compile_session("sitters-warm-up", LIBRARY))}
    plan = compile_session("deadlift-day", LIBRARY, profile=Profile(femurs="short"))
    assert "ease" not in told(plan, "sumo-deadlift")
    wide = compile_session("sumo 3x5 60", LIBRARY, profile=Profile(turn_out="tight"))
    assert "Only as wide as your hips turn out with ease." in told(wide, "sumo-deadlift")


def told(plan: Plan, exercise: str) -> str:
    return " ".join(line.variants[0] for line in plan.exercises[exercise].setup)


def test_who_sits_all_day_gets_a_longer_warm_up() -> None:
    def drills(profile: Profile) -> set[str]:
        return {step.exercise for step in works(compile_session("sitters-warm-up", LIBRARY, profile=profile))}

    assert drills(Profile(sitting="all-day")) - drills(Profile(sitting="some")) == {"lateral-steps"}


def test_a_long_trunk_bends_the_knees_more_whatever_the_thighs_are() -> None:
    for lift in ("romanian-deadlift", "conventional-deadlift"):
        plan = compile_session("full-hinge-day", LIBRARY, profile=Profile(femurs="average", torso="long"))
        assert "A long trunk reaches late." in told(plan, lift)


STAGES = (0, 2, 4)


@pytest.mark.parametrize(
    "lift", ["romanian-deadlift", "good-morning", "conventional-deadlift", "rack-pull", "dumbbell-romanian-deadlift"]
)
def test_range_grows_with_clean_days_for_hamstrings_that_do_not_tolerate_length(lift: str) -> None:
    def setup(days: int, profile: Profile) -> str:
        return told(compile_session(f"{lift} 3x5 40", LIBRARY, profile=profile, clean=lambda _: days), lift)

    stiff = Profile(hamstrings="sensitive")
    assert len({setup(days, stiff) for days in STAGES}) == 3
    assert setup(5, stiff) == setup(4, stiff)
    assert len({setup(days, Profile()) for days in STAGES}) == 1


def test_a_room_without_a_bar_is_never_told_to_load_one() -> None:
    room = Person({"barbell": "no", "rack": "no", "dumbbells": "to 20"}).kit(Kit())
    for name in SESSIONS:
        plan = compile_session(name, LIBRARY, kit=room)
        talk = " ".join(line.variants[0] for step in plan.steps for line in getattr(step, "lines", ()))
        assert "bar" not in talk.replace(".", " ").split(), name


@pytest.mark.parametrize("name", LOADED_DAYS)
def test_fever_is_asked_about_before_anything_heavy(name: str) -> None:
    plan = compile_session(name, LIBRARY)
    first = plan.steps[0]
    assert getattr(first, "name", "") == "ill"


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize(
    "name", ["sitters-warm-up", "rdl-day", "sandbag-day", "light-technique-day", "good-morning-day"]
)
def test_a_warm_up_keeps_what_the_questions_promised(name: str, length: Length) -> None:
    def drills(profile: Profile) -> list[str]:
        return [step.exercise for step in works(compile_session(name, LIBRARY, length=length, profile=profile))]

    assert "clam" in drills(Profile(turn_out="tight", sitting="some"))
    assert len(drills(Profile(sitting="all-day"))) > len(drills(Profile(sitting="some")))


def test_every_trait_that_is_asked_about_changes_something() -> None:
    used: set[str] = set()
    for folder in ("scripts", "sessions"):
        for path in (shipped_root() / folder).rglob("*.yaml"):
            for condition in re.findall(r"when: \{([^}]*)\}", path.read_text(encoding="utf-8")):
                used |= set(re.findall(r"(\w+):", condition))
    by_health = {"heart", "faints", "carrying", "bones"}
    assert set(Profile.model_fields) - by_health - used == set()
    assert "health" in used


@pytest.mark.parametrize("name", LOADED)
def test_breathing_out_is_taught_with_every_loaded_movement(name: str) -> None:
    assert any("Breathe out" in text for line in LIBRARY.script(name).brace for text in line.say)


@pytest.mark.parametrize("name", LOADED)
def test_nobody_needs_blocks_who_was_not_asked_for_them(name: str) -> None:
    script = LIBRARY.script(name)
    told = [text for line in (*script.setup, *script.brace, *script.cues) for text in line.say]
    assert [text for text in told if "blocks" in text and "blocks or" not in text] == []
    if any("the pins" in text for text in told):
        assert "pins" in LIBRARY.room().needs[name]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"femurs": "long"}, "Long thighs"),
        ({"femurs": "short"}, "Short thighs"),
        ({"hips": "deep"}, "Deep hip sockets"),
        ({"torso": "long"}, "A long trunk"),
        ({"femurs": "average", "torso": "long"}, "A long trunk"),
        ({}, "Your bones"),
    ],
)
def test_why_one_lifts_as_one_does_is_answered_by_ones_build(told: dict[str, str], said: str) -> None:
    plan = compile_session("rdl-day", LIBRARY, profile=Profile.of(told))
    assert plan.lines["reply.structure"].variants[0].startswith(said)
