"""Photograph the page in the house for docs/: thirty lifters on a phone, a phone in a set, a TV in the rest after it.

`python -m tools.photograph_page` starts a box without a loudspeaker, its page for this machine only, and a headless
Chromium.
"""

import tempfile
from datetime import datetime
from pathlib import Path

from tests.gather.gym import gym
from tests.link.boxes import box
from tests.link.web.chromium import chromium
from tests.link.web.pages import page

DOCS = Path(__file__).parents[1] / "docs"

DAY = """\
title: Romanian deadlift day
minutes: 10
for: the photographer
equipment: [barbell]
steps:
  - {do: romanian-deadlift, load: 82.5, sets: 3, reps: 5, tempo: 2-1-X-0, rest: 120, get_ready: 4}
"""


def main() -> None:
    """Write docs/page-everybody.png, docs/page-phone.png and docs/page-tv.png."""
    with (
        tempfile.TemporaryDirectory(prefix="coach-page-") as name,
        box(Path(name), content=DAY) as opened,
        page(opened) as served,
        chromium(Path(name)) as browser,
    ):
        phone, tv = browser.tab(), browser.tab()
        phone.size(390, 844, phone=True)
        tv.size(1920, 1080)
        for tab, looks in ((phone, False), (tv, True)):
            tab.open(served.link(looks=looks))
            tab.until("now && now.mode === 'standby'")
        gym(Path(name) / "data" / "coach", datetime.now().astimezone())
        phone.ask("document.getElementById('people').click()")
        phone.until("document.querySelectorAll('#everybody li').length > 20", 120)
        phone.ask("document.getElementById('everybody').scrollIntoView()")
        phone.photograph(DOCS / "page-everybody.png")
        phone.ask("document.getElementById('people').click(); scrollTo(0, 0)")
        with opened.visit() as client:
            client.ask({"start": "small-day"})
        phone.until("now && now.situation === 'get ready' && now.buttons.includes('ready')", 200)
        phone.ask("document.querySelector('[data-press=ready]').click()")
        phone.until("now.situation === 'set' && document.getElementById('reps').textContent === '2 / 5'", 120)
        phone.photograph(DOCS / "page-phone.png")
        tv.until("now.situation === 'rest' && /^1:4/.test(document.getElementById('timer').textContent)", 180)
        tv.photograph(DOCS / "page-tv.png")


if __name__ == "__main__":
    main()
