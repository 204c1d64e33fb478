"""Two recognisers that heard the same but for its number, "nineteen" and "ninety": it is asked which of them it was."""

from collections.abc import Mapping

from coach.core.events import Slot
from coach.core.intents.numbers.correction import NUMBERS, OTHER
from coach.ears.decision.evidence import Ways, reads_as
from coach.ears.decision.limits import Limits
from coach.phrases.intents import Understood
from coach.understanding.meaning import Action


def either(ways: Ways, limits: Limits) -> tuple[Understood, str] | None:
    """What was heard, with the number it may have been instead, and why it is open; None where it is not.

    It is between the phrase and the transcript, unless the witness has the number of the transcript, which is then
    believed: that it has the phrase's, or a third, settles nothing. Or between the phrase and the witness, where the
    transcript says nothing of it.
    """
    phrase, hypothesis, witness, reading = ways.phrase, ways.hypothesis, ways.witness, ways.reading
    if phrase is None or hypothesis.likely < limits.in_itself or ways.answers:
        return None
    if hypothesis.confidence < limits.beside_clear:
        return None
    read = ways.likely >= limits.fair and reading.action is Action.ACT
    if read and (number := other_number(phrase, reading.intent, reading.slots)) is not None:
        written = other_number(Understood(phrase.intent, reading.slots, ""), phrase.intent, phrase.slots)
        borne_out = witness is not None and other_number(witness, phrase.intent, phrase.slots) == written
        said = Understood(phrase.intent, {**phrase.slots, **reading.slots, OTHER: number}, phrase.text)
        return None if borne_out else (said, "one number or the other")
    if witness is None or reads_as(reading, phrase) or ways.by_witness.confidence < limits.heard_so:
        return None
    if (number := other_number(witness, phrase.intent, phrase.slots)) is None:
        return None
    return Understood(phrase.intent, {**phrase.slots, OTHER: number}, phrase.text), "its witness heard another number"


def other_number(phrase: Understood, intent: str | None, slots: Mapping[str, Slot]) -> float | None:
    """The number that the phrase has where these slots have another, if they mean the same but for that; else None.

    A unit may be missing on one side: it is what a transcript loses first.
    """
    if phrase.intent != intent or intent not in NUMBERS:
        return None
    here, there = ({name: value for name, value in each.items() if name != "unit"} for each in (phrase.slots, slots))
    units = {each["unit"] for each in (phrase.slots, slots) if "unit" in each}
    unlike = [name for name in here if name in there and here[name] != there[name]]
    if here.keys() != there.keys() or len(units) > 1 or len(unlike) != 1 or unlike[0] not in NUMBERS[intent]:
        return None
    return float(here[unlike[0]])
