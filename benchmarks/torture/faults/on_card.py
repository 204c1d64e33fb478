"""Faults in the middle of a session, live on a virtual sound card: plugs, servers, processes, clocks."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from benchmarks.lib.processes import family
from benchmarks.lib.readiness import Readiness
from benchmarks.torture.faults.on_files import fill, hogs, tiny_disk
from benchmarks.torture.faults.trials import BRIEF, COACH, LIMIT, REST, SESSION, Home, Outcome
from coach.testing.lifter import spoken
from coach.testing.sound_card import SoundCard, sound_card

ALSA = """\
pcm.!default {{
  type asym
  playback.pcm {{ type pulse server "unix:{speaker_card}/socket" device {speaker} }}
  capture.pcm {{ type pulse server "unix:{microphone_card}/socket" device {microphone} }}
}}
ctl.!default {{ type pulse }}
"""
"""Loudspeaker and microphone each of a card of its own: a single card lends the other one when either is pulled."""


HOURS = 3 * 3600
"""Seconds by which the wall clock must have jumped for the trial to have been one."""

OFF, LATE = 0.2, 2.0
"""Seconds by which a rest may differ from what it should be, and by which one may end late behind a suspension."""


class Live:
    """A session that runs on the card, and hands that can break things meanwhile."""

    def __init__(self, home: Home, loudspeaker: SoundCard, microphone: SoundCard, voice: str) -> None:
        self.voice, self.home, self.loudspeaker, self.microphone = voice, home, loudspeaker, microphone
        self.feed = "micfeed"
        """The sink that what the lifter says is played into."""
        self._begun = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._listeners: list[subprocess.Popen[bytes]] = []
        self._clock: dict[str, str] = {}
        self._lifter = ExitStack()

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The coach."""
        assert self._process is not None
        return self._process

    def wired(self, speaker: str = "spk", microphone: str = "mic") -> None:
        """Which of the sound server's devices the coach finds."""
        folders = {"speaker_card": self.loudspeaker.folder, "microphone_card": self.microphone.folder}
        configuration = ALSA.format(speaker=speaker, microphone=microphone, **folders)
        (self.loudspeaker.folder / "alsa.conf").write_text(configuration)

    def listen(self, speaker: str = "spk") -> None:
        """Take the sound off the loudspeaker as evenly as a real one does; a sink nobody listens to takes gulps."""
        self._listeners.append(
            subprocess.Popen(
                ["parec", "-d", f"{speaker}.monitor", "--latency-msec=20"],
                env=self.loudspeaker.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def own_clock(self) -> None:
        """The coach will have a wall clock of its own that `step` moves, and everybody's monotonic one."""
        library, source = self.home.folder / "stepped.so", Path(__file__).with_name("stepped_clock.c")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
        self._steps.write_bytes(bytes(8))
        self._clock = {"LD_PRELOAD": str(library), "STEPPED_CLOCK": str(self._steps)}

    def step(self, hours: int) -> None:
        """Move the coach's wall clock this far from the true time."""
        with self._steps.open("r+b") as file:
            file.write((3600 * hours).to_bytes(8, sys.byteorder, signed=True))

    @property
    def _steps(self) -> Path:
        return self.home.folder / "clock-steps"

    def begin(self) -> None:
        """Start the session, whose lifter says "ready" where the coach waits for it."""
        self._lifter.enter_context(Readiness(self.home.transcript, lambda: self.say("i am ready")))
        sound = ("XDG_RUNTIME_DIR", "PULSE_SERVER", "ALSA_CONFIG_PATH")
        card = {name: self.loudspeaker.environment[name] for name in sound}
        options = ["--fresh", "--plain", "--verbosity", "quiet", "--transcript", str(self.home.transcript)]
        options += ["--voice", self.voice]
        self._begun = time.monotonic()
        with (self.home.out / "coach.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*COACH, "run", str(self.home.session), *options],
                env={**self.home.environment, **card, **self._clock},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def until(self, *words: str, times: int = 1) -> None:
        """Wait until a line of the transcript has all these words, for the so-manieth time."""
        end = time.monotonic() + LIMIT
        while sum(all(word in str(record) for word in words) for record in self.home.records()) < times:
            assert self.process.poll() is None, f"it ended before {words}: {self.shown()}"
            assert time.monotonic() < end, f"never {words}: {self.shown()}"
            time.sleep(0.05)

    def in_state(self, name: str, times: int = 1) -> None:
        """Wait until the session comes into this state."""
        self.until("'kind': 'state'", f"'state': '{name}'", times=times)

    def say(self, text: str) -> None:
        """The lifter says something."""
        self.microphone.speak(spoken(text, self.home.folder), self.feed)

    def helper(self, module: str) -> int:
        """The process of the coach's that runs this module, or one whose name begins so."""
        for process in family(self.process.pid):
            with suppress(OSError):
                if module in Path(f"/proc/{process}/cmdline").read_text():
                    return process
        raise AssertionError(f"no {module} runs")

    def shown(self) -> str:
        """What stands on the screen."""
        return (self.home.out / "coach.log").read_text(errors="replace")

    def end(self) -> Outcome:
        """Wait for the end of the session."""
        code = self.process.wait(LIMIT)
        return self.home.outcome(code, self.shown(), self._begun, 0)

    def close(self) -> None:
        """End what still runs."""
        self._lifter.close()
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
        for listener in self._listeners:
            listener.kill()
            listener.wait()


@contextmanager
def on_card(folder: Path, session: str = SESSION) -> Iterator[Live]:
    """A home and its two cards, nothing running yet."""
    home, spoken_to = Home(folder), session == SESSION
    home.prepare(session, warm=spoken_to)
    with sound_card() as loudspeaker, sound_card() as microphone:
        live = Live(home, loudspeaker, microphone, "default" if spoken_to else "tones")
        live.wired()
        live.listen()
        try:
            yield live
        finally:
            live.close()


def when(state: str) -> Callable[[Callable[[Live], None]], Callable[[Path], Outcome]]:
    """The session in which this happens as soon as it comes into that state."""

    def trial_of(happens: Callable[[Live], None]) -> Callable[[Path], Outcome]:
        def trial(folder: Path) -> Outcome:
            with on_card(folder) as live:
                live.begin()
                live.in_state(state)
                happens(live)
                return live.end()

        return trial

    return trial_of


@when("working")
def nothing(live: Live) -> None:
    """Nothing happens."""
    _ = live


@when("working")
def microphone_pulled(live: Live) -> None:
    """The microphone is gone for a while."""
    live.microphone.kill()
    live.until("I cannot hear you.")
    live.microphone.start()


@when("working")
def loudspeaker_pulled(live: Live) -> None:
    """The loudspeaker is gone for a while."""
    live.loudspeaker.kill()
    live.in_state("paused")
    live.loudspeaker.start()
    live.listen()


@when("working")
def server_restarted(live: Live) -> None:
    """The sound server dies and comes back."""
    live.loudspeaker.kill()
    live.microphone.kill()
    live.in_state("paused")
    live.loudspeaker.start()
    live.microphone.start()
    live.listen()


@when("working")
def microphone_muted(live: Live) -> None:
    """Somebody mutes the microphone, and after a while no more."""
    live.microphone.control("set-source-mute", "mic", "1")
    live.until("I hear nothing at all")
    live.microphone.control("set-source-mute", "mic", "0")
    live.until("I can hear you again.")


@when("resting")
def recogniser_killed(live: Live) -> None:
    """The recogniser's process is gone when the lifter says something."""
    os.kill(live.helper("coach.ears.recognisers.worker"), signal.SIGKILL)
    live.say("repeat that")
    live.until("My ears had to be restarted.")


@when("resting")
def recogniser_hangs(live: Live) -> None:
    """The recogniser's process stands still when the lifter says something."""
    os.kill(live.helper("coach.ears.recognisers.worker"), signal.SIGSTOP)
    live.say("repeat that")
    live.until("My ears had to be restarted.")


@when("resting")
def voice_killed(live: Live) -> None:
    """The voice's process is gone when something new is to be said."""
    os.kill(live.helper("coach.voices."), signal.SIGKILL)
    live.say("how long is left")
    live.until("My voice had to be restarted.")


@when("resting")
def voice_hangs(live: Live) -> None:
    """The voice's process stands still when something new is to be said."""
    os.kill(live.helper("coach.voices."), signal.SIGSTOP)
    live.say("how long is left")
    live.until("My voice had to be restarted.")


@when("working")
def suspended(live: Live) -> None:
    """The machine sleeps for six seconds."""
    suspended_now(live)


def suspended_in_a_rest(folder: Path) -> Outcome:
    """The machine sleeps for six seconds, and the rest is no longer for it.

    When the sleep begins, a busy machine decides: a rest that is over by then ends right at waking.
    """
    with on_card(folder, BRIEF) as live:
        live.begin()
        live.in_state("resting")
        time.sleep(0.5)
        suspended_now(live)
        outcome = live.end()
        late = live.home.first_rest_late()
        assert -OFF < late < LATE, f"the rest ended {late:+.2f} seconds late"
        return outcome


def suspended_now(live: Live) -> None:
    """Stop the coach for six seconds."""
    live.process.send_signal(signal.SIGSTOP)
    time.sleep(6.0)
    live.process.send_signal(signal.SIGCONT)


@when("working")
def loudspeaker_exchanged(live: Live) -> None:
    """Every sink is gone, and then there is one of another rate and two channels."""
    for line in live.loudspeaker.control("list", "short", "modules").splitlines():
        if "module-null-sink" in line:
            live.loudspeaker.control("unload-module", line.split("\t")[0])
    live.in_state("paused")
    live.loudspeaker.control("load-module", "module-null-sink", "sink_name=spk", "rate=96000", "channels=2")
    live.listen()


@when("resting")
def recogniser_killed_in_silence(live: Live) -> None:
    """The recogniser's process is gone, and nobody says anything."""
    os.kill(live.helper("coach.ears.recognisers.worker"), signal.SIGKILL)
    live.until("My ears had to be restarted.")


def clock_stepped(state: str, hours: int) -> Callable[[Path], Outcome]:
    """The session in which the wall clock jumps by hours, as when network time arrives, and no rest is the longer."""

    def trial(folder: Path) -> Outcome:
        with on_card(folder, BRIEF) as live:
            live.own_clock()
            live.begin()
            live.in_state(state)
            live.step(hours)
            outcome = live.end()
            assert live.home.wall_stepped() > HOURS, "the coach's wall clock was not moved at all"
            rests = live.home.rests()
            assert rests, "no rest was counted down"
            assert all(abs(rest - REST) < OFF for rest in rests), f"rests of {rests} seconds, not of {REST}"
            return outcome

    return trial


def loudspeaker_muted(folder: Path) -> Outcome:
    """The loudspeaker is muted before it begins."""
    with on_card(folder) as live:
        live.loudspeaker.control("set-sink-mute", "spk", "1")
        live.begin()
        return live.end()


def microphone_refused(folder: Path) -> Outcome:
    """The microphone is listed and will not be opened, as one that another program has for itself."""
    with on_card(folder) as live:
        live.wired(microphone="held-by-another")
        live.begin()
        return live.end()


def mono_card(folder: Path) -> Outcome:
    """Both devices have one channel and 44,100 samples a second."""
    with on_card(folder) as live:
        for card, name in ((live.loudspeaker, "spk44"), (live.microphone, "feed44")):
            card.control("load-module", "module-null-sink", f"sink_name={name}", "rate=44100", "channels=1")
        live.listen("spk44")
        live.wired("spk44", "feed44.monitor")
        live.feed = "feed44"
        live.begin()
        return live.end()


def disk_full_for_a_while(folder: Path) -> Outcome:
    """The disk fills up in the first set and has room again in the rest."""
    with on_card(folder) as live, tiny_disk(live.home, "60m"):
        live.begin()
        live.in_state("working")
        ballast = fill(live.home.data)
        live.until("The disk is full.")
        ballast.unlink()
        return live.end()


def busy_cores(folder: Path) -> Outcome:
    """Two busy programs on every core all the time."""
    with on_card(folder) as live, hogs(2 * (os.cpu_count() or 1)):
        live.begin()
        return live.end()
