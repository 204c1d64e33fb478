"""What people say to each other, by the thousand: the talk that is nobody's command.

The utterances come from `chitchat-dataset` (MIT), chats of people who typed to strangers about anything. The corpus'
own ordinary talk was written by authors who had a gym in mind; a learner that knows only it takes the rest of the
world for questions and commands. Two conversations in sixteen are never trained on: one for fitting, one for judging.
"""

import random
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from coach.reading.files import Kind, read_json
from coach.understanding.reader import Reader
from training.labels import Labelled

DATASET = Kind("a set of conversations", 200_000_000)
LONGEST = 20
"""Words; the learner reads little more of a remark."""
PARTS = {"0": "judged", "1": "fitted"}
"""By the first digit of a conversation's number: what it is for; all others are trained on."""
LABEL = "none.chat"
SPELLABLE = re.compile(r"[A-Za-z]")


def utterances(part: str) -> Iterator[str]:
    """Every short utterance once, of the conversations that are "trained", "fitted" or "judged".

    Raises SystemExit where the package is not installed.
    """
    package = find_spec("chitchat_dataset")
    if package is None or package.origin is None:
        raise SystemExit("the conversations are missing; pip install --no-deps chitchat-dataset==0.9.0")
    seen: set[str] = set()
    for number, conversation in read_json(Path(package.origin).with_name("dataset.json"), DATASET).items():
        if PARTS.get(number[:1], "trained") != part:
            continue
        for message in (each for turn in conversation["messages"] for each in turn):
            text = str(message["text"]).strip()
            fits = text.isascii() and len(text.split()) <= LONGEST and SPELLABLE.search(text)
            if fits and text.lower() not in seen:
                seen.add(text.lower())
                yield text


def background(reader: Reader, number: int, part: str = "trained", seed: int = 7) -> list[Labelled]:
    """So many utterances that are certainly for nobody.

    What is somebody's complaint by its words ("my back is killing me") or is a command's wording ("yes", "go on")
    could as well have been said to the coach, and is left out.
    """
    every = list(utterances(part))
    random.Random(seed).shuffle(every)
    kept = (text for text in every if meant_for_nobody(reader, text))
    return [Labelled(text, LABEL, {}, "chat") for text, _ in zip(kept, range(number), strict=False)]


def meant_for_nobody(reader: Reader, text: str) -> bool:
    """Whether no concept finds anything felt in it and it is no wording of the phrase file."""
    remark = reader.normalise(text)
    if any(each.present for each in reader.findings(remark)):
        return False
    return bool(remark.text) and reader.phrases.match(remark.text) is None
