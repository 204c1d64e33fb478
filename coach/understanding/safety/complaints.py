"""What is felt, as meanings: concepts and the learner together, the learner asked about clauses where one may fear."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from coach.core.events import Slot
from coach.understanding.commands import Wording, clauses
from coach.understanding.learner import Guess
from coach.understanding.meaning import Meaning
from coach.understanding.safety.clauses import OWN
from coach.understanding.safety.families import FAMILIES
from coach.understanding.safety.findings import Finding, SafetyReader
from coach.understanding.safety.weighing import RedFlag, weighed
from coach.understanding.words.normalising import Remark

LEFT_ALONE = 0.65
"""So sure of the whole being for nobody, the learner is asked about no part but a danger that the speaker calls his."""

SAYING = 0.9
"""Where it fears less beside a figure of speech, nothing is felt: what a part of his own stands
beside is none of those, and a lower one asked about talk and about no more dangers."""
DOUBTFUL = 0.6
"""A danger in the middle of talk for nobody, or one that is denied, is asked about, not acted on."""
CALL: Mapping[str, Slot] = dict(zip(("region", "sensation"), FAMILIES["help"], strict=True))
"""What who calls for help is asked about: whether he is hurt."""
UNFEARED = 0.01
"""Where it fears no more than this of the whole and no concept fears anything, no clause is read by itself."""
FEARED, CLAUSES_AT_MOST = 0.5, 3
"""Where the learner fears less of the whole, it is asked about so many clauses by themselves."""


class ComplaintReader:
    """Reads complaints in one language."""

    def __init__(self, safety: SafetyReader, red_flag: RedFlag, ask: Callable[[str], Guess | None]) -> None:
        """`ask`: the learner, None where there is none."""
        self._safety, self._red_flag, self._ask = safety, red_flag, ask

    # long: a rule after the other, each of which may answer for those behind it
    def __call__(self, remark: Remark, guess: Guess | None, wording: Wording | None) -> list[Meaning]:
        """What is felt: by concepts and the learner; where neither finds it, a wording of a complaint does."""
        if self._safety.sayings.holds_load(remark):
            return []
        findings = self._safety(remark)
        present = any(each.present for each in findings)
        if guess is not None and present and (rest := self._safety.sayings.answered(remark)):
            guess = self._ask(rest)
        denied = bool(findings) and all(each.denied for each in findings)
        # What is another's, or was, is also no complaint where a part of it is worded as one, unless danger is feared.
        feared = not findings or guess is None or guess.danger >= FEARED
        told = wording is not None and wording.understood.intent == "complaint" and not denied
        if told and wording is not None and (wording.whole or (feared and not present)):
            return [self._told(wording)]
        if not findings and guess is not None and guess.danger < SAYING and self._safety.sayings.saying(remark):
            return []
        if not findings and self._safety.sayings.cries(remark):
            return [Meaning("complaint", CALL, DOUBTFUL, "a call for help", True)]
        if wording is not None and wording.whole and not any(self._names_harm(each) for each in findings):
            return []  # "help" in a rest, "that was wrong": somebody wrote that down as a command
        gravest = self._gravest(remark, findings, guess)
        found = weighed(findings, gravest, self._red_flag)
        if not findings and remark.called and OWN.isdisjoint(remark.words):
            found = [each for each in found if each.red_flag]  # "nice pull, Priya": of what she did
        alone = guess is not None and gravest is not guess and guess.share("none.") >= LEFT_ALONE
        figure = not findings and self._safety.sayings.saying(remark)
        supposed = bool(findings) and self._safety.sayings.supposed(remark)
        if supposed:
            found = [replace(each, certainty=DOUBTFUL) if each.red_flag else each for each in found]
        if alone or denied or figure or supposed or self._may_be_none(findings):
            return [replace(each, certainty=min(each.certainty, DOUBTFUL)) for each in found]
        return found

    def _may_be_none(self, findings: list[Finding]) -> bool:
        """Whether the danger is one that is asked about, and no other stands beside it."""
        grave = [each for each in findings if each.present and self._red_flag(each.region, each.sensation)]
        doubtful = [each for each in grave if each.asked]
        return bool(doubtful) and all(any(each.within(asked) for asked in doubtful) for each in grave)

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
        texts = [each.around for each in grave if each.own or not alone or guess.denies][:1]
        if not alone:
            texts += [" ".join(clause) for clause in clauses(remark.plain)][:CLAUSES_AT_MOST]
        guesses = [found for text in texts if (found := self._ask(text)) is not None]
        return max((guess, *guesses), key=lambda each: each.danger)

    def _told(self, wording: Wording) -> Meaning:
        slots: dict[str, Slot] = dict(wording.understood.slots)
        red = self._red_flag(str(slots.get("region", "general")), str(slots.get("sensation", "pain")))
        return Meaning("complaint", slots, 0.95 if wording.whole else 0.8, "a wording of the phrase file", red)
