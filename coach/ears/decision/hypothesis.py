"""What a remark was, from everything that was made of it: the armed phrase, the free transcript, the witness.

What a grammar knows is judged by how well its phrase fits beside the transcript, by the witness, and by how likely it
is in itself. What no grammar knows is read for its meaning. A complaint in the transcript is never overruled, and for
its region and sensation the transcript is believed before any phrase that was bent to it.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

from coach.ears.decision.either import either
from coach.ears.decision.evidence import COMPLAINT, Situation, Ways, differ, nearly_the_same, reads_as, says_as_much
from coach.ears.decision.gathering import Gatherer
from coach.ears.decision.limits import LIMITS, Limits
from coach.ears.decision.own_voice import late_echo, own_words
from coach.ears.decision.partials import Look
from coach.ears.decision.policy import Verdict, judge
from coach.ears.recognisers.base import Hypothesis
from coach.phrases.intents import Phrases, Understood
from coach.phrases.phones import learnt_by_ear
from coach.understanding.meaning import Action, Meaning
from coach.understanding.reader import Reader

NOWHERE = "general"
COUNTED = "log_reps"
"""What a partner's counting, a score or a bus's number is taken for: in words that no grammar has it is asked about."""
ANSWERED = "normal"
"""How sure one must be of a number that somebody was asked for: it was waited for, and is said back."""

GRAVE = frozenset({COMPLAINT, "stop", "pause"})
"""What is asked about over the coach's own voice as well where only one recogniser heard it: missing it costs more."""
LEFT_OVER = "it may be what is left of the coach's own voice"


class Judge:
    """Judges remarks in the phrases of one language."""

    def __init__(self, phrases: Phrases, reader: Reader | None = None, limits: Limits = LIMITS) -> None:
        """Without a `reader` only what is a wording of the phrase file is understood in a transcript."""
        self._limits = limits
        self._gatherer, self._care = Gatherer(phrases, reader), phrases.care

    def knowing(self, phrases: Phrases) -> "Judge":
        """The same for other phrases, prepared."""
        return Judge(phrases, self._gatherer.reader, self._limits).prepared()

    def prepared(self) -> "Judge":
        """Itself, with all made that the first remark would wait for."""
        self._gatherer.prepare()
        return self

    @property
    def reader(self) -> Reader:
        """What reads meaning in its phrases."""
        return self._gatherer.reader

    def look(self, hypothesis: Hypothesis, situation: Situation) -> Look:
        """What the remark is taken for."""
        phrase = self._gatherer.understood(hypothesis.text, situation)
        if hypothesis.witness is None and not hypothesis.free:
            return self._by_grammar(hypothesis, phrase, situation)
        ways = self._gatherer.ways(hypothesis, situation)
        if own_words(ways.heard, situation.said) or late_echo(ways.heard, situation.lately):
            return self._passed(hypothesis, phrase, "the coach was saying it")
        look = next(found for found in self._found(ways, situation) if found is not None)
        return look if look.verdict is Verdict.PASS else self._spoken_over(look, ways, situation)

    def _found(self, ways: Ways, situation: Situation) -> Iterator[Look | None]:
        """One way after the other, the surest first; the last always finds something."""
        yield self._learnt(ways, situation)
        yield self._complained(ways, situation)
        yield self._either(ways)
        yield self._fits(ways, situation)
        yield self._borne_out(ways, situation)
        yield self._read(ways, situation)
        yield self._sworn(ways, situation)
        yield self._perhaps(ways, situation)
        yield self._passed(ways.hypothesis, ways.phrase, ways.why_not)

    def _spoken_over(self, look: Look, ways: Ways, situation: Situation) -> Look:
        """The look itself, unless it is of what is left of the coach's own voice.

        A recogniser of phrases bends that to one of the coach's words, or to anything; somebody who talks over the
        coach is heard in more than one way.
        """
        meant = look.understood
        if meant is None or not situation.said:
            return look
        if ways.reading.intent != meant.intent and own_words(meant.text, situation.said):
            return self._passed(ways.hypothesis, ways.phrase, "the coach was saying it")
        if look.verdict is not Verdict.ASK or meant.intent in GRAVE or situation.asked:
            return look
        others = (ways.reading.intent, *(way.intent for way in (ways.phrase, ways.witness) if way is not None))
        if others.count(meant.intent) > 1 or look.hypothesis.confidence >= self._limits.certain:
            return look
        return self._passed(ways.hypothesis, ways.phrase, LEFT_OVER)

    def _learnt(self, ways: Ways, situation: Situation) -> Look | None:
        """A phrase that was learnt by its sounds: only the witness knows those."""
        witness, meant = ways.hypothesis.witness, ways.witness
        if witness is None or meant is None or not learnt_by_ear(witness.text, meant.intent):
            return None
        if judge(self._care[meant.intent], witness.confidence, situation.extra) is not Verdict.ACT:
            return None
        return self._look(ways.by_witness, meant, Verdict.ACT, "")

    def _complained(self, ways: Ways, situation: Situation) -> Look | None:
        """The transcript complains: act, or at least ask, whatever the grammar says."""
        meant = ways.complaint
        if meant is None or ways.likely < self._limits.fair or COMPLAINT not in situation.uncalled | situation.armed:
            return None
        sure = meant.certainty * math.exp(ways.likely)
        acts = ways.reading.action is Action.ACT and ways.likely >= self._limits.clear
        verdict = judge("easy", sure, situation.extra) if acts else Verdict.ASK
        if verdict is Verdict.PASS or ways.reading.action is Action.IGNORE:
            return None
        if verdict is Verdict.ASK and situation.said and sure < self._limits.certain and not ways.complained_elsewhere:
            # What echo control leaves of its own voice is written down as something, and is never quite clear.
            return self._passed(ways.hypothesis, ways.phrase, LEFT_OVER)
        if verdict is Verdict.ASK or meant.slots.get("region", NOWHERE) == NOWHERE or self._misheard(ways, meant):
            both = self._both_complained(ways, situation)
            if both is not None:
                return both
        return self._taken(ways, Understood(meant.intent, meant.slots, ways.heard), verdict, sure, meant.reason)

    def _misheard(self, ways: Ways, meant: Meaning) -> bool:
        """Whether the transcript is no wording of the phrase file and all but the armed phrase, as "my back feels
        height" is. A red flag was not misheard."""
        if ways.phrase is None or meant.red_flag or self._gatherer.phrases.match(ways.heard, spoken=True) is not None:
            return False
        return nearly_the_same(ways.heard, ways.phrase.text)

    def _both_complained(self, ways: Ways, situation: Situation) -> Look | None:
        """The phrase that fits best is a complaint, and the witness heard the same.

        "I fell to pop in my back" is what is written down of "I felt a pop in my back".
        """
        phrase, hypothesis = ways.phrase, ways.hypothesis
        if phrase is None or phrase.intent != COMPLAINT or differ(ways.witness, phrase):
            return None
        if (
            hypothesis.likely < self._limits.in_itself
            or judge("easy", hypothesis.confidence, situation.extra) is not Verdict.ACT
        ):
            return None
        return self._look(hypothesis, phrase, Verdict.ACT, "")

    def _either(self, ways: Ways) -> Look | None:
        """Two that heard the same but for its number: it is asked which."""
        found = either(ways, self._limits)
        return None if found is None else self._look(ways.hypothesis, found[0], Verdict.ASK, found[1])

    def _fits(self, ways: Ways, situation: Situation) -> Look | None:
        """The armed phrase fits nearly as well as the transcript."""
        phrase, hypothesis, witness = ways.phrase, ways.hypothesis, ways.hypothesis.witness
        if phrase is None or not self._may_be_it(ways) or hypothesis.likely < self._limits.in_itself:
            return None
        care = ANSWERED if ways.answers else self._care[phrase.intent]
        if judge(care, hypothesis.confidence, situation.extra) is not Verdict.ACT:
            return None
        if witness is None or not differ(ways.witness, phrase) or reads_as(ways.reading, phrase):
            return self._look(hypothesis, phrase, Verdict.ACT, "")
        if witness.confidence >= self._limits.sworn:
            return self._look(hypothesis, phrase, Verdict.ASK, "its witness heard something else")
        if hypothesis.likely < self._limits.unbacked:
            asks = self._care[phrase.intent] == "easy"
            return self._look(hypothesis, phrase, Verdict.ASK, "its witness heard nothing like it") if asks else None
        return self._look(hypothesis, phrase, Verdict.ACT, "")

    def _borne_out(self, ways: Ways, situation: Situation) -> Look | None:
        """The armed phrase fits less well, and the witness heard the same."""
        phrase, hypothesis, witness = ways.phrase, ways.hypothesis, ways.hypothesis.witness
        if phrase is None or witness is None or not self._may_be_it(ways) or differ(ways.witness, phrase):
            return None
        least = self._limits.beside_clear if ways.likely >= self._limits.clear else self._limits.floor
        if hypothesis.confidence < least or witness.confidence < self._limits.heard_so:
            return None
        sure = max(hypothesis.confidence, witness.confidence)
        verdict = judge(self._care[phrase.intent], sure, situation.extra)
        return (
            None if verdict is Verdict.PASS else self._taken(ways, phrase, verdict, sure, "its witness heard the same")
        )

    def _read(self, ways: Ways, situation: Situation) -> Look | None:
        """No grammar has it; its meaning is plain."""
        reading = ways.reading
        if reading.intent is None or reading.action is Action.IGNORE or ways.likely < self._limits.fair:
            return None
        if reading.intent not in situation.armed or self._counted_aloud(ways, situation):
            return None
        sure = reading.certainty * math.exp(ways.likely)
        understood = Understood(reading.intent, reading.slots, ways.heard)
        meant = sure >= self._limits.certain or reading.certainty >= self._limits.surely
        plain = reading.action is Action.ACT and ways.likely >= self._limits.clear and meant
        wanted = reading.intent != COUNTED or bool(situation.asked)
        if plain and wanted and judge(self._care[reading.intent], sure, situation.extra) is Verdict.ACT:
            return self._taken(ways, understood, Verdict.ACT, sure, "")
        if sure < self._limits.worth_asking or reading.certainty < self._limits.meant:
            return None
        return self._taken(ways, understood, Verdict.ASK, sure, reading.why or "not certain enough to act on")

    def _counted_aloud(self, ways: Ways, situation: Situation) -> bool:
        """Whether it is a number by itself that nobody asked for, and only written down with more ("the eleven")."""
        hypothesis = ways.hypothesis
        lone = bool(hypothesis.text) and ways.phrase is None and not situation.asked
        return lone and ways.reading.intent == COUNTED and judge("strict", hypothesis.confidence) is Verdict.ACT

    def _sworn(self, ways: Ways, situation: Situation) -> Look | None:
        """Only the witness heard something, where the transcript is not worth much."""
        witness, meant = ways.hypothesis.witness, ways.witness
        if witness is None or meant is None or ways.likely >= self._limits.plain:
            return None
        if situation.said and ways.likely >= self._limits.fair:
            return None  # what is left of the coach's voice; a voice over it would be written down rightly
        easy = self._care[meant.intent] == "easy"
        needed = self._limits.heard_so if ways.likely < self._limits.clear else self._limits.sworn
        if easy and witness.confidence >= needed + situation.extra:
            return self._look(ways.by_witness, meant, Verdict.ASK, "only its witness heard that")
        swears = witness.confidence >= self._limits.sworn + situation.extra
        if swears and ways.likely < self._limits.fair and not meant.slots:
            return self._look(ways.by_witness, meant, Verdict.ASK, "only its witness heard that")
        return None

    def _perhaps(self, ways: Ways, situation: Situation) -> Look | None:
        """A complaint, a stop, a pause or an answer that hardly fits, and nothing better: one question is cheap."""
        phrase, hypothesis, witness = ways.phrase, ways.hypothesis, ways.hypothesis.witness
        grave = self._nearly_a_red_flag(ways)
        if phrase is None or not self._may_be_it(ways) or (situation.said and not grave):
            return None
        if self._care[phrase.intent] != "easy" and not ways.answers:
            return None
        limits = self._limits
        borne_out = grave and not differ(ways.witness, phrase)
        least = limits.perhaps if ways.likely >= limits.clear and not borne_out else limits.floor
        if hypothesis.confidence < least or hypothesis.likely < (limits.answer if ways.answers else limits.unlikely):
            return None
        if witness is not None and witness.confidence >= limits.probably and differ(ways.witness, phrase):
            return None
        return self._look(hypothesis, phrase, Verdict.ASK, hypothesis.why or "other words fit better")

    def _nearly_a_red_flag(self, ways: Ways) -> bool:
        """Whether the transcript ends in all but a phrase for one: "I think I'm going to fade"."""
        phrase = ways.phrase
        if phrase is None or phrase.intent != COMPLAINT:
            return False
        last = ways.heard.split()[-len(phrase.text.split()) :]
        if not nearly_the_same(" ".join(last), phrase.text):
            return False
        where, what = phrase.slots.get("region", NOWHERE), phrase.slots.get("sensation", "pain")
        return self._gatherer.reader.red_flag(str(where), str(what))

    def _may_be_it(self, ways: Ways) -> bool:
        """Whether the transcript leaves it open that the armed phrase was said: it means nothing else, and is no more
        than a word or two longer."""
        if ways.phrase is None or ways.likely < self._limits.fair:
            return ways.phrase is not None
        if len(ways.heard.split()) > len(ways.phrase.text.split()) + self._limits.longer:
            return False
        certain = ways.reading.action is Action.ACT and ways.likely >= self._limits.clear
        return not certain or says_as_much(ways.phrase, ways.reading)

    def _by_grammar(self, hypothesis: Hypothesis, phrase: Understood | None, situation: Situation) -> Look:
        """All there is, is one recogniser that knows the armed phrases only."""
        if phrase is None:
            return self._passed(hypothesis, None, "no command in it" if hypothesis.text else "no words in it")
        if own_words(hypothesis.text, situation.said):
            return self._passed(hypothesis, phrase, "the coach was saying it")
        verdict = judge(self._care[phrase.intent], hypothesis.confidence, situation.extra)
        return self._look(hypothesis, phrase, verdict, hypothesis.why if verdict is not Verdict.ACT else "")

    def _taken(self, ways: Ways, meant: Understood, verdict: Verdict, sure: float, why: str) -> Look:
        free = ways.phrase is None or differ(ways.phrase, meant)
        hypothesis = replace(
            ways.hypothesis,
            text="" if free else ways.hypothesis.text,
            confidence=round(sure, 3),
            may_go_on=not free and ways.hypothesis.may_go_on,
        )
        look = self._look(hypothesis, meant, verdict, why if verdict is not Verdict.ACT else "")
        return replace(look, free=free)

    def _look(self, hypothesis: Hypothesis, meant: Understood, verdict: Verdict, why: str) -> Look:
        return Look(hypothesis, meant, verdict, why, self._care.get(meant.intent) == "easy")

    def _passed(self, hypothesis: Hypothesis, phrase: Understood | None, why: str) -> Look:
        # Where there is a transcript, that it is a complaint each time has been thought of.
        easy = phrase is not None and self._care[phrase.intent] == "easy" and not hypothesis.free
        return Look(hypothesis, phrase, Verdict.PASS, why, easy)
