"""How the voices do: `make bench-voice`, or python -m benchmarks.voice [--minutes 5] [--whisper FOLDER].

Time to the first word, speed, memory and evenness of every voice here; beside them pyttsx3 as its documentation uses
it. With faster-whisper and a model folder, also how many words a recogniser the project does not use gets wrong.
"""

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coach.errors import VoiceError
from coach.voices.cache import PhraseCache
from coach.voices.definition import VoiceDefinition, list_voices
from coach.voices.levels import loudness
from coach.voices.voice import SpokenVoice
from coach.voices.worker import EngineWorker

WORKERS = {"espeak": "coach.voices.espeak_worker", "piper": "coach.voices.piper_worker"}

COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "down", "up", "hold", "and")
NUMBERS = (
    "Sixty kilos, five reps.",
    "A hundred and two point five kilos, three reps.",
    "Set two of four, eight reps at forty kilos.",
    "Rest for one minute and thirty seconds.",
    "Twenty seconds left.",
    "Last set, twelve reps.",
)
CUES = (
    "Push your hips back and keep the bar close to your legs.",
    "Breathe in, brace, and lower slowly.",
    "Set the bar down and step away.",
    "Your back feels tight. We stop here and do an easier drill.",
    "Say next when you are ready.",
    "Stand tall and squeeze your glutes at the top.",
)

FIRST_WORD = """
import sys, time
from pathlib import Path
began = float(sys.argv[3])
from coach.voices.voice import load_voice
with load_voice(sys.argv[1], Path(sys.argv[2])) as voice:
    voice.render("Welcome.")
    print(time.time() - began)
"""

PLAIN = """
import sys, time
began = float(sys.argv[1])
import pyttsx3
engine = pyttsx3.init()
engine.save_to_file("Welcome.", sys.argv[2])
engine.runAndWait()
import os
while not (os.path.exists(sys.argv[2]) and os.path.getsize(sys.argv[2]) > 1000):
    if time.time() - began > 10:
        break
    time.sleep(0.002)
print(time.time() - began)
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one voice was found to do: seconds, multiples of real time, megabytes, LUFS."""

    name: str
    cold: float
    warm: float
    speed: float
    memory: float
    loudness: float
    spread: float

    def text(self) -> str:
        return (
            f"| {self.name} | {self.cold:.2f} | {self.warm:.2f} | {self.speed:.0f} | {self.memory:.0f} "
            f"| {self.loudness:.1f} | {self.spread:.1f} |"
        )


def first_word(name: str, folder: Path) -> float:
    """Seconds from the start of a Python process until the first word is ready."""
    command = [sys.executable, "-c", FIRST_WORD, name, str(folder), repr(time.time())]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def plain_first_word(folder: Path) -> float:
    """The same for pyttsx3 used directly; its result may be late, or never come."""
    command = [sys.executable, "-c", PLAIN, repr(time.time()), str(folder / "plain.wav")]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])


def measure(definition: VoiceDefinition, folder: Path, minutes: float) -> Measured:
    """All figures of one voice; raises VoiceError when its engine is missing."""
    cold = first_word(definition.name, folder)
    warm = min(first_word(definition.name, folder) for _ in range(3))
    with SpokenVoice(definition, EngineWorker(WORKERS[definition.engine]), PhraseCache(folder / "speed")) as voice:
        voice.render("Warming up.")
        began, spoken, levels, rounds = time.monotonic(), 0.0, [], 0
        while not rounds or time.monotonic() - began < 60 * minutes / 4:
            for text in (*COUNTS, *NUMBERS, *CUES):
                clip = voice.render(text if not rounds else f"{text} {rounds}")
                spoken += clip.seconds
                levels.append(loudness(clip.samples, clip.rate))
            rounds += 1
        speed = spoken / (time.monotonic() - began)
        memory = resident(voice)
    return Measured(definition.name, cold, warm, speed, memory, float(np.mean(levels)), float(np.ptp(levels)))


def resident(voice: SpokenVoice) -> float:
    """Megabytes of the engine's process."""
    process = getattr(voice._engine, "_process", None)
    status = Path(f"/proc/{process.pid}/status") if process is not None else Path("/nowhere")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


# ------------------------------------------------------------------------------------------------ intelligibility


def words_of(text: str) -> list[str]:
    """Words in small letters, figures spelt out, without what may be said or left out ("a hundred and two")."""
    from unicode_rbnf import RbnfEngine

    engine = RbnfEngine.for_language("en")
    spelt = re.sub(
        r"\d+(\.\d+)?", lambda figure: f" {engine.format_number(figure[0]).text} ", text.replace(",000", "000")
    )
    words = re.sub(r"[^a-z ]", " ", re.sub(r"\bkgs?\b|\bkilograms?\b", "kilos", spelt.lower())).split()
    return [word for word in " ".join(words).replace("one hundred", "hundred").split() if word not in ("a", "and")]


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to change, add or leave out to make one out of the other."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(heard, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1]


def transcriber(folder: Path) -> Any:
    """faster-whisper's model, or None with a word on what is missing."""
    if importlib.util.find_spec("faster_whisper") is None:
        tell("\nIntelligibility not measured: pip install faster-whisper")
        return None
    from faster_whisper import WhisperModel

    return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)


def error_rates(model: Any, voice: SpokenVoice, folder: Path) -> Iterator[str]:
    """Word error rates in per cent for counts (in rows of five), numbers and cues."""
    rows = [", ".join(COUNTS[:5]) + ".", ", ".join(COUNTS[5:10]) + "."]
    for texts in (rows, NUMBERS, CUES):
        wrong = total = 0
        for text in texts:
            heard = transcribe(model, voice, text, folder)
            wrong += word_errors(words_of(text), words_of(heard))
            total += len(words_of(text))
        yield f"{100 * wrong / total:.0f}"


def transcribe(model: Any, voice: SpokenVoice, text: str, folder: Path) -> str:
    import soundfile

    clip = voice.render(text)
    path = folder / "phrase.wav"
    soundfile.write(path, np.pad(clip.samples, clip.rate // 2), clip.rate)
    segments, _ = model.transcribe(str(path), language="en", beam_size=5, condition_on_previous_text=False)
    return " ".join(segment.text for segment in segments)


# ------------------------------------------------------------------------------------------------ the report


def tell(line: str) -> None:
    """One line of the report, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def voices_here() -> Iterator[VoiceDefinition]:
    """The shipped voices whose engines are installed."""
    for definition in list_voices():
        if definition.engine == "piper" and importlib.util.find_spec("piper") is None:
            tell(f"({definition.name}: not here; pip install 'coach[piper]')")
        elif definition.engine != "tones":
            yield definition


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=0.2, help="minutes of rendering, over all voices")
    parser.add_argument("--whisper", type=Path, default=os.environ.get("WHISPER_MODEL"), help="a faster-whisper model")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        folder, there = Path(name), list(voices_here())
        tell("| voice | first word, cold s | warm s | x real time | engine MB | mean LUFS | spread LU |")
        tell("|---|---|---|---|---|---|---|")
        for definition in there:
            try:
                tell(measure(definition, folder, wishes.minutes).text())
            except VoiceError as error:
                tell(f"({definition.name}: {error})")
        tell(f"| pyttsx3 by itself | {plain_first_word(folder):.2f} | - | - | - | - | - |")
        if wishes.whisper:
            _tell_intelligibility(there, folder, wishes.whisper)


def _tell_intelligibility(there: Sequence[VoiceDefinition], folder: Path, whisper: Path) -> None:
    model = transcriber(whisper)
    if model is None:
        return
    tell("\n| voice | wrong words, counts % | numbers % | cues % |\n|---|---|---|---|")
    for definition in there:
        with SpokenVoice(definition, EngineWorker(WORKERS[definition.engine]), PhraseCache(folder / "speed")) as voice:
            tell(f"| {definition.name} | {' | '.join(error_rates(model, voice, folder))} |")


if __name__ == "__main__":
    main()
