"""`coach hear --text` and `--lines`: what words mean, a line of JSON each."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import application
from coach.errors import InputError


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "COACH_CONTENT"):
        monkeypatch.setenv(place, str(tmp_path / place))


def hear(*words: str, given: str | None = None) -> list[dict[str, object]]:
    result = CliRunner().invoke(
        application(), ["hear", *words], input=given, catch_exceptions=False, standalone_mode=False
    )
    if result.exception is not None:
        raise result.exception
    return [json.loads(line) for line in result.output.splitlines()]


def test_a_complaint_is_told_with_region_sensation_side_and_gravity() -> None:
    (line,) = hear("--text", "ow my left hamstring is pulling")
    assert line["action"] == "act"
    assert line["intent"] == "complaint"
    assert (line["region"], line["sensation"], line["side"]) == ("hamstring", "pulling", "left")
    assert line["red_flag"] is False


def test_a_file_is_read_a_sentence_a_line(tmp_path: Path) -> None:
    said = tmp_path / "said.txt"
    said.write_text("next\n\ngive me 1:30 more rest\nI can't feel my legs\n", encoding="utf-8")
    lines = hear("--lines", str(said))
    assert [line["text"] for line in lines] == ["next", "give me 1:30 more rest", "I can't feel my legs"]
    assert [line["intent"] for line in lines] == ["next", "more_rest", "complaint"]
    assert lines[1]["slots"] == {"seconds": 90}
    assert lines[2]["red_flag"] is True


def test_standard_input_is_read_with_a_dash() -> None:
    (line,) = hear("--lines", "-", given="start deadlift day\n")
    assert line["intent"] == "session_start"
    assert line["slots"] == {"session": "deadlift-day"}


def test_the_state_chooses_what_makes_sense() -> None:
    (resting,) = hear("--text", "give me thirty more seconds")
    (working,) = hear("--text", "give me thirty more seconds", "--state", "working")
    assert resting["intent"] == "more_rest"
    assert working["intent"] != "more_rest"


def test_between_sessions_a_session_can_be_begun_and_no_rest_be_had() -> None:
    begun, rest, hurts = hear(
        *("--text", "start deadlift day", "--text", "give me thirty more seconds", "--text", "my chest hurts"),
        *("--state", "standby"),
    )
    assert (begun["intent"], begun["slots"]) == ("session_start", {"session": "deadlift-day"})
    assert rest["intent"] != "more_rest"
    assert (hurts["intent"], hurts["red_flag"]) == ("complaint", True)


def test_in_a_question_its_answers_and_commands_are_understood_and_no_session_is_begun() -> None:
    better, level, easier, begun = hear(
        *("--text", "much better", "--text", "four out of ten", "--text", "make it easier"),
        *("--text", "start deadlift day", "--state", "question"),
    )
    assert [line["intent"] for line in (better, level, easier)] == ["better", "pain_level", "easier"]
    assert level["slots"] == {"level": 4}
    assert begun["intent"] != "session_start"


def test_what_means_nothing_is_told_as_ignored() -> None:
    (line,) = hear("--text", "we had lovely weather in Wales")
    assert line["action"] == "ignore"
    assert line["intent"] is None


@pytest.mark.parametrize("words", [("--lines", "nowhere.txt"), ("--lines", "."), ("--text", "x", "--state", "asleep")])
def test_what_cannot_be_read_is_one_clear_fault(words: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match=r"give a file|use rest"):
        hear(*words)
