"""What goes on the bar."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.core.loading import plates
from coach.core.loading.plates import Loading
from coach.core.plan import Kit, Unit

GARAGE = Kit()
SIZES = (25.0, 20.0, 15.0, 10.0, 5.0, 2.5, 1.25, 0.5)

kits = st.builds(
    Kit,
    unit=st.just(Unit.KILOS),
    bar=st.sampled_from((20.0, 15.0, 10.0, 7.5)),
    pairs=st.dictionaries(st.sampled_from(SIZES), st.integers(0, 4), max_size=5).map(
        lambda owned: tuple(owned.items())
    ),
)
wishes = st.floats(0, 400)


@pytest.mark.parametrize(
    ("load", "per_side"),
    [
        (20.0, ()),
        (60.0, (20.0,)),
        (62.5, (20.0, 1.25)),
        (90.0, (20.0, 15.0)),
        (100.0, (20.0, 20.0)),
        (102.5, (20.0, 20.0, 1.25)),
    ],
)
def test_a_load_is_made_with_the_fewest_plates(load: float, per_side: tuple[float, ...]) -> None:
    assert plates.loading_for(load, GARAGE) == Loading(load, per_side)


def test_a_load_between_two_bars_becomes_the_lighter_one() -> None:
    assert plates.round_down(63.9, GARAGE) == 62.5


def test_a_load_below_the_bar_is_the_empty_bar() -> None:
    assert plates.round_down(12.0, GARAGE) == 20.0


def test_more_than_every_plate_is_every_plate() -> None:
    assert plates.round_down(1000.0, Kit(pairs=((20.0, 1), (10.0, 1)))) == 80.0


def test_a_missing_size_is_made_of_smaller_plates() -> None:
    assert plates.loading_for(60.0, Kit(pairs=((10.0, 1), (5.0, 2)))).per_side == (10.0, 5.0, 5.0)


def test_pounds_are_loaded_with_pound_plates() -> None:
    kit = Kit(Unit.POUNDS, 45.0, ((45.0, 2), (25.0, 1), (10.0, 2), (5.0, 1), (2.5, 1)))

    assert plates.loading_for(185.0, kit).per_side == (45.0, 25.0)


@given(kits, wishes)
def test_no_load_ever_asks_for_a_plate_that_is_not_owned(kit: Kit, wish: float) -> None:
    owned = dict(kit.pairs)

    assert all(count <= owned.get(size, 0) for size, count in plates.loading_for(wish, kit).counted())


@given(kits, wishes)
def test_no_load_is_ever_heavier_than_asked_unless_the_bar_alone_is(kit: Kit, wish: float) -> None:
    assert plates.round_down(wish, kit) <= max(wish + 1e-4, kit.bar)


@given(kits, wishes)
def test_a_loading_weighs_what_it_says(kit: Kit, wish: float) -> None:
    loading = plates.loading_for(wish, kit)

    assert loading.load == pytest.approx(kit.bar + 2 * sum(loading.per_side))


@given(kits, wishes)
def test_no_bar_between_the_rounded_load_and_the_wish_was_passed_over(kit: Kit, wish: float) -> None:
    rounded = plates.round_down(wish, kit)

    assert not [bar.load for bar in plates.loadings(kit) if rounded < bar.load <= wish]


@given(kits, wishes, wishes)
def test_a_change_of_plates_stays_within_what_is_owned_and_keeps_the_heaviest_inside(
    kit: Kit, first: float, then: float
) -> None:
    now = plates.loading_for(first, kit)
    after = plates.loading_for(then, kit, now=now)

    assert after.load == plates.round_down(then, kit)
    assert all(count <= dict(kit.pairs)[size] for size, count in after.counted())
    assert list(after.per_side) == sorted(after.per_side, reverse=True)
    assert plates.changes(now, after) <= plates.changes(now, plates.loading_for(then, kit))


def test_plates_that_are_on_stay_on_when_that_moves_fewer() -> None:
    kit = Kit(pairs=((20.0, 1), (10.0, 2)))
    now = Loading(40.0, (10.0,))

    assert plates.loading_for(60.0, kit, now=now).per_side == (10.0, 10.0)
    assert plates.loading_for(60.0, kit).per_side == (20.0,)


def test_plates_are_taken_off_from_the_outside_in_and_put_on_from_the_inside_out() -> None:
    assert plates.moved(Loading(65.0, (20.0, 2.5)), Loading(55.0, (15.0, 2.5))) == ((2.5, 20.0), (15.0, 2.5))
    assert plates.moved(Loading(65.0, (20.0, 2.5)), Loading(60.0, (20.0,))) == ((2.5,), ())


def test_changing_an_inner_plate_counts_the_plates_outside_it() -> None:
    assert plates.changes(Loading(65.0, (20.0, 2.5)), Loading(55.0, (15.0, 2.5))) == 4


def test_the_next_load_up_is_the_smallest_step_the_plates_allow() -> None:
    assert plates.next_up(80.0, GARAGE) == 82.5
    assert plates.next_up(20.0, Kit(pairs=())) is None


def test_a_ramp_climbs_by_parts_of_the_working_load_with_few_plates_moved() -> None:
    assert [(part, bar.load, bar.per_side) for part, bar in plates.ramp(120.0, GARAGE)] == [
        (0.40, 45.0, (10.0, 2.5)),
        (0.55, 60.0, (20.0,)),
        (0.70, 80.0, (20.0, 10.0)),
        (0.85, 100.0, (20.0, 20.0)),
    ]


@given(kits, wishes)
def test_no_ramp_bar_is_heavier_than_its_part_of_the_working_load_unless_it_is_the_empty_bar(
    kit: Kit, wish: float
) -> None:
    assert all(bar.load <= max(wish * part + 1e-4, kit.bar) for part, bar in plates.ramp(wish, kit))


@given(kits, wishes)
def test_a_ramp_only_climbs_and_stays_below_the_working_load(kit: Kit, wish: float) -> None:
    bars = [bar.load for _, bar in plates.ramp(wish, kit)]

    assert bars == sorted(set(bars))
    assert all(bar < plates.round_down(wish, kit) for bar in bars)


def test_parts_that_make_no_heavier_bar_are_left_out() -> None:
    assert [(part, bar.load) for part, bar in plates.ramp(30.0, GARAGE)] == [(0.40, 20.0), (0.85, 25.0)]


def test_an_empty_bar_needs_no_ramp() -> None:
    assert plates.ramp(20.0, GARAGE) == ()


@given(st.floats(0, 1000))
def test_kilos_to_pounds_and_back_is_the_same_load(load: float) -> None:
    there = plates.convert(load, Unit.KILOS, Unit.POUNDS)

    assert plates.convert(there, Unit.POUNDS, Unit.KILOS) == pytest.approx(load)


def test_a_hundred_kilos_are_two_hundred_and_twenty_pounds_and_a_half() -> None:
    assert plates.convert(100.0, Unit.KILOS, Unit.POUNDS) == pytest.approx(220.46, abs=0.01)
    assert plates.convert(100.0, Unit.KILOS, Unit.KILOS) == 100.0


def test_the_two_formulas_are_told_apart_by_name() -> None:
    assert plates.estimated_max(100.0, 5, "Epley") == pytest.approx(116.67, abs=0.01)
    assert plates.estimated_max(100.0, 5, "Brzycki") == pytest.approx(112.5)


def test_a_single_to_failure_is_the_max_itself() -> None:
    assert plates.estimated_max(140.0, 1) == 140.0


def test_reps_left_in_reserve_count_as_reps_that_could_have_been_done() -> None:
    assert plates.estimated_max(100.0, 3, in_reserve=2) == plates.estimated_max(100.0, 5)


@pytest.mark.parametrize(("load", "reps", "reserve"), [(100.0, 0, 0), (100.0, 13, 0), (100.0, 10, 3), (0.0, 5, 0)])
def test_no_max_is_guessed_where_the_formulas_mean_nothing(load: float, reps: int, reserve: float) -> None:
    assert plates.estimated_max(load, reps, in_reserve=reserve) is None


def test_an_effort_of_eight_leaves_two_reps() -> None:
    assert plates.reps_in_reserve(8) == 2.0
    assert plates.reps_in_reserve(10) == 0.0


def test_plates_are_counted_heaviest_first() -> None:
    assert Loading(115.0, (20.0, 20.0, 5.0, 2.5)).counted() == ((20.0, 2), (5.0, 1), (2.5, 1))


BELLS = Kit(sizes=(("kettlebell", (8.0, 16.0, 24.0)),))


@pytest.mark.parametrize(("load", "made"), [(4.0, 8.0), (8.0, 8.0), (15.9, 8.0), (16.0, 16.0), (99.0, 24.0)])
def test_a_bell_is_the_heaviest_owned_that_is_not_heavier(load: float, made: float) -> None:
    assert plates.made(load, BELLS, "kettlebell") == made


@pytest.mark.parametrize(("load", "above"), [(8.0, 16.0), (20.0, 24.0), (24.0, None)])
def test_above_a_bell_comes_the_next_one_owned(load: float, above: float | None) -> None:
    assert plates.made_above(load, BELLS, "kettlebell") == above


def test_what_has_no_sizes_comes_in_whole_units() -> None:
    assert plates.makeable(BELLS, "sandbag") is None
    assert (plates.made(25.7, BELLS, "sandbag"), plates.made_above(25.7, BELLS, "sandbag")) == (25.0, 26.0)
    assert plates.nearest(25.7, BELLS, "sandbag") == 26.0


def test_the_nearest_bell_may_be_the_heavier_one() -> None:
    assert plates.nearest(13.0, BELLS, "kettlebell") == 16.0


@given(kits, wishes, st.sampled_from(("barbell", "kettlebell")))
def test_a_load_that_is_made_can_be_had_and_is_never_more_than_wished(kit: Kit, wish: float, implement: str) -> None:
    owned = Kit(kit.unit, kit.bar, kit.pairs, BELLS.sizes)
    can = plates.makeable(owned, implement)
    assert can is not None
    made = plates.made(wish, owned, implement)
    assert made in can
    assert made <= max(wish + 1e-3, can[0])
