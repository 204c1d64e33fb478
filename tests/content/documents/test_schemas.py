"""The published JSON Schemas: they are what the models say, every file names its own, and every file keeps to it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach.phrases.phrase_file import TOP
from coach.script.files.json_schema import schema_folder, schema_of, schemas
from coach.script.files.source import read_source
from coach.understanding.words.concept_file import ConceptsFile
from coach.understanding.words.respelling import RespellingsFile
from coach.voices.definition import VoiceDefinition
from tests.json_schemas import Draft202012Validator
from tests.shipped import LIBRARY

ROOT = LIBRARY.roots[0]
FILES = sorted(
    path for folder in ("scripts", "sessions", "programs", "voices") for path in (ROOT / folder).rglob("*.yaml")
)
POINTER = re.compile(r"# yaml-language-server: \$schema=(\S+)")


@cache
def published() -> dict[str, Any]:
    voice = schema_of(VoiceDefinition, "coach voice")
    voice["properties"].pop("name")
    understanding = schema_of(ConceptsFile, "coach understanding")
    respellings = schema_of(RespellingsFile, "coach respellings")
    return {**schemas(), "voice": voice, "understanding": understanding, "respellings": respellings}


@pytest.mark.parametrize("kind", published())
def test_the_published_schema_is_the_models_own(kind: str, request: pytest.FixtureRequest) -> None:
    path = schema_folder() / f"{kind}.json"
    now = json.dumps(published()[kind], indent=2) + "\n"
    if request.config.getoption("--update-golden"):
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now, "run pytest with --update-golden to publish the schemas anew"


def schema_named_by(path: Path) -> Path:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    pointer = POINTER.fullmatch(first)
    assert pointer is not None, f"the first line of {path} names no schema"
    return (path.parent / pointer[1]).resolve()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_content_file_keeps_to_the_schema_it_names(path: Path) -> None:
    schema = json.loads(schema_named_by(path).read_text(encoding="utf-8"))
    faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(read_source(path).data)]
    assert faults == []


def test_a_schema_refuses_what_the_check_refuses() -> None:
    schema = json.loads((schema_folder() / "session.json").read_text(encoding="utf-8"))
    good = {"title": "Day", "minutes": 5, "for": "me", "equipment": [], "steps": [{"do": "dead-bug", "reps": 5}]}
    assert Draft202012Validator(schema).is_valid(good)
    assert not Draft202012Validator(schema).is_valid({**good, "stepps": []})
    assert not Draft202012Validator(schema).is_valid({**good, "steps": [{"do": "dead-bug", "raps": 5}]})


def test_the_schema_of_phrases_knows_every_part_of_a_phrase_file() -> None:
    schema = json.loads((schema_folder() / "phrases.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == set(TOP)
