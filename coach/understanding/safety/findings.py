"""The safety reader: from words to what is felt, where, on which side; read by concepts, in any order and grammar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.understanding.safety.body import REACH, BodyPart, part_of
from coach.understanding.safety.clauses import OWN, Parted, Span
from coach.understanding.safety.context import Context
from coach.understanding.safety.sayings import MASK, Sayings
from coach.understanding.words.concepts import Concepts, Sign
from coach.understanding.words.normalising import Remark

NOWHERE = Span(0, 0)

BEFORE = 1
"""Words before a sign that are looked at with it: whose it is."""

BESIDES = 2
"""So many words more than the sign itself may be in a remark that says nothing else: "that hurts A LOT"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing felt, or that happened."""

    sensation: str
    region: str
    side: str | None
    words: str
    """The words that say it."""
    grave: int
    """Its place among the signs, 0 the gravest."""
    near: int
    """Words between the feeling and the part of the body; 0 also where none is needed."""
    placed: bool
    """Whether a part of the body was named."""
    whole: bool = False
    """Whether hardly anything else was said."""
    around: str = ""
    """The same with the part of the body and the word before."""
    denied: bool = False
    """It is said not to be so, or to be over."""
    plainly: bool = False
    """The no stands right before it: "I do NOT feel dizzy"."""
    other: bool = False
    """It is somebody else's."""
    past: bool = False
    """It was, and is not said to be still."""
    lasting: bool = False
    """It is said to be still so, or again, or since then."""
    asked: bool = False
    """It sounds like a danger and may well be none."""
    sure: bool = False
    """It is asked about at least, whatever the learner takes it for."""
    strength: str | None = None
    """How strong it is said to be; None where nothing is said of it."""
    onset: str | None = None
    """How it is said to have come."""
    span: Span = NOWHERE
    """Where the words stand."""

    def within(self, other: "Finding") -> bool:
        """Whether it is found in the words of the other: "tore" in "tore my callus"."""
        inside = other.span.begin <= self.span.begin and self.span.end <= other.span.end
        return inside and self.words in other.words

    @property
    def own(self) -> bool:
        """Whether the speaker is named with it."""
        return not OWN.isdisjoint(self.around.split())

    @property
    def present(self) -> bool:
        """The speaker's own, and now."""
        return not (self.denied or self.other or self.past)


class SafetyReader:
    """Reads remarks with one language's concepts."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts, self.sayings, self._context = concepts, Sayings(concepts), Context(concepts)

    def __call__(self, remark: Remark) -> list[Finding]:
        """Everything that is felt, the gravest that is present first."""
        said = Parted(self.sayings.without_figures(remark), remark.breaks)
        body = self._body(said)
        felt = [
            (sign, grave, span)
            for grave, sign in enumerate(self._concepts.signs)
            for span in self._spans(sign, said, body)
        ]
        spans = [*(span for _, _, span in felt), *(part.span for part in body)]
        said = replace(said, named=frozenset(at for each in spans for at in range(each.begin, each.end)))
        findings = [self._finding(sign, grave, span, body, said) for sign, grave, span in felt]
        findings = [_denied_within(each, findings) for each in findings]
        return sorted(findings, key=lambda found: (not found.present, found.grave, found.near))

    def _body(self, said: Parted) -> list[BodyPart]:
        """The parts named, the longest name first where several begin at the same words."""
        found: list[BodyPart] = []
        taken: set[int] = set()
        names = [
            (region, said.span(each)) for region, pattern in self._concepts.body for each in pattern.finditer(said.text)
        ]
        for region, span in sorted(names, key=lambda named: named[1].begin - named[1].end):
            if taken.isdisjoint(range(span.begin, span.end)):
                taken.update(range(span.begin, span.end))
                found.append(BodyPart(region, span, self._side(said.words, span)))
        return found

    def _side(self, words: list[str], span: Span) -> str | None:
        around = words[max(0, span.begin - 2) : span.end]
        after = words[span.end : span.end + 4]
        behind = words[span.end : span.end + 2]
        for side, pattern in self._concepts.sides:
            if behind[:1] == [side] and behind[1:] not in (["now"], ["away"], ["there"], ["here"], ["then"]):
                return side
            if side in around or ("on" in after and side in after and pattern.search(" ".join(after) + " ")):
                return side
        return None

    def _spans(self, sign: Sign, said: Parted, body: list[BodyPart]) -> list[Span]:
        spans = [said.span(found) for found in sign.alone.finditer(said.text)]
        if sign.beside is not None:
            for found in sign.beside.finditer(said.text):
                span = said.span(found)
                near = [part for part in body if part.span.apart(span) <= REACH]
                if any(not sign.regions or part.region in sign.regions for part in near):
                    spans.append(span)
        return spans

    # long: a line for each field of the finding
    def _finding(self, sign: Sign, grave: int, span: Span, body: list[BodyPart], said: Parted) -> Finding:
        part = part_of(sign, span, body)
        denying = self._context.denying(span, said)
        words = said.words
        past, lasting = self._context.past(span, said)
        region = sign.region if part is None or sign.fixed else part.region
        return Finding(
            sign.sensation,
            self._concepts.region_of(region, sign.sensation),
            part.side if part else _only_side(words),
            " ".join(words[span.begin : span.end]),
            grave,
            part.span.apart(span) if part else 0,
            part is not None,
            len(words) - span.end + span.begin <= BESIDES,
            self._around(span, part, said),
            denied=bool(denying) or self._context.gone(sign, span, part, body, said),
            plainly=any(self._context.lists(each, said) for each in denying),
            other=not sign.anybody and self._context.others(span, body, part, words),
            past=past,
            lasting=lasting,
            asked=sign.asked,
            sure=sign.sure,
            strength=_said_beside(self._concepts.strengths, span, words),
            onset=_said_beside(self._concepts.onsets, span, words),
            span=span,
        )

    def _around(self, span: Span, part: BodyPart | None, said: Parted) -> str:
        begin, end = (
            (min(span.begin, part.span.begin), max(span.end, part.span.end)) if part else (span.begin, span.end)
        )
        before = 0 if begin in said.breaks else BEFORE
        return " ".join(word for word in said.words[max(0, begin - before) : end] if word != MASK)


def _denied_within(found: Finding, findings: Sequence[Finding]) -> Finding:
    """Denied where the same is, plainly, within its words: "there is NO TINGLING", not "NEVER SUCH A HEADACHE"."""
    if found.sure:
        return found
    denied = any(each.plainly and each.sensation == found.sensation and each.within(found) for each in findings)
    return replace(found, denied=True, plainly=True) if denied else found


def _said_beside(kinds: Sequence[tuple[str, re.Pattern[str]]], span: Span, words: list[str]) -> str | None:
    """The first of the kinds that is said in the words around a sign."""
    near = " ".join(words[max(0, span.begin - REACH) : span.end + REACH]) + " "
    return next((name for name, pattern in kinds if pattern.search(near)), None)


def _only_side(words: list[str]) -> str | None:
    sides = {word for word in words if word in ("left",)}
    return sides.pop() if len(sides) == 1 else None
