"""What visitors of the door look up, and a program that one begins: in a process of its own that may take its time."""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

WITHIN = 90.0
"""Seconds the history may take to be read, on a small machine with a long one."""

READERS: Mapping[str, str] = {"everybody": "coach.gather.everybody"}
"""Whose module reads it, where that is not `coach.link.records`."""


class LookingUp:
    """One thing at a time, with these settings of the box's."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._one = asyncio.Lock()

    async def __call__(self, what: str, lifter: str | None, **more: str | None) -> dict[str, Any]:
        """What an answer says of it: the thing under its own name, or why there is none."""
        if self._one.locked():
            return {"done": False, "why": "busy"}
        async with self._one:
            asked = {"settings": self._settings, "what": what, "lifter": lifter, **more}
            found = await _answered(READERS.get(what, "coach.link.records"), asked)
        if found is None:
            return {"done": False, "why": "failed"}
        if isinstance(found, dict):
            return {"done": False, "why": found["why"]}
        return {"done": True, what: found}


async def _answered(module: str, asked: Mapping[str, Any]) -> Any:
    """What this module answers; None where it fails."""
    process = await asyncio.create_subprocess_exec(
        *("nice", "-n", "15", sys.executable, "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(json.dumps(asked).encode()), WITHIN)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return json.loads(out) if process.returncode == 0 else None
