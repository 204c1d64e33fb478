"""List the licences of all that the default installation brings along, in deploy/licences.txt: what each package tells
of itself, and what copyleft licence texts lie in it."""

import re
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

LIST = Path(__file__).parents[1] / "deploy" / "licences.txt"
HEAD = "# What set-up installs to train is licensed under; made by: make licences\n"

TEXTS = {
    "GPL": r"^\s*GNU (?:AFFERO )?GENERAL PUBLIC LICENSE\s*$|under the terms of the GNU (?:Affero )?General Public",
    "LGPL": r"^\s*GNU (?:LESSER|LIBRARY) GENERAL PUBLIC LICENSE\s*$",
    "MPL": r"^\s*Mozilla Public License(?:,)? Version 2\.0\s*$",
}
"""Copyleft licences, by how their own text begins."""

EXCEPTION = r"GCC RUNTIME LIBRARY EXCEPTION"
"""Beside the text of the GPL: what is compiled with GCC's libraries may be under any licence."""


def told(package: str) -> str:
    """The licence as the package's metadata has it; raises PackageNotFoundError."""
    found = metadata.metadata(package)
    expressions = found.get_all("License-Expression") or []
    classified = [
        line.rpartition(" :: ")[2] for line in found.get_all("Classifier") or () if line.startswith("License")
    ]
    written = [text.split("\n")[0][:60] for text in found.get_all("License") or () if text != "UNKNOWN"]
    return next((each[0] for each in (expressions, classified, written) if each), "tells none")


def texts(package: str) -> list[str]:
    """The copyleft licences whose text lies in the package."""
    files = [path for path in metadata.files(package) or () if re.search("LICEN|COPYING|NOTICE", path.name.upper())]
    found = set()
    for path in files:
        text = Path(str(path.locate())).read_text(encoding="utf-8", errors="replace")
        for name, begins in TEXTS.items():
            if re.search(begins, text, re.MULTILINE | re.IGNORECASE):
                found.add(f"{name} with GCC's exception" if name == "GPL" and re.search(EXCEPTION, text) else name)
    return sorted(found)


def line(package: str) -> str:
    """One package's line."""
    lying = ", ".join(texts(package))
    return f"{package}: {told(package)}{f'; texts: {lying}' if lying else ''}"


def main(packages: Sequence[str]) -> None:
    """Write the list of these packages."""
    LIST.write_text(HEAD + "".join(f"{line(package)}\n" for package in sorted(packages)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
