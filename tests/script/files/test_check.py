"""`coach check` and `coach new`, without the command line around them."""

from pathlib import Path

import pytest

from coach.errors import ContentError, InputError, Problem
from coach.script.files.check import Checker
from coach.script.files.starter import starter
from coach.script.shapes.speakable import speaking_seconds, wording_faults
from tests.script.library_folder import DRILL, put, small_library


def refuse(path: Path) -> None:
    raise ContentError([Problem(str(path), 1, 1, "is not wanted; remove it")])


def test_a_library_in_order_has_no_problems(tmp_path: Path) -> None:
    assert Checker(small_library(tmp_path)).problems() == []


def test_the_problems_of_all_files_come_in_order(tmp_path: Path) -> None:
    library = small_library(tmp_path, day="title: 3\n", other="tittle: x\n")
    lines = [str(problem) for problem in Checker(library).problems([tmp_path / "sessions"])]
    assert lines[0] == f"{tmp_path}/sessions/day.yaml:1:1: 'equipment' is missing; add it"
    assert f"{tmp_path}/sessions/other.yaml:1:1: 'tittle' is not known here; did you mean 'title'?" in lines
    assert lines == sorted(lines)


def test_other_kinds_are_read_by_their_own_readers(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    voice = put(tmp_path, "voices/loud.yaml", "engine: espeak\n")
    assert Checker(library, readers={"voice": refuse}).problems([voice]) == [
        Problem(str(voice), 1, 1, "is not wanted; remove it")
    ]


def test_a_file_elsewhere_is_known_by_its_keys(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    path = put(tmp_path, "draft.yaml", DRILL.replace("say: Hips back.", "say: [Hips back 3 times.]"))
    assert [problem.message for problem in Checker(library).problems([path])] == [
        "'3' is not read aloud reliably; write it in words"
    ]


@pytest.mark.parametrize("text", ["colour: red\n", "- red\n", "engine: espeak\n"])
def test_a_file_that_is_no_content_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    path = put(tmp_path, "odd.yaml", text)
    (problem,) = Checker(small_library(tmp_path)).problems([path])
    assert problem.message.startswith("is no content the coach knows")


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file or folder"):
        Checker(small_library(tmp_path)).problems([tmp_path / "none"])


def test_an_answer_that_is_no_intent_is_found(tmp_path: Path) -> None:
    day = (
        "title: Day\nminutes: 1\nfor: me\nequipment: []\nsteps: [{ask: 'How?', name: how, answers: [{heard: yess}]}]\n"
    )
    (problem,) = Checker(small_library(tmp_path, day=day), frozenset({"yes", "no"})).problems([tmp_path / "sessions"])
    assert problem.message == "there is no intent 'yess'; did you mean 'yes'?"


def test_a_line_that_would_command_the_coach_is_found(tmp_path: Path) -> None:
    put(tmp_path, "scripts/drills/odd.yaml", DRILL.replace("[Stand by a wall.]", "[Next one.]"))
    checker = Checker(small_library(tmp_path), heard_as={"Next one.": "next"}.get)
    (problem,) = checker.problems([tmp_path / "scripts"])
    assert (problem.line, problem.message) == (4, "would be heard as the command 'next'; add a word or two")


def test_the_words_of_the_count_may_be_commands(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    put(tmp_path, "scripts/lines.yaml", "lines:\n  count.ready: {say: Ready}\n")
    assert Checker(library, heard_as={"Ready": "start"}.get).problems() == []


def test_a_library_without_stock_lines_can_be_checked(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    (tmp_path / "scripts" / "lines.yaml").unlink()
    assert Checker(library).problems() == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Push your hips back.", []),
        ("One two three four five six seven eight nine ten one two three four five six, seven eight nine.",
         ["19 words are too many for one breath; split the line or keep it to 18"]),
        ("Immediately accelerate the unnecessarily complicated supportive musculature.",
         ["takes about 4.9 s to say; shorten it to 4 s"]),
        ("Rest 90 s @ home.", ["'90@' is not read aloud reliably; write it in words"]),
        ("{reps} at {load}.", []),
    ],
)  # fmt: skip
def test_wording_is_judged_by_ear(text: str, faults: list[str]) -> None:
    assert list(wording_faults(text)) == faults


def test_pauses_take_time() -> None:
    assert speaking_seconds("Stop. Breathe, now.") == pytest.approx(speaking_seconds("Stop breathe now.") + 0.67 + 0.4)


@pytest.mark.parametrize("kind", ["script", "session"])
def test_a_starter_passes_the_check(tmp_path: Path, kind: str) -> None:
    from coach.cli.authoring.check import checker
    from coach.script.files.library import Library

    path = starter(kind, "my-own-thing", tmp_path)
    assert checker(Library.open(tmp_path)).problems([path]) == []
    assert "title: My own thing\n" in path.read_text()


def test_a_starter_never_overwrites(tmp_path: Path) -> None:
    starter("script", "mine", tmp_path).write_text("precious")
    with pytest.raises(InputError, match="is already there; choose another name"):
        starter("script", "mine", tmp_path)


def test_a_starter_needs_a_plain_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no name for a file"):
        starter("script", "../Mine", tmp_path)


@pytest.mark.parametrize("name", ["My Day", "my_day", " MY-DAY "])
def test_a_name_is_taken_as_files_have_it(tmp_path: Path, name: str) -> None:
    assert starter("session", name, tmp_path) == tmp_path / "sessions" / "my-day.yaml"


def test_a_folder_that_cannot_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    put(tmp_path, "a-file", "in the way\n")
    with pytest.raises(InputError, match=r"cannot be there, .*; or choose a folder with --folder"):
        starter("session", "mine", tmp_path / "a-file")


def test_a_written_profile_is_checked_too(tmp_path: Path) -> None:
    library = small_library(tmp_path)
    path = put(tmp_path, "profile.yaml", "profile: {femurs: longg}\n")
    (problem,) = Checker(library).problems()
    assert str(problem) == f"{path}:1:19: 'femurs' cannot be 'longg'; did you mean 'long'?"
