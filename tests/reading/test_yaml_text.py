"""YAML: what trainers write is read as they mean it, what would hang or fool the program is told with its place."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.errors import ContentError
from coach.reading import yaml_text
from coach.reading.yaml_text import MOST_PARTS, parsed, read_tree


def read(folder: Path, text: str) -> Any:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return read_tree(path)[1]()


def fault(folder: Path, text: str) -> tuple[int, int, str]:
    with pytest.raises(ContentError) as raised:
        read(folder, text)
    problem = raised.value.problems[0]
    return problem.line, problem.column, problem.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [("08", 8), ("010", 10), ("007", 7), ("-010", -10), ("+09", 9), ("00.50", 0.5), ("1:30", "1:30"), ("0x10", "0x10"),
     ("1_000", "1_000"), ("no", "no"), ("off", "off"), ("true", True), ("~", None), ("2026-12-05", "2026-12-05")],
)  # fmt: skip
def test_a_value_is_what_a_trainer_means_by_it(tmp_path: Path, written: str, meant: object) -> None:
    assert read(tmp_path, f"value: {written}\n") == {"value": meant}


@pytest.mark.parametrize("base", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_both_of_yamls_loaders_point_at_the_same_places(base: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Loader(base):  # type: ignore[misc]  # whichever of the two
        yaml_implicit_resolvers = yaml_text.PlainLoader.yaml_implicit_resolvers
        yaml_constructors = yaml_text.PlainLoader.yaml_constructors

    monkeypatch.setattr(yaml_text, "PlainLoader", Loader)
    text = 'a: 1\nlist:\n  - {b: "ü — x", c: [1, 2]}\n  - d\n'
    node, data = yaml_text.parsed(Path("x.yaml"), text)
    assert data() == {"a": 1, "list": [{"b": "ü — x", "c": [1, 2]}, "d"]}
    assert isinstance(node, yaml.MappingNode)
    inner = node.value[1][1].value[0]
    assert [(key.start_mark.line, key.start_mark.column) for key, _ in inner.value] == [(2, 5), (2, 17)]


def laughs(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (laughs(10), "aliases (*name) make more than"),
        ("a: &a x\nb: [" + "*a, " * 1500 + "]", "more than 1000 aliases"),
        ("a: &a [*a]\n", "holds itself by an alias"),
        ("a: &a {b: {c: *a}}\n", "holds itself by an alias"),
        ("[" * 300_000, "is nested deeper than"),
        ("- " * 300_000 + "a", "is nested deeper than"),
        ("{a: " * 100_000, "is nested deeper than"),
        ("[" + "a," * (MOST_PARTS + 1) + "]", "has more than"),
        ("a: " + "9" * 5000, "a number of 5000 digits"),
        ("a: b\n" * 20_000, "stands here twice"),
        ("#" * 1_000_001, "is too large"),
    ],
    ids=["laughs", "aliases", "circle", "far circle", "deep", "deep block", "deep flow", "parts", "digits", "doubled",
         "large"],
)  # fmt: skip
def test_what_would_never_end_is_refused_within_a_second(tmp_path: Path, text: str, says: str) -> None:
    began = time.process_time()
    assert says in fault(tmp_path, text)[2]
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "place"),
    [('a: b\nc: "x \\e[2J"\n', (2, 4)), ('a: "\\0"', (1, 4)), ("a: b\nc: d\x1b[31m\n", (2, 5)),
     ('"\\u202e": 1', (1, 1)), ("a: \u2066x", (1, 4)), ('a: ["\\u009b1m"]', (1, 5)),
     ('a: "\\L"', (1, 4)), ("a: \x7f", (1, 4))],
)  # fmt: skip
def test_a_control_character_is_a_fault_where_it_stands(tmp_path: Path, text: str, place: tuple[int, int]) -> None:
    line, column, message = fault(tmp_path, text)
    assert (line, column) == place
    assert "control character U+" in message


@pytest.mark.parametrize("tag", ["!!python/object:os.system x", "!!timestamp 2026-13-45", "!!binary zz", "!!set {a}",
                                 '!!int "x"', "!!float 1:30", "!mine x", "!!bool maybe"])  # fmt: skip
def test_a_kind_of_value_nobody_writes_is_a_fault_and_no_traceback(tmp_path: Path, tag: str) -> None:
    assert fault(tmp_path, f"a: b\nc: {tag}\n")[:2] == (2, 4)


def test_tabs_and_line_ends_and_accents_are_no_control_characters(tmp_path: Path) -> None:
    assert read(tmp_path, 'a: "x\\ty"\r\nb: Übung 힘 👍🏽 👨‍👩‍👧\r\n') == {"a": "x\ty", "b": "Übung 힘 👍🏽 👨‍👩‍👧"}


def test_a_pipe_in_place_of_content_is_a_fault_of_content(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.yaml")
    with pytest.raises(ContentError, match=r"x.yaml:1:1: is a pipe and no file"):
        read_tree(tmp_path / "x.yaml")


SLIPS = {
    "reps: *b": "1:7: a word that begins with [*] or & is a reference in YAML; put quotes around it",
    "say: 5 &\nrest: &": "reference in YAML",
    'say: "Hold it\nrest: 5': "1:6: a quote is opened here and never closed",
    "say: 'Hold it": "1:6: a quote is opened here and never closed",
    "do:\n\treps: 5": "2:1: a tab stands here; use spaces",
    "say: @home": "1:6: nothing can begin with @; put quotes around the text",
    "cues: [one, two\nreps: 5": r"1:7: a \[ is opened here and not closed; close it with \]",
    "do: {reps: 5": "1:5: a { is opened here and not closed; close it with }",
    "say: Now: go": "put quotes around a text that has one in it",
    "cues: - go": "put each - on a line of its own",
    "- go\nreps: 5": "begin this line with -",
    'say: "a \\q"': "within double quotes",
    "say: |now\n  go": "begin the text on the next one",
    "a: 1\n---\nb: 2": "a second text begins here",
}
"""What people write that is no YAML, and what is told."""

LIBRARYS_WORDS = ("while ", "token", "scalar", "expected", "stream", "mapping", "alias", "flow", "context")


@pytest.mark.parametrize("text", SLIPS)
def test_what_is_no_yaml_is_told_with_what_to_write_instead_in_no_librarys_words(text: str) -> None:
    with pytest.raises(ContentError, match=SLIPS[text]) as caught:
        parsed(Path("day.yaml"), text)
    assert not [word for word in LIBRARYS_WORDS if word in str(caught.value)]
