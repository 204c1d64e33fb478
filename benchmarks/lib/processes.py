"""A program watched from outside: what it and its helper processes hold of memory, threads, open files and time."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Load:
    """Resident megabytes of the process and of its helpers together; threads and open files of all; CPU seconds."""

    main: float = 0.0
    helpers: float = 0.0
    threads: int = 0
    files: int = 0
    cpu: float = 0.0


def family(process: int) -> list[int]:
    """The process and everything begun by it, directly or not."""
    found = [process]
    for parent in found:  # grows while it is walked
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):
                found += [int(child) for child in task.read_text().split()]
    return found


def load_of(process: int) -> Load:
    """What the process and its helpers hold right now; helpers that end while being looked at count as nothing."""
    main, helpers, threads, files, cpu = 0.0, 0.0, 0, 0, 0.0
    for member in family(process):
        with suppress(OSError, IndexError):
            place = Path(f"/proc/{member}")
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            held = int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
            main, helpers = (held, helpers) if member == process else (main, helpers + held)
            files += len(list((place / "fd").iterdir()))
            threads += int(fields[17])
            cpu += (int(fields[11]) + int(fields[12])) / TICKS
    return Load(main, helpers, threads, files, cpu)


def megabytes_of(process: int, name: str) -> dict[str, float]:
    """Resident megabytes of the process, by this name, and of each helper, by its module; of several
    that run the same one the second has a 2 behind it. Helpers that end while being looked at are left out."""
    found: dict[str, float] = {}
    for member in family(process):
        with suppress(OSError, IndexError):
            place = Path(f"/proc/{member}")
            words = (place / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            module = words[words.index("-m") + 1].removeprefix("coach.") if "-m" in words else Path(words[0]).name
            own = name if member == process else f"{name}: {module}"
            number = next(each for each in range(1, 100) if (own if each == 1 else f"{own} {each}") not in found)
            held = int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
            found[own if number == 1 else f"{own} {number}"] = held
    return found
