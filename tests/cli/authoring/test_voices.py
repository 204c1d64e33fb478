"""`coach voices`: listing, trying, rendering ahead."""

from pathlib import Path

import pytest
import soundfile
from typer.testing import CliRunner

from coach.cli.authoring.voices import app
from coach.errors import InputError
from tests.wiring.workshop import SMALL


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "coach.yaml"
    path.write_text(f"data_folder: {tmp_path / 'data'}\n")
    return str(path)


def ask(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_list_names_every_voice_and_marks_ones_own(config: str) -> None:
    lines = ask("--config", config).splitlines()
    assert any(line.startswith("default (yours)") for line in lines)
    assert any(line.startswith("deep ") for line in lines)


def test_a_voice_can_be_tried_into_a_file(config: str, tmp_path: Path) -> None:
    ask("try", "default", "--say", "Hips back.", "-o", str(tmp_path / "hips.flac"), "--config", config)
    sound, rate = soundfile.read(tmp_path / "hips.flac")
    assert 0.7 < len(sound) / rate < 3
    assert sound.max() > 0.2


def test_an_unknown_voice_is_refused(config: str) -> None:
    with pytest.raises(InputError, match="did you mean 'deep'"):
        CliRunner().invoke(app, ["try", "deeep", "--config", config], catch_exceptions=False)


@pytest.mark.long
def test_a_session_is_rendered_once(config: str, tmp_path: Path) -> None:
    session = tmp_path / "small.yaml"
    session.write_text(SMALL, encoding="utf-8")
    first = ask("render", str(session), "--voice", "espeak", "--config", config)
    again = ask("render", str(session), "--voice", "espeak", "--config", config)
    assert "; 0 were new" not in first
    assert "; 0 were new" in again
