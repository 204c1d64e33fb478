"""Who may be named: everybody who has trained here."""

from pathlib import Path

from coach.clocks import SESSION_START
from coach.config import Config
from coach.core.events import Began
from coach.journal.store import Journal
from coach.wiring.vocabulary import naming_lifters
from tests.ears.conftest import ENGLISH
from tests.journal.book import workout


def test_whoever_has_trained_here_is_known_by_name(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal.sqlite") as journal:
        with journal.begin(workout(), lifter="Gudrun") as book:
            book.happened(Began(SESSION_START))
        phrases = naming_lifters(ENGLISH, journal, Config(lifter="Tamsin"))
    for name in ("Gudrun", "Tamsin"):
        understood = phrases.match(f"it's {name}", frozenset({"who"}))
        assert understood is not None, name
        assert understood.slots == {"name": name}
    assert ENGLISH.match("it's gudrun") is None
