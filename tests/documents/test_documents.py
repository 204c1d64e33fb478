"""What the documents for contributors name is there."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "docs" / "glossary.md",
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
TARGETS = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_a_document_names_is_there(document: Path) -> None:
    named = re.findall(
        r"`([a-z_]+(?:/[\w.-]+)*(?:\.py|\.yaml|\.toml|/))(?::[^`]*)?`", document.read_text(encoding="utf-8")
    )
    assert [name for name in named if not any((base / name).exists() for base in (ROOT, ROOT / "coach"))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", [*DOCUMENTS, ROOT / "README.md"], ids=lambda path: path.name)
def test_every_make_target_a_document_names_is_there(document: Path) -> None:
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", document.read_text(encoding="utf-8"), re.M)) <= TARGETS


def test_the_list_of_decisions_is_whole() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}[\w-]*\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


def test_hosted_checks_run_what_a_person_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert "make test" in commands
    assert [command.split()[0] for command in commands] == ["make"] * len(commands)
    assert {command.split()[1] for command in commands} <= TARGETS


def test_pre_commit_runs_in_the_projects_own_environment() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [hook["entry"].split() for repository in settings["repos"] for hook in repository["hooks"]]
    assert all(words[0].startswith(".venv/bin/") or (words[0] == "make" and words[1] in TARGETS) for words in entries)


def test_every_command_that_made_a_result_is_there() -> None:
    kept = [path.read_text(encoding="utf-8") for path in (ROOT / "benchmarks" / "results").glob("*.json")]
    modules = {name for text in kept for name in re.findall(r"python -m (benchmarks[\w.]+)", text)}
    assert len(modules) > 8
    places = {name: ROOT / Path(*name.split(".")) for name in modules}
    assert [name for name, place in places.items() if not (place.with_suffix(".py").exists() or place.is_dir())] == []
