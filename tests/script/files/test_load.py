"""Faults in content files: what is said, and where it points."""

from pathlib import Path
from textwrap import dedent

import pytest

from coach.errors import ContentError
from coach.script.files.load import Names, load
from coach.script.files.source import read_source, source_of
from coach.script.shapes.branches import BranchesFile
from coach.script.shapes.schema import LaddersFile, LinesFile, ScriptShape, Shape
from coach.script.shapes.speakable import wording_faults
from coach.script.shapes.steps import DoStep, SessionShape
from tests.script.library_folder import DRILL, MOVEMENT, put, session

NAMES = Names(frozenset({"wall-hinge", "bar-hinge"}), frozenset({"day", "long-day"}), frozenset({"yes", "no"}))

Faults = list[tuple[int, int, str]]


def faults(tmp_path: Path, shape: type[Shape], text: str) -> Faults:
    path = put(tmp_path, "file.yaml", text)
    with pytest.raises(ContentError) as caught:
        load(path, shape, NAMES, wording_faults)
    assert {problem.path for problem in caught.value.problems} == {str(path)}
    return [(problem.line, problem.column, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("shape", "text", "expected"),
    [
        (ScriptShape, "", [(1, 1, "the file is empty; write at least a title")]),
        (ScriptShape, "a: 1\na: 2\n", [(2, 1, "'a' stands here twice; keep one of them")]),
        (ScriptShape, "- {b: 1, b: 2}\n", [(1, 10, "'b' stands here twice; keep one of them")]),
        (
            ScriptShape,
            "title: x\n[a, b]: 1\n",
            [(2, 1, "a list cannot stand before a colon; put quotes around it")],
        ),
        (
            ScriptShape,
            "title: [\n",
            [(2, 1, "the file ends within a list or braces; close them with ] or }")],
        ),
        (ScriptShape, "just words\n", [(1, 1, "'the file' should be keys with values, not 'just words'")]),
        (ScriptShape, "- a\n", [(1, 1, "'the file' should be keys with values, not a list")]),
        (LinesFile, "lines: 3\n", [(1, 8, "'lines' should be keys with values, not 3")]),
        (LinesFile, "lines:\n", [(1, 7, "'lines' should be keys with values, not nothing")]),
        (LinesFile, "lines: {a: {say: 'Hi {tme}.'}}\n", [(1, 18, "{tme} is no field; did you mean 'time'?")]),
        (LinesFile, "lines: {a: {say: 'Hi {time.'}}\n", [(1, 18, "a brace is open; write fields as {reps}")]),
        (LinesFile, "lines: {a: {say: ''}}\n", [(1, 18, "the line is empty; write what is said")]),
        (
            LinesFile,
            "lines: {a: {say: [Take 3 reps & go., One.]}}\n",
            [(1, 19, "'3&' is not read aloud reliably; write it in words")],
        ),
        (LinesFile, "lines: {a: {say: []}}\n", [(1, 18, "'say' is too short; give at least 1")]),
        (
            LaddersFile,
            "ladders:\n  - {name: up, rungs: [bar-hing, [wall-hinge, zzz]]}\n",
            [
                (2, 24, "there is no script 'bar-hing'; did you mean 'bar-hinge'?"),
                (2, 47, "there is no script 'zzz'; known here: bar-hinge, wall-hinge"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_faulty_file_gives_exactly_these_faults(
    tmp_path: Path, shape: type[Shape], text: str, expected: Faults
) -> None:
    assert faults(tmp_path, shape, text) == expected


def test_every_fault_of_a_script_comes_at_once(tmp_path: Path) -> None:
    text = """\
        title: Bar hinge
        kind: movment
        why: This sentence goes on and on and on and on and on and on and on and on and on forever.
        tempo: 3-1-X
        relative_load: 9
        estimates_max: maybe
        setpu: [Stand tall.]
        setup: [Stand tall., {say: "Take {reps}."}]
        cues:
          - {say: Hips back.}
          - {say: Load the lumbar., why: Center it.}
        safe_end: 5
        """
    assert faults(tmp_path, ScriptShape, text) == [
        (2, 7, "'kind' cannot be 'movment'; did you mean 'movement'?"),
        (3, 6, "21 words are too many for one breath; split the line or keep it to 18"),
        (4, 8, "'3-1-X' is no tempo; write it as 3-1-X-1"),
        (5, 16, "'relative_load' is 9; make it at most 1.5"),
        (6, 16, "'estimates_max' should be true or false, not 'maybe'"),
        (7, 1, "'setpu' is not known here; did you mean 'setup'?"),
        (8, 28, "{reps} cannot be filled in here; only stock lines have fields, write the words"),
        (10, 5, "'why' is missing; add it"),
        (11, 11, "'lumbar' is jargon; say 'low back'"),
        (11, 34, "'center' is spelled 'centre' everywhere else; use that"),
        (12, 11, "'safe_end' should be keys with values, not 5"),
    ]


def test_a_tempo_that_takes_no_time_is_refused(tmp_path: Path) -> None:
    text = MOVEMENT.replace("3-1-X-1", "0-0-0-0")
    assert [fault[2] for fault in faults(tmp_path, ScriptShape, text)] == [
        "'0-0-0-0' takes no time; write a second somewhere"
    ]


def test_a_movement_without_its_parts_is_told_each_of_them(tmp_path: Path) -> None:
    text = MOVEMENT.replace("    start: eccentric\n", "").replace("    brace: [Breathe in low.]\n", "")
    assert faults(tmp_path, ScriptShape, text) == [
        (1, 1, "a movement also needs 'brace'; add it"),
        (1, 1, "a movement also needs 'start'; add it"),
    ]


def test_every_fault_of_a_session_comes_at_once(tmp_path: Path) -> None:
    text = """\
        title: Day
        minutes: {short: 4, normal: 5}
        for: everybody
        equipment: mat
        steps:
          - {do: wall-hing, reps: 5}
          - {do: wall-hinge}
          - {do: wall-hinge, reps: 5, hold: 3}
          - {do: bar-hinge, reps: 5.5, ramp: [{percent: 100, reps: 0}]}
          - {dance: wall-hinge}
          - {use: dayy}
          - {do: wall-hinge, reps: 5, slides: both}
          - {rest: 0}
          - {do: wall-hinge, reps: 5, when: {femurs: tall}}
          - ask: How is it?
            name: how
            answers:
              - heard: yep
                then: [{insert: [{do: wall-hinge, holds: 3}]}]
              - heard: ["no"]
                then: [{say: Fine., lighten: 5}, {}, end_loadin]
        """
    assert faults(tmp_path, SessionShape, text) == [
        (2, 10, "'long' is missing; add it"),
        (4, 12, "'equipment' should be a list (lines that start with a dash), not 'mat'"),
        (6, 10, "there is no script 'wall-hing'; did you mean 'wall-hinge'?"),
        (7, 5, "has no dose; give exactly one of reps, hold, breaths, metres"),
        (8, 5, "has reps and hold; give exactly one of reps, hold, breaths, metres"),
        (9, 27, "'reps' should be a whole number, not 5.5"),
        (9, 49, "'percent' is 100; make it less than 100"),
        (9, 60, "'reps' is 0; make it at least 1"),
        (10, 5, "a step starts with one of do, ask, use, superset, emom, density, say, rest; add one"),
        (11, 11, "there is no session 'dayy'; did you mean 'day'?"),
        (12, 31, "'slides' is not known here; did you mean 'sides'?"),
        (13, 12, "'rest' is 0; make it more than 0"),
        (14, 46, "'femurs' cannot be 'tall'; known here: average, long, short, unknown"),
        (18, 16, "there is no intent 'yep'; did you mean 'yes'?"),
        (19, 43, "'holds' is not known here; did you mean 'hold'?"),
        (21, 16, "an effect has exactly one key, this has 2; give each its own dash"),
        (21, 42, "an effect has exactly one key, this has 0; give each its own dash"),
        (21, 46, "'end_loadin' is not known here; did you mean 'end_loading'?"),
    ]


def test_a_ramp_needs_a_load(tmp_path: Path) -> None:
    text = session("{do: bar-hinge, reps: 5, ramp: [{percent: 50, reps: 5}]}")
    assert faults(tmp_path, SessionShape, text) == [(6, 5, "a ramp needs a load and reps; add both")]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    script = load(put(tmp_path, "drill.yaml", DRILL), ScriptShape)
    assert (script.title, script.loaded, script.setup[0].say) == ("Wall hinge", False, ("Stand by a wall.",))


def test_yes_and_no_and_times_of_day_are_words(tmp_path: Path) -> None:
    path = put(tmp_path, "words.yaml", "[yes, no, on, 1:30, 2026-01-01, true, 3, 2.5, ~]\n")
    assert read_source(path).data == ["yes", "no", "on", "1:30", "2026-01-01", True, 3, 2.5, None]


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ContentError, match=r"bad.yaml:1:1: is no text in UTF-8 \(line 1\); save it as UTF-8 text"):
        read_source(path)


def test_characters_yaml_forbids_are_named(tmp_path: Path) -> None:
    path = put(tmp_path, "bell.yaml", "title: \x07\n")
    with pytest.raises(ContentError, match=r"bell.yaml:1:8: holds the control character U\+0007"):
        read_source(path)


def test_a_fault_in_a_part_that_is_not_there_points_at_its_surroundings(tmp_path: Path) -> None:
    source = read_source(put(tmp_path, "file.yaml", "a:\n  - b: 1\n"))
    assert source.position(("a", 0, "missing", 7, "b")) == (2, 8)


RED = (
    "{name: red, sensations: [sharp, shooting, numb, tingling, electric, pop, dizzy, faint, breathless, chest_pain, "
    "bladder, vision, speech, headache, gave_way, tear, bulge, sick, bleeding, bruise, accident, emergency, weak], "
    "red_flag: true, at_once: Down., then: [end_loading]}"
)
PLACES = "{name: places, regions: [chest, head, belly], red_flag: true, at_once: Down., then: [end_loading]}"

ALL = "{name: all, at_once: Down.}"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([RED], "nothing answers low_back/tight; end the table with a row for everything"),
        (
            [ALL, RED],
            "'sharp' must end the loading, but 'all' takes it for low_back; put a red flag above",
        ),
        ([RED, PLACES, ALL, "{name: b, at_once: Down.}"],
         "'b' is never reached; a row above it takes all of it"),
        ([RED.replace("end_loading", ""), ALL],
         "a red flag must end the loading; add end_session or end_loading"),
        ([RED, "{name: all, at_once: Down., then: [heavier: 5]}"],
         "'heavier' may only follow an answer; put it under a question"),
        ([RED, "{name: all, at_once: Down., then: [harder: 1]}"],
         "'harder' may only follow an answer; put it under a question"),
        ([RED, PLACES, "{name: red-flag-mild, at_once: Down.}"],
         "only the names of red flags begin with 'red-flag'; rename the row, or add red_flag: true"),
        ([RED, PLACES, "{name: run, race: true, at_once: Walk.}"],
         "nothing answers low_back/tight; end the table with a row for everything"),
        (
            [RED, "{name: all, at_once: Down., stops: false}"],
            "only remarks about the load may leave the count running; remove 'stops'",
        ),
    ],
)  # fmt: skip
def test_an_unsafe_complaint_table_is_refused(tmp_path: Path, rows: list[str], message: str) -> None:
    text = dedent("branches:\n") + "".join(f"  - {row}\n" for row in rows)
    assert message in [fault for _, _, fault in faults(tmp_path, BranchesFile, text)]


def test_a_safe_complaint_table_is_read(tmp_path: Path) -> None:
    path = put(tmp_path, "branches.yaml", f"branches:\n  - {RED}\n  - {PLACES}\n  - {{name: all, at_once: Down.}}\n")
    assert [row.name for row in load(path, BranchesFile).branches] == ["red", "places", "all"]
    assert [row.fits("knee", "sharp", 1) for row in load(path, BranchesFile).branches] == [True, False, True]


def test_a_file_nested_too_deeply_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, "deep.yaml", "[" * 5000 + "]" * 5000)
    with pytest.raises(ContentError, match=r"deep.yaml:1:1(0)?01: is nested deeper than 100 levels; write it flatter"):
        read_source(path)


DAY = "title: Day\nminutes: 5\nfor: me\nequipment: []\nsteps:\n  - {do: bar-hinge, load: 40, reps: %s, rest: %s}\n"


@pytest.mark.parametrize(("written", "seconds"), [("1:30", 90), ("0:45", 45), ("2 min", 120), ("2m", 120), ("90s", 90)])
def test_a_duration_may_be_written_as_people_say_it(tmp_path: Path, written: str, seconds: float) -> None:
    step = load(put(tmp_path, "day.yaml", DAY % ("5", written)), SessionShape).steps[0]
    assert isinstance(step, DoStep)
    assert step.rest == seconds


@pytest.mark.parametrize(("written", "reps"), [("08", 8), ("010", 10), ("005", 5), ('"08"', 8)])
def test_a_leading_nought_makes_no_other_number(tmp_path: Path, written: str, reps: int) -> None:
    step = load(put(tmp_path, "day.yaml", DAY % (written, "90")), SessionShape).steps[0]
    assert isinstance(step, DoStep)
    assert step.reps is not None
    assert step.reps.normal == reps


@pytest.mark.parametrize(
    ("load_", "reps", "rest"),
    [("40", "0o17", "90"), ("40", "0x1F", "90"), ("40", "1e1", "90"), ("40", "yes", "90"), ("40", "true", "90"),
     ("40", "1:30", "90"), ("true", "5", "90"), ("0x1F", "5", "90"), ("1:30", "5", "90"), (".inf", "5", "90"),
     ("yes", "5", "90"), ("1_000", "5", "90"), ("40", "5", "1:30:00"), ("40", "5", "false"), ("40", "5", "on")],
)  # fmt: skip
def test_what_only_a_computer_takes_for_a_number_is_one_fault(tmp_path: Path, load_: str, reps: str, rest: str) -> None:
    text = (DAY % (reps, rest)).replace("load: 40", f"load: {load_}")
    assert [fault[0] for fault in faults(tmp_path, SessionShape, text)] == [6]


@pytest.mark.parametrize("amount", ["sets: true", "sets: {short: 1, normal: yes, long: 3}", "importance: true"])
def test_a_switch_is_no_number_of_anything(tmp_path: Path, amount: str) -> None:
    text = (DAY % ("5", "90")).replace("load: 40", amount)
    assert [fault[0] for fault in faults(tmp_path, SessionShape, text)] == [6]


@pytest.mark.parametrize(("written", "kilos"), [("042.5", 42.5), (".5", 0.5), ("1e2", 100), ("40.", 40)])
def test_an_odd_number_is_what_it_says(tmp_path: Path, written: str, kilos: float) -> None:
    text = (DAY % ("5", "90")).replace("load: 40", f"load: {written}")
    step = load(put(tmp_path, "day.yaml", text), SessionShape).steps[0]
    assert isinstance(step, DoStep)
    assert step.load == kilos


@pytest.mark.parametrize(
    ("reps", "rest", "says"),
    [("6 or 8", "90", "'6 or 8'; write one number"), ("5 reps", "90", "'5 reps'; write 5"),
     ("5", "1:75", "write one number"), ("5", "forever", "should be a number")],
)  # fmt: skip
def test_a_number_that_is_none_is_told_with_what_to_write(tmp_path: Path, reps: str, rest: str, says: str) -> None:
    assert says in faults(tmp_path, SessionShape, DAY % (reps, rest))[0][2]


@pytest.mark.parametrize(
    ("written", "kilos"), [("135 lb", 61.235), ("135lb", 61.235), ("60 kg", 60), ("60kg", 60), ("62.5 KG", 62.5)]
)
def test_a_load_may_have_its_unit(tmp_path: Path, written: str, kilos: float) -> None:
    text = (DAY % ("5", "90")).replace("load: 40", f"load: {written}")
    step = load(put(tmp_path, "day.yaml", text), SessionShape).steps[0]
    assert isinstance(step, DoStep)
    assert step.load == pytest.approx(kilos, abs=0.001)


def test_a_load_beyond_all_bounds_is_told_at_its_place(tmp_path: Path) -> None:
    text = (DAY % ("5", "90")).replace("load: 40", "load: 900 kg")
    assert faults(tmp_path, SessionShape, text) == [(6, 27, "'load' is 900 kg; make it at most 400")]


def test_a_load_without_sense_is_told_at_its_place(tmp_path: Path) -> None:
    text = (DAY % ("5", "90")).replace("load: 40", "load: 3 bags")
    assert faults(tmp_path, SessionShape, text) == [(6, 27, "'load' should be a number, not '3 bags'; write 3")]


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [("6-8", (6, 6, 6), (8, 8, 8)), ("{short: 4-6, normal: 6-8, long: 10}", (4, 6, 10), (6, 8, 10))],
)
def test_a_range_of_reps_plans_its_top(
    tmp_path: Path, written: str, least: tuple[int, ...], most: tuple[int, ...]
) -> None:
    step = load(put(tmp_path, "day.yaml", DAY % (written, "90")), SessionShape).steps[0]
    assert isinstance(step, DoStep)
    assert step.reps is not None
    assert step.at_least is not None
    assert (step.at_least.short, step.at_least.normal, step.at_least.long) == least
    assert (step.reps.short, step.reps.normal, step.reps.long) == most


def test_a_range_the_wrong_way_round_is_told_at_its_place(tmp_path: Path) -> None:
    told = [(6, 37, "'8-6' is no range of reps; write the fewer first, as 6-8")]
    assert faults(tmp_path, SessionShape, DAY % ("8-6", "90")) == told


def test_the_fewest_reps_need_reps(tmp_path: Path) -> None:
    text = DAY.replace("reps: %s, rest: %s", "hold: 20, at_least: 5")
    assert faults(tmp_path, SessionShape, text) == [(6, 5, "'at_least' goes with reps; add them, or take it out")]


def test_a_text_that_is_in_no_file_yet_has_its_faults_at_the_same_places(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    source = source_of(path, "plan:\n  - daily: rdl-day\n")
    assert not path.exists()
    assert source.data == {"plan": [{"daily": "rdl-day"}]}
    with pytest.raises(ContentError, match=r"calendar.yaml:2:5"):
        source_of(path, "plan:\n  - [unclosed\n")
