"""When something is said in a rehearsal: in seconds, or as a transcript writes its times."""

import pytest

from coach.cli.training.rehearse import remark
from coach.errors import InputError
from coach.understanding.reader import Reader
from tests import shipped


@pytest.fixture(scope="module")
def reader() -> Reader:
    return shipped.reader()


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("95: my back feels tight", 95.0, "my back feels tight"),
        ("95.5:next", 95.5, "next"),
        ("1:35 next", 95.0, "next"),
        ("1:35: next", 95.0, "next"),
        ("  1:35.5  next", 95.5, "next"),
        ("12: 30 kilos", 12.0, "30 kilos"),
        ("12:30 kilos", 750.0, "kilos"),
        ("1:02: 35 kilos", 62.0, "35 kilos"),
        ("112:00 next", 6720.0, "next"),
        ("1:02:35 my back feels tight", 3755.0, "my back feels tight"),
        ("1:02:35.5: next", 3755.5, "next"),
    ],
)
def test_seconds_and_the_times_of_a_transcript_are_taken(reader: Reader, text: str, at: float, words: str) -> None:
    found = remark(text, reader)
    assert (found.at, found.text) == (at, words)


@pytest.mark.parametrize(
    "text",
    [
        *("my back feels tight", "-5: next", "soon: next", "95 next"),
        *("1:75 my back feels tight", "1:2 next", "1:62:35 next", "1:02:75 next", "1:35 :30 next", "95:5 next"),
        *("1:35", "95:", "1:35:", "1:35 ", "1:02:35", "95: \n"),
    ],
)
def test_what_has_no_time_or_no_words_is_refused_with_an_example(reader: Reader, text: str) -> None:
    with pytest.raises(InputError, match="1:35 my back feels tight"):
        remark(text, reader)
