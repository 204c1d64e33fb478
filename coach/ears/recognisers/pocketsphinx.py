"""The embedded recogniser: PocketSphinx with the model from its own wheel, and a second pass that doubts the first.

A grammar alone always finds some phrase, whatever was said. So each segment is decoded again as free phones: a phrase
is believed when the free phones tell the same story, and its confidence says how much.
"""

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

import numpy as np

from coach.ears.front_end.echo_control import HOP, clearance
from coach.ears.front_end.noise_suppression import LOUD_RMS, enhanced, loud_rms
from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.ears.recognisers.confidence import Evidence, confidence
from coach.ears.recognisers.decoder import Beside, Decoding
from coach.errors import EarError
from coach.phrases.automaton import Automaton, automaton
from coach.phrases.grammar import Grammar
from coach.ports import EAR_RATE, Pcm16

DITHER_RMS = 30.0
"""A little white noise under everything: the models were never shown digital silence."""
GAINS = (0.5, 40.0)
QUIET = {"SIL", "+SPN+", "+NSN+", "<sil>", "<s>", "</s>", "[NOISE]", "[SPEECH]", "(NULL)"}
SEARCH = {"beam": 1e-60, "pbeam": 1e-60, "wbeam": 1e-50, "wip": 0.2}
"""Narrower beams are quicker and lose the end of short phrases: "i'm done" was no phrase at all with 1e-40."""
FRAME = 0.01
USUAL_SILENCE = 120
"""Frames of silence around a remark that has ended. Counted in whatever there really was, so that a remark is believed
as much in its first short pause as after the long one."""
GRAMMARS_KEPT = 12


class PocketSphinx:
    """PocketSphinx behind the `Recogniser` interface; raises EarError when the library or its model is missing."""

    # long: the library's settings, a line each, for its two decoders
    def __init__(
        self, pronunciations: Mapping[str, str] | None = None, likelihood: Mapping[str, float] | None = None
    ) -> None:
        try:
            import pocketsphinx
        except ImportError as error:
            raise EarError("PocketSphinx is not installed; run 'pip install pocketsphinx'") from error
        self.name = f"PocketSphinx {version('pocketsphinx')}, built-in English model"
        model = f"{pocketsphinx.get_model_path()}/en-us"
        shared = {
            "hmm": f"{model}/en-us",
            "dict": f"{model}/cmudict-en-us.dict",
            "lm": None,
            "cmn": "batch",
            "samprate": EAR_RATE,
            "loglevel": "FATAL",
        }
        # The search for a better path through the word lattice costs ten times the decoding itself and hears no better.
        self._words: Any = pocketsphinx.Decoder(**shared, bestpath=False, **SEARCH)
        phones: Any = pocketsphinx.Decoder(**{**shared, "dict": None}, lw=2.0, pip=0.3, beam=1e-20, pbeam=1e-20)
        phones.add_allphone_file("phones", f"{model}/en-us-phone.lm.bin")
        phones.activate_search("phones")
        self._in_words: Any = Decoding(self._words)
        self._in_phones: Any = Decoding(phones)
        self._likelihood = dict(likelihood or {})
        self._armed: dict[frozenset[str], tuple[str, Automaton]] = {}
        self._machine: Automaton | None = None
        self._made = 0
        self.unknown: frozenset[str] = frozenset()
        for word, phones in (pronunciations or {}).items():
            if self._words.lookup_word(word) is None:
                self._words.add_word(word, phones, True)

    def arm(self, grammar: Grammar) -> None:
        """Phrases with words nobody knows how to say are left out; `unknown` names those words."""
        key = frozenset(grammar.roots)
        known = self._armed.pop(key, None)
        if known is None:
            self._made += 1
            name = f"phrases{self._made}"
            known = name, self._add(name, grammar)
        self._armed[key] = known
        name, self._machine = known
        self._words.activate_search(name)
        while len(self._armed) > GRAMMARS_KEPT:
            oldest, _ = self._armed.pop(next(iter(self._armed)))
            self._words.remove_search(oldest)

    def _add(self, name: str, grammar: Grammar) -> Automaton:
        """Give the decoder the grammar as its smallest machine: five times faster to search than the same JSGF."""
        self.unknown = frozenset(word for word in grammar.words() if self._words.lookup_word(word) is None)
        machine = automaton(grammar.without(self.unknown))
        end = len(machine.arcs)
        arcs: list[tuple[int, int, float] | tuple[int, int, float, str]] = [
            (state, following, self._likelihood.get(word, 1.0) / len(words), word)
            for state, words in enumerate(machine.arcs)
            for word, following in words.items()
        ]
        arcs += [(state, end, 1.0) for state in machine.ends]
        self._words.add_fsg(name, self._words.create_fsg(name, 0, end, arcs))
        return machine

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """The best phrase; its confidence comes from comparing it with the free phones."""
        if self._machine is None or len(segment) < EAR_RATE // 10:
            return NOTHING
        evidence = self.evidence(segment)
        if evidence is None:
            return NOTHING
        sure, why = confidence(evidence)
        may_go_on = self._machine.may_change(evidence.text.split())
        return Hypothesis(evidence.text, sure, why, evidence.begin, evidence.end, may_go_on)

    def sounds(self, segment: Pcm16) -> tuple[str, ...]:
        """The free phones of one segment, for learning a phrase nobody can spell."""
        self._begin(segment)
        free = self._in_phones.answer()
        return tuple(phone for phone, _, _ in free[1] if phone not in QUIET) if free else ()

    def evidence(self, segment: Pcm16) -> Evidence | None:
        """Both passes over one segment; None when not even the grammar found a phrase."""
        self._begin(segment)
        spoken, free = self._in_words.answer(), self._in_phones.answer()
        if spoken is None:
            return None
        score, segments = spoken
        words = [(word, begin, end) for word, begin, end in segments if word not in QUIET]
        if not words:
            return None
        heard = [(phone, begin, end) for phone, begin, end in free[1] if phone not in QUIET] if free else []
        first, last = words[0][1], words[-1][2]
        return Evidence(
            text=" ".join(word.split("(")[0] for word, _, _ in words),
            expected=tuple(self._pronounced(word for word, _, _ in words)),
            heard=tuple(phone for phone, begin, end in heard if end >= first and begin <= last),
            outside=sum(end - begin + 1 for _, begin, end in heard if end < first or begin > last),
            spoken_frames=sum(end - begin + 1 for _, begin, end in words),
            inner_silence=last - first + 1 - sum(end - begin + 1 for _, begin, end in words),
            score=(score - (free[0] if free else 0.0)) / (last - first + 1 + USUAL_SILENCE),
            begin=first * FRAME,
            end=(last + 1) * FRAME,
            last_pace=(words[-1][2] - words[-1][1] + 1) / max(1, len(tuple(self._pronounced([words[-1][0]])))),
            left=len(segment) // HOP - last - 1,
            clearance=clearance(segment),
        )

    def divide(self) -> None:
        """From now on let a process beside this one hear the free phones, where there is a processor for it."""
        if len(os.sched_getaffinity(0)) > 1 and isinstance(self._in_phones, Decoding):
            self._in_phones = Beside(self._in_phones)

    def close(self) -> None:
        """Drop both decoders."""
        if isinstance(self._in_phones, Beside):
            self._in_phones.close()
        self._words = self._in_words = self._in_phones = self._machine = None
        self._armed.clear()

    def _begin(self, segment: Pcm16) -> None:
        """Give both decoders the remark, its noise taken out once.

        Where the network leaves it as it was spoken, by the library, as when the model was made. On what the network
        hands on, that would only take away more of the voice.
        """
        clearer = enhanced(segment)
        sound = dithered(clearer)
        for decoding in (self._in_phones, self._in_words):
            decoding.begin(sound, remove_noise=clearer is segment)

    def _pronounced(self, words: Iterable[str]) -> Iterable[str]:
        for word in words:
            yield from (self._words.lookup_word(word) or "").split()


def dithered(segment: Pcm16) -> bytes:
    """The samples, as loud as a voice near the microphone, with a whisper of noise: same sound, same decision."""
    noise = np.random.default_rng(len(segment)).normal(0.0, DITHER_RMS, len(segment))
    gain = np.clip(LOUD_RMS / max(loud_rms(segment), 1.0), *GAINS)
    levelled: Pcm16 = np.clip(segment * gain + noise, -32768, 32767).astype("<i2")
    return levelled.tobytes()
