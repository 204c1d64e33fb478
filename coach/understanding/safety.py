"""The safety reader: from words to what is felt, where, on which side; read by concepts, in any order and grammar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.understanding.words.concepts import Concepts, Sign
from coach.understanding.words.normalising import Remark

REACH = 6
"""So many words may lie between a part of the body and what is felt there."""

DENIED_WITHIN = 4
"""So many words before what is felt a negation still reaches."""

BEFORE = 1
"""Words before a sign that are looked at with it: whose it is."""

OWN = frozenset({"i", "my", "me", "mine", "myself"})
"""Words for the speaker."""

THEIRS = frozenset({"his", "her", "their"})
"""Before a part of the body: it is not the speaker's, whatever stands before."""

BESIDES = 2
"""So many words more than the sign itself may be in a remark that says nothing else: "that hurts A LOT"."""

MASK = "§"


@dataclass(frozen=True, slots=True)
class Span:
    """Words `begin` to `end` (exclusive)."""

    begin: int
    end: int

    def apart(self, other: "Span") -> int:
        """Words between the two; 0 where they touch or overlap."""
        return max(0, other.begin - self.end, self.begin - other.end)


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A part of the body that was named."""

    region: str
    span: Span
    side: str | None = None


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
    other: bool = False
    """It is somebody else's."""
    past: bool = False
    """It was, and is not said to be still."""
    asked: bool = False
    """It sounds like a danger and may well be none."""
    strength: str | None = None
    """How strong it is said to be; None where nothing is said of it."""
    onset: str | None = None
    """How it is said to have come."""

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
        self._concepts = concepts

    def __call__(self, remark: Remark) -> list[Finding]:
        """Everything that is felt, the gravest that is present first."""
        text = self._without_figures(remark.matched)
        starts = _starts(text)
        body = self._body(text, starts)
        findings = [
            self._finding(sign, grave, span, body, text)
            for grave, sign in enumerate(self._concepts.signs)
            for span in self._spans(sign, text, starts, body)
        ]
        return sorted(findings, key=lambda found: (not found.present, found.grave, found.near))

    def answered(self, remark: Remark) -> str:
        """What is said behind a no that only answers; "" where none opens it."""
        text = remark.matched
        while (found := self._concepts.answering.match(text)) is not None and found.start() == 0:
            text = text.partition(" ")[2]
        return text.strip() if text != remark.matched else ""

    def saying(self, remark: Remark) -> bool:
        """Whether there is a figure of speech in it."""
        return self._concepts.figures.search(remark.matched) is not None

    def _without_figures(self, text: str) -> str:
        return self._concepts.figures.sub(lambda found: f"{MASK} " * found[0].count(" "), text)

    def _body(self, text: str, starts: dict[int, int]) -> list[BodyPart]:
        """The parts named, the longest name first where several begin at the same words."""
        found: list[BodyPart] = []
        taken: set[int] = set()
        names = [
            (region, _span(each, starts)) for region, pattern in self._concepts.body for each in pattern.finditer(text)
        ]
        for region, span in sorted(names, key=lambda named: named[1].begin - named[1].end):
            if taken.isdisjoint(range(span.begin, span.end)):
                taken.update(range(span.begin, span.end))
                found.append(BodyPart(region, span, self._side(text, span)))
        return found

    def _side(self, text: str, span: Span) -> str | None:
        words = text.split()
        around = words[max(0, span.begin - 2) : span.end]
        after = words[span.end : span.end + 4]
        behind = words[span.end : span.end + 2]
        for side, pattern in self._concepts.sides:
            if behind[:1] == [side] and behind[1:] not in (["now"], ["away"], ["there"], ["here"], ["then"]):
                return side
            if side in around or ("on" in after and side in after and pattern.search(" ".join(after) + " ")):
                return side
        return None

    def _spans(self, sign: Sign, text: str, starts: dict[int, int], body: list[BodyPart]) -> list[Span]:
        spans = [_span(found, starts) for found in sign.alone.finditer(text)]
        if sign.beside is not None:
            for found in sign.beside.finditer(text):
                span = _span(found, starts)
                near = [part for part in body if part.span.apart(span) <= REACH]
                if any(not sign.regions or part.region in sign.regions for part in near):
                    spans.append(span)
        return spans

    def _finding(self, sign: Sign, grave: int, span: Span, body: list[BodyPart], text: str) -> Finding:
        part = _part_of(sign, span, body)
        words = text.split()
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
            self._around(span, part, words),
            denied=self._denied(span, words),
            other=not sign.anybody and self._others(span, body, part, words),
            past=self._concepts.past.search(text) is not None and self._concepts.still.search(text) is None,
            asked=sign.asked,
            strength=_said_beside(self._concepts.strengths, span, words),
            onset=_said_beside(self._concepts.onsets, span, words),
        )

    def _around(self, span: Span, part: BodyPart | None, words: list[str]) -> str:
        begin, end = (
            (min(span.begin, part.span.begin), max(span.end, part.span.end)) if part else (span.begin, span.end)
        )
        return " ".join(word for word in words[max(0, begin - BEFORE) : end] if word != MASK)

    def _denied(self, span: Span, words: list[str]) -> bool:
        begin = span.begin
        for back in (2, 3):  # "I can't, can't breathe", "I can't, I can't breathe"
            if begin >= back and words[begin - back : begin - back + 2] == words[begin : begin + 2]:
                begin -= back
                break
        before = " ".join(words[max(0, begin - DENIED_WITHIN) : begin]) + " "
        behind = " ".join([*words[span.end : span.end + 5], "."]) + " "
        heard = f"{before}{words[span.begin]} "
        negated = [
            each
            for each in self._concepts.negations.finditer(before)
            if not (_answers(each, before, span) or self._concepts.answering.match(heard, each.start()))
        ]
        return bool(negated) or self._concepts.gone.search(behind) is not None

    def _others(self, span: Span, body: list[BodyPart], part: BodyPart | None, words: list[str]) -> bool:
        """Whether it is somebody else's. "them calves" are those calves, not theirs."""
        if part is not None and part.span.begin and words[part.span.begin - 1] in THEIRS:
            return True  # "broke HER hip"
        first = min(span.begin, part.span.begin) if part else span.begin
        last = max(span.end, part.span.end) if part else span.end
        text = " ".join(words[:last]) + " "
        found = [
            each
            for each in self._concepts.others.finditer(text)
            if not (each[0] == "them " and any(text[: each.end()].count(" ") == named.span.begin for named in body))
        ]
        if not found:
            return False
        behind = text[found[-1].end() :].split()
        return OWN.isdisjoint(behind) and len(text[: found[-1].start()].split()) <= first


def _said_beside(kinds: Sequence[tuple[str, re.Pattern[str]]], span: Span, words: list[str]) -> str | None:
    """The first of the kinds that is said in the words around a sign."""
    near = " ".join(words[max(0, span.begin - REACH) : span.end + REACH]) + " "
    return next((name for name, pattern in kinds if pattern.search(near)), None)


def _part_of(sign: Sign, span: Span, body: list[BodyPart]) -> BodyPart | None:
    """The part of the body a sign is about: one its own words name, else the nearest it may belong to."""
    near = [part for part in body if part.span.apart(span) <= REACH]
    fitting = [part for part in near if not sign.regions or part.region in sign.regions] or near
    own = [part for part in fitting if span.begin <= part.span.begin < span.end]
    return min(own or fitting, key=lambda each: (each.region == "general", each.span.apart(span)), default=None)


def _answers(negation: re.Match[str], before: str, span: Span) -> bool:
    """ "no, my back hurts": a no that opens the sentence answers, it does not deny."""
    return span.begin <= DENIED_WITHIN and negation.start() == 0 and negation[0] == "no " and "my " in before


def _starts(text: str) -> dict[int, int]:
    """The index of the word that begins at each place of the text."""
    return {found.start(): index for index, found in enumerate(re.finditer(r"\S+", text))}


def _span(found: re.Match[str], starts: dict[int, int]) -> Span:
    begin = starts[found.start()]
    return Span(begin, begin + len(found[0].split()))


def _only_side(words: list[str]) -> str | None:
    sides = {word for word in words if word in ("left",)}
    return sides.pop() if len(sides) == 1 else None
