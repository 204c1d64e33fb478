"""Every shipped session in its four stories, against the transcripts that were read and approved."""

from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

import pytest

from coach.core.commands import Count, Tone
from coach.core.session.rehearsal import Rehearsed
from coach.core.state import Finished
from coach.script.compiler.compile import compile_session
from coach.script.shapes.speakable import speaking_seconds
from tests.content.stories import SESSIONS, stories, told, transcript
from tests.shipped import LIBRARY

GOLDEN = Path(__file__).with_name("golden")


def rehearsed(session: str, story: str) -> list[Rehearsed]:
    minutes = LIBRARY.session(session).minutes.normal
    return told(compile_session(session, LIBRARY), stories()[story], minutes * 60)


@pytest.mark.parametrize(("session", "story"), [(name, each) for each in stories() for name in stories()[each].only])
def test_the_session_goes_as_it_was_approved(session: str, story: str, request: pytest.FixtureRequest) -> None:
    seen = rehearsed(session, story)
    assert isinstance(seen[-1].state.phase, Finished)
    heard = transcript(seen)
    path = GOLDEN / f"{session}.{story}.txt"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(heard, encoding="utf-8")
    approved = path.read_text(encoding="utf-8") if path.is_file() else ""
    changed = "\n".join(unified_diff(approved.splitlines(), heard.splitlines(), "approved", "heard", lineterm="", n=1))
    assert heard == approved, f"read the change; if it is right, run pytest with --update-golden\n{changed}"


def test_there_is_no_transcript_of_a_session_that_is_gone() -> None:
    assert {path.name.split(".")[0] for path in GOLDEN.glob("*.txt")} == set(SESSIONS)


@pytest.mark.parametrize("session", SESSIONS)
def test_no_word_of_a_count_runs_into_the_next_one(session: str) -> None:
    for turn in rehearsed(session, "plain"):
        for count in (command for command in turn.commands if isinstance(command, Count)):
            spoken = [beat for beat in count.beats if isinstance(beat.sound, str) and not isinstance(beat.sound, Tone)]
            for beat, following in pairwise(spoken):
                assert beat.offset + speaking_seconds(str(beat.sound)) <= following.offset + 0.05, (beat, following)
