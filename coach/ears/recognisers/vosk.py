"""Vosk, when a model of its is on disk: what was said, and the armed phrase that fits best."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from coach.ears.front_end.noise_suppression import enhanced
from coach.ears.model_files.store import PARTS
from coach.ears.recognisers.base import NOTHING, Hypothesis, Transcript
from coach.errors import EarError
from coach.phrases.automaton import Automaton, automaton
from coach.phrases.grammar import Grammar
from coach.ports import EAR_RATE, Pcm16
from coach.reading.files import is_file

UNKNOWN = "[unk]"
FREE_FOR = 40
"""Remarks after which what hears freely is made anew. What it has worked out of the language is kept in memory: that
makes the next remark some eight times as fast, but it grows with all that is said."""


class Vosk:
    """Vosk behind the `Recogniser` interface; raises EarError for a folder that holds no whole model."""

    def __init__(self, model: Path) -> None:
        for part in PARTS:
            if not is_file(model / part):
                raise EarError(f"{model} is no whole Vosk model ({part} is missing); fetch it again")
        try:
            import vosk
        except (ImportError, OSError) as error:
            raise EarError(f"Vosk cannot be loaded ({error}); use --ear pocketsphinx") from error
        vosk.SetLogLevel(-1)
        self.name = f"Vosk with {model.name}"
        self._vosk: Any = vosk
        try:
            # It raises a bare Exception. Only ever by path: by name or language it would go to the network.
            self._model: Any = vosk.Model(model_path=str(model))
        except Exception as error:
            raise EarError(f"the Vosk model in {model} does not load; fetch it again") from error
        self._grammar = ""
        self._machine: Automaton | None = None
        self._free_decoder: Any = None
        self._free_heard = 0
        self.unknown: frozenset[str] = frozenset()

    def arm(self, grammar: Grammar) -> None:
        """Phrases with words the model lacks are left out; `unknown` names those words."""
        self.unknown = frozenset(word for word in grammar.words() if self._model.vosk_model_find_word(word) < 0)
        self._machine = automaton(grammar.without(self.unknown))
        phrases = self._machine.covering_phrases()
        others = [UNKNOWN] if self._model.vosk_model_find_word(UNKNOWN) >= 0 else []
        # The library reads no escapes, only letters; and an empty list would end the process.
        self._grammar = json.dumps([*phrases, *others], ensure_ascii=False) if phrases else ""

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """What was said, and the best phrase."""
        if not self._grammar or self._machine is None or len(segment) < EAR_RATE // 10:
            return NOTHING
        sound = enhanced(segment).tobytes()
        free = self._free(sound)
        words = self._words(sound, self._grammar)
        if not words:
            return replace(NOTHING, free=free)
        sure = min(word["conf"] for word in words)
        text = " ".join(word["word"] for word in words)
        if UNKNOWN in text:
            return Hypothesis(text.replace(UNKNOWN, "…"), 0.0, "words nobody is listening for", free=free)
        may_go_on = self._machine.may_change(text.split())
        return Hypothesis(text, round(sure, 3), "", words[0]["start"], words[-1]["end"], may_go_on, free)

    def _free(self, sound: bytes) -> tuple[Transcript, ...]:
        if self._free_heard % FREE_FOR == 0:
            self._free_decoder = self._decoder()
        self._free_heard += 1
        words = _heard(self._free_decoder, sound)
        if not words:
            return ()
        likely = sum(math.log(max(word["conf"], 1e-3)) for word in words) / len(words)
        return (Transcript(" ".join(word["word"] for word in words), round(likely, 3)),)

    def _words(self, sound: bytes, grammar: str) -> list[dict[str, Any]]:
        """The words of the grammar it makes out. A fresh decoder each time: a grammar cannot be changed."""
        return _heard(self._decoder(grammar), sound)

    def _decoder(self, *grammar: str) -> Any:
        decoder = self._vosk.KaldiRecognizer(self._model, EAR_RATE, *grammar)
        decoder.SetWords(True)
        return decoder

    def close(self) -> None:
        """Let the model go."""
        self._model = self._free_decoder = None


def _heard(decoder: Any, sound: bytes) -> list[dict[str, Any]]:
    """The words in the sound. The final result ends the remark: nothing it adapted to colours the next."""
    decoder.AcceptWaveform(sound)
    words: list[dict[str, Any]] = json.loads(decoder.FinalResult()).get("result", [])
    return words
