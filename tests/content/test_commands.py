"""`coach check`, `coach new`, `coach sessions` and `coach profile` as they are typed."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import application
from coach.errors import ContentError, InputError
from tests.content.stories import SESSIONS


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_CONTENT", str(tmp_path / "content"))
    for place in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(place, str(tmp_path / place))
    return tmp_path


def typed(*words: str, lines: str = "") -> str:
    result = CliRunner().invoke(application(), list(words), input=lines, catch_exceptions=False, standalone_mode=False)
    return result.output


def test_sessions_lists_every_session_with_its_length() -> None:
    lines = typed("sessions").splitlines()
    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == list(SESSIONS)
    assert next(line for line in lines if line.startswith("rdl-day")).split()[1] == "25-37"


def test_the_shipped_content_is_in_order() -> None:
    assert typed("check") == "Everything is in order.\n"


def test_a_fault_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\nsteps: []\n")
    with pytest.raises(ContentError) as caught:
        typed("check", str(path))
    assert f"{path}:2:8: 'steps' is too short; give at least 1" in str(caught.value)


def test_new_files_of_every_kind_go_to_the_own_folder_and_pass(own_folders: Path) -> None:
    for kind in ("script", "session", "movement", "drill"):
        assert str(own_folders / "content") in typed("new", kind, f"my-{kind}")
    assert len(list((own_folders / "content").rglob("my-*.yaml"))) == 4
    assert typed("check") == "Everything is in order.\n"


def test_to_begin_nothing_or_something_without_a_name_is_told_what_to_write() -> None:
    with pytest.raises(InputError, match="coach new session my-day"):
        typed("new")
    with pytest.raises(InputError, match=r"your movement needs a name.*: coach new movement my-movement"):
        typed("new", "movement")


def test_only_what_has_a_starter_can_be_started() -> None:
    with pytest.raises(InputError, match="'voice' cannot be started"):
        typed("new", "voice", "loud")


def test_the_profile_shows_what_is_written(own_folders: Path) -> None:
    (own_folders / "content").mkdir()
    (own_folders / "content" / "profile.yaml").write_text("profile: {femurs: long}\n")
    rows = [line.split() for line in typed("profile").splitlines()]
    assert ["femurs", "long", "profile.yaml"] in rows
    assert ["hips", "unknown"] in rows


def test_what_was_written_is_checked_by_its_name() -> None:
    typed("new", "drill", "towel-hinge")
    assert typed("check", "Towel Hinge") == "Everything is in order.\n"


def test_a_workout_in_one_line_is_rehearsed_and_kept(own_folders: Path) -> None:
    told = typed("rehearse", "1x2-3 rdl 60 @8, rest 2m", "--save", "my-line")
    assert "Read as: 1x2-3 romanian deadlift 60kg @8, rest 2:00" in told
    assert "Two to three reps. The count goes to three." in told
    assert "sixty kilos" in told
    assert (own_folders / "content" / "sessions" / "my-line.yaml").is_file()
    assert "sixty kilos" in typed("rehearse", "my-line")
    assert typed("check", "my-line", "3x8 rdl 60").endswith("Everything is in order.\n")


def test_a_slip_in_a_workout_of_one_line_is_told_at_its_column() -> None:
    for command in ("check", "rehearse", "run"):
        with pytest.raises(ContentError, match=r"^workout:1:5: there is no movement 'rdll'; did you mean 'rdl'"):
            typed(command, "3x8 rdll 60")


def test_only_a_workout_in_one_line_is_kept() -> None:
    with pytest.raises(InputError, match="'rdl-day' is a session already"):
        typed("rehearse", "rdl-day", "--save", "mine")


def test_a_program_is_listed_shown_begun_and_ended() -> None:
    assert "race-build-up" in typed("program", "list")
    shown = typed("program", "show", "Deadlift Block")
    assert "Week 2: conventional deadlift 82.4 kg, romanian deadlift 52.5 kg" in shown
    assert "Week 4, light: conventional deadlift 65.6 kg" in shown
    assert "fri  test: warm-up" in shown
    assert "Started: Eight-week hinge base." in typed("program", "start", "hinge-base")
    assert "week 1: first-hinge" in typed("program", "next")
    with pytest.raises(InputError, match="hinge-base is being followed; end it first with: coach program stop"):
        typed("program", "start", "deadlift-block")
    assert typed("program", "stop") == "hinge-base is no longer followed.\n"
    for command in ("next", "stop"):
        with pytest.raises(InputError, match="No program is followed"):
            typed("program", command)


def test_a_program_is_begun_on_the_days_that_were_told() -> None:
    typed("profile", "set", "days", "tue", "sat")
    told = typed("program", "start", "hinge-base")
    assert "On your days, tue sat;" in told
    assert "Tuesday" in told or "Today" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["race-build-up"], "leads to a race; give its date with --on"),
        (["race-build-up", "--on", "2020-01-01"], "the race on 2020-01-01 is over already"),
        (["hinge-base", "--on", "2020-01-01"], "2020-01-01 has passed already"),
        (["hinge-base", "--on", "soon"], "'soon' is no date"),
        (["hing-base"], "did you mean 'hinge-base'"),
    ],
)
def test_a_program_that_cannot_begin_says_why(words: list[str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        typed("program", "start", *words)
    with pytest.raises(InputError, match="No program is followed"):
        typed("program", "next")


def todays_program(folder: Path) -> None:
    """A program of one's own with something for today, told by the voice that is quickest."""
    (folder / "coach.yaml").write_text("voice: espeak\n", encoding="utf-8")
    day = date.today().strftime("%a").lower()  # noqa: DTZ011  the command's own day
    (folder / "content" / "programs").mkdir(parents=True)
    (folder / "content" / "programs" / "mine.yaml").write_text(
        "title: Mine\nfor: me\nmissed: repeat\nloads: {romanian-deadlift: {start: 40, add: 5%, most: 60}}\n"
        f"weeks:\n  - days: {{{day}: '1x2 rdl, rest 0'}}\n"
    )


def run_next(folder: Path, ear: str, lines: str = "") -> str:
    files = ("--speaker", f"wav:{folder / 'out.wav'}", "--config", str(folder / "coach.yaml"))
    return typed("program", "next", "--run", "--ear", ear, *files, lines=lines)


def test_a_day_of_the_program_that_was_done_alone_is_counted_once(own_folders: Path) -> None:
    todays_program(own_folders)
    typed("program", "start", "mine")
    told = typed("program", "next", "--done")
    assert "Today, week 1: 1x2 rdl, rest 0" in told
    assert "romanian deadlift 40 kg" in told
    assert "Counted." in told
    assert "The program is over." in typed("program", "next")
    with pytest.raises(InputError, match="nothing of the program is due today"):
        typed("program", "next", "--done")


def test_todays_session_of_the_program_is_coached_with_its_loads(own_folders: Path) -> None:
    todays_program(own_folders)
    typed("program", "start", "mine")
    told = run_next(own_folders, "keyboard", lines="louder\n")
    assert "Counted." in told
    assert "forty kilos" in told
    assert (own_folders / "out.wav").stat().st_size > 100_000


@pytest.mark.parametrize("ear", ["keyboard", "auto"])
def test_a_session_of_the_program_that_nobody_was_at_is_not_counted(ear: str, own_folders: Path) -> None:
    todays_program(own_folders)
    typed("program", "start", "mine")
    told = run_next(own_folders, ear)
    assert "Counted." not in told
    assert "Nobody can have been there" in told
    assert "Today, week 1" in typed("program", "next")
