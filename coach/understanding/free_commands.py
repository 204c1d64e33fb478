"""Commands in words that nobody wrote down: as the learner takes them, with the amounts that were said as slots."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from coach.core.events import Slot
from coach.phrases.intents import Phrases
from coach.understanding.amounts.said import Said
from coach.understanding.amounts.slots import slots_for
from coach.understanding.amounts.taken_back import TakenBack
from coach.understanding.commands import CommandReader
from coach.understanding.learner import Guess
from coach.understanding.meaning import BY_TALK, Meaning
from coach.understanding.safety.findings import SafetyReader
from coach.understanding.sessions import session_said
from coach.understanding.words.command_words import RATHER_ASKED, RATHER_SO_MUCH
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.normalising import Remark
from coach.understanding.words.patterns import as_matched
from coach.understanding.words.plain_numbers import WEIGHTS
from coach.understanding.words.quantities import Quantities

LIKELY, SAYING = 0.2, 0.9
"""Labels the learner believes less than this are not followed, nor less than that beside a figure of speech."""

OTHERWISE = {
    "change_load:up": "more_rest", "change_load:down": "less_rest",
    "more_rest": "change_load:up", "less_rest": "change_load:down",
}  # fmt: skip
"""What is meant instead where the amount is of another kind: "add one thirty" and "add ten kilos"."""

OTHER_WAY = {"change_load:up": "change_load:down", "change_load:down": "change_load:up"}
"""The two directions of a load."""

UNARMED = {"good_night": "stop"}
"""What is meant where the other makes no sense: who says good night in a session ends it."""

ASKING = frozenset({"ask", "plates"})
"""Intents of questions: who names a weight and asks nothing tells what is on the bar."""

ANSWERED = 0.95
"""How sure it is that nothing but a number answers how many were done."""

GOES_ON, GOING_ON = frozenset({"next", "start"}), 0.5
"""Commands that lead on to the next load, and how sure they are at most beside a part of the speaker's own: they are
asked about, for "next time that hip is going to go" is most like a next."""

ASKS = 0.5
"""So likely a question, words with an amount mean no command: "is a minute too long?"."""

OF_LOAD_OR_REST = frozenset({"change_load", "log_load", "more_rest", "less_rest", "rest_for"})
"""Intents of which a remark that names both a load and a time may hold two: neither is done before it was asked."""

CORRECTION, CORRECTED = "correction", 1.0
"""What takes back the number said last, and how sure that is."""

HELD = 0.9
"""How sure the load is that is held to the body, where nothing else is said."""

BESIDE_SETS, BESIDE_LOAD, ASKED = 3, 1, 0.4
"""Words beside the numbers of "five by five at a hundred", of "eight at sixty"; and so sure that it is asked, not done.
"""


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
        found, saying = [], self._safety.sayings.saying(remark)
        if held := self._held(remark, armed):
            return held
        if (rather := self._rather(remark, guess, armed, saying=saying)) is not None:
            return [rather]
        for intent, likely in self._shares(guess, remark, armed):
            if likely < (SAYING if saying else LIKELY) or (armed is not None and intent not in armed):
                continue
            label = (guess.best("ask:")[0] if intent == "ask" else "") or guess.best(intent)[0]
            label = self._other_way(label, remark)
            if (told := self._told(intent, remark)) is not None:
                label = intent = told
            slots = self.slots(label, remark)
            if slots is None and label in OTHERWISE:
                # Of more or less, the unit tells what of.
                label = OTHERWISE[label]
                intent, slots = label.partition(":")[0], self.slots(label, remark)
            if slots is not None and (armed is None or intent in armed):
                found.append(Meaning(intent, slots, self._sure(intent, likely, remark), f"most like {label}"))
        return found

    def _other_way(self, label: str, remark: Remark) -> str:
        """The label of the other direction, where only that is spoken for behind a correction: "up fifteen, no wait,
        DOWN, fifteen down"."""
        other, speaks_for = OTHER_WAY.get(label, ""), self._concepts.commands.speaks_for
        corrected = self._commands.corrected(remark.words)
        if not other or corrected == remark.words:
            return label
        anew = as_matched(corrected)
        return other if speaks_for(other, anew) and not speaks_for(label, anew) else label

    def _shares(self, guess: Guess, remark: Remark, armed: frozenset[str] | None) -> list[tuple[str, float]]:
        """The intents as likely as the learner takes them for; of load and rest, where both are named, as likely as all
        of those: what is said of the one takes from the other."""
        shares = guess.intents()
        if armed is not None:
            meant = (UNARMED.get(name, name) if name not in armed else name for name, _ in shares)
            shares = [(name, share) for name, (_, share) in zip(meant, shares, strict=True)]
        if not self._names_load_and_rest(remark):
            return shares
        together = sum(share for name, share in shares if name in OF_LOAD_OR_REST)
        return [(name, together if name in OF_LOAD_OR_REST else share) for name, share in shares]

    def _rather(self, remark: Remark, guess: Guess, armed: frozenset[str] | None, *, saying: bool) -> Meaning | None:
        """The command that the words mean, as surely as the learner takes them for any command at all.

        A figure of speech (`saying`) means none, but where it is the amount.
        """
        label, how, whole = self._concepts.commands.rather(remark.matched)
        intent, certainty = label.partition(":")[0], 1.0 - guess.share("none.") - guess.danger
        if whole and how != "rather":
            certainty = (1.0 - BY_TALK * guess.share("none.")) * (1.0 - guess.danger)
        if not label or (armed is not None and intent not in armed):
            return None
        if how == RATHER_SO_MUCH:
            none, slots = guess.share("ask") > ASKS, self.slots(label, remark)
        else:
            # Of several amounts one tells how much: "two minutes is too long, make it one".
            none = saying or len(self._quantities(remark.words, remark.breaks)) > 1
            slots = slots_for(label, Said((), (), self._concepts.file.numbers))
            if slots is None:
                slots = self.slots(label, remark)  # what needs an amount means the one that was said
        if none or slots is None or self._concepts.commands.only_sounds_like(intent, remark.matched):
            return None
        certainty = min(certainty, ASKED) if how == RATHER_ASKED else certainty
        return Meaning(intent, slots, certainty, f"words for {label}")

    def _told(self, intent: str, remark: Remark) -> str | None:
        """The intent that what is named beside the words of another tells, None where nothing tells one."""
        if intent in ASKING and self._tells_load(remark):
            return "log_load"
        if intent == "start" and self.slots("session_start", remark) is not None:
            return "session_start"  # who names a session while beginning begins that one
        if intent == "change_load" and "fewer" in (self.slots("last_set", remark) or {}):
            return "last_set"  # what is one less is a set
        if intent == "rest_for" and self._plates_in_figures(remark):
            return "log_load"
        if intent == "log_load" and self._lifted_so_often(remark):
            return "log_reps"
        if intent == "change_load" and self._said(remark.words, remark.breaks).becomes:
            return "log_load"
        return None

    def _plates_in_figures(self, remark: Remark) -> bool:
        """Whether what the learner took for seconds are plates: "two 45s a side"."""
        said = self._said(remark.words, remark.breaks)
        return bool(said.amounts) and all(each.unit == "each" for each in said.amounts)

    def _lifted_so_often(self, remark: Remark) -> bool:
        """Whether a number that is too small for a load tells what was done: "I pulled six"."""
        said = self._said(remark.words, remark.breaks)
        return said.says(said.numbers.lifted) and slots_for("log_load", said) is None

    def _sure(self, intent: str, likely: float, remark: Remark) -> float:
        """How sure a command is that nobody worded: what goes on is not done where his body is spoken of, nor the rest
        or the load changed where both were named ("five kilos more and two minutes rest"), for one would be lost."""
        if intent in OF_LOAD_OR_REST and self._names_load_and_rest(remark):
            return min(likely, ASKED)
        return min(likely, GOING_ON) if intent in GOES_ON and self._safety.sayings.own_part(remark) else likely

    def _names_load_and_rest(self, remark: Remark) -> bool:
        units = {each.unit for each in self._quantities(remark.words, remark.breaks)}
        if "s" not in units:
            return False
        told = "" in units and self._concepts.commands.speaks_for("log_load", remark.matched)
        return told or not units.isdisjoint((*WEIGHTS, "plate", "percent"))

    def _tells_load(self, remark: Remark) -> bool:
        """Whether it states a weight and asks nothing: "the bell is 24 kilos"."""
        words = remark.words
        if self._concepts.commands.only_sounds_like("log_load", remark.matched):
            return False  # "can you slip a disc"
        weighed = any(each.unit in (*WEIGHTS, "plate") for each in self._quantities(words, remark.breaks))
        return weighed and self._concepts.file.questions.isdisjoint(words)

    def sets(self, remark: Remark, armed: frozenset[str] | None) -> list[Meaning]:
        """ "five by five at a hundred", "eight at sixty", and hardly more: it is asked what that is to be."""
        said = self._said(remark.words, remark.breaks)
        told = said.beyond <= (BESIDE_SETS if said.in_sets else BESIDE_LOAD) and (said.in_sets or said.reps_first)
        if not told or (armed is not None and "log_reps" not in armed):
            return []
        slots = slots_for("log_reps", said)
        return [Meaning("log_reps", slots, ASKED, "sets of so many")] if slots else []

    def _held(self, remark: Remark, armed: frozenset[str] | None) -> list[Meaning]:
        """ "a ten kilo plate held to my chest", and nothing else: the load, whatever the learner fears."""
        if not self._safety.sayings.holds_load(remark) or (armed is not None and "log_load" not in armed):
            return []
        slots = self.slots("log_load", remark)
        return [Meaning("log_load", slots, HELD, "a load held to the body")] if slots else []

    def corrections(self, remark: Remark, armed: frozenset[str] | None) -> list[Meaning]:
        """ "no, I said fifteen": a bare number that takes the place of the one said last, where one was said."""
        if armed is None or CORRECTION not in armed or (number := self._said_anew(remark)) is None:
            return []
        return [Meaning(CORRECTION, {"number": number}, CORRECTED, "a number said anew")]

    def _said_anew(self, remark: Remark) -> float | None:
        """The bare number that takes the place of another, where nothing else is said."""
        found = self._concepts.says_anew.match(remark.matched)
        words = remark.matched[found.end() if found else 0 :].split()
        nots = self._concepts.file.numbers.nots
        if found is None and nots.isdisjoint(words):
            return None  # "fifteen, not fifty" needs no more
        said = self._said(words, remark.breaks, len(remark.words) - len(words))
        meant = said.reported("")
        inside = {place for each in said.amounts for place in range(each.begin, each.end)}
        beside = {word for place, word in enumerate(words) if place not in inside}
        if len(meant) != 1 or not beside <= nots or any(each.unit for each in said.amounts):
            return None  # "no, two left", "no, four sets": a number with words of its own is a remark of its own
        return meant[0].value

    def slots(self, label: str, remark: Remark) -> dict[str, Slot] | None:
        if label == "session_start":
            file = self._concepts.file
            return session_said(remark.text, self._phrases, file.common_in_names, file.called)
        words = remark.words
        corrected = self._commands.corrected(words)
        if label != "log_reps" and corrected != words and self._quantities(corrected):
            anew = self._said(corrected, remark.breaks, len(words) - len(corrected))
            taken_over = anew.all_aside or TakenBack(self._as_said(words, remark.breaks)).takes_unit
            found = None if taken_over else slots_for(label, anew)
            if found is not None:
                return found
        return slots_for(label, self._said(words, remark.breaks))

    def _said(self, words: list[str], breaks: frozenset[int], left_out: int = 0) -> Said:
        """`left_out`: words of the remark before these."""
        return TakenBack(self._as_said(words, [each - left_out for each in breaks])).with_units()

    def _as_said(self, words: Sequence[str], breaks: Collection[int] = ()) -> Said:
        """The words with their amounts as they stand there."""
        return Said(words, self._quantities(words, breaks), self._quantities.numbers)

    def counted(self, remark: Remark, asked: str, armed: frozenset[str] | None) -> dict[str, Slot] | None:
        """The repetitions that a bare number tells where they were asked for (`asked`: the open question), or where it
        takes another's place and is none too large ("not fifty, fifteen"); else None."""
        said = self._said(remark.words, remark.breaks)
        of_load = said.lifted() is None and self._concepts.commands.speaks_for("log_load", remark.matched)
        if of_load or (armed is not None and "log_reps" not in armed):
            return None
        if not any(words in asked.lower() for words in self._concepts.file.numbers.reps_asked_by):
            anew = self._said_anew(remark)
            few = anew is not None and anew <= self._phrases.book.ranges["bare_reps"].most
            return {"reps": anew} if anew is not None and few else None
        if said.none_done:
            return {"reps": 0}
        if not said.amounts or (any(each.unit for each in said.amounts) and said.lifted() is None):
            return None
        slots = self.slots("log_reps", remark)
        return None if slots is None or self._too_many(slots.get("reps", 0), said) else slots

    def _too_many(self, reps: Slot, said: Said) -> bool:
        """Whether it is no count, for a smaller number stands beside it that may be: "a hundred, five"."""
        most = self._phrases.book.ranges["bare_reps"].most
        few = any(each.value <= most for each in said.reported(""))
        return isinstance(reps, int | float) and reps > most and few

    def answers(self, remark: Remark, counted: dict[str, Slot] | None) -> list[Meaning]:
        """What tells nothing but how many were done, where it was asked: "a couple", "none, it would not budge"."""
        said = self._said(remark.words, remark.breaks)
        forms = (remark.words, *self._commands.stripped(remark.words))
        alone = any(self._as_said(form).beyond == 0 for form in forms)
        told = alone or said.none_done or (said.beyond <= BESIDE_SETS and said.lifted() is not None)
        return [Meaning("log_reps", counted, ANSWERED, "how many, as was asked")] if counted and told else []

    def either(self, text: str) -> bool:
        """Whether a wording of repetitions would do for a load as well: "make it sixty", or the number alone."""
        said = self._as_said(text.split())
        unnamed = not any(each.unit for each in said.amounts)
        return unnamed and (said.beyond == 0 or said.says(said.numbers.either))

    def is_lone_number(self, remark: Remark) -> bool:
        """Whether a number without a unit is all that was said."""
        words = remark.words
        amounts = self._quantities(words)
        return len(amounts) == 1 and amounts[0].unit == "" and amounts[0].end - amounts[0].begin == len(words)
