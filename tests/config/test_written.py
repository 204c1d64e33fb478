"""Settings as people leave them: nothing but comments, a plate twice, a key without a value."""

from pathlib import Path

import pytest

from coach.config import load_config
from coach.errors import ContentError


def test_a_file_of_comments_alone_holds_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "coach.yaml"
    path.write_text("# unit: lb\n", encoding="utf-8")
    assert load_config(path) == load_config(path).__class__()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plates: {20: 2, 20.0: 1}\n", "1:17: '20.0' stands here twice; keep one of them"),
        ("lifter:\n", "not nothing"),
        ("bar: {kg: 20}\n", "a number above nought is needed, not lines of their own"),
    ],
)
def test_what_cannot_be_is_told_in_no_programmers_words(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "coach.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        load_config(path)
    assert told in str(refused.value)
