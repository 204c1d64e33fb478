"""Talk to others, heard perfectly: what would be done about it? `python -m benchmarks.hearing.words [--list]`.

The 300 sentences of `hearing_talk.yaml`, made to be like commands, the 70 of `hearing_talk_unseen.yaml` that nothing
was tuned to, and the ordinary talk of the authors of `benchmarks/understanding`, as a transcript without a fault, in a
rest, not addressed. So it tells what reading and judging make of talk, without any sound: what is acted on here is
acted on whatever the ears are. In seconds; written to benchmarks/results/hearing-words.json.
"""

# ruff: noqa: T201 - what it tells is what it is for

import argparse
from collections import Counter
from collections.abc import Iterator

from benchmarks.hearing.ears import talk
from benchmarks.hearing.judge import ARMED, COACH
from benchmarks.hearing.tables import words_told
from benchmarks.lib import corpus
from benchmarks.understanding.results import written
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.policy import Verdict
from coach.ears.recognisers.base import Hypothesis, Transcript
from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from training.labels import read_all

LIKELY = -0.1
"""How likely a clear transcript usually is."""
COMPLAINT = "complaint"


def sentences() -> Iterator[tuple[str, str]]:
    """Kind and sentence."""
    for kind, texts in (talk() | talk("hearing_talk_unseen")).items():
        yield from ((kind, text) for text in texts)
    for row in read_all(corpus.ROOT / "benchmarks" / "understanding" / "authors"):
        if row.kind.startswith("none"):
            yield "authors", row.text


def main() -> None:
    """Judge every sentence, tell the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="every sentence that is acted on or asked about")
    asked = parser.parse_args()
    judge = Judge(COACH, open_reader(Library.open(), "en", COACH))
    situation = Situation(ARMED["resting"], ARMED["resting"])
    counts: dict[str, Counter[str]] = {}
    for kind, text in sentences():
        heard = Hypothesis("", free=(Transcript(text, LIKELY),), witness=Hypothesis(""))
        look = judge.look(heard, situation)
        of = counts.setdefault(kind, Counter())
        of["all"] += 1
        if look.verdict is Verdict.PASS or look.understood is None:
            continue
        what = "complaints" if look.understood.intent == COMPLAINT else "commands"
        of[f"{look.verdict.value} {what}"] += 1
        if asked.list:
            print(kind, look.verdict.value, look.understood.intent, dict(look.understood.slots), text)
    file = written("hearing-words", {"kinds": {kind: dict(of) for kind, of in counts.items()}})
    print(f"{words_told()}\n\nwritten to {file}")


if __name__ == "__main__":
    main()
