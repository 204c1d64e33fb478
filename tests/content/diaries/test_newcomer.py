"""A newcomer with dumbbells only, from the first conversation to the end of the first deadlift day, as it was read."""

from dataclasses import replace
from datetime import date
from difflib import unified_diff
from functools import cache
from pathlib import Path

import pytest

from coach.core.intents.armed import armed_in, listening_for
from coach.core.intents.replies import answers_to
from coach.core.plan import Ask, Plan, Work
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.state import Asking, Finished, Session
from coach.script.compiler.person import Person
from coach.script.files.progression import read_progress
from coach.wiring.lifter.meeting import interview
from coach.wiring.lifter.recalling import Past
from coach.wiring.lifter.today import plan_of
from coach.wiring.request import Wishes
from tests.content.stories import Answering, remark, transcript
from tests.shipped import LIBRARY, phrases, reader

GOLDEN = Path(__file__).with_name("newcomer")

ANSWERS = {
    "interview": "yes",
    "name": "Anna",
    "unit": "kilos",
    "heart": "no",
    "faints": "no",
    "carrying": "no",
    "bones": "no",
    "experience": "no",
    "barbell": "no",
    "dumbbells": "yes",
    "dumbbell-weight": "fifteen kilos",
    "kettlebells": "no",
    "sandbag": "no",
    "bench": "yes",
    "bands": "no",
    "ball": "no",
    "deadlift": "i don't know",
    "days": "monday and thursday",
    "build": "no",
}
EFFORTS = ("four out of ten", "seven out of ten", "rpe nine")


def answered(plan: Plan, answers: dict[str, str], efforts: tuple[str, ...] = ()) -> list[Rehearsed]:
    """The plan rehearsed; every question is answered two seconds after it was put, each effort in its turn."""
    left = list(efforts)

    def reply(ask: Ask, state: Session) -> Remark | None:
        text = left.pop(0) if ask.name == "effort" and left else answers.get(ask.name)
        return None if text is None else remark(state.at + 2.0, text, listening_for(state))

    return list(turns(plan, replies=Answering(reply)))


def nobody(facts: dict[str, str]) -> Past:
    kit = Person(facts).kit(plan_of(Wishes("interview", seed=0), LIBRARY).kit)
    return Past((), LIBRARY.progress(read_progress), kit, date(2026, 1, 5), facts)


def approved(name: str, heard: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(heard, encoding="utf-8")
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    changed = "\n".join(unified_diff(before.splitlines(), heard.splitlines(), "approved", "heard", lineterm="", n=1))
    assert heard == before, f"read the change; if it is right, run pytest with --update-golden\n{changed}"


@cache
def talk() -> list[Rehearsed]:
    """The first conversation, in which everything is answered."""
    return answered(interview(nobody({}), LIBRARY), ANSWERS)


def test_the_first_conversation_goes_as_it_was_approved(request: pytest.FixtureRequest) -> None:
    seen = talk()
    assert seen[-1].state.phase == Finished("done")
    approved("interview", transcript(seen), request)


def test_nothing_of_the_conversation_waits_for_ready_for_nothing_of_it_is_lifted() -> None:
    assert not any(isinstance(step, Work) for step in interview(nobody({}), LIBRARY).steps)


def test_what_was_told_is_all_known() -> None:
    assert talk()[-1].state.today.findings == {
        "name": "anna",
        "unit": "kg",
        "heart": "no",
        "faints": "no",
        "carrying": "no",
        "bones": "no",
        "experience": "new",
        "barbell": "no",
        "dumbbells": "to 15 kg",
        "kettlebells": "no",
        "sandbag": "no",
        "bench": "yes",
        "bands": "no",
        "ball": "no",
        "deadlift": "not known",
        "days": "mon,thu",
        "interview": "done",
    }


@pytest.mark.parametrize("session", ["first-hinge", "deadlift-day"])
def test_the_first_sessions_go_as_they_were_approved(session: str, request: pytest.FixtureRequest) -> None:
    facts = dict(talk()[-1].state.today.findings)
    plan = plan_of(Wishes(session, seed=0), LIBRARY, nobody(facts), asks=True)
    seen = answered(replace(plan, waits=True), {}, EFFORTS)
    assert isinstance(seen[-1].state.phase, Finished)
    assert all(done.load is None or done.load <= 30 for done in seen[-1].state.today.log)
    approved(session, transcript(seen), request)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Anna", "anna"),
        ("my name is Anna", "anna"),
        ("I'm Mary Ann", "mary ann"),
        ("call me Sam", "sam"),
        ("it's Margarethe", "margarethe"),
    ],
)
def test_a_name_is_kept_however_it_is_said_and_said_back(said: str, kept: str) -> None:
    seen = answered(interview(nobody({}), LIBRARY), {**ANSWERS, "name": said})
    assert seen[-1].state.today.findings["name"] == kept
    assert f"Hello {kept.title()}." in transcript(seen)


NO_NAMES = ("next", "not sure", "what do you mean", "my back hurts", "twenty kilos", "yes please", "skip it", "resume")


@pytest.mark.parametrize("said", NO_NAMES)
def test_what_is_no_name_becomes_none(said: str) -> None:
    question = next(
        step for step in interview(nobody({}), LIBRARY).steps if isinstance(step, Ask) and step.name == "name"
    )
    armed = answers_to(question) | armed_in(Asking)
    assert "given_name" in armed
    read = reader().read(said, armed, addressed=True)
    assert not [meant for meant in read.meanings if meant.intent in ("given_name", "call_me")]


def test_a_name_that_nobody_asked_for_means_nothing() -> None:
    understood = phrases().match("anna")
    assert understood is None


def test_where_a_rack_is_its_pins_are_asked_for() -> None:
    rack = {
        "barbell": "yes",
        "bar-weight": "twenty",
        "plates": "one and a half",
        "rack": "yes",
        "pins": "no",
        "plates_said": "no",
    }
    found = answered(interview(nobody({}), LIBRARY), {**ANSWERS, **rack})[-1].state.today.findings
    assert (found["rack"], found["pins"]) == ("yes", "no")


def test_the_name_that_was_told_is_said_at_the_next_session() -> None:
    seen = answered(plan_of(Wishes("first-hinge", seed=0), LIBRARY, nobody({"name": "anna"})), {})
    assert "Hello Anna." in transcript(seen)
