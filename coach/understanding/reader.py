"""The reader of meaning: one way from words to meanings, for typed words, every recogniser, rehearsals and buttons.

normalising -> safety reader, command reader, learner -> deciding
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, cached_property, partial

from coach.core.events import Slot
from coach.phrases.intents import Phrases
from coach.understanding.alone import AloneReader
from coach.understanding.commands import CommandReader
from coach.understanding.deciding import decide
from coach.understanding.evidence import with_evidence
from coach.understanding.free_commands import FreeCommands
from coach.understanding.learner import Guess, Learner
from coach.understanding.meaning import Action, Meaning, Reading
from coach.understanding.safety.complaints import ComplaintReader
from coach.understanding.safety.findings import Finding, SafetyReader
from coach.understanding.safety.weighing import RedFlag
from coach.understanding.wordings import Wordings
from coach.understanding.words.concepts import Concepts
from coach.understanding.words.lexicon import known_words
from coach.understanding.words.normalising import Normaliser, Remark
from coach.understanding.words.respelling import Respelling
from coach.understanding.words.spelling import Dictionary, Spelling

ANSWER_AT_MOST, TALK = 5, 0.5
"""So many words an answer that means nothing has at most, and so little the learner takes it for said to others."""

ALIKE = 0.4
"""So likely at least is the intent of which a wording is offered instead of words that mean nothing."""

BROKEN_OFF = 0.3
"""So sure at most of what a remark that was broken off was to be: it is asked."""

WONDERED = 0.4
"""So sure at most of what is asked whether it would be good: it is asked about."""


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
        return self._free.slots(label, self.normalise(text))

    def with_phrases(self, phrases: Phrases) -> "Reader":
        """The same reader for other wordings: the lifter's own, the names of sessions."""
        return Reader(phrases, self._concepts, self._red_flag, self._learner)

    # long: every reader in its turn, and what each may make of the ones before
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
        lone = spoken and not asked and self._free.is_lone_number(remark)
        if lone and not (addressed or remark.addressed):
            return Reading(remark.text, Action.IGNORE, (), "a number by itself that nobody asked for")
        guess = self.guess(remark)
        wished = with_evidence(guess, self._concepts, remark.matched) if guess is not None else None
        wording = self._wordings(remark, armed, spoken=spoken and not (asked or lone))
        counted = self._free.counted(remark, asked, armed)
        if wording is not None and wished is not None and self._wordings.is_otherwise(wording, wished, counted=counted):
            wording = None
        # A wording from first word to last is that; but words of any kind may be a name ("call it seven").
        whole = wording is not None and wording.whole and wording.understood.intent not in self._phrases.book.free
        sets = self._free.sets(remark, armed)
        meanings = [
            *self._complaints(remark, guess, wording),
            *self._free.corrections(remark, armed),
            *self._wordings.meanings(wording, wished),
            *([] if whole or sets else self._as_far_as_said(remark, self._unworded(remark, guess, wished, armed))),
            *sets,
            *(self._as_far_as_said(remark, self._free.answers(remark, counted)) if asked else []),
        ]
        if counted:
            meanings = [
                replace(each, intent="log_reps", slots=counted) if each.intent == "log_load" else each
                for each in meanings
            ]
        return decide(
            remark.text,
            self._as_far_as_wished(remark, meanings), self._phrases.care,
            addressed=addressed or remark.addressed, answering=bool(asked), yields=self._concepts.file.yields,
        )  # fmt: skip

    def prepare(self) -> None:
        """Load and make what the first remark would wait for: up to a second, in which nothing should sound."""
        if self._concepts is not None:
            self._concepts.prepare()
        self.read("ready")

    def nearest(self, text: str, armed: frozenset[str] | None = None) -> str:
        """What could be said instead of words that mean nothing: a wording of the armed intent they are like, or "".

        Never the words themselves, nor a wording of what they are hardly like: then "help" is the better answer.
        """
        if self._concepts is None:
            return ""
        remark = self.normalise(text)
        guess = self.guess(remark)
        likely = [intent for intent, share in guess.intents() if share >= ALIKE] if guess is not None else []
        could = (self._phrases.example(intent) for intent in likely if armed is None or intent in armed)
        return next((phrase for phrase in could if phrase != remark.text), "")

    def calls_coach(self, text: str) -> bool:
        """Whether the words begin with a name of the coach's, and go on."""
        words = tuple(text.split())
        names = self._concepts.address if self._concepts is not None else ()
        return any(words[: len(name)] == name and len(words) > len(name) for name in names)

    def may_answer(self, text: str) -> bool:
        """Whether words that mean nothing may be an answer, not talk: few, not said to others or of them, no "um"."""
        if self._concepts is None:
            return len(text.split()) <= ANSWER_AT_MOST
        remark, concepts = self.normalise(text), self._concepts
        if len(remark.words) > ANSWER_AT_MOST or not concepts.spare(remark.matched):
            return False
        named = not concepts.file.calls_others.isdisjoint(remark.words)
        others = named or concepts.others.search(remark.matched) is not None
        guess = self.guess(remark)
        return not others and (guess is None or guess.label.get("none.talk", 0.0) < TALK)

    def _by_wordings(self, text: str, armed: frozenset[str] | None) -> Reading:
        words = self._phrases.normalise(text)
        understood = self._phrases.match(words, armed)
        if understood is None:
            return Reading(words, Action.IGNORE, (), "no wording of the phrase file")
        meaning = Meaning(understood.intent, understood.slots, 1.0, "a wording of the phrase file")
        return Reading(words, Action.ACT, (meaning,))

    # ---- the readers' answers as meanings

    def _learner_on(self, text: str) -> Guess | None:
        return self._learner(text) if self._learner is not None and text and self._learner.usable else None

    def _unworded(
        self, remark: Remark, guess: Guess | None, wished: Guess | None, armed: frozenset[str] | None
    ) -> list[Meaning]:
        """Commands that are no wording; `wished`: the guess with the words that speak for commands."""
        return self._alone(remark, guess, armed) or self._free(remark, wished, armed)

    def _as_far_as_said(self, remark: Remark, guessed: list[Meaning]) -> list[Meaning]:
        """Guesses that are no talk; of a remark that was broken off nobody is sure."""
        assert self._concepts is not None
        kept = [each for each in guessed if not self._wordings.only_sound(each, remark)]
        if self._concepts.is_unfinished(remark.matched):
            return [replace(each, certainty=min(each.certainty, BROKEN_OFF)) for each in kept]
        return kept

    def _as_far_as_wished(self, remark: Remark, meanings: list[Meaning]) -> list[Meaning]:
        """Of what is only wondered about ("should I add five?") nothing is done before it was asked."""
        assert self._concepts is not None
        wondered = self._concepts.file.wondered
        if wondered.isdisjoint(each.intent for each in meanings):
            return meanings
        if self._concepts.listed("wondering").search(remark.matched) is None:
            return meanings
        return [
            replace(each, certainty=min(each.certainty, WONDERED)) if each.intent in wondered else each
            for each in meanings
        ]

    # ---- made once

    @cached_property
    def _normalise(self) -> Normaliser:
        assert self._concepts is not None
        wordings, spellings = self._phrases.words(), self._phrases.book.spellings
        lexicon = self._concepts.words | wordings
        if self._learner is None:
            respell = Respelling(self._concepts.respellings, wordings, lexicon.__contains__)
            return Normaliser(self._concepts, spellings, respell=respell)
        pieces, dictionary = self._learner.pieces, Dictionary()
        known = cache(partial(known_words, self._concepts.file))  # only what no dictionary has needs them
        mend = Spelling(lambda word: pieces.knows(word) or dictionary.knows(word) or word in known(), lexicon)
        respell = Respelling(self._concepts.respellings, wordings, lambda word: pieces.knows(word) or word in lexicon)
        return Normaliser(self._concepts, spellings, mend, lexicon, respell=respell)

    @cached_property
    def _safety(self) -> SafetyReader:
        assert self._concepts is not None
        return SafetyReader(self._concepts)

    @cached_property
    def _commands(self) -> CommandReader:
        assert self._concepts is not None
        return CommandReader(self._phrases, self._concepts)

    @cached_property
    def _wordings(self) -> Wordings:
        assert self._concepts is not None
        return Wordings(self._phrases, self._concepts, self._commands, self._free)

    @cached_property
    def _complaints(self) -> ComplaintReader:
        return ComplaintReader(self._safety, self._red_flag, self._learner_on)

    @cached_property
    def _alone(self) -> AloneReader:
        assert self._concepts is not None
        return AloneReader(self._concepts, self._commands)

    @cached_property
    def _free(self) -> FreeCommands:
        assert self._concepts is not None
        return FreeCommands(self._phrases, self._concepts, self._commands, self._safety)
