"""`coach doctor` and `coach devices`: how this machine is, and what can be heard and spoken through."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from coach.audio.hardware.devices import Device, list_devices
from coach.cli.tables import console, show
from coach.config import load_config
from coach.content import library_of
from coach.doctor import State, check_servers, examine, write_report
from coach.wiring.room.sound_test import check_by_sound

MARKS = {State.GOOD: "[green]good[/]", State.WORTH_KNOWING: "[yellow]note[/]", State.BROKEN: "[red]broken[/]"}


NO_DEVICE = (
    "Plug one in; 'aplay -l' lists what the machine itself sees. When it sees one and the coach does not: "
    "sudo apt-get install libportaudio2 libasound2-plugins. Until then 'coach run' takes typed commands on a terminal."
)


def doctor(
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write it all there too, without names and home folder.")] = None,
    sound: Annotated[bool, typer.Option("--sound", help="Play three soft chirps and measure what comes back.")] = False,
) -> None:
    """Look at sound, ears, voice, disk and clock: what was found, what it means, and the command that mends it.

    What coach.yaml names (a broker, speech servers, where boxes gather, the page) is asked whether it answers.

    Examples: coach doctor    coach doctor --sound    coach doctor --report doctor.txt
    """
    seen = console()
    settings = load_config(config)
    findings = [*examine(settings), *check_servers(settings, library_of(settings).voices_dirs)]
    if sound:
        findings.append(check_by_sound(settings))
    rows = ((MARKS[each.state], each.about, escape(each.found), escape(each.means)) for each in findings)
    show(("", "what", "found", "means"), rows)
    for finding in findings:
        if finding.mend and finding.state is not State.GOOD:
            seen.print(f"{finding.about}: {escape(finding.means)}. To mend it: [bold]{escape(finding.mend)}[/]")
    broken = [finding.about for finding in findings if finding.state is State.BROKEN]
    seen.print(f"Broken: {', '.join(broken)}." if broken else "Ready to train.")
    if report is not None:
        write_report(findings, report)
        seen.print(f"The report is in {report}; it names neither you nor your folders.")


def devices() -> None:
    """List loudspeakers and microphones by the ids that `--speaker`, `--mic` and coach.yaml take.

    Example: coach devices
    """
    found = list_devices()
    if not found:
        typer.echo(f"No sound device was found. {NO_DEVICE}")
        return
    show(("id", "speaks", "hears", "rate", "name"), map(_row, found))


def _row(device: Device) -> tuple[str, str, str, str, str]:
    name = "" if device.name == device.id else device.name
    return device.id, "yes" if device.outputs else "no", "yes" if device.inputs else "no", f"{device.rate}", name
