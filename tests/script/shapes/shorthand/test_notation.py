"""A workout in one line: what is read from it, what is said of a slip, and that writing it loses nothing."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.core.plan import Reps, Unit, Work
from coach.errors import ContentError, InputError
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.script.files.load import load
from coach.script.files.overlay import shipped_root
from coach.script.files.saving import save_session
from coach.script.shapes.shorthand.aliases import AliasesFile, plain
from coach.script.shapes.shorthand.notation import looks_like_workout, read_workout
from coach.script.shapes.shorthand.workout import Item, Load, Part, Set, Workout
from coach.script.shapes.steps import DoStep, RestStep, SessionShape, SupersetStep, UseStep
from tests.script.library_folder import put

SHIPPED = Library((shipped_root(),))
LOADED = sorted(name for name, script in SHIPPED.scripts().items() if script.loaded)
FREE_HANDED = sorted(set(SHIPPED.script_paths) - set(LOADED))


def read(text: str) -> Workout:
    return read_workout(text, SHIPPED.vocabulary)


def part(text: str) -> Part:
    [found] = read(text).parts
    return found


def fault(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        read(text)
    [problem] = caught.value.problems
    assert str(problem).startswith("workout:")
    return str(problem).removeprefix("workout:")


# ------------------------------------------------------------------------------------------------ what is read


def test_an_exercise_has_sets_reps_a_name_a_load_a_rest_and_a_tempo() -> None:
    [item] = read("5x5 deadlift 80, rest 3:00, tempo 1-0-1-0").items
    deadlift = Part("conventional-deadlift", 5, Set("reps", 5), Load(80, Unit.KILOS), tempo="1-0-1-0")
    assert item == Item((deadlift,), 180)


def test_the_heaviest_load_written_for_an_exercise_is_known_in_kilos() -> None:
    workout = Library((shipped_root(),)).workout("1x5 dl 60; 3x5 dl 80; 1x3 dl 70; 2x10 gm 55 lb; 3x8 rdl")
    assert workout is not None
    assert {name: round(load, 1) for name, load in workout.written.items()} == {
        "conventional-deadlift": 80.0,
        "good-morning": 24.9,
    }


def test_exercises_stand_between_semicolons() -> None:
    first, second = read("3x8 rdl 60kg @8, rest 2:00; 2x10 good morning 30").items
    assert first == Item((Part("romanian-deadlift", 3, Set("reps", 8), Load(60, Unit.KILOS), 8),), 120)
    assert second == Item((Part("good-morning", 2, Set("reps", 10), Load(30, Unit.KILOS)),), 90)


def test_the_parts_may_stand_in_any_order_and_on_lines_of_their_own() -> None:
    assert read("Deadlift / 3x8 / 60kg / 180s / @8\n2x10 gm") == read("3x8 dl 60 @8, rest 3m; 2x10 good morning")


@pytest.mark.parametrize("name", ["RDL", "rdl", "RDLs", "Romanian Deadlift", "romanian-deadlifts", "reps of rdl at"])
def test_a_movement_may_be_called_as_people_call_it(name: str) -> None:
    assert part(f"3x8 {name} 60").do == "romanian-deadlift"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("60", Load(60, Unit.KILOS)), ("60 kg", Load(60, Unit.KILOS)), ("135lb", Load(135, Unit.POUNDS)),
     ("@60kg", Load(60, Unit.KILOS)), ("@ 62.5", Load(62.5, Unit.KILOS)), ("x 60", Load(60, Unit.KILOS)),
     ("80% of 120", Load(96, Unit.KILOS)), ("@ 72.5% of 225 lb", Load(163.12, Unit.POUNDS))],
)  # fmt: skip
def test_a_load_is_kilos_pounds_or_a_part_of_another(written: str, meant: Load) -> None:
    assert part(f"3x8 rdl {written}").load == meant


def test_sets_reps_and_load_may_be_written_as_one() -> None:
    assert part("5x5x80kg dl") == part("5x5 dl 80")


def test_a_load_without_a_unit_is_in_the_lifters_own() -> None:
    workout = Library((shipped_root(),), Unit.POUNDS).workout("5x5 deadlift 225")
    assert workout is not None
    assert workout.parts[0].load == Load(225, Unit.POUNDS)


@pytest.mark.parametrize("written", ["@8", "@ 8", "rpe 8", "RPE8", "@rpe 8", "rpe: 8"])
def test_an_effort_is_written_as_lifters_write_it(written: str) -> None:
    assert part(f"3x8 rdl 60 {written}").effort == 8


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("rest 90", 90), ("rest 1:30", 90), ("rest: 2m", 120), ("rest 90s", 90), ("90 sec rest", 90), ("2 min", 120),
     ("rest of 3 minutes", 180), ("rest 0", 0)],
)  # fmt: skip
def test_a_rest_is_seconds_minutes_or_both(written: str, seconds: float) -> None:
    assert read(f"3x8 rdl 60, {written}").items[0].rest == seconds


@pytest.mark.parametrize(
    ("written", "meant"), [("3-1-x-1", "3-1-X-1"), ("31X1", "3-1-X-1"), (": 1-0-1-0", "1-0-1-0"), ("free", "free")]
)
def test_a_tempo_has_four_counts_or_is_free(written: str, meant: str) -> None:
    assert part(f"3x8 rdl tempo {written}").tempo == meant


@pytest.mark.parametrize(
    ("written", "dose"),
    [("3x8", Set("reps", 8)), ("3 x 6-8", Set("reps", 8, 6)), ("3 by 8", Set("reps", 8)), ("3×8", Set("reps", 8)),
     ("3 sets of 8", Set("reps", 8)), ("3x30s", Set("hold", 30)), ("3x1 min", Set("hold", 60)),
     ("3x20m", Set("metres", 20)), ("3x5 breaths", Set("breaths", 5)), ("3x8 reps", Set("reps", 8))],
)  # fmt: skip
def test_a_set_is_reps_a_hold_metres_or_breaths(written: str, dose: Set) -> None:
    assert (part(f"{written} bear").sets, part(f"{written} bear").dose) == (3, dose)


@pytest.mark.parametrize(
    ("written", "sides"), [("each side", "both"), ("per leg", "both"), ("left", "left"), ("right", "right")]
)
def test_a_side_may_be_told(written: str, sides: str) -> None:
    assert part(f"2x10 clam {written}").sides == sides


def test_a_plus_makes_a_superset_that_rests_after_each_round() -> None:
    [item] = read("3x8 rdl 60 + 3x12 glute bridge, rest 2:00").items
    assert [each.do for each in item.parts] == ["romanian-deadlift", "glute-bridge"]
    assert item.rest == 120


def test_warm_ups_are_sessions_and_come_first() -> None:
    written = "warm-up: Sitters Warm-Up, Warm up: sitters-reset; 3x8 rdl 60"
    assert read(written).warm_ups == ("sitters-warm-up", "sitters-reset")


def test_a_session_comes_of_it_as_of_a_file() -> None:
    session = SHIPPED.session("warm-up: sitters-warm-up; 3x8 rdl 60 + 3x10-12 gm 30, rest 2m; 2x5 dl 80 lb, rest 3:00")
    use, block, pause, last = session.steps
    assert isinstance(use, UseStep)
    assert isinstance(block, SupersetStep)
    assert (use.use, block.rounds.normal, block.rest, pause) == ("sitters-warm-up", 3, 120, RestStep(rest=120))
    assert [(each.do, each.load) for each in block.superset] == [("romanian-deadlift", 60), ("good-morning", 30)]
    assert isinstance(last, DoStep)
    assert (last.rest, last.rest_after) == (180, 0)
    assert last.load == pytest.approx(36.287, abs=0.001)
    assert session.title == "Romanian deadlift and Good morning and Deadlift"
    assert session.equipment == ("barbell", "plates")


def test_a_superset_without_rest_goes_straight_on() -> None:
    assert len(SHIPPED.session("2x5 rdl + 2x5 gm, rest 0; 2x5 clam").steps) == 2


def test_a_load_that_is_written_is_lifted_whatever_was_lifted_before() -> None:
    before = {"romanian-deadlift": 100.0, "good-morning": 25.0}
    plan = compile_session("1x5 rdl 60; 1x10 gm", SHIPPED, loads=before)
    sets = [step for step in plan.steps if isinstance(step, Work)]
    assert [(step.load, step.dose) for step in sets] == [(60, Reps(5)), (25, Reps(10))]
    assert plan.session == "romanian-deadlift-and-good-morning"


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("text", "told"),
    [("5x5 dedlift 80", "1:5: there is no movement 'dedlift'; did you mean 'deadlift'?"),
     ("5x5 qqqqq", "1:5: there is no movement 'qqqqq'; 'coach movements' lists them"),
     ("3x8 rdl 60;\n  3x8 dl 60, rest soon", "2:14: how long a rest? write rest 90, rest 1:30 or rest 2m"),
     ("3x8 dl, rest 2:00:00", "1:9: how long a rest? write rest 90, rest 1:30 or rest 2m"),
     ("3x8 dl, rest 9000", "1:9: how long a rest? write rest 90, rest 1:30 or rest 2m"),
     ("5x5", "1:1: which movement? write its name, as in 5x5 deadlift 80"),
     ("3x8 rdl; deadlift 80", "1:10: how many sets and reps? write them as 5x5"),
     ("3x8 rdl 60 70", "1:12: a second load stands here; keep one, and put ; between exercises"),
     ("3x8 rdl 3x10 gm", "1:9: a second sets x reps stands here; keep one, and put ; between exercises"),
     ("3x8 rdl 900", "1:9: a load of 900 kg cannot be; write one above 0 and up to 400 kg"),
     ("3x8 rdl 80%", "1:9: 80% of what? write 80% of 120, or the load itself"),
     ("3x8 rdl 180% of 120", "1:9: 180% cannot be; write 1% to 100%"),
     ("3x8 rdl rpe 12", "1:9: an effort goes from 1 to 10, not 12; write @8 or rpe 8"),
     ("3x8 rdl tempo 3-1", "1:9: this is no tempo; write it as tempo 3-1-x-1, or tempo free"),
     ("3x8 rdl tempo 0-0-0-0", "1:9: 0-0-0-0 takes no time; write a second somewhere"),
     ("3x30s bear tempo 3110", "1:12: a tempo goes with reps; take it out"),
     ("3x8 glute bridge 40", "1:18: 'Glute bridge' is done without a load; take it out"),
     ("3x8-6 rdl", "1:3: this is no range of reps; write the fewer first, as 3x6-8"),
     ("3x20-30s bear", "1:3: this is no range of reps; write the fewer first, as 3x6-8"),
     ("25x8 rdl", "1:1: 25 sets cannot be; write 1 to 20"),
     ("3x0 rdl", "1:3: 0 reps cannot be; write 1 to 100"),
     ("3x900s bear", "1:3: 900 hold cannot be; write 1 to 600"),
     ("3x8 rdl, rest 60 + 3x8 gm", "1:10: the rest of a superset stands at its end; move it there"),
     ("3x8 rdl + 4x8 gm", "1:11: a superset has as many sets of each; write 3x here as well"),
     ("3x8 rdl ?!", "1:9: '?!' cannot be read; write sets x reps, a name and a load: 3x8 rdl 60"),
     ("warm-up: siters-warm-up; 3x8 rdl",
      "1:10: there is no session 'siters-warm-up' to warm up with; did you mean 'sitters-warm-up'?"),
     ("warm-up: x; 3x8 rdl", "1:10: there is no session 'x' to warm up with; 'coach sessions' lists them"),
     (" ; ;", "1:5: there is no exercise; write one such as 3x8 rdl 60"),
     ("3x8 rdl " * 400, "1:2001: the workout has more than 2000 characters; write it as a session file")],
)  # fmt: skip
def test_a_slip_is_one_fault_at_its_column(text: str, told: str) -> None:
    assert fault(text) == told


@pytest.mark.parametrize("text", ["rdl-day", "RDL day", "days/5x5.yaml", "day 2", "deadlift-day"])
def test_a_name_or_a_file_is_no_workout(text: str) -> None:
    assert not looks_like_workout(text)
    assert SHIPPED.workout(text) is None


def test_a_session_file_with_such_a_name_is_still_that_session(tmp_path: Path) -> None:
    put(tmp_path, "sessions/5x5.yaml", "title: x\n")
    library = Library((tmp_path, shipped_root()))
    assert library.workout("5x5") is None
    assert library.workout(tmp_path / "5x5") is None
    assert library.session_name("5x5") == "5x5"


# ------------------------------------------------------------------------------------------------ aliases


def test_an_alias_has_one_meaning(tmp_path: Path) -> None:
    path = put(tmp_path, "aliases.yaml", "aliases: {rack-pull: [RP, pull], clam: [rp]}\n")
    with pytest.raises(ContentError, match="1:1: 'rp' is 'rack-pull' as well as 'clam'; keep it for one of them"):
        load(path, AliasesFile)


def test_aliases_of_ones_own_are_added_to_the_shipped_ones(tmp_path: Path) -> None:
    put(tmp_path, "scripts/aliases.yaml", "rest: 2m\naliases: {rack-pull: [Mein Zug]}\n")
    library = Library((tmp_path, shipped_root()))
    workout = library.workout("3x8 mein zug 60; 3x8 rdl 50")
    assert workout is not None
    assert [(item.parts[0].do, item.rest) for item in workout.items] == [("rack-pull", 120), ("romanian-deadlift", 120)]


def test_broken_aliases_of_ones_own_are_left_out_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, "scripts/aliases.yaml", "aliases: 3\n")
    assert Library((tmp_path, shipped_root())).workout("3x8 rdl 50") == read("3x8 rdl 50")
    assert str(path) in capsys.readouterr().err


def test_no_shipped_alias_hides_another_movements_name() -> None:
    names = {plain(name): name for name in SHIPPED.script_paths}
    names |= {plain(script.title): name for name, script in SHIPPED.scripts().items()}
    aliases = load(shipped_root() / "scripts" / "aliases.yaml", AliasesFile, SHIPPED.names).aliases
    hidden = {alias for name, given in aliases.items() for alias in given if names.get(plain(alias), name) != name}
    assert hidden == set()


# ------------------------------------------------------------------------------------------------ nothing is lost

sets = st.integers(1, 20)
doses = st.one_of(
    st.builds(Set, st.just("reps"), st.integers(1, 100)),
    st.integers(1, 99).flatmap(
        lambda least: st.builds(
            Set, st.just("reps"), st.integers(least + 1, min(100, max(20, 3 * least))), st.just(least)
        )
    ),
)
holds = st.builds(Set, st.sampled_from(["hold", "metres", "breaths"]), st.integers(1, 100))
amounts = st.integers(1, 400_000).map(lambda grams: grams / 1000)
loads = st.builds(Load, amounts, st.sampled_from(Unit))
efforts = st.none() | st.integers(2, 20).map(lambda halves: halves / 2)
tempos = (
    st.none()
    | st.just("free")
    | st.from_regex(r"[0-9]-[0-9]-[0-9X]-[0-9]", fullmatch=True).filter(lambda tempo: tempo != "0-0-0-0")
)
sides = st.sampled_from(["none", "left", "right", "both"])
rests = st.integers(0, 3_600_000).map(lambda thousandths: thousandths / 1000) | st.integers(0, 3600).map(float)


@st.composite
def items(draw: st.DrawFn) -> Item:
    count = draw(sets)
    heavy = st.builds(Part, st.sampled_from(LOADED), st.just(count), doses, st.none() | loads, efforts, tempos, sides)
    light = st.builds(Part, st.sampled_from(FREE_HANDED), st.just(count), holds, st.none(), efforts, st.none(), sides)
    return Item(tuple(draw(st.lists(heavy | light, min_size=1, max_size=3))), draw(rests))


workouts = st.builds(
    Workout,
    st.lists(items(), min_size=1, max_size=4).map(tuple),
    st.lists(st.sampled_from(sorted(SHIPPED.session_paths)), max_size=2).map(tuple),
)


@settings(max_examples=100, deadline=None)
@given(workouts)
def test_what_is_written_of_a_workout_reads_as_the_same(workout: Workout) -> None:
    assert read(str(workout)) == workout


@settings(max_examples=25, deadline=None)
@given(workouts)
def test_a_saved_workout_is_the_session_that_was_run(workout: Workout) -> None:
    with TemporaryDirectory() as folder:
        path = save_session(str(workout), "mine", SHIPPED, Path(folder))
        assert load(path, SessionShape, SHIPPED.names) == SHIPPED.session(str(workout))


PIECES = st.sampled_from(
    ["5x5", "3x8-10", "rdl", "deadlift", "80", "kg", "lb", "@8", "rpe", "rest", "1:30", "2m", "tempo", "3-1-x-1", "%",
     "of", ";", "+", ",", "/", "\n", "warm-up:", "sitters-warm-up", "each side", "x", "×", "9" * 40,
     "-", "é", "٣x٣", "\x00", "İ"]
)  # fmt: skip


def outcome(text: str) -> tuple[Workout | None, str]:
    try:
        return read(text), ""
    except ContentError as error:
        return None, str(error)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join))
@example("3x8 rdl ٣")
@example("1" * 1999)
@example("3x8 " + "a-" * 900)
def test_any_text_is_a_workout_or_one_fault(text: str) -> None:
    begun = time.process_time()
    workout, told = outcome(text)
    assert time.process_time() - begun < 1.0
    if workout is None:
        assert len(told.splitlines()) == 1
    else:
        assert read(str(workout)) == workout
        assert SHIPPED.session(str(workout)).steps


# ------------------------------------------------------------------------------------------------ kept as a file


def test_a_workout_is_kept_once_and_never_written_over(tmp_path: Path) -> None:
    path = save_session("3x8 rdl 60", "my-day", SHIPPED, tmp_path)
    before = path.read_bytes()
    with pytest.raises(InputError, match="is already there; choose another name"):
        save_session("5x5 dl 80", "my-day", SHIPPED, tmp_path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["my-day.yaml"]


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("3x8 rdl", "My day!", "'my-day!' is no name for a session"),
        ("rdl-day", "mine", "'rdl-day' is a session already"),
    ],
)
def test_what_cannot_be_kept_is_told(tmp_path: Path, text: str, name: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        save_session(text, name, SHIPPED, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file")
    with pytest.raises(InputError, match="part of its path is a file and no folder"):
        save_session("3x8 rdl", "mine", SHIPPED, tmp_path)


def test_a_name_too_long_for_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has too long a name; choose a shorter one"):
        save_session("3x8 rdl", "a" * 300, SHIPPED, tmp_path)
    assert list((tmp_path / "sessions").iterdir()) == []
