"""`coach serve`: the box on the shelf."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from coach.cli.training.options import INTERRUPTED, LinkOption, linked, one_of
from coach.cli.training.terminal import hands
from coach.config import EarKind, load_config
from coach.displays.screen import LastingConsole
from coach.wiring import Wishes
from coach.wiring.standby.serving import serve


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
        ear=one_of("ear", ear or settings.ear, get_args(EarKind)),
        microphone=mic,
        speaker=speaker,
        voice=settings.voice,
        transcript=transcript,
        verbosity=settings.verbosity,
        count=settings.count,
    )
    serve(wishes, settings, hands(LastingConsole(stderr=True), plain=True))
    raise typer.Exit(INTERRUPTED)
