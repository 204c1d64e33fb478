"""`coach import`, `coach export` and `coach forget`: sessions in, sessions out, sessions gone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from coach.cli.records.history import ConfigFile, Lifter, Since, Until, check_lifter, days, opened
from coach.cli.records.import_told import Seen, most
from coach.config import Config, load_config
from coach.content import library_of, own_folder
from coach.core.plan import Unit
from coach.errors import InputError
from coach.gather.gathered import gathered_path
from coach.journal import history as past
from coach.journal.csv.cells import Reading
from coach.journal.csv.dates import Order
from coach.journal.csv.dialects import SHAPES, pieces
from coach.journal.csv.importing import reading_of, rows_in, text_of
from coach.journal.csv.refusals import Refusals, refusals
from coach.journal.csv.rows import grouped
from coach.journal.exchange import transfer
from coach.journal.exchange.transfer import Taken
from coach.journal.exchange.writing import write_out
from coach.journal.past import PastSession
from coach.journal.storage.database import Database
from coach.journal.store import JOURNAL
from coach.reading.extras import install
from coach.reading.files import EXPORT, UnreadableError, refuse_place
from coach.reading.files import opened as opened_file
from coach.script.files.library import Library


def import_(
    file: Annotated[
        Path,
        # Whether it may be read the door says itself, with what mends it.
        typer.Argument(
            help="A CSV of Strong, Hevy, FitNotes or LiftLog, or a .json of 'coach export'.", readable=False
        ),
    ],
    unit: Annotated[Unit | None, typer.Option(help="What the file means where it does not say: kg or lb.")] = None,
    zone: Annotated[str | None, typer.Option(help="Where its times are from, such as Europe/Berlin.")] = None,
    dates: Annotated[str | None, typer.Option(help="What comes first in dates like 3/4/2026: dmy, mdy or ymd.")] = None,
    rejected: Annotated[Path | None, typer.Option(help="Write the records that were not taken there.")] = None,
    lifter: Annotated[str | None, typer.Option(help="Whose sessions these are; yours when left out.")] = None,
    config: ConfigFile = None,
) -> None:
    """Take in what another program recorded. Doing it twice changes nothing; a bad record is told, the rest is taken.

    Examples: coach import strong.csv --unit kg    coach import fitnotes.csv --dates dmy    coach import backup.json
    """
    settings = load_config(config)
    order = _order(dates)
    if rejected is not None:
        refuse_place(rejected)
    if file.suffix.lower() == ".json":
        _restore(settings, file)
        return
    known = library_of(settings).exercise_names
    # A zone there is none of is no fault of the file.
    told = Reading(unit, _zone(zone or settings.zone), most=lambda name: most(name, known))
    with named(file):  # what is no table at all leaves no journal behind
        reading = reading_of(file, told, order)
    seen = Seen(lifter or settings.lifter)
    with opened(settings, begin=True) as journal:
        with named(file), refusals(rejected) as refuse:
            taken = _take_table(journal.database, file, reading, refuse, seen)
        if taken == Taken():
            why = f"nothing in it could be read; {refuse.first}" if refuse.count else "there is no set in it"
            raise InputError(f"{file}: {why}")
    typer.echo(_told(taken))
    for line in seen.matched(known, own_folder(settings)):
        typer.echo(line)
    for line in (*seen.after_today(), *refuse.told()):
        typer.echo(line, err=True)


def _restore(settings: Config, file: Path) -> None:
    with (
        named(file),
        opened_file(file, EXPORT) as raw,
        TextIOWrapper(raw, encoding="utf-8-sig", errors="replace") as text,
    ):
        if not (settings.data_folder / JOURNAL).exists():  # what cannot be restored leaves no journal behind
            transfer.check(text)
            text.seek(0)
        with opened(settings, begin=True) as journal:
            typer.echo(_told(transfer.restore(journal.database, text)))


@contextmanager
def named(file: Path) -> Iterator[None]:
    """What is wrong in the file is told with its name, as what is wrong with it is."""
    try:
        yield
    except UnreadableError:
        raise  # it names its file, which may be another one
    except InputError as error:
        if str(file) in str(error):
            raise
        raise InputError(f"{file}: {error}") from error


def _take_table(database: Database, file: Path, reading: Reading, refuse: Refusals, seen: Seen) -> Taken:
    with text_of(file) as text:
        heading, rows = rows_in(text, reading, refuse)
        refuse.begin(heading)
        sessions = grouped(seen.rows(rows), heading.shape.name, seen.lifter)
        return transfer.take_in(database, seen.sessions(sessions))


def _order(text: str | None) -> Order | None:
    if text is not None and text not in get_args(Order):
        raise InputError(f"--dates {text!r} is no order; choose {', '.join(get_args(Order))}")
    return cast(Order | None, text)


def export(
    file: Annotated[
        Path, typer.Argument(help="Where to write it: everything as .json, the sets as .csv, one session as .fit.")
    ],
    shape: Annotated[str, typer.Option(help="Whose table a .csv has: " + ", ".join(SHAPES) + ".")] = "strong",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    lifter: Lifter = None,
    since: Since = None,
    until: Until = None,
    config: ConfigFile = None,
) -> None:
    """Write the journal out: a .json has everything and can be restored, a .csv is for other programs.

    A .fit is the newest session, for Garmin, Strava and others; --since and --until choose another day's.

    Examples: coach export backup.json    coach export sets.csv --shape hevy    coach export day.fit
    """
    settings = load_config(config)
    if shape not in SHAPES:
        raise InputError(f"there is no shape {shape!r}; choose {', '.join(SHAPES)}")
    if file.suffix not in (".json", ".csv", ".fit"):
        raise InputError(f"{file} ends in neither .json, .csv nor .fit; say which by its name")
    first, last = days(since, until)
    with opened(settings) as journal:
        if file.suffix == ".fit":
            found = past.each(journal.database.reading(), lifter=lifter or settings.lifter, since=first, until=last)
            write_out(file, [_fit(found, library_of(settings))], over=force)
            typer.echo(f"Wrote {file}.")
            return
        if file.suffix == ".json":
            text = transfer.pieces(journal.database, lifter)
        else:
            found = past.each(journal.database.reading(), lifter=lifter, since=first, until=last)
            text = pieces(SHAPES[shape], found)
        write_out(file, text, over=force)
    typer.echo(f"Wrote {file}.")


def _fit(sessions: Iterable[PastSession], library: Library) -> bytes:
    """The newest of these sessions with a set in it."""
    try:
        from coach.journal.exchange.fit import Exercise, as_fit, exercise_of
    except ImportError as error:
        raise InputError(f"a .fit file needs one more package: {install('fit')}") from error
    newest = max((each for each in sessions if each.sets), key=lambda each: each.began, default=None)
    if newest is None:
        raise InputError("there is no session with a set in it; 'coach history' shows what there is")
    scripts = library.scripts()

    def exercise(name: str) -> Exercise:
        script = scripts.get(name)
        return exercise_of(script.title, script.fit) if script is not None else Exercise(name)

    try:
        return as_fit(newest, exercise)
    except ValueError as error:
        raise InputError(f"{error}; correct 'fit' in the movement's file") from error


def forget(
    everything: Annotated[bool, typer.Option("--all", help="Every session there is.")] = False,
    lifter: Lifter = None,
    since: Since = None,
    until: Until = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: ConfigFile = None,
) -> None:
    """Delete sessions for good: a span of days, one lifter's, or all. An export made before is not touched.

    Examples: coach forget --since 2026-03-01 --until 2026-03-07    coach forget --lifter Sam    coach forget --all
    """
    settings = load_config(config)
    if not (everything or lifter or since or until):
        raise InputError("say what to forget: --since and --until, --lifter, or --all")
    first, last = days(since, until)
    with opened(settings) as journal:
        check_lifter(journal.database.reading(), lifter)
        found = past.sessions(journal.database.reading(), lifter=lifter, since=first, until=last)
        if found and not yes:
            typer.confirm(f"Delete {len(found)} sessions, {found[0].day} to {found[-1].day}, for good?", abort=True)
        if not found:
            typer.echo("There is no such session; nothing is forgotten.")
        gone = transfer.forget(journal.database, lifter=lifter, since=first, until=last)
        aside = journal.set_aside()
    if found:
        typer.echo(f"Forgot {gone} session{'' if gone == 1 else 's'}.")
    for file in aside:
        typer.echo(f"{file} was set aside as damaged and may hold sessions too; delete it yourself.")
    if gathered_path(settings.data_folder).exists():
        typer.echo("What boxes sent each other is not touched; docs/several-boxes.md says how to forget that.")


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise InputError(f"there is no time zone {name!r}; write it like Europe/Berlin") from fault


def _told(taken: Taken) -> str:
    new = "1 session is" if taken.new == 1 else f"{taken.new} sessions are"
    known = "1 was" if taken.known == 1 else f"{taken.known} were"
    return f"{new} new, {taken.changed} changed, {known} there already."
