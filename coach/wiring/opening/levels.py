"""Whether loudspeaker or microphone are muted or turned down, told behind the first words: asking takes a moment."""

import threading

from coach.config import Config
from coach.wiring.request import Tell


class Levels:
    """Tells of muted devices, once, from a thread of its own."""

    def __init__(self, config: Config, tell: Tell) -> None:
        self._config, self._tell = config, tell
        self._begun = False

    def look_behind(self) -> None:
        """At every turn: the first time it begins to look, and whoever is talking goes on."""
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._look, name="levels", daemon=True).start()

    def _look(self) -> None:
        from coach.doctor.sound import check_levels

        for muted in check_levels(self._config):
            self._tell(f"The {muted.about} is {muted.found}: {muted.means}. To mend it: {muted.mend}")
