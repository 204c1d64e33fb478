"""One thing the check-up looked at, and the report of all of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from coach.reading.writing import put


class State(StrEnum):
    """How a finding bears on training."""

    GOOD = "good"
    WORTH_KNOWING = "worth knowing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was `found`, what it `means`, and the command that would `mend` it, if any."""

    about: str
    state: State
    found: str
    means: str
    mend: str = ""


def write_report(findings: Iterable[Finding], path: Path) -> None:
    """Write the findings as plain text to be sent to somebody, the user's name and home folder taken out.

    Raises UnreadableError when the file cannot be written.
    """
    lines = [
        f"{finding.state.value}: {finding.about}: {finding.found}; {finding.means}"
        + (f"; to mend it: {finding.mend}" if finding.mend else "")
        for finding in findings
    ]
    put(path, without_names("\n".join(lines), Path.home()) + "\n")


def without_names(text: str, home: Path) -> str:
    """The text with the home folder as ~ and, wherever else it stands as a word, the user's name as USER."""
    shortened = text.replace(str(home), "~")
    return re.sub(rf"\b{re.escape(home.name)}\b", "USER", shortened) if home.name else shortened
