"""What the history adds up to."""

from dataclasses import replace
from datetime import date

import pytest

from coach.core.loading.progression import Policy
from coach.core.loading.rules import Linear, Outing
from coach.core.plan import Kit, Unit
from coach.journal.analysis import statistics
from coach.journal.analysis.advice import advised, loads_of
from coach.journal.analysis.statistics import Helped, TempoKept
from tests.journal.pasts import FIRST, complaint, day, lift, ramp


def test_volume_is_load_times_reps_of_working_sets_only() -> None:
    assert statistics.volume([day(0, ramp(), lift(80.0, 8), lift(80.0, 6))], Unit.KILOS) == 1120.0


def test_volume_of_sessions_in_both_units_is_told_in_one() -> None:
    pounds = day(2, lift(100.0, 10), unit=Unit.POUNDS)

    assert statistics.volume([day(0, lift(100.0, 10)), pounds], Unit.KILOS) == pytest.approx(1453.59, abs=0.01)


def test_weeks_without_training_are_there_too() -> None:
    weeks = statistics.weeks([day(0, lift()), day(3, lift()), day(15, lift())], Unit.KILOS)

    assert [(week.monday, week.sessions, week.sets) for week in weeks] == [
        (date(2026, 1, 5), 2, 2),
        (date(2026, 1, 12), 0, 0),
        (date(2026, 1, 19), 1, 1),
    ]


def test_no_sessions_make_no_weeks() -> None:
    assert statistics.weeks([], Unit.KILOS) == ()


def test_movements_come_the_most_trained_first() -> None:
    session = day(0, lift(exercise="good-morning"), lift(), lift())

    assert statistics.exercises([session]) == ("romanian-deadlift", "good-morning")


def test_the_best_set_is_the_heaviest_then_the_longest() -> None:
    sessions = [day(0, lift(100.0, 5), lift(90.0, 10)), day(7, lift(100.0, 6)), day(14, lift(110.0, 0))]

    best = statistics.best_set(sessions, "romanian-deadlift", Unit.KILOS)

    assert best is not None
    assert (best.load, best.done.reps_done, best.session.key) == (100.0, 6, "day-7")


def test_without_a_finished_set_there_is_no_best() -> None:
    assert statistics.best_set([day(0, lift(None))], "romanian-deadlift", Unit.KILOS) is None


def test_the_best_maximum_counts_the_reps_left_in_reserve() -> None:
    session = day(0, lift(100.0, 5), lift(95.0, 5, effort=6.0))

    assert statistics.best_max(session, "romanian-deadlift", Unit.KILOS) == pytest.approx(95 * (1 + 9 / 30))
    assert statistics.best_max(session, "good-morning", Unit.KILOS) is None


def test_tempo_is_kept_by_sets_counted_to_their_last_rep_in_one_go() -> None:
    sets = (lift(), lift(reps=5), lift(cut_short=True), lift(broken_off=2), lift(retimed=1), lift(broken_off=0))

    assert statistics.tempo([day(0, *sets)]) == TempoKept(counted=6, kept=2, short=2, broken_off=1, changed=1)
    assert str(statistics.tempo([day(0, *sets)])) == "2 of 6"


def test_of_sets_nobody_counted_no_tempo_is_told() -> None:
    assert str(statistics.tempo([day(0, ramp(), lift(counted=False))])) == ""


def test_rest_is_from_the_end_of_a_working_set_to_the_beginning_of_the_next() -> None:
    sets = (lift(began=100.0, at=140.0), lift(began=260.0, at=300.0), lift(began=None, at=2000.0), lift(began=2100.0))

    assert statistics.rests(day(0, *sets)) == (120.0, 100.0)


def test_an_hour_between_sets_is_no_rest() -> None:
    assert statistics.rests(day(0, lift(began=0.0, at=40.0), lift(began=3640.0, at=3700.0))) == ()


def test_what_helped_is_counted_by_region_branch_and_answer() -> None:
    sessions = [
        day(0, complaints=(complaint(), complaint("grip", None))),
        day(7, complaints=(complaint(answer="same"),)),
        day(14, complaints=(complaint(),)),
    ]

    assert statistics.helped(sessions) == (
        Helped("low_back", "psoas reset", 3, {"better": 2, "same": 1}),
        Helped("grip", "psoas reset", 1, {"no answer": 1}),
    )


def test_checks_are_told_with_their_days() -> None:
    sessions = [day(0, findings={"leg_drop": "left"}), day(7), day(14, findings={"leg_drop": "none"})]

    assert statistics.findings_over_time(sessions) == {
        "leg_drop": ((date(2026, 1, 5), "left"), (date(2026, 1, 19), "none"))
    }


def test_an_outing_is_the_days_heaviest_sets() -> None:
    sessions = [day(0, ramp(), lift(80.0, 8), lift(80.0, 7, effort=8.5), lift(70.0, 8))]

    assert statistics.outings(sessions, "romanian-deadlift", Unit.KILOS) == (
        Outing(FIRST.date().toordinal(), 80.0, (8, 7), 8, 8.5),
    )


def test_an_outing_in_pounds_is_told_in_the_kits_unit() -> None:
    found = statistics.outings([day(0, lift(100.0), unit=Unit.POUNDS)], "romanian-deadlift", Unit.KILOS)

    assert found[0].load == 45.36


def test_pain_of_a_day_without_the_movement_counts_for_it_all_the_same() -> None:
    sessions = [day(0, lift()), day(3, complaints=(complaint(),)), day(5, reason="red-flag")]

    (outing,) = statistics.outings(sessions, "romanian-deadlift", Unit.KILOS)

    assert (outing.pain, outing.red_flag) == (True, True)


def test_a_day_whose_loading_was_ended_counts_for_the_lift_it_was() -> None:
    ended = {"loading_ended": "romanian-deadlift"}
    pull = lift(100.0, exercise="conventional-deadlift")
    sessions = [day(0, lift(), pull), day(3, pull, findings=ended)]

    assert [each.ended for each in statistics.outings(sessions, "romanian-deadlift", Unit.KILOS)] == [True]
    assert [each.ended for each in statistics.outings(sessions, "conventional-deadlift", Unit.KILOS)] == [False, False]
    assert statistics.outings([day(0, lift(), findings=ended)], "romanian-deadlift", Unit.KILOS)[0].ended


def test_a_light_session_is_no_outing_and_its_pain_is_laid_to_the_day_before() -> None:
    light = replace(day(3, lift(40.0, 4), complaints=(complaint(),)), name="light-day")
    sessions = [day(0, lift(80.0)), light]

    (outing,) = statistics.outings(sessions, "romanian-deadlift", Unit.KILOS, {"light-day"})

    assert (outing.load, outing.pain) == (80.0, True)


def test_a_remark_about_the_load_is_no_pain() -> None:
    (outing,) = statistics.outings([day(0, lift(), complaints=(complaint("load"),))], "romanian-deadlift", Unit.KILOS)

    assert not outing.pain


def test_advice_is_given_for_every_movement_that_was_lifted_before() -> None:
    implements = {"romanian-deadlift": "barbell", "kettlebell-deadlift": "kettlebell", "good-morning": "barbell"}
    sessions = [day(0, lift(80.0, 9), lift(24.0, 9, exercise="kettlebell-deadlift"))]

    found = advised(sessions, implements, lambda _: Policy(Linear(2.5, 8)), Kit(), date(2026, 1, 12))

    assert loads_of(found) == {"romanian-deadlift": 82.5, "kettlebell-deadlift": 26.0}
