"""How an optional part is added to the install at hand: pipx, uv, a virtual environment or a clone."""

import sys
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path


def install(extra: str) -> str:
    """The command that adds an extra to this very install."""
    return added(requirements(extra))


def added(needed: list[str]) -> str:
    """The command that adds these packages to this very install."""
    packages = " ".join(f"'{each}'" for each in needed)
    if Path(sys.prefix, "pipx_metadata.json").exists():
        return f"pipx inject coach {packages}"
    if Path(sys.prefix, "uv-receipt.toml").exists() or find_spec("pip") is None:
        return f"uv pip install --python {Path(sys.executable)} {packages}"
    return f"{Path(sys.executable)} -m pip install {packages}"


def requirements(extra: str) -> list[str]:
    """What the extra asks for, as pip takes it."""
    try:
        asked = distribution("coach").requires or []
    except PackageNotFoundError:
        return []
    marked = (each.partition(";") for each in asked)
    return [name.strip() for name, _, marker in marked if f"extra == '{extra}'" in marker.replace('"', "'")]
