"""`coach render`: a session as a sound file."""

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.training.options import (
    DEFAULT_SESSION,
    CountOption,
    LengthOption,
    Session,
    checked_count,
    checked_length,
)
from coach.cli.training.terminal import progress, teller
from coach.config import load_config
from coach.displays.screen import LastingConsole, NoScreen
from coach.wiring import Hands, Wishes, render


def render_(
    session: Session = DEFAULT_SESSION,
    out: Annotated[Path, typer.Option("--out", "-o", help="A WAV, FLAC or OGG file.")] = Path("session.wav"),
    voice: Annotated[str | None, typer.Option(help="A voice from 'coach voices'.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Write what is said and when, as JSON lines.")] = None,
    seed: Annotated[int, typer.Option(help="Choose the wordings.")] = 0,
    length: LengthOption = "normal",
    count: CountOption = None,
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
        count=checked_count(count or settings.count),
    )
    console = LastingConsole(stderr=True)
    with progress(console) as advance:
        hands = Hands(teller(console), advance, lambda _: NoScreen(), False)
        sheet = render(wishes, settings, hands, out)
    typer.echo(f"{out} is ready, its chapters are in {sheet}.")
