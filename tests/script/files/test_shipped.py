"""Whether a file of the content came with the program, or is the user's own."""

from pathlib import Path

from coach.script.files.library import Library


def test_a_file_laid_over_the_shipped_one_is_the_users_own(tmp_path: Path) -> None:
    shipped = Library.open(tmp_path)
    assert shipped.is_shipped("scripts", "lines.yaml")
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "lines.yaml").write_text(shipped.file("scripts", "lines.yaml").read_text("utf-8"), "utf-8")
    assert not Library.open(tmp_path).is_shipped("scripts", "lines.yaml")
