"""The JSON Schemas of the content files, for editors that complete keys and underline faults while one writes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from coach.script.files.check import SHAPES
from coach.script.files.overlay import shipped_root
from coach.script.files.progression import ProgressFile

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(shape: type[BaseModel], title: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file, as plain data."""
    return {"$schema": DRAFT, **shape.model_json_schema(by_alias=True, mode="validation"), "title": title}


def schemas() -> Mapping[str, dict[str, Any]]:
    """The schema of every kind of file that this package reads, by kind."""
    shapes: dict[str, type[BaseModel]] = {**SHAPES, "progress": ProgressFile}
    return {kind: schema_of(shape, f"coach {kind}") for kind, shape in shapes.items()}


def schema_folder() -> Path:
    """Where the published schemas are: inside the package in a wheel, in docs/ in a checkout."""
    inside = shipped_root() / "schema"
    return inside if inside.is_dir() else shipped_root() / "docs" / "schema"
