"""What a session's rows say of each set: how it was counted, and how far it was carried."""

from coach.core.plan import Distance, Reps, Role, Work
from coach.core.state import Carrying, Finished, Paused, Resting, Working
from coach.journal.storage.derived import SetKept, replayed
from tests.core import plans
from tests.journal.book import Told, workout


def sets(told: Told) -> tuple[SetKept, ...]:
    return replayed(told.plan, told.events)[1].sets


def counting() -> Told:
    """The count of the first set runs."""
    told = Told(workout())
    told.began().until(Working)
    told.count_starts()
    return told


def carrying() -> Told:
    """Under way with a sandbag, forty metres."""
    told = Told(plans.plan(Work("carry", Distance(40.0), Role.WORKING, load=25.0)))
    told.began().until(Carrying)
    return told


def test_a_set_counted_in_one_go_says_so() -> None:
    told = counting()
    began = told.state.at
    told.spoken(20.0)

    (kept,) = sets(told)
    assert (kept.began, kept.counted, kept.broken_off, kept.retimed) == (began, True, 0, 0)


def test_a_pause_in_mid_count_is_kept_with_the_set_and_does_not_move_its_beginning() -> None:
    told = counting()
    began = told.state.at
    told.hear("pause", 4.0)
    assert isinstance(told.state.phase, Paused)
    told.hear("resume", 30.0).count_starts().spoken(20.0)

    (kept,) = sets(told)
    assert (kept.began, kept.broken_off, kept.retimed) == (began, 1, 0)


def test_a_question_in_mid_count_breaks_it_off_too() -> None:
    told = counting()
    told.hear("stop", 4.0).hear("no").count_starts().spoken(20.0)

    assert sets(told)[0].broken_off == 1


def test_a_tempo_changed_in_mid_count_is_kept_with_the_set() -> None:
    told = counting()
    told.hear("slower", 4.0).count_starts().spoken(20.0)

    assert (sets(told)[0].broken_off, sets(told)[0].retimed) == (0, 1)


def test_the_next_set_begins_with_a_clean_count() -> None:
    told = counting()
    told.hear("pause", 4.0).hear("resume").count_starts().spoken(20.0).until(Resting).until(Working)
    told.count_starts().spoken(20.0)

    assert [kept.broken_off for kept in sets(told)] == [1, 0]


def test_a_correction_leaves_what_is_known_of_the_count() -> None:
    told = counting()
    told.hear("pause", 4.0).hear("resume").count_starts().spoken(20.0).until(Resting)
    told.hear("log_reps", reps=3)

    (kept,) = sets(told)
    assert (kept.done.reps_done, kept.broken_off) == (3, 1)


def test_a_set_at_the_lifters_own_pace_was_not_counted() -> None:
    told = Told(plans.plan(Work("hinge", Reps(4, free=True), Role.WORKING, load=60.0)))
    told.began().until(Carrying)
    told.hear("done", 12.0)

    (kept,) = sets(told)
    assert (kept.counted, kept.broken_off, kept.retimed) == (False, None, None)


def test_a_carry_brought_to_its_end_keeps_its_metres() -> None:
    told = carrying()
    told.hear("done", 20.0).until(Finished)

    assert sets(told)[0].done.metres == 40.0


def test_how_far_a_carry_broken_off_went_is_not_made_up() -> None:
    told = carrying()
    told.hear("complaint", 10.0, region="hamstring", sensation="pulling")

    (kept,) = sets(told)
    assert (kept.done.cut_short, kept.done.metres) == (True, None)


def hurt(sensation: str) -> Told:
    told = counting()
    told.hear("complaint", 8.0, region="general", sensation=sensation)
    return told


def test_a_red_flag_that_is_taken_back_is_kept_as_one_that_was_none() -> None:
    told = hurt("sharp")
    told.hear("false_alarm")
    (kept,) = replayed(told.plan, told.events)[1].complaints
    assert (kept.branch, kept.answer) == ("red-flag", "false_alarm")
    assert sets(told) == ()


def test_a_complaint_besides_it_keeps_its_own_answer() -> None:
    told = hurt("sharp")
    told.hear("complaint", region="grip", sensation="going").hear("false_alarm")
    kept = replayed(told.plan, told.events)[1].complaints
    assert [each.answer for each in kept] == ["false_alarm", None]


def test_the_end_of_the_loading_is_no_complaint_of_its_own() -> None:
    told = hurt("pain")
    assert len(replayed(told.plan, told.events)[1].complaints) == 1
