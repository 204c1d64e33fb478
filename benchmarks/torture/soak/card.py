"""One real hour on a virtual sound card: the box on its shelf, spoken to at random, its plugs pulled.

`coach serve` runs as a process of its own, watched from outside. A lifter with another voice starts sessions, commands
and complains; somebody else talks; microphone, loudspeaker, sound server, recogniser and voice are taken away in turn.
`make soak-card`.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median

import soundfile

from benchmarks.lib.growth import draw, grown, quarters, table
from benchmarks.lib.processes import Load, load_of
from benchmarks.torture.soak.story import CALLED_FOR, COMMANDS, COMPLAINTS, TALK, Minute, Story, columns_of, losses
from coach.testing.lifter import spoken
from coach.testing.sound_card import SoundCard, sound_card

POLL = 0.02
"""Seconds between two looks at the transcript; so exactly are latencies known."""

QUIET_TAIL = 0.4
"""Seconds of near-silence behind the last word of every remark."""

LATE = 0.5
"""Seconds a player may take beyond the remark itself; on a busier machine nobody knows when the last word sounded."""

PATIENCE = 3.0
"""Seconds after a remark in which its intent must turn up to count as understood."""

PLUGS = ("microphone", "loudspeaker", "sound server", "recogniser", "voice")
OUTAGE = 8.0
"""Seconds for which a plug stays pulled."""

RESULTS = Path(__file__).parents[2] / "results" / "card.json"

LOSSES = 2
"""So many lost devices may be told for one plug: the sound server takes loudspeaker and microphone along."""

ALSA = """
pcm.!default {{
  type asym
  playback.pcm {{ type pulse device spk }}
  capture.pcm {{ type pulse device mic }}
}}
"""
"""Each direction by its name: with "any sink" a coach that lost its loudspeaker would speak into its own microphone."""


class Soak:
    """The hour. One thread: it talks, pulls plugs, looks, and writes a line a minute."""

    serve: tuple[str, ...] = ("serve",)
    """The words behind `coach`."""

    def __init__(self, card: SoundCard, folder: Path, seed: int, tell: Callable[[str], None]) -> None:
        self._card, self._folder, self._tell = card, folder, tell
        self._chance = random.Random(seed)
        self._story = Story(folder / "transcript.jsonl")
        self.log = folder / "coach.log"
        self._replug: tuple[float, Callable[[], None]] | None = None
        self._pulled = 0
        self._wavs: dict[tuple[str, str], Path] = {}
        self._hardware: subprocess.Popen[bytes] | None = None
        self._hardware_at = 0.0
        self.minutes: list[Minute] = []
        self.marks: list[tuple[float, str]] = []
        self.pulled: list[tuple[float, str]] = []
        self._minute = self._new_minute()

    def run(self, seconds: float, every: float) -> int | None:
        """Soak so long, a plug pulled so often; returns the exit code of a coach that ended on its own, or None."""
        (self._card.folder / "alsa.conf").write_text(f"</usr/share/alsa/alsa.conf>\n{ALSA.format()}")
        command = [sys.executable, "-m", "coach", *self.serve, "--transcript", str(self._folder / "transcript.jsonl")]
        with self.log.open("w") as output:
            coach = subprocess.Popen(command, env=self._card.environment, stdout=output, stderr=output)
        try:
            return self._hour(coach, seconds, every)
        finally:
            coach.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                coach.wait(15)
            coach.kill()
            coach.wait()
            if self._hardware is not None:
                self._hardware.kill()
                self._hardware.wait()

    def _hour(self, coach: "subprocess.Popen[bytes]", seconds: float, every: float) -> int | None:
        self._begun = time.monotonic()
        self._wait(8.0)
        minute_ends, plug_at = self._begun + 60, self._begun + every
        before = load_of(coach.pid)
        while (now := time.monotonic()) < self._begun + seconds:
            if coach.poll() is not None:
                return coach.returncode
            if self._replug is not None and now >= self._replug[0]:
                self._put_back()
            elif self._replug is None and now >= plug_at:
                plug_at = now + every
                self._pull(coach.pid)
            if now >= minute_ends:
                minute_ends += 60
                before = self._end_minute(load_of(coach.pid), before, now)
            self._remark()
            self._wait(self._chance.uniform(1.0, 7.0))
        return None

    # ------------------------------------------------------------------ speaking

    def _remark(self) -> None:
        """Say what somebody might say now."""
        chance = self._chance.random()
        if chance < 0.15:
            before = len(self._story.intents)
            self._say(self._chance.choice(TALK), "slt")
            self._wait(PATIENCE)
            self._minute.answered_to_talk += len(self._story.intents) > before
            return
        usual = COMPLAINTS if chance > 0.9 else COMMANDS
        self._command(*self._chance.choice(CALLED_FOR.get(self._story.state, usual)))

    def _command(self, text: str, means: str) -> None:
        begun = time.monotonic()
        ended = self._say(text, "rms")
        if ended is None:
            return
        limit, seen = ended + PATIENCE, None
        while seen is None and time.monotonic() < limit:
            self._wait(POLL)
            seen = next((at for at, name in self._story.intents if at > begun and name == means), None)
        self._minute.said += 1
        if seen is not None:
            self._minute.understood += 1
            if ended - begun < self._seconds(text) + LATE:
                self._minute.delays.append(1000 * (seen - ended))

    def _spoken(self, text: str, voice: str) -> Path:
        if (text, voice) not in self._wavs:
            self._wavs[text, voice] = spoken(text, self._folder, voice)
        return self._wavs[text, voice]

    def _seconds(self, text: str) -> float:
        """How long the remark sounds, up to its last word."""
        whole: float = soundfile.info(self._spoken(text, "rms")).duration
        return whole - QUIET_TAIL

    def _say(self, text: str, voice: str) -> float | None:
        """Speak into the card while looking on; the monotonic time of the last word's end, None without a card."""
        command = ["paplay", "--latency-msec=20", "-d", "micfeed", str(self._spoken(text, voice))]
        player = subprocess.Popen(command, env=self._card.environment, stderr=subprocess.DEVNULL)
        while player.poll() is None:
            self._wait(POLL)
        return time.monotonic() - QUIET_TAIL if player.returncode == 0 else None

    def _wait(self, seconds: float) -> None:
        limit = time.monotonic() + seconds
        while True:
            self._story.look()
            self._pull_samples()
            left = limit - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(POLL, left))

    def _pull_samples(self) -> None:
        """A sink nobody listens to takes two seconds at a time and then none for two; a real card takes them evenly."""
        now = time.monotonic()
        if (self._hardware is None or self._hardware.poll() is not None) and now > self._hardware_at + 0.5:
            self._hardware_at = now
            command = ["parec", "-d", "spk.monitor", "--latency-msec=20"]
            self._hardware = subprocess.Popen(
                command, env=self._card.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

    # ------------------------------------------------------------------ plugs

    def _pull(self, coach: int) -> None:
        what = PLUGS[self._pulled % len(PLUGS)]
        self._pulled += 1
        self.marks.append(((time.monotonic() - self._begun) / 3600, what))
        self.pulled.append((time.time(), what))
        back: Callable[[], None] = lambda: None  # noqa: E731 - what restarts by itself
        if what == "sound server":
            self._card.kill()
            back = self._card.start
        elif what == "recogniser":
            _kill_child(coach, "coach.ears.recognisers.worker")
        elif what == "voice":
            _kill_child(coach, "coach.voices.")
        else:
            back = self._unplug(what)
        self._replug = (time.monotonic() + OUTAGE, back)

    def _unplug(self, what: str) -> Callable[[], None]:
        shape = ["rate=48000", "channels=1", "format=s16le"]
        name, *module = {
            "microphone": ["mic", "module-remap-source", "source_name=mic", "master=micfeed.monitor", "channels=1"],
            "loudspeaker": ["spk", "module-null-sink", "sink_name=spk", *shape],
        }[what]
        listed = self._card.control("list", "short", "modules").splitlines()
        number = next(line.split("\t")[0] for line in listed if f"_name={name} " in line)
        self._card.control("unload-module", number)
        return lambda: _ignored(self._card.control("load-module", *module))

    def _put_back(self) -> None:
        assert self._replug is not None
        self._replug[1]()
        self._replug = None

    # ------------------------------------------------------------------ minutes

    def _new_minute(self) -> Minute:
        return Minute(0.0, Load(), 0, 0, 0)

    def _end_minute(self, load: Load, before: Load, now: float) -> Load:
        minute, self._minute = self._minute, self._new_minute()
        minute.hours, minute.sessions = (now - self._begun) / 3600, self._story.sessions
        minute.load = load
        self.minutes.append(minute)
        typical = f"{median(minute.delays):.0f}" if minute.delays else "-"
        # A helper that was killed took what it had used along.
        share = f"{100 * (load.cpu - before.cpu) / 60:.1f}" if load.cpu > before.cpu else "-"
        counts = f"{load.threads:8}{load.files:7}{share:>7}"
        speech = f"{minute.said:6}{minute.understood:6}{minute.answered_to_talk:6}{typical:>8}{minute.sessions:6}"
        self._tell(f"{60 * minute.hours:7.1f}{load.main:9.1f}{load.helpers:9.1f}{counts}{speech}  {self._story.state}")
        return load


def _ignored(_: object) -> None:
    return None


def _kill_child(parent: int, name: str) -> None:
    from benchmarks.lib.processes import family

    for process in family(parent)[1:]:
        with suppress(OSError):
            if name in Path(f"/proc/{process}/cmdline").read_text():
                subprocess.run(["kill", "-9", str(process)], check=False)


def main() -> int:
    """Soak, print a line a minute, a table and what grew; 1 when something grew or the coach ended."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--every", type=float, default=3.5, help="minutes between two pulled plugs")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--plot", type=Path, help="draw the picture there")
    asked = options.parse_args()

    def tell(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    tell(f"{'minute':>7}{'coach MB':>9}{'help MB':>9}{'threads':>8}{'files':>7}{'CPU %':>7}{'said':>6}{'right':>6}"
         f"{'fooled':>6}{'ms':>8}{'begun':>6}  state")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="coach-soak-") as folder, sound_card() as card:
        soak = Soak(card, Path(folder), asked.seed, tell)
        code = soak.run(60 * asked.minutes, 60 * asked.every)
        log = soak.log.read_text()
        lost = losses(card.folder / "data" / "coach" / "journal.sqlite", soak.pulled)
    return judged(soak, code, log, lost, asked.plot, tell)


def judged(
    soak: Soak,
    code: int | None,
    log: str,
    lost: list[tuple[str, int]],
    place: Path | None,
    tell: Callable[[str], None],
) -> int:
    """Print the verdict, draw; 1 when something grew, the coach ended, or its log has a traceback.

    `lost` is each plug with the number of devices that were told as lost after it: a burst of them is a fault too.
    """
    columns = columns_of(soak.minutes)
    tell(table(columns))
    said, right = (sum(getattr(minute, name) for minute in soak.minutes) for name in ("said", "understood"))
    delays = sorted(delay for minute in soak.minutes for delay in minute.delays)
    if delays:
        tell(f"{said} remarks, {right} understood; ms from the last word to the intent in the transcript: "
             f"p50 {median(delays):.0f}, p95 {delays[round(0.95 * (len(delays) - 1))]:.0f}")  # fmt: skip
    pulled = ", ".join(f"{60 * at:.0f} {what}" for at, what in soak.marks)
    tell(f"plugs pulled, by minute: {pulled}")
    causes = [(what, number) for what, number in lost if number]
    told = sum(number for _, number in causes)
    each = ", ".join(f"{what} {number}" for what, number in causes)
    tell(f"devices told as lost in sessions: {told}, after {len(causes)} plugs that cause it: {each or '-'}")
    tell("what the coach wrote:\n" + log[-3000:])
    faults = grown(columns)
    faults += [f"{number} lost devices told for one plug ({what})" for what, number in causes if number > LOSSES]
    faults += [f"the coach ended with {code}"] if code is not None else []
    faults += ["a traceback"] if "Traceback" in log else []
    tell("flat" if not faults else f"FAULTS: {'; '.join(faults)}")
    found = {
        "command": "python -m benchmarks.torture.soak.card",
        "load average": round(os.getloadavg()[2], 1),
        "minutes": len(soak.minutes),
        "remarks": said,
        "understood": right,
        "plugs pulled": len(soak.marks),
        "devices told as lost": told,
        "settled and last": {name: list(quarters(values)) for name, (_, values) in columns.items()},
        "faults": faults,
    }
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if place is not None:
        draw(
            place,
            "coach serve, real time on a virtual sound card",
            [m.hours for m in soak.minutes],
            columns,
            soak.marks,
        )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
