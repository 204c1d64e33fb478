"""The recogniser in a process of its own: PocketSphinx that dies or hangs, and is listening again."""

import os
import resource
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from coach.clocks import SessionTime
from coach.core.events import Event, Heard, Recovered, SoundBack, SoundLost
from coach.ears.pipeline import Listener
from coach.ears.recognisers.base import NOTHING
from coach.ears.recognisers.process import LOOK, STILL, THINKING, Apart, LostError, _wait
from coach.ears.supervisor import LASTING, RETRY, WatchedEar
from coach.errors import EarError
from coach.host.processor import processor_time
from coach.phrases.grammar import Word
from coach.ports import EAR_RATE, Pcm16
from tests.ears.conftest import ENGLISH
from tests.ears.fragile import CRASHES, HANGS, FragilePocketSphinx, missing
from tests.ears.speech import in_a_row, in_blocks, said, silence
from tests.memory import starved

ARMED = frozenset({"next", "pause", "stop", "complaint"})


in_both_ways = pytest.mark.parametrize(
    ("samples", "trouble"), [(CRASHES, "it ended by signal 11"), (HANGS, "it hung")], ids=["crash", "hang"]
)


@pytest.fixture(scope="module")
def one_apart() -> Iterator[Apart]:
    apart = Apart(FragilePocketSphinx)
    yield apart
    apart.close()


@pytest.fixture
def apart(one_apart: Apart) -> Apart:
    one_apart.arm(ENGLISH.grammar(ARMED))
    one_apart.troubles = []
    return one_apart


def process(apart: Apart) -> int:
    assert apart._process is not None
    return apart._process.pid


def test_it_hears_what_the_recogniser_in_this_process_hears(apart: Apart, lifter: None) -> None:  # noqa: ARG001
    here = FragilePocketSphinx()
    here.arm(ENGLISH.grammar(ARMED))
    remark = said("pause")
    assert apart.recognise(remark).text == here.recognise(remark).text == "pause"
    assert apart.name == here.name


@in_both_ways
def test_one_that_breaks_over_a_remark_hears_the_next_within_three_seconds(
    apart: Apart,
    lifter: None,  # noqa: ARG001
    samples: int,
    trouble: str,
) -> None:
    begun = work_of(apart)
    assert apart.recognise(np.zeros(samples, np.int16)) == NOTHING
    assert apart.troubles == [trouble]
    assert work_of(apart) - begun < 3.0
    assert apart.recognise(said("pause")).text == "pause"


def work_of(apart: Apart) -> float:
    """Seconds of processor time of all helper processes so far: a busy machine does not stretch them."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert apart._process is not None
    return ended.ru_utime + ended.ru_stime + processor_time(apart._process)


def test_one_that_stands_still_is_started_anew(apart: Apart) -> None:
    before = process(apart)
    os.kill(before, signal.SIGSTOP)
    assert apart.recognise(np.zeros(EAR_RATE, np.int16)) == NOTHING
    assert apart.troubles == ["it hung"]
    assert process(apart) != before


def test_what_it_foresees_it_has_thought_of_before_it_is_asked(apart: Apart, lifter: None) -> None:  # noqa: ARG001
    remark = said("pause")
    apart.foresee(remark)
    assert apart._line is not None
    assert apart._line.poll(30), "it did not begin by itself"
    assert apart.recognise(remark.copy()).text == "pause"
    assert apart.recognise(said("next")).text == "next"


def test_asked_for_another_remark_than_it_foresaw_it_answers_for_that_one(
    apart: Apart,
    lifter: None,  # noqa: ARG001
) -> None:
    apart.foresee(said("pause"))
    apart.foresee(said("stop"))
    assert apart.recognise(said("next")).text == "next"
    apart.foresee(said("pause"))
    apart.arm(ENGLISH.grammar(frozenset({"next"})))
    assert apart.recognise(said("next")).text == "next"


@in_both_ways
def test_one_that_breaks_over_what_it_foresaw_is_started_anew(
    apart: Apart,
    lifter: None,  # noqa: ARG001
    samples: int,
    trouble: str,
) -> None:
    foreseen = np.zeros(samples, np.int16)
    apart.foresee(foreseen)
    assert apart.recognise(foreseen) == NOTHING
    assert apart.troubles == [trouble]
    assert apart.recognise(said("pause")).text == "pause"


@pytest.mark.parametrize(("state", "hangs"), [("R", False), ("S", True)], ids=["kept waiting", "asleep"])
def test_one_that_is_only_kept_waiting_for_the_processor_does_not_hang(
    apart: Apart, monkeypatch: pytest.MonkeyPatch, state: str, hangs: bool
) -> None:
    looks = iter([False] * (round(STILL / LOOK) + 2))
    line = SimpleNamespace(poll=lambda _seconds: next(looks, True))
    monkeypatch.setattr("coach.host.processor._told_of", lambda _process: [[state, *"0" * 20]])
    with pytest.raises(LostError) if hangs else nullcontext():
        _wait(apart._process, line, THINKING)  # type: ignore[arg-type]


@pytest.fixture
def divided(apart: Apart) -> int:
    """The process that hears the free phones, where there is a processor for it."""
    helpers = Path(f"/proc/{process(apart)}/task/{process(apart)}/children").read_text().split()
    if not helpers:
        pytest.skip("one processor: nothing is divided")
    return int(helpers[0])


def test_divided_into_two_processes_it_hears_what_one_hears(
    apart: Apart,
    divided: int,  # noqa: ARG001
    lifter: None,  # noqa: ARG001
) -> None:
    here = FragilePocketSphinx()
    here.arm(ENGLISH.grammar(ARMED))
    for remark in (said("pause"), said("my back feels tight"), silence(0.5)):
        found, same = apart.recognise(remark), here.recognise(remark)
        # Where arrays happen to lie in memory decides how the network's sums are rounded.
        assert found.confidence == pytest.approx(same.confidence, abs=0.002)
        assert replace(found, confidence=same.confidence) == same


def test_when_the_helper_dies_both_are_started_anew(
    apart: Apart,
    divided: int,
    lifter: None,  # noqa: ARG001
) -> None:
    before = process(apart)
    os.kill(divided, signal.SIGKILL)
    assert apart.recognise(said("pause")) == NOTHING
    assert apart.recognise(said("pause")).text == "pause"
    assert process(apart) != before


def test_the_helper_ends_with_a_recogniser_that_is_killed(apart: Apart, divided: int) -> None:
    helper = os.pidfd_open(divided)
    os.kill(process(apart), signal.SIGKILL)
    ended, _, _ = select.select([helper], [], [], 30)
    os.close(helper)
    assert ended


def test_one_that_takes_nothing_of_what_is_sent_is_started_anew(apart: Apart) -> None:
    before = process(apart)
    os.kill(before, signal.SIGSTOP)
    apart.arm(
        replace(
            ENGLISH.grammar(ENGLISH.intents),
            rules={**ENGLISH.grammar(ENGLISH.intents).rules, "much": Word("x" * 1_000_000)},
        )
    )
    assert len(apart.troubles) == 1
    assert process(apart) != before


def test_closed_while_somebody_waits_for_it_it_lets_them_go_and_is_not_started_again() -> None:
    apart = Apart(FragilePocketSphinx)
    apart.arm(ENGLISH.grammar(ARMED))
    went: list[str] = []

    def wait() -> None:
        try:
            apart.recognise(np.zeros(HANGS, np.int16))
        except EarError as error:
            went.append(str(error))

    waiting = threading.Thread(target=wait)
    waiting.start()
    apart.close()
    waiting.join(30)
    assert went == ["the ear is closed"]


def test_without_its_model_it_says_why_and_leaves_no_process() -> None:
    with pytest.raises(EarError, match="the model is gone"):
        Apart(missing)


# ---------------------------------------------------------------------- the ear around it


@pytest.fixture
def ear(apart: Apart) -> WatchedEar:
    watched = WatchedEar(Listener(apart, ENGLISH), apart)
    watched.listen_for(ARMED)
    return watched


def hear(ear: WatchedEar, sound: Pcm16, begin: float = 0.0) -> list[Event]:
    return [event for block, at in in_blocks(sound, begin) for event in ear.hear(block, SessionTime(at))]


def test_a_recogniser_that_died_in_mid_remark_is_told_of_and_the_remark_is_heard(
    ear: WatchedEar,
    apart: Apart,
    lifter: None,  # noqa: ARG001
) -> None:
    os.kill(process(apart), signal.SIGKILL)
    remark = in_a_row(silence(0.5), said("pause"), silence(1.5))
    told = hear(ear, remark)
    assert [type(event) for event in told] == [Recovered, Heard]
    assert isinstance(told[0], Recovered)
    assert told[0].part == "ear"


def test_one_that_cannot_be_started_is_a_lost_microphone_until_it_can(
    ear: WatchedEar,
    apart: Apart,
    monkeypatch: pytest.MonkeyPatch,
    lifter: None,  # noqa: ARG001
) -> None:
    remark = in_a_row(silence(0.5), said("pause"), silence(1.5))
    with monkeypatch.context() as broken:
        broken.setattr(apart, "_make", missing)
        os.kill(process(apart), signal.SIGKILL)
        assert [type(event) for event in hear(ear, remark)] == [SoundLost]
        assert ear.hear(silence(0.02), SessionTime(10.0)) == []
    assert ear.hear(silence(0.02), SessionTime(10.0 + RETRY)) == []  # longer after each try in vain
    assert ear.hear(silence(0.02), SessionTime(10.0 + 4 * RETRY)) == [
        SoundBack(SessionTime(10.0 + 4 * RETRY), "microphone")
    ]
    assert [type(event) for event in hear(ear, remark, 20.0)] == [Heard]


def test_one_that_dies_while_nobody_speaks_is_noticed_and_started_anew_at_once(ear: WatchedEar, apart: Apart) -> None:
    assert hear(ear, silence(1.0)) == []
    dead = process(apart)
    os.kill(dead, signal.SIGKILL)
    os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)  # it takes a moment to be gone
    told = hear(ear, silence(0.02), 100.0)
    assert [type(event) for event in told] == [Recovered]
    assert told[0].at == pytest.approx(100.02)
    assert process(apart) != dead


def test_one_killed_for_want_of_memory_in_mid_remark_is_told_of_and_the_remark_is_heard(
    ear: WatchedEar,
    apart: Apart,
    lifter: None,  # noqa: ARG001
) -> None:
    remark = in_a_row(silence(0.5), said("pause"), silence(1.5))
    with starved() as starve:
        starve(process(apart))
        told = hear(ear, remark, 300.0)
    assert len(told) == 2
    assert {type(event) for event in told} == {Recovered, Heard}  # in which order is the kernel's to say


def test_one_that_dies_again_soon_is_left_alone_for_a_while(ear: WatchedEar, apart: Apart) -> None:
    told: list[type[Event]] = []
    for begin in (200.0, 200.0 + LASTING / 2):
        dead = process(apart)
        os.kill(dead, signal.SIGKILL)
        os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
        told += [type(event) for event in hear(ear, silence(0.1), begin)]
    assert told == [Recovered, SoundLost]
    assert [type(event) for event in hear(ear, silence(0.1), 200.0 + LASTING / 2 + RETRY)] == [SoundBack]
