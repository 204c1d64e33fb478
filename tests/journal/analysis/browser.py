"""A headless Chromium for the tests of the report: a page opened, what it became, and how it looks."""

import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """The browser's program, where there is one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def open_page(program: str, page: Path, *wishes: str) -> subprocess.CompletedProcess[str]:
    """Open the page with no network there is, in a profile of its own beside it."""
    return subprocess.run(
        [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
            *("--disable-dev-shm-usage", "--proxy-server=127.0.0.1:9", f"--user-data-dir={page.parent / 'profile'}"),
            *(*wishes, page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
