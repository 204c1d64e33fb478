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
PUBLISHING: dict[str, Any] = RELEASE["jobs"]["publish"]


def test_a_tag_of_a_version_makes_a_release_and_nothing_else_does() -> None:
    assert RELEASE[True] == {"push": {"tags": ["v*"]}}  # YAML's "on"


def test_the_bill_of_materials_that_make_writes_is_attached() -> None:
    (written,) = re.findall(r"cyclonedx-py .* --output-file (\S+)", MAKEFILE)
    (handed_on,) = [step["with"] for step in STEPS if "upload-artifact" in step.get("uses", "")]
    fetched, released = PUBLISHING["steps"]
    files = {written, "deploy/licences.txt", "build/release/*"}
    assert files == set(handed_on["path"].split())
    assert files <= set(released["run"].split())
    assert fetched["with"]["name"] == handed_on["name"]


def test_only_what_runs_nothing_of_the_build_may_write() -> None:
    assert RELEASE["permissions"] == {"contents": "read"}
    assert "permissions" not in RELEASE["jobs"]["release"]
    assert (PUBLISHING["permissions"], PUBLISHING["needs"]) == ({"contents": "write"}, "release")
    fetched, released = PUBLISHING["steps"]
    assert fetched["uses"].startswith("actions/download-artifact@")
    assert released["run"].split()[:3] == ["gh", "release", "create"]
    assert "gh " not in RUN


def test_the_checkout_leaves_no_credentials_behind() -> None:
    (checkout,) = [step for step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"]["persist-credentials"] is False


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
