"""`coach history`, `log`, `import`, `export` and `forget`, as they are typed."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coach.cli import application
from coach.core.plan import Distance, Role, Work
from coach.core.state import Finished, Working
from coach.errors import CoachError, InputError
from coach.journal.exchange.plain import as_table
from coach.journal.exchange.transfer import take_in
from coach.journal.past import PastSession
from coach.journal.store import Journal
from tests.core import plans
from tests.journal.book import Clock, Told, one_set, to_the_end, workout
from tests.journal.pasts import day, lift

SAMPLES = Path(__file__).parents[2] / "journal" / "samples"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "coach.yaml").write_text("lifter: Sam\n" + f"data_folder: {tmp_path}\n")
    return tmp_path


@pytest.fixture
def trained(home: Path) -> Path:
    """Two sessions were coached: one of Sam's to its end, one of Kim's with a complaint."""
    hurt = one_set()
    hurt.hear("complaint", region="low_back", sensation="tight")
    with Journal.open(home / "journal.sqlite", wall=Clock("2026-03-08T19:00:00+01:00")) as journal:
        for told, lifter, day in ((to_the_end(), "Sam", "01"), (hurt, "Kim", "08")):
            session = journal.begin(told.plan, wall=f"2026-03-{day}T18:30:00+01:00", lifter=lifter)
            for event in told.events:
                session.happened(event)
    return home


def coached(home: Path, told: Told) -> None:
    """This session is in the journal."""
    with Journal.open(home / "journal.sqlite", wall=Clock("2026-03-08T19:00:00+01:00")) as journal:
        session = journal.begin(told.plan, lifter="Sam")
        for event in told.events:
            session.happened(event)


def typed(home: Path, *words: str, answers: str = "") -> str:
    """What a command prints; its errors are raised."""
    command = [*words, "--config", str(home / "coach.yaml")]
    result = CliRunner().invoke(application(), command, input=answers)
    if isinstance(result.exception, CoachError):
        raise result.exception
    return result.output


def test_the_history_of_nobody_says_how_it_begins(home: Path) -> None:
    assert "begins with your first 'coach run'" in typed(home, "history")


def test_the_history_shows_sessions_bests_and_what_was_done_about_complaints(trained: Path) -> None:
    told = typed(trained, "history")

    assert "2026-03-01 18:30  Small day" in told
    assert "480 kg" in told
    assert "2 of 2" in told
    assert "low back" in told
    assert re.search(r"hinge \(\w+\) +60 kg +4 +2026-03-01", told)


def test_a_red_flag_that_was_taken_back_is_shown_as_that(home: Path) -> None:
    told = one_set()
    told.hear("complaint", region="chest", sensation="pain").hear("false_alarm")
    coached(home, told)

    shown = typed(home, "history")

    assert "chest (taken back)" in shown
    assert "taken back 1" in shown
    assert "false_alarm" not in shown


def test_the_history_of_one_lifter_holds_nobody_else(trained: Path) -> None:
    told = typed(trained, "history", "--lifter", "Sam")

    assert "2026-03-01" in told
    assert "2026-03-08" not in told


def test_a_movement_is_shown_set_by_set(trained: Path) -> None:
    told = typed(trained, "history", "--exercise", "hinge")

    assert "working 1 of 3" in told
    assert "working 2 of 3" in told


def test_a_carry_is_told_in_metres(home: Path) -> None:
    told = Told(plans.plan(Work("carry", Distance(40.0), Role.WORKING, load=25.0)))
    told.began().until(Finished)
    coached(home, told)

    assert re.search(r"25 kg +40 m", typed(home, "history", "--exercise", "carry"))
    assert json.loads(typed(home, "history", "--json"))[0]["sets"][0]["metres"] == 40.0
    (row,) = csv.DictReader(io.StringIO(typed(home, "history", "--csv")))
    assert (row["metres"], row["reps_done"]) == ("40.0", "")


def test_a_count_broken_off_and_a_tempo_changed_are_told_with_their_set(home: Path) -> None:
    told = Told(workout())
    told.began().until(Working)
    told.count_starts().hear("pause", 4.0).hear("resume")
    told.count_starts().hear("slower", 4.0)
    told.count_starts().spoken(20.0)
    coached(home, told)

    assert "count broken off, tempo changed" in typed(home, "history", "--exercise", "hinge")
    assert "0 of 1" in typed(home, "history")


def test_the_history_as_json_can_be_read_by_a_program(trained: Path) -> None:
    sam, kim = json.loads(typed(trained, "history", "--json"))

    assert (sam["summary"]["volume"], sam["sets"][0]["reps_done"]) == (480.0, 4)
    assert kim["complaints"][0]["region"] == "low_back"


def test_no_maximum_is_estimated_for_a_movement_that_does_not_allow_it(trained: Path) -> None:
    assert all(session["summary"]["estimated_max"] == {} for session in json.loads(typed(trained, "history", "--json")))


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2+3", "@SUM(A1)"])
def test_no_cell_of_the_table_is_a_formula_to_a_spreadsheet(name: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_table([day(0, lift(), lifter=name)])))

    assert row["lifter"] == f"'{name}"
    assert row["load"] == "80.0"


def test_the_history_as_a_table_has_one_line_a_set(trained: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(typed(trained, "history", "--csv"))))

    assert [(row["lifter"], row["load"], row["unit"]) for row in rows] == [
        ("Sam", "60.0", "kg"),
        ("Sam", "60.0", "kg"),
        ("Kim", "60.0", "kg"),
    ]


def test_a_day_that_is_none_is_refused_with_an_example(home: Path) -> None:
    with pytest.raises(InputError, match="'soon' is no day; write it like 2026-03-01"):
        typed(home, "history", "--since", "soon")


def test_the_log_tells_where_the_journal_is_and_what_happened_in_order(trained: Path) -> None:
    told = typed(trained, "log").splitlines()

    assert told[0] == f"The journal is {trained / 'journal.sqlite'}."
    assert '"is":"Began"' in told[1]
    assert '"intent":"complaint"' in told[-1]
    assert "complaint" not in typed(trained, "log", "--session", "2")


def test_a_file_of_another_program_is_taken_in_once(home: Path) -> None:
    file = str(SAMPLES / "strong.csv")

    assert "2 sessions are new, 0 changed, 0 were there already." in typed(home, "import", file, "--unit", "kg")
    assert "0 sessions are new, 0 changed, 2 were there already." in typed(home, "import", file, "--unit", "kg")
    assert "82.5 kg" in typed(home, "history")


def test_a_file_without_units_is_not_taken_in_until_they_are_named(home: Path) -> None:
    with pytest.raises(InputError, match="add --unit kg or --unit lb"):
        typed(home, "import", str(SAMPLES / "strong.csv"))


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("import", "nowhere.csv"), "is not there"),
        (("import", str(SAMPLES / "hevy.csv"), "--zone", "Mars/Olympus"), "no time zone 'Mars/Olympus'"),
        (("export", "sets.txt"), "neither .json, .csv nor .fit"),
        (("export", "sets.csv", "--shape", "paper"), "no shape 'paper'"),
        (("export", "/nowhere/at/all.json"), "/nowhere/at/all.json: is not there, nor is its folder"),
        (("forget",), "say what to forget"),
    ],
)
def test_a_wrong_wish_is_told_in_one_line(words: tuple[str, ...], fault: str, home: Path) -> None:
    with pytest.raises(InputError) as caught:
        typed(home, *words)

    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_everything_exported_can_be_forgotten_and_restored(trained: Path) -> None:
    backup = str(trained / "backup.json")
    before = typed(trained, "history", "--json")
    typed(trained, "export", backup)

    assert "Forgot 2 sessions." in typed(trained, "forget", "--all", "--yes")
    assert typed(trained, "history", "--json") == "[]\n"
    assert "2 sessions are new" in typed(trained, "import", backup)
    assert typed(trained, "history", "--json") == before


@pytest.mark.parametrize("shape", ["strong", "hevy", "fitnotes", "liftlog"])
def test_sets_are_exported_in_the_shape_of_another_program(shape: str, trained: Path) -> None:
    file = trained / "sets.csv"
    typed(trained, "export", str(file), "--shape", shape, "--lifter", "Sam")

    assert len(file.read_text().splitlines()) == 3


def test_forgetting_asks_first_and_no_keeps_everything(trained: Path) -> None:
    told = typed(trained, "forget", "--until", "2026-03-01", answers="n\n")

    assert "Delete 1 sessions, 2026-03-01 to 2026-03-01, for good?" in told
    assert len(json.loads(typed(trained, "history", "--json"))) == 2


def test_forgetting_tells_of_files_that_were_set_aside(trained: Path) -> None:
    (trained / "journal.sqlite.damaged-1").write_text("old")

    assert "journal.sqlite.damaged-1 was set aside" in typed(trained, "forget", "--lifter", "Kim", "--yes")


def test_the_charts_and_the_report_are_written_where_they_are_wanted(trained: Path) -> None:
    page, chart = trained / "report.html", trained / "chart.svg"

    told = typed(trained, "history", "--lifter", "Sam", "--html", str(page), "--chart", str(chart))

    assert f"The report is in {page}." in told
    assert page.read_text().startswith("<!doctype html>")
    assert "<svg" in chart.read_text()


def test_one_picture_is_never_of_several_lifters(trained: Path) -> None:
    with pytest.raises(InputError, match="one picture is of one lifter, and Sam, Kim trained here; add --lifter Sam"):
        typed(trained, "history", "--chart", str(trained / "chart.svg"))
    assert not (trained / "chart.svg").exists()


def test_there_is_nothing_to_draw_before_the_first_session(home: Path) -> None:
    with pytest.raises(InputError, match="nothing to draw yet"):
        typed(home, "history", "--html", str(home / "report.html"))


@pytest.mark.parametrize("name", ["all.json", "sets.csv"])
def test_an_export_writes_over_nothing_unless_told_to(trained: Path, name: str) -> None:
    (trained / name).write_text("precious")
    with pytest.raises(InputError, match="is there already; choose another name, or add --force"):
        typed(trained, "export", str(trained / name))
    assert (trained / name).read_text() == "precious"
    typed(trained, "export", str(trained / name), "--force")
    assert "precious" not in (trained / name).read_text()


def test_an_export_is_for_its_owners_eyes_and_leaves_nothing_beside_it(trained: Path) -> None:
    before = set(trained.iterdir())
    typed(trained, "export", str(trained / "all.json"))
    assert (trained / "all.json").stat().st_mode & 0o777 == 0o600
    assert {each.name for each in set(trained.iterdir()) - before} - {"journal.sqlite-wal", "journal.sqlite-shm"} == {
        "all.json"
    }


@pytest.mark.parametrize("shape", ["strong", "hevy", "fitnotes", "liftlog"])
@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1 hop", "-cable", "@sum", "\t=1", "'quoted'"])
def test_no_cell_of_an_export_is_a_formula_and_its_words_come_back(home: Path, shape: str, name: str) -> None:
    row = f'2026-01-05 18:30:00,Evening,"{name}",1,100,5\n'
    (home / "in.csv").write_text("Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n" + row)
    typed(home, "import", str(home / "in.csv"), "--unit", "kg")
    typed(home, "export", str(home / "out.csv"), "--shape", shape)
    text = (home / "out.csv").read_text()
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";" if shape == "strong" else ",") for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t")]
    assert "0 sessions are new, 0 changed, 1 was there" in typed(home, "import", str(home / "out.csv"))


def test_the_newest_session_is_written_as_a_fit_file(trained: Path) -> None:
    assert "Wrote" in typed(trained, "export", str(trained / "day.fit"))
    assert (trained / "day.fit").read_bytes()[8:12] == b".FIT"


def test_a_fit_file_of_no_session_is_refused_in_one_line(home: Path) -> None:
    with pytest.raises(InputError, match="no session with a set"):
        typed(home, "export", str(home / "day.fit"))


def test_a_movement_that_nobody_can_do_is_none_that_was_never_done(home: Path) -> None:
    with pytest.raises(InputError, match="there is no movement or drill 'deadlft'; did you mean"):
        typed(home, "history", "--exercise", "deadlft")
    assert "Nothing yet." in typed(home, "history", "--exercise", "Romanian deadlift")


def test_days_without_a_session_are_no_empty_history(trained: Path) -> None:
    assert typed(trained, "history", "--since", "2100-01-01") == "Nothing in these days.\n"


@pytest.mark.parametrize("named", ["romanian-deadlift", "Romanian Deadlift (Barbell)", "rdl", "Romanian_deadlift"])
def test_an_imported_lift_is_found_by_any_name_of_its_movement(home: Path, named: str) -> None:
    typed(home, "import", str(SAMPLES / "hevy.csv"))
    assert "ramp 1 of 1" in typed(home, "history", "--exercise", named)


def test_an_imported_lift_is_drawn_as_the_movement_it_is(home: Path) -> None:
    page = home / "report.html"
    typed(home, "import", str(SAMPLES / "hevy.csv"))
    typed(home, "history", "--html", str(page))
    assert "<td>Romanian deadlift</td>" in page.read_text()
    assert "Romanian Deadlift (Barbell)" not in page.read_text()


@pytest.mark.parametrize("name", ["deadlft", "Deadlifft"])
def test_a_movement_that_was_misspelt_is_suggested_by_the_name_it_is_called_by(home: Path, name: str) -> None:
    with pytest.raises(InputError, match="did you mean 'deadlift'"):
        typed(home, "history", "--exercise", name)
    keep(home, day(1, lift(exercise="conventional-deadlift"), lift(exercise="sumo-deadlift"), source="hevy"))
    with pytest.raises(InputError, match="did you mean 'deadlift'"):
        typed(home, "history", "--exercise", name)


def test_a_log_of_imported_sessions_alone_says_that_they_have_no_events(home: Path) -> None:
    keep(home, day(1, lift(), source="hevy"))
    for words in (("log",), ("log", "--session", "1")):
        assert "No session was coached yet, and what was imported has no events" in typed(home, *words)


def test_where_there_is_nothing_to_forget_that_is_told(home: Path) -> None:
    keep(home)
    told = typed(home, "forget", "--lifter", "nobody", "--yes")
    assert told == "There is no such session; nothing is forgotten.\n"


def keep(home: Path, *sessions: PastSession) -> None:
    """These sessions are in the journal."""
    with Journal.open(home / "journal.sqlite", begin=True) as journal:
        take_in(journal.database, sessions)
