"""Everything kept on a disk that has neither modes nor links, as a memory stick has none."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wiring.workshop import Workshop, of, records

SOURCE = Path(__file__).with_name("memory_stick.c")
HEVY = Path(__file__).parents[2] / "journal" / "samples" / "hevy.csv"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="a C compiler makes such a disk"
)


@pytest.fixture
def on_a_stick(workshop: Workshop) -> dict[str, str]:
    """The environment of a program all of whose disks are such."""
    library = workshop.folder / "stick.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-w", "-o", str(library), str(SOURCE)], check=True)
    return {**workshop.environment, "LD_PRELOAD": str(library)}


def test_a_session_on_a_memory_stick_is_kept_and_found_again(workshop: Workshop, on_a_stick: dict[str, str]) -> None:
    told = workshop.folder / "told.jsonl"
    words = ("run", str(workshop.session), "--ear", "keyboard", "--speaker", f"wav:{workshop.folder / 'out.wav'}")
    done = workshop.coach(*words, "--transcript", str(told), typed="faster\n", environment=on_a_stick)
    assert (done.code, "journal" in done.err) == (0, False), done.err
    assert len(of(records(told), "set")) == 3
    listed = workshop.coach("history", "--csv", environment=on_a_stick)
    assert (listed.code, listed.out.count("romanian-deadlift")) == (0, 2), listed.err


@pytest.mark.parametrize(
    "words",
    [
        ("new", "session", "my-day"),
        ("plan", "add", "mon 18:30 rdl-day"),
        ("teach", "done", "bar is home"),
        ("profile", "set", "barbell", "15"),
        ("program", "start", "hinge-base"),
        ("export", "all.json"),
        ("import", "sets.csv"),
    ],
    ids=" ".join,
)
def test_what_other_commands_keep_on_a_memory_stick_is_kept(
    words: tuple[str, ...], workshop: Workshop, on_a_stick: dict[str, str]
) -> None:
    shutil.copy(HEVY, workshop.folder / "sets.csv")
    done = workshop.coach(*words, environment=on_a_stick)
    assert done.code == 0, done.err
    assert "chmod" not in workshop.coach(*words, environment=on_a_stick).err, "what is there cannot be kept again"
