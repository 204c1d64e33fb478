"""How well phrases learnt by ear are heard again: `python -m benchmarks.hearing.enrolment`.

Each of five synthetic speakers teaches five phrases that mean nothing to the coach, three takes each at unlike speeds,
and then says them again at other speeds and in noise; then strangers' sentences and ordinary commands are said.
"""

# ruff: noqa: T201 - tables on the screen are what a benchmark is for

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.lib import corpus
from coach.cli.machine.hear import read_sound
from coach.clocks import SessionTime
from coach.core.events import Heard
from coach.ears.enrolment.takes import Attempts, FreeSounds
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.pocketsphinx import PocketSphinx
from coach.errors import InputError
from coach.phrases.intents import Phrases
from coach.phrases.phones import Takes, learnt_word, with_sounds
from coach.ports import EAR_RATE, Pcm16

ENGLISH = Phrases.load(corpus.ROOT / "scripts" / "phrases" / "en.yaml")
ARMED = frozenset({"next", "back", "repeat", "pause", "stop", "start", "done", "time_left", "slower", "complaint"})
SPEAKERS = (("flite", "rms"), ("flite", "slt"), ("flite", "awb"), ("espeak-ng", "en-us"), ("espeak-ng", "en-gb+f3"))
PHRASES = ("kilimanjaro", "purple banana", "los gehts", "kettle off", "moving right along")
AGAIN = ((0.92, None), (1.06, None), (1.0, 20), (1.0, 10))
STRANGERS = (
    *("can i get a large coffee", "the weather was lovely", "i will be home soon", "hand me the towel", "hello"),
    *("what is for dinner tonight", "turn the radio off", "moving to the city", "careful with that", "more please"),
)
COMMANDS = {"skip this": "next", "repeat that": "repeat", "my back feels tight": "complaint", "pause": "pause"}
STRETCHES = (1.0, 0.96, 1.05, 0.93, 1.08)


def speak(speaker: tuple[str, str], text: str, stretch: float) -> Pcm16:
    """The text in this voice at this pace, its peak at a third of full scale."""
    program, voice = speaker
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        flite = ["flite", "-voice", voice, "--setf", f"duration_stretch={stretch}", "-t", text, "-o", str(path)]
        espeak = ["espeak-ng", "-v", voice, "-s", str(round(165 / stretch)), "-w", str(path), text]
        subprocess.run(flite if program == "flite" else espeak, check=True, timeout=30)
        sound = read_sound(path).astype(np.float64)
    levelled: Pcm16 = (sound / np.abs(sound).max() * 11_000).astype(np.int16)
    return levelled


def room(sound: Pcm16, decibels: float | None, seed: int) -> Pcm16:
    """The sound with silence around it, in a quiet room, or in white noise so far below it."""
    whole = np.concatenate([np.zeros(EAR_RATE), sound, np.zeros(round(1.2 * EAR_RATE))])
    power = float(np.mean(sound.astype(np.float64) ** 2))
    loudness = 10.0 if decibels is None else float(np.sqrt(power / 10 ** (decibels / 10)))
    noisy: Pcm16 = np.clip(whole + np.random.default_rng(seed).normal(0, loudness, len(whole)), -32768, 32767).astype(
        np.int16
    )
    return noisy


def taught(speaker: tuple[str, str], text: str, recogniser: PocketSphinx) -> Takes | None:
    """What is learnt of a phrase said up to five times, None when no three takes are alike."""
    decisions: list[Decision] = []
    ear = Listener(FreeSounds(recogniser), ENGLISH, watch=decisions.append)
    ear.listen_for(ARMED)
    attempts = Attempts()
    for number, stretch in enumerate(STRETCHES):
        sound = room(speak(speaker, text, stretch), None, number)
        ear.hear(sound, SessionTime(len(sound) / EAR_RATE))
        try:
            for decision in decisions:
                attempts = attempts.heard(decision.hypothesis.text)
        except InputError:
            return None
        decisions.clear()
        if attempts.learnt is not None:
            return attempts.learnt
        ear.restart()
    return None


def heard(ear: Listener, sound: Pcm16) -> Iterator[Heard]:
    """What the ear acts on."""
    ear.restart()
    events = ear.hear(sound, SessionTime(len(sound) / EAR_RATE)) + ear.finish(SessionTime(len(sound) / EAR_RATE))
    yield from (event for event in events if isinstance(event, Heard))


def main() -> None:
    print("| speaker | learnt | heard again, quiet | 20 dB | 10 dB | strangers taken for one | commands right |")
    print("|---|---|---|---|---|---|---|")
    for speaker in SPEAKERS:
        recogniser = PocketSphinx(ENGLISH.book.pronunciations, ENGLISH.book.likelihood)
        takes = {text: found for text in PHRASES if (found := taught(speaker, text, recogniser)) is not None}
        phrases = with_sounds(ENGLISH, {"done": list(takes.values())})
        book = phrases.book
        ear = Listener(PocketSphinx(book.pronunciations, book.likelihood), phrases)
        ear.listen_for(ARMED)
        right: dict[float | None, int] = dict.fromkeys((None, 20, 10), 0)
        for number, text in enumerate(takes):
            for stretch, noise in AGAIN:
                said = room(speak(speaker, text, stretch), noise, 100 + number)
                right[noise] += any(event.text == learnt_word("done", number) for event in heard(ear, said))
        words = {learnt_word("done", number) for number in range(len(takes))}
        strange = sum(
            any(event.text in words for event in heard(ear, room(speak(speaker, text, 1.0), None, 7)))
            for text in STRANGERS
        )
        kept = sum(
            any(event.intent == intent for event in heard(ear, room(speak(speaker, text, 1.0), None, 8)))
            for text, intent in COMMANDS.items()
        )
        ear.close()
        count = len(takes)
        again = f"{right[None]}/{2 * count} | {right[20]}/{count} | {right[10]}/{count}"
        others = f"{strange}/{len(STRANGERS)} | {kept}/{len(COMMANDS)}"
        print(f"| {speaker[1]} | {count}/{len(PHRASES)} | {again} | {others} |", flush=True)


if __name__ == "__main__":
    main()
