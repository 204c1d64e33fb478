"""Wordings of commands, weighed with the rest of a remark: what is talk that shares their words, or a part of it."""

from collections.abc import Mapping

from coach.core.events import Slot
from coach.phrases.intents import Phrases, Understood
from coach.understanding.amounts.loads import LIGHTEST
from coach.understanding.commands import CommandReader, Wording
from coach.understanding.free_commands import FreeCommands
from coach.understanding.learner import Guess
from coach.understanding.meaning import Meaning
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.normalising import Remark

PART_LIKELY = 0.3
"""So likely must the learner think the intent of a wording that is only a part of what was said."""

ONLY_ASKED = frozenset({"correction", "number"})
"""Wordings that mean nothing where nobody knows what was said before."""


class Wordings:
    """Finds and weighs them with one language's phrases and concepts."""

    def __init__(self, phrases: Phrases, concepts: Concepts, commands: CommandReader, free: FreeCommands) -> None:
        self._phrases, self._concepts, self._commands, self._free = phrases, concepts, commands, free

    def __call__(self, remark: Remark, armed: frozenset[str] | None, *, spoken: bool) -> Wording | None:
        """The wording that counts: not talk that shares a command's words, nor what only the moment gives a meaning."""
        found = self._commands(remark, armed, spoken=spoken)
        if found is not None and armed is None and found.understood.intent in ONLY_ASKED:
            return None
        if found is not None and not found.whole and self.only_sound(found.understood, remark):
            return None
        return found

    def meanings(self, wording: Wording | None, guess: Guess | None) -> list[Meaning]:
        """A wording of a command. One that is only a part of what was said needs the learner to think likewise."""
        if wording is None or wording.understood.intent == "complaint":
            return []
        understood, certainty = wording.understood, 0.97 if wording.whole else 0.75
        if guess is not None:
            nothing, likely = guess.share("none."), dict(guess.intents()).get(understood.intent, 0.0)
            if not wording.whole and likely < PART_LIKELY:
                return []
            certainty *= 1.0 - (0.4 if wording.whole else 0.7) * nothing
        return [Meaning(understood.intent, understood.slots, certainty, f"the wording {understood.text!r}")]

    def is_otherwise(self, wording: Wording, guess: Guess, *, counted: Mapping[str, Slot] | None) -> bool:
        """Whether the learner takes its number for another amount than it is worded as. `counted`: the repetitions it
        certainly tells, if any."""
        return (not counted and self._rather_load(wording, guess)) or self._rather_reps(wording, guess)

    def _rather_load(self, wording: Wording, guess: Guess) -> bool:
        """Whether a number that is all that counts is too large for repetitions and the learner takes it for a load.

        "make it sixty" is worded as both; "I got sixty" tells repetitions.
        """
        understood = wording.understood
        reps = understood.slots.get("reps")
        if (
            understood.intent != "log_reps"
            or not isinstance(reps, int | float)
            or not self._free.either(understood.text)
        ):
            return False
        return reps > self._phrases.book.ranges["bare_reps"].most and guess.best()[0] == "log_load"

    def _rather_reps(self, wording: Wording, guess: Guess) -> bool:
        """Whether a bare number that is worded as a load is too small for one and the learner takes it for
        repetitions: "I pulled six"."""
        slots = wording.understood.slots
        load = slots.get("load")
        small = isinstance(load, int | float) and load < LIGHTEST and "unit" not in slots
        return wording.understood.intent == "log_load" and small and guess.best()[0] == "log_reps"

    def only_sound(self, found: Understood | Meaning, remark: Remark) -> bool:
        """Whether the words are talk that shares those of this command."""
        if found.intent == "complaint":
            return False
        # A stop to somebody whose name nobody knows may yet be one for the coach: what costs little is not dropped.
        stranger = remark.called and self._phrases.care.get(found.intent) != "easy"
        called = not remark.addressed and (stranger or self._concepts.calls_others(remark.plain))
        return called or self._concepts.commands.only_sounds_like(found.intent, remark.matched)
