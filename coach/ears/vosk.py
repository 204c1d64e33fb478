"""The better recogniser, when its model is on disk: Vosk, restricted to the armed phrases."""

import json
from pathlib import Path
from typing import Any

from coach.ears.enhancement import enhanced
from coach.ears.models import PARTS
from coach.ears.recogniser import NOTHING, Hypothesis
from coach.errors import EarError
from coach.phrases.automaton import Automaton, automaton
from coach.phrases.grammar import Grammar
from coach.ports import EAR_RATE, Pcm16

UNKNOWN = "[unk]"


class Vosk:
    """Vosk behind the `Recogniser` interface; raises EarError for a folder that holds no whole model."""

    def __init__(self, model: Path) -> None:
        for part in PARTS:
            if not (model / part).is_file():
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
        """The best phrase. A fresh recogniser each time: its grammar cannot be changed, and its memory would grow."""
        if not self._grammar or self._machine is None or len(segment) < EAR_RATE // 10:
            return NOTHING
        decoder = self._vosk.KaldiRecognizer(self._model, EAR_RATE, self._grammar)
        decoder.SetWords(True)
        decoder.AcceptWaveform(enhanced(segment).tobytes())
        words = json.loads(decoder.FinalResult()).get("result", [])
        if not words:
            return NOTHING
        sure = min(word["conf"] for word in words)
        text = " ".join(word["word"] for word in words)
        if UNKNOWN in text:
            return Hypothesis(text.replace(UNKNOWN, "…"), 0.0, "words nobody is listening for")
        may_go_on = self._machine.may_change(text.split())
        return Hypothesis(text, round(sure, 3), "", words[0]["start"], words[-1]["end"], may_go_on)

    def close(self) -> None:
        """Let the model go."""
        self._model = None
