"""`coach program`: weeks of sessions with rising loads, and how far one is in them."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import tables
from coach.cli.followed import NOTHING, in_words, shown
from coach.cli.training.afterwards import own_days
from coach.config import Config, load_config
from coach.content import library_of
from coach.core.state import Finished
from coach.errors import InputError
from coach.planning.following import following_path, forget_following, read_following, write_following
from coach.planning.overview import overview
from coach.planning.program import Change, Following, Next, Told, advanced, coming, did, on_days
from coach.planning.starting import start as begin_program
from coach.planning.starting import with_own_loads
from coach.planning.waiting import today_in
from coach.script.shapes.program import RACE, ProgramShape
from coach.wiring.request import Wishes

SENTENCES = {
    Change.UP: "Week {week} is done; the loads go up.",
    Change.HELD: "Week {week} is done; it was a light one, so the loads stay.",
    Change.REPEATED: "In week {week} a day was missed; it is done again, with the same loads.",
    Change.BACK: "In week {week} a day was missed; the week before it is done again, with its loads.",
    Change.PASSED: "In week {week} a day was missed; it goes on with the same loads.",
    Change.ENDED: "That was the last week. 'coach program list' shows what could come now.",
}

program = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="A program's name, from 'coach program list'.")]
ConfigOption = Annotated[Path | None, typer.Option("--config", help="A configuration file other than your own.")]


@program.callback()
def about() -> None:
    """Follow a program: weeks of sessions with loads that go up after full weeks, and a rule for missed days.

    Examples: coach program list    coach program start hinge-base    coach program next --run
    """


@program.command("list")
def list_(config: ConfigOption = None) -> None:
    """List the programs: how long, for whom.

    Example: coach program list
    """
    programs = library_of(load_config(config)).programs()
    rows = ((name, str(len(shape.calendar)), shape.missed, shape.for_whom) for name, shape in programs.items())
    tables.show(("name", "weeks", "when a day is missed", "for"), rows)


@program.command()
def show(
    name: Annotated[str | None, typer.Argument(help="A program's name; the one you follow when left out.")] = None,
    config: ConfigOption = None,
) -> None:
    """Show a program: what is done in each week on which day, with its loads when no day is missed.

    Of the one you follow also what is done, what was missed, and where you are.

    Examples: coach program show    coach program show deadlift-block
    """
    settings = load_config(config)
    shape, state = shown(name, settings, library_of(settings))
    today = today_in(settings.zone)
    typer.echo(f"{shape.title}, for {shape.for_whom}")
    for week in overview(shape, state, today):
        weights = in_words(week.loads, settings)
        where = ", you are here" if week.here else ""
        typer.echo(f"\nWeek {week.number}{', light' if week.light else ''}{where}: {weights or 'no loads of its own'}")
        for each in week.days:
            mark = "" if state is None else f"{each.mark:9} "
            typer.echo(f"  {each.key:4} {mark}{'test: ' if each.day.test else ''}{each.day.text}")


@program.command()
def start(
    name: Name,
    on: Annotated[
        str | None, typer.Option(help="When it begins, or the date of the race it leads to, such as 2027-04-25.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Begin a program today or on a date; one that leads to a race is counted back from its date.

    It is done on the days you told, where you told any and they are enough: coach profile set days mon thu.

    Examples: coach program start hinge-base    coach program start race-build-up --on 2027-04-25
    """
    settings = load_config(config)
    library, today = library_of(settings), today_in(settings.zone)
    days = own_days(settings)
    began = begin_program(name, library, settings.data_folder, settings.lifter, today, days=days, on=_date(on))
    typer.echo(f"Started: {began.shape.title}.")
    if began.days:
        typer.echo(f"On your days, {' '.join(began.days)}; 'coach profile set days' changes them for the next start.")
    if began.state.week:
        typer.echo(f"The race is near: it begins with week {began.state.week + 1} of {len(began.shape.calendar)}.")
    _tell(began.first, settings)


@program.command("next")
def next_(
    run: Annotated[bool, typer.Option("--run", help="Coach it now, with its loads.")] = False,
    done: Annotated[bool, typer.Option("--done", help="It was done without the coach; count it.")] = False,
    ear: Annotated[str | None, typer.Option(help="As for 'coach run'.")] = None,
    speaker: Annotated[str | None, typer.Option(help="As for 'coach run'.")] = None,
    config: ConfigOption = None,
) -> None:
    """Say what comes next in the program; with --run, coach it.

    Examples: coach program next    coach program next --run
    """
    settings = load_config(config)
    path, today = following_path(settings.data_folder, settings.lifter), today_in(settings.zone)
    state, shape = _followed(path, settings)
    state, told = advanced(state, shape, today)
    for each in told:
        typer.echo(_sentence(each))
    write_following(path, state)
    ahead = with_own_loads(coming(state, shape, today), library_of(settings))
    _tell(ahead, settings)
    if not (run or done):
        return
    if ahead is None or not ahead.due:
        raise InputError("nothing of the program is due today; 'coach sessions' lists what can be run at any time")
    if done or _ran(ahead, settings, ear, speaker):
        state = did(state, ahead.key, today)
        write_following(path, state)
        typer.echo("Counted. What comes next:")
        _tell(with_own_loads(coming(state, shape, today), library_of(settings)), settings)


@program.command()
def stop(config: ConfigOption = None) -> None:
    """Follow the program no longer; what was trained stays in the history.

    Example: coach program stop
    """
    settings = load_config(config)
    path = following_path(settings.data_folder, settings.lifter)
    running = read_following(path)
    if running is None:
        raise InputError(NOTHING)
    forget_following(path)
    typer.echo(f"{running.program} is no longer followed.")


def _followed(path: Path, settings: Config) -> tuple[Following, ProgramShape]:
    state = read_following(path)
    if state is None:
        raise InputError(NOTHING)
    _, shape = library_of(settings).program(state.program)
    return state, on_days(shape, state.days)


def _ran(ahead: Next, settings: Config, ear: str | None, speaker: str | None) -> bool:
    """Coach the session; whether somebody was there, and it was done to its end."""
    from coach.cli.training.options import INTERRUPTED
    from coach.cli.training.run import performed

    wishes = Wishes(
        ahead.day.text,
        ear=ear or settings.ear,
        speaker=speaker,
        voice=settings.voice,
        verbosity=settings.verbosity,
        count=settings.count,
        loads=ahead.loads,
        light=ahead.light,
    )
    went = performed(wishes, settings)
    if not isinstance(went.state.phase, Finished):
        raise typer.Exit(INTERRUPTED)
    if not went.attended:
        typer.echo("Nobody can have been there, so the day is not counted; what was done is, with --done.")
    return went.attended and went.state.phase == Finished("done")


def _tell(ahead: Next | None, settings: Config) -> None:
    if ahead is None:
        typer.echo("The program is over.")
        return
    when = "Today" if ahead.due else f"On {ahead.on:%A %-d %B}"
    kind = "race" if ahead.key == RACE else "test" if ahead.day.test else "light week" if ahead.light else ""
    typer.echo(f"{when}, week {ahead.week}{f' ({kind})' if kind else ''}: {ahead.day.text}")
    if ahead.loads:
        loads = in_words(ahead.loads, settings)
        typer.echo(f"Loads, or less where your history says so or there is none yet: {loads}.")


def _sentence(told: Told) -> str:
    return SENTENCES[told.change].format(week=told.week)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no date; write it as year, month, day: 2027-04-25") from error
    if found.year > LAST_YEAR:
        raise InputError(f"{text} is too far away; give a day before the year {LAST_YEAR + 1}")
    return found


LAST_YEAR = 2200
"""The last that anything is planned for."""
