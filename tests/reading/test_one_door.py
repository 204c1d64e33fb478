"""Every file the program reads or writes whole goes through `coach/reading`: nothing else opens one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import coach

ROOT = Path(coach.__file__).parent

SYSTEM = {
    "audio/hardware/devices.py": "what the kernel tells in /proc",
    "doctor/machine.py": "what the kernel tells in /proc",
    "host/processor.py": "what the kernel tells in /proc",
    "ears/model_files/capacity.py": "what the kernel tells in /proc",
}
"""Places that no disk is behind."""


def opened_in(path: Path) -> Iterator[str]:
    """Every call in this module that reads a file by its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called, first = ast.unparse(node.func), ast.unparse(node.args[0]) if node.args else ""
            modes = [ast.literal_eval(each) for each in node.args if isinstance(each, ast.Constant)]
            writes = any(isinstance(mode, str) and mode and mode[0] in "wax" for mode in modes)
            reads = called.endswith((".read_text", ".read_bytes")) and not called.startswith("self.")
            reads |= called in LIBRARIES or (called.endswith(".open") and modes in (["r"], ["rb"]))
            if reads and not writes and first not in OPENED and "__file__" not in called:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"


LIBRARIES = {"open", "io.open", "soundfile.read", "soundfile.SoundFile", "np.load", "wave.open", "zipfile.ZipFile"}
OPENED = {"file", "buffer", "io.BytesIO(body)", "self._source", "_whole(self._source)", "archive"}
"""What was opened by the door already, or lies in memory."""


def modules() -> list[Path]:
    """Every module of the program but the door itself; what tests share is none of its."""
    return [path for path in sorted(ROOT.rglob("*.py")) if path.parent.name not in ("reading", "testing")]


def test_no_module_reads_a_file_but_through_the_door() -> None:
    found = [line for path in modules() if str(path.relative_to(ROOT)) not in SYSTEM for line in opened_in(path)]
    assert found == []


@pytest.mark.parametrize(
    "source",
    ["path.read_text()", "Path(x).read_bytes()", "open(path)", "path.open('rb')", "soundfile.read(path)", "np.load(x)"],
)
def test_reading_a_file_by_its_name_is_seen(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "module.py").write_text(source)
    assert list(opened_in(tmp_path / "module.py"))


# ------------------------------------------------------------------------------------------------ what goes out

STREAMS = {
    "ears/model_files/store.py": "a download, kept in pieces so that it can go on; its size and hash are checked",
    "voices/cache.py": "a phrase that can be rendered again, and that nobody waits for the disk for",
    "voices/engines/answering.py": "its own standard output",
    "voices/engines/piper_worker.py": "an engine's own sound, for its parent, in a folder of theirs",
    "voices/engines/wyoming_worker.py": "a server's own sound, for its parent, in a folder of theirs",
}
"""Places that write in another way, and why they may."""


def written_in(path: Path) -> Iterator[str]:
    """Every call in this module that writes a file by its name, or moves one into another's place."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            modes = [each.value for each in node.args if isinstance(each, ast.Constant)]
            opens = called.endswith("open") and any(isinstance(each, str) and each[:1] in WRITING for each in modes)
            if opens or called.endswith((".write_text", ".write_bytes", "NamedTemporaryFile", ".mkstemp")):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"


WRITING = ("w", "a", "x")


def test_no_module_writes_a_file_beside_the_door() -> None:
    found = [line for path in modules() if str(path.relative_to(ROOT)) not in STREAMS for line in written_in(path)]
    assert found == []


@pytest.mark.parametrize("source", ["path.write_text(x)", "open(path, 'w')", "path.open('x')", "wave.open(path, 'wb')"])
def test_writing_a_file_by_its_name_is_seen(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "module.py").write_text(source)
    assert list(written_in(tmp_path / "module.py"))
