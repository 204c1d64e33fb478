"""What to do with the meanings of a remark: act, ask, or let it pass.

How sure one must be follows from what it costs to be wrong: a complaint that was none costs one question, a "next" that
was not meant costs a set. The words are taken as right here; how sure an ear is of them is weighed by the ear.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from coach.understanding.meaning import Action, Meaning, Reading


@dataclass(frozen=True, slots=True)
class Needed:
    """At `act` and above it is acted on; from `ask` up it is asked about."""

    act: float
    ask: float


COMPLAINT = Needed(0.75, 0.35)
RED_FLAG = Needed(0.8, 0.2)
BY_CARE: Mapping[str, Needed] = {"easy": Needed(0.48, 0.3), "normal": Needed(0.55, 0.33), "strict": Needed(0.6, 0.38)}
QUESTION = Needed(0.65, 0.3)
"""A question that is answered although nobody put it interrupts; of 6 that authors not seen put none was less sure."""
EASIER = 0.08
"""So much less sure must one be of what was certainly said to the coach."""
LEAST = 0.2
"""Of that it is asked about from here on, whatever it is; of less nobody is asked."""


# many: what was found in the words, and what was going on when they were said
def decide(
    text: str,
    meanings: list[Meaning],
    care: Mapping[str, str],
    *,
    addressed: bool = False,
    answering: bool = False,
    yields: Mapping[str, Collection[str]] | None = None,
) -> Reading:
    """The reading: complaints first, then what is surest; `yields`: sensations and the intents that answer them."""
    meant = addressed or answering
    answers = _answers(meanings, care, yields or {}, meant=meant)
    ranked = sorted(
        meanings,
        key=lambda each: (each not in answers, each.intent != "complaint", not each.red_flag, -each.certainty),
    )
    kept = [each for each in _once(ranked) if _action(each, care, meant=meant) is not Action.IGNORE]
    if not kept:
        why = "nothing the coach knows" if not ranked else f"too unsure of {ranked[0].intent}"
        return Reading(text, Action.IGNORE, (), why)
    action = _action(kept[0], care, meant=meant)
    return Reading(text, action, tuple(kept), "" if action is Action.ACT else f"not sure enough: {kept[0].reason}")


def _answers(
    meanings: list[Meaning], care: Mapping[str, str], yields: Mapping[str, Collection[str]], *, meant: bool
) -> list[Meaning]:
    """Commands sure enough to act on that answer every complaint of the remark; none where one is more than that."""
    complaints = [each for each in meanings if each.intent == "complaint"]
    answered = [yields.get(str(each.slots.get("sensation")), ()) for each in complaints if not each.red_flag]
    if not complaints or len(answered) < len(complaints):
        return []
    commands = [each for each in meanings if each.intent != "complaint" and _eases(each)]
    return [
        each
        for each in commands
        if all(each.intent in intents for intents in answered) and _action(each, care, meant=meant) is Action.ACT
    ]


def _eases(meaning: Meaning) -> bool:
    """Whether it takes no more load on."""
    amount = meaning.slots.get("delta", meaning.slots.get("percent", 0))
    return not isinstance(amount, int | float) or amount <= 0


def _action(meaning: Meaning, care: Mapping[str, str], *, meant: bool) -> Action:
    """`meant`: the words were certainly meant for the coach."""
    if meaning.intent == "complaint":
        needed = RED_FLAG if meaning.red_flag else COMPLAINT
    else:
        needed = QUESTION if meaning.intent == "ask" else BY_CARE[care.get(meaning.intent, "normal")]
        if meant:
            needed = Needed(needed.act - EASIER, min(needed.ask, LEAST))
    if meaning.certainty >= needed.act:
        return Action.ACT
    return Action.ASK if meaning.certainty >= needed.ask else Action.IGNORE


def _once(meanings: list[Meaning]) -> list[Meaning]:
    """The same intent found by two readers is kept as the surer one has it; complaints of different places stay."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for each in meanings:
        key = (each.intent, str(each.slots.get("region", "")))
        if key not in seen:
            seen.add(key)
            kept.append(each)
    return kept
