"""A warm-up tied to the gun: time left, late starts, delays."""

from dataclasses import replace

import pytest

from coach.clocks import SessionTime
from coach.core.commands import Say
from coach.core.events import Heard
from coach.core.intents.armed import listening_for
from coach.core.plan import Distance, Gun, Hold, Rest, Role, Work
from coach.core.session.machine import begin
from coach.core.session.rehearsal import Rehearsed, Remark, turns
from coach.core.state import Closing, Finished, Resting
from coach.core.steps import start_signal
from coach.core.turn import Turn
from tests.core.plans import line, plan

STOCK = {
    "race.left": line("{time} to the gun."),
    "race.wait": line("I begin in {time}."),
    "race.delayed": line("Later, then. {time} to the gun."),
    "race.when": line("Tell me first when the race starts."),
    "race.shed": line("We are late, so I leave out {what}."),
}
BASE = plan()
DRILL, HOLDING = "breathing", "kettlebell"
WORKS = (
    Work("hinge", Hold(60), Role.WARM_UP, importance=5),
    Work(DRILL, Hold(60), Role.WARM_UP, importance=1),
    Work("hinge", Hold(60), Role.WARM_UP, importance=5),
)
GUN = Gun(300, (Work(HOLDING, Hold(30), Role.WARM_UP), Rest(30)))
RACE = replace(
    BASE,
    steps=WORKS,
    cool_down=(),
    lines={**BASE.lines, **STOCK},
    gun=GUN,
)  # fmt: skip


def told(*remarks: Remark, workout: object = RACE) -> list[Rehearsed]:
    return list(turns(RACE if workout is RACE else BASE, remarks))


def said(seen: list[Rehearsed]) -> list[str]:
    return [command.text for turn in seen for command in turn.commands if isinstance(command, Say)]


def worked(seen: list[Rehearsed]) -> list[str]:
    return [done.exercise for done in seen[-1].state.today.log]


def race_in(minutes: float, at: float = 0.5) -> Remark:
    return Remark(SessionTime(at), "race_in", {"minutes": minutes})


def test_a_race_session_listens_for_its_gun() -> None:
    assert {"race_in", "race_delayed"} <= listening_for(told()[0].state)
    assert not {"race_in", "race_delayed"} & listening_for(begin(BASE))


def test_the_time_to_the_gun_is_said_back() -> None:
    assert "Thirty minutes to the gun." in said(told(race_in(30)))


def test_with_time_to_spare_the_warm_up_waits_and_ends_before_the_gun() -> None:
    seen = told(race_in(30))
    assert isinstance(seen[-1].state.phase, Finished)
    assert any(isinstance(turn.state.phase, Resting) for turn in seen)
    assert seen[-1].state.at == pytest.approx(1500, abs=45)


def test_a_start_told_long_before_is_waited_for_and_that_is_said() -> None:
    spoken = said(told(race_in(30)))
    assert any(text.startswith("I begin in") for text in spoken)
    assert not any(text.startswith(("Rest twenty", "Take twenty")) for text in spoken)


def test_a_late_warm_up_leaves_out_the_least_important_and_says_which() -> None:
    seen = told(race_in(6))
    assert DRILL not in worked(seen)
    assert worked(seen) == ["hinge", "hinge"]
    assert f"We are late, so I leave out {RACE.exercises[DRILL].title}." in said(seen)


def test_time_is_called_at_the_marks_and_each_mark_once() -> None:
    calls = [text for text in said(told(race_in(11))) if "to the gun" in text]
    assert calls[0] == "Eleven minutes to the gun."
    assert len(calls) == len(set(calls)) >= 2


def test_a_delay_adds_holding_work_for_as_long() -> None:
    on_time = told(race_in(9))
    delayed = told(race_in(9), Remark(SessionTime(60.0), "race_delayed", {"minutes": 10}))
    assert worked(delayed).count(HOLDING) > 5
    assert 540 < delayed[-1].state.at - on_time[-1].state.at < 660
    assert any(text.startswith("Later, then.") for text in said(delayed))


def test_a_delay_of_a_race_whose_start_nobody_told_is_asked_about() -> None:
    assert "Tell me first when the race starts." in said(
        told(Remark(SessionTime(5.0), "race_delayed", {"minutes": 10}))
    )


def test_a_short_delay_adds_nothing() -> None:
    seen = told(race_in(9), Remark(SessionTime(60.0), "race_delayed", {"minutes": 0.5}))
    assert HOLDING not in worked(seen)


def test_the_gun_told_in_the_middle_is_waited_for_with_holding_work() -> None:
    seen = told(race_in(25, at=90.0))
    assert worked(seen).count(HOLDING) > 5


def test_a_session_without_a_gun_takes_no_notice() -> None:
    seen = told(race_in(8), workout=BASE)
    assert not [text for text in said(seen) if "gun" in text]


def test_after_the_gun_nothing_more_is_done() -> None:
    seen = told(race_in(1))
    assert worked(seen) == []
    assert isinstance(seen[-1].state.phase, Finished)


@pytest.mark.parametrize("at", [5.0, 10.0, 40.0, 400.0])
def test_a_delay_told_at_any_moment_ends_as_much_before_the_gun(at: float) -> None:
    seen = told(race_in(20), Remark(SessionTime(at), "race_delayed", {"minutes": 10}))
    assert seen[-1].state.at == pytest.approx(1500, abs=60)


def test_a_delay_told_on_a_carry_counts_what_is_left_of_it() -> None:
    carry = replace(RACE, steps=(Work("carry", Distance(40, 60), Role.WARM_UP), *WORKS))
    seen = list(turns(carry, [race_in(20, at=30.0)]))
    assert seen[-1].state.at == pytest.approx(930, abs=60)


def test_the_gun_told_while_getting_ready_counts_the_work_that_is_coming() -> None:
    seen = told(race_in(20, at=4.0))
    assert seen[-1].state.at == pytest.approx(904, abs=60)


def test_the_gun_told_in_a_holding_rest_counts_what_is_left_of_it() -> None:
    seen = told(race_in(30), Remark(SessionTime(700.0), "race_delayed", {"minutes": 5}))
    assert isinstance(next(turn for turn in seen if turn.state.at >= 700.0).state.phase, Resting)
    assert seen[-1].state.at == pytest.approx(1800, abs=60)


@pytest.mark.parametrize(("minutes", "end"), [(25.0, 1260), (40.0, 2160), (9.0, 300)])
def test_the_gun_told_anew_while_waiting_changes_the_wait(minutes: float, end: float) -> None:
    seen = told(race_in(30), race_in(minutes, at=60.0))
    assert seen[-1].state.at == pytest.approx(end, abs=60)


def test_a_delay_told_while_waiting_lengthens_the_wait() -> None:
    seen = told(race_in(30), Remark(SessionTime(60.0), "race_delayed", {"minutes": 10}))
    assert HOLDING not in worked(seen)
    assert seen[-1].state.at == pytest.approx(2100, abs=60)


def test_a_plan_without_a_gun_only_remembers_it() -> None:
    turn = Turn(replace(BASE, lines=RACE.lines), begin(BASE), SessionTime(5.0))
    start_signal.race_in(turn, Heard(SessionTime(5.0), "race_in", {"minutes": 10}))
    assert turn.session.gun_at == 605.0
    assert turn.session.ahead == BASE.steps


def test_holding_work_that_is_no_longer_needed_goes_without_a_word() -> None:
    planned = tuple(step for step in RACE.steps if isinstance(step, Work) and step.exercise != DRILL)
    workout = replace(
        RACE, steps=planned, gun=replace(GUN, holding=(Work(HOLDING, Hold(30), Role.WARM_UP, importance=1),))
    )
    remarks = (race_in(8), Remark(SessionTime(60.0), "race_delayed", {"minutes": 10}), race_in(6, at=70.0))
    seen = list(turns(workout, remarks))
    assert worked(seen).count(HOLDING) <= 2
    assert not [text for text in said(seen) if "late" in text and "Later" not in text]


LAST = Work("pull", Hold(20), Role.WARM_UP, importance=2, floor=20.0)
FLOORED = replace(
    RACE,
    steps=(replace(WORKS[0], floor=30.0), WORKS[1], replace(LAST, floor=20.0), Rest(15)),
    gun=replace(GUN, again=(replace(LAST, role=Role.WARM_UP),)),
)


def floored(*remarks: Remark) -> list[Rehearsed]:
    return list(turns(FLOORED, remarks))


def closing_of(seen: list[Rehearsed]) -> float:
    return next(turn.state.at for turn in seen if isinstance(turn.state.phase, Closing))


def test_a_delay_told_in_the_last_words_is_filled_and_ends_with_what_comes_again() -> None:
    before = floored(race_in(12))
    assert listening_for(next(turn.state for turn in before if isinstance(turn.state.phase, Closing))) >= {
        "race_delayed"
    }
    seen = floored(race_in(12), Remark(SessionTime(closing_of(before) + 0.1), "race_delayed", {"minutes": 10}))
    assert worked(seen)[:3] == worked(before)
    assert worked(seen)[3:].count(HOLDING) > 3
    assert worked(seen)[-1] == "pull"


def test_a_short_delay_told_in_the_last_words_ends_it_again() -> None:
    before = floored(race_in(12))
    seen = floored(race_in(12), Remark(SessionTime(closing_of(before) + 0.1), "race_delayed", {"minutes": 0.5}))
    assert worked(seen) == worked(before)
    assert isinstance(seen[-1].state.phase, Finished)


def test_when_a_late_start_is_delayed_the_phases_that_were_left_out_come_back_in_their_order() -> None:
    late = floored(race_in(1.8))
    assert worked(late) == ["hinge"]
    seen = floored(race_in(1.8), Remark(SessionTime(closing_of(late) + 0.1), "race_delayed", {"minutes": 3}))
    assert [name for name in worked(seen) if name != HOLDING] == ["hinge", "pull"]


def test_when_nothing_was_done_a_delay_begins_with_the_first_phase() -> None:
    none = floored(race_in(0.5))
    assert worked(none) == []
    seen = floored(race_in(0.5), Remark(SessionTime(closing_of(none) + 0.1), "race_delayed", {"minutes": 9}))
    assert worked(seen) == ["hinge", "pull"]


def test_what_was_cut_below_its_floor_comes_back_whole_before_what_follows_it() -> None:
    cut = floored(race_in(1.2))
    assert [done.seconds for done in cut[-1].state.today.log] == [pytest.approx(20, abs=1)]
    seen = floored(race_in(1.2), Remark(SessionTime(closing_of(cut) + 0.1), "race_delayed", {"minutes": 9}))
    assert [name for name in worked(seen) if name != HOLDING] == ["hinge", "hinge", "pull"]
