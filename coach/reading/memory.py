"""How much memory a program could still take."""

import resource
from contextlib import suppress
from pathlib import Path


def free_memory(told: Path = Path("/proc/meminfo")) -> int | None:
    """Bytes a program could still take, None where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        for line in told.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return None


def addresses_limited() -> bool:
    """Whether this process may have only so many addresses: then every thread, which takes many of them, counts."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    return allowed != resource.RLIM_INFINITY
