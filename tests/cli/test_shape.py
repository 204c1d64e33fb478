"""The command line as people expect it: help, names, versions, suggestions."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import application
from coach.cli.catalogue import COMMANDS
from coach.cli.group import built, laid_out
from coach.cli.training.rehearse import as_text
from coach.clocks import SessionTime
from coach.core.session.transcript import Line
from coach.errors import InputError
from coach.script.files.library import Library

HEAVY = {"numpy", "rich.console", "pydantic", "yaml", "hassil", "apscheduler", "soundfile", "onnxruntime", "vosk"}


def typed(*words: str) -> str:
    return CliRunner().invoke(application(), list(words), catch_exceptions=False, standalone_mode=False).output


def test_the_version_is_the_packages() -> None:
    assert typed("--version") == f"coach {version('coach')}\n"


def test_the_short_help_is_the_long_one() -> None:
    assert typed("-h") == typed("--help")


def test_the_help_has_every_commands_summary_uncut() -> None:
    lines = typed("--help").splitlines()
    for name, entry in COMMANDS.items():
        assert any(line.split() == [name, *entry.summary.split()] for line in lines)


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_a_command_stand_one_a_line(name: str) -> None:
    examples = [line for line in built(name).help.splitlines() if line.startswith("  coach ")]
    assert not [line for line in examples if line.count("  coach ") > 1 or "    " in line]


def test_prose_without_examples_is_left_as_it_is() -> None:
    assert laid_out("Do it.\n\nThen rest.") == "Do it.\n\nThen rest."


def test_an_unknown_command_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="no command 'rehearze'; did you mean 'rehearse'"):
        typed("rehearze")


def test_completion_can_be_installed() -> None:
    assert "--install-completion" in typed("--help")


def test_the_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; from coach.cli import application\ntry: application()(['--help'])\nfinally: print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "Set up:" in done.stdout
    assert not HEAVY & set(done.stdout.split())


@pytest.mark.parametrize("name", ["rdl-day", "RDL-Day", "rdl day", "RDL_Day"])
def test_a_session_is_found_however_its_name_is_written(name: str, tmp_path: Path) -> None:
    assert Library.open(tmp_path).session_path(name).stem == "rdl-day"


def test_a_near_miss_in_capitals_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'rdl-day'"):
        Library.open(tmp_path).session_path("RDL-Dya")


def test_movements_lists_every_movement_and_drill(tmp_path: Path) -> None:
    listed = {line.split()[0] for line in typed("movements").splitlines()[1:] if not line.startswith(" ")}
    assert set(Library.open(tmp_path).script_paths) <= listed


def test_movements_shows_only_what_needs_a_thing() -> None:
    assert {line.split()[2] for line in typed("movements", "--with", "Kettlebell").splitlines()[1:]} == {"kettlebell"}


def test_movements_lists_all_that_each_needs_and_finds_by_any_of_it() -> None:
    rows = {line.split()[0]: line for line in typed("movements").splitlines()}
    assert "barbell, rack, pins, bench" in rows["seated-good-morning"]
    assert "soft ball, mat" in rows["psoas-release"]
    racked = {line.split()[0] for line in typed("movements", "--with", "rack").splitlines()[1:] if line[0] != " "}
    assert racked == {"good-morning", "seated-good-morning", "rack-pull"}


def test_movements_with_a_thing_nothing_needs_names_what_there_is() -> None:
    with pytest.raises(InputError, match="barbell"):
        typed("movements", "--with", "spoon")


def test_a_rehearsals_clock_never_shows_sixty_seconds() -> None:
    assert as_text(Line(SessionTime(239.98), "say", "Rest.")) == "  4:00.0  Rest."


def test_a_countdowns_words_are_joined_without_a_stop_before_the_comma() -> None:
    assert as_text(Line(SessionTime(3.0), "countdown", "Get ready., three")).endswith("Get ready, three")
