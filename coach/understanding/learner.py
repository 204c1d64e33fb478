"""The learner of meaning: a small sentence encoder, fine-tuned on sentences of many authors, run by ONNX Runtime.

The encoder is MiniLM-L6 (Apache-2.0), quantised to eight bits; `training/` makes it. Without its file or without ONNX
Runtime the coach reads by wordings and concepts alone.
"""

import resource
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.reading.files import JSON, UnreadableError, read_json, read_text

FOLDER = Path(__file__).parent / "model"
LONGEST = 40
"""Pieces of words read of one remark, as in training; of a longer one the beginning and the end."""

ROOM = 2_000_000_000
"""Bytes of addresses a process must be allowed, for the runtime maps far more than it uses."""

UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the learner makes of a remark: for each question the probability of each answer."""

    label: Mapping[str, float]
    """Intents; "red:FAMILY" for red flags, "none.KIND" for what is not for the coach."""
    region: Mapping[str, float]
    """Where, were it a complaint."""
    sensation: Mapping[str, float]
    """What is felt, were it a complaint."""
    side: Mapping[str, float]
    """"none", "left", "right" or "both", were it a complaint."""

    _added_up: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By prefix: the shares that were asked for, each added up once."""

    def share(self, prefix: str) -> float:
        """The probability of all labels that begin so ("red:", "none.")."""
        if prefix not in self._added_up:
            self._added_up[prefix] = sum([value for name, value in self.label.items() if name.startswith(prefix)])
        return self._added_up[prefix]

    @property
    def danger(self) -> float:
        """The probability of a complaint or red flag."""
        return self.share("red:") + self.label.get("complaint", 0.0)

    @property
    def denies(self) -> bool:
        """Whether what it takes for nobody's is a denial rather: "not ready, dizzy" has only the "not" against it."""
        return 2 * self.label.get("none.negated", 0.0) > self.share("none.")

    def intents(self) -> list[tuple[str, float]]:
        """The commands and their probabilities, the likeliest first; labels of one intent are added up."""
        shares: dict[str, float] = {}
        for label, value in self.label.items():
            intent = label.partition(":")[0]
            if intent not in ("red", "complaint") and not intent.startswith("none"):
                shares[intent] = shares.get(intent, 0.0) + value
        return sorted(shares.items(), key=lambda entry: -entry[1])

    def best(self, prefix: str = "") -> tuple[str, float]:
        """The likeliest label that begins so, empty where none does."""
        fitting = ((name, value) for name, value in self.label.items() if name.startswith(prefix))
        return max(fitting, key=lambda entry: entry[1], default=("", 0.0))


class WordPieces:
    """Words to the pieces of the encoder's vocabulary, the longest that fits first."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._index = {piece: at for at, piece in enumerate(vocabulary)}

    def knows(self, word: str) -> bool:
        """Whether the word is a piece by itself: a common English word."""
        return word in self._index

    def ids(self, text: str) -> list[int]:
        """The numbers of the pieces, with the marks for beginning and end."""
        pieces = [piece for word in _parted(text) for piece in self._pieces(word)]
        if len(pieces) > LONGEST - 2:
            half = (LONGEST - 2) // 2
            pieces = pieces[:half] + pieces[-half:]
        return [self._index[BEGIN], *pieces, self._index[END]]

    def _pieces(self, word: str) -> list[int]:
        found: list[int] = []
        at = 0
        while at < len(word):
            end = next(
                (end for end in range(len(word), at, -1) if ("##" if at else "") + word[at:end] in self._index), None
            )
            if end is None:
                return [self._index[UNKNOWN]]
            found.append(self._index[("##" if at else "") + word[at:end]])
            at = end
        return found


def _parted(text: str) -> list[str]:
    """Words, and every sign that is neither letter nor digit by itself."""
    spaced = "".join(sign if sign.isalnum() or sign.isspace() else f" {sign} " for sign in text)
    return spaced.split()


def _roomy() -> bool:
    """Whether this process may have the memory that the runtime wants; a failed try would leave none for the rest."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    return allowed == resource.RLIM_INFINITY or allowed >= ROOM


def load_runtime() -> None:
    """Load what runs the encoder, where it is there and has room: meanwhile nothing else of this process can run."""
    if _roomy():
        with suppress(ImportError, OSError):
            import onnxruntime  # noqa: F401


class Learner:
    """Runs the encoder, on one thread: a sentence takes a few milliseconds."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._classes: dict[str, list[str]] = read_json(folder / "classes.json")
        vocabulary = read_text(folder / "vocabulary.txt", JSON).split("\n")
        self.pieces = WordPieces(vocabulary[:-1])

    @classmethod
    def found(cls, folder: Path = FOLDER) -> "Learner | None":
        """The learner, or None where its files, ONNX Runtime or the memory for them are missing or damaged."""
        from importlib.util import find_spec

        if not (folder / "meaning.onnx").is_file() or find_spec("onnxruntime") is None or not _roomy():
            return None
        try:
            return cls(folder)
        except UnreadableError:
            return None  # concepts and wordings remain

    def __call__(self, text: str) -> Guess:
        """What it makes of normalised words."""
        ids = np.array([self.pieces.ids(text)], dtype=np.int64)
        outputs = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        heads = ("label", "region", "sensation", "side")
        return Guess(*(self._shares(head, logits[0]) for head, logits in zip(heads, outputs, strict=True)))

    def _shares(self, head: str, logits: NDArray[np.float32]) -> dict[str, float]:
        raised = np.exp(logits - logits.max())
        return dict(zip(self._classes[head], (raised / raised.sum()).tolist(), strict=True))

    @cached_property
    def usable(self) -> bool:
        """Whether the model can be loaded: a machine may have too little memory for it, a file may be damaged."""
        try:
            _ = self._session
        except Exception:  # noqa: BLE001 - the runtime raises kinds of its own; without it concepts and wordings remain
            return False
        return True

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / "meaning.onnx"), options, providers=["CPUExecutionProvider"]
        )
