"""Teaching the box a phrase by voice, in the core: which command, three takes, and nothing learnt in doubt."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from coach.clocks import SessionTime
from coach.core.commands import Hush, Rank, Say
from coach.core.events import Event, Heard, Recovered, Reminded, Slot, Woke
from coach.core.plan import Branch, EndSession, Line
from coach.core.standby.lesson import LESSON_WAITS, OWN_WORDS, JudgeTakes, Outcome, TakesJudged
from coach.core.standby.machine import advance_idle, idle_wake_at, listening_for_idle
from coach.core.standby.model import Box, Idle, Wanted
from tests.core.plans import stock_lines

CHEST = Branch("chest", (), ("chest_pain",), (Line(("Sit down.",)), Line(("Call for help.",))), (), red_flag=True)
BACK = Branch("back", (), (), (Line(("We reset.",)),), (EndSession("done"),))
BOX = Box(stock_lines(), {"deadlift-day": "Deadlift day"}, learns=True, branches=(CHEST, BACK))
SOUNDS = "K IH L IH M AA N"
TAKE = {"sounds": SOUNDS}


class Taught:
    """A box that is taught a phrase, remark by remark."""

    def __init__(self, box: Box = BOX) -> None:
        self.box, self.state, self.at = box, Idle(), 0.0
        self.wanted: tuple[Wanted, ...] = ()

    def tell(self, event: Event | TakesJudged) -> "Taught":
        self.state, self.wanted = advance_idle(self.box, self.state, event)
        return self

    def hear(self, intent: str, slots: Mapping[str, Slot] | None = None, text: str = "") -> "Taught":
        self.at += 1.0
        return self.tell(Heard(SessionTime(self.at), intent, slots or {}, text))

    def asked(self) -> "Taught":
        return self.hear("learn_phrase")

    def named(self) -> "Taught":
        return self.asked().hear("next", text="skip this")

    def take(self, outcome: Outcome = Outcome.MORE) -> "Taught":
        return self.hear(OWN_WORDS, TAKE).tell(TakesJudged(SessionTime(self.at), outcome))

    def said(self) -> str:
        return " ".join(each.text for each in self.wanted if isinstance(each, Say))

    @property
    def over(self) -> bool:
        return self.state.lesson is None


def test_it_asks_which_command_the_words_should_mean() -> None:
    taught = Taught().asked()
    assert taught.said().endswith("Which command should they mean?")
    assert not taught.over


def test_a_box_that_hears_no_sounds_says_how_else_it_is_done() -> None:
    taught = Taught(replace(BOX, learns=False)).asked()
    assert taught.said() == "To teach me a phrase, run coach teach at the keyboard."
    assert taught.over


def test_in_a_lesson_own_words_and_complaints_are_listened_for() -> None:
    assert {OWN_WORDS, "complaint", "stop"} <= listening_for_idle(Taught().asked().state)
    assert OWN_WORDS not in listening_for_idle(Idle())


def test_the_command_is_named_back_and_the_words_are_asked_for() -> None:
    assert Taught().named().said() == "Skip this, then. Now say your own words for it."


def test_a_command_without_words_of_its_own_is_named_by_what_it_means() -> None:
    assert Taught().asked().hear("more_rest").said().startswith("More rest, then.")


def test_what_is_no_command_is_asked_for_again() -> None:
    taught = Taught().asked().hear(OWN_WORDS, TAKE)
    assert taught.said() == "That is no command I know. Say one, or say stop."
    assert not taught.over


def test_a_command_with_a_value_cannot_be_meant_and_a_plain_one_is_asked_for() -> None:
    taught = Taught().asked().hear("more_rest", {"seconds": 30}, "thirty more seconds")
    assert taught.said() == "That one has a value in it. Say a plain command."
    assert taught.hear("next", text="next").said().startswith("Next, then.")


def test_every_take_is_handed_out_with_those_before_it() -> None:
    taught = Taught().named().take().hear(OWN_WORDS, {"sounds": "K AH"})
    assert taught.wanted == (JudgeTakes("next", (SOUNDS, "K AH")),)


def test_it_asks_once_more_and_then_a_last_time() -> None:
    taught = Taught().named()
    assert taught.take().said() == "The same words again."
    assert taught.take().said() == "And a last time."


def test_takes_that_are_still_unlike_after_three_are_asked_for_again() -> None:
    assert Taught().named().take().take().take().said() == "That sounded different. Say it again."


def test_what_came_back_alike_is_learnt_and_that_is_said() -> None:
    taught = Taught().named().take().take().take(Outcome.LEARNT)
    assert taught.said() == "Learnt. From now on that means skip this."
    assert taught.over


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.DIFFERENT, "That was different every time. Ask again with an easier one."),
        (Outcome.FAILED, "I could not keep it, so nothing is learnt. The screen says why."),
    ],
)
def test_what_cannot_be_learnt_is_said_and_the_lesson_is_over(outcome: Outcome, words: str) -> None:
    taught = Taught().named().take(outcome)
    assert taught.said() == words
    assert taught.over


def test_after_words_that_are_too_short_longer_ones_are_begun_with() -> None:
    taught = Taught().named().take().take(Outcome.TOO_SHORT)
    assert taught.said() == "That is too short to be told apart. Say a longer phrase."
    assert taught.hear(OWN_WORDS, TAKE).wanted == (JudgeTakes("next", (SOUNDS,)),)


@pytest.mark.parametrize("intent", ["next", "done", "start", "no"])
def test_what_is_a_command_already_is_refused_and_other_words_are_begun_with(intent: str) -> None:
    taught = Taught().named().take().hear(intent, text="words")
    assert taught.said() == "That sounds like words, which I know. Say other words."
    assert taught.hear(OWN_WORDS, TAKE).wanted == (JudgeTakes("next", (SOUNDS,)),)


def test_what_may_have_been_a_command_for_safety_is_refused_too() -> None:
    taught = Taught().named().hear(OWN_WORDS, {**TAKE, "guess": "pause"})
    assert taught.said() == "That sounds like pause, which I know. Say other words."


def test_what_may_have_been_a_complaint_is_no_take_and_is_asked_about() -> None:
    taught = Taught().named().take().hear(OWN_WORDS, {**TAKE, "guess": "complaint"})
    assert taught.said() == "If something hurts, say so. Else say other words."
    assert taught.hear(OWN_WORDS, TAKE).wanted == (JudgeTakes("next", (SOUNDS,)),)


@pytest.mark.parametrize("lesson", [Taught.asked, Taught.named, lambda taught: taught.named().take()])
def test_a_complaint_is_answered_as_one_and_nothing_is_learnt(lesson: Callable[[Taught], Taught]) -> None:
    taught = lesson(Taught())
    taught.hear("complaint", {"region": "hamstring", "sensation": "pulling", "side": "left"})
    assert taught.wanted[0] == Hush()
    assert taught.said() == "I heard left hamstring, pulling. A complaint stays a complaint. Nothing is learnt."
    assert taught.over


def test_a_red_flag_is_answered_with_what_to_do_at_once() -> None:
    taught = Taught().named().hear("complaint", {"region": "chest", "sensation": "chest_pain"})
    assert "Sit down. Call for help." in taught.said()
    assert isinstance(taught.wanted[1], Say)
    assert taught.wanted[1].rank is Rank.SAFETY
    assert taught.over


@pytest.mark.parametrize(("lesson", "intent"), [(Taught.asked, "stop"), (Taught.asked, "no"), (Taught.named, "stop")])
def test_a_lesson_that_is_not_wanted_ends_with_nothing_learnt(lesson: Callable[[Taught], Taught], intent: str) -> None:
    taught = lesson(Taught()).hear(intent)
    assert taught.wanted[0] == Hush()
    assert taught.said() == "Then nothing is learnt."
    assert taught.over


@pytest.mark.parametrize("intent", ["no", "learn_phrase"])
def test_the_wrong_command_is_asked_for_anew(intent: str) -> None:
    taught = Taught().named().hear(intent)
    assert taught.said().endswith("Which command should they mean?")
    assert taught.hear("done", text="done").said().startswith("Done, then.")


def test_a_long_silence_ends_the_lesson_with_nothing_learnt() -> None:
    taught = Taught().named()
    assert idle_wake_at(taught.state) == taught.at + LESSON_WAITS
    assert taught.tell(Woke(SessionTime(taught.at + 1))).wanted == ()
    assert taught.tell(Woke(SessionTime(taught.at + LESSON_WAITS))).said() == "Then nothing is learnt."
    assert taught.over


def test_a_reminder_ends_the_lesson_and_is_offered() -> None:
    taught = Taught().named().tell(Reminded(SessionTime(5.0), "deadlift-day", 0.0))
    assert taught.said() == "Then nothing is learnt. Time for Deadlift day. Say start, later or skip."
    assert taught.over


def test_what_goes_away_meanwhile_is_said_and_the_lesson_goes_on() -> None:
    taught = Taught().named().tell(Recovered(SessionTime(5.0), "ear"))
    assert taught.said().startswith("My ears")
    assert not taught.over


def test_a_judgement_that_comes_after_the_lesson_changes_nothing() -> None:
    assert Taught().tell(TakesJudged(SessionTime(1.0), Outcome.LEARNT)).wanted == ()
