"""Where the sound of a machine without a loudspeaker is written: a few recordings, the newest."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from coach.config import Config

RECORDINGS = 3
"""So many of the newest recordings are kept; each is some hundred megabytes."""

LONGEST_NAME = 60
"""Letters of a recording's name that tell what was done."""


def recording_place(config: Config, session: str) -> Path | None:
    """Where the sound of a machine without a loudspeaker goes; None where nothing can be written."""
    folder = config.data_folder / "recordings"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return None
    _prune(folder)
    return folder / f"{_as_name(session)}-{time.strftime('%Y%m%d-%H%M%S')}.wav"


def _as_name(session: str) -> str:
    """The session as a file is called: small letters, numbers and dashes, also where it is a workout in one line."""
    name = Path(session).stem if session.endswith(".yaml") else session
    plain = "-".join(re.findall(r"[^\W_]+", name.casefold()))[:LONGEST_NAME].strip("-")
    return plain or "session"


def _prune(folder: Path) -> None:
    """Keep the newest recordings, and make room for one more; what cannot be removed stays."""
    with suppress(OSError):
        found = sorted(folder.glob("*.wav"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in found[RECORDINGS - 1 :]:
            old.unlink()
            old.with_suffix(".jsonl").unlink(missing_ok=True)
