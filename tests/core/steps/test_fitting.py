"""Fitting a warm-up into the time that is left."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from coach.core.plan import Hold, Line, Reps, Rest, Role, Side, Step, Talk, Work
from coach.core.steps.fitting import Anchored, anchored, filled


def work(name: str, importance: int, seconds: float = 30, side: Side | None = None) -> Work:
    return Work(name, Hold(seconds), Role.WARM_UP, side=side, importance=importance)


def seconds_of(step: Step) -> float:
    if isinstance(step, Work) and isinstance(step.dose, Hold):
        return step.dose.seconds
    return step.seconds if isinstance(step, Rest) else 5.0


A, B, C = work("a", 2), work("b", 5), work("c", 1)


def test_what_fits_is_kept_as_it_is() -> None:
    assert anchored((A, B), 60, seconds_of) == Anchored((A, B), (), 0)


def test_the_least_important_exercise_goes_first() -> None:
    assert anchored((A, B, C), 75, seconds_of) == Anchored((A, B), ("c",), 15)


def test_of_equally_important_ones_the_earlier_goes() -> None:
    assert anchored((work("a", 3), work("b", 3)), 30, seconds_of).shed == ("a",)


def test_an_exercise_goes_with_its_sides_and_the_rests_after_it() -> None:
    left, right = work("d", 1, side=Side.LEFT), work("d", 1, side=Side.RIGHT)
    steps = (B, Rest(10), left, Rest(20), right, Rest(20), A)
    assert anchored(steps, 75, seconds_of).steps == (B, Rest(10), A)


def test_an_exercise_gives_up_its_sets_before_it_goes() -> None:
    sets = tuple(replace(work("e", 5), number=number, of=3) for number in (1, 2, 3))
    steps = (sets[0], Rest(20), sets[1], Rest(20), sets[2], Rest(40))
    one, two = replace(sets[0], of=2), replace(sets[1], of=2)
    assert anchored(steps, 150, seconds_of) == Anchored((one, Rest(20), two, Rest(40)), (), 30)
    assert anchored(steps, 80, seconds_of) == Anchored((replace(one, of=1), Rest(40)), (), 10)
    assert anchored(steps, 10, seconds_of) == Anchored((), ("e",), 10)


def test_of_an_exercise_that_comes_again_only_the_first_round_goes() -> None:
    assert anchored((C, Rest(10), B, C, Rest(10)), 80, seconds_of).steps == (B, C, Rest(10))


def test_what_is_said_stays() -> None:
    talk = Talk((Line(("Hello.",)),))
    assert anchored((talk, A), 0, seconds_of) == Anchored((talk,), ("a",), -5)


def test_even_the_most_important_work_goes_when_there_is_no_time() -> None:
    assert anchored((A, B), 10, seconds_of) == Anchored((), ("a", "b"), 10)


def test_a_delay_is_filled_over_and_over_and_ends_in_a_rest() -> None:
    assert filled((A, Rest(20)), 130, seconds_of) == (A, Rest(20), A, Rest(20), A)
    assert filled((A, Rest(20)), 145, seconds_of) == (A, Rest(20), A, Rest(20), A, Rest(15))


def test_a_rest_at_the_end_of_a_filled_delay_grows_by_what_is_left() -> None:
    assert filled((A, Rest(20)), 65, seconds_of) == (A, Rest(35))


def test_without_holding_work_a_delay_is_a_rest() -> None:
    assert filled((), 60, seconds_of) == (Rest(60),)


def test_a_delay_too_short_for_anything_adds_nothing() -> None:
    assert filled((A,), 5, seconds_of) == ()


def test_holding_work_that_takes_no_time_cannot_fill_a_delay() -> None:
    assert filled((Rest(0),), 60, seconds_of) == (Rest(60),)


works = st.builds(work, st.sampled_from("abcdef"), st.integers(1, 5), st.floats(1, 100))
steps = st.lists(st.one_of(works, st.builds(Rest, st.floats(1, 60))), max_size=10).map(tuple)


@given(steps, st.floats(0, 600))
def test_what_is_kept_fits_or_no_work_is_left(planned: tuple[Step, ...], seconds: float) -> None:
    fitted = anchored(planned, seconds, seconds_of)
    assert fitted.spare >= -1e-6 or not any(isinstance(step, Work) for step in fitted.steps)


@given(steps, st.floats(0, 600))
def test_filling_never_takes_longer_than_the_delay(holding: tuple[Step, ...], seconds: float) -> None:
    assert sum(map(seconds_of, filled(holding, seconds, seconds_of))) <= seconds + 1e-6


RAISE = replace(work("raise", 5, 150), floor=120.0)
PICK_UP = replace(work("pick-up", 4), dose=Reps(5), floor=1.0)
FAST = tuple(
    replace(work("fast", 3), dose=Reps(3), number=number, of=3, floor=2.0) for number in (1, 2, 3)
)  # five seconds each, as everything that is no hold here
PHASES = (RAISE, C, PICK_UP, *FAST)


def test_every_phase_keeps_its_floor_while_anything_else_can_go() -> None:
    fitted = anchored(PHASES, 135, seconds_of)
    assert fitted.shed == ("c",)
    assert [step.exercise for step in fitted.steps if isinstance(step, Work)] == ["raise", "pick-up", "fast", "fast"]
    assert seconds_of(fitted.steps[0]) == 120


def test_below_the_floors_the_fastest_goes_first() -> None:
    assert anchored(PHASES, 134, seconds_of).shed == ("c", "fast")
    assert anchored(PHASES, 124, seconds_of).shed == ("c", "fast", "pick-up")
    assert anchored(PHASES, 119, seconds_of).shed == ("c", "fast", "pick-up")
    assert anchored(PHASES, 19, seconds_of) == Anchored((), ("c", "fast", "pick-up", "raise"), 19)


def test_a_hold_that_is_all_that_is_left_lasts_as_long_as_there_is_time() -> None:
    (left,) = anchored(PHASES, 90, seconds_of).steps
    assert (left, seconds_of(left)) == (replace(RAISE, dose=Hold(90)), 90)


def test_what_went_before_a_longer_one_comes_back_where_there_is_time_again() -> None:
    long = replace(work("long", 3, 200), floor=200.0)
    raised = replace(RAISE, dose=Hold(120))
    fitted = anchored((raised, C, A, replace(long, dose=Reps(9)), Rest(200)), 215, seconds_of)
    assert fitted.shed == ("long",)
    assert fitted.steps == (raised, C, A)


def test_of_what_comes_back_the_most_important_is_first_and_nothing_follows_what_was_to_stay() -> None:
    long = replace(work("long", 3), dose=Reps(9), floor=1.0)
    fitted = anchored((RAISE, C, A, long, Rest(200), C), 175, seconds_of)
    assert fitted.shed == ("c", "c", "long")
    assert fitted.steps == (replace(RAISE, dose=Hold(120)), A)


def test_a_hold_gives_up_only_the_seconds_that_are_missing() -> None:
    assert [seconds_of(step) for step in anchored((RAISE, Rest(20)), 160, seconds_of).steps] == [140, 20]


def test_both_sides_of_a_hold_give_up_as_much() -> None:
    sides = tuple(replace(RAISE, side=side) for side in (Side.LEFT, Side.RIGHT))
    assert [seconds_of(step) for step in anchored(sides, 280, seconds_of).steps] == [140, 140]


def test_the_rest_behind_a_hold_stays_when_it_gives_up_seconds() -> None:
    right = replace(RAISE, side=Side.RIGHT)
    assert [seconds_of(step) for step in anchored((RAISE, Rest(20), right), 300, seconds_of).steps] == [140, 20, 140]


floored = st.lists(
    st.builds(lambda step, floor: replace(step, floor=floor), works, st.sampled_from((0.0, 1.0, 20.0))),
    max_size=6,
    unique_by=lambda step: step.exercise,
).map(tuple)


@given(floored, st.floats(0, 300))
def test_when_the_floor_of_a_phase_is_lost_nothing_after_it_is_kept(planned: tuple[Work, ...], seconds: float) -> None:
    kept = [step.exercise for step in anchored(planned, seconds, seconds_of).steps if isinstance(step, Work)]
    there = [step.exercise in kept for step in planned]
    lost = [place for place, step in enumerate(planned) if step.floor and not there[place]]
    if lost:
        assert not any(there[lost[0] :])
