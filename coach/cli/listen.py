"""`coach listen`: watch the ears at work: level, voice, what was made of it, and why something was let pass."""

import queue
import time
from contextlib import closing
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.live import Live
from rich.text import Text

from coach.audio.devices import Direction
from coach.audio.microphone import EarBlocks
from coach.audio.streams import Captured, CardMicrophone, find_device
from coach.cli.hear import wanted_intents
from coach.config import load_config
from coach.ears.choose import open_ear
from coach.ears.listener import Decision, Listener
from coach.ears.policy import Verdict
from coach.phrases.personal import load_phrases
from coach.ports import Pcm16
from coach.script.library import Library

METER = 40
COLOURS = {Verdict.ACT: "green", Verdict.ASK: "yellow", Verdict.PASS: "dim"}


def listen(
    mic: Annotated[str | None, typer.Option(help="A microphone from 'coach devices'.")] = None,
    ear: Annotated[str, typer.Option(help="auto, vosk or pocketsphinx.")] = "auto",
    language: Annotated[str | None, typer.Option(help="The language spoken, such as en or ko.")] = None,
    only: Annotated[str | None, typer.Option(help="Listen for these intents only, with commas between them.")] = None,
    seconds: Annotated[float, typer.Option(help="Stop after so long; 0 listens until Ctrl-C.")] = 0,
) -> None:
    """Listen to the microphone and show what is understood, and why something is not.

    Example: coach listen --only next,pause,stop,complaint
    """
    config = load_config()
    phrases = load_phrases(Library.open(), language or config.language, config.data_folder)
    console = Console()
    folders = (config.data_folder / "models",)

    def show(decision: Decision) -> None:
        console.print(decided(decision))

    with closing(open_ear(ear, phrases, model=config.vosk_model, folders=folders, watch=show)) as opened:
        opened.listen_for(wanted_intents(only, phrases))
        console.print(f"{opened.name}. Speak; Ctrl-C ends.")
        device = find_device(mic or config.microphone, Direction.MICROPHONE)
        heard: queue.SimpleQueue[Captured] = queue.SimpleQueue()
        with CardMicrophone(device, heard.put, time.monotonic), Live(console=console, refresh_per_second=10) as screen:
            _follow(opened, heard, device.rate, screen, seconds)


def _follow(ear: Listener, heard: "queue.SimpleQueue[Captured]", rate: int, screen: Live, seconds: float) -> None:
    blocks = EarBlocks(rate)
    began = time.monotonic()
    while not seconds or time.monotonic() - began < seconds:
        try:
            samples, until = heard.get(timeout=1.0)
        except queue.Empty:
            screen.update(Text("nothing comes from the microphone", style="red"))
            continue
        for block in blocks.push(samples):
            ear.hear(block, until)
            screen.update(meter(block, speaking=ear.speaking))


def meter(block: Pcm16, *, speaking: bool) -> Text:
    """The loudness of a block as a bar, bright while somebody speaks."""
    loudness = level(block)
    bar = "█" * round(METER * max(0.0, min(1.0, (loudness + 70) / 70)))
    return Text(f"{loudness:6.1f} dB {bar:<{METER}} {'speech' if speaking else ''}", style="green" if speaking else "")


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
    line = (
        f"{decision.hypothesis.text or '(nothing)'} -> {meant}  sure {decision.hypothesis.confidence:.2f}  {late:.2f} s"
    )
    return Text(f"{line}  {decision.verdict.value}  {decision.why}".rstrip(), style=COLOURS[decision.verdict])
