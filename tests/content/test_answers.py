"""The shipped answers: they pass the checks, none is missing, and the sessions say them."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from coach.core.events import Heard
from coach.core.intents.questions.explanations import MORE, UNKNOWN, answer_key, answer_lines
from coach.core.plan import Plan
from coach.core.session.prefetch import texts_of
from coach.core.state import Paused, Resting, SettingUp, Working
from coach.script.compiler.compile import compile_session
from coach.script.files.overlay import shipped_root
from coach.script.shapes.profile import Profile
from coach.script.shapes.speakable import spoken, wording_faults
from tests.content.stories import SESSIONS
from tests.core.stories import Story
from tests.shipped import LIBRARY

ANSWERS = LIBRARY.answers()
CORPUS = sorted((shipped_root() / "training" / "corpus").glob("asks-*.txt"))
ASKED = re.compile(r"^ask topic=(\S+) \| (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return {name: compile_session(name, LIBRARY) for name in SESSIONS}


def said(plan: Plan, topic: str, exercise: str = "") -> str:
    return " ".join(line.variants[0] for line in answer_lines(plan.lines, topic, exercise))


@pytest.mark.parametrize("topic", ANSWERS)
def test_every_line_of_an_answer_is_short_and_plain(topic: str) -> None:
    answer = ANSWERS[topic]
    parts = [(answer.lines, answer.why), *((variant.lines, variant.why) for variant in answer.variants)]
    texts = [text for lines, why in parts for text in (*lines, *([why] if why else ()))]
    assert {text: faults for text in texts if (faults := list(wording_faults(spoken(text, "one"))))} == {}


def test_every_topic_that_people_ask_about_has_an_answer() -> None:
    asked = {topic for path in CORPUS for topic, _ in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert asked == set(ANSWERS) - {UNKNOWN}


def test_every_topic_a_wording_or_the_learner_hears_has_an_answer() -> None:
    phrases = yaml.safe_load((shipped_root() / "scripts" / "phrases" / "en.yaml").read_text(encoding="utf-8"))
    worded = {each["slots"]["topic"] for each in phrases["intents"]["ask"]["say"]}
    model = shipped_root() / "coach" / "understanding" / "model" / "classes.json"
    classes = yaml.safe_load(model.read_text(encoding="utf-8"))["label"]
    learned = {name.partition(":")[2] for name in classes if name.startswith("ask:")}
    assert (worded | learned) - set(ANSWERS) == set()
    assert learned


def test_every_topic_is_asked_about_in_ten_ways_by_four_people() -> None:
    ways: Counter[str] = Counter()
    for path in CORPUS:
        found = ASKED.findall(path.read_text(encoding="utf-8"))
        assert {topic for topic, _ in found} == set(ANSWERS) - {UNKNOWN}, path.name
        ways.update(topic for topic, _ in {(topic, text.lower()) for topic, text in found})
    assert min(ways.values()) >= 10


def test_every_exercise_of_every_session_has_an_answer_to_every_topic(plans: dict[str, Plan]) -> None:
    unknown = ANSWERS[UNKNOWN].lines[0]
    silent = [
        (name, exercise, topic)
        for name, plan in plans.items()
        for exercise in plan.exercises
        for topic in ANSWERS
        if topic != UNKNOWN and said(plan, topic, exercise) in ("", unknown)
    ]
    assert silent == []


def test_what_goes_wrong_is_told_from_the_movements_own_faults(plans: dict[str, Plan]) -> None:
    plan = plans["rdl-day"]
    first, second = plan.exercises["romanian-deadlift"].faults[:2]
    told = said(plan, "faults", "romanian-deadlift")
    assert told.endswith(f"{first.cue.variants[0]} {second.cue.variants[0]}")


def test_asked_again_the_other_faults_are_told_until_none_is_left(plans: dict[str, Plan]) -> None:
    untold = [
        (name, each.name, fault.name)
        for name, plan in plans.items()
        for each in plan.exercises.values()
        for fault in each.faults
        if fault.cue.variants[0] not in said(plan, "faults", each.name) + said(plan, "faults" + MORE, each.name)
    ]
    assert untold == []


def test_every_movement_tells_its_faults(plans: dict[str, Plan]) -> None:
    movements = {(name, each.name) for name, plan in plans.items() for each in plan.exercises.values() if each.faults}
    missing = {pair for pair in movements if answer_key("faults", pair[1]) not in plans[pair[0]].lines}
    assert len(movements) > len(SESSIONS)
    assert missing == set()


def test_how_to_set_up_is_told_for_this_lifter() -> None:
    plan = compile_session("rdl-day", LIBRARY, profile=Profile(hips="deep"))
    assert "Feet a little wider, toes slightly out." in said(plan, "setup", "romanian-deadlift")


@pytest.mark.parametrize(
    ("femurs", "words"), [("long", "High."), ("short", "A little lower"), ("average", "Between knees")]
)
def test_the_height_of_the_hips_is_told_by_the_build(femurs: str, words: str) -> None:
    plan = compile_session("full-hinge-day", LIBRARY, profile=Profile.of({"femurs": femurs}))
    assert said(plan, "hip_height", "conventional-deadlift").startswith(words)


@pytest.mark.parametrize("topic", ["disc", "blood_pressure", "pregnancy", "age", "dizzy"])
def test_a_medical_question_is_sent_to_somebody_who_can_judge(topic: str) -> None:
    assert re.search(r"\b(doctor|midwife|treats you|medical help)\b", " ".join(ANSWERS[topic].lines))


@pytest.mark.parametrize("topic", ANSWERS)
def test_a_question_is_answered_in_a_real_set_up_rest_and_pause(topic: str, plans: dict[str, Plan]) -> None:
    story = Story(plans["deadlift-day"])
    for phase in (SettingUp, Resting):
        assert story.until(phase).hear("ask", topic=topic).said() != ""
    story.hear("pause").hear("ask", topic=topic)
    assert isinstance(story.state.phase, Paused)
    assert "{" not in story.said() != ""


def test_a_question_is_never_answered_in_a_count(plans: dict[str, Plan]) -> None:
    for topic in ANSWERS:
        story = Story(plans["sitters-reset"])

        story.until(Working).count_starts()
        assert story.tell(Heard(story.state.at + 1.0, "ask", {"topic": topic})).said() == ""


def test_answers_are_not_rendered_before_a_session(plans: dict[str, Plan]) -> None:
    ahead = set(texts_of(plans["first-hinge"]))
    assert ANSWERS["lats"].lines[0] not in ahead


QUESTIONS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))


def test_every_topic_stands_in_the_table_of_questions_and_has_an_answer() -> None:
    assert set(QUESTIONS) - set(ANSWERS) == set()
    assert set(ANSWERS) - {UNKNOWN} - set(QUESTIONS) == set()
    assert sum(map(len, QUESTIONS.values())) >= 120


def test_no_question_of_the_table_was_learned_by_heart() -> None:
    learned = {
        text.lower().strip("?") for path in CORPUS for _, text in ASKED.findall(path.read_text(encoding="utf-8"))
    }
    assert learned & {text.lower().strip("?") for texts in QUESTIONS.values() for text in texts} == set()
