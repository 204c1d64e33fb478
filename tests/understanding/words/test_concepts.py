"""The concept file and its templates."""

import re
from pathlib import Path

import pytest

from coach.errors import ContentError
from coach.script.files.library import Library
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.patterns import TemplateError, Templates, as_matched

SHIPPED = Library.open().file("scripts", "understanding", "en.yaml")


@pytest.mark.parametrize(
    ("template", "fits", "fails"),
    [
        ("(my|the) back", "the back", "a back"),
        ("very [very] sore", "very sore", "sore"),
        ("hurt[s|ing]", "hurting", "hurted"),
        ("pain ... leg", "pain all down my leg", "pain one two three four five leg"),
        ("<be> numb", "is numb", "not numb"),
    ],
)
def test_a_template_fits_what_it_says(template: str, fits: str, fails: str) -> None:
    pattern = Templates({"be": "(is|are)"}).compiled([template])
    assert pattern.search(as_matched(fits.split()))
    assert not pattern.search(as_matched(fails.split()))


@pytest.mark.parametrize("template", ["(back", "back)", "hurt[s", "<nobody>", "(a|the)? rest", "the rest?"])
def test_a_broken_template_is_told(template: str) -> None:
    with pytest.raises(TemplateError):
        Templates({}).compiled([template])


def test_a_fault_in_the_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace("negations:", "negatoins:"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        Concepts.load(path)
    assert "negatoins" in str(caught.value)


def test_a_broken_template_in_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace('"went away"', '"went (away"'), encoding="utf-8")
    with pytest.raises(ContentError, match="template"):
        Concepts.load(path)


@pytest.mark.parametrize("broken", ["went <a> away", "went " + "(" * 4500 + "away" + ")" * 4500])
def test_a_rule_that_names_itself_and_brackets_without_end_are_told(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "en.yaml"
    text = SHIPPED.read_text(encoding="utf-8").replace('"went away"', f'"{broken}"')
    path.write_text(text.replace('  a: "(the|', '  a: "(<a>|the|'), encoding="utf-8")
    with pytest.raises(ContentError, match="a rule that names itself, or brackets within too many brackets"):
        Concepts.load(path)


def test_every_sensation_of_the_file_has_a_row_in_the_branches() -> None:
    library = Library.open()
    rows = library.branches().branches
    for sign in Concepts.load(SHIPPED).signs:
        row = next(row for row in rows if row.fits(sign.region, sign.sensation, 1))
        assert row.name


def test_a_template_is_read_when_the_file_is_and_compiled_when_it_is_looked_for() -> None:
    concepts = Concepts.load(SHIPPED)
    assert not any(isinstance(value, re.Pattern) for value in vars(concepts).values())
    assert "body" not in vars(concepts)
    concepts.commands.only_sounds_like("stop", as_matched(["stop"]))
    assert set(concepts.commands._by_label) == {("sounds_like", "stop"), ("sounds_like", "any")}
