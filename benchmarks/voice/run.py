"""How the voices do: `make bench-voice`, or python -m benchmarks.voice.run [--minutes 5] [--whisper FOLDER].

Time to the first word, speed, memory and evenness of every voice here; beside them pyttsx3 as its documentation uses
it. With faster-whisper and a model folder, also how many words a recogniser the project does not use gets wrong, and
what rendering the same lines costs: `--only-words` measures just that and writes benchmarks/results/voice.json.
"""

import argparse
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.errors import VoiceError
from coach.voices.cache import PhraseCache
from coach.voices.definition import VoiceDefinition, list_voices
from coach.voices.engines.worker import EngineWorker
from coach.voices.levels import loudness
from coach.voices.opening import WORKERS
from coach.voices.voice import SpokenVoice

RESULT = Path(__file__).parents[1] / "results" / "voice.json"
COMPARED = ("default", "espeak", "joe")
"""The voices whose words are counted."""

ROWS = (
    "one two three four five", "six seven eight nine ten", "down two three hold up", "down two three four hold two up",
    "eleven twelve three two one", "down two hold up two three", "five four three two one go", "up two three down two",
    "two more down last one up", "down up down up down up",
)  # fmt: skip
"""Words rendered one by one and set on a beat, as a count does."""
BEAT = 0.9
"""Seconds from one to the next."""
AT_ONCE = 7
"""So many lines are put into one recording, a second apart: the recogniser always takes half a minute."""
ROWS_AT_ONCE = 3
LOADS = (20, 22.5, 27.5, 40, 47.5, 60, 61.25, 72.5, 80, 95, 102.5, 110, 127.5, 140, 162.5, 180)

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
from coach.voices.opening import load_voice
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


Sound = tuple[NDArray[np.float32], int]
"""Samples and their rate."""


def engine_of(definition: VoiceDefinition) -> EngineWorker:
    """Its engine, in the process it has in a session."""
    module, deadline = WORKERS[definition.engine]
    return EngineWorker(module, deadline=max(30.0, deadline))


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
    with SpokenVoice(definition, engine_of(definition), PhraseCache(folder / "speed")) as voice:
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


ALIKE = (
    (r"(\d),(?=\d{3})", r"\1"), (r"%", " percent "), (r"\bkgs?\b|\bkilograms?\b", "kilos"),
    (r"met(er|re)s?\b", "metres"), (r"\blbs?\b", "pounds"),
    (r"\b(all ?right|okay)\b", "ok"), (r"\bwarm up\b", "warmup"),
)  # fmt: skip
"""Spellings of the same words."""


def words_of(text: str) -> list[str]:
    """Words in small letters, figures spelt out, without what may be said or left out ("a hundred and two")."""
    from unicode_rbnf import RbnfEngine

    engine = RbnfEngine.for_language("en")
    plain = text.lower()
    for one, other in ALIKE:
        plain = re.sub(one, other, plain)
    spelt = re.sub(r"\d+(\.\d+)?", lambda figure: f" {engine.format_number(figure[0]).text} ", plain)
    words = re.sub(r"[^a-z ]", " ", spelt.replace("'", "")).split()
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

    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def spoken_lines() -> dict[str, list[str]]:
    """What is transcribed, by kind: sentences with loads and numbers, and lines of every shipped session."""
    from coach.config import load_config
    from coach.content import library_of
    from coach.core import wording
    from coach.core.session.prefetch import texts_of
    from coach.wiring import Wishes, plan_of

    library = library_of(load_config())
    texts: dict[str, None] = {}
    for name in library.sessions():
        texts.update(dict.fromkeys(texts_of(plan_of(Wishes(session=name, seed=0), library))))
    sentences = [text for text in texts if len(text.split()) > 3]
    loads = [
        f"{wording.number(load).capitalize()} kilos, {wording.number(3 + at % 6)} reps."
        for at, load in enumerate(LOADS)
    ]
    return {"numbers": [*NUMBERS, *loads], "lines": [*CUES, *sentences[:: max(1, len(sentences) // 90)]]}


def counted(voice: SpokenVoice, row: str) -> Sound:
    """The words of a count, each clip with its onset on a beat."""
    clips = [voice.render(word) for word in row.split()]
    rate = clips[0].rate
    sound = np.zeros(round((len(clips) + 1) * BEAT * rate), dtype=np.float32)
    for number, clip in enumerate(clips):
        at = round((number + 0.5) * BEAT * rate) - clip.onset
        sound[at : at + len(clip.samples)] += clip.samples[: len(sound) - at]
    return sound, rate


def joined(voice: SpokenVoice, texts: Sequence[str]) -> Sound:
    """Some lines, a second apart."""
    clips = [voice.render(text) for text in texts]
    pause = np.zeros(clips[0].rate, dtype=np.float32)
    return np.concatenate([part for clip in clips for part in (clip.samples, pause)]), clips[0].rate


def understood(model: Any, voice: SpokenVoice, most: int) -> dict[str, tuple[int, int]]:
    """Wrong words and all words, by kind."""
    found = {"counts": (0, 0)}
    for first in range(0, len(ROWS[:most]), ROWS_AT_ONCE):
        rows = " ".join(ROWS[:most][first : first + ROWS_AT_ONCE])
        found["counts"] = added(found["counts"], rows, transcribe(model, counted(voice, rows)))
    for kind, all_of_it in spoken_lines().items():
        found[kind], texts = (0, 0), all_of_it[:most]
        for first in range(0, len(texts), AT_ONCE):
            some = texts[first : first + AT_ONCE]
            found[kind] = added(found[kind], " ".join(some), transcribe(model, joined(voice, some)))
    return found


def added(before: tuple[int, int], said: str, heard: str) -> tuple[int, int]:
    wrong = word_errors(words_of(said), words_of(heard))
    if wrong:
        sys.stderr.write(f"  {wrong}: {said}\n     {heard.strip()}\n")
    return before[0] + wrong, before[1] + len(words_of(said))


def transcribe(model: Any, sound: Sound) -> str:
    import soxr

    samples, rate = sound
    heard = soxr.resample(np.pad(samples, rate // 2), rate, 16_000).astype(np.float32)
    segments, _ = model.transcribe(heard, language="en", beam_size=5, condition_on_previous_text=False)
    return " ".join(segment.text for segment in segments)


def cost(definition: VoiceDefinition, folder: Path) -> tuple[float, float, float]:
    """Processor seconds of the engine for a second of speech, a sentence and a counted word; nothing is kept."""
    texts = spoken_lines()["lines"][:40]
    with SpokenVoice(definition, engine_of(definition), PhraseCache(folder / f"cost-{definition.name}")) as voice:
        voice.render("Warming up.")
        began = processor(voice)
        seconds = sum(voice.render(text).seconds for text in texts)
        between = processor(voice)
        for word in COUNTS:
            voice.render(word)
        ended = processor(voice)
    return (between - began) / seconds, (between - began) / len(texts), (ended - between) / len(COUNTS)


def processor(voice: SpokenVoice) -> float:
    """Processor seconds of the engine's process so far, those of its ended children included."""
    number = getattr(voice._engine, "process_id", None)
    fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")


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
    parser.add_argument("--at-most", type=int, default=1000, help="so many lines of each kind are transcribed")
    parser.add_argument("--voices", nargs="+", default=COMPARED, help="whose words are counted")
    parser.add_argument("--only-words", action="store_true", help="only how well words are understood, and their cost")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as name:
        folder, there = Path(name), list(voices_here())
        if not wishes.only_words:
            _tell_speed(there, folder, wishes.minutes)
        if wishes.whisper:
            _tell_intelligibility(there, folder, wishes)


def _tell_speed(there: Sequence[VoiceDefinition], folder: Path, minutes: float) -> None:
    tell("| voice | first word, cold s | warm s | x real time | engine MB | mean LUFS | spread LU |")
    tell("|---|---|---|---|---|---|---|")
    for definition in there:
        try:
            tell(measure(definition, folder, minutes).text())
        except VoiceError as error:
            tell(f"({definition.name}: {error})")
    tell(f"| pyttsx3 by itself | {plain_first_word(folder):.2f} | - | - | - | - | - |")


def _tell_intelligibility(there: Sequence[VoiceDefinition], folder: Path, wishes: argparse.Namespace) -> None:
    model, most = transcriber(Path(wishes.whisper)), wishes.at_most
    if model is None:
        return
    tell("\n| voice | counts | numbers | lines | all wrong % | cpu s for 1 s | ms a sentence | ms a word |")
    tell("|---|---|---|---|---|---|---|---|")
    result: dict[str, Any] = {
        "command": f"python -m benchmarks.voice.run --only-words --whisper FOLDER --at-most {most}",
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "recogniser": "faster-whisper, Whisper base int8",
        "voices": json.loads(RESULT.read_text(encoding="utf-8"))["voices"] if RESULT.exists() else {},
    }
    for definition in (each for each in there if each.name in wishes.voices):
        with SpokenVoice(definition, engine_of(definition), PhraseCache(folder / "words")) as voice:
            found, size = understood(model, voice, most), resident(voice)
        speech, sentence, word = cost(definition, folder)
        wrong, total = (sum(pair[at] for pair in found.values()) for at in (0, 1))
        kinds = " | ".join(f"{pair[0]} of {pair[1]}" for pair in found.values())
        costs = f"{speech:.3f} | {1000 * sentence:.0f} | {1000 * word:.0f}"
        tell(f"| {definition.name} | {kinds} | {100 * wrong / total:.1f} | {costs} |")
        result["voices"][definition.name] = {
            "lines": {kind: len(texts[:most]) for kind, texts in {"counts": ROWS, **spoken_lines()}.items()},
            "wrong words": found,
            "engine cpu seconds for a second of speech": round(speech, 4),
            "ms a sentence": round(1000 * sentence, 1),
            "ms a counted word": round(1000 * word, 1),
            "engine MB": round(size),
            "load": [round(load, 1) for load in os.getloadavg()],
        }
        RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
