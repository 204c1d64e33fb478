"""The reader of meaning: one way from words to meanings, for typed words, every recogniser, rehearsals and buttons.

normalising -> safety reader, command reader, learner -> deciding
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from coach.core.events import Slot
from coach.phrases.intents import Phrases, Understood
from coach.understanding.commands import CommandReader, Wording, clauses
from coach.understanding.deciding import decide
from coach.understanding.learner import Guess, Learner
from coach.understanding.meaning import Action, Meaning, Reading
from coach.understanding.safety import Finding, SafetyReader
from coach.understanding.said import Said
from coach.understanding.sessions import session_said
from coach.understanding.slots import slots_for
from coach.understanding.weighing import RedFlag, weighed
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.normalising import Normaliser, Remark
from coach.understanding.words.plain_numbers import WEIGHTS
from coach.understanding.words.quantities import Quantities
from coach.understanding.words.spelling import Dictionary, Spelling

LEFT_ALONE = 0.65
"""So sure of the whole being for nobody, the learner is asked about no part but a danger that the speaker calls his."""

SAYING = 0.9
"""So sure must the learner be beside a figure of speech."""
DOUBTFUL = 0.6
"""A danger in the middle of talk for nobody is asked about, not acted on."""
UNFEARED = 0.01
"""Where it fears no more than this of the whole and no concept fears anything, no clause is read by itself."""
FEARED, CLAUSES_AT_MOST = 0.5, 3
"""Where the learner fears less of the whole, it is asked about so many clauses by themselves."""

PART_LIKELY = 0.3
"""So likely must the learner think the intent of a wording that is only a part of what was said."""

OTHERWISE = {
    "change_load:up": "more_rest", "change_load:down": "less_rest",
    "more_rest": "change_load:up", "less_rest": "change_load:down",
}  # fmt: skip
"""What is meant instead where the amount is of another kind: "add one thirty" and "add ten kilos"."""

BROKEN_OFF = 0.3
"""So sure at most of what a remark that was broken off was to be: it is asked."""

BESIDE_SETS, ASKED = 3, 0.4
"""Words beside the numbers of "five by five at a hundred"; and so sure that it is asked, not done."""

LIKELY = 0.2
"""Labels the learner believes less than this are not followed."""


class Reader:
    """Reads remarks in one language. Deterministic; may be asked from several threads."""

    def __init__(
        self, phrases: Phrases, concepts: Concepts | None, red_flag: RedFlag, learner: Learner | None = None
    ) -> None:
        """Without `concepts` (a language that has none) only the phrase file's wordings are read."""
        self._phrases, self._concepts, self._red_flag, self._learner = phrases, concepts, red_flag, learner

    @property
    def phrases(self) -> Phrases:
        """The wordings it reads."""
        return self._phrases

    @property
    def concepts(self) -> Concepts | None:
        """The concepts it reads with; None in a language that has none."""
        return self._concepts

    @property
    def red_flag(self) -> RedFlag:
        """Whether a complaint of a region and sensation must stop training at once."""
        return self._red_flag

    def normalise(self, text: str) -> Remark:
        """The first stage by itself."""
        return self._normalise(text)

    def findings(self, remark: Remark) -> list[Finding]:
        """The safety reader by itself."""
        return self._safety(remark)

    def guess(self, remark: Remark) -> Guess | None:
        """The learner by itself, None where there is none."""
        return self._learner_on(remark.text)

    def slots(self, label: str, text: str) -> Mapping[str, Slot] | None:
        """What `text` says as the slots of this label, None where what it needs was not said."""
        return self._slots(label, self.normalise(text))

    def with_phrases(self, phrases: Phrases) -> "Reader":
        """The same reader for other wordings: the lifter's own, the names of sessions."""
        return Reader(phrases, self._concepts, self._red_flag, self._learner)

    def read(
        self,
        text: str,
        armed: frozenset[str] | None = None,
        *,
        asked: str = "",
        addressed: bool = False,
        spoken: bool = False,
    ) -> Reading:
        """What `text` means.

        `armed`: the intents that make sense now, None for all. `asked`: the question the coach put last, if it is
        open. `addressed`: whether the words were certainly meant for the coach (typed, after its name, push to talk).
        `spoken`: it was heard; wordings for typing only do not count then, nor does a lone number nobody asked for.
        """
        if self._concepts is None:
            return self._by_wordings(text, armed)
        remark = self.normalise(text)
        if spoken and not asked and self._lone_number(remark):
            return Reading(remark.text, Action.IGNORE, (), "a number by itself that nobody asked for")
        guess = self.guess(remark)
        wording = self._commands(remark, armed, spoken=spoken and not asked)
        if wording is not None and not wording.whole and self._only_sounds(wording.understood, remark):
            wording = None
        meanings = [
            *self._complaints(remark, guess, wording),
            *self._wording(wording, guess),
            *self._as_far_as_said(remark, self._guessed(remark, guess, armed)),
            *self._sets(remark, armed),
        ]
        return decide(
            remark.text,
            meanings, self._phrases.care,
            addressed=addressed or remark.addressed, answering=bool(asked), yields=self._concepts.file.yields,
        )  # fmt: skip

    def prepare(self) -> None:
        """Load and make what the first remark would wait for: up to a second, in which nothing should sound."""
        self.read("ready")

    def nearest(self, text: str, armed: frozenset[str] | None = None) -> str:
        """What could be said instead of words that mean nothing: a wording of the armed intent they are most like."""
        if self._concepts is None:
            return ""
        guess = self.guess(self.normalise(text))
        likely = [intent for intent, _ in guess.intents()] if guess is not None else []
        return next((self._phrases.example(intent) for intent in likely if armed is None or intent in armed), "")

    def _by_wordings(self, text: str, armed: frozenset[str] | None) -> Reading:
        words = self._phrases.normalise(text)
        understood = self._phrases.match(words, armed)
        if understood is None:
            return Reading(words, Action.IGNORE, (), "no wording of the phrase file")
        meaning = Meaning(understood.intent, understood.slots, 1.0, "a wording of the phrase file")
        return Reading(words, Action.ACT, (meaning,))

    # ---- the readers' answers as meanings

    def _complaints(self, remark: Remark, guess: Guess | None, wording: Wording | None) -> list[Meaning]:
        """What is felt: by concepts and the learner; where neither finds it, a wording of a complaint does."""
        findings = self._safety(remark)
        told = wording is not None and wording.understood.intent == "complaint"
        if wording is not None and told and (wording.whole or not any(each.present for each in findings)):
            return [self._told(wording)]
        if not findings and guess is not None and guess.danger < SAYING and self._safety.saying(remark):
            return []
        if wording is not None and wording.whole and not any(self._names_harm(each) for each in findings):
            return []  # "help" in a rest, "that was wrong": somebody wrote that down as a command
        gravest = self._gravest(remark, findings, guess)
        found = weighed(findings, gravest, self._red_flag)
        if guess is not None and gravest is not guess and guess.share("none.") >= LEFT_ALONE:
            return [replace(each, certainty=min(each.certainty, DOUBTFUL)) for each in found]
        return found

    def _names_harm(self, finding: Finding) -> bool:
        """Whether it tells of a part of the body or of a danger, and not only that something was not right."""
        return finding.present and (finding.placed or self._red_flag(finding.region, finding.sensation))

    def _gravest(self, remark: Remark, findings: list[Finding], guess: Guess | None) -> Guess | None:
        """The guess that fears most: of the whole, of its clauses, and of the words around a sign of danger.

        A danger among other words ("give me a minute, I can't feel my legs") must not be drowned by them.
        """
        if guess is None or guess.danger >= FEARED:
            return guess
        grave = [each for each in findings if each.present and self._red_flag(each.region, each.sensation)]
        if not grave and guess.danger < UNFEARED:
            return guess
        alone = guess.share("none.") >= LEFT_ALONE
        texts = [each.around for each in grave if each.own or not alone][:1]
        if not alone:
            texts += [" ".join(clause) for clause in clauses(remark.plain)][:CLAUSES_AT_MOST]
        guesses = [found for text in texts if (found := self._learner_on(text)) is not None]
        return max((guess, *guesses), key=lambda each: each.danger)

    def _learner_on(self, text: str) -> Guess | None:
        return self._learner(text) if self._learner is not None and text and self._learner.usable else None

    def _told(self, wording: Wording) -> Meaning:
        slots: dict[str, Slot] = dict(wording.understood.slots)
        red = self._red_flag(str(slots.get("region", "general")), str(slots.get("sensation", "pain")))
        return Meaning("complaint", slots, 0.95 if wording.whole else 0.8, "a wording of the phrase file", red)

    def _wording(self, wording: Wording | None, guess: Guess | None) -> list[Meaning]:
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

    def _only_sounds(self, found: Understood | Meaning, remark: Remark) -> bool:
        """Whether the words are talk that shares those of this command."""
        assert self._concepts is not None
        if found.intent == "complaint":
            return False
        called = not remark.addressed and self._concepts.calls_others(remark.plain)
        return called or self._concepts.only_sounds_like(found.intent, remark.matched)

    def _as_far_as_said(self, remark: Remark, guessed: list[Meaning]) -> list[Meaning]:
        """Guesses that are no talk; of a remark that was broken off nobody is sure."""
        assert self._concepts is not None
        kept = [each for each in guessed if not self._only_sounds(each, remark)]
        if self._concepts.is_unfinished(remark.matched):
            return [replace(each, certainty=min(each.certainty, BROKEN_OFF)) for each in kept]
        return kept

    def _guessed(self, remark: Remark, guess: Guess | None, armed: frozenset[str] | None) -> list[Meaning]:
        """Commands in words that nobody wrote down, as the learner takes them, with the amounts that were said."""
        if guess is None:
            return []
        found, saying = [], self._safety.saying(remark)
        for intent, likely in guess.intents():
            if likely < (SAYING if saying else LIKELY) or (armed is not None and intent not in armed):
                continue
            label = (guess.best("ask:")[0] if intent == "ask" else "") or guess.best(intent)[0]
            slots = self._slots(label, remark)
            if intent == "ask" and self._tells_load(remark):
                label = intent = "log_load"
                slots = self._slots(label, remark)
            if slots is None and label in OTHERWISE:
                # Of more or less, the unit tells what of.
                label = OTHERWISE[label]
                intent, slots = label.partition(":")[0], self._slots(label, remark)
            if slots is not None and (armed is None or intent in armed):
                found.append(Meaning(intent, slots, likely, f"most like {label}"))
        return found

    def _tells_load(self, remark: Remark) -> bool:
        """Whether it states a weight and asks nothing: "the bell is 24 kilos"."""
        assert self._concepts is not None
        words = remark.words
        weighed = any(each.unit in WEIGHTS for each in self._quantities(words, remark.breaks))
        return weighed and self._concepts.file.questions.isdisjoint(words)

    def _sets(self, remark: Remark, armed: frozenset[str] | None) -> list[Meaning]:
        """ "five by five at a hundred", and hardly more: it is asked what that is to be."""
        said = self._said(remark.words, remark.breaks)
        if not said.in_sets or said.beyond > BESIDE_SETS or (armed is not None and "log_reps" not in armed):
            return []
        slots = slots_for("log_reps", said)
        return [Meaning("log_reps", slots, ASKED, "sets of so many")] if slots else []

    def _slots(self, label: str, remark: Remark) -> dict[str, Slot] | None:
        if label == "session_start":
            assert self._concepts is not None
            return session_said(remark.text, self._phrases, self._concepts.file.common_in_names)
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

    def _lone_number(self, remark: Remark) -> bool:
        words = remark.words
        amounts = self._quantities(words)
        return len(amounts) == 1 and amounts[0].unit == "" and amounts[0].end - amounts[0].begin == len(words)

    # ---- made once

    @cached_property
    def _normalise(self) -> Normaliser:
        assert self._concepts is not None
        if self._learner is None:
            return Normaliser(self._concepts, self._phrases.book.spellings)
        lexicon, pieces, dictionary = self._concepts.words | self._phrases.words(), self._learner.pieces, Dictionary()
        mend = Spelling(lambda word: pieces.knows(word) or dictionary.knows(word), lexicon)
        return Normaliser(self._concepts, self._phrases.book.spellings, mend)

    @cached_property
    def _safety(self) -> SafetyReader:
        assert self._concepts is not None
        return SafetyReader(self._concepts)

    @cached_property
    def _quantities(self) -> Quantities:
        assert self._concepts is not None
        numbers, numerals = self._concepts.file.numbers, self._phrases.book.numerals
        return Quantities(numbers, replace(numerals, joints=(*numerals.joints, *sorted(numbers.joints))))

    @cached_property
    def _commands(self) -> CommandReader:
        assert self._concepts is not None
        return CommandReader(self._phrases, self._concepts)
