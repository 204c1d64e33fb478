"""docs/source-to-spoken.md is what its list and the content make of it, and nothing it names is missing."""

import re
from pathlib import Path

import pytest
import yaml

from tools.list_spoken import LIST, TABLE, document, faults, held, spoken, when

REVIEW = {
    "what matters most": 12,
    "session by session": 15,  # twelve sessions, three of them with two findings
    "lines that were wrong": 13,
    "before a race": 9,
    "warning signs and cautions": 21,
    "the check": 8,
    "rows of complaints": 12,
    "load rules": 9,
    "what later rounds added": 7,
}
"""So many rows each table of the review has."""

SENTENCES, QUESTIONS = 64, 60
"""The sentences that the first table of the review goes through, and the questions that its last one answers."""


def listed(kind: str) -> dict[str, list[str]]:
    """The topics under the titles with this in them."""
    titles = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return {topic: places for title, topics in titles.items() if kind in title for topic, places in topics.items()}


@pytest.mark.parametrize("table", REVIEW)
def test_no_row_of_a_table_of_the_review_is_missing(table: str) -> None:
    assert len(listed(f"the review: {table}")) == REVIEW[table]


def test_no_sentence_and_no_question_is_missing() -> None:
    numbers = [int(number) for topic in listed("what is asked") for number in re.findall(r"\b\d+\b", topic)]
    assert sorted(numbers) == list(range(1, QUESTIONS + 1))
    assert len(listed("sentence by sentence")) == SENTENCES


def test_nothing_is_listed_without_a_place_or_the_reason_why_there_is_none() -> None:
    assert [topic for topic, places in listed("").items() if not places] == []
    assert held("left out: nobody asked for it") == "nobody asked for it"
    assert when("left out: nobody asked for it") == "never"
    with pytest.raises(LookupError, match="no reason"):
        held("left out: ")


def test_every_place_of_the_list_is_spoken_from() -> None:
    assert faults() == []


def test_every_place_that_was_checked_is_there() -> None:
    text = (TABLE.parent / "checked.md").read_text(encoding="utf-8")
    places = re.findall(r"`(\w+#[\w.]+)`", text)
    assert len(places) == text.count("\n| ") - 1
    assert [place for place in places if not held(place)] == []


def test_the_table_is_what_the_content_says() -> None:
    assert TABLE.read_text(encoding="utf-8") == document(), "run python -m tools.list_spoken"


@pytest.mark.parametrize(
    ("pointer", "missing"),
    [
        ("movements/no-lift#cues.1", "no file no-lift.yaml"),
        ("movements/lift#cues.2", "no 2 in this list"),
        ("movements/lift#caps.1", "no caps.1 here"),
        ("movements/lift#steps.other", "no other in this list"),
        ("movements/lift#tempo", "no words here"),
    ],
)
def test_what_is_missing_is_named(pointer: str, missing: str, tmp_path: Path) -> None:
    place = tmp_path / "scripts" / "movements" / "lift.yaml"
    place.parent.mkdir(parents=True)
    place.write_text("cues:\n  - say: [Hips back.]\ntempo: 3\nsteps:\n  - {do: lift}\n")
    assert spoken("movements/lift#cues.1", tmp_path) == "Hips back."
    with pytest.raises(LookupError, match=missing):
        spoken(pointer, tmp_path)


def test_a_rule_is_shown_as_it_is_written(tmp_path: Path) -> None:
    place = tmp_path / "scripts" / "movements" / "lift.yaml"
    place.parent.mkdir(parents=True)
    place.write_text("gate: {clean: 3, first: 60}\ntempo: 3-1-X-1\n")
    assert held("movements/lift#gate", tmp_path) == "(`{clean: 3, first: 60}`)"
    assert held("movements/lift#tempo", tmp_path) == "(`3-1-X-1`)"


def test_a_rule_no_line_carries_is_shown_by_a_test_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_it.py").write_text("def test_it_waits() -> None: ...\n")
    assert held("tests/test_it.py::test_it_waits", tmp_path) == "it waits"
    with pytest.raises(LookupError, match="no test test_it_runs"):
        held("tests/test_it.py::test_it_runs", tmp_path)
    with pytest.raises(LookupError, match="no file tests/test_other"):
        held("tests/test_other.py::test_it_waits", tmp_path)


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("movements/lift#setup.1", "before the first set"),
        ("movements/lift#cues.2", "before a later set"),
        ("movements/lift#cues.2.why", "when why is asked"),
        ("movements/lift#gate", "a rule"),
        ("sessions/day#steps.heart.ask", "as a question"),
        ("answers#answers.depth", "when it is asked"),
        ("branches#branches.hip.at_once.1", "when that is complained of"),
        ("branches#clearance.ask", "as a question"),
        ("lines#lines.race.shed", "before a race"),
        ("tests/test_it.py::test_it", "a rule, shown by a test"),
    ],
)
def test_when_it_is_said_follows_from_where_it_stands(pointer: str, said: str) -> None:
    assert when(pointer) == said
