"""`coach calibrate`: measure the room, the loudspeaker's echo and the lifter's voice, and keep a few numbers of it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Annotated

import typer

from coach.clocks import SESSION_START
from coach.config import Config, load_config
from coach.content import library_of, phrases_of
from coach.core.branches import choose_row
from coach.core.events import Heard, HeardUnclear, Slot
from coach.core.plan import Line
from coach.core.safety.complaints import said_in, what_was_heard
from coach.ears.factory import open_ear
from coach.ears.room.calibration import Calibration, forget_calibrations, keep_calibration
from coach.ears.room.condition import levels_of
from coach.ears.room.measurement import BANDS, bands, loudness
from coach.phrases.intents import Phrases
from coach.ports import EAR_RATE, Pcm16
from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from coach.wiring.room.calibrating import Room, bench_opened
from coach.wiring.stage import only_coach_here

QUIET_FOR = 3.0
SPEAK_FOR = 4.0
Alarm = Callable[[str, Pcm16], tuple[str, ...]]
"""What to tell of a complaint in a sound that should have been this sample; nothing where there is none."""
NOISY = -40.0


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
    library = library_of(config)
    phrases = phrases_of(config, library)
    microphone, loudspeaker = mic or config.microphone, speaker or config.speaker
    with only_coach_here(config.data_folder):
        with bench_opened(microphone, loudspeaker) as (bench, name):
            typer.echo(f"Be quiet for {QUIET_FOR:.0f} seconds; then you hear three soft chirps.")
            room = bench.room(QUIET_FOR)
            for line in told_room(room):
                typer.echo(line)
            spoken: list[Pcm16] = []
            if not quick:
                with alarm_opened(config, phrases, library) as alarm:
                    spoken = ask_to_speak(bench.listen, phrases.book.samples, alarm)
        measured = room.calibration(f"{datetime.now().astimezone():%Y-%m-%d}", spoken)
        if spoken:
            for line in (*told_voice(measured, spoken), *told_understood(spoken, phrases, measured, config)):
                typer.echo(line)
        keep_calibration(config.data_folder, name, measured)
    typer.echo(f"{measured} Kept for {name}; 'coach calibrate --forget' forgets it.")


def ask_to_speak(listen: Callable[[float], Pcm16], samples: tuple[str, ...], alarm: Alarm) -> list[Pcm16]:
    """Ask for each sample, to be spoken where the lifter will stand; what `listen` heard in so many seconds.

    Raises typer.Exit when a complaint is heard instead: nothing is asked of somebody whom something hurts.
    """
    spoken: list[Pcm16] = []
    for sample in samples:
        typer.echo(f'From where you train, say: "{sample}"')
        spoken.append(listen(SPEAK_FOR))
        if told := alarm(sample, spoken[-1]):
            for line in told:
                typer.echo(line)
            raise typer.Exit
    return spoken


@contextmanager
def alarm_opened(config: Config, phrases: Phrases, library: Library) -> Iterator[Alarm]:
    """An ear that hears complaints in what is measured."""
    reader = open_reader(library, phrases.language, phrases)
    folders = (config.data_folder / "models",)
    with closing(open_ear("auto", phrases, model=config.vosk_model, folders=folders, reader=reader)) as ear:
        ear.listen_for(frozenset({"complaint"}))

        def alarm(sample: str, sound: Pcm16) -> tuple[str, ...]:
            ear.restart()
            events = ear.hear(sound, until := SESSION_START + len(sound) / EAR_RATE) + ear.finish(until)
            asked_for = reader.read(sample).slots.get("region")
            complaints = (event.slots for event in events if isinstance(event, Heard | HeardUnclear))
            meant = (said for said in complaints if said.get("region") != asked_for or _is_grave(said, library))
            return next((told_complaint(said, library) for said in meant), ())

        yield alarm


def _is_grave(said: Mapping[str, Slot], library: Library) -> bool:
    """Whether it is a red flag: no sample asks for one, whatever part of the body it names."""
    complaint = said_in(SESSION_START, said)
    return library.is_red_flag(complaint.region, complaint.sensation)


def told_complaint(said: Mapping[str, Slot], library: Library) -> tuple[str, ...]:
    """What was heard, what the complaint table says to it at once, and what becomes of the measurement."""
    complaint = said_in(SESSION_START, said)
    stock = library.lines()
    lines = {name: Line(tuple(shape.say)) for name, shape in stock.items()}
    what = what_was_heard(lines, complaint.region, complaint.sensation, complaint.side)
    row = choose_row(library.branches().rows(), complaint.region, complaint.sensation, 1, 1)
    at_once = [shape.say[0] for shape in row.at_once] if row is not None else []
    heard = stock["heard.remark"].say[0].format(what=what)
    return heard, *at_once, "Nothing was kept; run 'coach calibrate' again when you are well."


def told_room(room: Room) -> Iterator[str]:
    """The room and its echo, for people; with the next step where something is wrong."""
    spectrum = ", ".join(
        f"{low}-{high} Hz {level:.0f}" for (low, high), level in zip(BANDS, bands(room.quiet), strict=True)
    )
    level = loudness(room.quiet)
    yield f"Room noise {level:.0f} dB ({spectrum})."
    yield from (f"The microphone: {line}." for line in room.told)
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
    yield from (f"The microphone: {line}." for line in levels_of(spoken))


def told_understood(spoken: list[Pcm16], phrases: Phrases, measured: Calibration, config: Config) -> Iterator[str]:
    """Which of the samples the ear, set up with the measurement, understands."""
    meant = [understood.intent for sample in phrases.book.samples if (understood := phrases.match(sample))]
    folders = (config.data_folder / "models",)
    with closing(open_ear("auto", phrases, model=config.vosk_model, folders=folders, calibration=measured)) as ear:
        yield f"Listening: {ear.name}."
        ear.listen_for(frozenset(meant))
        for sample, intent, sound in zip(phrases.book.samples, meant, spoken, strict=True):
            ear.restart()
            events = ear.hear(sound, until := SESSION_START + len(sound) / EAR_RATE) + ear.finish(until)
            heard = any(isinstance(event, Heard) and event.intent == intent for event in events)
            yield f'"{sample}": {"understood" if heard else "not understood"}.'
