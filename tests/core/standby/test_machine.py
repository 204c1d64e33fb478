"""The box between sessions: it waits for a word, offers what is planned, and begins what is asked for."""

from dataclasses import replace

import pytest

from coach.clocks import SESSION_START, SessionTime
from coach.core.commands import Hush, Say, SetVolume
from coach.core.events import (
    Began,
    Event,
    FellSilent,
    Heard,
    Impaired,
    Interrupted,
    Recovered,
    Reminded,
    SoundBack,
    SoundLost,
    Woke,
)
from coach.core.plan import Line
from coach.core.standby.machine import (
    ASLEEP,
    OFFER_FOR,
    Standby,
    advance_idle,
    idle_wake_at,
    listening_for_idle,
)
from coach.core.standby.model import Begin, Box, Idle, SwitchLifter, Wanted
from tests.core.plans import stock_lines

TITLES = {"deadlift-day": "Deadlift day", "pre-race": "Pre-race warm-up", "interview": "The first conversation"}
BOX = Box(stock_lines(), TITLES, ("deadlift day at half past six",), "deadlift-day")
EMPTY = Box(stock_lines(), TITLES)


class Waiting:
    """A box told event by event."""

    def __init__(self, box: Box = BOX) -> None:
        self.box, self.state = box, Idle()
        self.wanted: tuple[Wanted, ...] = ()
        self.at = 0.0

    def hear(self, intent: str, **slots: str | float) -> "Waiting":
        self.at += 1.0
        self.state, self.wanted = advance_idle(self.box, self.state, Heard(SessionTime(self.at), intent, slots))
        return self

    def remind(self, minutes: float = 10.0, *, missed: bool = False, gun: float | None = None) -> "Waiting":
        self.at += 1.0
        event = Reminded(SessionTime(self.at), "deadlift-day", minutes, missed, gun)
        self.state, self.wanted = advance_idle(self.box, self.state, event)
        return self

    def wake(self, at: float | None = None) -> "Waiting":
        self.at = idle_wake_at(self.state) or 0.0 if at is None else at
        self.state, self.wanted = advance_idle(self.box, self.state, Woke(SessionTime(self.at)))
        return self

    def said(self) -> str:
        return " ".join(each.text for each in self.wanted if isinstance(each, Say))

    def begins(self) -> list[Begin]:
        return [each for each in self.wanted if isinstance(each, Begin)]


@pytest.mark.parametrize(
    ("works", "words"),
    [
        ({"speaker", "microphone"}, "Ready. Loudspeaker and microphone work."),
        ({"speaker"}, "Ready. The loudspeaker works."),
        (set(), "Your coach is here."),
    ],
)
def test_after_power_on_it_says_what_the_self_test_found(works: set[str], words: str) -> None:
    _, wanted = advance_idle(replace(EMPTY, works=frozenset(works)), Idle(), Began(SESSION_START))
    assert isinstance(wanted[0], Say)
    assert wanted[0].text == words


def test_after_power_on_it_says_what_is_broken() -> None:
    _, wanted = advance_idle(
        replace(EMPTY, works=frozenset({"speaker"}), broken=("microphone", "disk")), Idle(), Began(SESSION_START)
    )
    assert isinstance(wanted[0], Say)
    assert wanted[0].text == "Something needs you: microphone, disk. Ask coach doctor."


OUTAGES = [
    (SoundLost(SessionTime(5.0), "microphone"), "I cannot hear you. I will wait for the microphone."),
    (SoundLost(SessionTime(5.0), "speaker"), ""),
    (SoundBack(SessionTime(5.0), "microphone"), "I can hear you again."),
    (SoundBack(SessionTime(5.0), "speaker"), "The sound is back."),
    (FellSilent(SessionTime(5.0)), "I hear nothing at all from the microphone. Check its switch or its plug."),
    (FellSilent(SessionTime(5.0), "voice"), "A tone stood for words. They are on the screen."),
    (Impaired(SessionTime(5.0), "clipped"), "The microphone is too loud, it cuts your words off. Turn it down."),
    (Impaired(SessionTime(5.0), "faint"), "I hear you only faintly. Turn the microphone up."),
    (Impaired(SessionTime(5.0), "hardly"), ""),
    (Impaired(SessionTime(5.0), "hum"), ""),
    (Recovered(SessionTime(5.0), "ear"), "My ears had to be restarted. I am listening again."),
    (Recovered(SessionTime(5.0), "voice"), "My voice had to be restarted."),
]


@pytest.mark.parametrize(("event", "words"), OUTAGES)
def test_what_goes_away_and_comes_back_is_said(event: Event, words: str) -> None:
    _, wanted = advance_idle(BOX, Idle(), event)
    assert [each.text for each in wanted if isinstance(each, Say)] == ([words] if words else [])


@pytest.mark.parametrize("event", [event for event, _ in OUTAGES])
def test_nobody_is_woken_for_what_goes_away(event: Event) -> None:
    assert advance_idle(BOX, Idle(asleep=True), event)[1] == ()


def test_after_power_on_it_says_that_it_is_ready_and_what_today_brings() -> None:
    _, wanted = advance_idle(BOX, Idle(), Began(SESSION_START))
    assert [each.text for each in wanted if isinstance(each, Say)] == [
        "Your coach is here.",
        "Today brings deadlift day at half past six.",
    ]


def test_a_session_begins_by_its_name() -> None:
    assert Waiting().hear("session_start", session="deadlift-day").begins() == [Begin("deadlift-day")]


def test_a_session_it_does_not_know_is_said_to_be_unknown() -> None:
    assert "do not know" in Waiting().hear("session_start", session="juggling").said()


def test_start_begins_what_today_brings_first() -> None:
    assert Waiting().hear("start").begins() == [Begin("deadlift-day")]


def test_start_with_nothing_planned_asks_which() -> None:
    assert Waiting(EMPTY).hear("start").said() == "Which session?"


def test_whats_today_with_nothing_planned_says_how_to_begin() -> None:
    assert "Nothing is planned" in Waiting(EMPTY).hear("whats_today").said()


def test_a_reminder_offers_start_later_or_skip() -> None:
    assert Waiting().remind(10).said() == "Deadlift day in ten minutes. Say start, later or skip."


def test_a_session_that_is_due_is_offered() -> None:
    assert Waiting().remind(0).said().startswith("Time for Deadlift day.")


def test_a_missed_session_is_offered() -> None:
    assert Waiting().remind(0, missed=True).said().startswith("You missed Deadlift day.")


def test_start_takes_the_offer_with_its_gun() -> None:
    assert Waiting(EMPTY).remind(5, gun=45).hear("start").begins() == [Begin("deadlift-day", "normal", 45)]


def test_skip_lets_the_offer_go() -> None:
    waiting = Waiting(EMPTY).remind(5).hear("next")
    assert waiting.said() == "Left out today."
    assert waiting.hear("start").begins() == []


def test_skip_without_an_offer_changes_nothing() -> None:
    assert Waiting().hear("next").wanted == ()


def test_later_offers_again_when_the_time_has_come() -> None:
    waiting = Waiting(EMPTY).remind(0, gun=60).hear("start_delayed", minutes=15)
    assert waiting.said() == "I will ask again in fifteen minutes."
    waiting.wake()
    assert waiting.said().startswith("Time for Deadlift day.")
    assert waiting.hear("start").begins() == [Begin("deadlift-day", "normal", 45)]


def test_later_without_an_offer_changes_nothing() -> None:
    assert Waiting().hear("start_delayed", minutes=15).wanted == ()


def test_later_without_a_gun_stays_without_one() -> None:
    assert Waiting(EMPTY).remind(0).hear("start_delayed").wake().hear("start").begins() == [Begin("deadlift-day")]


def test_an_offer_nobody_takes_ends() -> None:
    waiting = Waiting(EMPTY).remind(0)
    assert idle_wake_at(waiting.state) == waiting.at + OFFER_FOR
    assert waiting.wake().hear("start").said() == "Which session?"


def test_a_wake_too_early_changes_nothing() -> None:
    waiting = Waiting(EMPTY).remind(0)
    before = waiting.state
    assert waiting.wake(at=5.0).state == before


def test_a_race_begins_its_warm_up_with_the_gun() -> None:
    assert Waiting().hear("race_in", minutes=40).begins() == [Begin("pre-race", "normal", 40)]


def test_the_profile_is_set_up_by_its_session() -> None:
    assert Waiting().hear("set_profile").begins() == [Begin("interview")]


def test_a_volume_of_five_is_normal() -> None:
    assert SetVolume(1.0) in Waiting().hear("volume", level=5).wanted


@pytest.mark.parametrize(("word", "factor"), [("louder", 1.25), ("quieter", 0.8)])
def test_louder_and_quieter_change_the_volume(word: str, factor: float) -> None:
    assert SetVolume(factor) in Waiting().hear(word).wanted


def test_somebody_else_takes_over_by_name() -> None:
    waiting = Waiting().hear("who", name="sam")
    assert SwitchLifter("sam") in waiting.wanted
    assert waiting.said() == "Hello sam."


def test_nobody_takes_over_without_a_name() -> None:
    assert Waiting().hear("who").wanted == ()


@pytest.mark.parametrize(("minutes", "form"), [(5, "short"), (8, "normal"), (12, "long")])
def test_the_time_there_is_chooses_the_form_of_the_next_session(minutes: float, form: str) -> None:
    assert Waiting().hear("time_available", minutes=minutes).hear("start").begins() == [Begin("deadlift-day", form)]


def test_the_form_can_be_named_and_holds_for_one_session() -> None:
    waiting = Waiting().hear("time_available", length="short").hear("start")
    assert waiting.begins() == [Begin("deadlift-day", "short")]
    assert waiting.hear("start").begins() == [Begin("deadlift-day")]


def test_a_box_without_an_ear_for_sounds_points_to_the_screen_for_a_new_phrase() -> None:
    assert Waiting().hear("learn_phrase").said() == "To teach me a phrase, run coach teach at the keyboard."


def test_good_night_makes_no_offers_until_it_is_spoken_to() -> None:
    waiting = Waiting().hear("good_night")
    assert listening_for_idle(waiting.state) == ASLEEP
    assert waiting.remind(0).wanted == ()
    assert not waiting.hear("whats_today").state.asleep


def test_asleep_nothing_put_off_wakes_it() -> None:
    assert idle_wake_at(Waiting().remind(0).hear("start_delayed").hear("good_night").state) is None


def test_a_reminder_of_a_session_that_is_gone_is_let_pass() -> None:
    state, wanted = advance_idle(BOX, Idle(), Reminded(SESSION_START, "juggling"))
    assert (state, wanted) == (Idle(), ())


def test_what_is_not_listened_for_changes_nothing() -> None:
    assert Waiting().hear("log_reps", reps=5).wanted == ()


def test_help_says_what_can_be_said() -> None:
    assert "race" in Waiting().hear("help").said()


def test_without_a_history_there_is_nothing_to_tell() -> None:
    assert Waiting().hear("last_time").said() == "I have nothing written down yet."


def test_the_best_is_told_when_it_is_known() -> None:
    known = Box({**stock_lines(), "recall.best": Line(("Six at eighty kilos.",))}, TITLES)
    assert Waiting(known).hear("best").said() == "Six at eighty kilos."


def test_without_an_offer_nothing_wakes_it() -> None:
    assert idle_wake_at(Idle()) is None


def test_as_a_machine_it_looks_at_what_the_box_knows_when_something_happens() -> None:
    boxes = [EMPTY, BOX]
    machine = Standby(lambda: boxes[-1])
    turn = machine.advance(Idle(), Heard(SessionTime(1.0), "start"))
    assert turn.before == Idle()
    assert turn.commands == (Begin("deadlift-day"),)
    assert machine.armed(turn.after) == listening_for_idle(turn.after)
    assert machine.wake_at(turn.after) is None
    assert not machine.ended(turn.after)


def test_an_interruption_silences_it() -> None:
    assert advance_idle(BOX, Idle(), Interrupted(SessionTime(1.0))) == (Idle(), (Hush(),))


def test_on_a_day_without_a_session_it_says_what_the_program_brings_next() -> None:
    box = replace(EMPTY, program_next="on Thursday rdl day, week two of Hinge base")
    assert Waiting(box).hear("whats_today").said() == (
        "Nothing is due today. The programme brings, on Thursday rdl day, week two of Hinge base."
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("garage dot local", ["My page is at garage dot local."]),
        ("", ["No page runs."]),
        (None, ["No screen is let in.", "No page runs."]),
    ],
)
def test_asked_for_its_address_the_box_says_it_or_how_there_comes_to_be_one(page: str | None, said: list[str]) -> None:
    wanted = Waiting(replace(BOX, page=page)).hear("page_address").wanted
    assert [each.text for each in wanted if isinstance(each, Say)] == said
