"""A number said anew takes the place of the one said last, whatever that was of."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from coach.core.events import HeardUnclear
from coach.core.intents.armed import listening_for
from coach.core.plan import Cap, Rest, Role, Work
from coach.core.state import Asking, Confirming, Resting, SettingUp
from coach.core.today import Complained
from tests.core.intents.numbers.test_amounts import loads
from tests.core.plans import RE_ASK, plan
from tests.core.session.test_machine import HINGE_SET, TWO_SETS, end_of, resting
from tests.core.stories import Story


def last_set(story: Story) -> tuple[int | None, float | None, float | None]:
    done = story.state.today.log[-1]
    return done.reps_done, done.load, done.effort


def test_nothing_is_corrected_where_no_number_was_said() -> None:
    assert "correction" not in listening_for(resting().state)
    assert "correction" not in listening_for(resting().hear("log_reps", reps=3).hear("easier").state)


def test_behind_a_load_the_number_is_a_load() -> None:
    story = resting().hear("log_load", load=65, unit="kg")
    assert "correction" in listening_for(story.state)
    reps = last_set(story)[0]
    assert (loads(story.hear("correction", number=55)), last_set(story)[0]) == ([55.0], reps)


def test_behind_reps_the_number_is_reps() -> None:
    story = resting().hear("log_reps", reps=3, missed=1).hear("correction", number=2)
    assert (loads(story), last_set(story)[0]) == (loads(resting().hear("log_reps", reps=2)), 2)


def test_behind_what_was_lifted_it_is_what_was_lifted() -> None:
    story = resting().hear("log_load", load=62, unit="kg", done=1).hear("correction", number=58)
    assert (loads(story), last_set(story)[1]) == ([60.0], 58.0)


@pytest.mark.parametrize(("slot", "said", "anew", "effort"), [("rpe", 6, 8, 8.0), ("reps_left", 3, 1, 9.0)])
def test_behind_an_effort_it_is_an_effort(slot: str, said: int, anew: int, effort: float) -> None:
    assert last_set(resting().hear("log_effort", **{slot: said}).hear("correction", number=anew))[2] == effort


def test_a_question_in_between_leaves_it_what_it_was() -> None:
    story = resting().hear("log_load", load=65, unit="kg").hear("time_left").hear("correction", number=55)
    assert loads(story) == [55.0]


def test_a_load_that_is_asked_back_is_corrected_before_it_is_taken() -> None:
    story = resting().hear("log_load", load=90, unit="kg")
    assert isinstance(story.state.phase, Confirming)
    story.hear("correction", number=62.5)
    assert isinstance(story.state.phase, Resting)
    assert loads(story) == [62.5]


def test_of_plates_it_is_plates() -> None:
    assert loads(resting().hear("log_load", plates=2).hear("correction", number=1)) == [60.0]


def test_a_difference_counts_from_the_load_before_it() -> None:
    assert loads(resting().hear("change_load", delta=-10, unit="kg").hear("correction", number=5)) == [55.0]
    assert loads(resting().hear("change_load", percent=-20).hear("correction", number=10)) == [52.5]


def test_a_difference_that_was_not_agreed_to_is_a_difference_still() -> None:
    story = resting().hear("change_load", delta=30, unit="kg").hear("no").hear("correction", number=5)
    assert loads(story) == [65.0]


def test_twice_corrected_the_last_counts() -> None:
    story = resting().hear("change_load", delta=-10, unit="kg")
    assert loads(story.hear("correction", number=20).hear("correction", number=5)) == [55.0]


@pytest.mark.parametrize(
    ("intent", "said", "anew", "later"),
    [
        ("more_rest", 30, 20, 20.0),
        ("more_rest", 60, 2, 120.0),
        ("less_rest", 30, 20, -20.0),
        ("less_rest", 20, 30, -30.0),
        ("rest_for", 120, 100, 10.0),
    ],
)
def test_behind_a_rest_it_is_a_rest(intent: str, said: int, anew: int, later: float) -> None:
    story = resting()
    before = end_of(story)
    story.hear(intent, seconds=said).hear("correction", number=anew)
    assert end_of(story) - before == pytest.approx(later)


def test_what_was_half_heard_is_corrected_too() -> None:
    story = resting()
    story.tell(HeardUnclear(story.state.at + 1.0, "more_rest", "fifty more seconds", 0.5, {"seconds": 50}))
    before = end_of(resting())
    story.hear("correction", after=0.0, number=15)
    assert end_of(story) - before == pytest.approx(16.0, abs=1.5)


def test_no_to_another_question_does_not_undo_what_was_done() -> None:
    story = resting().hear("change_load", delta=-10, unit="kg").hear("stop").hear("no")
    assert loads(story.hear("correction", number=5)) == [55.0]


def test_seconds_that_were_meant_for_a_rest_are_corrected_as_seconds() -> None:
    story = resting()
    before = end_of(story)
    story.hear("change_load", delta=30).hear("yes").hear("correction", number=20)
    assert end_of(story) - before == pytest.approx(21.0, abs=2.0)
    assert loads(story) == [60.0]


def test_a_number_that_cannot_be_one_is_not_taken() -> None:
    story = resting().hear("log_effort", rpe=6).hear("correction", number=60)
    assert (last_set(story)[2], story.said()) == (6.0, "I did not get that. Say help.")


def test_without_a_set_to_come_there_is_nothing_to_correct_a_difference_of() -> None:
    story = Story(plan(Work("hinge", HINGE_SET.dose, Role.WORKING, 1, 1, load=60.0), Rest(90.0))).until(Resting)
    story.hear("change_load", delta=-10, unit="kg").hear("correction", number=5)
    assert story.said() == resting_without_load()


def resting_without_load() -> str:
    story = Story(plan(Work("hinge", HINGE_SET.dose, Role.WORKING, 1, 1, load=60.0), Rest(90.0))).until(Resting)
    return story.hear("log_load", load=60).said()


def test_an_answer_to_a_question_is_not_corrected_by_a_number() -> None:
    question = replace(RE_ASK, answers=(replace(RE_ASK.answers[0], intents=("log_effort",)),))
    story = Story(plan(question, *TWO_SETS)).until(Asking).spoken().hear("log_effort", rpe=5)
    assert story.state.said_last is None


def test_so_many_done_beside_those_missed_count_as_they_were_said() -> None:
    assert last_set(resting().hear("log_reps", reps=2, missed=1))[0] == 2
    assert last_set(resting().hear("log_reps", missed=1))[0] == 3


def test_after_a_complaint_no_correction_brings_the_load_back() -> None:
    story = resting().hear("change_load", delta=-20, unit="kg")
    complained = Complained(story.state.at, "low_back", "tight")
    story.state = replace(story.state, today=replace(story.state.today, complaints=(complained,)))
    assert loads(story.hear("correction", number=5)) == [35.0]


def either(**slots: str | float) -> Story:
    """A rest in which a load was heard that may have been another."""
    story = resting()
    return story.tell(HeardUnclear(story.state.at + 1.0, "log_load", "nineteen kilos", 0.6, slots))


def test_of_two_numbers_that_were_heard_it_is_asked_which() -> None:
    story = either(load=90, unit="kg", other_number=19)
    assert story.said() == "Just the number: nineteen or ninety?"
    assert {"number", "correction", "log_load", "no"} <= listening_for(story.state)
    assert "log_reps" not in listening_for(story.state)


def test_the_number_by_itself_is_the_answer() -> None:
    story = either(load=16, unit="kg", other_number=60).hear("number", number=60)
    assert isinstance(story.state.phase, Resting)
    assert loads(story) == [60.0]
    assert loads(either(load=65, unit="kg", other_number=15).hear("correction", number=65)) == [65.0]


def test_the_whole_remark_again_is_the_answer_too() -> None:
    assert loads(either(load=15, unit="kg", other_number=65).hear("log_load", load=65)) == [65.0]


def test_the_number_is_still_asked_back_where_it_is_far_from_the_plan() -> None:
    story = either(load=90, unit="kg", other_number=19).hear("number", number=90)
    assert story.said().endswith("From sixty to ninety kilos. Sure?")


def test_yes_is_no_answer_to_which_of_two_and_no_leaves_all_as_it_was() -> None:
    story = either(load=90, unit="kg", other_number=19).hear("yes")
    assert story.said() == "Just the number: nineteen or ninety?"
    assert loads(story.hear("no")) == [60.0]
    assert isinstance(story.state.phase, Resting)


def test_without_an_answer_all_stays_as_it_was() -> None:
    story = either(load=65, unit="kg", other_number=16).wake()
    assert story.said() == "Just the number: sixteen or sixty five?"
    assert loads(story.wake()) == [60.0]
    assert isinstance(story.state.phase, Resting)


@pytest.mark.parametrize("guess", ["log_load", "number", "correction"])
def test_the_remark_again_and_again_unclear_is_no_answer(guess: str) -> None:
    story = either(load=90, unit="kg", other_number=19)
    slots: dict[str, str | float] = {"load": 90, "other_number": 19} if guess == "log_load" else {"number": 90}
    again = HeardUnclear(story.state.at + 3.0, guess, "ninety kilos", 0.6, slots)
    assert story.tell(again).said() == "Just the number: nineteen or ninety?"
    assert (story.tell(again).said().startswith("Then it stays as it was."), loads(story)) == (True, [60.0])
    assert isinstance(story.state.phase, Resting)


def test_what_else_is_half_heard_leaves_the_question_which_of_two_waiting() -> None:
    story = either(load=90, unit="kg", other_number=19)
    before = story.state.phase
    story.tell(HeardUnclear(story.state.at + 3.0, "next", "next", 0.6))
    assert (story.said(), story.state.phase) == ("", before)


@pytest.mark.parametrize("heard", [13, 14, 15, 16, 17, 18, 19, 80, 90])
def test_of_a_pair_that_sounds_alike_the_one_far_from_the_plan_is_asked_back(heard: int) -> None:
    story = resting().hear("log_load", load=heard, unit="kg")
    assert isinstance(story.state.phase, Confirming)
    assert loads(story.hear("no")) == [60.0]


# ---- nothing is undone before the new number is taken


@pytest.mark.parametrize("refuses", [lambda story: story.hear("no"), lambda story: story.wake().wake()])
def test_a_correction_that_is_not_agreed_to_leaves_the_load_that_was_said(refuses: Callable[[Story], Story]) -> None:
    story = resting().hear("log_load", load=50, unit="kg").hear("yes").hear("correction", number=90)
    assert story.said().endswith("From fifty to ninety kilos. Sure?")
    assert loads(story) == [50.0]
    assert loads(refuses(story)) == [50.0]


def test_a_correction_above_what_the_lift_may_have_leaves_the_load_that_was_said() -> None:
    workout = plan(*TWO_SETS)
    capped = replace(workout.exercises["hinge"], cap=Cap(70.0, ("hinge",), 1.0))
    workout = replace(workout, exercises={**workout.exercises, "hinge": capped})
    story = Story(workout).until(Resting).hear("log_load", load=55, unit="kg").hear("correction", number=90)
    assert "seventy kilos" in story.said()
    assert loads(story) == [55.0]


def test_what_was_lifted_corrected_and_not_agreed_to_leaves_the_sets_to_come() -> None:
    story = resting().hear("log_reps", missed=1).hear("log_load", load=62, unit="kg", done=1)
    eased = loads(story)
    assert loads(story.hear("correction", number=90)) == eased
    assert loads(story.hear("no")) == eased
    assert last_set(story)[1] == 62.0


def test_a_correction_is_judged_by_what_was_planned_before_it() -> None:
    story = resting().hear("log_load", load=50, unit="kg").hear("yes").hear("correction", number=62.5)
    assert (loads(story), type(story.state.phase)) == ([62.5], Resting)


def test_the_load_that_it_is_already_is_not_asked_back() -> None:
    story = resting().hear("log_load", load=90, unit="kg").hear("yes").hear("correction", number=90)
    assert (loads(story), type(story.state.phase)) == ([90.0], Resting)


def test_a_correction_in_a_later_lift_counts_from_the_load_of_that_one() -> None:
    pull = replace(HINGE_SET, exercise="pull", load=100.0)
    story = resting(HINGE_SET, Rest(90.0), pull, Rest(90.0), replace(pull, number=2))
    story.state = replace(story.state, ahead=(replace(HINGE_SET, number=2), *story.state.ahead))
    story.hear("change_load", delta=-10, unit="kg")
    story.state = replace(story.state, ahead=story.state.ahead[1:])
    assert loads(story.hear("correction", number=5)) == [95.0, 95.0]


def test_a_difference_that_has_changed_a_load_is_not_taken_for_seconds_in_the_rest_behind_it() -> None:
    story = Story(replace(plan(*TWO_SETS), waits=False)).until(SettingUp).hear("change_load", delta=5)
    story.until(Resting).hear("correction", number=7.5)
    assert (loads(story), type(story.state.phase)) == ([67.5], Resting)
