"""Everything the coach reads that somebody else wrote, for the fuzzer: sound examples of each kind, and its reader."""

import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from benchmarks.torture.fuzz.kind import Kind
from benchmarks.torture.fuzz.own_files import own_files
from coach.audio.capture.microphone import FileMicrophone
from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.cli import main
from coach.cli.authoring.check import checker
from coach.cli.machine.hear import read_sound
from coach.clocks import SESSION_START, SessionTime
from coach.config import load_config
from coach.core.events import Began, Heard
from coach.core.session.machine import begin
from coach.displays.screen import NoScreen
from coach.displays.transcript import NoTranscript
from coach.ears.model_files.store import PARTS, Model, fetch
from coach.ears.room.calibration import Calibration, keep_calibration, load_calibration
from coach.errors import ContentError, InputError
from coach.journal import history
from coach.journal.csv.cells import Reading
from coach.journal.csv.importing import Refused, rows_in
from coach.journal.csv.rows import sessions_of
from coach.journal.exchange import transfer
from coach.journal.rescue import Rescue
from coach.journal.store import Journal
from coach.performance import Equipment, run_session
from coach.phrases.intents import Phrases
from coach.phrases.own_wordings import read_own_phrases
from coach.phrases.phones import read_sounds
from coach.planning.appointments import parse
from coach.planning.calendar import load_plan
from coach.planning.following import read_following
from coach.script.compiler.compile import compile_session
from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from coach.voices.voice import ToneVoice

PLANS = (
    "mon,thu 18:30 rdl-day",
    "mon,thu 18:30 deadlift-day except 2026-12-24,2026-12-31",
    "2026-12-05 10:00 first-hinge",
    "2026-12-05 09:00 race first-hinge 35 minutes before",
)
CALENDAR = "zone: Europe/Zurich\nreminder: 10\nplan:\n" + "".join(f"  - {plan}\n" for plan in PLANS)
CONFIG = "ear: vosk\nvoice: deep\nvosk_model: models/small\nverbosity: quiet\nunit: lb\nwake: true\nlifter: me\n"
REMARKS = (
    "my back feels tight",
    "give me thirty more seconds",
    "next",
    "one hundred and two point five kilos",
    "R P E eight",
)
OWN_PHRASES = "done:\n- call it a set\n- that is my lot\npause:\n- one tick\n"
SOUNDS = "done:\n- - K AO L IH T\n  - K AA L IH T\npause:\n- - W AH N T IH K\n"
TABLES = {
    "strong": "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Weight Unit,Reps,RPE,Distance,Distance Unit,"
    "Seconds,Notes,Workout Notes\n"
    "2026-01-05 18:30:00,Evening,45m,Deadlift,1,100,kg,5,8,0,m,0,fine,\n"
    "2026-01-05 18:30:00,Evening,45m,Deadlift,2,102.5,kg,5,8.5,0,m,0,,\n",
    "strong 6": "Workout #,Date,Workout Name,Duration (sec),Exercise Name,Set Order,Weight (kg),Reps,RPE,"
    "Distance (meters),Seconds,Notes,Workout Notes\n"
    "1,2026-01-05 18:30:00,Evening,2700,Deadlift,1,100,5,8,,,,\n"
    "1,2026-01-05 18:30:00,Evening,2700,Deadlift,Rest Timer,,,,,120,,\n"
    "1,2026-01-05 18:30:00,Evening,2700,Deadlift,Note,,,,,,straps,\n",
    "assisted, French": '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
    '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
    '"Soir","5 janv. 2026, 18:32","5 janv. 2026, 19:37","","Pull Up (Assisted)",,"",0,"normal",-20,8,,,\n'
    '"Soir","5 févr. 2026, 18:32","5 févr. 2026, 19:37","","Deadlift (Barbell)",,"",1,"normal",80,8,,,7.5\n',
}
WORKOUTS = (
    "5x5 deadlift 80, rest 3:00",
    "3x8 rdl 60; 2x10 good morning 30 kg @8",
    "deadlift 3x3 @ 82.5kg rest 90s, 1x20 kettlebell swing 24",
    "4x6-8 romanian deadlift 135 lb rpe 8; hip flexor stretch 30s each side",
    "5x5@100, 3x3@110, 1x1@120 deadlift",
    "emom 10: 3 deadlift 80; every 90s x 6: 2 deadlift 90; 1x20 kettlebell swing 24",
    "3x8 good morning 30 + 3x8 rdl 40, rest 2:00; A1: 3x5 rdl A2: 3x10/side good morning",
    "warm-up: first-hinge; 3xamrap deadlift 80% of 120 2 rir; 3x5+ rdl tempo 31x1, rest 2-3 min",
    "5,5,5 deadlift 135#; 80 kg x 5 x 3 deadlift; 2x30s psoas release left; 4x6-8 rdl @8",
)
SENTENCES = (
    "my lower back feels a bit tight on the left",
    "no, i said fifteen, not fifty",
    "it doesn't hurt any more",
    "could you give me another minute and a half please",
    "my mate says his knee popped yesterday, i'm fine",
    "make it one oh five kilos, no, a hundred and two point five",
)
FOLLOWING = """{"program": "hinge-base", "since": "2026-01-05", "monday": "2026-01-05", "week": 1,
"loads": [{"deadlift": 60.0}], "extra": 0, "race": null, "done": ["1-mon"], "last": "2026-01-07", "ended": false}"""
SAMPLES = Path(__file__).parents[3] / "tests" / "journal" / "samples"
CONTENT = (
    ("movement", "scripts/movements/*.yaml"),
    ("drill", "scripts/drills/*.yaml"),
    ("session", "sessions/*.yaml"),
    ("lines", "scripts/lines.yaml"),
    ("branches", "scripts/branches.yaml"),
    ("ladders", "scripts/ladders.yaml"),
    ("progress", "scripts/progress.yaml"),
    ("phrases", "scripts/phrases/*.yaml"),
    ("voice", "voices/*.yaml"),
    ("program", "programs/*.yaml"),
)
FOLDERS = {"movement": "movements", "drill": "drills", "session": "sessions", "phrases": "phrases", "voice": "voices",
           "program": "programs"}  # fmt: skip
MODEL = "vosk-model-tiny-xx"


def kinds(folder: Path) -> Iterator[Kind]:
    """Every kind there is; `folder` is where the examples that must be made are made."""
    library = Library.open()
    phrases = Phrases.load(library.phrases_path())
    yield from content(library)
    yield Kind("calendar", (CALENDAR.encode(),), "calendar.yaml", load_plan, shares=48)
    yield Kind("config", (CONFIG.encode(),), "coach.yaml", load_config, shares=24)
    yield Kind("plan line", _encoded(PLANS), "line.txt", lambda path: parse(_text(path)), shares=120)
    yield Kind("remark", _encoded(REMARKS), "remark.txt", lambda path: phrases.match(_text(path)), shares=16)
    yield Kind(
        "own phrases", (OWN_PHRASES.encode(),), "own.yaml", lambda path: read_own_phrases(path, phrases), shares=32
    )
    yield Kind("workout line", _encoded(WORKOUTS), "line.txt", lambda path: _workout(library, _text(path)), shares=48)
    reader = open_reader(library, "en", phrases)
    yield Kind("free words", _encoded(SENTENCES), "said.txt", lambda path: reader.read(_text(path)), shares=48)
    yield Kind("followed program", (FOLLOWING.encode(),), "me.json", read_following, shares=24)
    yield Kind("own sounds", (SOUNDS.encode(),), "sounds.yaml", lambda path: read_sounds(path, phrases), shares=24)
    yield Kind("calibration", (_calibration(folder),), "calibration.json", _read_calibration, shares=48)
    yield from kept(folder, library)
    yield from own_files(library)
    yield Kind("model zip", tuple(_archives()), f"{MODEL}.zip.part", _read_archive, text=False, shares=32, keeps=False)
    yield Kind("recording", (_sound(folder),), "recording.wav", read_sound, text=False, shares=16)
    yield Kind("sound", (_sound(folder),), "sound.wav", _read_sound, text=False, shares=48)
    yield Kind("coach check", _examples(library, "sessions/first-hinge.yaml"), "sessions/door.yaml", through_the_door)


def content(library: Library) -> Iterator[Kind]:
    """What an author writes, read as `coach check` reads it."""
    look = checker(library)

    def read(path: Path) -> None:
        problems = look.problems_in(path)
        if problems:
            raise ContentError(problems)

    for name, pattern in CONTENT:
        place = f"{FOLDERS[name]}/fuzzed.yaml" if name in FOLDERS else f"{name}.yaml"
        yield Kind(name, _examples(library, pattern), place, read, shares=4)


def kept(folder: Path, library: Library) -> Iterator[Kind]:
    """What the journal reads: its own file, an export of it, a table of another program."""
    journal, export = _journal(folder, library)
    empty = Journal.open(folder / "empty.sqlite", durable=False)
    yield Kind("journal", (journal,), "journal.sqlite", _read_journal, text=False, shares=24, keeps=False)
    yield Kind("rescue", (journal,), "rescue.sqlite", _read_rescue, text=False, shares=24, keeps=False)
    yield Kind("export", (export,), "export.json", lambda path: _restore(empty, path), shares=16)
    tables = (*_encoded(TABLES.values()), *(path.read_bytes() for path in sorted(SAMPLES.glob("*.csv"))))
    yield Kind("table", tables, "table.csv", lambda path: _take_in(empty, path), shares=32)


def through_the_door(path: Path) -> None:
    """As somebody at the keyboard would: `coach check FILE`. Raises AssertionError for anything but a clear refusal."""
    out, err = io.StringIO(), io.StringIO()
    with patch.object(sys, "argv", ["coach", "check", str(path)]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            code: object = 0
        except SystemExit as left:
            code = left.code or 0
    assert code in (0, 2), f"left with {code}: {err.getvalue()[-200:]}"
    assert "Traceback" not in err.getvalue(), err.getvalue()[-200:]
    if code == 2:
        assert err.getvalue().strip(), "refused without a word"
        raise InputError(err.getvalue().strip().split("\n")[0])


def _workout(library: Library, text: str) -> None:
    """As `coach check "5x5 deadlift 80"` does: what is no workout is no fault of this reader."""
    if library.workout(text) is not None:
        compile_session(text, library)


def _examples(library: Library, pattern: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(library.roots[-1].glob(pattern)))


def _encoded(texts: "object") -> tuple[bytes, ...]:
    return tuple(str(text).encode() for text in texts)  # type: ignore[attr-defined]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


# ------------------------------------------------------------------------------------------------ the journal


def _journal(folder: Path, library: Library) -> tuple[bytes, bytes]:
    """A journal with one session that was done and one that was cut off, and the export of both."""
    path = folder / "example.sqlite"
    with Journal.open(path, durable=False) as journal:
        for seconds in (2000.0, 200.0):
            _trained(journal, library, seconds)
        export = transfer.whole(journal.database)
    return path.read_bytes(), export.encode()


def _trained(journal: Journal, library: Library, seconds: float) -> None:
    plan = compile_session("first-hinge", library, seed=1)
    with FileWorld(TimelineSpeaker(ToneVoice(), 8_000)) as world, journal.begin(plan) as book:
        world.post(
            Heard(SessionTime(120.0), "complaint", {"region": "low_back", "sensation": "tight"}, "my back feels tight")
        )
        world.post(Heard(SessionTime(seconds), "stop", {}, "stop"))
        world.post(Heard(SessionTime(seconds + 2), "yes", {}, "yes"))
        equipment = Equipment(plan, world, world.speaker, book, NoScreen(), NoTranscript(), world.listen_for)
        run_session(begin(plan), Began(SESSION_START), equipment)


def _read_journal(path: Path) -> None:
    """Open it, look for what can be carried on, and read all of it; what was set aside must be the very bytes."""
    for beside in path.parent.glob("journal.sqlite?*"):
        beside.unlink()
    before = path.read_bytes()
    with Journal.open(path, durable=False) as journal:
        aside = path.with_name(f"{path.name}.damaged-1")
        assert not aside.exists() or aside.read_bytes() == before, "set aside changed"
        journal.unfinished()
        reading = journal.database.reading()
        history.sessions(reading)
        history.events(reading)
        transfer.whole(journal.database)


def _read_rescue(path: Path) -> None:
    """Take it in as the start after a session does that could not be written; the journal must stay readable."""
    place, journal_path = path.parent / "second", path.parent / "journal.sqlite"
    file = Rescue(journal_path, (place,)).files[0]
    file.parent.mkdir(parents=True, mode=0o700)
    path.rename(file)
    with Journal.open(journal_path, durable=False, rescue_in=(place,)) as journal:
        journal.unfinished()
        history.sessions(journal.database.reading())


def _restore(journal: Journal, path: Path) -> None:
    transfer.restore(journal.database, path.read_text(encoding="utf-8", errors="replace"))
    history.sessions(journal.database.reading())
    transfer.forget(journal.database)


def _take_in(journal: Journal, path: Path) -> None:
    refused: list[Refused] = []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    heading, rows = rows_in(lines, Reading(None, None), refused.append)
    transfer.take_in(journal.database, sessions_of(list(rows), heading.shape.name, "me"))
    assert not [each for each in refused if "\n" in str(each)], "a refusal of several lines"
    history.sessions(journal.database.reading())
    transfer.forget(journal.database)


# ------------------------------------------------------------------------------------------------ sound, ears


def _calibration(folder: Path) -> bytes:
    keep_calibration(folder, "mic with spk", Calibration("2026-11-24", -60.0, 0.1, -20.0, 0.05, -30.0))
    return (folder / "calibration.json").read_bytes()


def _read_calibration(path: Path) -> None:
    found = load_calibration(path.parent, "mic with spk")
    assert found is None or (str(found) and 1 <= found.gain <= 100)


def _archives() -> Iterator[bytes]:
    """A model as its publisher packs it, in every packing there is, and as a mischievous one might."""
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        for more in ("README", "../../outside", "/outside", "link", "huge"):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", packing) as package:
                for part in PARTS:
                    package.writestr(f"{MODEL}/{part}", part * 50)
                entry = zipfile.ZipInfo(f"{MODEL}/{more}")
                entry.compress_type = packing
                entry.external_attr = (0o120777 if more == "link" else 0o644) << 16
                package.writestr(entry, b"0" * 200_000 if more == "huge" else b"/etc")
            yield buffer.getvalue()


def _read_archive(path: Path) -> None:
    """Unpack it as if it were what its publisher signed: only its own folder may appear, and only whole."""
    data = path.read_bytes()
    model = Model(MODEL, "xx", "http://127.0.0.1:9/none", len(data), hashlib.sha256(data).hexdigest(), 100_000, "MIT")
    folder = path.parent / "models"
    folder.mkdir(exist_ok=True)
    path.rename(folder / path.name)
    fetch(model, folder)
    assert sorted(each.name for each in folder.iterdir()) == [MODEL], "something lies beside the model"


def _sound(folder: Path) -> bytes:
    import numpy as np
    import soundfile

    path = folder / "example.wav"
    soundfile.write(path, np.sin(np.arange(1600) / 5), 16_000)
    return path.read_bytes()


def _read_sound(path: Path) -> None:
    with FileMicrophone(path) as microphone:
        for _ in range(20):
            microphone.next_block()
