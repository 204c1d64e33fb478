"""Moonshine's network: a remark in, a transcript out, and how likely each armed phrase would have been instead.

Both are read in one go: the first row of the batch is free to write what it likes, the others stay within the armed
phrases.
"""

import math
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coach.ears.model_files.moonshine import DECODER, ENCODER, TOKENS
from coach.ears.recognisers.neural.phrase_search import Place, Walk
from coach.ears.recognisers.neural.tokens import BEGIN, END, Tokens
from coach.ports import EAR_RATE

PIECES_A_SECOND, FEWEST_PIECES = 6.5, 8
"""Nobody speaks faster; without a limit noise is transcribed for ever."""
PACE_SECONDS, PACE_PIECES = 2.0, 8
"""The remark by which a machine's pace is measured: a command of six words."""
HOPELESS, FAR_BEHIND = 30.0, 6.0
"""Log probability by which a phrase may fall behind the free transcript, and behind one that is whole."""

Floats = np.ndarray[Any, np.dtype[np.float32]]
Cache = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Beam:
    """So many `phrases` are followed at a time, and so many `pieces` that may come next are looked at for each."""

    phrases: int = 6
    pieces: int = 120


WIDE, NARROW = Beam(), Beam(3, 40)
"""What is followed where there is time, and where there is less: a third to a half of the work, and hardly a phrase
less."""


@dataclass(frozen=True, slots=True)
class Written:
    """Some text, its pieces, and the log probability of all of it with its end."""

    text: str
    pieces: tuple[int, ...]
    logp: float

    @property
    def likely(self) -> float:
        """The mean log probability of a piece."""
        return self.logp / (len(self.pieces) + 1)


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


@dataclass
class _Free:
    """The free transcript so far."""

    pieces: list[int] = field(default_factory=list)
    logp: float = 0.0
    done: bool = False

    def take(self, chances: Floats) -> None:
        piece = int(chances.argmax())
        self.logp += float(chances[piece])
        self.done = piece == END
        if not self.done:
            self.pieces.append(piece)


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

    def read(self, sound: Floats, walk: Walk | None = None, beam: Beam = WIDE) -> Reading:
        """Transcribe mono float32 in -1..1 at the ear's rate; with `walk`, weigh the armed phrases as well."""
        hidden = self._encode(sound)
        steps = _Steps(self, hidden, len(sound), beam.phrases + 1)
        free, phrases = _Free(), _Phrases(walk, self.tokens, beam) if walk is not None else None
        most = max(FEWEST_PIECES, math.ceil(len(sound) / EAR_RATE * PIECES_A_SECOND))
        chances = steps.first()
        rows = {"free": 0}
        for _ in range(most):
            if not free.done:
                free.take(chances[rows["free"]])
            ways = phrases.go_on(chances, free) if phrases is not None else []
            given = ([] if free.done else [(rows["free"], free.pieces[-1])]) + [
                (way.row, way.pieces[-1]) for way in ways
            ]
            if not given:
                break
            chances = steps.next([row for row, _ in given], [piece for _, piece in given])
            if phrases is not None:
                phrases.moved(ways, 0 if free.done else 1)
            rows["free"] = 0
        text = self.tokens.text(free.pieces)
        return Reading(Written(text, tuple(free.pieces), free.logp), phrases.whole if phrases is not None else ())

    def pace(self) -> float:
        """Seconds of work that a remark takes this machine, with a full beam; what else it has to do does not count."""
        sound = np.random.default_rng(0).normal(0, 0.05, round(PACE_SECONDS * EAR_RATE)).astype(np.float32)
        taken = []
        for _ in range(2):  # the first warms up
            began = time.thread_time()
            steps = _Steps(self, self._encode(sound), len(sound), WIDE.phrases + 1)
            steps.first()
            rows = [0] * (WIDE.phrases + 1)
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

    def go_on(self, chances: Floats, free: _Free) -> list[_Way]:
        """The best ways one piece on; `row` of each is the row it comes from."""
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

    def moved(self, ways: list[_Way], first: int) -> None:
        """They are the rows from `first` on now."""
        self._ways = [_Way(way.logp, way.place, way.pieces, first + row) for row, way in enumerate(ways)]

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

    def _hopeless(self, best: float, free: _Free) -> bool:
        if best < free.logp - HOPELESS:
            return True
        return bool(self._whole) and best < max(one.logp for one in self._whole.values()) - FAR_BEHIND


def _log_probabilities(logits: Floats) -> Floats:
    shifted = logits - logits.max(-1, keepdims=True)
    chances: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return chances
