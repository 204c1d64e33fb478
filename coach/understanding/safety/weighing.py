"""How sure a complaint is, of concepts and of the learner together, and where and what it is.

The weights are fitted by `training.fit` on sentences of authors the learner had not seen; they stand in `weights.json`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from coach.core.events import Slot
from coach.reading.files import read_json
from coach.understanding.learner import Guess
from coach.understanding.meaning import Meaning
from coach.understanding.safety.families import FAMILIES, MILD, NO_PARTS, TOLD_APART
from coach.understanding.safety.findings import Finding

RedFlag = Callable[[str, str], bool]
"""Whether a complaint of this region and sensation must stop training at once."""

NEAR = 3
"""Words between a feeling and a part of the body up to which they certainly belong together."""

CRIES = frozenset({"pain", "pop", "weird", "tired"})
"""Sensations that, said of no part of the body, may be a figure of speech."""

HURTS = "pain"
"""Who asks about this in a part of his own body is first asked about it."""

SURE, LOOSE, OUTCRY = 0.9, 0.75, 0.6
"""How sure a concept is without a learner: near its part of the body, further from it, and of a mere cry."""

STEEPEST = 6.0
"""Log odds of the learner's are cut off here: it is never surer than that."""

OVERRULING = 0.85
"""So sure must the learner be of a red flag to overrule a milder concept that was named."""

CONTRADICTED, PLAINLY = 0.5, 0.9
"""Where it fears less, concepts are followed that say it is denied, past or another's, or plainly denied; else it is
asked about."""

FOR_NOBODY, NAMED = 0.6, 0.5
"""Unless the learner takes it so surely for talk or a question, what concepts name is as sure as this at least."""

AT_LEAST_ASKED = 0.3
"""A danger named in a part of the speaker's own body is as sure as this at least, whatever the learner takes it for."""

UNNAMED, BEYOND_DOUBT = 0.7, 0.95
"""So sure at most is a mild complaint that no concept finds, unless the learner is surer than that, and whatever
concepts say is denied, past or another's: it is asked."""

CERTAIN = 0.85
"""So sure of where or what a mild complaint is, the learner is followed against the words beside each other."""

PLACED_BY_GUESS = 0.5
"""So sure must the learner be of a region to name it where no part of the body was named."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Logistic weights: of a complaint at all, and, if it is one, of a red flag."""

    complaint: Sequence[float]
    red_flag: Sequence[float]


@cache
def weights() -> Weights:
    """The fitted weights."""
    found = read_json(Path(__file__).parent / "weights.json")
    return Weights(found["complaint"], found["red_flag"])


def complaint_evidence(best: Finding | None, grave: bool, guess: Guess, *, explained: bool) -> list[float]:
    """What speaks for a complaint. `best`: the gravest present finding, `grave` whether it is a red flag, `explained`
    whether concepts found something that is denied, somebody else's or past."""
    cry = best is not None and not best.placed and best.sensation in CRIES
    return [
        1.0,
        float(best is not None and not cry and best.near <= NEAR),
        float(best is not None and not cry and best.near > NEAR),
        float(cry),
        float(grave),
        float(explained),
        log_odds(guess.danger),
        log_odds(guess.share("none.") - _no_figure(best, guess)),
        guess.share("ask"),
    ]


def red_flag_evidence(best: Finding | None, grave: bool, guess: Guess) -> list[float]:
    """What speaks for a red flag, given that it is a complaint."""
    red, mild = guess.share("red:"), guess.label.get("complaint", 0.0)
    return [1.0, float(grave), float(best is not None and not grave), log_odds((red + 1e-4) / (red + mild + 2e-4))]


def sure(evidence: Sequence[float], fitted: Sequence[float]) -> float:
    """The probability that the evidence speaks for."""
    total = sum(value * weight for value, weight in zip(evidence, fitted, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def log_odds(share: float) -> float:
    """Log odds, cut off."""
    share = min(1 - 1e-6, max(1e-6, share))
    return max(-STEEPEST, min(STEEPEST, math.log(share / (1 - share))))


# long: a rule after the other, each of which may raise or lower what the one before it found
def weighed(findings: Sequence[Finding], guess: Guess | None, red_flag: RedFlag) -> list[Meaning]:
    """The complaints of a remark, the first the one that counts; none where nothing speaks for one."""
    present = [each for each in findings if each.present]
    if guess is None:
        return [_by_concept(each, red_flag) for each in present]
    best = _counting(present, red_flag)
    grave = best is not None and red_flag(best.region, best.sensation)
    explained = best is None and bool(findings)
    plainly = all(each.plainly for each in findings)
    if explained and (guess.danger < (PLAINLY if plainly else CONTRADICTED) or _only_denied(findings, guess)):
        return []
    certainty = sure(complaint_evidence(best, grave, guess, explained=explained), weights().complaint)
    if best is not None:
        certainty = max(certainty, _at_least(best, grave, guess))
    if len({each.sensation for each in present}) > 1:
        certainty = 1.0 - (1.0 - certainty) ** 2  # two things felt in one remark bear each other out
    red = sure(red_flag_evidence(best, grave, guess), weights().red_flag)
    region, sensation = _what(best, grave, guess, red, red_flag)
    if best is None and red <= 0.5:
        region, sensation = _as_said(findings, red_flag) or (region, sensation)
    slots = _slots(region, sensation, (best.side if best else None) or _side(guess))
    reason = (
        f"{best.sensation} in {best.words!r}"
        if best
        else f"most like {guess.best('red:')[0] if red > 0.5 else 'a complaint'}"
    )
    flagged = red_flag(region, sensation)
    if best is None and (explained or (not flagged and certainty < BEYOND_DOUBT)):
        certainty = min(certainty, UNNAMED)
    first = Meaning("complaint", slots, certainty, reason, flagged, red if flagged else 1.0 - red, *_how(best))
    beside = (each for each in present if each is not best and each.region != region)
    others = [_by_concept(each, red_flag) for each in beside if best is None or not (best.asked and each.within(best))]
    return [first, *(replace(each, certainty=min(each.certainty, certainty)) for each in others)]


def _at_least(best: Finding, grave: bool, guess: Guess) -> float:
    """How sure a complaint that words name is at least, whatever else speaks against it."""
    least = AT_LEAST_ASKED if grave and best.own and best.placed else 0.0
    if (best.placed or (grave and guess.denies)) and _unsaid(best, guess) < FOR_NOBODY:
        least = NAMED  # a part of the body and what is felt there are at least asked about
    if best.sure:
        least = NAMED
    if best.own and best.sensation == HURTS and guess.share("none.") < FOR_NOBODY:
        least = NAMED  # also in a question: "should this hurt in my lower back"
    if best.whole and not best.placed:
        # So is who says nothing else: "ow", "that felt off"; unless it sounds like talk, he is believed.
        least = SURE if guess.share("none.") < NAMED else NAMED
    return least


def _unsaid(best: Finding, guess: Guess) -> float:
    """How surely the learner takes the remark for talk or a question.

    A denial that it hears cannot make unsaid what the words do not deny. Nor can it make past what they say is still
    so.
    """
    unsaid = guess.share("none.") + guess.share("ask") - guess.label.get("none.negated", 0.0)
    if best.lasting:
        unsaid -= guess.label.get("none.past", 0.0)
    return unsaid - _no_figure(best, guess)


def _no_figure(best: Finding | None, guess: Guess) -> float:
    """What the learner takes for a figure of speech, where a part of the speaker's own body hurts: that is none."""
    hurts = best is not None and best.placed and best.own and best.sensation == HURTS
    return guess.label.get("none.figure", 0.0) if hurts else 0.0


def _counting(present: Sequence[Finding], red_flag: RedFlag) -> Finding | None:
    """The gravest; a scrape or the like hides no danger that other words tell of."""
    first = next(iter(present), None)
    if first is None or not first.asked or red_flag(first.region, first.sensation):
        return first
    dangers = (each for each in present if red_flag(each.region, each.sensation) and not each.within(first))
    return next(dangers, first)


def _as_said(findings: Sequence[Finding], red_flag: RedFlag) -> tuple[str, str] | None:
    """The danger in the speaker's words that is not taken for one of now, where he is asked about it."""
    grave = (each for each in findings if not each.other and red_flag(each.region, each.sensation))
    return next(((each.region, each.sensation) for each in grave), None)


def _only_denied(findings: Sequence[Finding], guess: Guess) -> bool:
    """Whether nothing but what is said not to be so was found, and the learner fears no danger behind it."""
    return all(each.denied for each in findings) and guess.share("red:") < NAMED


def _by_concept(finding: Finding, red_flag: RedFlag) -> Meaning:
    certainty = SURE if finding.near <= NEAR else LOOSE
    if not finding.placed and finding.sensation in CRIES:
        certainty = OUTCRY
    slots = _slots(finding.region, finding.sensation, finding.side)
    flagged = red_flag(finding.region, finding.sensation)
    reason = f"{finding.sensation} in {finding.words!r}"
    return Meaning("complaint", slots, certainty, reason, flagged, 1.0, *_how(finding))


def _how(finding: Finding | None) -> tuple[str | None, str | None]:
    """How strong it is said to be, and how it is said to have come."""
    return (finding.strength, finding.onset) if finding is not None else (None, None)


def _what(best: Finding | None, grave: bool, guess: Guess, red: float, red_flag: RedFlag) -> tuple[str, str]:
    """Where and what: as concepts say; the learner where they say nothing, or something milder than it fears."""
    if best is not None and (grave or best.asked or (best.whole and guess.danger < NAMED)):
        return _placed(best, guess) if grave else best.region, best.sensation
    if best is not None and red <= OVERRULING:
        region, sensation = _surest(guess.region), _surest(guess.sensation)
        if region is None or (region == "general" and best.placed):
            region = _placed(best, guess)  # a part that was named is somewhere
        if region in NO_PARTS and best.placed and best.region not in NO_PARTS:
            return best.region, best.sensation  # a part that was named is no brace and no bar
        if sensation not in MILD or (sensation == "lost" and region not in NO_PARTS) or red_flag(region, sensation):
            sensation = best.sensation  # what is felt is no danger by the place the learner takes it for
        return region, sensation
    if red > 0.5:
        family, _ = guess.best("red:")
        if best is not None and TOLD_APART.get(best.sensation) == family:
            return best.region, best.sensation
        region, sensation = FAMILIES[family.partition(":")[2]]
        if region == "general":
            region = best.region if best is not None and best.placed else _region(guess) or region
        return region, sensation
    region = max(guess.region, key=lambda name: guess.region[name])
    return region, max(guess.sensation, key=lambda name: guess.sensation[name])


def _placed(best: Finding, guess: Guess) -> str:
    """The region that was named; where none was, the learner's."""
    if best.placed or best.region != "general":
        return best.region
    return _region(guess) or best.region


def _surest(shares: Mapping[str, float]) -> str | None:
    """What the learner is all but certain of: then it is right more often than the nearest word."""
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= CERTAIN else None


def _slots(region: str, sensation: str, side: str | None) -> dict[str, Slot]:
    slots: dict[str, Slot] = {"region": region, "sensation": sensation}
    if side is not None:
        slots["side"] = side
    return slots


def _region(guess: Guess) -> str | None:
    best = max(guess.region, key=lambda name: guess.region[name])
    return best if guess.region[best] >= PLACED_BY_GUESS and best not in NO_PARTS else None


def _side(guess: Guess) -> str | None:
    best = max(guess.side, key=lambda name: guess.side[name])
    return best if best in ("left", "right") and guess.side[best] > 0.7 else None
