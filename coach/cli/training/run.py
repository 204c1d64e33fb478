"""`coach run`, `coach serve` and `coach render`: a session with sound, the box on the shelf, and a sound file."""

import io
import select
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.console import Console

from coach.audio.hardware.devices import Direction, choose, list_devices
from coach.clocks import SessionTime
from coach.config import Config, EarKind, Verbosity, for_language, for_lifter, load_config
from coach.content import library_of, own_folder
from coach.controls.keyboard import as_found
from coach.core.session.machine import Session as State
from coach.core.state import Finished
from coach.core.tempo import CountMode
from coach.displays.screen import Entry, Lasting, LastingConsole, NoScreen, Notices, PlainScreen, TerminalScreen
from coach.errors import DeviceError, InputError
from coach.reading.files import refuse_place
from coach.script.shapes.profile import Length
from coach.wiring import Hands, Wishes, perform, plan_of, render
from coach.wiring.standby.serving import serve

DEFAULT_SESSION = "first-hinge"

INTERRUPTED = 130

Session = Annotated[
    str, typer.Argument(help="A session's name, a YAML file, or a workout such as '5x5 deadlift 80, rest 3:00'.")
]

SaveOption = Annotated[str | None, typer.Option(help="Keep the workout as a session of your own by this name.")]

LengthOption = Annotated[str, typer.Option(help="short, normal or long, where the session has such forms.")]

CountOption = Annotated[str, typer.Option(help="What is counted aloud: full, lowering, beeps or silent.")]

VerbosityOption = Annotated[str | None, typer.Option(help="quiet, normal or talkative.")]

GunOption = Annotated[str | None, typer.Option(help="When the race starts, such as 09:00; for pre-race sessions.")]

LifterOption = Annotated[str | None, typer.Option(help="Who trains; everyone has a history of their own.")]

LinkOption = Annotated[bool, typer.Option("--link", help="Open the local door: 'coach link' and the page use it.")]

FARTHEST_GUN = 6.0
"""Hours before a race within which its warm-up may begin; a gun farther away is a time that has passed."""


def run(
    session: Session = DEFAULT_SESSION,
    at: Annotated[str | None, typer.Option(help="Wait for this time of day, such as 06:30.")] = None,
    ear: Annotated[str | None, typer.Option(help="auto, moonshine, pocketsphinx, vosk or keyboard.")] = None,
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A loudspeaker from 'coach devices', or wav:OUT.wav.")] = None,
    voice: Annotated[str | None, typer.Option(help="A voice from 'coach voices'.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Write what happens there, one JSON object a line.")] = None,
    seed: Annotated[int | None, typer.Option(help="Choose the wordings; the same seed says the same.")] = None,
    length: LengthOption = "normal",
    verbosity: VerbosityOption = None,
    count: CountOption = "full",
    gun: GunOption = None,
    lifter: LifterOption = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do not offer to carry on with an unfinished session.")
    ] = False,
    save: SaveOption = None,
    plain: Annotated[bool, typer.Option("--plain", help="Lines instead of the big screen.")] = False,
    language: Annotated[str | None, typer.Option(help="The language you speak to it, such as en or ko.")] = None,
    link: LinkOption = False,
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Coach a session: speak, listen, keep time. Say "next", "pause", "my back feels tight" ... or type it.

    Examples: coach run    coach run rdl-day --at 06:30    coach run rdl-day --mic wav:in.wav --speaker wav:out.wav
    coach run "5x5 deadlift 80, rest 3:00"    coach run "3x8 rdl 60; 2x10 good morning 30" --save my-day
    """
    settings = load_config(config)
    if lifter is not None:
        settings = for_lifter(settings, lifter)
    if language is not None:
        settings = for_language(settings, language)
    settings = linked(settings, link)
    wishes = Wishes(
        session=session,
        ear=_one_of("ear", ear or settings.ear, get_args(EarKind)),
        microphone=mic,
        speaker=speaker,
        voice=voice or settings.voice,
        transcript=transcript,
        seed=seed,
        length=checked_length(length),
        verbosity=checked_verbosity(verbosity or settings.verbosity),
        count=checked_count(count),
        gun=gun,
        fresh=fresh,
    )
    console = LastingConsole(stderr=True)
    read_back(session, save, settings, _teller(console))
    if at is not None:
        plan_of(wishes, library_of(settings))  # a fault in the session is told now, not at half past six
    if transcript is not None:
        refuse_place(transcript)  # before a sound file is begun
    check_devices(wishes)
    if gun is not None:
        checked_gun(gun, settings.zone, at)
    if wishes.ear == "auto" and not wishes.on_files:
        from coach.cli.machine.model import mention

        mention(settings, _teller(console))
    if at is not None:
        wait_for(at, console, settings.zone)
    if not isinstance(performed(wishes, settings, plain).phase, Finished):
        raise typer.Exit(INTERRUPTED)


def linked(settings: Config, link: bool) -> Config:
    """The settings with the local door open, where that is asked for."""
    return replace(settings, link=True) if link else settings


def performed(wishes: Wishes, settings: Config, plain: bool = False) -> State:
    """Perform a session with what this terminal offers; returns its last state."""
    return perform(wishes, settings, _hands(LastingConsole(stderr=True), plain))


def read_back(session: str, save: str | None, settings: Config, tell: Callable[[str], None]) -> None:
    """Tell how a workout of one line is read, and keep it where that is wished; raises InputError or ContentError."""
    library = library_of(settings)
    if (workout := library.workout(session)) is not None:
        tell(f"Read as: {workout}")
    if save is not None:
        from coach.script.files.saving import save_session

        path = save_session(session, save, library, own_folder(settings))
        tell(f"Wrote {path}; from now on: coach run {save}")


def _one_of(what: str, given: str, choices: Sequence[str]) -> str:
    if given not in choices:
        raise InputError(f"there is no {what} '{given}'; choose one of {', '.join(choices)}")
    return given


def checked_length(form: str) -> Length:
    """One of the lengths there are; raises InputError."""
    return cast(Length, _one_of("length", form, get_args(Length)))


def checked_verbosity(given: str) -> str:
    """One of the verbosities there are; raises InputError."""
    return _one_of("verbosity", given, get_args(Verbosity))


def checked_count(given: str) -> str:
    """One of the ways to count there are; raises InputError."""
    return _one_of("count", given, tuple(CountMode))


def checked_gun(text: str, zone: str | None, at: str | None = None) -> datetime:
    """When the gun goes; raises InputError for no time of day, or for one that has passed.

    `at` is the time of day at which the session is to begin.
    """
    from coach.planning.waiting import next_time, open_zone

    now = datetime.now(open_zone(zone))
    begin = now if at is None else next_time(at, now)
    gun = next_time(text, begin)
    hours = (gun.timestamp() - begin.timestamp()) / 3600
    if hours > FARTHEST_GUN:
        raise InputError(
            f"--gun {text} is {hours:.0f} hours away, tomorrow when that has passed today; begin at most "
            f"{FARTHEST_GUN:.0f} hours before it, or plan it: coach plan add {gun:%Y-%m-%d} {gun:%H:%M} race pre-race"
        )
    return gun


def check_devices(wishes: Wishes) -> None:
    """Raise DeviceError for a device named on the command line that is not there; files and defaults are no devices."""
    named = ((wishes.speaker, Direction.SPEAKER), (wishes.microphone, Direction.MICROPHONE))
    wanted = [(name, direction) for name, direction in named if name is not None and not name.startswith("wav:")]
    if wanted:
        devices = list_devices()
        for name, direction in wanted:
            if not any(device.serves(direction) for device in devices):
                raise DeviceError(f"there is no {direction} '{name}', nor any other; connect one, then: coach devices")
            choose(devices, name, direction)


def wait_for(at: str, console: Console, zone: str | None) -> None:
    """Wait for a time of day, with a countdown on a terminal, where Enter begins at once."""
    from coach.displays.screen.figures import clock
    from coach.planning.waiting import wait_until

    if not (console.is_terminal and sys.stdin.isatty()):
        wait_until(at, say=_teller(console), zone=zone)
        return
    hurry, over = threading.Event(), threading.Event()
    with console.status("", spinner="dots") as status, watched_enter(hurry, over):
        wait_until(
            at,
            say=_teller(console),
            zone=zone,
            hurry=hurry,
            recheck=1.0,
            left=lambda seconds: status.update(f"begins in {clock(max(0.0, seconds))}; Enter begins now"),
        )


@contextmanager
def watched_enter(pressed: threading.Event, over: threading.Event) -> Iterator[None]:
    """Set `pressed` when a line is entered; what is typed after the `with` is nobody's here."""

    def watch() -> None:
        while not over.is_set() and not pressed.is_set():
            if select.select([sys.stdin], [], [], 0.2)[0]:
                sys.stdin.readline()
                pressed.set()

    watcher = threading.Thread(target=watch, name="enter", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _teller(console: Console) -> Lasting:
    """Lines for a person: folded between words on a terminal, whole in a pipe."""
    whole = not console.is_terminal
    return Lasting(lambda text: console.print(text, highlight=False, soft_wrap=whole, markup=False))


def _hands(console: Console, plain: bool) -> Hands:
    """What this terminal offers: a picture that fills it, or lines where it can do no more or nobody looks."""
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    notices = Notices(_teller(console))
    seen = LastingConsole()
    if plain or not sys.stdout.isatty() or seen.is_dumb_terminal:
        return Hands(notices, _unseen, lambda _: PlainScreen(Lasting(_line, notices)), terminal)
    entry = Entry() if terminal else None
    give_back = as_found(sys.stdin.fileno()) if terminal else _nothing

    def screen(now: Callable[[], SessionTime]) -> NoScreen:
        return TerminalScreen(seen, now, notices, entry)

    return Hands(notices, _unseen, screen, terminal, entry, give_back)


def _line(text: str) -> None:
    try:
        print(text, flush=True)  # noqa: T201  the log on standard output
    except OSError:
        # What was not taken stays in the old one, and would be tried again, and told again, at the very end.
        same = io.FileIO(sys.stdout.fileno(), "w", closefd=False)
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(same), encoding="utf-8")
        raise


def _unseen(done: int, of: int) -> None:
    """A session is rendered while it speaks; there is nothing to watch."""


def _nothing() -> None: ...


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar while many phrases are rendered, gone before the session begins; nothing in a pipe."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    bar = Progress(
        TextColumn("Preparing what I will say"), BarColumn(), TaskProgressColumn(), console=console, transient=True
    )
    task = bar.add_task("render")

    def advance(done: int, of: int) -> None:
        if not console.is_terminal:
            return
        if done == 0:
            bar.start()
        bar.update(task, completed=done, total=of)
        if done == of:
            bar.stop()

    try:
        yield advance
    finally:
        if bar.live.is_started:
            bar.stop()


def serve_(
    ear: Annotated[str | None, typer.Option(help="auto, moonshine, pocketsphinx, vosk or keyboard.")] = None,
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A loudspeaker from 'coach devices', or wav:OUT.wav.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Write what happens there, one JSON object a line.")] = None,
    link: LinkOption = False,
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Be the box on the shelf: wait for "start deadlift day", "what's on today", or what is planned; Ctrl-C ends it.

    Examples: coach serve    coach serve --ear keyboard
    """
    settings = linked(load_config(config), link)
    wishes = Wishes(
        "",
        ear=_one_of("ear", ear or settings.ear, get_args(EarKind)),
        microphone=mic,
        speaker=speaker,
        voice=settings.voice,
        transcript=transcript,
        verbosity=settings.verbosity,
    )
    serve(wishes, settings, _hands(LastingConsole(stderr=True), plain=True))
    raise typer.Exit(INTERRUPTED)


def render_(
    session: Session = DEFAULT_SESSION,
    out: Annotated[Path, typer.Option("--out", "-o", help="A WAV, FLAC or OGG file.")] = Path("session.wav"),
    voice: Annotated[str | None, typer.Option(help="A voice from 'coach voices'.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Write what is said and when, as JSON lines.")] = None,
    seed: Annotated[int, typer.Option(help="Choose the wordings.")] = 0,
    length: LengthOption = "normal",
    count: CountOption = "full",
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Write a whole session as a sound file for your phone, its chapters as a cue sheet beside it.

    Examples: coach render -o day.wav    coach render rdl-day -o day.flac
    """
    settings = load_config(config)
    wishes = Wishes(
        session,
        voice=voice or settings.voice,
        transcript=transcript,
        seed=seed,
        length=checked_length(length),
        verbosity=settings.verbosity,
        count=checked_count(count),
    )
    console = LastingConsole(stderr=True)
    with _progress(console) as progress:
        hands = Hands(_teller(console), progress, lambda _: NoScreen(), False)
        sheet = render(wishes, settings, hands, out)
    typer.echo(f"{out} is ready, its chapters are in {sheet}.")
