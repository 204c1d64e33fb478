"""What a remark was taken for in each way: the armed phrase, the witness's, and what its transcript means."""

from dataclasses import replace

from coach.ears.decision.evidence import Situation, Ways
from coach.ears.recognisers.base import Hypothesis
from coach.phrases.intents import Phrases, Understood
from coach.understanding.meaning import Action
from coach.understanding.reader import Reader


class Gatherer:
    """Understands what recognisers made of a remark, in the phrases of one language."""

    def __init__(self, phrases: Phrases, reader: Reader | None = None) -> None:
        """Without a `reader` only what is a wording of the phrase file is understood in a transcript."""
        self.phrases = phrases
        given = reader if reader is not None else Reader(phrases, None, lambda _region, _sensation: False)
        self.reader = given.with_phrases(phrases if given.concepts is not None else _spoken(phrases))

    def prepare(self) -> None:
        """Make what the first remark would wait for."""
        self.phrases.match("ready", spoken=True)
        self.reader.read("ready", spoken=True)

    def understood(self, text: str, situation: Situation) -> Understood | None:
        """The command in the text; where there is a wake word only what follows it, but for what needs none now."""
        if not text:
            return None
        called = text.removeprefix(f"{situation.wake} ") if situation.wake else text
        return self.phrases.match(called, situation.armed if called != text else situation.uncalled, spoken=True)

    def ways(self, hypothesis: Hypothesis, situation: Situation) -> Ways:
        """All that the remark may have been."""
        witness = self._answered(hypothesis.witness.text, situation) if hypothesis.witness is not None else None
        written = hypothesis.transcript
        heard = self.phrases.normalise(written.text) if written is not None else ""
        number = self._number(heard, hypothesis, situation)
        if number:
            hypothesis = replace(hypothesis, text=number) if hypothesis.text == heard else hypothesis
            heard = number
        phrase = self._answered(hypothesis.text, situation)
        called = heard.removeprefix(f"{situation.wake} ") if situation.wake else heard
        addressed = calls(self.reader, heard, situation.wake) or situation.pressed
        armed = situation.armed if addressed else situation.uncalled
        reading = self.reader.read(called, armed, asked=situation.asked, addressed=addressed, spoken=True)
        answers = phrase is not None and self.understood(hypothesis.text, situation) is None
        return Ways(hypothesis, phrase, witness, reading, heard, answers)

    def _number(self, heard: str, hypothesis: Hypothesis, situation: Situation) -> str:
        """The number that was asked for where something that sounds like it was written down, "" for none. What is a
        command as well needs the witness to have heard the number."""
        if not situation.asked or self.reader.concepts is None:
            return ""
        numbers = self.reader.concepts.file.numbers
        found = numbers.written_for.get(heard, "")
        if not found or not any(words in situation.asked.lower() for words in numbers.asked_by):
            return ""
        borne_out = hypothesis.witness is not None and hypothesis.witness.text == found
        return found if borne_out or self.understood(heard, situation) is None else ""

    def _answered(self, text: str, situation: Situation) -> Understood | None:
        """The command in the text, or what it answers: a number by itself is a phrase that means nothing unasked."""
        meant = self.understood(text, situation)
        if meant is not None or not text or not situation.asked:
            return meant
        reading = self.reader.read(text, situation.armed, asked=situation.asked, spoken=True)
        if reading.intent is None or reading.action is not Action.ACT:
            return None
        return Understood(reading.intent, reading.slots, text)


def _spoken(phrases: Phrases) -> Phrases:
    """Without the wordings that are only ever typed, too like what is said to others."""
    return Phrases(replace(phrases.book, blocks=tuple(block for block in phrases.book.blocks if not block.typed)))


def calls(reader: Reader, heard: str, wake: str) -> bool:
    """Whether the coach is called at the beginning, and something follows."""
    return reader.calls_coach(heard) or (bool(wake) and heard.startswith(f"{wake} "))
