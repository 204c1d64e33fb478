"""`coach listen`: watch the ears at work: level, voice, what was made of it, and why something was let pass."""

from collections.abc import Iterator
from contextlib import closing
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.live import Live
from rich.text import Text

from coach.cli.machine.hear import settings, wanted_intents
from coach.cli.machine.microphone import Block, blocks_of, refuse_unreadable
from coach.clocks import SessionTime
from coach.content import library_of, phrases_of
from coach.ears.decision.policy import Verdict
from coach.ears.factory import open_ear
from coach.ears.pipeline import Decision, Listener
from coach.ports import Pcm16
from coach.understanding.opening import open_reader
from coach.wiring.room.calibrating import calibrated

METER = 40
COLOURS = {Verdict.ACT: "green", Verdict.ASK: "yellow", Verdict.PASS: "dim"}
REDRAWN = 5
"""Blocks between two pictures: ten pictures a second."""


def listen(
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices', or wav:IN.wav.")] = None,
    ear: Annotated[str, typer.Option(help="auto, moonshine, pocketsphinx or vosk.")] = "auto",
    language: Annotated[str | None, typer.Option(help="The language spoken, such as en or ko.")] = None,
    only: Annotated[str | None, typer.Option(help="Listen for these intents only, with commas between them.")] = None,
    seconds: Annotated[float, typer.Option(help="Stop after so long; 0 listens until Ctrl-C.")] = 0,
) -> None:
    """Listen to the microphone and show what is understood, and why something is not.

    Example: coach listen --only next,pause,stop,complaint
    """
    config = settings(language)
    library = library_of(config)
    phrases = phrases_of(config, library)
    armed = wanted_intents(only, phrases)
    refuse_unreadable(mic or config.microphone)
    console = Console()

    def tell(line: str) -> None:
        console.print(line, highlight=False, markup=False)

    measured = calibrated(mic or config.microphone, config.speaker, config, tell)
    opened = open_ear(
        ear,
        phrases,
        model=config.vosk_model,
        folders=(config.data_folder / "models",),
        watch=lambda decision: console.print(decided(decision)),
        reader=open_reader(library, phrases.language, phrases),
        calibration=measured,
    )
    with closing(opened):
        opened.listen_for(armed)
        tell(f"{opened.name}. Speak; Ctrl-C ends.")
        with blocks_of(mic or config.microphone) as blocks, Live(console=console, auto_refresh=False) as screen:
            follow(opened, blocks, screen, seconds)


def follow(ear: Listener, blocks: Iterator[Block | None], screen: Live, seconds: float) -> None:
    """Let the ear hear the blocks and draw what it does, for so long, or for as long as there are any."""
    began: SessionTime | None = None
    for number, given in enumerate(blocks):
        if given is None:
            screen.update(Text("nothing comes from the microphone; see: coach doctor", style="red"), refresh=True)
            continue
        block, until = given
        began = until if began is None else began
        ear.hear(block, until)
        if number % REDRAWN == 0:
            screen.update(meter(block, speaking=ear.speaking, so_far=ear.so_far), refresh=True)
        if seconds and until - began >= seconds:
            return


def meter(block: Pcm16, *, speaking: bool, so_far: str = "") -> Text:
    """The loudness of a block as a bar, bright while somebody speaks, and what the remark sounds like so far."""
    loudness = level(block)
    bar = "█" * round(METER * max(0.0, min(1.0, (loudness + 70) / 70)))
    line = f"{loudness:6.1f} dB {bar:<{METER}} {'speech' if speaking else ''} {so_far and f'{so_far} ...'}"
    return Text(line.rstrip(), style="green" if speaking else "")


def level(block: Pcm16) -> float:
    """Root mean square in decibels below full scale."""
    power = float(np.mean(block.astype(np.float64) ** 2)) if len(block) else 0.0
    return 10 * float(np.log10(max(power, 0.01) / 32768**2))


def decided(decision: Decision) -> Text:
    """One decision as a line."""
    understood = decision.understood
    slots = ", ".join(f"{name} {value}" for name, value in understood.slots.items()) if understood else ""
    meant = f"{understood.intent} {slots}".strip() if understood else "-"
    late = decision.decided_at - decision.end
    written = decision.hypothesis.transcript
    words = decision.hypothesis.text or (written.text if written is not None else "") or "(nothing)"
    line = f"{words} -> {meant}  sure {decision.hypothesis.confidence:.2f}  {late:.2f} s"
    return Text(f"{line}  {decision.verdict.value}  {decision.why}".rstrip(), style=COLOURS[decision.verdict])
