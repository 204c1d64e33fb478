"""What the default installation brings along: every licence is known, and none of it is GPL that is imported."""

import re
import subprocess
import sys
from importlib import metadata

import pytest

from tests.deploy.test_locked import here
from tests.needed import lacking

APART = frozenset({"espeakng-loader", "pyttsx3"})
"""Packages with GPL code in them: only a process of their own loads them."""
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )GPL|GNU General Public")


def licence(package: str) -> str:
    told = metadata.metadata(package)
    classified = [line for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    written = [text[:200] for name in ("License-Expression", "License") for text in told.get_all(name) or ()]
    return " ".join((*written, *classified))


@pytest.mark.parametrize("package", here("run"))
def test_a_package_of_the_default_installation_tells_a_licence_that_may_be_imported(package: str) -> None:
    try:
        told = licence(package)
    except metadata.PackageNotFoundError:
        lacking(f"{package} is not installed: set-up took the bounds, or has not run since; run: make setup-test")
    files = [str(file) for file in metadata.files(package) or () if "LICEN" in str(file).upper()]
    assert told or files or package in APART, f"{package} tells no licence"
    assert package in APART or COPYLEFT.search(told) is None, told


EVERY_MODULE = """
import importlib, pkgutil, sys, coach
for module in pkgutil.walk_packages(coach.__path__, "coach."):
    if not module.name.endswith(("_worker", "__main__")):
        importlib.import_module(module.name)
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_what_is_gpl_is_not_imported_where_the_coach_runs() -> None:
    """Every module of the coach is imported, those left out that only a process of their own runs."""
    done = subprocess.run([sys.executable, "-c", EVERY_MODULE], capture_output=True, text=True, check=True)
    belong = metadata.packages_distributions()
    loaded = {package for name in done.stdout.split() for package in belong.get(name, ())}
    assert {"numpy", "rich", "hassil"} <= loaded  # it looked at what the coach stands on
    assert [name for name in sorted(loaded) if name in APART or COPYLEFT.search(licence(name))] == []
