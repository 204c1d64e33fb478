"""Files that stand where a command is to write: its own of another day are replaced, anybody else's are not."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from coach.audio.worlds.files import FileLoudspeaker
from coach.cli import application
from coach.clocks import SESSION_START
from coach.displays.transcript import JsonTranscript
from coach.errors import CoachError
from coach.planning.ics import PRODUCT
from coach.reading.files import UnreadableError
from tests.cli.records.test_records import home, trained, typed

__all__ = ["home", "trained"]

NOTES = "my own notes\n"
FOREIGN = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//Calendar//EN\r\nEND:VCALENDAR\r\n"
OWN_PAGE = '<!doctype html>\n<html lang="en"><head><title>Holidays</title></head></html>\n'


@pytest.mark.parametrize("text", [NOTES, OWN_PAGE])
@pytest.mark.parametrize("words", [("history", "--html"), ("history", "--all-boxes", "--html")])
def test_no_page_of_somebody_is_written_over_by_a_report(trained: Path, words: tuple[str, ...], text: str) -> None:
    place = trained / "page.html"
    place.write_text(text)
    with pytest.raises(UnreadableError, match="is there already and is no report of the coach; choose another name"):
        typed(trained, *words, str(place))
    assert place.read_text() == text


def test_a_report_is_written_again_over_that_of_yesterday(trained: Path) -> None:
    for words in (("history", "--html"), ("history", "--all-boxes", "--html"), ("history", "--html")):
        assert "The report is in" in typed(trained, *words, str(trained / "report.html"))


def test_no_picture_is_drawn_over_somebodys_notes(trained: Path) -> None:
    place = trained / "charts.svg"
    place.write_text(NOTES)
    with pytest.raises(UnreadableError, match="is no picture"):
        typed(trained, "history", "--lifter", "Sam", "--chart", str(place))
    assert place.read_text() == NOTES


@pytest.mark.parametrize("name", ["day.wav", "day.cue"])
def test_a_session_as_sound_is_written_over_no_other_file(home: Path, name: str) -> None:
    (home / name).write_text(NOTES)
    with pytest.raises(UnreadableError, match=r"is there already and is no (sound file|cue sheet)"):
        typed(home, "render", "1x2 rdl 20", "-o", str(home / "day.wav"), "--voice", "tones")
    assert (home / name).read_text() == NOTES


def test_what_a_loudspeaker_and_a_transcript_write_replaces_their_own_and_nothing_else(tmp_path: Path) -> None:
    sound, told, notes = tmp_path / "out.wav", tmp_path / "told.jsonl", tmp_path / "notes.wav"
    notes.write_text(NOTES)
    for _ in range(2):
        FileLoudspeaker(sound, 8000).close()
        with JsonTranscript(told) as transcript:
            transcript.write(SESSION_START, "say", {})
    with pytest.raises(UnreadableError, match="is no sound file"):
        FileLoudspeaker(notes, 8000)
    with pytest.raises(UnreadableError, match="is no transcript"):
        JsonTranscript(notes)
    assert notes.read_text() == NOTES


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_a_sound_of_the_coach_replaces_its_own_and_no_song_of_somebody(tmp_path: Path, ending: str) -> None:
    own, song = tmp_path / f"out.{ending}", tmp_path / f"song.{ending}"
    for _ in range(2):
        loudspeaker = FileLoudspeaker(own, 48_000)
        loudspeaker.write(np.zeros(480, dtype=np.float32))
        loudspeaker.close()
    soundfile.write(song, np.zeros(480), 48_000)
    before = song.read_bytes()
    with pytest.raises(UnreadableError, match="is there already and is no sound file of the coach"):
        FileLoudspeaker(song, 48_000)
    assert song.read_bytes() == before


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg"])
def test_what_a_power_cut_left_before_the_first_sound_is_written_over(tmp_path: Path, ending: str) -> None:
    place = tmp_path / f"out.{ending}"
    cut = FileLoudspeaker(place, 48_000)
    left = place.read_bytes()
    cut.close()
    place.write_bytes(left)
    again = FileLoudspeaker(place, 48_000)
    again.write(np.zeros(480, dtype=np.float32))
    again.close()
    assert soundfile.info(place).frames == 480


def test_a_text_as_short_as_the_head_of_a_sound_is_not_written_over(tmp_path: Path) -> None:
    place = tmp_path / "out.wav"
    place.write_text(NOTES)
    with pytest.raises(UnreadableError, match="is no sound file of the coach"):
        FileLoudspeaker(place, 48_000)
    assert place.read_text() == NOTES


@pytest.mark.parametrize("text", [NOTES, FOREIGN])
def test_no_calendar_of_another_program_is_written_over_by_the_plan(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    place = tmp_path / "x.ics"
    place.write_bytes(text.encode())
    plan = tmp_path / "calendar.yaml"
    with pytest.raises(UnreadableError, match="is no plan of the coach"):
        planned("plan", "--file", str(plan), "--ics", str(place))
    assert place.read_bytes() == text.encode()


def test_the_plan_is_written_again_over_that_of_yesterday(tmp_path: Path) -> None:
    plan, place = tmp_path / "calendar.yaml", tmp_path / "x.ics"
    for _ in range(2):
        assert "Wrote" in planned("plan", "--file", str(plan), "--ics", str(place))
    assert PRODUCT in place.read_text()


def planned(*words: str) -> str:
    """What `coach plan` prints, which takes no --config; its errors are raised."""
    result = CliRunner().invoke(application(), words)
    if isinstance(result.exception, CoachError):
        raise result.exception
    return result.output
