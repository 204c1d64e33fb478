"""Commands in words that nobody wrote down: as the learner takes them, with the amounts that were said as slots."""

from dataclasses import replace

from coach.core.events import Slot
from coach.phrases.intents import Phrases
from coach.understanding.commands import CommandReader
from coach.understanding.complaints import SAYING
from coach.understanding.learner import Guess
from coach.understanding.meaning import Meaning
from coach.understanding.safety import SafetyReader
from coach.understanding.said import Said
from coach.understanding.sessions import session_said
from coach.understanding.slots import slots_for
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.normalising import Remark
from coach.understanding.words.plain_numbers import WEIGHTS
from coach.understanding.words.quantities import Quantities

LIKELY = 0.2
"""Labels the learner believes less than this are not followed."""

OTHERWISE = {
    "change_load:up": "more_rest", "change_load:down": "less_rest",
    "more_rest": "change_load:up", "less_rest": "change_load:down",
}  # fmt: skip
"""What is meant instead where the amount is of another kind: "add one thirty" and "add ten kilos"."""

ASKING = frozenset({"ask", "plates"})
"""Intents of questions: who names a weight and asks nothing tells what is on the bar."""

CORRECTION, CORRECTED = "correction", 1.0
"""What takes back the number said last, and how sure that is."""

BESIDE_SETS, ASKED = 3, 0.4
"""Words beside the numbers of "five by five at a hundred"; and so sure that it is asked, not done."""


class FreeCommands:
    """Reads them with one language's phrases and concepts."""

    def __init__(self, phrases: Phrases, concepts: Concepts, commands: CommandReader, safety: SafetyReader) -> None:
        self._phrases, self._concepts, self._commands, self._safety = phrases, concepts, commands, safety
        numbers, numerals = concepts.file.numbers, phrases.book.numerals
        self._quantities = Quantities(numbers, replace(numerals, joints=(*numerals.joints, *sorted(numbers.joints))))

    def __call__(self, remark: Remark, guess: Guess | None, armed: frozenset[str] | None) -> list[Meaning]:
        """Commands in words that nobody wrote down, as the learner takes them, with the amounts that were said."""
        if guess is None:
            return []
        found, saying = [], self._safety.saying(remark)
        for intent, likely in guess.intents():
            if likely < (SAYING if saying else LIKELY) or (armed is not None and intent not in armed):
                continue
            label = (guess.best("ask:")[0] if intent == "ask" else "") or guess.best(intent)[0]
            if intent in ASKING and self._tells_load(remark):
                label = intent = "log_load"
            elif intent == "start" and self.slots("session_start", remark) is not None:
                label = intent = "session_start"  # who names a session while beginning begins that one
            slots = self.slots(label, remark)
            if slots is None and label in OTHERWISE:
                # Of more or less, the unit tells what of.
                label = OTHERWISE[label]
                intent, slots = label.partition(":")[0], self.slots(label, remark)
            if slots is not None and (armed is None or intent in armed):
                found.append(Meaning(intent, slots, likely, f"most like {label}"))
        return found

    def _tells_load(self, remark: Remark) -> bool:
        """Whether it states a weight and asks nothing: "the bell is 24 kilos"."""
        words = remark.words
        weighed = any(each.unit in (*WEIGHTS, "plate") for each in self._quantities(words, remark.breaks))
        return weighed and self._concepts.file.questions.isdisjoint(words)

    def sets(self, remark: Remark, armed: frozenset[str] | None) -> list[Meaning]:
        """ "five by five at a hundred", and hardly more: it is asked what that is to be."""
        said = self._said(remark.words, remark.breaks)
        if not said.in_sets or said.beyond > BESIDE_SETS or (armed is not None and "log_reps" not in armed):
            return []
        slots = slots_for("log_reps", said)
        return [Meaning("log_reps", slots, ASKED, "sets of so many")] if slots else []

    def corrections(self, remark: Remark, armed: frozenset[str] | None) -> list[Meaning]:
        """ "no, I said fifteen": a bare number that takes the place of the one said last, where one was said."""
        if armed is None or CORRECTION not in armed:
            return []
        found = self._concepts.says_anew.match(remark.matched)
        words = remark.matched[found.end() if found else 0 :].split()
        said = self._said(words, remark.breaks, len(remark.words) - len(words))
        meant = [each for each in said.reported("") if each.begin == 0]
        nots = self._concepts.file.numbers.nots
        inside = {place for each in said.amounts for place in range(each.begin, each.end)}
        beside = {word for place, word in enumerate(words) if place not in inside}
        if not meant or not beside <= nots or any(each.unit for each in said.amounts):
            return []  # "no, two left", "no, four sets": a number with words of its own is a remark of its own
        if found is None and not nots & set(words):
            return []  # "fifteen, not fifty" needs no more
        return [Meaning(CORRECTION, {"number": meant[0].value}, CORRECTED, "a number said anew")]

    def slots(self, label: str, remark: Remark) -> dict[str, Slot] | None:
        if label == "session_start":
            file = self._concepts.file
            return session_said(remark.text, self._phrases, file.common_in_names, file.called)
        words = remark.words
        corrected = self._commands.corrected(words)
        if label != "log_reps" and corrected != words and self._quantities(corrected):
            found = slots_for(label, self._said(corrected, remark.breaks, len(words) - len(corrected)))
            if found is not None:
                return found
        return slots_for(label, self._said(words, remark.breaks))

    def _said(self, words: list[str], breaks: frozenset[int], left_out: int = 0) -> Said:
        """`left_out`: words of the remark before these."""
        amounts = self._quantities(words, [each - left_out for each in breaks])
        return Said(words, amounts, self._quantities.numbers)

    def is_lone_number(self, remark: Remark) -> bool:
        """Whether a number without a unit is all that was said."""
        words = remark.words
        amounts = self._quantities(words)
        return len(amounts) == 1 and amounts[0].unit == "" and amounts[0].end - amounts[0].begin == len(words)
