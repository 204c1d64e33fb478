"""Moonshine's network: a remark in, a transcript out, and how likely each armed phrase would have been instead.

Both are read in one go: the first rows of the batch are free to write what they like, the others stay within the armed
phrases.
"""

import math
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from coach.ears.model_files.moonshine import DECODER, ENCODER, TOKENS
from coach.ears.recognisers.neural.expected import Expected
from coach.ears.recognisers.neural.free_text import Floats, FreeText, TextWay, Written
from coach.ears.recognisers.neural.phrase_search import Place, Walk
from coach.ears.recognisers.neural.tokens import BEGIN, END, Tokens
from coach.ports import EAR_RATE

PIECES_A_SECOND, FEWEST_PIECES = 6.5, 8
"""Nobody speaks faster; without a limit noise is transcribed for ever."""
PACE_SECONDS, PACE_PIECES = 2.0, 8
"""The remark by which a machine's pace is measured: a command of six words."""
UNEXPECTED = Expected()
HOPELESS, FAR_BEHIND = 30.0, 6.0
"""Log probability by which a phrase may fall behind the free transcript, and behind one that is whole."""

Cache = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Beam:
    """So many `phrases` are followed at a time, and so many `pieces` that may come next are looked at for each; and so
    many `texts` in free words."""

    phrases: int = 6
    pieces: int = 120
    texts: int = 4

    @property
    def rows(self) -> int:
        """Of the decoder's batch."""
        return self.phrases + self.texts


WIDE, NARROW = Beam(), Beam(3, 40, 2)
"""What is followed where there is time, and where there is less: a third to a half of the work, and hardly a phrase
less."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The free transcript, and the armed phrases that fit best, best first."""

    free: Written
    armed: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """A phrase that has begun."""

    logp: float
    place: Place
    pieces: tuple[int, ...]
    row: int


class Transcriber:
    """The two halves of the network, open; a folder that was checked."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        opened = [
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in (ENCODER, DECODER)
        ]
        self._encoder: Any = opened[0]
        self._decoder: Any = opened[1]
        self.tokens = Tokens(folder / TOKENS)
        inputs = {each.name: each.shape for each in self._decoder.get_inputs()}
        self._past = [name for name in inputs if name.startswith("past_key_values")]
        self._heads, self._width = inputs[self._past[0]][1], inputs[self._past[0]][3]
        self._masked = "encoder_attention_mask" in inputs
        self._present = [each.name.replace("present", "past_key_values") for each in self._decoder.get_outputs()][1:]

    def read(
        self, sound: Floats, walk: Walk | None = None, beam: Beam = WIDE, expected: Expected = UNEXPECTED
    ) -> Reading:
        """Transcribe mono float32 in -1..1 at the ear's rate; with `walk`, weigh the armed phrases as well. What is
        nearly as likely as the likeliest is written where it leads to `expected` words."""
        hidden = self._encode(sound)
        steps = _Steps(self, hidden, len(sound), beam.rows)
        free = FreeText(self.tokens, expected, beam.texts)
        phrases = _Phrases(walk, self.tokens, beam) if walk is not None else None
        most = max(FEWEST_PIECES, math.ceil(len(sound) / EAR_RATE * PIECES_A_SECOND))
        chances, writing = steps.first(), True
        for _ in range(most):
            texts = free.go_on(chances) if writing else []
            writing = bool(texts)
            ways = phrases.go_on(chances, free.logp) if phrases is not None else []
            given: list[_Way | TextWay] = [*texts, *ways]
            if not given:
                break
            chances = steps.next([way.row for way in given], [way.pieces[-1] for way in given])
            free.moved()
            if phrases is not None:
                phrases.moved(len(texts))
        return Reading(free.written, phrases.whole if phrases is not None else ())

    def pace(self) -> float:
        """Seconds of work that a remark takes this machine, with a full beam; what else it has to do does not count."""
        sound = np.random.default_rng(0).normal(0, 0.05, round(PACE_SECONDS * EAR_RATE)).astype(np.float32)
        taken = []
        for _ in range(2):  # the first warms up
            began = time.thread_time()
            steps = _Steps(self, self._encode(sound), len(sound), WIDE.rows)
            steps.first()
            rows = [0] * WIDE.rows
            for _ in range(PACE_PIECES):
                steps.next(rows, [END + 1] * len(rows))
                rows = list(range(len(rows)))
            taken.append(time.thread_time() - began)
        return min(taken)

    def _encode(self, sound: Floats) -> Floats:
        given = sound[None, :].astype(np.float32)
        names = [each.name for each in self._encoder.get_inputs()]
        feed = {names[0]: given, **{name: np.ones(given.shape, np.int64) for name in names[1:]}}
        hidden: Floats = self._encoder.run(None, feed)[0]
        return hidden

    def step(self, feed: dict[str, Any], samples: int, past: Cache | None) -> tuple[Floats, Cache]:
        """One step of the decoder: the log probabilities of the next piece for each row, and what it remembers."""
        rows = len(feed["input_ids"])
        if self._masked:
            feed["encoder_attention_mask"] = np.ones((rows, samples), np.int64)
        empty = np.zeros((rows, self._heads, 1, self._width), np.float32)
        feed.update(dict.fromkeys(self._past, empty) if past is None else past)
        feed["use_cache_branch"] = np.array([past is not None])
        logits, *present = self._decoder.run(None, feed)
        return _log_probabilities(logits[:, -1]), dict(zip(self._present, present, strict=True))


class _Steps:
    """The decoder's memory from step to step; what it remembers of the sound is the same for every row."""

    def __init__(self, transcriber: Transcriber, hidden: Floats, samples: int, rows: int) -> None:
        self._transcriber, self._samples = transcriber, samples
        self._hidden = np.repeat(hidden, rows, 0)
        self._rows = rows
        self._sound: Cache = {}
        self._words: Cache = {}

    def first(self) -> Floats:
        """The chances of the first piece, one row."""
        feed = {"input_ids": np.array([[BEGIN]], np.int64), "encoder_hidden_states": self._hidden[:1]}
        chances, present = self._transcriber.step(feed, self._samples, None)
        self._sound = {name: np.repeat(kept, self._rows, 0) for name, kept in present.items() if ".encoder." in name}
        self._words = {name: kept for name, kept in present.items() if ".encoder." not in name}
        return chances

    def next(self, rows: list[int], pieces: list[int]) -> Floats:
        """The chances of what follows these pieces, each behind what that row of the step before came to."""
        many = len(rows)
        ids = np.array(pieces, np.int64)[:, None]
        feed = {"input_ids": ids, "encoder_hidden_states": self._hidden[:many]}
        past = {name: kept[:many] for name, kept in self._sound.items()}
        past |= {name: kept[rows] for name, kept in self._words.items()}
        chances, present = self._transcriber.step(feed, self._samples, past)
        self._words = {name: kept for name, kept in present.items() if ".encoder." not in name}
        return chances


class _Phrases:
    """A beam kept inside the armed phrases."""

    def __init__(self, walk: Walk, tokens: Tokens, beam: Beam) -> None:
        self._walk, self._tokens, self._beam = walk, tokens, beam
        self._ways = [_Way(0.0, Place(), (), 0)]
        self._whole: dict[str, Written] = {}

    @property
    def whole(self) -> tuple[Written, ...]:
        """Whole phrases, best first."""
        return tuple(sorted(self._whole.values(), key=lambda one: -one.logp))

    def go_on(self, chances: Floats, free: float) -> list[_Way]:
        """The best ways one piece on, beside a transcript that is so likely (`free`); `row` of each is the row it comes
        from."""
        found: list[_Way] = []
        for way in self._ways:
            row = chances[way.row]
            self._end(way, float(row[END]))
            found += self._following(way, row)
        found.sort(key=lambda way: -way.logp)
        kept: dict[Place, _Way] = {}
        for way in found:
            kept.setdefault(way.place, way)  # the same words so far, written in a likelier way
            if len(kept) == self._beam.phrases:
                break
        self._ways = list(kept.values())
        if self._ways and self._hopeless(self._ways[0].logp, free):
            self._ways = []
        return self._ways

    def moved(self, first: int) -> None:
        """They are the rows from `first` on now."""
        self._ways = [replace(way, row=first + row) for row, way in enumerate(self._ways)]

    def _following(self, way: _Way, row: Floats) -> list[_Way]:
        following = []
        for piece in np.argpartition(-row, self._beam.pieces)[: self._beam.pieces].tolist():
            spoken = self._tokens.spoken[piece]
            place = None if spoken is None else self._walk.on(way.place, spoken)
            if place is not None:
                following.append(_Way(way.logp + float(row[piece]), place, (*way.pieces, piece), way.row))
        return following

    def _end(self, way: _Way, chance: float) -> None:
        phrase = self._walk.phrase(way.place)
        if phrase is not None:
            one = Written(phrase, way.pieces, way.logp + chance)
            if phrase not in self._whole or self._whole[phrase].logp < one.logp:
                self._whole[phrase] = one

    def _hopeless(self, best: float, free: float) -> bool:
        if best < free - HOPELESS:
            return True
        return bool(self._whole) and best < max(one.logp for one in self._whole.values()) - FAR_BEHIND


def _log_probabilities(logits: Floats) -> Floats:
    shifted = logits - logits.max(-1, keepdims=True)
    chances: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return chances
