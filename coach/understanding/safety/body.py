"""The parts of the body a remark names, and which of them a sign is about."""

from dataclasses import dataclass

from coach.understanding.safety.clauses import Parted, Span
from coach.understanding.words.concepts import Concepts, Sign
from coach.understanding.words.patterns import as_matched

REACH = 6
"""So many words may lie between a part of the body and what is felt there."""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A part of the body that was named."""

    region: str
    span: Span
    side: str | None = None

    def names(self, at: int) -> bool:
        """Whether this word belongs to it, or leads to it: "BUT NOW MY back"."""
        return self.span.begin - 3 <= at < self.span.end


def part_of(sign: Sign, span: Span, body: list[BodyPart]) -> BodyPart | None:
    """The part of the body a sign is about: one its own words name, else the nearest it may belong to."""
    near = [part for part in body if part.span.apart(span) <= REACH]
    fitting = [part for part in near if not sign.regions or part.region in sign.regions] or near
    own = [part for part in fitting if span.begin <= part.span.begin < span.end]
    return min(own or fitting, key=lambda each: (each.region == "general", each.span.apart(span)), default=None)


# many: the place, and what it is seen against
def turns(at: int, span: Span, part: BodyPart | None, body: list[BodyPart], said: Parted, concepts: Concepts) -> bool:
    """Whether from here on something else than this sign is spoken of."""
    same = [each for each in body if part is not None and (each.region, each.side) == (part.region, part.side)]
    if part is not None and part.span.begin < span.end and any(each.names(at) for each in same):
        return False  # "my back hurt but now MY BACK is fine"
    text, (other, still) = as_matched(said.words[at:]), concepts.subjects
    begins = at in said.breaks or any(each.span.begin == at for each in body)
    begins = begins or other.match(text) is not None
    return begins and not said.towards(at) and still.match(text) is None
