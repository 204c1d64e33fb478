"""Small files are written whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from coach.reading.files import UnreadableError
from coach.reading.writing import begun, replaced, written
from tests.disks import fill, small_disk


def test_the_file_holds_the_text_and_its_folder_is_made(tmp_path: Path) -> None:
    replaced(tmp_path / "a" / "b.json", "grüezi\n")
    assert (tmp_path / "a" / "b.json").read_text(encoding="utf-8") == "grüezi\n"
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["b.json"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    replaced(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_the_text_is_on_the_disk_before_it_has_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(number: int) -> None:
        done.append("fsync")
        fsync(number)

    def named(self: Path, target: Path) -> Path:
        done.append("named")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", named)
    replaced(tmp_path / "x", "text")
    assert done == ["fsync", "named", "fsync"]


def test_a_pipe_is_refused_and_nobody_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableError, match="is a pipe"):
        replaced(tmp_path / "pipe", "text")


def test_a_device_is_written_into_as_it_is() -> None:
    replaced(Path(os.devnull), "text")
    assert Path(os.devnull).is_char_device()


def test_a_file_keeps_who_may_read_it_unless_it_is_to_be_private(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    (tmp_path / "x").chmod(0o640)
    replaced(tmp_path / "x", b"new")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640
    replaced(tmp_path / "x", b"newer", private=True)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o600


def test_a_new_file_is_never_written_over_another(tmp_path: Path) -> None:
    begun(tmp_path / "x", "first")
    with pytest.raises(FileExistsError):
        begun(tmp_path / "x", "second")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("x", "first")]


def test_a_place_where_a_folder_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UnreadableError, match="part of its path is a file and no folder"):
        begun(tmp_path / "file" / "x", "text")


def test_what_breaks_off_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    def break_off() -> None:
        with written(tmp_path / "x") as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / f".x.{os.getpid()}.new").symlink_to(tmp_path / "elsewhere")
    replaced(tmp_path / "x", "text")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("x", "text")]


def test_on_a_full_disk_what_was_there_stays_as_it_was(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        (disk / "kept").write_text("old")
        fill(disk)
        with pytest.raises(UnreadableError, match="the disk is full; free some space"):
            replaced(disk / "kept", "x" * 100_000)
        assert (disk / "kept").read_text() == "old"
        assert sorted(each.name for each in disk.iterdir()) == ["filler", "kept"]


def test_a_new_file_on_a_disk_without_links_is_whole_and_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", none)
    begun(tmp_path / "new.yaml", "first")
    with pytest.raises(FileExistsError):
        begun(tmp_path / "new.yaml", "second")
    assert (tmp_path / "new.yaml").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["new.yaml"]
