"""Faults of a voice file are told as those of any other: what is wrong, and what to write."""

from pathlib import Path

import pytest

from coach.errors import ContentError
from coach.voices.definition import read_voice


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("engine: espeak\n", "'title' is missing; add it"),
        ("title: A\nengine: sapi\n", "'engine' cannot be 'sapi'; choose 'espeak'"),
        ("title: A\nengine: espeak\npitchy: 3\n", "3:1: 'pitchy' is not known here; did you mean 'pitch'?"),
        ("title: A\nengine: espeak\nzzz: 3\n", "'zzz' is not known here; known here:"),
        ("title: A\nengine: espeak\nrate: fast\n", "'rate' should be a whole number, not 'fast'"),
        ("title: A\nengine: espeak\nrate: -5\n", "'rate' is -5; make it"),
        ("title: A\nengine: espeak\nlexicon: [a]\n", "'lexicon' should be lines such as WORD: SAID, not a list"),
        ("title: A\nuri: homeserver:10200\n", "2:6: 'uri' should be tcp://HOST:PORT or unix:///PATH, not 'homeserver"),
        ("title: A\nuri: [a]\n", "'uri' should be text, not a list"),
        ("title: A\npauses: {coma: 1}\n", "2:10: 'pauses.coma' is not known here; did you mean 'comma'?"),
        ("title: A\npauses: {zzz: 1}\n", "'pauses.zzz' is not known here; known here: comma, sentence"),
        ("title: A\n5: 6\n", "2:1: '5' is not known here; known here: engine"),
        ("title: A\nengine: wyoming\n", "a wyoming voice needs a line 'uri:'"),
    ],
)
def test_a_fault_of_a_voice_is_told_in_plain_words(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_voice(path)
    assert told in str(refused.value)
    assert "Value error" not in str(refused.value)


def test_a_number_in_the_place_of_a_word_is_told_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: A\nlexicon: {5: 6}\n", encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_voice(path)
    assert sorted(str(problem).removeprefix(f"{path}:") for problem in refused.value.problems) == [
        "2:11: 5 stands for a word and should be text; write it in quotes",
        "2:14: 'lexicon.5' should be text, not 6",
    ]
