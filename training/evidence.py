"""Measure how telling the words are that speak for a command (`speaks_for` in the concept file), on the corpus.

python -m training.evidence [--sample NUMBER] [--write]

Of each label: how often they stand in its own sentences, against all others. The learner knows most of that already, so
a label is made likelier by the root of it only, and by twenty times at most.
"""

# ruff: noqa: T201 - what it tells is what it is for

import argparse
import json
import math
import random
from collections import Counter
from pathlib import Path

from coach.script.files.library import Library
from coach.understanding import evidence
from coach.understanding.opening import open_reader
from training.labels import read_all

MOST, SEED = 20.0, 7
CORPUS = Path(__file__).parent / "corpus"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--sample", type=int, help="so many sentences of it, drawn by chance; without it all")
    parser.add_argument("--write", action="store_true", help="keep the figures")
    wanted = parser.parse_args()
    reader = open_reader(Library.open(), "en")
    assert reader.concepts is not None
    of, own, others = Counter[str](), Counter[str](), Counter[str]()
    rows = read_all(wanted.corpus)
    for each in random.Random(SEED).sample(rows, wanted.sample) if wanted.sample else rows:
        text = reader.normalise(each.text).matched
        of[each.label] += 1
        for label in reader.concepts.file.speaks_for:
            if reader.concepts.commands.speaks_for(label, text):
                (own if label == each.label else others)[label] += 1
    found = {
        label: telling(own[label], of[label], others[label], of.total() - of[label])
        for label in reader.concepts.file.speaks_for
    }
    for label, value in found.items():
        print(f"{label}: in {own[label]} of {of[label]}, in {others[label]} of the others; {value}")
    if wanted.write:
        text = json.dumps(found, indent=1) + "\n"
        Path(evidence.__file__).with_name("evidence.json").write_text(text, encoding="utf-8")


def telling(own: int, of: int, others: int, of_others: int) -> float:
    """How many times likelier the words make their label: in `own` of its `of` sentences, in `others` of the rest."""
    ratio = (own + 0.5) / (of + 1) / ((others + 1) / (of_others + 1))
    return round(min(MOST, max(1.0, math.sqrt(ratio))), 1)


if __name__ == "__main__":
    main()
