"""`coach check`, `coach new`, `coach sessions` and `coach profile` as they are typed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import application
from coach.errors import ContentError, InputError
from tests.content.stories import SESSIONS


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_CONTENT", str(tmp_path / "content"))
    for place in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(place, str(tmp_path / place))
    return tmp_path


def typed(*words: str) -> str:
    result = CliRunner().invoke(application(words[0]), list(words), catch_exceptions=False, standalone_mode=False)
    return result.output


def test_sessions_lists_every_session_with_its_length() -> None:
    lines = typed("sessions").splitlines()
    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == list(SESSIONS)
    assert next(line for line in lines if line.startswith("rdl-day")).split()[1] == "28-43"


def test_the_shipped_content_is_in_order() -> None:
    assert typed("check") == "Everything is in order.\n"


def test_a_fault_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\nsteps: []\n")
    with pytest.raises(ContentError) as caught:
        typed("check", str(path))
    assert f"{path}:2:8: 'steps' is too short; give at least 1" in str(caught.value)


@pytest.mark.parametrize("kind", ["script", "session"])
def test_a_new_file_goes_to_the_own_folder_and_passes(kind: str, own_folders: Path) -> None:
    assert str(own_folders / "content") in typed("new", kind, "my-thing")
    assert typed("check") == "Everything is in order.\n"


def test_only_scripts_and_sessions_can_be_started() -> None:
    with pytest.raises(InputError, match="'voice' cannot be started"):
        typed("new", "voice", "loud")


def test_the_profile_shows_what_is_written(own_folders: Path) -> None:
    (own_folders / "content").mkdir()
    (own_folders / "content" / "profile.yaml").write_text("profile: {femurs: long}\n")
    rows = [line.split() for line in typed("profile").splitlines()]
    assert ["femurs", "long", "profile.yaml"] in rows
    assert ["hips", "unknown"] in rows
