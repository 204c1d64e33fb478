"""`coach doctor` and `coach devices`: how this machine is, and what can be heard and spoken through."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from coach.audio.devices import Device, list_devices
from coach.config import load_config
from coach.doctor import Finding, State, examine, write_report
from coach.wiring.sound_test import check_by_sound

PIPED_WIDTH = 160
"""Columns when nobody looks at a terminal: wide enough that no line is folded."""

MARKS = {State.GOOD: "[green]good[/]", State.WORTH_KNOWING: "[yellow]note[/]", State.BROKEN: "[red]broken[/]"}


def doctor(
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write it all there too, without names and home folder.")] = None,
    sound: Annotated[bool, typer.Option("--sound", help="Play three soft chirps and measure what comes back.")] = False,
) -> None:
    """Look at sound, ears, voice, disk and clock: what was found, what it means, and the command that mends it.

    Examples: coach doctor    coach doctor --sound    coach doctor --report doctor.txt
    """
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    settings = load_config(config)
    findings = examine(settings)
    if sound:
        findings.append(check_by_sound(settings))
    console.print(_table(findings))
    for finding in findings:
        if finding.mend and finding.state is not State.GOOD:
            console.print(f"{finding.about}: {finding.means}. To mend it: [bold]{finding.mend}[/]")
    broken = [finding.about for finding in findings if finding.state is State.BROKEN]
    console.print(f"Broken: {', '.join(broken)}." if broken else "Ready to train.")
    if report is not None:
        write_report(findings, report)
        console.print(f"The report is in {report}; it names neither you nor your folders.")


def devices() -> None:
    """List loudspeakers and microphones by the ids that `--speaker`, `--mic` and coach.yaml take.

    Example: coach devices
    """
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    found = list_devices()
    if not found:
        console.print("No sound device was found. Sessions take typed commands and write their sound to a WAV.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "speaks", "hears", "rate", "name"):
        table.add_column(heading, overflow="fold")
    for device in found:
        table.add_row(*_row(device))
    console.print(table)


def _row(device: Device) -> tuple[str, str, str, str, str]:
    name = "" if device.name == device.id else device.name
    return device.id, "yes" if device.outputs else "no", "yes" if device.inputs else "no", f"{device.rate}", name


def _table(findings: list[Finding]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("", "what", "found", "means"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(MARKS[finding.state], finding.about, finding.found, finding.means)
    return table
