"""What each part of the chain brings: `python -m benchmarks.hearing.fitting.ablation [FOLDER] [--every N] [--first M]`.

The sounds of `benchmarks.hearing.run ears`, judged again with one part after the other left out. What the recognisers
made of each sound is kept from that run, so only what they were never given is recognised now. What the guard against
its own voice brings is told by `benchmarks.hearing.run voice`. Written to benchmarks/results/hearing-ablation.json.
"""

import argparse
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from benchmarks.hearing.ears import Progress, Said, judged, sounds
from benchmarks.hearing.judge import ARMED, Front, maker, phrases_for
from benchmarks.lib import corpus
from benchmarks.lib.tape import Beside, Taped
from benchmarks.understanding.results import written
from coach.clocks import SessionTime
from coach.core.events import Event, Heard
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.limits import LIMITS, Limits
from coach.ears.decision.partials import Look, Looks
from coach.ears.front_end.endpointing import Pauses, Segmenter
from coach.ears.pipeline import Listener
from coach.ears.recognisers import pocketsphinx
from coach.ears.recognisers.base import Hypothesis, Recogniser
from coach.phrases.grammar import Grammar
from coach.ports import Pcm16
from coach.script.files.library import Library
from coach.understanding.opening import open_reader
from coach.understanding.reader import Reader

Change = Callable[[Hypothesis], Hypothesis]


class Changed:
    """A recogniser whose answers are changed."""

    def __init__(self, inner: Recogniser, change: Change) -> None:
        self.name, self._inner, self._change = inner.name, inner, change

    def arm(self, grammar: Grammar) -> None:
        """Arm the one inside."""
        self._inner.arm(grammar)

    def recognise(self, segment: Pcm16) -> Hypothesis:
        """What that makes, changed."""
        return self._change(self._inner.recognise(segment))

    def close(self) -> None:
        """Close the one inside."""
        self._inner.close()


class LastOnly(Looks):
    """Looks of which only the last one counts."""

    def settled(self, *, only_last: bool) -> Look | None:  # noqa: ARG002 - here always
        """What the last one gives."""
        return super().settled(only_last=True)

    @property
    def most_believed(self) -> Look:
        """The last one."""
        return self.last


class Variant(Listener):
    """An ear with some of it left out."""

    looks: type[Looks] = Looks
    pauses = Pauses()

    def restart(self) -> None:
        """As the real one does."""
        super().restart()
        self._segmenter = Segmenter(self.pauses)
        self._looks = self.looks()

    def _chunk(self, chunk: Pcm16, now: float) -> list[Event]:
        speaking = self._segmenter.speaking
        events = super()._chunk(chunk, SessionTime(now))
        if self._segmenter.speaking and not speaking:
            self._looks = self.looks()
        return events


class LastLook(Variant):
    """Only the last look counts."""

    looks = LastOnly


class OnePause(Variant):
    """Nothing is decided before the long pause."""

    pauses = Pauses(short=())


def _no_witness(found: Hypothesis) -> Hypothesis:
    return replace(found, witness=None)


def _no_beam(found: Hypothesis) -> Hypothesis:
    return replace(found, text="", confidence=0.0, likely=0.0, may_go_on=False)


def _no_automata(found: Hypothesis) -> Hypothesis:
    return replace(found, may_go_on=False)


def _believed(found: Hypothesis) -> Hypothesis:
    witness = found.witness
    return found if witness is None or not witness.text else replace(found, witness=replace(witness, confidence=0.8))


def _alone(found: Hypothesis) -> Hypothesis:
    assert found.witness is not None
    return found.witness


def _unchanged(found: Hypothesis) -> Hypothesis:
    return found


@dataclass(frozen=True, slots=True)
class Left:
    """An ear with something left out: by what changes the recognisers' answers, by another listener, or otherwise."""

    change: Change = _unchanged
    ear: type[Variant] = Variant
    reader: bool = True
    unsuppressed: bool = False
    limits: Limits = LIMITS


ANY_PHRASE = replace(LIMITS, in_itself=-math.inf, unbacked=-math.inf, unlikely=-math.inf)
ANY_TRANSCRIPT = replace(LIMITS, plain=-9.0, clear=-9.0, fair=-9.0)
VARIANTS = {
    "as it is": Left(),
    "without the witness": Left(_no_witness),
    "without phone verification (a witness always believed 0.8)": Left(_believed),
    "without the armed phrases (transcript and reader only)": Left(_no_beam),
    "without the reader of meaning": Left(reader=False),
    "without Moonshine (PocketSphinx alone)": Left(_alone),
    "the last look only": Left(ear=LastLook),
    "no look before the long pause": Left(ear=OnePause),
    "without knowing what may go on": Left(_no_automata),
    "without asking how likely a phrase is in itself": Left(limits=ANY_PHRASE),
    "without asking how likely a transcript is": Left(limits=ANY_TRANSCRIPT),
    "without noise suppression before the witness": Left(unsuppressed=True),
}


class Remembering(Reader):
    """A reader that remembers what it read."""

    def __init__(self, inner: Reader) -> None:
        self._inner = inner
        super().__init__(inner.phrases, inner.concepts, inner.red_flag)
        self.read = cache(inner.read)  # type: ignore[method-assign]

    def with_phrases(self, phrases: object) -> Reader:
        """Itself: the phrases are always the same here."""
        _ = phrases
        return self


@cache
def reader(what: str) -> Reader:
    """The reader of an ear armed as `what`."""
    phrases = phrases_for(what)
    return Remembering(open_reader(Library.open(), phrases.language, phrases))


def _unsuppressed() -> Recogniser:
    """PocketSphinx without the network before it. For good: in this process no other is made."""
    pocketsphinx.enhanced = lambda remark: remark  # type: ignore[attr-defined]
    return maker("pocketsphinx", phrases_for("resting"))()


@cache
def variant(name: str, what: str, limits: Limits | None = None) -> Listener:
    """The ear of this name, armed as `what`."""
    left, phrases = VARIANTS[name], phrases_for(what)
    first = Taped("moonshine", maker("moonshine", phrases))
    witness = (
        Taped("pocketsphinx unsuppressed", _unsuppressed)
        if left.unsuppressed
        else Taped("pocketsphinx", maker("pocketsphinx", phrases))
    )
    ear = left.ear(Changed(Beside(first, witness), left.change), phrases)
    ear._judge = Judge(phrases, reader(what) if left.reader else None, limits or left.limits)
    ear.listen_for(ARMED[what])
    return ear


KINDS = {
    "orders": ("README", "orders"),
    "complaints": ("complaints in free words",),
    "red flags": ("red flags in free words",),
    "numbers": ("numbers when asked", "digits when asked"),
    "coffee": ("orders of coffee, their own grammar",),
}
"""What is told together; everything else was not meant for the coach."""


def kind_of(said: Said) -> str:
    """The kind of a group."""
    return next((kind for kind, names in KINDS.items() if said.group.name in names), "others")


def measured(cases: Sequence[tuple[Said, Front]], name: str, limits: Limits | None = None) -> dict[str, dict[str, int]]:
    """How often each outcome was, for each kind of sound; `late` are the milliseconds after the last word, in sum."""
    found: dict[str, Counter[str]] = {}
    for said, front in cases:
        events = front.heard_by(variant(name, said.group.what, limits), said.group.question)
        became, caught = judged(said, events)
        counts = found.setdefault(kind_of(said), Counter())
        counts[became] += 1
        counts["caught"] += caught
        first = next((event for event in events if isinstance(event, Heard)), None)
        if became == "right" and first is not None:
            counts["late"] += round(1000 * (first.at - front.last_voice))
    return {kind: dict(counts) for kind, counts in found.items()}


def main() -> None:
    """Judge again with each part left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="the folder with barista/, digits/ and noise/")
    parser.add_argument("--every", type=int, default=8)
    parser.add_argument("--first", type=int, help="only the first so many of what the part ears judges")
    parser.add_argument("--robots", action="store_true", help="robots as well")
    asked = parser.parse_args()
    if missing := corpus.missing_tools():
        sys.exit(missing)
    kitchen = corpus.kitchen(asked.folder) if asked.folder else None
    jobs = [one for one in sounds(asked.folder, asked.every)[: asked.first] if asked.robots or one.by != "robots"]
    cases = [(said, Front.of(said.sound(kitchen))) for said in jobs]
    noisy = sum(said.level is not None for said in jobs)
    told, results = Progress(len(VARIANTS)), {}
    for name, left in VARIANTS.items():
        chosen = [case for case in cases if not left.unsuppressed or case[0].group.what != "coffee"]
        results[name] = measured(chosen, name)
        told.on(name)
        written(
            "hearing-ablation",
            {"command": f"... --every {asked.every}", "sounds": len(cases), "noisy": noisy, "variants": results},
        )


if __name__ == "__main__":
    main()
