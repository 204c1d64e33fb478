"""Tables of other programs as people have them: one bad record never refuses a history, and nothing is guessed."""

import csv
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.core.plan import Role, Unit
from coach.errors import InputError
from coach.journal.csv.cells import Reading, number
from coach.journal.csv.dates import Dates, survey, when
from coach.journal.csv.importing import Refused, reading_of, rows_in, text_of
from coach.journal.csv.rows import sessions_of
from coach.journal.past import PastSession
from coach.reading.files import UnreadableError
from tests.cli.records.test_records import home, typed
from tests.disks import fill, small_disk

__all__ = ["home"]

BERLIN = ZoneInfo("Europe/Berlin")
STRONG_5 = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
STRONG_6 = (
    '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (%s)";"Reps";"RPE";'
    '"Distance (meters)";"Seconds";"Notes";"Workout Notes"\n'
)
HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,"
    "distance_km,duration_seconds,rpe\n"
)
FITNOTES = "Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time\n"


def hevy(start: str, *, weight: str = "100", reps: str = "5", exercise: str = "RDL", kind: str = "normal") -> str:
    cells = ["Pull", start, "", "", exercise, "", "", "0", kind, weight, reps, "", "", ""]
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def taken(
    folder: Path, text: str | bytes, reading: Reading | None = None
) -> tuple[tuple[PastSession, ...], list[Refused]]:
    file = folder / "sets.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    refused: list[Refused] = []
    with text_of(file) as lines:
        known = reading_of(file, reading or Reading(Unit.KILOS, BERLIN))
        heading, rows = rows_in(lines, known, refused.append)
        return sessions_of(rows, heading.shape.name, "Sam"), refused


def sets(sessions: Iterable[PastSession]) -> list[tuple[str, float | None, int | None, str]]:
    return [(done.exercise, done.load, done.reps_done, done.note) for day in sessions for done in day.sets]


# ------------------------------------------------------------------------------------------------ Strong


def test_strong_six_is_read_with_its_units_its_rests_left_out_and_its_notes_kept(tmp_path: Path) -> None:
    rows = [
        '"1";"2026-10-05 18:03:11";"Pull";"3120";"Deadlift (Barbell)";"W";"60";"8";"";"";"";"";""',
        '"1";"2026-10-05 18:03:11";"Pull";"3120";"Deadlift (Barbell)";"1";"102,5";"5";"8,5";"";"";"belt on";""',
        '"1";"2026-10-05 18:03:11";"Pull";"3120";"Deadlift (Barbell)";"Rest Timer";"";"";"";"";"150";"";""',
        '"1";"2026-10-05 18:03:11";"Pull";"3120";"Deadlift (Barbell)";"Note";"";"";"";"";"";"chalk next time";""',
        '"1";"2026-10-05 18:03:11";"Pull";"3120";"Plank";"1";"NaN";"NaN";"";"";"60";"";""',
    ]
    (session,), refused = taken(tmp_path, STRONG_6 % "kg" + "\n".join(rows), Reading(None, BERLIN))
    assert refused == []
    assert [done.role for done in session.sets] == [Role.RAMP, Role.WORKING, Role.WORKING]
    assert sets([session]) == [
        ("Deadlift (Barbell)", 60.0, 8, ""),
        ("Deadlift (Barbell)", 102.5, 5, "belt on; chalk next time"),
        ("Plank", None, None, ""),
    ]
    assert (session.sets[1].effort, session.sets[2].seconds, session.minutes) == (8.5, 60.0, 52.0)


@pytest.mark.parametrize(("written", "unit"), [("kg", Unit.KILOS), ("lbs", Unit.POUNDS), ("lb", Unit.POUNDS)])
def test_the_heading_tells_the_unit_of_strong_six(tmp_path: Path, written: str, unit: Unit) -> None:
    row = '"1";"2026-10-05 18:03:11";"Pull";"3120";"Deadlift";"1";"225";"5";"";"400";"";"";""\n'
    (session,), _ = taken(tmp_path, STRONG_6 % written + row, Reading(None, BERLIN))
    assert (session.unit, session.sets[0].load, session.sets[0].metres) == (unit, 225.0, 400.0)


def test_strong_fives_rest_rows_are_no_sets(tmp_path: Path) -> None:
    rows = [
        '2026-10-07 07:30:00,"Morning",41m,"Romanian Deadlift",1,80.0,8.0,0,0.0,"","",',
        '2026-10-07 07:30:00,"Morning",41m,"Romanian Deadlift",Rest Timer,0.0,0.0,0,120.0,"","",',
        '2026-10-07 07:30:00,"Morning",41m,"Romanian Deadlift",Note,,,,,"grip was fine","",',
    ]
    sessions, refused = taken(tmp_path, STRONG_5 + "\n".join(rows))
    assert (sets(sessions), refused) == ([("Romanian Deadlift", 80.0, 8, "grip was fine")], [])


# ------------------------------------------------------------------------------------------------ Hevy


@pytest.mark.parametrize(
    ("written", "month", "day"),
    [("12 janv. 2026, 18:30", 1, 12), ("16 févr. 2026, 18:30", 2, 16), ("4 août 2026, 18:30", 8, 4),
     ("5. März 2026, 18:30", 3, 5), ("3 Dez. 2026, 18:30", 12, 3), ("21 Oct 2026, 18:30", 10, 21),
     ("Oct 21, 2026, 6:30 PM", 10, 21), ("21 de ago. de 2026, 18:30", 8, 21), ("2 sett 2026, 18:30", 9, 2),
     ("7 мая 2026 г., 18:30", 5, 7), ("7 мар. 2026, 18:30", 3, 7), ("9 paź 2026, 18:30", 10, 9),
     ("9 eki 2026 18:30", 10, 9), ("3 maj 2026 kl. 18:30", 5, 3), ("2026年10月21日 18:30", 10, 21),
     ("2026년 10월 21일 오후 6:30", 10, 21), ("21 thg 10, 2026, 18:30", 10, 21), ("21 ต.ค. 2569 18:30", 10, 21),
     ("21 अक्टूबर 2026, 18:30", 10, 21), ("21 Οκτ 2026, 6:30 μ.μ.", 10, 21), ("21 أكتوبر 2026، 18:30", 10, 21),
     ("21 okt 2026 18.30", 10, 21), ("21 Sept 2026, 18:30", 9, 21), ("2026-10-21T18:30:00", 10, 21),
     ("21.10.2026, 18:30", 10, 21), ("21/10/2026 18h30", 10, 21), ("10/21/2026 6:30 PM", 10, 21)],
)  # fmt: skip
def test_a_day_is_read_in_the_language_it_is_written_in(tmp_path: Path, written: str, month: int, day: int) -> None:
    (session,), refused = taken(tmp_path, HEVY + hevy(written))
    assert refused == []
    assert session.began == datetime(2026, month, day, 18, 30, tzinfo=BERLIN)


def test_a_month_that_two_languages_mean_differently_is_told_by_the_others_of_the_file(tmp_path: Path) -> None:
    croatian = HEVY + hevy("3 sij 2026, 18:30") + hevy("3 lis 2026, 18:30")
    polish = HEVY + hevy("3 sty 2026, 18:30") + hevy("3 lis 2026, 18:30")
    assert [day.began.month for day in taken(tmp_path, croatian)[0]] == [1, 10]
    assert [day.began.month for day in taken(tmp_path, polish)[0]] == [1, 11]
    (refused,) = taken(tmp_path, HEVY + hevy("3 lis 2026, 18:30"))[1]
    assert "another month in another language" in refused.reason


@pytest.mark.parametrize(
    ("weight", "load", "note"),
    [("-21", None, "assisted by 21 kg"), ("-20,5", None, "assisted by 20.5 kg"), ("", None, ""), ("0", None, ""),
     ("102,5", 102.5, ""), ("1.102,5 lb", 1102.5, ""), ("NaN", None, ""), ("60 kg", 60.0, ""), ("-", None, "")],
)  # fmt: skip
def test_a_weight_is_read_as_it_was_lifted(tmp_path: Path, weight: str, load: float | None, note: str) -> None:
    sessions, refused = taken(tmp_path, HEVY + hevy("21 Oct 2026, 18:30", weight=weight))
    assert (sets(sessions), refused) == ([("RDL", load, 5, note)], [])


@pytest.mark.parametrize("kind", ["warmup", "Aufwärmen", "échauffement", "calentamiento"])
def test_a_warm_up_is_one_in_any_language(tmp_path: Path, kind: str) -> None:
    (session,), _ = taken(tmp_path, HEVY + hevy("21 Oct 2026, 18:30", kind=kind))
    assert session.sets[0].role is Role.RAMP


def test_pounds_stay_pounds_to_the_last_digit(tmp_path: Path) -> None:
    text = (HEVY + hevy("21 Oct 2026, 18:30", weight="227.5")).replace("weight_kg", "weight_lbs")
    (session,), _ = taken(tmp_path, text)
    assert (session.unit, session.sets[0].load) == (Unit.POUNDS, 227.5)


# ------------------------------------------------------------------------------------------------ FitNotes


def fitnotes(*days: str) -> str:
    return FITNOTES + "".join(f"{day},Deadlift,Back,100.0,5,,,\n" for day in days)


def test_days_before_months_are_told_by_a_day_beyond_twelve(tmp_path: Path) -> None:
    days = [day.began.date() for day in taken(tmp_path, fitnotes("03/04/2026", "25/04/2026"))[0]]
    assert [str(day) for day in days] == ["2026-04-03", "2026-04-25"]


def test_months_before_days_are_told_by_a_day_beyond_twelve(tmp_path: Path) -> None:
    days = [day.began.date() for day in taken(tmp_path, fitnotes("03/04/2026", "04/25/2026"))[0]]
    assert [str(day) for day in days] == ["2026-03-04", "2026-04-25"]


def test_what_may_be_either_is_asked_and_not_guessed(home: Path) -> None:
    file = home / "fitnotes.csv"
    file.write_text(fitnotes("03/04/2026", "05/06/2026"))
    with pytest.raises(InputError, match="has dates such as 03/04/2026; add --dates dmy"):
        typed(home, "import", str(file))
    assert "2 sessions are new" in typed(home, "import", str(file), "--dates", "dmy")
    with pytest.raises(InputError, match="is no order; choose dmy, mdy, ymd"):
        typed(home, "import", str(file), "--dates", "ddmm")


def test_a_file_that_writes_days_both_ways_keeps_what_can_only_be_one(tmp_path: Path) -> None:
    sessions, refused = taken(tmp_path, fitnotes("25/04/2026", "04/26/2026", "03/04/2026"))
    assert [str(day.began.date()) for day in sessions] == ["2026-04-25", "2026-04-26"]
    assert [(each.line, "day or its month first" in each.reason) for each in refused] == [(4, True)]


def test_semicolons_and_decimal_commas_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    text = "\ufeffDate;Exercise;Category;Weight;Weight Unit;Reps\n21.10.2026;Kreuzheben;Rücken;102,5;kgs;5\n"
    sessions, refused = taken(tmp_path, text, Reading(None, BERLIN))
    assert (sets(sessions), refused) == ([("Kreuzheben", 102.5, 5, "")], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_is_read_in_every_encoding_that_tells_itself(tmp_path: Path, encoding: str) -> None:
    text = "Date\tExercise\tCategory\tWeight (lbs)\tReps\n2026-10-21\tDevelopé\tx\t100\t5\n"
    (session,), refused = taken(tmp_path, text.encode(encoding))
    assert (session.unit, sets([session]), refused) == (Unit.POUNDS, [("Developé", 100.0, 5, "")], [])


# ------------------------------------------------------------------------------------------------ sessions


def until(start: str, end: str, weight: str) -> str:
    return hevy(start, weight=weight).replace(f'"{start}",""', f'"{start}","{end}"')


def test_two_sessions_of_one_minute_are_two_where_they_end_at_different_times(tmp_path: Path) -> None:
    begun = "21 Oct 2026, 18:30"
    text = HEVY + until(begun, "21 Oct 2026, 18:31", "100") + until(begun, "21 Oct 2026, 19:25", "120")
    sessions, _ = taken(tmp_path, text)
    assert [[done.load for done in session.sets] for session in sessions] == [[100.0], [120.0]]
    assert len({session.key for session in sessions}) == 2


def test_strongs_number_of_a_session_tells_two_of_one_second_apart(tmp_path: Path) -> None:
    row = '"%d";"2026-10-05 18:03:11";"Pull";"60";"Deadlift";"1";"100";"5";"";"";"";"";""\n'
    sessions, _ = taken(tmp_path, STRONG_6 % "kg" + row % 1 + row % 2)
    assert len({session.key for session in sessions}) == 2


def test_a_second_session_just_like_the_mornings_is_taken_in_with_a_later_export(home: Path) -> None:
    file, morning = home / "hevy.csv", hevy("21 Oct 2026, 07:00")
    file.write_text(HEVY + morning)
    assert "1 session is new" in typed(home, "import", str(file))
    file.write_text(HEVY + hevy("21 Oct 2026, 19:00") + morning)
    assert "1 session is new, 0 changed, 1 was there already." in typed(home, "import", str(file))


def test_a_table_without_a_set_says_so(home: Path) -> None:
    file = home / "hevy.csv"
    file.write_text(HEVY)
    with pytest.raises(InputError, match="there is no set in it"):
        typed(home, "import", str(file))


# ------------------------------------------------------------------------------------------------ bad records


BAD = {
    "day": hevy("someday"),
    "no such day": hevy("31 Feb 2026, 18:30"),
    "reps": hevy("21 Oct 2026, 18:30", reps="8+2"),
    "half a rep": hevy("21 Oct 2026, 18:30", reps="8.5"),
    "weight": hevy("21 Oct 2026, 18:30", weight="heavy"),
    "stones": hevy("21 Oct 2026, 18:30", weight="9 st"),
    "endless": hevy("21 Oct 2026, 18:30", weight="inf"),
    "nameless": hevy("21 Oct 2026, 18:30", exercise=" "),
    "short": '"Pull"\n',
    "long": hevy("21 Oct 2026, 18:30").strip() + ",more,cells\n",
    "open quote": '"Pull,21 Oct 2026,never closed\n',
    "odd quote": '"Pull","21 Oct 2026, 18:30","","","Deadlift,,"",0,normal,100,5,,,\n',
    "year": hevy("21 Oct 0026, 18:30"),
    "endless year": hevy(f"21 Oct 2{'9' * 300}, 18:30"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_record_is_told_with_its_line_and_everything_else_is_taken(tmp_path: Path, kind: str) -> None:
    good = [hevy(f"{day} Oct 2026, 18:30") for day in range(1, 8)]
    sessions, refused = taken(tmp_path, HEVY + "".join([*good[:3], BAD[kind], *good[3:]]))
    assert [session.began.day for session in sessions] == [1, 2, 3, 4, 5, 6, 7]
    assert [each.line for each in refused] == [5]
    assert refused[0].reason


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_letters_as_an_older_windows_program_wrote_them_are_taken(tmp_path: Path, encoding: str) -> None:
    accented = hevy("2 Oct 2026, 18:30", exercise="Développé").encode(encoding)
    (first, second), refused = taken(tmp_path, (HEVY + hevy("1 Oct 2026, 18:30")).encode() + accented)
    assert refused == []
    assert {done.exercise for done in first.sets} != {done.exercise for done in second.sets} == {"Développé"}


def test_a_record_with_letters_of_two_encodings_is_refused_by_itself(tmp_path: Path) -> None:
    damaged = hevy("2 Oct 2026, 18:30", exercise="Développé é").encode().replace(b" \xc3\xa9", b" \xe9")
    sessions, (refused,) = taken(tmp_path, (HEVY + hevy("1 Oct 2026, 18:30")).encode() + damaged)
    assert ([session.began.day for session in sessions], refused.line) == ([1], 3)
    assert "UTF-8" in refused.reason


def test_notes_over_several_lines_are_no_bad_records(tmp_path: Path) -> None:
    noted = hevy("1 Oct 2026, 18:30").replace('"RDL","",""', '"RDL","","one\ntwo, ""three""\n\nfour"')
    sessions, refused = taken(tmp_path, HEVY + noted + hevy("2 Oct 2026, 18:30"))
    assert refused == []
    assert sets(sessions)[0][3] == 'one\ntwo, "three"\n\nfour'


def test_bad_records_are_told_and_written_where_that_is_wished(home: Path) -> None:
    file, rest = home / "hevy.csv", home / "rest.csv"
    file.write_text(HEVY + hevy("1 Oct 2026, 18:30") + BAD["day"] + BAD["reps"])
    out = typed(home, "import", str(file), "--rejected", str(rest))
    assert "1 session is new" in out
    assert "2 records were not taken; everything else was:" in out
    assert "line 3: 'someday' is no date" in out
    rows = list(csv.reader(rest.read_text().splitlines()))
    assert [row[-1].split(":")[0] for row in rows] == ["Why it was not taken", "line 3", "line 4"]
    assert rows[1][1] == "someday"
    assert rest.stat().st_mode & 0o777 == 0o600
    with pytest.raises(InputError, match="mend them in the file they come from"):
        typed(home, "import", str(rest))


def test_bad_records_are_written_over_nothing_least_of_all_over_the_table_they_come_from(home: Path) -> None:
    file = home / "hevy.csv"
    file.write_text(HEVY + hevy("1 Oct 2026, 18:30") + BAD["day"])
    before = file.read_bytes()
    with pytest.raises(InputError, match="is there already; choose another name for what is not taken"):
        typed(home, "import", str(file), "--rejected", str(file))
    assert file.read_bytes() == before
    assert "1 session is new" in typed(home, "import", str(file))


def test_a_full_disk_under_the_bad_records_is_one_line(home: Path) -> None:
    file = home / "hevy.csv"
    file.write_text(HEVY + hevy("1 Oct 2026, 18:30") + BAD["day"])
    with small_disk(home / "disk") as disk:
        fill(disk)
        with pytest.raises(UnreadableError, match="the disk is full; free some space"):
            typed(home, "import", str(file), "--rejected", str(disk / "rest.csv"))
        assert [each.name for each in disk.iterdir()] == ["filler"]


def test_of_a_file_in_which_nothing_can_be_read_the_records_are_kept_all_the_same(home: Path) -> None:
    file, rest = home / "hevy.csv", home / "rest.csv"
    file.write_text(HEVY + BAD["day"])
    with pytest.raises(InputError, match="nothing in it could be read"):
        typed(home, "import", str(file), "--rejected", str(rest))
    assert "someday" in rest.read_text()


def test_importing_a_file_with_bad_records_twice_changes_nothing(home: Path) -> None:
    file = home / "hevy.csv"
    file.write_text(HEVY + "".join(hevy(f"{day} Oct 2026, 18:30", weight="-12,5") for day in range(1, 9)) + BAD["day"])
    assert "8 sessions are new" in typed(home, "import", str(file))
    assert "0 sessions are new, 0 changed, 8 were there already." in typed(home, "import", str(file))


def test_a_file_of_which_nothing_can_be_read_is_refused_and_changes_nothing(home: Path) -> None:
    file = home / "hevy.csv"
    file.write_text(HEVY + BAD["day"])
    with pytest.raises(InputError, match="nothing in it could be read; line 2"):
        typed(home, "import", str(file))


@pytest.mark.parametrize(
    ("written", "means"),
    [("1,5", 1.5), ("1.5", 1.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1 234,5", 1234.5), ("1.234.567", 1234567),
     ("-21", -21), ("\u221221", -21), ("５", 5), ("20.411999999999999", 20.412), (".5", 0.5),
     ("n/a", None), ("", None)],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written_anywhere(written: str, means: float | None) -> None:
    assert number(written) == pytest.approx(means) if means is not None else number(written) is None


def test_a_day_first_by_wish_holds_though_the_file_does_not_tell() -> None:
    dates, doubtful = survey(["03/04/2026"], "dmy")
    assert (when("03/04/2026", dates).month, doubtful) == (4, "")
    assert when("03/04/2026", Dates("mdy")).month == 3


# ------------------------------------------------------------------------------------------------ large files

MEMORY = """
import resource, sys
from typer.testing import CliRunner
from coach.cli import application
result = CliRunner().invoke(application(), sys.argv[1:])
print(result.output[-200:], result.exception or "")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def megabytes(*words: str) -> int:
    """The most memory this command takes; it must succeed."""
    done = subprocess.run([sys.executable, "-c", MEMORY, *words], capture_output=True, text=True, check=True)
    assert "Error" not in done.stdout, done.stdout
    return int(done.stdout.split()[-1])


def test_what_is_imported_and_exported_never_is_in_memory_whole(home: Path) -> None:
    file, config = home / "hevy.csv", str(home / "coach.yaml")
    with file.open("w") as out:
        out.write(HEVY)
        note = '"' + "x" * 10_000 + '"'
        for day in range(250):
            start = f"{day % 28 + 1} Oct {1950 + day // 28}, 18:30"
            out.writelines(hevy(start).replace('"RDL","",""', f'"RDL","",{note}') for _ in range(10))
    small = megabytes("import", str(Path(__file__).parents[1] / "samples" / "hevy.csv"), "--config", config)
    assert file.stat().st_size > 25_000_000
    for words in (["import", str(file)], ["export", str(home / "all.json")], ["export", str(home / "all.csv")],
                  ["import", str(home / "all.json")], ["import", str(file)]):  # fmt: skip
        assert megabytes(*words, "--config", config) < small + 20
