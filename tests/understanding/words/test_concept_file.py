"""A file of concepts that is not as it should be: every fault told in words, with its place."""

from pathlib import Path

import pytest

from coach.errors import ContentError
from coach.understanding.words.concept_file import read_concepts

PYDANTICS = ("required", "Input", "permitted", "valid", "Extra")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fillers: well\n", "1:10: 'fillers' should be a list (lines that start with a dash), not 'well'"),
        ("signs: [sharp]\n", "1:8: 'signs' should be keys with values, not a list"),
        ("negatons: [no]\n", "1:1: 'negatons' is not known here; did you mean 'negations'?"),
        ("signs:\n  sharp: {alon: [stab]}\n", "'alon' is not known here; did you mean 'alone'?"),
        ("language: en\n", "1:1: 'negations' is missing; add it"),
        ("- a\n", "should be keys with values"),
    ],
)
def test_a_fault_in_a_file_of_concepts_is_told_in_words(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_concepts(path)
    assert told in str(caught.value)
    assert not [word for word in PYDANTICS if word in str(caught.value)]
