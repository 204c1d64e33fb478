"""Where content lies: the user's folder, and what came with the program."""

from pathlib import Path

import pytest

from coach.script.files.library import Library
from coach.script.files.overlay import own_root, shipped_root


def test_the_users_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COACH_CONTENT", str(tmp_path))
    assert own_root() == tmp_path
    assert Library.open().roots == (tmp_path, shipped_root())


def test_without_a_choice_the_users_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COACH_CONTENT", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert own_root() == tmp_path / "coach" / "content"


def test_inside_a_wheel_the_content_is_in_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "coach" / "content").mkdir(parents=True)
    monkeypatch.setattr(
        "coach.script.files.overlay.__file__", str(tmp_path / "coach" / "script" / "files" / "overlay.py")
    )
    assert shipped_root() == tmp_path / "coach" / "content"
