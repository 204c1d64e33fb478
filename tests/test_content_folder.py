"""The folder named in coach.yaml, and the lifter's own wordings, count for every command alike."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coach.cli import application
from coach.cli.records.history import estimating
from coach.config import Config, load_config
from coach.content import library_of
from coach.errors import ContentError, InputError

DAY = """\
title: My own day
minutes: 2
for: the tests
equipment: [none]
welcome:
  - say: Hello and welcome.
steps:
  - {do: psoas-release, hold: 8}
close:
  - say: All done for today.
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's content folder with one session in it, named by the configuration."""
    for place in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "COACH_CONTENT"):
        monkeypatch.setenv(place, str(tmp_path / place))
    folder = tmp_path / "mine"
    (folder / "sessions").mkdir(parents=True)
    (folder / "sessions" / "my-own-day.yaml").write_text(DAY, encoding="utf-8")
    configured = tmp_path / "XDG_CONFIG_HOME" / "coach" / "coach.yaml"
    configured.parent.mkdir(parents=True)
    configured.write_text(f"content_folder: {folder}\ndata_folder: {tmp_path / 'data'}\n", encoding="utf-8")
    return folder


@pytest.fixture
def taught(mine: Path) -> Path:
    """The lifter's own wording for "done", kept in his data folder."""
    path = mine.parent / "data" / "phrases-en.yaml"
    path.parent.mkdir()
    path.write_text("done:\n- bar is home\n", encoding="utf-8")
    return path


def coach(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(application(), [*words], standalone_mode=False)


def printed(*words: str) -> str:
    result = coach(*words)
    if result.exception is not None:
        raise result.exception
    return result.output


@pytest.mark.usefixtures("mine")
def test_sessions_lists_the_users_own() -> None:
    assert "my-own-day" in printed("sessions")


@pytest.mark.usefixtures("mine")
def test_plan_takes_the_users_own_session() -> None:
    assert printed("plan", "add", "mon 18:30 my-own-day").startswith("Planned: mon 18:30 my-own-day.")


def test_check_reads_the_users_own_files(mine: Path) -> None:
    (mine / "sessions" / "broken.yaml").write_text("title: 3\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"broken\.yaml"):
        printed("check")


def test_check_reads_the_lifters_own_wordings(taught: Path) -> None:
    taught.write_text("dnoe:\n- bar is home\n", encoding="utf-8")
    with pytest.raises(ContentError, match="did you mean 'done'"):
        printed("check")


def test_new_writes_where_the_other_commands_read(mine: Path) -> None:
    printed("new", "session", "my-new-day")
    assert (mine / "sessions" / "my-new-day.yaml").is_file()
    assert "my-new-day" in printed("sessions")


@pytest.mark.usefixtures("mine")
def test_hear_knows_the_users_own_session() -> None:
    heard = json.loads(printed("hear", "--state", "standby", "--text", "start my own day"))
    assert heard["slots"] == {"session": "my-own-day"}


@pytest.mark.usefixtures("taught")
def test_rehearse_understands_the_lifters_own_wording() -> None:
    assert "bar is home" in printed("rehearse", "my-own-day", "--say", "9: bar is home")


def test_history_estimates_for_the_users_own_movements(mine: Path) -> None:
    shipped = library_of(Config()).script_paths["sumo-deadlift"].read_text(encoding="utf-8")
    own = mine / "scripts" / "movements" / "my-hinge.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(shipped, encoding="utf-8")
    assert "my-hinge" in estimating(load_config())


@pytest.mark.parametrize(
    "words",
    [
        ("listen", "--only", "no-such-intent"),
        ("teach", "no-such-intent"),
        ("hear", "--text", "next"),
        ("rehearse", "my-own-day", "--say", "5: next"),
        ("calibrate", "--mic", "wav:no-such.wav"),
    ],
    ids=lambda words: words[0],
)
def test_the_users_phrase_file_is_the_one_that_is_looked_at(mine: Path, words: tuple[str, ...]) -> None:
    path = mine / "scripts" / "phrases" / "en.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("language: en\nnonsense: 1\n", encoding="utf-8")
    assert f"Left out, and everything else goes on: {path}:" in coach(*words).stderr


@pytest.mark.usefixtures("mine")
def test_a_language_nobody_wrote_phrases_for_is_refused() -> None:
    with pytest.raises(InputError, match="there are no phrases for the language 'xx'"):
        printed("hear", "--language", "xx", "--text", "next")
