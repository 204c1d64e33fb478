"""What is said about the sessions before: two sentences, true, and speakable."""

from datetime import date
from pathlib import Path

import pytest

from coach.core.loading.rules import Advice
from coach.core.plan import Unit
from coach.journal.analysis.looking_back import LookingBack, Movement
from coach.journal.past import PastSession
from coach.script.files.progression import read_progress
from coach.script.shapes.speakable import wording_faults
from tests.journal.pasts import complaint, day, lift

SHIPPED = Path(__file__).parents[3] / "scripts" / "progress.yaml"
FIXED = Path(__file__).parents[1] / "samples" / "progress.yaml"
RDL = Movement("romanian-deadlift", "Romanian deadlift")
PULL = Movement("conventional-deadlift", "Deadlift", estimates_max=True)


@pytest.fixture
def looking() -> LookingBack:
    return LookingBack(read_progress(FIXED).sentences, Unit.KILOS, date(2026, 1, 12))


def title_of(name: str) -> str:
    return {RDL.name: RDL.title, PULL.name: PULL.title}[name]


def test_last_time_tells_the_day_the_sets_the_load_and_that_nothing_hurt(looking: LookingBack) -> None:
    assert looking.last_time([day(0, lift(82.5), lift(82.5))], title_of) == (
        "Last time was seven days ago: Romanian deadlift, two sets, eighty two point five kilos at the most. "
        "Nothing complained."
    )


def test_last_time_without_a_load_tells_the_sets(looking: LookingBack) -> None:
    assert looking.last_time([day(6, lift(None))], title_of) == (
        "Last time was yesterday: Romanian deadlift, one set. Nothing complained."
    )


def test_last_time_tells_what_complained_and_how_often(looking: LookingBack) -> None:
    told = looking.last_time([day(5, lift(), complaints=(complaint(), complaint(), complaint("load")))], title_of)

    assert told.endswith("Your low back complained twice.")


def test_a_session_without_working_sets_is_passed_over(looking: LookingBack) -> None:
    assert "seven days ago" in looking.last_time([day(0, lift()), day(5)], title_of)


def test_the_first_time_has_nothing_to_look_back_on(looking: LookingBack) -> None:
    assert looking.last_time([], title_of) == looking.sentences["first-time"]


def test_the_best_of_a_movement_promises_a_single_only_where_that_may_be_guessed(looking: LookingBack) -> None:
    pulls = [day(0, lift(140.0, 5, exercise=PULL.name)), day(5, lift(100.0, 6))]

    assert looking.best(pulls, PULL) == (
        "Your best Deadlift is five reps at one hundred and forty kilos, seven days ago. "
        "By the Epley formula that makes about one hundred and sixty three kilos for a single."
    )
    assert looking.best(pulls, RDL) == (
        "Your best Romanian deadlift is six reps at one hundred kilos, two days ago. "
        "For Romanian deadlift we guess no single."
    )


def test_a_best_in_another_unit_is_told_in_the_lifters_own(looking: LookingBack) -> None:
    pounds = LookingBack(looking.sentences, Unit.POUNDS, looking.today)

    assert "two hundred and twenty point four six pounds" in pounds.best([day(0, lift(100.0))], RDL)


def test_a_movement_never_finished_has_no_best(looking: LookingBack) -> None:
    assert looking.best([], RDL) == "There is no finished set of Romanian deadlift yet."


def test_many_reps_promise_no_single(looking: LookingBack) -> None:
    assert "single" not in looking.best([day(0, lift(60.0, 20, exercise=PULL.name))], PULL)


@pytest.mark.parametrize(
    ("before", "compared"),
    [
        (day(0, lift(60.0, 8)), "That is thirty three percent more work than last time."),
        (day(0, lift(100.0, 8)), "That is twenty percent less work than last time."),
        (day(0, lift(80.0, 8)), "That is as much work as last time."),
        (None, ""),
        (day(0), ""),
    ],
)
def test_the_close_compares_the_work_with_last_time(
    looking: LookingBack, before: PastSession | None, compared: str
) -> None:
    told = looking.close(day(7, lift(80.0, 8)), before)

    assert (
        told == f"Today you did one set, eight reps in all, and moved six hundred and forty kilos. {compared}".strip()
    )


def test_the_close_of_a_day_without_loads_tells_the_reps(looking: LookingBack) -> None:
    assert looking.close(day(7, lift(None, 10), lift(None, 10)), None) == "Today you did two sets, twenty reps in all."


def test_advice_tells_the_load_the_reps_and_the_reason(looking: LookingBack) -> None:
    told = looking.advice(RDL, Advice(82.5, 8, "all-reps", {"step": 2.5, "reps": 10}))

    assert told == (
        "Romanian deadlift: eighty two point five kilos, eight reps a set.",
        "Every set reached ten reps, so we add two point five kilos and start again with fewer.",
    )


@pytest.mark.parametrize(
    ("reason", "facts", "said"),
    [
        ("after-break", {"days": 21}, "twenty one days"),
        ("after-complaint", {"percent": 10}, "ten percent"),
        ("light-week", {"weeks": 6}, "six weeks"),
        ("easy", {"effort": 6.5, "step": 5.0}, "six point five"),
    ],
)
def test_every_number_of_a_reason_is_spoken_in_words(
    looking: LookingBack, reason: str, facts: dict[str, float], said: str
) -> None:
    assert said in looking.advice(RDL, Advice(60.0, 8, reason, facts))[1].lower()


def test_every_shipped_sentence_is_one_a_voice_reads_right_when_it_is_filled() -> None:
    looking = LookingBack(read_progress(SHIPPED).sentences, Unit.KILOS, date(2026, 1, 12))
    told = [
        looking.last_time([day(0, lift(), complaints=(complaint(),))], title_of),
        looking.close(day(7, lift()), day(0, lift(60.0))),
        looking.best([day(0, lift())], RDL),
    ]

    faults = [fault for text in told for fault in wording_faults(text) if "reads" in fault or "read aloud" in fault]
    assert faults == []
