"""Thirty tables as they come out of phones, spreadsheets and mail programs: what is taken of each, and what is told."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.core.plan import Unit
from coach.journal.csv.cells import Reading
from tests.journal.csv.test_importing import BERLIN, FITNOTES, HEVY, STRONG_5, STRONG_6, hevy, taken

DAY = "3 Oct 2026, 18:30"
STRONG = STRONG_6 % "kg"
STRONG_UNITS = STRONG_5.replace("Weight,", "Weight,Weight Unit,")
FITNOTES_UNITS = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n"


def strong(order: str = "1", load: str = "100", *, reps: str = "5", day: str = "2026-10-03 18:30:00") -> str:
    return f"1;{day};Pull;3600;Deadlift (Barbell);{order};{load};{reps};;;;;\n"


def strong_5(unit: str) -> str:
    return f"2026-10-03 18:30:00,Pull,1h,Deadlift,1,100,{unit},5,0,0,,,\n"


def fitnotes(day: str, load: str = "100") -> str:
    return f"{day},Deadlift,Back,{load},kgs,5,,,,\n"


@dataclass(frozen=True, slots=True)
class Table:
    """One file: what is taken of it, as (first day and time, loads), and the lines that are refused."""

    name: str
    text: str | bytes
    began: str
    loads: tuple[float | None, ...]
    refused: tuple[int, ...] = ()
    unit: Unit | None = Unit.KILOS


EVENING = "2026-10-03 18:30"
TABLES = (
    Table("Strong with commas in numbers and NaN", STRONG + strong(load="142,5") + strong("2", "NaN"), EVENING,
          (142.5, None)),
    Table("Strong's drop and failure sets", STRONG + strong("D", "80") + strong("F"), EVENING, (80, 100)),
    Table("Strong's rest rows", STRONG + strong() + strong("Rest Timer", "NaN", reps="NaN"), EVENING, (100,)),
    Table("Strong with rows that add it up", STRONG + strong() + ";;;;;;Total;500;;;;;\nTotal;;;;;;;500;;;;;\n",
          EVENING, (100,), (3, 4)),
    Table("Strong with a line for Excel", "sep=;\n" + STRONG + strong(), EVENING, (100,)),
    Table("Strong without its last cells", STRONG + strong().rstrip("\n;") + "\n", EVENING, (100,)),
    Table("a German month", HEVY + hevy("3. Okt. 2026, 18:30"), EVENING, (100,)),
    Table("a French month", HEVY + hevy("3 octobre 2026 à 18:30"), EVENING, (100,)),
    Table("a Spanish month", HEVY + hevy("3 de octubre de 2026, 18:30"), EVENING, (100,)),
    Table("a Polish month", HEVY + hevy("3 paź 2026, 18:30"), EVENING, (100,)),
    Table("a Portuguese month", HEVY + hevy("3 de out. de 2026 18:30"), EVENING, (100,)),
    Table("a Japanese day", HEVY + hevy("2026年10月3日 午後6:30"), EVENING, (100,)),
    Table("half past six p.m.", HEVY + hevy("Oct 3, 2026, 6:30\u202fPM"), EVENING, (100,)),
    Table("half past midnight", HEVY + hevy("3 Oct 2026, 12:30 AM"), "2026-10-03 00:30", (100,)),
    Table("an assisted set", HEVY + hevy(DAY, weight="-20"), EVENING, (None,)),
    Table("a set without anything", HEVY + hevy(DAY, weight="", reps=""), EVENING, (None,)),
    Table("thousands with a point", HEVY + hevy(DAY, weight="1.234,5 lb"), EVENING, (1234.5,)),
    Table("thousands with a thin space", HEVY + hevy(DAY, weight="1\u202f234,5 lb"), EVENING, (1234.5,)),
    Table("Arabic digits", HEVY + hevy(DAY, weight="٦٠"), EVENING, (60,)),
    Table("a unit in the cell", HEVY + hevy(DAY, weight="60 kg"), EVENING, (60,)),
    Table("the heading twice", HEVY + hevy(DAY) + HEVY + hevy(DAY, weight="70"), EVENING, (100, 70)),
    Table("a column twice", HEVY.replace("rpe", "reps") + hevy(DAY), EVENING, (100,)),
    Table("reps that are no number among good ones",
          HEVY + hevy(DAY) + hevy(DAY, reps="5,5") + hevy(DAY, reps="-5") + hevy(DAY), EVENING, (100, 100), (3, 4)),
    Table("loads beyond all measure", HEVY + hevy(DAY, weight="inf") + hevy(DAY), EVENING, (100,), (2,)),
    Table("days there are none of", HEVY + hevy("30 Feb 2026, 18:30") + hevy("3 Oct 2026, 25:30") + hevy(DAY), EVENING,
          (100,), (2, 3)),
    Table("a spreadsheet's days", HEVY + hevy("46298.770833333"), EVENING, (100,)),
    Table("a spreadsheet's days with a comma", HEVY + hevy("46298,770833333"), EVENING, (100,)),
    Table("a spreadsheet's empty rows", HEVY + "\n,,,,,,,,,,,,,\n" + hevy(DAY) + ",,,,,,,,,,,,,\n", EVENING, (100,)),
    Table("carriage returns only", (HEVY + hevy(DAY)).replace("\n", "\r"), EVENING, (100,)),
    Table("Windows' line ends", (HEVY + hevy(DAY)).replace("\n", "\r\n"), EVENING, (100,)),
    Table("UTF-16", (HEVY + hevy(DAY)).encode("utf-16"), EVENING, (100,)),
    Table("a byte order mark", (HEVY + hevy(DAY)).encode("utf-8-sig"), EVENING, (100,)),
    Table("a quote that stays open", HEVY + '"Pull","3 Oct\n' + hevy(DAY), EVENING, (100,), (2,)),
    Table("a name with a line end", HEVY + hevy(DAY, exercise='R\nD ""L""'), EVENING, (100,)),
    Table("FitNotes, the day first", FITNOTES_UNITS + fitnotes("25/10/2026") + fitnotes("03/10/2026", "90"),
          "2026-10-03 00:00", (90, 100)),
    Table("FitNotes with semicolons", FITNOTES_UNITS.replace(",", ";") + "03.10.2026;Deadlift;Back;102,5;kgs;5;;;;\n",
          "2026-10-03 00:00", (102.5,)),
    Table("a Danish time", HEVY + hevy("3. okt. 2026 kl. 18.30"), EVENING, (100,)),
    Table("a Vietnamese month", HEVY + hevy("3 thg 10, 2026, 18:30"), EVENING, (100,)),
    Table("a Hebrew month", HEVY + hevy("3 באוק׳ 2026, 18:30"), EVENING, (100,)),
    Table("a Tuesday that is no March", HEVY + hevy("mar, 3 nov 2026, 18:30") + hevy("lun 2 nov 2026, 18:30"),
          "2026-11-02 18:30", (100, 100)),
    Table("a Turkish Sunday behind its date", HEVY + hevy("4 Eki 2026 Paz 18:30"), "2026-10-04 18:30", (100,)),
    Table("a month that is written last", HEVY + hevy("2026 3 oct 18:30"), EVENING, (100,)),
    Table("years nobody trained in", STRONG + strong(day="9999-12-31 23:59:59") + strong(day="0001-01-01 00:00:00")
          + strong(), EVENING, (100,), (2, 3)),
    Table("a heading with spaces, below empty lines", "\n \n" + HEVY.replace("_", " ") + hevy(DAY),
          EVENING, (100,)),
    Table("no column of loads", HEVY.replace("weight_kg,", "") + f'Pull,"{DAY}",,,RDL,,,0,normal,5,,,\n', EVENING,
          (None,)),
    Table("one's own weight, and a set counted in words",
          HEVY + hevy(DAY, weight="BW") + hevy(DAY).replace('"0"', '"one"'), EVENING, (None, 100)),
    Table("a unit nobody knows, and none", STRONG_UNITS + strong_5("stones") + strong_5("") + strong_5("kg"), EVENING,
          (100,), (2, 3), None),
    Table("FitNotes without its units' column", FITNOTES + "2026-10-03,Deadlift,Back,100,5,,,\n", "2026-10-03 00:00",
          (100,)),
)  # fmt: skip


@pytest.mark.parametrize("table", [pytest.param(table, id=table.name) for table in TABLES])
def test_of_a_nasty_table_everything_good_is_taken_and_every_bad_line_told(tmp_path: Path, table: Table) -> None:
    days, refused = taken(tmp_path, table.text, Reading(table.unit, BERLIN))
    assert f"{days[0].began:%Y-%m-%d %H:%M}" == table.began
    assert tuple(done.load for day in days for done in day.sets) == table.loads
    assert tuple(each.line for each in refused) == table.refused
    assert all(each.reason for each in refused)


@pytest.mark.parametrize(
    ("cell", "minutes"), [("3600", 60), ("3600.0", 60), ("1h 5m", 65), ("1:05:00", 65), ("a while", None), ("", None)]
)
def test_how_long_a_session_was_is_read_as_programs_and_spreadsheets_write_it(
    tmp_path: Path, cell: str, minutes: float | None
) -> None:
    (session,), _ = taken(tmp_path, STRONG + strong().replace("3600", cell))
    assert session.minutes == minutes


def test_a_hold_is_read_in_seconds_or_as_a_clock(tmp_path: Path) -> None:
    cells = f'Pull,"{DAY}",,,Plank,,,0,normal,,,,%s,\n'
    (session,), _ = taken(tmp_path, HEVY + "".join(cells % each for each in ("90", "1:30", "0:01:30", "soon")))
    assert [done.seconds for done in session.sets] == [90, 90, 90, None]


def test_what_moves_a_terminals_cursor_is_left_out_of_names_and_notes(tmp_path: Path) -> None:
    (session,), _ = taken(tmp_path, HEVY + hevy(DAY, exercise="Dead\x1b[2Jlift\u202e").replace("Pull", "Pu\x07ll"))
    assert (session.title, session.sets[0].exercise) == ("Pull", "Dead[2Jlift")
