"""`coach rehearse`: a whole workout on paper, in virtual time."""

import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.records.history import opened
from coach.cli.training.options import (
    DEFAULT_SESSION,
    CountOption,
    GunOption,
    LengthOption,
    LifterOption,
    SaveOption,
    Session,
    VerbosityOption,
    checked_count,
    checked_gun,
    checked_length,
    checked_verbosity,
)
from coach.cli.training.run import read_back
from coach.clocks import SESSION_START, SessionTime
from coach.config import Config, for_lifter, load_config
from coach.content import library_of, phrases_of
from coach.core.session.rehearsal import Remark, rehearse
from coach.core.session.transcript import Line
from coach.errors import InputError
from coach.planning.waiting import open_zone
from coach.script.files.library import Library
from coach.understanding.meaning import Action
from coach.understanding.opening import open_reader
from coach.understanding.reader import Reader
from coach.wiring.lifter.recalling import Past, nothing_done, recall
from coach.wiring.lifter.today import plan_of
from coach.wiring.request import Wishes
from coach.wiring.start_signal import race_event

WHEN = re.compile(
    r"""\s* (?: (?: (?P<hours>\d{1,2}) : (?P<of_hour>[0-5]\d) | (?P<minutes>\d{1,3}) )
                 : (?P<of_minute>[0-5]\d(?:\.\d+)?) (?: \s*: (?!\d) | (?=\s) (?!\s*:) )
           | (?P<seconds>\d+(?:\.\d+)?) \s*: (?!\d) )
         \s* (?P<words>.*\S)""",
    re.VERBOSE | re.DOTALL,
)
"""When something is said: the minutes and seconds of a transcript ("1:35", "1:35.0:"), also with hours ("1:02:35"), or
seconds ("95:"); and what. A digit right behind the last colon is more of a time that is none ("1:75"), no word."""
SPOKEN = ("say", "count", "countdown", "heard")
"""The lines a lifter reads; the others say what the coach thinks."""


# long: a line for each option, taken up in the order in which faults are to be told
def rehearse_(
    session: Session = DEFAULT_SESSION,
    say: Annotated[
        list[str] | None,
        typer.Option(help='What the lifter says and when: "95: my back feels tight", or "1:35 my back feels tight".'),
    ] = None,
    seed: Annotated[int, typer.Option(help="Choose the wordings.")] = 0,
    length: LengthOption = "normal",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="What the coach thinks as well: states, reasons.")] = False,
    save: SaveOption = None,
    lifter: LifterOption = None,
    gun: GunOption = None,
    verbosity: VerbosityOption = None,
    count: CountOption = None,
    fresh: Annotated[bool, typer.Option("--no-history", help="As for somebody who has never trained here.")] = False,
    config: Annotated[Path | None, typer.Option(help="A configuration file other than your own.")] = None,
) -> None:
    """Print the whole workout in virtual time; nothing sounds.

    What is said and counted is shown, in order of time, and after ">" what the lifter says.

    Examples: coach rehearse    coach rehearse rdl-day --say "95: my back feels tight" --say "240: better"
    coach rehearse "3x8 rdl 60, rest 2:00"    coach rehearse pre-race --gun 09:00    coach rehearse rdl-day --lifter Sam
    """
    settings = load_config(config)
    if lifter is not None:
        settings = for_lifter(settings, lifter)
    library = library_of(settings)
    read_back(session, save, settings, lambda told: typer.echo(told, err=True))
    wishes = Wishes(
        session=session,
        seed=seed,
        length=checked_length(length),
        verbosity=checked_verbosity(verbosity or settings.verbosity),
        count=checked_count(count or settings.count),
        gun=gun,
    )
    plan = plan_of(wishes, library, past_of(settings, library, fresh))
    plan = replace(plan, waits=True)  # a rehearsed lifter says "ready"
    reader = open_reader(library, settings.language, phrases_of(settings, library)) if say else None
    remarks = [remark(text, reader) for text in say or () if reader is not None]
    if gun is not None:
        started = race_event(checked_gun(gun, settings.zone), datetime.now(open_zone(settings.zone)), SESSION_START)
        remarks.append(Remark(SESSION_START, started.intent, started.slots, ""))
    told = rehearse(plan, remarks)
    if as_json:
        told_lines = map(as_object, told)
    else:
        told_lines = map(as_text, (line for line in told if verbose or (line.kind in SPOKEN and line.text)))
    for line in told_lines:
        typer.echo(line)


def past_of(settings: Config, library: Library, fresh: bool) -> Past:
    """What this lifter did before, as 'coach run' would know it; nothing where nothing was ever kept."""
    if fresh:
        return nothing_done(library, settings)
    with opened(settings) as journal:
        return recall(journal, library, settings)


def remark(text: str, reader: Reader) -> Remark:
    """One "seconds: words" or "minutes:seconds words" as a remark; raises InputError with what is wrong with it."""
    found = WHEN.match(text)
    if found is None:
        example = '"95: my back feels tight" or "1:35 my back feels tight"'
        raise InputError(f"--say {text!r} has no time, or no words; write when and what, as in {example}")
    minutes = 60 * int(found["hours"] or 0) + int(found["of_hour"] or found["minutes"] or 0)
    at = SessionTime(60 * minutes + float(found["of_minute"] or found["seconds"]))
    words = found["words"]
    reading = reader.read(words, addressed=True)
    if reading.intent is None:
        return Remark(at, "", {"nearest": reader.nearest(words, None)}, words)
    return Remark(at, reading.intent, reading.slots, words, unclear=reading.action is Action.ASK)


def as_object(line: Line) -> str:
    """A line of the transcript as JSON."""
    record = {"at": round(line.at, 2), "kind": line.kind, **({"text": line.text} if line.text else {}), **line.fields}
    return json.dumps(record, ensure_ascii=False)


def as_text(line: Line) -> str:
    """A line of the transcript for people."""
    minutes, tenths = divmod(round(line.at * 10), 600)
    clock = f"{minutes:3d}:{tenths // 10:02d}.{tenths % 10}"
    if line.kind in ("say", "count", "countdown"):
        words = line.text.replace(".,", ",").removesuffix(".")
        kind, told = ("", line.text) if line.kind == "say" else (f"{line.kind}: ", words)
        return f"{clock}  {kind}{told}{' (broken off)' if line.fields.get('broken_off') else ''}"
    if line.kind == "heard" and line.text:
        nearest = f"; perhaps '{line.fields['nearest']}'" if line.fields.get("nearest") else ""
        lost = f"  (means nothing to the coach{nearest})" if line.fields.get("unclear") == "nothing" else ""
        now = "  (makes no sense now)" if line.fields.get("ignored") else ""
        return f"{clock}  > {line.text}{lost}{now}"
    fields = ", ".join(f"{name} {value}" for name, value in line.fields.items() if value not in (None, ""))
    return f"{clock}  - {line.kind}: {line.text + '; ' if line.text else ''}{fields}"
