"""The context of what is felt: whether the words around it deny it, or say that it was, is over, or is another's."""

import re

from coach.understanding.safety.body import BodyPart, turns
from coach.understanding.safety.clauses import OWN, Parted, Span
from coach.understanding.safety.sayings import END, masked
from coach.understanding.words.concepts import Concepts, Sign
from coach.understanding.words.patterns import as_matched

DENIED_WITHIN = 4
"""So many words before what is felt a negation still reaches."""

OVER_WITHIN = 6
"""So many words behind what is felt it may be said to be over."""

THEIRS = frozenset({"his", "her", "their"})
"""Before a part of the body: it is not the speaker's, whatever stands before."""


class Context:
    """Reads what stands around a sign with one language's concepts."""

    def __init__(self, concepts: Concepts) -> None:
        self._concepts = concepts

    def denying(self, span: Span, said: Parted) -> list[Span]:
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
        return [each for each in between if each not in parted or (each.begin < begin and self.lists(each, said))]

    def lists(self, between: Span, said: Parted) -> bool:
        """Whether between a negation and a sign nothing stands but other signs and parts, and what joins them."""
        joining = self._concepts.file.listing
        return all(at in said.named or said.words[at] in joining for at in range(between.begin, between.end))

    def past(self, span: Span, said: Parted) -> tuple[bool, bool]:
        """Whether the remark speaks of what was, and whether of what still is: neither of a part of the body
        ("my BACK THEN goes") nor to compare. What is said behind a sign to be well since is not so still."""
        _, own_part = self._concepts.loose_figures
        elsewhere = own_part.sub(masked, said.text).split()
        told = self._concepts.listed("compared").sub(masked, as_matched([*elsewhere, END]))
        behind = self._concepts.listed("healed").sub(masked, as_matched(said.words[span.end :]))
        past = self._concepts.past.search(told) is not None
        still = self._concepts.still.search(as_matched(said.words[: span.end]) + behind) is not None
        return past and not still, still

    def gone(self, sign: Sign, span: Span, part: BodyPart | None, body: list[BodyPart], said: Parted) -> bool:
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

    def others(self, span: Span, body: list[BodyPart], part: BodyPart | None, words: list[str]) -> bool:
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


def _answers(negation: re.Match[str], before: str, span: Span) -> bool:
    """ "no, my back hurts": a no that opens the sentence answers, it does not deny."""
    return span.begin <= DENIED_WITHIN and negation.start() == 0 and negation[0] == "no " and "my " in before
