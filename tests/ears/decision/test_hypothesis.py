"""What a remark is taken for, from the armed phrase, the transcript, its meaning, and the witness."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from coach.core.events import Slot
from coach.ears.decision.evidence import Situation
from coach.ears.decision.hypothesis import Judge
from coach.ears.decision.partials import Look
from coach.ears.decision.policy import Verdict
from coach.ears.recognisers.base import Hypothesis, Transcript
from coach.phrases.intents import Phrases
from coach.script.files.library import Library
from coach.understanding.meaning import Action, Meaning, Reading
from coach.understanding.reader import Reader
from tests import shipped
from tests.ears.conftest import ENGLISH

ARMED = frozenset({"complaint", "stop", "pause", "next", "log_load", "log_reps", "more_rest", "time_left", "undo"})
SITUATION = Situation(ARMED, ARMED)


CONCEPTS = shipped.concepts()
WITH_CONCEPTS = Judge(ENGLISH, Reader(ENGLISH, CONCEPTS, lambda *_: False))


class Told(Reader):
    """A reader that makes this of every remark."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(ENGLISH, None, lambda _region, _sensation: False)
        self._reading = reading
        self.asked = ""

    def with_phrases(self, phrases: Phrases) -> Reader:
        """Itself: the wordings are not looked at."""
        _ = phrases
        return self

    def read(
        self,
        text: str,
        armed: frozenset[str] | None = None,
        *,
        asked: str = "",
        addressed: bool = False,
        spoken: bool = False,
    ) -> Reading:
        """What it was told."""
        _ = armed, addressed, spoken
        self.asked = asked
        return replace(self._reading, text=text)


def reading(action: Action, intent: str = "", certainty: float = 0.9, **slots: Slot) -> Reading:
    return Reading("", action, (Meaning(intent, slots, certainty, "told"),) if intent else ())


class Answers(Told):
    """A reader that knows the number four for an answer, and nothing else."""

    def __init__(self) -> None:
        super().__init__(reading(Action.ACT, "log_reps", reps=4))

    def read(
        self,
        text: str,
        armed: frozenset[str] | None = None,
        *,
        asked: str = "",
        addressed: bool = False,
        spoken: bool = False,
    ) -> Reading:
        """What the answer is."""
        answer = super().read(text, armed, asked=asked, addressed=addressed, spoken=spoken)
        return answer if asked and text == "four" else replace(NOTHING, text=text)


NOTHING = reading(Action.IGNORE)


def heard(
    written: str, phrase: str = "", sure: float = 0.0, *, likely: float = -0.1, itself: float = -0.3,
    witness: tuple[str, float] | None = ("", 0.0),
) -> Hypothesis:  # fmt: skip
    """What two recognisers made of a remark."""
    other = Hypothesis(*witness) if witness is not None else None
    return Hypothesis(phrase, sure, free=(Transcript(written, likely),), likely=itself, witness=other)


def taken_for(hypothesis: Hypothesis, meant: Reading | None = None, situation: Situation = SITUATION) -> Look:
    """What is made of it; without a meaning only wordings are read."""
    judge = Judge(ENGLISH) if meant is None else Judge(ENGLISH, Told(meant))
    return judge.look(hypothesis, situation)


def told(look: Look) -> tuple[str, str, Mapping[str, Slot]]:
    understood = look.understood if look.verdict is not Verdict.PASS else None
    return look.verdict.value, understood.intent if understood else "", dict(understood.slots) if understood else {}


def test_a_phrase_that_is_what_was_written_down_is_acted_on() -> None:
    assert told(taken_for(heard("Next.", "next", 0.75))) == ("act", "next", {})


def test_a_command_in_its_own_words_is_acted_on_when_meaning_and_sound_are_certain() -> None:
    meant = reading(Action.ACT, "next")
    assert told(taken_for(heard("Can we move on?"), meant)) == ("act", "next", {})
    assert told(taken_for(heard("Can we move on?", likely=-0.55), meant))[0] == "ask"
    assert told(taken_for(heard("Can we move on?", likely=-1.5), meant))[0] == "pass"
    unsure = reading(Action.ACT, "next", 0.7)
    assert told(taken_for(heard("Can we move on?"), unsure))[0] == "ask"
    assert told(taken_for(heard("Can we move on?"), reading(Action.ASK, "next", 0.36)))[0] == "pass"
    assert told(taken_for(heard("Can we move on?"), NOTHING))[0] == "pass"


def test_a_command_the_reader_is_certain_of_is_acted_on_in_noise_as_well_where_its_words_are_clear() -> None:
    meant = reading(Action.ACT, "next", 0.95)
    assert told(taken_for(heard("Can we move on?", likely=-0.45), meant)) == ("act", "next", {})
    assert told(taken_for(heard("Can we move on?", likely=-0.45), reading(Action.ACT, "next", 0.85)))[0] == "ask"
    assert told(taken_for(heard("Can we move on?", likely=-0.55), meant))[0] == "ask"


def test_a_command_the_reader_is_hardly_certain_of_is_talk_however_clearly_it_is_heard() -> None:
    assert told(taken_for(heard("Can we move on?", likely=0.0), reading(Action.ACT, "next", 0.66)))[0] == "pass"
    assert told(taken_for(heard("Can we move on?", likely=-0.3), reading(Action.ACT, "next", 0.68)))[0] == "ask"


def test_reps_in_words_no_grammar_has_are_asked_about_unless_somebody_asked_for_them() -> None:
    meant = reading(Action.ACT, "log_reps", 0.95, reps=12)
    assert told(taken_for(heard("That makes twelve for me."), meant)) == ("ask", "log_reps", {"reps": 12})
    asked = replace(SITUATION, asked="How many?")
    assert told(taken_for(heard("That makes twelve for me."), meant, asked))[0] == "act"


def test_what_only_its_transcript_means_waits_for_a_second_look() -> None:
    assert taken_for(heard("Can we move on?"), reading(Action.ACT, "next")).free
    assert not taken_for(heard("Next.", "next", 0.75)).free


def test_a_complaint_in_the_transcript_is_never_overruled_by_a_phrase() -> None:
    meant = reading(Action.ACT, "complaint", region="low_back", sensation="tight")
    bent = heard("My back feels tight.", "my neck feels tight", 0.6, witness=("my neck feels tight", 0.97))
    assert told(taken_for(bent, meant)) == ("act", "complaint", {"region": "low_back", "sensation": "tight"})
    command = heard("My back feels tight.", "next", 0.7, witness=("next", 0.9))
    assert told(taken_for(command, meant))[1] == "complaint"


def test_a_complaint_that_is_not_certain_is_asked_about() -> None:
    meant = reading(Action.ASK, "complaint", 0.5, region="knee", sensation="pain")
    assert told(taken_for(heard("It is my knee again."), meant))[:2] == ("ask", "complaint")


def test_where_phrase_and_witness_name_a_complaint_the_transcript_hardly_names_they_are_believed() -> None:
    found = heard(
        "I fell to pop in my back.", "i felt a pop in my back", 0.67, witness=("i felt a pop in my back", 0.9)
    )
    for action in (Action.ACT, Action.ASK):
        meant = reading(action, "complaint", 0.9, region="general", sensation="accident")
        assert told(taken_for(found, meant)) == ("act", "complaint", {"region": "low_back", "sensation": "pop"})


def test_a_transcript_that_is_all_but_the_phrase_both_recognisers_heard_was_misheard() -> None:
    found = heard("My back feels height.", "my back feels tight", 0.43, witness=("my back feel tight", 0.6))
    meant = reading(Action.ACT, "complaint", 0.9, region="low_back", sensation="rounded")
    assert told(taken_for(found, meant)) == ("act", "complaint", {"region": "low_back", "sensation": "tight"})
    alone = replace(found, witness=Hypothesis("my neck feels tight", 0.9))
    assert told(taken_for(alone, meant))[2]["sensation"] == "rounded"
    unlike = heard("My back feels like a brick.", "my back feels tight", 0.43, witness=("my back feels tight", 0.6))
    assert told(taken_for(unlike, meant))[2]["sensation"] == "rounded"


def test_a_red_flag_in_the_transcript_was_not_misheard() -> None:
    found = heard("My chest feels tight.", "my neck feels tight", 0.5, witness=("my neck feels tight", 0.9))
    slots = {"region": "chest", "sensation": "tight"}
    red = Reading("", Action.ACT, (Meaning("complaint", slots, 0.9, "told", red_flag=True),))
    assert told(taken_for(found, red)) == ("act", "complaint", slots)


def test_a_phrase_that_fits_badly_is_acted_on_only_with_a_witness_that_heard_it() -> None:
    garbled = "Ride to kill those."
    backed = heard(garbled, "ninety kilos", 0.35, likely=-0.7, witness=("ninety kilos", 0.9))
    assert told(taken_for(backed)) == ("act", "log_load", {"load": 90, "unit": "kg"})
    assert told(taken_for(heard(garbled, "ninety kilos", 0.35, likely=-0.7)))[0] == "pass"
    assert (
        told(taken_for(heard(garbled, "ninety kilos", 0.35, likely=-0.7, witness=("ninety kilos", 0.1))))[0] == "pass"
    )


def test_a_transcript_that_lost_the_unit_leaves_the_phrase_that_has_it_to_be_believed() -> None:
    meant = reading(Action.ACT, "log_load", 0.9, load=90)
    found = heard("Ninety kills.", "ninety kilos", 0.66, witness=("ninety kilos", 0.98))
    assert told(taken_for(found, meant)) == ("act", "log_load", {"load": 90, "unit": "kg"})
    other = heard("Ninety kills.", "nineteen kilos", 0.66, witness=("nineteen kilos", 0.98))
    assert told(taken_for(other, meant))[2].get("load") == 90


def test_a_witness_that_swears_to_something_else_makes_it_a_question() -> None:
    found = heard("Ninety key lows.", "ninety kilos", 0.6, witness=("nineteen kilos", 0.95))
    assert told(taken_for(found)) == ("ask", "log_load", {"load": 90, "unit": "kg", "other_number": 19})
    same = heard("Ninety kilos.", "ninety kilos", 0.75, witness=("nineteen kilos", 0.95))
    assert told(taken_for(same))[0] == "act"


def test_a_phrase_and_a_transcript_that_differ_in_their_number_only_are_asked_about() -> None:
    meant = reading(Action.ACT, "log_load", 0.9, load=90, unit="kg")
    either = ("ask", "log_load", {"load": 90, "unit": "kg", "other_number": 19})
    assert told(taken_for(heard("Ninety kilos.", "nineteen kilos", 0.6), meant)) == either
    backed = heard("Ninety kilos.", "nineteen kilos", 0.6, witness=("nineteen kilos", 0.9))
    assert told(taken_for(backed, meant)) == either


def test_a_transcript_that_the_witness_bears_out_against_the_phrase_is_obeyed() -> None:
    meant = reading(Action.ACT, "log_load", 0.9, load=90, unit="kg")
    found = heard("Ninety kilos.", "nineteen kilos", 0.6, witness=("ninety kilos", 0.9))
    assert told(taken_for(found, meant)) == ("act", "log_load", {"load": 90, "unit": "kg"})


def test_of_three_numbers_none_is_borne_out() -> None:
    meant = reading(Action.ACT, "log_load", 0.9, load=90, unit="kg")
    found = heard("Ninety kilos.", "nineteen kilos", 0.6, witness=("sixty kilos", 0.9))
    assert told(taken_for(found, meant)) == ("ask", "log_load", {"load": 90, "unit": "kg", "other_number": 19})


def test_a_phrase_that_hardly_fits_raises_no_question_about_its_number() -> None:
    meant = reading(Action.ACT, "log_load", 0.9, load=90, unit="kg")
    assert told(taken_for(heard("Ninety kilos.", "nineteen kilos", 0.1), meant))[0] == "act"


def test_numbers_in_different_units_or_of_different_things_are_not_one_or_the_other() -> None:
    pounds = reading(Action.ACT, "log_load", 0.9, load=90, unit="lb")
    assert "other_number" not in told(taken_for(heard("Ninety pounds.", "nineteen kilos", 0.6), pounds))[2]
    reps = reading(Action.ACT, "log_reps", 0.9, reps=19)
    assert "other_number" not in told(taken_for(heard("Nineteen reps.", "nineteen kilos", 0.6), reps))[2]


def test_noise_that_fits_a_phrase_is_likely_as_nothing_in_itself() -> None:
    assert told(taken_for(heard("", "two", 0.7, likely=-2.0, itself=-2.5)))[0] == "pass"
    assert told(taken_for(heard("You", "next", 0.7, likely=-1.4, itself=-1.1)))[0] == "pass"


def test_a_short_phrase_is_not_heard_in_a_long_sentence() -> None:
    found = heard("Stop it, but I'm going to get off the sofa.", "stop it", 0.57, likely=-0.4, itself=-0.9)
    assert told(taken_for(found, NOTHING))[0] == "pass"


def test_a_clear_transcript_of_something_else_is_believed_before_the_witness() -> None:
    found = heard("My back garden needs mowing.", "my back", 0.02, likely=-0.05, witness=("my back are tingling", 0.6))
    assert told(taken_for(found, NOTHING))[0] == "pass"


def test_where_nothing_could_be_written_down_the_witness_may_still_make_it_a_question() -> None:
    found = heard("Mm.", likely=-1.3, witness=("that hurts", 0.5))
    assert told(taken_for(found, NOTHING)) == ("ask", "complaint", {"region": "general", "sensation": "pain"})
    assert told(taken_for(heard("Mm.", likely=-1.3, witness=("next", 0.6)), NOTHING))[0] == "pass"


@pytest.mark.parametrize("digit", ["eight", "three"])
def test_a_number_alone_is_logged_only_when_the_reader_of_an_answer_says_so(digit: str) -> None:
    found = heard(f"{digit.title()}.", digit, 0.75, witness=(digit, 0.99))
    assert told(taken_for(found))[0] == "pass"
    meant, asked = reading(Action.ACT, "log_reps", reps=8), replace(SITUATION, asked="How many?")
    assert told(taken_for(found, meant, asked)) == ("act", "log_reps", {"reps": 8})


def test_a_number_that_was_asked_for_is_taken_from_the_phrase_where_it_was_written_down_as_something_else() -> None:
    asked = replace(SITUATION, asked="How many?", armed=ARMED)
    judge, found = (
        Judge(ENGLISH, Answers()),
        heard("Or?", "four", 0.73, likely=-0.47, itself=-0.54, witness=("four", 0.96)),
    )
    assert told(judge.look(found, asked)) == ("act", "log_reps", {"reps": 4})
    assert told(judge.look(found, SITUATION))[0] == "pass"
    alone = heard("Or?", "four", 0.73, likely=-0.47, itself=-1.6)
    assert told(judge.look(alone, asked))[0] == "pass"


def test_a_number_that_was_asked_for_is_taken_where_it_fits_well_enough_and_asked_about_where_hardly() -> None:
    asked, judge = replace(SITUATION, asked="How many?", armed=ARMED), Judge(ENGLISH, Answers())
    less_well = heard("Oh.", "four", 0.45, likely=-1.1, itself=-1.0, witness=("four", 0.26))
    assert told(judge.look(less_well, asked)) == ("act", "log_reps", {"reps": 4})
    hardly = heard("Oh.", "four", 0.7, likely=-1.1, itself=-1.3)
    assert told(judge.look(hardly, asked)) == ("ask", "log_reps", {"reps": 4})
    assert {told(judge.look(one, SITUATION))[0] for one in (less_well, hardly)} == {"pass"}
    assert told(judge.look(hardly, replace(asked, said="how many")))[0] == "pass"


def test_what_sounds_like_a_number_is_that_number_where_one_was_asked_for() -> None:
    asked = replace(SITUATION, asked="How many clean ones?")
    assert told(WITH_CONCEPTS.look(heard("Ate."), asked)) == ("act", "log_reps", {"reps": 8})
    assert told(WITH_CONCEPTS.look(heard("To."), asked)) == ("act", "log_reps", {"reps": 2})
    for other in (SITUATION, replace(SITUATION, asked="Shall we go on?")):
        assert told(WITH_CONCEPTS.look(heard("Ate."), other))[0] == "pass"
    assert told(WITH_CONCEPTS.look(heard("I ate."), asked))[0] == "pass"


def test_a_command_that_sounds_like_a_number_is_the_number_only_where_the_witness_heard_that() -> None:
    asked = replace(SITUATION, asked="How many clean ones?")
    borne_out = heard("Wait.", "wait", 0.75, witness=("eight", 0.7))
    assert told(WITH_CONCEPTS.look(borne_out, asked)) == ("act", "log_reps", {"reps": 8})
    assert told(WITH_CONCEPTS.look(heard("Wait.", "wait", 0.75, witness=("wait", 0.7)), asked))[:2] == ("act", "pause")
    assert told(WITH_CONCEPTS.look(borne_out, SITUATION))[1] == "pause"


def test_a_number_that_nobody_asked_for_is_none_either_where_more_was_written_down() -> None:
    meant = reading(Action.ACT, "log_reps", reps=11)
    assert told(taken_for(heard("The eleven.", "eleven", 0.79, witness=("eleven", 0.99)), meant))[0] == "pass"
    assert told(taken_for(heard("That makes eleven.", "eleven", 0.1), meant))[0] == "ask"


def test_wordings_that_are_only_typed_are_not_taken_from_the_air() -> None:
    typed = next(block for block in ENGLISH.book.blocks if block.typed and block.intent == "log_reps")
    assert typed.templates
    assert ENGLISH.match("8", frozenset({"log_reps"})) is not None
    assert told(taken_for(heard("8.")))[0] == "pass"
    assert told(taken_for(Hypothesis("eight", 0.9)))[0] == "pass"


def test_a_complaint_heard_dimly_while_the_coach_speaks_is_asked_about_only_where_both_recognisers_heard_one() -> None:
    meant = reading(Action.ASK, "complaint", 0.9, region="hamstring", sensation="pop")
    saying = replace(SITUATION, said="six minutes for one movement")
    dim = heard("that snapped", likely=-0.45)
    assert told(taken_for(dim, meant))[0] == "ask"
    assert told(taken_for(dim, meant, saying))[0] == "pass"
    both = heard("that snapped", likely=-0.45, witness=("my back popped", 0.4))
    assert told(taken_for(both, meant, saying))[0] == "ask"
    assert told(taken_for(heard("that snapped", likely=-0.05), meant, saying))[0] == "ask"


def test_what_is_all_but_a_phrase_for_a_red_flag_is_asked_about_over_the_coachs_voice_as_well() -> None:
    library, saying = Library.open(), replace(SITUATION, said="push your hips back")
    judge = Judge(ENGLISH, Reader(ENGLISH, None, library.is_red_flag))
    faint = heard("I think I'm going to fade.", "i'm going to faint", 0.2, likely=-0.2, itself=-0.8)
    assert told(judge.look(faint, saying))[:2] == ("ask", "complaint")
    fainter = replace(faint, confidence=0.1)
    assert told(judge.look(fainter, saying))[0] == "pass"
    assert told(judge.look(replace(fainter, witness=Hypothesis("i'm going to faint", 0.4)), saying))[0] == "ask"
    tired = heard("My legs are tied.", "my legs are tired", 0.2, likely=-0.2, itself=-0.8)
    assert told(judge.look(tired, SITUATION))[:2] == ("ask", "complaint")
    assert told(judge.look(tired, saying))[0] == "pass"


def test_what_only_one_recogniser_heard_dimly_over_the_coachs_voice_is_asked_about_only_where_it_is_grave() -> None:
    saying = replace(SITUATION, armed=ARMED | {"cannot"}, uncalled=ARMED | {"cannot"}, said="talk to me any time")
    quiet = replace(saying, said="")
    dim = heard("The morning hers.", likely=-1.3, witness=("i can't do it", 0.58))
    assert told(taken_for(dim, NOTHING, quiet))[:2] == ("ask", "cannot")
    look = taken_for(dim, NOTHING, saying)
    assert (told(look)[0], look.why) == ("pass", "it may be what is left of the coach's own voice")
    unbacked = heard("The morning hers.", "i can't do it", 0.58, likely=-1.3, itself=-1.0, witness=("slower", 0.3))
    assert told(taken_for(unbacked, NOTHING, quiet))[:2] == ("ask", "cannot")
    assert told(taken_for(unbacked, NOTHING, saying))[0] == "pass"
    for grave, intent in (("stop", "stop"), ("pause", "pause"), ("my chest hurts", "complaint")):
        assert (
            told(taken_for(heard("The morning hers.", likely=-1.3, witness=(grave, 0.58)), NOTHING, saying))[1]
            == intent
        )


def test_a_witness_alone_is_not_believed_over_the_coachs_voice_beside_a_fair_transcript_of_something_else() -> None:
    saying = replace(SITUATION, said="march on the spot easy knees", extra=0.15)
    found = heard("Anyway.", likely=-0.82, witness=("i peed", 0.864))
    assert told(taken_for(found, NOTHING))[:2] == ("ask", "complaint")
    assert told(taken_for(found, NOTHING, saying))[0] == "pass"
    worthless = heard("Anyway.", likely=-1.3, witness=("i peed", 0.864))
    assert told(taken_for(worthless, NOTHING, saying))[:2] == ("ask", "complaint")


def test_what_two_recognisers_heard_over_the_coachs_voice_is_asked_about() -> None:
    both = frozenset({*ARMED, "cannot"})
    saying = replace(SITUATION, armed=both, uncalled=both, said="talk to me any time")
    found = heard("The morning hers.", "i can't do it", 0.45, likely=-1.3, itself=-0.8, witness=("i can't do it", 0.4))
    assert told(taken_for(found, NOTHING, replace(saying, extra=0.15)))[:2] == ("ask", "cannot")


def test_a_phrase_out_of_the_coachs_words_is_its_own_where_the_transcript_is_something_else() -> None:
    saying = replace(SITUATION, said="if something hurts say so")
    bent = heard("The morning hers.", likely=-1.1, witness=("something hurts", 0.7))
    assert told(taken_for(bent, NOTHING))[:2] == ("ask", "complaint")
    look = taken_for(bent, NOTHING, saying)
    assert (told(look)[0], look.why) == ("pass", "the coach was saying it")
    fits = heard("The morning hers.", "something hurts", 0.7, likely=-1.1, itself=-0.8, witness=("slower", 0.2))
    assert told(taken_for(fits, NOTHING))[:2] == ("act", "complaint")
    assert told(taken_for(fits, NOTHING, saying))[0] == "pass"


def test_a_phrase_out_of_the_coachs_words_is_acted_on_where_the_transcript_says_it_in_other_words() -> None:
    saying = replace(SITUATION, said="then we stop")
    meant = reading(Action.ACT, "stop")
    assert told(taken_for(heard("Stop now, please.", "stop", 0.7), meant, saying))[:2] == ("act", "stop")


def test_what_the_coach_is_saying_is_nobodys_command() -> None:
    saying = replace(SITUATION, said="did something hurt yes or no")
    meant = reading(Action.ACT, "complaint", region="general", sensation="pain")
    look = taken_for(heard("Something hurts.", "something hurts", 0.75), meant, saying)
    assert (told(look)[0], look.why) == ("pass", "the coach was saying it")
    assert told(taken_for(heard("My back hurts.", "my back hurts", 0.75), None, saying))[0] == "act"
    late = replace(SITUATION, lately="did something hurt yes or no")
    assert told(taken_for(heard("Did something hurt?", "something hurts", 0.7), meant, late))[0] == "pass"


def test_a_phrase_learnt_by_ear_is_known_to_the_witness_alone() -> None:
    learnt = Phrases(replace(ENGLISH.book, blocks=(*ENGLISH.book.blocks, replace(ENGLISH.book.blocks[0], intent="next",
        slots={}, templates=("mynextaa",)))))  # fmt: skip
    found = heard("Kilimanjaro.", "ten", 0.02, witness=("mynextaa", 0.8))
    assert told(Judge(learnt).look(found, SITUATION)) == ("act", "next", {})


def test_without_a_wake_word_only_safety_is_heard_where_there_is_one() -> None:
    waking = Situation(ARMED, frozenset({"stop", "complaint"}), wake="coach")
    assert told(taken_for(heard("Next.", "next", 0.75), None, waking))[0] == "pass"
    assert told(taken_for(heard("Coach, next.", "coach next", 0.75), None, waking))[:2] == ("act", "next")
    assert told(taken_for(heard("Stop.", "stop", 0.75), None, waking))[:2] == ("act", "stop")


def test_a_question_that_is_open_is_handed_to_the_reader() -> None:
    reader = Told(NOTHING)
    Judge(ENGLISH, reader).look(heard("Eight."), replace(SITUATION, asked="how many reps?"))
    assert reader.asked == "how many reps?"


def test_a_recogniser_of_phrases_alone_is_judged_as_ever() -> None:
    assert told(taken_for(Hypothesis("next", 0.6)))[:2] == ("act", "next")
    assert told(taken_for(Hypothesis("that hurts", 0.2)))[:2] == ("ask", "complaint")
    assert told(taken_for(Hypothesis("next", 0.3)))[0] == "pass"
