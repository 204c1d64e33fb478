"""Where content lives."""

from pathlib import Path

import pytest

from coach.errors import ContentError, InputError
from coach.script.files.library import Library
from coach.script.files.source import read_source
from coach.script.shapes.profile import Profile
from tests.script.library_folder import DRILL, FILES, put, small_library


@pytest.fixture
def both(tmp_path: Path) -> Library:
    shipped = small_library(tmp_path / "shipped")
    put(tmp_path / "own", "sessions/mine.yaml", FILES["sessions/day.yaml"].replace("Day", "Mine"))
    put(tmp_path / "own", "scripts/drills/wall-hinge.yaml", DRILL.replace("Wall hinge", "My wall hinge"))
    put(tmp_path / "own", "scripts/lines.yaml", "lines:\n  bye: {say: See you.}\n")
    put(tmp_path / "shipped", "scripts/phrases/en.yaml", "intents: {}\n")
    (tmp_path / "shipped" / "voices").mkdir()
    return Library((tmp_path / "own", *shipped.roots))


def test_a_users_files_lie_over_the_shipped_ones(both: Library) -> None:
    assert list(both.sessions()) == ["day", "mine"]
    assert {name: script.title for name, script in both.scripts().items()} == {
        "bar-hinge": "Bar hinge",
        "wall-hinge": "My wall hinge",
    }


def test_a_users_lines_are_added_to_the_shipped_ones(both: Library) -> None:
    assert set(both.lines()) == {"hello", "bye"}


BROKEN = "title: [unclosed\n"


def test_the_users_own_files_that_are_broken_are_left_out(both: Library, capsys: pytest.CaptureFixture[str]) -> None:
    put(both.roots[0], "sessions/mine.yaml", BROKEN)
    put(both.roots[0], "scripts/lines.yaml", BROKEN)
    assert list(both.sessions()) == ["day"]
    assert set(both.lines()) == {"hello"}
    assert "mine.yaml" in capsys.readouterr().err


def test_a_users_own_table_that_is_broken_leaves_the_shipped_one(
    both: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    put(both.roots[0], "scripts/branches.yaml", BROKEN)
    assert [branch.name for branch in both.branches().branches] == ["red", "places", "rest"]
    assert "branches.yaml" in capsys.readouterr().err


def test_a_complaint_is_a_red_flag_where_the_row_that_answers_it_is(both: Library) -> None:
    assert both.is_red_flag("chest", "pain")
    assert not both.is_red_flag("low_back", "tight")


def test_a_shipped_file_that_is_broken_is_a_fault(both: Library) -> None:
    put(both.roots[1], "sessions/day.yaml", BROKEN)
    put(both.roots[1], "scripts/lines.yaml", BROKEN)
    with pytest.raises(ContentError):
        both.sessions()
    with pytest.raises(ContentError):
        both.lines()


def test_a_script_is_found_however_its_name_is_written(both: Library) -> None:
    assert both.script_name("Wall Hinge") == "wall-hinge"


def test_a_session_file_that_is_not_there_is_told(both: Library) -> None:
    with pytest.raises(InputError, match="there is no file nowhere"):
        both.session_path("nowhere.yaml")


@pytest.mark.parametrize("said", ["five by five deadlift at eighty", "5 reps 5 sets deadlift", "deadlift eighty kilos"])
def test_a_workout_in_words_is_told_how_workouts_are_written(both: Library, said: str) -> None:
    with pytest.raises(InputError, match=rf"no session '{said}'; a workout has figures: 'coach run \"5x5 deadlift 80"):
        both.session_path(said)


def test_a_session_of_nearly_that_name_is_told_before_workouts_are(both: Library) -> None:
    with pytest.raises(InputError, match="did you mean 'mine'"):
        both.session_path("mine 2")


def test_tables_come_from_the_first_folder_that_has_them(both: Library) -> None:
    assert [branch.name for branch in both.branches().branches] == ["red", "places", "rest"]
    assert both.phrases_path() == both.roots[1] / "scripts" / "phrases" / "en.yaml"


def test_phrases_are_read_from_the_users_file_where_it_has_no_fault(
    both: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    own = put(both.roots[0], "scripts/phrases/en.yaml", BROKEN)
    shipped = both.roots[1] / "scripts" / "phrases" / "en.yaml"
    assert both.phrases("en", lambda path: read_source(path).path) == shipped
    assert str(own) in capsys.readouterr().err
    own.write_text("intents: {}\n", encoding="utf-8")
    assert both.phrases("en", lambda path: read_source(path).path) == own


def test_how_loads_go_up_is_read_with_the_names_that_there_are(both: Library) -> None:
    own = put(both.roots[0], "scripts/progress.yaml", "movements: {}\n")
    path, scripts = both.progress(lambda path, names: (path, names.scripts))
    assert (path, scripts) == (own, frozenset({"bar-hinge", "wall-hinge"}))


def test_voices_come_from_every_folder_that_has_some(both: Library) -> None:
    assert list(both.voices_dirs) == [both.voices_dir]


def test_a_missing_table_is_named_with_what_to_do(both: Library) -> None:
    with pytest.raises(InputError, match=r"scripts/phrases/xx.yaml is missing; install the program again"):
        both.phrases_path("xx")


def test_the_ladder_gives_both_neighbours(both: Library) -> None:
    ladders = both.ladders()
    assert ladders.neighbours("bar-hinge") == ("wall-hinge", None)
    assert ladders.neighbours("wall-hinge") == (None, "bar-hinge")
    assert ladders.neighbours("somersault") == (None, None)


def test_a_profile_can_be_written_in_a_file(both: Library) -> None:
    assert both.own_profile() == Profile()
    put(both.roots[0], "profile.yaml", "profile: {femurs: long}\n")
    assert both.own_profile() == Profile(femurs="long")


def test_what_is_written_counts_more_than_what_was_answered() -> None:
    written, answered = Profile(femurs="long"), Profile(femurs="short", hips="deep")
    assert written.over(answered) == Profile(femurs="long", hips="deep")


def test_findings_of_other_kinds_are_no_part_of_a_profile() -> None:
    assert Profile.of({"femurs": "long", "hips": "huge", "grip": "going"}) == Profile(femurs="long")


def test_other_programs_names_of_a_movement_lead_to_its_script(both: Library) -> None:
    put(both.roots[0], "scripts/aliases.yaml", "aliases: {}\n")
    put(both.roots[0], "scripts/exercise-names.yaml", "names:\n  bar-hinge: [Bar Hinge (Machine)]\n")
    assert both.exercise_names["bar hinge machine"] == "bar-hinge"
