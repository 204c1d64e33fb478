"""`coach run` and `coach rehearse`: a session with sound, and the same one on paper."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from coach.config import EarKind, Verbosity, for_language, for_lifter, load_config
from coach.core.rehearsal import Line, Remark, rehearse
from coach.core.state import Finished
from coach.core.tempo import CountMode
from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.screen import NoScreen, PlainScreen, RichScreen
from coach.script.profile import Length
from coach.wiring import Hands, Wishes, library_of, perform, plan_of, render
from coach.wiring.serving import serve

DEFAULT_SESSION = "first-hinge"

INTERRUPTED = 130

Session = Annotated[str, typer.Argument(help="A session's name (see 'coach sessions') or a YAML file.")]

LengthOption = Annotated[str, typer.Option(help="short, normal or long, where the session has such forms.")]

CountOption = Annotated[str, typer.Option(help="What is counted aloud: full, lowering, beeps or silent.")]


def run(
    session: Session = DEFAULT_SESSION,
    at: Annotated[str | None, typer.Option(help="Wait for this time of day, such as 06:30.")] = None,
    ear: Annotated[str | None, typer.Option(help="auto, vosk, pocketsphinx or keyboard.")] = None,
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A loudspeaker from 'coach devices', or wav:OUT.wav.")] = None,
    voice: Annotated[str | None, typer.Option(help="A voice from 'coach voices'.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Write what happens there, one JSON object a line.")] = None,
    seed: Annotated[int | None, typer.Option(help="Choose the wordings; the same seed says the same.")] = None,
    length: LengthOption = "normal",
    verbosity: Annotated[str | None, typer.Option(help="quiet, normal or talkative.")] = None,
    count: CountOption = "full",
    gun: Annotated[str | None, typer.Option(help="When the race starts, such as 09:00; for pre-race sessions.")] = None,
    lifter: Annotated[str | None, typer.Option(help="Who trains; everyone has a history of their own.")] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Do not offer to carry on with an unfinished session.")
    ] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Lines instead of the big screen.")] = False,
    language: Annotated[str | None, typer.Option(help="The language you speak to it, such as en or ko.")] = None,
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Coach a session: speak, listen, keep time. Say "next", "pause", "my back feels tight" ... or type it.

    Examples: coach run    coach run rdl-day --at 06:30    coach run rdl-day --mic wav:in.wav --speaker wav:out.wav
    """
    settings = load_config(config)
    if lifter is not None:
        settings = for_lifter(settings, lifter)
    if language is not None:
        settings = for_language(settings, language)
    wishes = Wishes(
        session=session,
        ear=_one_of("ear", ear or settings.ear, get_args(EarKind)),
        microphone=mic,
        speaker=speaker,
        voice=voice or settings.voice,
        transcript=transcript,
        seed=seed,
        length=_length(length),
        verbosity=_one_of("verbosity", verbosity or settings.verbosity, get_args(Verbosity)),
        count=_one_of("count", count, tuple(CountMode)),
        gun=gun,
        fresh=fresh,
    )
    console = Console(stderr=True)
    plan_of(wishes, library_of(settings))  # a fault in the session is told now, not at half past six
    if sys.stdin.isatty() and wishes.ear == "auto" and not wishes.on_files:
        from coach.cli.model import offer

        offer(settings, typer.confirm, _teller(console))
    if at is not None:
        from coach.planning.waiting import wait_until

        wait_until(at, say=_teller(console), zone=settings.zone)
    with _progress(console) as progress:
        state = perform(wishes, settings, _hands(console, progress, plain))
    if not isinstance(state.phase, Finished):
        raise typer.Exit(INTERRUPTED)


def _one_of(what: str, given: str, choices: Sequence[str]) -> str:
    if given not in choices:
        raise InputError(f"there is no {what} '{given}'; choose one of {', '.join(choices)}")
    return given


def _length(form: str) -> Length:
    return cast(Length, _one_of("length", form, get_args(Length)))


def _teller(console: Console) -> Callable[[str], None]:
    return lambda text: console.print(text, highlight=False, soft_wrap=True, markup=False)


def _hands(console: Console, progress: Callable[[int, int], None], plain: bool) -> Hands:
    terminal = sys.stdin.isatty() and sys.stdout.isatty()

    def screen(now: Callable[[], float]) -> NoScreen:
        if plain or not sys.stdout.isatty():
            return PlainScreen(lambda line: print(line, flush=True))  # noqa: T201  the log on standard output
        return RichScreen(Console(), now)

    return Hands(_teller(console), progress, screen, terminal)


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar while many phrases are rendered, gone before the session begins; nothing in a pipe."""
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
    ear: Annotated[str | None, typer.Option(help="auto, vosk, pocketsphinx or keyboard.")] = None,
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A loudspeaker from 'coach devices', or wav:OUT.wav.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Write what happens there, one JSON object a line.")] = None,
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Be the box on the shelf: wait for "start deadlift day", "what's on today", or what is planned; Ctrl-C ends it.

    Examples: coach serve    coach serve --ear keyboard
    """
    settings = load_config(config)
    wishes = Wishes(
        "",
        ear=_one_of("ear", ear or settings.ear, get_args(EarKind)),
        microphone=mic,
        speaker=speaker,
        voice=settings.voice,
        transcript=transcript,
        verbosity=settings.verbosity,
    )
    console = Console(stderr=True)
    with _progress(console) as progress:
        serve(wishes, settings, _hands(console, progress, plain=True))
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
        length=_length(length),
        verbosity=settings.verbosity,
        count=_one_of("count", count, tuple(CountMode)),
    )
    console = Console(stderr=True)
    with _progress(console) as progress:
        hands = Hands(_teller(console), progress, lambda _: NoScreen(), False)
        sheet = render(wishes, settings, hands, out)
    typer.echo(f"{out} is ready, its chapters are in {sheet}.")


# ------------------------------------------------------------------------------------------------ rehearse


def rehearse_(
    session: Session = DEFAULT_SESSION,
    say: Annotated[
        list[str] | None, typer.Option(help='What the lifter says and when, in seconds: "95: my back feels tight".')
    ] = None,
    seed: Annotated[int, typer.Option(help="Choose the wordings.")] = 0,
    length: LengthOption = "normal",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Print the whole workout in virtual time; nothing sounds.

    Examples: coach rehearse    coach rehearse rdl-day --say "95: my back feels tight" --say "240: better"
    """
    settings = load_config(config)
    library = library_of(settings)
    wishes = Wishes(session=session, seed=seed, length=_length(length))
    plan = plan_of(wishes, library)
    phrases = Phrases.load(library.phrases_path(settings.language))
    remarks = [remark(text, phrases) for text in say or []]
    for line in rehearse(plan, remarks):
        typer.echo(as_object(line) if as_json else as_text(line))


def remark(text: str, phrases: Phrases) -> Remark:
    """One "seconds: words" as a remark; raises InputError with what is wrong with it."""
    at, mark, words = text.partition(":")
    try:
        seconds = float(at)
    except ValueError:
        mark, seconds = "", 0.0
    if not mark or seconds < 0:
        raise InputError(f'--say {text!r} has no time; write seconds and words, as in "95: my back feels tight"')
    understood = phrases.match(words.strip())
    if understood is None:
        raise InputError(f"{words.strip()!r} is no command; 'coach hear --text' shows what is understood")
    return Remark(seconds, understood.intent, understood.slots, words.strip())


def as_object(line: Line) -> str:
    """A line of the transcript as JSON."""
    record = {"at": round(line.at, 2), "kind": line.kind, **({"text": line.text} if line.text else {}), **line.fields}
    return json.dumps(record, ensure_ascii=False)


def as_text(line: Line) -> str:
    """A line of the transcript for people."""
    minutes, seconds = divmod(line.at, 60)
    clock = f"{int(minutes):3d}:{seconds:04.1f}"
    if line.kind in ("say", "count", "countdown"):
        return f"{clock}  {'' if line.kind == 'say' else line.kind + ': '}{line.text}"
    fields = ", ".join(f"{name} {value}" for name, value in line.fields.items() if value not in (None, ""))
    mark = ">" if line.kind == "heard" else "-"
    return f"{clock}  {mark} {line.kind}: {line.text + '; ' if line.text else ''}{fields}"
