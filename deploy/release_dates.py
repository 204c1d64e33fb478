"""When each locked version was released: `python deploy/release_dates.py UV`, which writes deploy/release-dates.txt.

uv resolves the very list once more, without installing anything, and tells when each file came to the index. Ran by
`make lock`; `make audit` shows the dates where nothing else can be asked.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
LISTED, DATES = HERE / "requirements-run.lock", HERE / "release-dates.txt"


def pinned() -> list[str]:
    """Every requirement of the list, without its hashes."""
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    return [line.rstrip("\\ ") for line in lines if re.match(r"[a-z0-9][^ ]*==", line)]


def resolved(uv: str) -> dict[str, object]:
    """The same as uv's own lock, which knows the dates."""
    with tempfile.TemporaryDirectory(prefix="coach-dates-") as folder:
        wanted = ", ".join('"' + each.replace('"', "'") + '"' for each in pinned())
        project = f'[project]\nname = "dates"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = [{wanted}]\n'
        (Path(folder) / "pyproject.toml").write_text(project, encoding="utf-8")
        subprocess.run([str(Path(uv).absolute()), "lock", "--quiet", "--no-python-downloads"], cwd=folder, check=True)
        return tomllib.loads((Path(folder) / "uv.lock").read_text(encoding="utf-8"))


def dates(lock: dict[str, object]) -> list[str]:
    """Name, version and the day its first file came, a line each."""
    lines = []
    packages = lock["package"]
    assert isinstance(packages, list)
    for each in packages:
        files = [*each.get("wheels", []), *([each["sdist"]] if "sdist" in each else [])]
        days = sorted(str(file["upload-time"])[:10] for file in files if "upload-time" in file)
        if each["name"] != "dates":
            lines.append(f"{each['name']}=={each['version']} {days[0] if days else 'unknown'}")
    return lines


if __name__ == "__main__":
    found = dates(resolved(sys.argv[1]))
    DATES.write_text("\n".join(found) + "\n", encoding="utf-8")
    sys.stdout.write(f"lock: {DATES.name}, {len(found)} versions\n")
