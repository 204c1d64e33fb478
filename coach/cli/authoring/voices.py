"""`coach voices`: who can speak, how each one sounds, and a session's phrases rendered ahead of the day."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from coach.cli.tables import show
from coach.clocks import SESSION_START
from coach.config import load_config
from coach.content import library_of
from coach.errors import VoiceError
from coach.ports import Voice
from coach.reading.extras import added, requirements
from coach.script.files.library import Library
from coach.voices.definition import VoiceDefinition, list_voices
from coach.voices.engines.hibari_worker import PACKAGE
from coach.voices.opening import load_voice, load_voice_or_other
from coach.voices.voice import SpokenVoice, ToneVoice
from coach.wiring import FILE_RATE, Wishes, plan_of

SAMPLE = "Romanian deadlift, set one of three. Sixty kilos, five reps. Ready? Down, two, three, hold, and up."
"""What a voice says when it is tried."""

NEEDS = {"piper": ("piper", requirements("piper")), "hibari": ("hibari", [PACKAGE])}
"""For an engine that may be missing the module it is found by, and the packages that bring it."""

app = typer.Typer(help="List the voices, try one, or render a session's phrases ahead.", rich_markup_mode=None)

ConfigOption = Annotated[Path | None, typer.Option(help="A configuration file other than your own.")]


@app.callback(invoke_without_command=True)
def voices(context: typer.Context, config: ConfigOption = None) -> None:
    """List the voices there are: how they sound, who speaks, and whether they can speak here.

    Examples: coach voices    coach voices try deep    coach voices render rdl-day
    """
    if context.invoked_subcommand is not None:
        return
    settings = load_config(config)
    rows = []
    for voice in list_voices(library_of(settings).voices_dirs):
        mark = " (yours)" if voice.name == settings.voice else ""
        rate = "" if voice.engine == "tones" else str(voice.rate)
        loudness = f"{voice.loudness:g} LUFS"
        rows.append((voice.name + mark, voice.engine, rate, loudness, escape(_whether(voice)), voice.title))
    show(("name", "engine", "words a minute", "loudness", "here", "what it is"), rows)


def _whether(voice: VoiceDefinition) -> str:
    """In one word or two, whether the engine is there; looking does not start it."""
    from importlib.util import find_spec

    package, needed = NEEDS.get(voice.engine, ("coach", []))
    return f"no; {added(needed)}" if find_spec(package) is None else "yes"


@app.command("try")
def try_(
    name: Annotated[str, typer.Argument(help="A voice from 'coach voices'.")],
    say: Annotated[str, typer.Option(help="What it shall say.")] = SAMPLE,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A WAV, FLAC or OGG instead of sound.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A loudspeaker from 'coach devices'.")] = None,
    config: ConfigOption = None,
) -> None:
    """Let a voice speak a few lines.

    Examples: coach voices try deep    coach voices try default --say "Hips back." -o hips.wav
    """
    settings = load_config(config)
    folder = settings.data_folder / "cache" / "phrases"
    with load_voice(name, folder, library_of(settings).voices_dirs) as voice:
        if output is not None:
            _speak_to_file(voice, say, output)
            typer.echo(f"{name} is in {output}.")
        else:
            _speak_aloud(voice, say, speaker or settings.speaker)


def _speak_to_file(voice: Voice, say: str, output: Path) -> None:
    from coach.audio.loudspeaker.scheduler import TimelineSpeaker
    from coach.audio.worlds.files import FileWorld
    from coach.core.commands import Say

    speaker = TimelineSpeaker(voice, FILE_RATE)
    with FileWorld(speaker, out=output):
        speaker.perform(Say(1, say), SESSION_START)
        _raise_trouble(speaker.trouble)


def _speak_aloud(voice: Voice, say: str, device: str | None) -> None:
    from coach.audio.hardware.devices import Direction
    from coach.audio.hardware.portaudio import find_device
    from coach.audio.loudspeaker.scheduler import TimelineSpeaker
    from coach.audio.worlds.live import LiveWorld
    from coach.core.commands import Say

    speaker = TimelineSpeaker(voice, find_device(device, Direction.SPEAKER).rate)
    with LiveWorld(speaker, speaker_device=device) as world:
        speaker.perform(Say(1, say), world.now())
        _raise_trouble(speaker.trouble)


def _raise_trouble(trouble: str) -> None:
    if trouble:
        raise VoiceError(trouble)


@app.command("render")
def render(
    session: Annotated[str, typer.Argument(help="A session's name (see 'coach sessions') or a YAML file.")],
    voice: Annotated[str | None, typer.Option(help="A voice from 'coach voices', instead of your own.")] = None,
    config: ConfigOption = None,
) -> None:
    """Render everything a session may say, so that it begins without waiting.

    Example: coach voices render rdl-day --voice deep
    """
    from coach.core.session.prefetch import texts_of

    settings = load_config(config)
    library = library_of(settings)
    texts = texts_of(plan_of(Wishes(session=session), library))
    folder = settings.data_folder / "cache" / "phrases"
    with _voice(voice or settings.voice, folder, library) as speaking, _bar() as bar:
        task = bar.add_task("render", total=len(texts))
        new = speaking.prepare(texts, lambda done, of: bar.update(task, completed=done, total=of))
    typer.echo(f"{session} says {len(texts)} things; {new} were new. They are kept in {folder}.")


def _voice(name: str, folder: Path, library: Library) -> SpokenVoice | ToneVoice:
    """The voice, or what speaks instead of it here, which is told."""
    return load_voice_or_other(name, folder, library.voices_dirs, lambda line: typer.echo(line, err=True))


def _bar() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("Rendering"), BarColumn(), TaskProgressColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
