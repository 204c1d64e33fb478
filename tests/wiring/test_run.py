"""`coach run` as a person meets it, on sound files."""

import fcntl
import json
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.audio.hardware.devices import list_devices
from tests.wiring.workshop import BRIEF, Workshop, of, records, wait_for


def journal_of(workshop: Workshop) -> sqlite3.Connection:
    return sqlite3.connect(workshop.folder / "data" / "coach" / "journal.sqlite")


def test_a_session_on_files_runs_to_its_end_and_its_sound_is_all_there(performed: Workshop) -> None:
    found = records(performed.transcript)
    assert of(found, "end")[0]["outcome"] == "done"
    sound, rate = soundfile.read(performed.sound)
    assert len(sound) / rate > of(found, "say")[-1]["end"] - 0.05
    assert 0.05 < np.abs(sound).max() < 1.0


def test_the_same_session_gives_the_same_bytes(performed: Workshop, tmp_path: Path) -> None:
    other = Workshop(tmp_path)  # in which nothing is rendered yet
    other.session.write_text(performed.session.read_text())
    other.perform("--ear", "keyboard")
    assert other.sound.read_bytes() == performed.sound.read_bytes()
    assert other.transcript.read_text() == performed.transcript.read_text()


def test_every_beat_of_a_count_leaves_on_its_sample(performed: Workshop) -> None:
    found = records(performed.transcript)
    count = next(record for record in of(found, "count") if "down" in record["words"])
    downs = [at for at, word in zip(count["beats"], count["words"], strict=True) if word == "down"]
    gaps = np.diff(np.round(np.array(downs) * 48_000))
    assert set(np.abs(gaps - 3 * 48_000) <= 5) == {True}  # four decimals in the transcript: five samples


def test_a_rests_countdown_lands_on_the_end_of_the_rest(performed: Workshop) -> None:
    found = records(performed.transcript)
    rest = next(record["at"] for record in of(found, "state") if record["state"] == "resting")
    go = of(found, "countdown")[0]["beats"][-1]
    assert abs(go - (rest + 20.0)) < 0.05


def test_nothing_that_is_said_overlaps(performed: Workshop) -> None:
    found = records(performed.transcript)
    spans = sorted((record["begin"], record["end"]) for record in found if record["kind"] in ("say", "count"))
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))


def test_the_whole_log_is_in_the_journal(workshop: Workshop) -> None:
    workshop.perform("--ear", "keyboard", "--voice", "tones")
    with journal_of(workshop) as journal:
        assert journal.execute("SELECT reason FROM session").fetchall() == [("done",)]
        assert journal.execute("SELECT count(*) FROM work_set WHERE role = 'working'").fetchone() == (2,)


def test_the_close_compares_with_the_last_time(workshop: Workshop) -> None:
    workshop.perform("--ear", "keyboard", "--voice", "tones")
    again = workshop.perform("--ear", "keyboard", "--voice", "tones")
    assert "last" in of(again, "say")[-1]["text"].lower()


def test_what_is_wrong_with_the_microphone_is_told_in_the_session(workshop: Workshop) -> None:
    workshop.session.write_text(BRIEF.replace("rest: 10", "rest: 35"))  # it is judged after twenty seconds of silence
    rate, seconds = 16_000, 40
    time = np.arange(seconds * rate) / rate
    hum = 0.05 * np.sin(2 * np.pi * 50 * time) + np.random.default_rng(1).normal(0, 0.001, len(time))
    soundfile.write(workshop.folder / "mic.wav", np.stack([hum, 0 * hum], axis=1), rate)
    devices = ["--mic", f"wav:{workshop.folder / 'mic.wav'}", "--speaker", f"wav:{workshop.folder / 'out.wav'}"]
    told = workshop.folder / "transcript.jsonl"
    words = ["run", str(workshop.session), "--ear", "pocketsphinx", "--voice", "tones", *devices]
    result = workshop.coach(*words, "--transcript", str(told))
    assert "The microphone: the mains hum at 50 Hz" in result.err
    assert "The microphone: 1 of its 2 channels hear nothing" in result.err
    troubles = [record["trouble"] for record in of(records(told), "trouble") if record["part"] == "microphone"]
    assert troubles == ["hum", "channels"]


def test_two_files_at_once_say_which_is_missing(workshop: Workshop) -> None:
    result = workshop.coach("run", str(workshop.session), "--mic", "wav:nowhere.wav", "--speaker", "wav:out.wav")
    assert (result.code, result.err.count("Traceback")) == (2, 0)
    assert "nowhere.wav" in result.err


def test_an_unknown_session_is_one_line_that_names_the_nearest(workshop: Workshop) -> None:
    result = workshop.coach("run", "rdl-dya")
    assert result.code == 2
    assert len(result.err.strip().splitlines()) == 1
    assert "rdl-day" in result.err


def test_an_unknown_ear_is_one_line(workshop: Workshop) -> None:
    result = workshop.coach("run", "--ear", "trumpet")
    assert result.code == 2
    assert "pocketsphinx" in result.err


def test_a_bad_time_is_one_line(workshop: Workshop) -> None:
    result = workshop.coach("run", "--at", "quarter past six")
    assert result.code == 2
    assert len(result.err.strip().splitlines()) == 1


def test_a_transcript_that_cannot_be_written_is_one_line(workshop: Workshop) -> None:
    result = workshop.coach(
        *("run", str(workshop.session), "--ear", "keyboard", "--speaker", f"wav:{workshop.folder / 'o.wav'}"),
        *("--transcript", str(workshop.folder / "no" / "where.jsonl")),
    )
    assert result.code == 2
    assert "make the folder" in result.err


def test_without_a_sound_card_and_a_terminal_there_is_no_session_and_nothing_is_kept(workshop: Workshop) -> None:
    if list_devices():
        pytest.skip("this machine has a sound card")
    result = workshop.coach("run", str(workshop.session))
    assert result.code == 2
    assert "nobody can hear or answer" in result.err
    with journal_of(workshop) as journal:
        assert journal.execute("SELECT count(*) FROM session").fetchone() == (0,)


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("run", "--mic", "foo"), "there is no microphone 'foo'"),
        (("run", "pre-race", "--gun", "9"), "'9' may be in the morning or in the evening; write 9am or 9pm"),
        (("run", "--foo"), "no such option: --foo; see: "),
        (("run", "--seed", "x"), "a whole number is needed; see: "),
        (("run", "--sed", "3"), "did you mean --seed?"),
        (("new", "session", "rdl-day"), "yours would take its place"),
        (("teach", "--forget", "bar is home"), "'coach teach --list' shows what was"),
        (("log", "--session", "99"), "'coach history' lists them"),
        (("plan", "add"), "missing argument 'line'; see: "),
    ],
)
def test_what_is_wrong_is_one_clear_line_and_nothing_is_begun(
    workshop: Workshop, words: tuple[str, ...], advice: str
) -> None:
    result = workshop.coach(*words)
    assert (result.code, result.out) == (2, "")
    assert advice in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert not list(workshop.folder.rglob("*.wav"))


def test_a_gun_that_has_passed_today_is_refused_with_the_way_to_plan_it(workshop: Workshop) -> None:
    passed = datetime.now().astimezone() - timedelta(minutes=30)
    result = workshop.coach("run", "pre-race", "--gun", f"{passed:%H:%M}")
    assert result.code == 2
    assert "coach plan add" in result.err


def started(workshop: Workshop, *words: str) -> "subprocess.Popen[str]":
    """The session on files in a process of its own, to be interrupted."""
    command = [sys.executable, "-m", "coach", "run", str(workshop.session), "--ear", "keyboard", "--voice", "tones"]
    return subprocess.Popen(
        [*command, *words],
        env=workshop.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_interrupted_session_leaves_with_130_and_is_offered_again(workshop: Workshop) -> None:
    assert "offers to carry on" in interrupted(workshop)
    again = records_of_second_run(workshop)
    assert "Carry on?" in of(again, "say")[0]["text"]


def test_an_interrupted_session_that_the_journal_did_not_take_is_offered_when_it_does(workshop: Workshop) -> None:
    blocking = workshop.folder / "data" / "coach" / "journal.sqlite"
    blocking.mkdir()
    err = interrupted(workshop)
    assert "offers to carry on" not in err
    assert "second place" in err
    blocking.rmdir()
    again = records_of_second_run(workshop)
    assert "Carry on?" in " ".join(record["text"] for record in of(again, "say"))


def interrupted(workshop: Workshop) -> str:
    """Run a session of many sets, interrupt it after the first, and return what was shown."""
    path = workshop.folder / "transcript.jsonl"
    long = workshop.session.read_text().replace("sets: 2", "sets: 100")
    workshop.session.write_text(long)
    process = started(workshop, "--speaker", f"wav:{workshop.folder / 'out.wav'}", "--transcript", str(path))
    wait_for(process, path, '"kind": "set"')
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    return str(err)


def records_of_second_run(workshop: Workshop) -> list[dict[str, object]]:
    """Run once more, until it asks whether to carry on."""
    path = workshop.folder / "second.jsonl"
    process = started(workshop, "--speaker", f"wav:{workshop.folder / 'out.wav'}", "--transcript", str(path))
    wait_for(process, path, "Carry on?")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    return records(path)


def test_a_script_with_faults_lists_them_all_with_their_places(workshop: Workshop) -> None:
    workshop.session.write_text("title: Bad\nminutes: soon\nsteps:\n  - {do: romanian-deadlfit, sets: 2, reps: 2}\n")
    result = workshop.coach("run", str(workshop.session))
    assert result.code == 2
    assert f"{workshop.session}:2:" in result.err
    assert "romanian-deadlift" in result.err


def test_rendering_writes_the_sound_and_its_chapters(workshop: Workshop) -> None:
    result = workshop.coach("render", str(workshop.session), "-o", str(workshop.folder / "day.flac"))
    assert result.code == 0, result.err
    assert soundfile.info(workshop.folder / "day.flac").samplerate == 48_000
    sheet = (workshop.folder / "day.cue").read_text()
    assert 'TITLE "Romanian deadlift, set 1 of 2"' in sheet


def test_a_rendering_is_what_a_run_plays(performed: Workshop, tmp_path: Path) -> None:
    played, _ = soundfile.read(performed.sound, dtype="int16")
    performed.coach("render", str(performed.session), "-o", str(tmp_path / "day.wav"))
    rendered, _ = soundfile.read(tmp_path / "day.wav", dtype="int16")
    told = records(performed.transcript)
    closing = next(record for record in of(told, "say") if record["text"] == "All done for today.")
    same = round(closing["end"] * 48_000)
    assert np.array_equal(played[:same], rendered[:same])


def test_a_rehearsal_acts_on_what_is_said(workshop: Workshop) -> None:
    result = workshop.coach("rehearse", str(workshop.session), "--say", "20: my low back feels tight", "--json")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert next(line["name"] for line in lines if line["kind"] == "branch") == "low-back"


def test_a_remark_without_a_time_is_refused_in_one_line(workshop: Workshop) -> None:
    result = workshop.coach("rehearse", str(workshop.session), "--say", "my back feels tight")
    assert result.code == 2
    assert "95: my back feels tight" in result.err


def test_a_remark_that_means_nothing_is_shown_as_such_and_the_rehearsal_goes_on(workshop: Workshop) -> None:
    result = workshop.coach("rehearse", str(workshop.session), "--say", "5: the parcel comes on Tuesday")
    assert result.code == 0
    assert "> the parcel comes on Tuesday  (means nothing to the coach" in result.out


def test_help_names_every_command(workshop: Workshop) -> None:
    result = workshop.coach("--help")
    for command in ("run", "rehearse", "render", "sessions", "voices", "devices", "check", "hear", "doctor", "history"):
        assert f"  {command} " in result.out


def test_no_module_is_heavier_than_its_command_needs(workshop: Workshop, tmp_path: Path) -> None:
    _ = workshop
    script = (
        "import sys; from coach.cli import application; import coach.cli.training.rehearse\n"
        "application(); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert not {"vosk", "pocketsphinx", "pyttsx3", "apscheduler", "matplotlib"} & set(done.stdout.split())


def test_a_second_coach_on_the_same_data_is_refused_in_one_line(workshop: Workshop) -> None:
    with (workshop.folder / "data" / "coach" / "coach.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = workshop.coach("run", str(workshop.session), "--ear", "keyboard", "--speaker", "wav:out.wav")
    assert result.code == 2
    assert "another coach is running" in result.err


def test_every_lifter_has_a_history_of_their_own(workshop: Workshop) -> None:
    workshop.perform("--ear", "keyboard", "--voice", "tones", "--lifter", "sam")
    workshop.perform("--ear", "keyboard", "--voice", "tones", "--lifter", "kim")
    with journal_of(workshop) as journal:
        assert journal.execute("SELECT lifter, count(*) FROM session GROUP BY lifter").fetchall() == [
            ("kim", 1),
            ("sam", 1),
        ]


def test_what_is_no_name_is_refused_in_one_line(workshop: Workshop) -> None:
    result = workshop.coach("run", "--lifter", "no name!")
    assert (result.code, len(result.err.strip().splitlines())) == (2, 1)


def test_a_data_folder_that_cannot_be_written_costs_neither_session_nor_sets(workshop: Workshop) -> None:
    blocked = workshop.folder / "blocked"
    blocked.write_text("a file where a folder should be")
    environment = {**workshop.environment, "XDG_DATA_HOME": str(blocked)}
    words = ("run", str(workshop.session), "--ear", "keyboard", "--voice", "tones")
    result = workshop.coach(*words, "--speaker", f"wav:{workshop.folder / 'o.wav'}", environment=environment)
    assert result.code == 0, result.err
    assert "second place" in result.err
    blocked.unlink()
    kept = json.loads(workshop.coach("history", "--json", environment=environment).out)
    assert [len(session["sets"]) for session in kept] == [3]


def test_the_close_says_nothing_of_the_last_time_when_today_is_not_in_the_journal(workshop: Workshop) -> None:
    workshop.perform("--ear", "keyboard", "--voice", "tones")
    (workshop.folder / "data" / "coach" / "journal.sqlite-wal").unlink(missing_ok=True)
    with journal_of(workshop) as journal:
        journal.execute("BEGIN EXCLUSIVE")
        found = workshop.perform("--ear", "keyboard", "--voice", "tones")
        journal.execute("ROLLBACK")
    assert of(found, "say")[-1]["text"] == "All done for today."


def test_the_transcript_says_what_was_cut_and_why(workshop: Workshop) -> None:
    found = workshop.perform("--ear", "keyboard", "--voice", "tones", typed="next\n")
    cut = of(found, "cut") + of(found, "dropped")
    assert {record["why"] for record in cut} == {"silenced"}
