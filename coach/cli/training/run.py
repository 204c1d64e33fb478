"""`coach run`: a session with sound."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, get_args

import typer

from coach.audio.capture.microphone import FileMicrophone
from coach.audio.hardware.devices import Direction, choose, list_devices
from coach.cli.training.options import (
    DEFAULT_SESSION,
    INTERRUPTED,
    CountOption,
    GunOption,
    LengthOption,
    LifterOption,
    LinkOption,
    SaveOption,
    Session,
    VerbosityOption,
    checked_count,
    checked_gun,
    checked_length,
    checked_verbosity,
    linked,
    one_of,
)
from coach.cli.training.terminal import hands, teller, wait_for
from coach.config import Config, EarKind, for_language, for_lifter, load_config
from coach.content import library_of, own_folder
from coach.core.state import Finished
from coach.displays.screen import LastingConsole
from coach.errors import DeviceError
from coach.reading.writing import refuse_other
from coach.wiring import Performed, Wishes, perform, plan_of
from coach.wiring.opening.world import refuse_unheard

ENDED_WELL = frozenset({"done", "stopped", "cut-short"})
"""After which ends the next session is told; after a red flag it is for a professional to say."""


# long: a line for each option, taken up in the order in which faults are to be told
def run(
    session: Session = DEFAULT_SESSION,
    at: Annotated[str | None, typer.Option(help="Wait for this time of day, such as 06:30 or 6pm.")] = None,
    ear: Annotated[str | None, typer.Option(help="auto, moonshine, pocketsphinx, vosk or keyboard.")] = None,
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A loudspeaker from 'coach devices', or wav:OUT.wav.")] = None,
    voice: Annotated[str | None, typer.Option(help="A voice from 'coach voices'.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Write what happens there, one JSON object a line.")] = None,
    seed: Annotated[int | None, typer.Option(help="Choose the wordings; the same seed says the same.")] = None,
    length: LengthOption = "normal",
    verbosity: VerbosityOption = None,
    count: CountOption = None,
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
        ear=one_of("ear", ear or settings.ear, get_args(EarKind)),
        microphone=mic,
        speaker=speaker,
        voice=voice or settings.voice,
        transcript=transcript,
        seed=seed,
        length=checked_length(length),
        verbosity=checked_verbosity(verbosity or settings.verbosity),
        count=checked_count(count or settings.count),
        gun=gun,
        fresh=fresh,
    )
    console = LastingConsole(stderr=True)
    read_back(session, save, settings, teller(console))
    at = None if at is not None and at.strip().lower() == "now" else at
    if at is not None:
        plan_of(wishes, library_of(settings))  # a fault in the session is told now, not at half past six
    if transcript is not None:
        refuse_other(transcript, "transcript", b"{")  # before a sound file is begun
    check_devices(wishes)
    if at is not None:
        refuse_unheard(wishes, settings, terminal=sys.stdin.isatty() and sys.stdout.isatty())
    if gun is not None:
        checked_gun(gun, settings.zone, at)
    if wishes.ear == "auto" and not wishes.on_files:
        from coach.cli.machine.model import mention

        mention(settings, teller(console))
    if at is not None:
        wait_for(at, console, settings.zone)
    went = performed(wishes, settings, plain)
    if not isinstance(went.state.phase, Finished):
        raise typer.Exit(INTERRUPTED)
    _tell_next(went, session, settings, teller(console))


def _tell_next(went: Performed, session: str, settings: Config, tell: Callable[[str], None]) -> None:
    """When the next session is, where somebody was there and the end was no danger."""
    if not went.attended or not isinstance(went.state.phase, Finished) or went.state.phase.outcome not in ENDED_WELL:
        return
    from coach.cli.training.afterwards import next_time

    for line in next_time(session, settings, library_of(settings)):
        tell(line)


def performed(wishes: Wishes, settings: Config, plain: bool = False) -> Performed:
    """Perform a session with what this terminal offers; returns how it went."""
    return perform(wishes, settings, hands(LastingConsole(stderr=True), plain))


def read_back(session: str, save: str | None, settings: Config, tell: Callable[[str], None]) -> None:
    """Tell how a workout of one line is read, and keep it where that is wished; raises InputError or ContentError."""
    library = library_of(settings)
    if (workout := library.workout(session)) is not None:
        tell(f"Read as: {workout}")
    if save is not None:
        from coach.script.files.saving import save_session

        path = save_session(session, save, library, own_folder(settings))
        tell(f"Wrote {path}; from now on: coach run {path.stem}")


def check_devices(wishes: Wishes) -> None:
    """Raise DeviceError for a device named on the command line that is not there, InputError for a recording that
    cannot be heard; defaults are there or done without."""
    if wishes.microphone is not None and wishes.microphone.startswith("wav:"):
        FileMicrophone(Path(wishes.microphone.removeprefix("wav:"))).close()
    named = ((wishes.speaker, Direction.SPEAKER), (wishes.microphone, Direction.MICROPHONE))
    wanted = [(name, direction) for name, direction in named if name is not None and not name.startswith("wav:")]
    if wanted:
        devices = list_devices()
        for name, direction in wanted:
            if not any(device.serves(direction) for device in devices):
                raise DeviceError(f"there is no {direction} '{name}', nor any other; connect one, then: coach devices")
            choose(devices, name, direction)
