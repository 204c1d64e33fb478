"""What was taught is listed and forgotten."""

from pathlib import Path

import pytest

from coach.cli.authoring.teach import as_named, forget_taught, list_taught
from coach.config import Config
from coach.content import library_of
from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.phrases.own_wordings import own_phrases_path, teach
from coach.phrases.phones import keep_sounds, sounds_path


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A lifter who taught three phrases, one of them by ear."""
    made = Config(data_folder=tmp_path)
    phrases = library_of(made).phrases("en", Phrases.load)
    for wording in ("bar is home", "steel is asleep"):
        teach(own_phrases_path(tmp_path, "en"), phrases, "done", wording)
    keep_sounds(sounds_path(tmp_path, "en"), phrases, "next", ("AH B", "AH P"))
    return made


def test_everything_taught_is_listed(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    list_taught(config)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["done", "bar", "is", "home", "typed"] in lines
    assert ["next", "2", "takes", "by", "ear"] in lines


@pytest.mark.parametrize(("what", "left"), [("Bar is home!", 2), ("done", 1), ("next", 2), ("all", 0)])
def test_a_wording_a_command_or_all_is_forgotten(
    config: Config, capsys: pytest.CaptureFixture[str], what: str, left: int
) -> None:
    forget_taught(config, what)
    assert f"Forgot {3 - left} phrase" in capsys.readouterr().out
    list_taught(config)
    lines = [line for line in capsys.readouterr().out.splitlines()[1:] if line]
    assert len(lines) == left


def test_what_was_never_taught_is_not_forgotten_in_silence(config: Config) -> None:
    with pytest.raises(InputError, match="coach teach --list"):
        forget_taught(config, "skip it")


@pytest.mark.parametrize("phrase", ["stop", "next", "go"])
def test_a_short_phrase_that_is_a_command_is_told_as_one(config: Config, tmp_path: Path, phrase: str) -> None:
    phrases = library_of(config).phrases("en", Phrases.load)
    with pytest.raises(InputError, match=f"'{phrase}' already means "):
        teach(own_phrases_path(tmp_path, "en"), phrases, "more_rest", phrase)


@pytest.mark.parametrize("name", ["DONE", " Done "])
def test_a_command_is_named_in_any_letters(config: Config, name: str) -> None:
    assert as_named(name) == "done"
    assert as_named("More rest") == "more_rest"
    forget_taught(config, name)
    with pytest.raises(InputError):
        forget_taught(config, "done")
