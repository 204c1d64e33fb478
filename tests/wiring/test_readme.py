"""What the README shows is what the coach does."""

import re
import shlex
from pathlib import Path

from tests.wiring.workshop import Workshop

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_every_line_of_the_shown_session_is_in_its_rehearsal(workshop: Workshop) -> None:
    command = re.search(r"`(coach rehearse --seed [^`]+)`", README)
    assert command
    printed = workshop.coach(*shlex.split(command[1])[1:]).out.splitlines()
    shown = [line for line in README.splitlines() if re.match(r"  \d:\d\d\.\d  ", line)]
    assert len(shown) > 10
    assert not [line for line in shown if line not in printed]


def test_every_command_the_readme_names_exists(workshop: Workshop) -> None:
    named = set(re.findall(r"`coach (\w+)", README))
    known = workshop.coach("--help").out
    assert not [name for name in named if f"\n  {name} " not in known]


def test_the_session_the_readme_shows_passes_the_check(workshop: Workshop) -> None:
    shown = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert shown
    workshop.session.write_text(shown[1], encoding="utf-8")
    result = workshop.coach("check", str(workshop.session))
    assert (result.code, result.err) == (0, "")
