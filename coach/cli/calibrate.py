"""`coach calibrate`: measure the room, the loudspeaker's echo and the lifter's voice, and keep a few numbers of it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Annotated

import typer

from coach.config import Config, load_config
from coach.core.events import Heard
from coach.ears.calibration import Calibration, forget_calibrations, keep_calibration
from coach.ears.choose import open_ear
from coach.ears.measuring import BANDS, bands, loudness
from coach.phrases.intents import Phrases
from coach.phrases.personal import load_phrases
from coach.ports import EAR_RATE, Pcm16
from coach.script.library import Library
from coach.wiring.calibrating import Bench, Room, bench_opened
from coach.wiring.stage import only_coach_here

QUIET_FOR = 3.0
SPEAK_FOR = 4.0
CLIPPED = 32_700
NOISY, WEAK = -40.0, -45.0


def calibrate(
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    speaker: Annotated[str | None, typer.Option(help="A loudspeaker from 'coach devices', or wav:OUT.wav.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only the room and the echo; nobody has to speak.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget everything measured, on all devices.")] = False,
) -> None:
    """Measure room noise, echo and your voice where you train, so that the coach hears you better. Takes 20 seconds.

    Sound is measured in memory and never written. Examples: coach calibrate    coach calibrate --quick
    """
    config = load_config()
    if forget:
        number = forget_calibrations(config.data_folder)
        typer.echo(f"Forgot {number} calibration{'' if number == 1 else 's'}.")
        return
    phrases = load_phrases(Library.open(), config.language, config.data_folder)
    microphone, loudspeaker = mic or config.microphone, speaker or config.speaker
    with only_coach_here(config.data_folder):
        with bench_opened(microphone, loudspeaker) as (bench, name):
            typer.echo(f"Be quiet for {QUIET_FOR:.0f} seconds; then you hear three soft chirps.")
            room = bench.room(QUIET_FOR)
            for line in told_room(room):
                typer.echo(line)
            spoken = [] if quick else ask_to_speak(bench, phrases.book.samples)
        measured = room.calibration(f"{datetime.now().astimezone():%Y-%m-%d}", spoken)
        if spoken:
            for line in (*told_voice(measured, spoken), *told_understood(spoken, phrases, measured, config)):
                typer.echo(line)
        keep_calibration(config.data_folder, name, measured)
    typer.echo(f"{measured} Kept for {name}; 'coach calibrate --forget' forgets it.")


def ask_to_speak(bench: Bench, samples: tuple[str, ...]) -> list[Pcm16]:
    """Ask for each sample, to be spoken where the lifter will stand; what was heard."""
    spoken: list[Pcm16] = []
    for sample in samples:
        typer.echo(f'From where you train, say: "{sample}"')
        spoken.append(bench.listen(SPEAK_FOR))
    return spoken


def told_room(room: Room) -> Iterator[str]:
    """The room and its echo, for people; with the next step where something is wrong."""
    spectrum = ", ".join(
        f"{low}-{high} Hz {level:.0f}" for (low, high), level in zip(BANDS, bands(room.quiet), strict=True)
    )
    level = loudness(room.quiet)
    yield f"Room noise {level:.0f} dB ({spectrum})."
    if level > NOISY:
        yield "That is loud: move the microphone away from fans and music, or turn its level down."
    if room.echo is None:
        yield "The microphone does not hear the loudspeaker: headphones, or one of them is off."
    else:
        yield (
            f"The loudspeaker comes back {1000 * room.echo.delay:.0f} ms later at {room.echo.level:.0f} dB, "
            f"{room.echo.loss:.0f} dB softer than it was played."
        )


def told_voice(measured: Calibration, spoken: list[Pcm16]) -> Iterator[str]:
    """The loudness of the lifter's voice; with the next step where something is wrong."""
    if measured.speech is None:
        yield "Nobody was heard speaking: check the microphone, then run 'coach calibrate' again."
        return
    yield f"Your voice {measured.speech:.0f} dB, {measured.speech - measured.room:.0f} dB above the room."
    if any(int(abs(sound.astype(int)).max(initial=0)) >= CLIPPED for sound in spoken):
        yield "It is cut off at full scale: turn the microphone's level down and run this again."
    elif measured.speech < WEAK:
        yield "It is faint: turn the microphone's level up or bring it nearer; until then the coach makes it louder."


def told_understood(spoken: list[Pcm16], phrases: Phrases, measured: Calibration, config: Config) -> Iterator[str]:
    """Which of the samples the ear, set up with the measurement, understands."""
    meant = [understood.intent for sample in phrases.book.samples if (understood := phrases.match(sample))]
    folders = (config.data_folder / "models",)
    with closing(open_ear("auto", phrases, model=config.vosk_model, folders=folders, calibration=measured)) as ear:
        ear.listen_for(frozenset(meant))
        for sample, intent, sound in zip(phrases.book.samples, meant, spoken, strict=True):
            ear.restart()
            events = ear.hear(sound, len(sound) / EAR_RATE) + ear.finish(len(sound) / EAR_RATE)
            heard = any(isinstance(event, Heard) and event.intent == intent for event in events)
            yield f'"{sample}": {"understood" if heard else "not understood"}.'
