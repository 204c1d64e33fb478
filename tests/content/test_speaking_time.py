"""Lines of the scripts in the default voice: each is said in one breath, and the check's estimate is honest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.script.shapes.speakable import MAX_SECONDS, TOLERANCE, speaking_seconds
from coach.voices.opening import load_voice
from coach.voices.voice import SpokenVoice
from tests.shipped import LIBRARY


@pytest.fixture(scope="module", params=[9, pytest.param(1, marks=pytest.mark.long)], ids=["every ninth", "every one"])
def spoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The seconds that the default voice needs for the lines of the scripts, or for one in so many."""
    cache: Path = tmp_path_factory.mktemp("phrases")
    voice = load_voice("default", cache)
    assert isinstance(voice, SpokenVoice)
    with voice:
        return {text: voice.render(text).seconds for text in sorted(set(lines()))[:: request.param]}


def lines() -> Iterator[str]:
    for script in LIBRARY.scripts().values():
        for line in (*script.setup, *script.brace, *script.cues, *script.faults, *script.between_sets, script.safe_end):
            yield from (*line.say, *((line.why,) if line.why else ()))


def test_every_line_is_said_in_one_breath(spoken: dict[str, float]) -> None:
    assert {text: seconds for text, seconds in spoken.items() if seconds > MAX_SECONDS + TOLERANCE} == {}


def test_the_estimate_of_the_check_is_near_the_voice(spoken: dict[str, float]) -> None:
    errors = {text: abs(seconds - speaking_seconds(text)) for text, seconds in spoken.items()}
    assert max(errors.values()) < 1.0
    assert sum(error < 0.25 for error in errors.values()) / len(errors) > 0.65
