"""A small library in a temporary folder: what a test does not write is left as it is here."""

from pathlib import Path
from textwrap import dedent

from coach.script.files.library import Library

MOVEMENT = """\
    title: Bar hinge
    kind: movement
    why: It is the hinge.
    implement: barbell
    tempo: 3-1-X-1
    start: eccentric
    setup: [Stand tall.]
    brace: [Breathe in low.]
    cues:
      - {say: [Hips back., Reach back.], why: Hips lead.}
    faults:
      - {name: rounding, say: Long back., why: The back is quiet.}
    between_sets: [Walk a little.]
    safe_end: Rack the bar.
    """
DRILL = """\
    title: Wall hinge
    kind: drill
    why: It teaches the hinge.
    setup: [Stand by a wall.]
    cues:
      - {say: Hips back., why: Hips lead.}
    safe_end: Stand up.
    """
SESSION = """\
    title: Day
    minutes: 5
    for: everybody
    equipment: []
    steps:
      - {do: wall-hinge, reps: 5}
    """
FILES = {
    "scripts/movements/bar-hinge.yaml": MOVEMENT,
    "scripts/drills/wall-hinge.yaml": DRILL,
    "scripts/ladders.yaml": "ladders: [{name: hinge, rungs: [bar-hinge, wall-hinge]}]\n",
    "scripts/lines.yaml": "lines:\n  hello: {say: Hello there.}\n",
    "scripts/branches.yaml": """\
    branches:
      - {name: red, sensations: [sharp, shooting, numb, tingling, electric, pop, dizzy, faint, breathless, chest_pain,
         bladder, vision, speech, headache, gave_way, tear, bulge, sick, bleeding, bruise, accident, emergency, weak],
         red_flag: true, at_once: Put it down., then: [end_session: red-flag]}
      - {name: places, regions: [chest, head, belly], red_flag: true, at_once: Put it down., then: [end_loading]}
      - {name: rest, at_once: Rest., then: [lighten: 10]}
    """,
    "sessions/day.yaml": SESSION,
}


def write(root: Path, **files: str) -> Path:
    """Write files under `root`; in their names a dunder stands for a slash, and .yaml is added."""
    for name, text in files.items():
        put(root, name.replace("__", "/").replace("_", "-") + ".yaml", text)
    return root


def put(root: Path, name: str, text: str) -> Path:
    """Write one file of this relative path, its text dedented."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def small_library(root: Path, **changes: str) -> Library:
    """The small library with some sessions written or replaced: `day="..."`."""
    for name, text in FILES.items():
        put(root, name, text)
    for name, text in changes.items():
        put(root, f"sessions/{name.replace('_', '-')}.yaml", text)
    return Library((root,))


def session(*steps: str, **more: str) -> str:
    """A session of these steps, each a line of YAML without its dash."""
    head = ["title: Day", "minutes: 5", "for: everybody", "equipment: []"]
    return "\n".join(
        [*head, *(f"{key}: {value}" for key, value in more.items()), "steps:", *(f"  - {step}" for step in steps), ""]
    )
