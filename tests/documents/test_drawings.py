"""The drawings of the documentation are those of the sources, and what they say of a session holds."""

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings

from coach.core.events import Heard
from coach.core.plan import Plan
from coach.core.session.machine import begin
from coach.core.session.rehearsal import Remark, turns
from tests.core.session.test_invariants import plans, stories, waiting_for_ever
from tools import draw_architecture, draw_benchmarks, draw_measured, draw_states, make_film
from tools.marked import redrawn
from tools.transitions import Way, ways

STALE = "is stale; draw it anew with: make drawings"


@cache
def read_ways() -> list[Way]:
    """Every way in the sources, read once, and by the process that runs these tests only."""
    return ways()


def test_the_drawing_of_the_rooms_is_fresh() -> None:
    written = draw_architecture.DOCUMENT.read_text(encoding="utf-8")
    drawing = draw_architecture.mermaid(draw_architecture.rooms())
    assert redrawn(written, draw_architecture.NAME, drawing) == written, f"docs/architecture.md {STALE}"


@pytest.mark.parametrize(("name", "drawing"), [("undisturbed", draw_states.diagram), ("ways", draw_states.table)])
def test_the_drawing_of_the_situations_is_fresh(name: str, drawing: draw_states.Drawing) -> None:
    written = draw_states.DOCUMENT.read_text(encoding="utf-8")
    assert redrawn(written, name, drawing(read_ways())) == written, f"docs/states.md {STALE}"


@pytest.mark.parametrize("name", draw_measured.TABLES)
def test_the_tables_of_what_was_measured_are_fresh(name: str) -> None:
    written = draw_measured.DOCUMENT.read_text(encoding="utf-8")
    assert redrawn(written, name, draw_measured.drawn(name)) == written, f"docs/robustness.md {STALE}"


@pytest.mark.parametrize("name", [*draw_benchmarks.TABLES])
def test_the_tables_of_the_benchmarks_are_those_of_their_results(name: str) -> None:
    written = draw_benchmarks.DOCUMENT.read_text(encoding="utf-8")
    assert redrawn(written, name, draw_benchmarks.TABLES[name]()) == written, f"benchmarks/README.md {STALE}"


def test_the_film_that_keeps_a_screen_awake_is_the_one_that_is_made() -> None:
    assert make_film.FILM.read_bytes() == make_film.film(), "make it anew with: python -m tools.make_film"


def test_no_rooms_import_each_other_in_a_circle() -> None:
    graph = draw_architecture.rooms()
    assert [room for room in graph if room in draw_architecture.reached(graph, room)] == []


def test_a_circle_is_refused() -> None:
    graph = {"a": frozenset({"b"}), "b": frozenset({"a"})}
    with pytest.raises(ValueError, match="in a circle: a, b"):
        draw_architecture.shortest(graph)


def test_an_arrow_that_a_longer_way_makes_up_for_is_left_out() -> None:
    graph = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}
    assert draw_architecture.shortest(graph)["a"] == {"b"}


def test_a_document_without_a_place_for_a_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no place for rooms"):
        redrawn("# Nothing here", "rooms", "a drawing")


@settings(max_examples=60, deadline=None)
@given(plans, stories)
def test_no_story_takes_a_way_that_is_not_drawn(workout: Plan, story: list[Remark]) -> None:
    drawn = {(way.before, way.after) for way in read_ways()}
    states = [begin(workout), *(turn.state for turn in turns(workout, waiting_for_ever(story)))]
    names = [type(state.phase).__name__ for state in states]
    assert {pair for pair in pairwise(names) if pair[0] != pair[1]} <= drawn


@settings(max_examples=60, deadline=None)
@given(plans, stories)
def test_no_intent_takes_a_way_that_is_not_drawn_for_it(workout: Plan, story: list[Remark]) -> None:
    drawn = set(read_ways())
    before = "Unstarted"
    for turn in turns(workout, waiting_for_ever(story)):
        after = type(turn.state.phase).__name__
        if isinstance(turn.event, Heard) and before != after:
            assert {Way(before, after, "Heard"), Way(before, after, turn.event.intent)} & drawn
        before = after
