"""The safety reader: from words to what is felt, where, on which side; read by concepts, in any order and grammar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.understanding.safety.body import REACH, BodyPart, part_of, turns
from coach.understanding.safety.clauses import OWN, Parted, Span
from coach.understanding.safety.sayings import END, MASK, Sayings, masked
from coach.understanding.words.concepts import Concepts, Sign
from coach.understanding.words.normalising import Remark
from coach.understanding.words.patterns import as_matched

DENIED_WITHIN = 4
"""So many words before what is felt a negation still reaches."""

OVER_WITHIN = 6
"""So many words behind what is felt it may be said to be over."""

NOWHERE = Span(0, 0)

BEFORE = 1
"""Words before a sign that are looked at with it: whose it is."""

THEIRS = frozenset({"his", "her", "their"})
"""Before a part of the body: it is not the speaker's, whatever stands before."""

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
        self._concepts, self.sayings = concepts, Sayings(concepts)

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
        denying = self._denying(span, said)
        words = said.words
        past, lasting = self._past(span, said)
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
            denied=bool(denying) or self._gone(sign, span, part, body, said),
            plainly=any(self._lists(each, said) for each in denying),
            other=not sign.anybody and self._others(span, body, part, words),
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

    def _denying(self, span: Span, said: Parted) -> list[Span]:
        """The words between each negation that reaches a sign and the sign."""
        begin, words = span.begin, said.words
        for back in (2, 3):  # "I can't, can't breathe", "I can't, I can't breathe"
            if begin >= back and words[begin - back : begin - back + 2] == words[begin : begin + 2]:
                begin -= back
                break
        first = max(0, begin - DENIED_WITHIN, min(said.clause_of(span), begin))
        before = as_matched(words[first:begin])
        heard, through = f"{before}{words[span.begin]} ", as_matched(words[first : span.end])
        between = [
            Span(first + before[: each.end()].count(" "), begin)
            for each in self._concepts.negations.finditer(before)
            if not (
                _answers(each, before, span)
                or self._concepts.answering.match(heard, each.start())
                or self._concepts.listed("spent").match(through, each.start())
            )
        ]
        # "no numbness, tingling or weakness" denies all of it, "not ready, dizzy" nothing that is felt.
        parted = [each for each in between if said.parted(each)]
        return [each for each in between if each not in parted or (each.begin < begin and self._lists(each, said))]

    def _lists(self, between: Span, said: Parted) -> bool:
        """Whether between a negation and a sign nothing stands but other signs and parts, and what joins them."""
        joining = self._concepts.file.listing
        return all(at in said.named or said.words[at] in joining for at in range(between.begin, between.end))

    def _past(self, span: Span, said: Parted) -> tuple[bool, bool]:
        """Whether the remark speaks of what was, and whether of what still is: neither of a part of the body
        ("my BACK THEN goes") nor to compare. What is said behind a sign to be well since is not so still."""
        _, own_part = self._concepts.loose_figures
        elsewhere = own_part.sub(masked, said.text).split()
        told = self._concepts.listed("compared").sub(masked, as_matched([*elsewhere, END]))
        behind = self._concepts.listed("healed").sub(masked, as_matched(said.words[span.end :]))
        past = self._concepts.past.search(told) is not None
        still = self._concepts.still.search(as_matched(said.words[: span.end]) + behind) is not None
        return past and not still, still

    def _gone(self, sign: Sign, span: Span, part: BodyPart | None, body: list[BodyPart], said: Parted) -> bool:
        """Whether it is said to be over, behind it and of it: not "my chest hurts, my legs ARE FINE"."""
        end = span.end
        while end < min(span.end + OVER_WITHIN, len(said.words)) and not turns(
            end, span, part, body, said, self._concepts
        ):
            end += 1
        behind = as_matched([*said.words[span.end : end], END])
        if sign.sensation in self._concepts.file.not_pain and self._concepts.listed("pain_subject").search(behind):
            return False
        return self._concepts.gone.search(behind) is not None

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


def _denied_within(found: Finding, findings: Sequence[Finding]) -> Finding:
    """Denied where the same is, plainly, within its words: "there is NO TINGLING"."""
    denied = any(each.plainly and each.sensation == found.sensation and each.within(found) for each in findings)
    return replace(found, denied=True, plainly=True) if denied else found


def _said_beside(kinds: Sequence[tuple[str, re.Pattern[str]]], span: Span, words: list[str]) -> str | None:
    """The first of the kinds that is said in the words around a sign."""
    near = " ".join(words[max(0, span.begin - REACH) : span.end + REACH]) + " "
    return next((name for name, pattern in kinds if pattern.search(near)), None)


def _answers(negation: re.Match[str], before: str, span: Span) -> bool:
    """ "no, my back hurts": a no that opens the sentence answers, it does not deny."""
    return span.begin <= DENIED_WITHIN and negation.start() == 0 and negation[0] == "no " and "my " in before


def _only_side(words: list[str]) -> str | None:
    sides = {word for word in words if word in ("left",)}
    return sides.pop() if len(sides) == 1 else None
