"""Answers as they are written: which one is for whom, what may stand in them, and how they come into a plan."""

from dataclasses import replace
from pathlib import Path

import pytest

from coach.core.intents.questions.explanations import MORE, answer_lines
from coach.core.plan import Exercise, Fault, Line
from coach.errors import ContentError
from coach.script.files.library import Library
from coach.script.files.load import Names, load
from coach.script.shapes.answers import AnswersFile, Part, TopicShape, answers_for, part_of
from coach.script.shapes.profile import Condition, Profile
from tests.script.library_folder import put

BAR = Exercise("bar-lift", "Bar lift", "movement", "It lifts.", implement="barbell")
BELL = Exercise("bell-lift", "Bell lift", "movement", "It swings.", implement="kettlebell")
STRETCH = Exercise("stretch", "Stretch", "drill", "It opens.")


def read(text: str, tmp_path: Path, names: Names | None = None) -> dict[str, TopicShape]:
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path, AnswersFile, names).answers


def met(condition: Condition | None, script: str = "") -> bool:
    _ = script
    return condition is None or condition.holds(Profile(femurs="long"), "normal")


def said(answer: TopicShape, exercise: Exercise | None) -> list[str]:
    name = exercise.name if exercise else ""
    lines = answers_for({"feet": answer}, {name: exercise} if exercise else {}, met)
    return [line.variants[0] for line in answer_lines(lines, "feet", name)]


FEET = """
answers:
  feet:
    lines: [Under your hips.]
    variants:
      - {for: [bell-lift], lines: [Beside the bell.]}
      - {implement: barbell, when: {femurs: short}, lines: [Wide.]}
      - {implement: [barbell], when: {femurs: long}, lines: [Narrow., Toes out.]}
      - {kind: drill, then: why}
"""


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        (None, ["Under your hips."]),
        (BELL, ["Beside the bell."]),
        (BAR, ["Narrow.", "Toes out."]),
        (STRETCH, ["It opens."]),
        (Exercise("bag-lift", "Bag lift", "movement", "", implement="sandbag"), ["Under your hips."]),
    ],
)
def test_the_first_variant_that_fits_is_said(exercise: Exercise | None, words: list[str], tmp_path: Path) -> None:
    assert said(read(FEET, tmp_path)["feet"], exercise) == words


def test_a_variant_goes_on_with_the_first_faults_of_the_exercise(tmp_path: Path) -> None:
    answers = read("answers: {faults: {lines: [All.], variants: [{lines: [Mind.], then: faults}]}}", tmp_path)
    faults = tuple(Fault(name, Line((f"Not {name}.",))) for name in ("one", "two", "three"))
    faulty = Exercise("a", "A", "movement", "", faults=faults)
    assert said(answers["faults"], faulty) == ["Mind.", "Not one.", "Not two."]
    assert said(answers["faults"], BAR) == ["All."]
    lines = answers_for(answers, {"a": faulty, "bar-lift": BAR}, met)
    assert [line.variants[0] for line in answer_lines(lines, "faults" + MORE, "a")] == ["Not three."]
    assert not any(MORE in key and "bar-lift" in key for key in lines)


def test_a_plan_carries_general_answers_and_those_of_its_exercises_that_differ(tmp_path: Path) -> None:
    lines = answers_for(read(FEET, tmp_path), {"bar-lift": BAR, "bag": Exercise("bag", "Bag", "movement", "")}, met)
    assert list(lines) == ["answer.feet", "answer.feet@bar-lift", "answer.feet@bar-lift/2"]
    assert [line.variants[0] for line in answer_lines(lines, "feet", "bar-lift")] == ["Narrow.", "Toes out."]
    assert [line.variants[0] for line in answer_lines(lines, "feet", "bag")] == ["Under your hips."]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("answers: {feet: {lines: []}}", "'lines' is too short; give at least 1"),
        ("answers: {feet: {lines: ['Set {set}.']}}", "{set} cannot be filled in here"),
        ("answers: {feet: {lines: [A.], variants: [{lines: ['{load}.']}]}}", "{load} is no field"),
        ("answers: {feet: {lines: [A.], variants: [{kind: drill}]}}", "a variant says nothing"),
        ("answers: {feet: {lines: [A.], variants: [{for: [bar], lines: [B.]}]}}", "there is no script 'bar'"),
        (
            "answers: {feet: {lines: [A.], variants: [{implement: stick, lines: [B.]}]}}",
            "'implement' cannot be 'stick'",
        ),
    ],
)
def test_what_cannot_be_said_is_refused(text: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError) as refused:
        read(text, tmp_path, Names(scripts=frozenset({"bar-lift"})))
    assert any(fault in str(problem) for problem in refused.value.problems)


def test_a_users_file_replaces_only_the_topics_it_names(tmp_path: Path) -> None:
    put(tmp_path / "own", "scripts/answers.yaml", "answers: {feet: {lines: [Mine.]}}\n")
    put(tmp_path / "shipped", "scripts/answers.yaml", "answers: {feet: {lines: [A.]}, grip: {lines: [B.]}}\n")
    both = Library((tmp_path / "own", tmp_path / "shipped"))
    assert {topic: answer.lines for topic, answer in both.answers().items()} == {"feet": ("Mine.",), "grip": ("B.",)}


@pytest.mark.parametrize(("part", "words"), [("setup", "Stand tall."), ("brace", "Breathe in."), ("why", "It lifts.")])
def test_a_part_of_an_exercise_is_what_its_script_says(part: Part, words: str) -> None:
    lift = replace(BAR, setup=(Line(("Stand tall.",)),), brace=(Line(("Breathe in.",)),))
    assert [line.variants[0] for line in part_of(lift, part)] == [words]
