"""The whole loop in real time on a virtual sound card: spoken to, recorded, and judged by the recording."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from coach.script.files.library import Library
from coach.testing.analysis import clipped
from coach.testing.lifter import MISSING, has_voice
from coach.testing.recorder import RATE, Recording
from coach.testing.sound_card import sound_card, what_is_missing
from coach.voices.opening import load_voice
from tests.end_to_end.story import STORY, Record, of_kind, play_on_card
from tests.end_to_end.verdict import TOGETHER, Heard, excused, names, overlaps, placed, session_began
from tests.needed import lacking
from tests.witness import Stall, undisturbed

pytestmark = [pytest.mark.card, pytest.mark.exact]


@dataclass(frozen=True, slots=True)
class Performance:
    """One live session: its transcript, the recording of its loudspeaker, and what the journal kept.

    `began` is the session time of the recording's first sample.
    """

    records: list[Record]
    recording: Recording
    kept: list[str]
    heard: list[Heard]
    began: float


@pytest.fixture(scope="module")
def performance(tmp_path_factory: pytest.TempPathFactory) -> Performance:
    """The story, played; played again if the machine stood still and all that is out of place is so since then."""
    missing = what_is_missing() or (None if has_voice() else MISSING)
    if missing:
        lacking(missing)
    return undisturbed(lambda: _play(tmp_path_factory.mktemp("live")), _excused)


def _play(folder: Path) -> Performance:
    with sound_card() as card, card.record() as recorder:
        records = play_on_card(STORY, card, folder)
        recording = recorder.stop()
        kept = _journal(next(card.folder.rglob("journal.sqlite")))
        clips = next(card.folder.glob("**/phrases"))
        with load_voice("default", clips, Library.open().voices_dirs) as voice:
            began = session_began(records, recording.samples, RATE, voice)
            heard = placed(records, recording.samples, RATE, voice, began)
    return Performance(records, recording, kept, heard, began)


def _excused(played: Performance, stalls: list[Stall]) -> bool:
    session = played.began - played.recording.began
    return excused(played.heard, [(begin + session, end + session) for begin, end in stalls])


def _journal(path: Path) -> list[str]:
    with sqlite3.connect(path) as journal:
        rows = journal.execute("SELECT kind FROM event ORDER BY session, number").fetchall()
    journal.close()
    return [kind for (kind,) in rows]


def test_every_word_of_the_story_is_understood_and_kept(performance: Performance) -> None:
    story = ["next", "start", "repeat", "start", "complaint", "stop", "yes"]
    assert names(performance.records, "intent") == story
    assert [kind for kind in performance.kept if kind in story] == story


def test_the_complaint_takes_its_branch(performance: Performance) -> None:
    branch = of_kind(performance.records, "branch")[0]
    assert (branch["region"], branch["sensation"]) == ("low_back", "tight")


def test_everything_promised_is_in_the_recording(performance: Performance) -> None:
    assert len(performance.heard) > 40
    assert [one for one in performance.heard if one.off is None] == []


def test_the_words_of_a_count_stand_where_the_schedule_put_them(performance: Performance) -> None:
    """To a millisecond within each count; the clocks of card and session may drift by a little between them."""
    counts = [[one for one in performance.heard if one.sound == sound] for sound in range(len(performance.records))]
    offs = [np.array([one.off for one in count if one.off is not None]) for count in counts if len(count) > 5]
    assert len(offs) >= 2  # a drill that is skipped late may have told as many words
    assert max(float(np.ptp(off)) for off in offs) < TOGETHER
    assert max(float(np.abs(off).max()) for off in offs) < 0.050


def test_nothing_is_clipped_and_nothing_said_over_another(performance: Performance) -> None:
    assert clipped(performance.recording.samples) == 0
    assert overlaps(performance.records, slack=0.1) == []
