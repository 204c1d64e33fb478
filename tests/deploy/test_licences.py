"""What the default installation brings along: every licence is known, and none of it is GPL that is imported."""

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tests.deploy.test_locked import here
from tests.needed import lacking
from tools.list_licences import LIST, line, texts, told

APART = frozenset({"espeakng-loader", "pyttsx3"})
"""Packages with GPL code in them: only a process of their own loads them."""
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )GPL|GNU General Public")


def licence(package: str) -> str:
    told = metadata.metadata(package)
    classified = [line for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    written = [text[:200] for name in ("License-Expression", "License") for text in told.get_all(name) or ()]
    return " ".join((*written, *classified))


KNOWN = re.compile(r"MIT|BSD|Apache|ISC|PSF|Mozilla|MPL-2\.0|LGPL")
"""Licences that may stand beside the coach's own: those that allow anything, and those that ask only for themselves."""


def listed(package: str) -> str:
    try:
        return line(package)
    except metadata.PackageNotFoundError:
        lacking(f"{package} is not installed: set-up took the bounds, or has not run since; run: make setup-test")


@pytest.mark.parametrize("package", here("run"))
def test_a_package_of_the_default_installation_stands_in_the_list_with_what_it_tells(package: str) -> None:
    assert listed(package) in LIST.read_text(encoding="utf-8").splitlines(), "run: make licences"


@pytest.mark.parametrize("package", here("run"))
def test_a_package_of_the_default_installation_has_a_licence_that_may_be_imported(package: str) -> None:
    listed(package)
    assert package in APART or KNOWN.search(told(package)), told(package)
    assert package in APART or COPYLEFT.search(licence(package)) is None, licence(package)
    assert package in APART or "GPL" not in texts(package), "a licence text of the GPL lies in it"


def test_the_text_of_the_gpl_is_known_with_and_without_its_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, more in (("plain", ""), ("excepted", "GCC RUNTIME LIBRARY EXCEPTION\n")):
        folder = tmp_path / f"{name}-1.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\nLicense: MIT\n")
        (folder / "COPYING").write_text(f"{more}          GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007\n")
        (folder / "RECORD").write_text(f"{folder.name}/METADATA,,\n{folder.name}/COPYING,,\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert (texts("plain"), texts("excepted")) == (["GPL"], ["GPL with GCC's exception"])
    assert line("plain") == "plain: MIT; texts: GPL"


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
