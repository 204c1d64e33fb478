"""Workouts as Liftosaur, Strong, strength logs and gyms have them: what is read, or what to write instead."""

import pytest

from coach.core.plan import Reps, Rest, Unit, Work
from coach.errors import ContentError
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.script.files.overlay import shipped_root
from coach.script.shapes.shorthand.notation import looks_like_workout, read_workout
from coach.script.shapes.shorthand.workout import Workout

SHIPPED = Library((shipped_root(),))


def read(text: str) -> Workout:
    return read_workout(text, SHIPPED.vocabulary)


READ = [
    ("Deadlift 5x5 @ 80kg", "5x5 conventional deadlift 80kg"),
    ("3 x 8-10 RDL 60kg rest 90s", "3x8-10 romanian deadlift 60kg"),
    ("Deadlift: 5x5 @ 80 kg, 3 min rest", "5x5 conventional deadlift 80kg, rest 3:00"),
    ("Deadlift (Barbell) 3x5 100 kg", "3x5 conventional deadlift 100kg"),
    ("Romanian Deadlift (Dumbbell) 3 x 10 x 24kg", "3x10 dumbbell romanian deadlift 24kg"),
    ("Deadlift / 3x8 / 60kg / 180s / @8", "3x8 conventional deadlift 60kg @8, rest 3:00"),
    ("Deadlift 3x5 315lb RPE8", "3x5 conventional deadlift 315lb @8"),
    ("RDL 3x8 135# 2 RIR", "3x8 romanian deadlift 135lb @8"),
    ("RDL 3x8 60 kg RIR 3", "3x8 romanian deadlift 60kg @7"),
    ("rdl 3x8 2-0-1 tempo 60kg", "3x8 romanian deadlift 60kg, tempo 2-0-1-0"),
    ("rdl 3x8 3-1-x-1 60kg", "3x8 romanian deadlift 60kg, tempo 3-1-X-1"),
    ("rdl 3x8 @60kg tempo 311", "3x8 romanian deadlift 60kg, tempo 3-1-1-0"),
    ("deadlift 3x5+ 100kg", "3x5+ conventional deadlift 100kg"),
    ("3x5+ deadlift @100kg; 2x10 gm 30", "3x5+ conventional deadlift 100kg, rest 1:30; 2x10 good morning 30kg"),
    ("3xAMRAP glute bridge", "3xamrap glute bridge"),
    ("glute bridge 3 x max reps", "3xamrap glute bridge"),
    ("EMOM 10: 3 deadlift 80kg", "every 60s x 10: 10x3 conventional deadlift 80kg"),
    ("emom 8 min: 3 rdl 40 + 8 glute bridge", "every 60s x 4: 4x3 romanian deadlift 40kg + 4x8 glute bridge"),
    ("every 90s x 6: 2 reps deadlift 90kg", "every 90s x 6: 6x2 conventional deadlift 90kg"),
    ("E2m x 5: 3 rdl 50", "every 120s x 5: 5x3 romanian deadlift 50kg"),
    ("A1: RDL 3x8 60kg A2: glute bridge 3x12, rest 2:00", "3x8 romanian deadlift 60kg + 3x12 glute bridge, rest 2:00"),
    ("A1) 3x8 rdl 60\nA2) 3x12 glute bridge\nB1) 2x10 gm 30",
     "3x8 romanian deadlift 60kg + 3x12 glute bridge, rest 1:30; 2x10 good morning 30kg"),
    ("3x8 rdl 60 superset with 3x12 glute bridge", "3x8 rdl 60kg + 3x12 glute bridge"),
    ("3x8 rdl 60 ss 3x12 glute bridge", "3x8 romanian deadlift 60kg + 3x12 glute bridge"),
    ("- Deadlift 5x5 80kg\n- RDL 3x8 60kg", "5x5 conventional deadlift 80kg, rest 1:30; 3x8 romanian deadlift 60kg"),
    ("1. Deadlift 5x5 80kg\n2. RDL 3x8 60kg",
     "5x5 conventional deadlift 80kg, rest 1:30; 3x8 romanian deadlift 60kg"),
    ("Deadlift 80kg x 5 x 3", "3x5 conventional deadlift 80kg"),
    ("Deadlift 100 kg × 5", "1x5 conventional deadlift 100kg"),
    ("Deadlift 80kg 5,5,5,5,5", "5x5 conventional deadlift 80kg"),
    ("Deadlift - 5 sets of 5 reps - 80 kg (rest 2-3 min)", "5x5 conventional deadlift 80kg, rest 3:00"),
    ("5 sets 5 reps deadlift", "5x5 conventional deadlift"),
    ("5 sets, 5 reps deadlift 80", "5x5 conventional deadlift 80kg"),
    ("5 sets by 5 reps deadlift", "5x5 conventional deadlift"),
    ("RDL 3 sets 8-10 reps 60kg", "3x8-10 romanian deadlift 60kg"),
    ("3 sets of 8 to 10 reps RDL", "3x8-10 romanian deadlift"),
    ("4 sets - 6 reps good morning 40kg", "4x6 good morning 40kg"),
    ("3 sets 30 seconds bear hold", "3x30s bear hold"),
    ("deadlift 3x5 62,5 kg", "3x5 conventional deadlift 62.5kg"),
    ("clam 3x10/side", "3x10 clam each side"),
    ("farmer carry 3x40m 24kg each hand", "3x40m farmer carry 24kg"),
    ("glute bridge 3x12 bodyweight", "3x12 glute bridge"),
    ("3x30s bear hold, 60s rest", "3x30s bear hold, rest 1:00"),
    ("deads 5x5 75% of 140kg", "5x5 conventional deadlift 105kg"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), READ)
def test_a_workout_is_read_as_the_notation_would_have_it(written: str, meant: str) -> None:
    assert looks_like_workout(written)
    assert read(written) == read(meant) == read(str(read(written)))


SLIPS = {
    "3 sets 60 deadlift": "1:1: 3 sets of how many? write 5x5, or 3 sets of 5",
    "5 by 5 deadlift at Eighty":
        "1:20: 'Eighty' is read as a name; write numbers in figures, as 5x5 deadlift 80",
    "DL 5/3/1 @75/85/95%":
        "1:4: 5/3/1 is sets of different reps; write each by itself: 1x5 ...; 1x3 ...; 1x1 ...",
    "5x5 @ 80kg": "1:1: which movement? write its name, as in 5x5 deadlift 80",
    "deadlift 5x5 @75%": "1:14: 75% of what? write 75% of 120, or the load itself",
    "deadlift 5x5 60-65kg": "1:14: 60-65 is a range; write one load, the one to begin with",
    "deadlift 5x5 80 rpe 7-8": "1:17: rpe 7-8 is a range; write one effort, the one to begin with",
    "deadlift 225x5": "1:10: 225 sets cannot be; write 1 to 20, or 1x5 and the load 225",
    "Deadlift / 1x5 100kg, 1x3 110kg":
        "1:23: a second sets x reps stands here; keep one, and put ; between exercises",
    "deadlift 5 reps 80kg; 3x8 rdl": "1:10: how many sets of them? write 3x5",
    "deadlift 3x5 bw": "1:14: 'Deadlift' is done with a load that is not your own weight; write kilos or pounds",
    "3x5+ rdl 60 + 3x12 glute bridge":
        "1:1: as many as are clean in the last set goes with one exercise alone; take the plus out",
    "3x40+ m farmer carry 24kg": "1:1: the plus goes with a number of reps; write 3x5+",
    "21xamrap glute bridge": "1:1: 21 sets cannot be; write 1 to 20",
    "deadlift 80 kg x 500 x 3": "1:18: how many? behind a load stand reps and sets, 80 kg x 5 x 3",
    "A deadlift 5x5 80": "1:1: there is no movement 'a deadlift'; did you mean 'deadlift'?",
    "emom 90: 3 deadlift 80":
        "1:1: every how long, and how often? write emom 10: 3 deadlift 80, or every 90s x 6: 3 deadlift 80",
    "emom 10: 3 deadlift 80, rest 60": "1:25: what is left of the time is the rest; take this out",
    "A1: rdl 3x8 60, rest 60; A2: glute bridge 3x12":
        "1:17: the rest of a superset stands at its end; move it there",
    "3x8 rdl 60 9 rir": "1:12: 9 reps left is a warm-up; write an effort from @4 on",
    "Deadlift / 3x8 / progress: lp(5lb)":
        "1:18: 'progress' is not read here; the load goes on by scripts/progress.yaml; take it out",
}  # fmt: skip


@pytest.mark.parametrize("written", SLIPS)
def test_what_cannot_be_read_is_told_at_its_column_with_what_to_write(written: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(written)
    assert str(caught.value) == f"workout:{SLIPS[written]}"


def test_a_plus_behind_the_reps_makes_only_the_last_set_one_of_as_many_as_are_clean() -> None:
    sets = [step.dose for step in compile_session("3x5+ rdl 60, rest 1:00", SHIPPED).steps if isinstance(step, Work)]
    assert [(dose.count, dose.open) for dose in sets if isinstance(dose, Reps)] == [(5, False), (5, False), (5, True)]


def test_a_plus_behind_a_single_set_leaves_none_before_it() -> None:
    sets = [step.dose for step in compile_session("1x5+ rdl 60", SHIPPED).steps if isinstance(step, Work)]
    assert [(dose.count, dose.open) for dose in sets if isinstance(dose, Reps)] == [(5, True)]


def test_an_emom_begins_a_set_every_minute_through_its_exercises_in_turn() -> None:
    steps = compile_session("emom 4: 3 rdl 40 + 8 glute bridge", SHIPPED).steps
    done = [step.exercise for step in steps if isinstance(step, Work)]
    assert done == ["romanian-deadlift", "glute-bridge"] * 2
    assert [step for step in steps if isinstance(step, Rest)] == [Rest(60, since_start=True)] * 3


def test_a_load_without_a_unit_stays_the_lifters_own_also_here() -> None:
    workout = Library((shipped_root(),), Unit.POUNDS).workout("A1: rdl 3x8 135 A2: gm 3x10 45")
    assert workout is not None
    assert [part.load and part.load.unit for part in workout.parts] == [Unit.POUNDS] * 2
