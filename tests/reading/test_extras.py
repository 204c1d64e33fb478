"""How an optional part is added: by what installed the coach."""

import sys
from pathlib import Path

import pytest

from coach.reading.extras import install, requirements


@pytest.mark.parametrize(
    ("mark", "command"),
    [
        ("pipx_metadata.json", "pipx inject coach 'fit-tool"),
        ("uv-receipt.toml", f"uv pip install --python {sys.executable} 'fit-tool"),
        ("pyvenv.cfg", f"{sys.executable} -m pip install 'fit-tool"),
    ],
)
def test_the_command_is_that_of_the_installer(
    mark: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / mark).touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert install("fit").startswith(command)


def test_an_extra_names_what_it_needs() -> None:
    assert [need[:8] for need in requirements("fit")] == ["fit-tool"]
    assert requirements("nothing") == []
