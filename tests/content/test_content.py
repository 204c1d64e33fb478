"""Every shipped file: it reads well, it compiles, it fits its time, and everything in it can be reached."""

from collections.abc import Iterator

import pytest

from coach.cli.authoring.check import checker
from coach.core.plan import Ask, Insert, Kit, Plan, Step, Work
from coach.core.session.rehearsal import rehearse
from coach.script.compiler.compile import compile_session
from coach.script.compiler.person import Person
from coach.script.shapes.profile import Length, Profile
from tests.content.stories import SESSIONS, stories, told
from tests.shipped import LIBRARY

SCRIPTS = tuple(LIBRARY.script_paths)
MOVEMENTS = tuple(name for name, script in LIBRARY.scripts().items() if script.kind == "movement")
LENGTHS: tuple[Length, ...] = ("short", "normal", "long")


def test_everything_passes_the_check() -> None:
    assert [str(problem) for problem in checker(LIBRARY).problems()] == []


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_takes_the_minutes_it_states(name: str, length: Length) -> None:
    stated = getattr(LIBRARY.session(name).minutes, length)
    seen = told(compile_session(name, LIBRARY, length=length), stories()["plain"], stated * 60)
    assert seen[-1].state.at / 60 == pytest.approx(stated, abs=max(0.75, stated * 0.05))


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_has_at_least_four_wordings_of_its_cues(name: str) -> None:
    script = LIBRARY.script(name)
    wordings = [text for cue in script.cues for text in cue.say]
    assert len(set(wordings)) == len(wordings) >= 4


@pytest.mark.parametrize("name", MOVEMENTS)
def test_a_movement_has_four_cues_and_no_one_wording_serves_alone(name: str) -> None:
    script = LIBRARY.script(name)
    assert len(script.cues) >= 4
    assert all(len(cue.say) >= 2 for cue in script.cues)


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_line_of_a_script_has_its_reason(name: str) -> None:
    script = LIBRARY.script(name)
    spoken = (*script.setup, *script.brace, *script.cues, *script.faults, *script.between_sets)
    assert [line.say for line in spoken if not line.why] == []


@pytest.mark.parametrize("name", MOVEMENTS)
def test_a_movement_stands_on_a_ladder_that_leads_down_to_breathing(name: str) -> None:
    ladders = LIBRARY.ladders()
    rung: str | None = name
    seen = []
    while rung is not None:
        seen.append(rung)
        assert len(seen) <= len(MOVEMENTS)
        rung, _ = ladders.neighbours(rung)
    assert seen[-1] == "ninety-ninety-breathing"


def test_every_script_is_reached_by_some_session() -> None:
    reached = {name for session in SESSIONS for name in everything(session)}
    assert set(SCRIPTS) - reached == set()


def everything(session: str) -> Iterator[str]:
    """Every exercise a session may come to, in any form and for any finding."""
    found = Profile.of({name: "yes" for name in Profile.model_fields if "leg" in name or "knee" in name})
    for length in LENGTHS:
        for profile in (Profile(), found, Profile(leg_raise_left="yes"), Profile(femurs="short")):
            yield from compile_session(session, LIBRARY, profile=profile, length=length).exercises
    yield from compile_session(session, LIBRARY, kit=Person({"barbell": "no"}).kit(Kit())).exercises


def texts(plan: Plan) -> list[str]:
    return [line.text for line in rehearse(plan) if line.kind == "say"]


LONG = Profile(femurs="long", torso="short", hips="average", hamstrings="tolerant", sitting="little")
SHORT = Profile(femurs="short", torso="long", hips="deep", hamstrings="sensitive", sitting="all-day")


def test_two_profiles_are_coached_differently_on_the_same_day() -> None:
    long, short = (texts(compile_session("rdl-day", LIBRARY, profile=profile)) for profile in (LONG, SHORT))
    assert "Long thighs mean you will lean well forward. That is your build." in long
    assert "Stop just below the knee today." in short
    assert "Feet a little wider, toes slightly out." in short
    assert set(long) & {"Stop just below the knee today."} == set()


def test_a_profile_chooses_the_pull_from_the_floor() -> None:
    profiles = {"long": LONG, "short": SHORT, "wide": Profile(femurs="short")}
    plans = {name: compile_session("deadlift-day", LIBRARY, profile=profile) for name, profile in profiles.items()}
    lifts = {name: {step.exercise for step in plan.steps if isinstance(step, Work)} for name, plan in plans.items()}
    pulls = {"conventional-deadlift", "sumo-deadlift", "rack-pull"}
    assert {name: found & pulls for name, found in lifts.items()} == {
        "long": {"conventional-deadlift"},
        "short": {"rack-pull"},
        "wide": {"sumo-deadlift"},
    }


def test_a_tight_left_hip_gets_its_drills_on_the_left_only() -> None:
    plan = compile_session("sitters-warm-up", LIBRARY, profile=Profile(leg_drop_left="yes"))
    sides = [step.side for step in plan.steps if isinstance(step, Work) and step.exercise == "side-hip-release"]
    assert sides == ["left"]


def test_the_check_says_what_opened_since_last_time() -> None:
    plan = compile_session("mobility-check", LIBRARY, profile=Profile(leg_drop_left="yes"))
    assert any("It opened" in text for text in said_to_no(plan))
    assert not any("It opened" in text for text in said_to_no(compile_session("mobility-check", LIBRARY)))


def said_to_no(plan: Plan) -> list[str]:
    hurried = stories()["hurried"]
    quiet = type(hurried)(hurried.answers, {})
    return [line.text for turn in told(plan, quiet, 300) for line in turn.lines if line.kind == "say"]


def test_the_questions_fill_the_profile() -> None:
    plan = compile_session("profile", LIBRARY)
    findings = told(plan, stories()["plain"], 300)[-1].state.today.findings
    profile = Profile.of(findings)
    assert (profile.femurs, profile.hips, profile.hamstrings, profile.arms) == ("long", "deep", "sensitive", "long")
    assert (profile.sitting, profile.low_back) == ("all-day", "complains")


@pytest.mark.parametrize("name", SESSIONS)
def test_questions_have_names_of_their_own(name: str) -> None:
    names = [ask.name for ask in asks(compile_session(name, LIBRARY).steps)]
    assert len(names) == len(set(names))


def asks(steps: tuple[Step, ...]) -> Iterator[Ask]:
    for step in steps:
        if isinstance(step, Ask):
            yield step
            for answer in step.answers:
                for effect in answer.effects:
                    yield from asks(effect.steps) if isinstance(effect, Insert) else ()
