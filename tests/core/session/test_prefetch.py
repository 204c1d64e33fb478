"""What is rendered ahead: everything a session and its branches may say."""

from dataclasses import replace

from coach.clocks import SESSION_START
from coach.core.events import Began
from coach.core.plan import Answer, Ask, Branch, Fault, Insert, Line, Talk, Utter
from coach.core.session.prefetch import first_of, texts_of, undisturbed
from tests.core import plans


def test_what_a_branch_says_and_asks_is_rendered_with_all_answers() -> None:
    question = Ask("how", Line(("How does it feel now?",)), (Answer(("better",), (Utter(Line(("Good.",))),)),))
    branch = Branch(
        "ache", ("low_back",), ("pain",), (Line(("Step away.",)),), (Insert((Talk((Line(("Lie down.",)),)), question)),)
    )
    said = texts_of(replace(plans.plan(*plans.SETS), branches=(branch,)))
    assert {"Step away.", "Lie down.", "How does it feel now?", "Good."} <= set(said)


def test_what_is_said_undisturbed_has_no_branch_in_it_and_is_rendered_ahead_too() -> None:
    branch = Branch("ache", ("low_back",), ("pain",), (Line(("Step away.",)),), ())
    workout = replace(plans.plan(*plans.SETS), branches=(branch,), welcome=(Line(("Hello.",)),))
    said = undisturbed(workout)
    assert said[0] == "Hello."
    assert "Step away." not in said
    assert set(said) < set(texts_of(workout))


def test_what_asks_for_ready_is_rendered_where_it_is_needed_and_not_behind_all_answers() -> None:
    waiting = texts_of(replace(plans.plan(*plans.SETS), waits=True))
    asked = waiting.index("Your turn. Say ready.")
    assert waiting.index("Say ready when you are set.") < asked < waiting.index("Going on.")


def test_what_mends_a_fault_of_a_lift_is_rendered_ahead() -> None:
    workout = plans.plan(*plans.SETS)
    hinge = replace(workout.exercises["hinge"], faults=(Fault("rounding", Line(("Chest long.",))),))
    assert "Chest long." in texts_of(replace(workout, exercises={**workout.exercises, "hinge": hinge}))


def test_what_is_said_first_is_the_whole_welcome_and_no_more() -> None:
    welcome = (Line(("Hello.",)), Line(("Today we hinge.",)))
    assert first_of(replace(plans.plan(*plans.SETS), welcome=welcome)) == ("Hello.", "Today we hinge.")


def test_a_session_that_is_taken_up_again_begins_with_its_question() -> None:
    workout = plans.plan(*plans.SETS)
    (question,) = first_of(workout, [Began(SESSION_START)])
    assert question.startswith(workout.lines["ask.carry_on"].variants[0].split("{", maxsplit=1)[0])
