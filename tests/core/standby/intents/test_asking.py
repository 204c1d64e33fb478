"""A workout asked for in words between sessions: read back, begun on a yes, kept when it was done; also timers."""

import pytest

from coach.clocks import SessionTime
from coach.core.commands import Count, Countdown, Hush, Say
from coach.core.events import Heard, Woke
from coach.core.plan import Unit
from coach.core.standby.intents import pacing
from coach.core.standby.machine import StandbyEvent, advance_idle, idle_wake_at, listening_for_idle
from coach.core.standby.model import Begin, Box, Idle, KeepFact, Offer, Timer, Wanted
from coach.core.standby.turn import BoxTurn
from coach.core.standby.wishes import BeginAsked, KeepWorkout, WarmedUp, WorkoutDone, WorkoutSaid
from coach.core.state import Asked
from tests.core.plans import BRANCHES, stock_lines

BOX = Box(
    stock_lines(),
    {"deadlift-day": "Deadlift day", "leg-day": "Leg day"},
    branches=BRANCHES,
    usual="conventional-deadlift",
)
FIVES: dict[str, str | float] = {"sets": 5, "reps": 5, "load": 80}
DONE = WorkoutDone(SessionTime(50.0), "5x5 conventional deadlift 80")


class Told:
    def __init__(self, state: Idle | None = None, box: Box = BOX) -> None:
        self.state, self.box = state or Idle(), box
        self.wanted: tuple[Wanted, ...] = ()

    def tell(self, event: StandbyEvent) -> "Told":
        self.state, self.wanted = advance_idle(self.box, self.state, event)
        return self

    def hear(self, intent: str, slots: dict[str, str | float] | None = None, at: float = 10.0) -> "Told":
        return self.tell(Heard(SessionTime(at), intent, slots or {}, intent))

    def said(self) -> str:
        return " ".join(each.text for each in self.wanted if isinstance(each, Say))

    def of(self, kind: type) -> list[Wanted]:
        return [each for each in self.wanted if isinstance(each, kind)]


@pytest.mark.parametrize(
    ("intent", "slots", "words"),
    [
        ("do_workout", FIVES, "Five sets of five, conventional deadlift, at eighty kilos. Shall I?"),
        (
            "do_workout",
            {"sets": 3, "reps": 8, "exercise": "romanian-deadlift", "seconds": 120},
            "Three sets of eight, romanian deadlift, two minutes of rest. Shall I?",
        ),
        (
            "do_workout",
            {"sets": 1, "reps": 5, "load": 135, "unit": "lb", "rpe": 8},
            "One set of five, conventional deadlift, at one hundred and thirty five pounds, effort eight. Shall I?",
        ),
        ("warm_up_only", {}, "Only the warm-up today. Shall I?"),
        ("session_for", {"minutes": 10, "area": "hips"}, "Ten minutes for your hips. Shall I?"),
    ],
)
def test_what_is_asked_for_is_read_back(intent: str, slots: dict[str, str | float], words: str) -> None:
    assert Told().hear(intent, slots).said() == words


def test_a_load_without_a_unit_is_read_back_in_the_lifters() -> None:
    box = Box(stock_lines(), {}, unit=Unit.POUNDS)
    assert "at eighty pounds" in Told(box=box).hear("do_workout", FIVES).said()


@pytest.mark.parametrize("yes", ["yes", "start"])
def test_a_yes_begins_it(yes: str) -> None:
    told = Told().hear("do_workout", FIVES).hear(yes)
    slots = {**FIVES, "exercise": "conventional-deadlift"}
    assert told.of(BeginAsked) == [BeginAsked(Asked("do_workout", slots), "normal")]
    assert told.state.asked is None


@pytest.mark.parametrize("no", ["no", "next", "stop"])
def test_a_no_leaves_it(no: str) -> None:
    told = Told().hear("do_workout", FIVES).hear(no)
    assert told.said() == "Then we leave it."
    assert not Told(told.state).hear("yes").of(BeginAsked)


def test_anything_else_leaves_it_and_is_obeyed() -> None:
    told = Told().hear("do_workout", FIVES).hear("session_start", {"session": "deadlift-day"})
    assert told.of(Begin) == [Begin("deadlift-day")]
    assert told.state.asked is None


def test_without_an_answer_nothing_begins_and_that_is_said() -> None:
    told = Told().hear("do_workout", FIVES)
    assert idle_wake_at(told.state) == 40.0
    assert told.tell(Woke(SessionTime(40.0))).said() == "Then we leave it."


def test_what_is_asked_for_takes_the_place_of_what_was_offered() -> None:
    told = Told(Idle(offer=Offer("deadlift-day", SessionTime(100.0)))).hear("warm_up_only").hear("yes")
    assert not told.of(Begin)
    assert len(told.of(BeginAsked)) == 1


def test_a_workout_that_was_done_may_be_kept_on_a_yes() -> None:
    told = Told().tell(DONE)
    assert told.said() == "Shall I keep that one as a session of yours?"
    assert told.hear("yes", at=60.0).of(KeepWorkout) == [KeepWorkout(DONE.session)]
    assert "start my leg day" in told.tell(WorkoutSaid(SessionTime(61.0), "asked.kept", {"what": "leg day"})).said()


def test_it_is_kept_by_a_name_also_after_the_question_is_over() -> None:
    told = Told().tell(DONE).tell(Woke(SessionTime(80.0))).hear("save_as", {"name": "leg day"}, at=90.0)
    assert told.of(KeepWorkout) == [KeepWorkout(DONE.session, "leg day")]


def test_naming_it_answers_the_question_whether_to_keep_it() -> None:
    told = Told().tell(DONE).hear("save_as", {"name": "leg day"}, at=60.0)
    assert told.state.asked is None
    assert told.of(KeepWorkout) == [KeepWorkout(DONE.session, "leg day")]


def test_with_nothing_done_there_is_nothing_to_keep() -> None:
    assert Told().hear("save_as", {"name": "leg day"}).said() == "There is no workout to keep yet."


def test_a_session_kept_since_is_begun_by_its_words() -> None:
    assert Told().hear("session_start", {"session": "leg day"}).of(Begin) == [Begin("leg-day")]


def test_a_red_flag_takes_back_what_was_asked_for() -> None:
    told = Told().hear("do_workout", FIVES)
    assert told.hear("complaint", {"region": "chest", "sensation": "pain"}).state.asked is None


def test_a_timer_counts_down_to_its_end_and_says_so() -> None:
    told = Told().hear("set_timer", {"seconds": 90})
    (countdown,) = told.of(Countdown)
    assert isinstance(countdown, Countdown)
    assert (countdown.zero, [beat.offset for beat in countdown.beats]) == (100.0, [-3.0, -2.0, -1.0, 0.0])
    assert told.said() == "Ninety seconds from now."
    assert idle_wake_at(told.state) == 100.0
    assert told.tell(Woke(SessionTime(100.0))).said() == "That was ninety seconds."
    assert idle_wake_at(told.state) is None


def test_a_timer_of_a_few_seconds_is_only_a_tone() -> None:
    (countdown,) = Told().hear("set_timer", {"seconds": 2}).of(Countdown)
    assert isinstance(countdown, Countdown)
    assert len(countdown.beats) == 1


def test_a_second_timer_takes_the_place_of_the_first() -> None:
    told = Told().hear("set_timer", {"seconds": 90}).hear("set_timer", {"seconds": 30}, at=20.0)
    assert isinstance(told.wanted[0], Hush)
    assert told.state.timer == Timer(30.0, SessionTime(50.0))


@pytest.mark.parametrize(("intent", "words"), [("set_timer", "The timer is off."), ("stop", "")])
def test_a_timer_is_taken_back(intent: str, words: str) -> None:
    told = Told().hear("set_timer", {"seconds": 90}).hear(intent, {"seconds": 0})
    assert (told.said(), told.state.timer) == (words, None)
    assert isinstance(told.wanted[0], Hush)


def test_how_long_a_timer_runs_can_be_asked_while_there_is_one() -> None:
    told = Told().hear("set_timer", {"seconds": 90})
    assert "time_left" in listening_for_idle(told.state)
    assert "time_left" not in listening_for_idle(Idle())
    assert told.hear("time_left", at=40.0).said() == "One minute left."


def test_without_a_timer_there_is_no_time_left_to_tell() -> None:
    turn = BoxTurn(BOX, Idle(), SessionTime(5.0))
    pacing.time_left(turn, Heard(SessionTime(5.0), "time_left"))
    assert turn.wanted == []


def test_an_offer_put_off_is_made_while_a_timer_runs() -> None:
    state = Idle(again=Offer("deadlift-day", SessionTime(30.0)), timer=Timer(90.0, SessionTime(100.0)))
    assert idle_wake_at(state) == 30.0
    assert Told(state).tell(Woke(SessionTime(30.0))).said().startswith("Time for Deadlift day")


def test_a_metronome_beats_the_tempo_that_was_said() -> None:
    told = Told().hear("metronome", {"down": 3, "still": 1, "up": 1})
    (count,) = told.of(Count)
    assert isinstance(count, Count)
    said = [str(beat.sound) for beat in count.beats[2:7]]
    assert said == ["down", "two", "three", "hold", "up"]
    assert {beat.offset for beat in count.beats if beat.sound == "down"} == {3.0 + 5 * rep for rep in range(23)}
    assert count.length == 118.0
    assert not {"two more", "last one"} & {beat.sound for beat in count.beats}


def test_a_tempo_no_rep_of_which_fits_beats_nothing() -> None:
    assert not Told().hear("metronome", {"down": 99, "up": 99}).of(Count)


def test_the_lifter_is_called_as_he_wants_to_be() -> None:
    told = Told().hear("call_me", {"name": "sam"})
    assert told.of(KeepFact) == [KeepFact("name", "Sam")]
    assert told.said() == "Hello Sam."
    assert not Told().hear("call_me").wanted


def test_a_delay_told_after_the_warm_up_begins_it_again_as_far_as_there_is_time() -> None:
    box = Box(stock_lines(), {"pre-race": "Pre-race warm-up"})
    told = Told(box=box).tell(WarmedUp(SessionTime(10.0), SessionTime(310.0)))
    assert "race_delayed" in listening_for_idle(told.state)
    assert told.hear("race_delayed", {"minutes": 15}, at=70.0).of(Begin) == [Begin("pre-race", gun_minutes=19.0)]


def test_long_after_the_gun_a_delay_is_none() -> None:
    assert "race_delayed" not in listening_for_idle(Idle())
    told = (
        Told()
        .tell(WarmedUp(SessionTime(10.0), SessionTime(310.0)))
        .hear("race_delayed", {"minutes": 15}, at=310.0 + 901.0)
    )
    assert not told.of(Begin)
    assert told.said() == "When does the race start?"
