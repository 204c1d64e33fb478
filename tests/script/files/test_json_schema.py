"""The JSON Schemas made of the shapes of the files."""

import json

import pytest

from coach.script.files.json_schema import DRAFT, schema_folder, schemas


def test_every_kind_of_file_has_a_schema_that_names_its_draft_and_kind() -> None:
    made = schemas()
    assert {"script", "session", "program", "progress"} <= set(made)
    assert {kind: (schema["$schema"], schema["title"]) for kind, schema in made.items()} == {
        kind: (DRAFT, f"coach {kind}") for kind in made
    }


@pytest.mark.parametrize(("kind", "key"), [("session", "for"), ("session", "cool_down"), ("program", "for")])
def test_a_schema_knows_the_keys_as_they_are_written(kind: str, key: str) -> None:
    assert key in schemas()[kind]["properties"]


def test_the_published_schemas_lie_in_one_folder() -> None:
    assert json.loads((schema_folder() / "session.json").read_text(encoding="utf-8"))["title"] == "coach session"
