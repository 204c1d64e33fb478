"""The whole loop on sound files: a lifter's words on the microphone track, the loudspeaker's file measured."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.ports import Voice
from coach.script.files.library import Library
from coach.testing.analysis import Samples, clipped
from coach.testing.lifter import MISSING, has_voice
from coach.voices.opening import load_voice
from tests.end_to_end.story import FILES_VOICE, Record, of_kind, play_on_files
from tests.end_to_end.verdict import names, overlaps, placed
from tests.needed import lacking


@dataclass(frozen=True, slots=True)
class Performance:
    """One performed session: its transcript, and what left the loudspeaker."""

    folder: Path
    records: list[Record]
    samples: Samples
    rate: int


@pytest.fixture(scope="module")
def performance(tmp_path_factory: pytest.TempPathFactory) -> Performance:
    if not has_voice():
        lacking(MISSING)
    folder = tmp_path_factory.mktemp("story")
    records, sound = play_on_files(folder)
    samples, rate = soundfile.read(sound, dtype="float32")
    return Performance(folder, records, samples, rate)


@pytest.fixture(scope="module")
def voice(performance: Performance) -> Iterator[Voice]:
    with load_voice(
        FILES_VOICE, next(performance.folder.glob("story-data/**/phrases")), Library.open().voices_dirs
    ) as speaking:
        yield speaking


def test_every_word_of_the_story_is_understood_in_its_order(performance: Performance) -> None:
    assert names(performance.records, "intent") == ["next", "repeat", "complaint", "stop", "yes"]


def test_next_skips_the_drill(performance: Performance) -> None:
    done = of_kind(performance.records, "set")
    assert done[0]["exercise"] == "romanian-deadlift" or done[0]["cut_short"]


def test_repeat_says_the_last_line_again(performance: Performance) -> None:
    asked = next(record["at"] for record in performance.records if record.get("name") == "repeat")
    said = of_kind(performance.records, "say")
    before = [record["text"] for record in said if record["begin"] < asked]
    after = [record["text"] for record in said if record["begin"] >= asked]
    assert after[0] in before


def test_a_complaint_stops_the_count_and_takes_its_branch(performance: Performance) -> None:
    complaint = of_kind(performance.records, "intent")[2]
    assert complaint["slots"] == {"region": "low_back", "sensation": "tight"}
    branch = of_kind(performance.records, "branch")[0]
    assert (branch["region"], branch["sensation"]) == ("low_back", "tight")
    assert branch["at"] - complaint["at"] < 0.1
    answer = next(said["begin"] for said in of_kind(performance.records, "say") if said["begin"] > complaint["at"])
    assert answer - complaint["at"] < 0.04
    # The fade takes 5 ms, and the answer begins 10 ms after the cut.
    silence = [round((answer - moment) * performance.rate) for moment in (0.0045, 0.0005)]
    assert np.abs(performance.samples[slice(*silence)]).max() < 0.01


def test_what_was_promised_is_in_the_sound_to_the_millisecond(performance: Performance, voice: Voice) -> None:
    found = placed(performance.records, performance.samples, performance.rate, voice, began=0.0)
    assert len(found) > 40
    assert [heard for heard in found if heard.off is None or abs(heard.off) > 0.001] == []


def test_nothing_is_clipped_and_nothing_said_over_another(performance: Performance) -> None:
    assert clipped(performance.samples) == 0
    assert overlaps(performance.records) == []


def test_the_journal_has_what_was_understood(performance: Performance) -> None:
    with sqlite3.connect(next(performance.folder.glob("story-data/**/journal.sqlite"))) as journal:
        rows = journal.execute("SELECT kind FROM event WHERE session = (SELECT max(id) FROM session) ORDER BY number")
        kinds = [kind for (kind,) in rows]
    journal.close()
    understood = names(performance.records, "intent")
    assert [kind for kind in kinds if kind in understood] == understood


@pytest.mark.long
def test_the_same_files_in_give_the_same_bytes_out(performance: Performance) -> None:
    records, sound = play_on_files(performance.folder, "again")
    assert records == performance.records
    assert sound.read_bytes() == (performance.folder / "story.wav").read_bytes()
