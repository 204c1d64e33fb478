"""Draw the situations of a session into docs/states.md: what time and the loudspeaker bring on, and what words do."""

from collections.abc import Callable, Sequence

from tools.marked import ROOT, draw
from tools.transitions import Way, by_pair, ways

DOCUMENT = ROOT / "docs" / "states.md"

BY_ITSELF = {"Began": "begun", "CueFinished": "said", "CueStarted": "heard to begin", "Woke": "time"}
"""The events of a session nobody interrupts, as they are written at an arrow."""

Drawing = Callable[[Sequence[Way]], str]


def diagram(found: Sequence[Way]) -> str:
    """The way of a session that nobody interrupts, as a mermaid drawing."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> Unstarted"]
    for (before, after), causes in by_pair([way for way in found if way.by in BY_ITSELF]).items():
        lines.append(f"    {before} --> {after}: {', '.join(BY_ITSELF[cause] for cause in causes)}")
    return "\n".join([*lines, "    Finished --> [*]", "```"])


def table(found: Sequence[Way]) -> str:
    """Every way from one situation to another, a row for each pair."""
    rows = ["| from | to | by |", "|---|---|---|"]
    rows += [
        f"| {before} | {after} | {', '.join(f'`{cause}`' for cause in causes)} |"
        for (before, after), causes in by_pair(found).items()
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    told = ways()
    draw(DOCUMENT, "undisturbed", diagram(told))
    draw(DOCUMENT, "ways", table(told))
