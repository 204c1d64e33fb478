"""What a tag makes: a release with the wheel, the sources, the bill of materials and the licences."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
RELEASE: dict[Any, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = RELEASE["jobs"]["release"]["steps"]
RUN = "\n".join(step.get("run", "") for step in STEPS)


def test_a_tag_of_a_version_makes_a_release_and_nothing_else_does() -> None:
    assert RELEASE[True] == {"push": {"tags": ["v*"]}}  # YAML's "on"


def test_the_bill_of_materials_that_make_writes_is_attached() -> None:
    (written,) = re.findall(r"cyclonedx-py .* --output-file (\S+)", MAKEFILE)
    attached = RUN[RUN.index("gh release create") :].split()
    assert {written, "deploy/licences.txt", "build/release/*"} <= set(attached)
    assert RUN.index("make sbom") < RUN.index("gh release create")


def test_everything_is_checked_before() -> None:
    asked = re.findall(r"make ([\w-]+)", RUN)
    assert asked == ["setup-test", "check", "audit", "sbom"]
    assert all(re.search(rf"^{target}:", MAKEFILE, re.MULTILINE) for target in asked)


def test_a_tag_that_is_not_the_version_makes_none() -> None:
    (step,) = [each for each in STEPS if each.get("name") == "the tag is the version"]
    assert "pyproject.toml" in step["run"]
    assert STEPS.index(step) < next(
        number for number, each in enumerate(STEPS) if "make setup-test" in each.get("run", "")
    )
