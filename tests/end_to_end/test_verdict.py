"""What the machine may be blamed for when something is not where it was promised, and what it may not."""

import os
import signal
import sys
import time

import pytest

from tests.end_to_end.verdict import Heard, excused
from tests.witness import STOOD_STILL, Stall, Witness, again_if_the_machine_stood_still, undisturbed


def count(offs: list[float | None], sound: int = 1, begin: float = 10.0) -> list[Heard]:
    """A count of a word a second, each so far from its place."""
    return [Heard(sound, "word", begin + number, off) for number, off in enumerate(offs)]


LATER = count([0.004, 0.004, 0.004, None, None])
"""From the fourth word on, due at 13.0, nothing is where it was promised."""


@pytest.mark.parametrize("stall", [(12.4, 12.7), (11.9, 12.1), (12.9, 13.1)])
def test_words_out_of_place_behind_a_stall_are_the_machine_s_doing(stall: Stall) -> None:
    assert excused(LATER, [stall])


@pytest.mark.parametrize("stalls", [[], [(10.5, 10.8)], [(13.5, 13.9)], [(2.0, 2.5), (40.0, 41.0)]])
def test_words_out_of_place_without_a_stall_right_before_them_are_the_coach_s_doing(stalls: list[Stall]) -> None:
    assert not excused(LATER, stalls)


def test_a_word_that_moved_by_two_milliseconds_is_out_of_place() -> None:
    assert excused(count([0.004, 0.004, 0.006]), [(11.2, 11.4)])
    assert not excused(count([0.004, 0.004, 0.006]), [(15.0, 15.4)])


def test_one_sound_out_of_place_without_a_stall_is_not_excused_by_another_s() -> None:
    assert not excused([*LATER, *count([0.0, None], sound=2, begin=30.0)], [(12.4, 12.7)])


def test_nothing_is_excused_where_nothing_is_out_of_place() -> None:
    assert not excused(count([0.004, 0.004, 0.0042]), [(10.5, 10.9)])


def test_the_witness_tells_when_it_was_kept_from_running() -> None:
    with Witness() as witness:
        os.kill(witness.process_id, signal.SIGSTOP)
        began = time.monotonic()
        time.sleep(0.4)  # the stall itself
        ended = time.monotonic()
        os.kill(witness.process_id, signal.SIGCONT)
        stalls = witness.stop()
    assert any(begin < began + STOOD_STILL and end > ended for begin, end in stalls)


class Stalling(Witness):
    """A witness on a machine that stands still each time it is watched."""

    def stop(self) -> list[Stall]:
        return [(1.0, 2.0), *super().stop()]


class Quiet(Witness):
    """A witness on a machine that never stands still."""

    def stop(self) -> list[Stall]:
        super().stop()
        return []


def played(excuses: list[bool], watch: type[Witness]) -> int:
    """How often something is played that is excused so."""
    times = iter(range(len(excuses)))
    return undisturbed(lambda: next(times), lambda number, _: excuses[number], watch) + 1


def test_what_the_machine_spoilt_is_played_again_but_not_for_ever() -> None:
    assert played([True, False, False], Stalling) == 2
    assert played([True, True, True, True], Stalling) == 3


def test_what_the_machine_did_not_spoil_is_played_once() -> None:
    assert played([False, False], Stalling) == 1
    assert played([True, False], Quiet) == 1


def test_what_fails_for_another_reason_fails() -> None:
    @again_if_the_machine_stood_still
    def fails() -> None:
        raise AssertionError("as ever")

    with pytest.raises(AssertionError, match="as ever"):
        fails()


EARLY = "print('1.0 2.0\\nwatching', flush=True); import sys; sys.stdin.read(); print('3.0 3.1')"
"""Says as a witness would that the machine stood still while the witness itself was starting, and again later."""


def test_a_stall_from_before_the_watch_is_no_part_of_it() -> None:
    with Witness((sys.executable, "-c", EARLY)) as witness:
        assert witness.stop() == [(3.0, 3.1)]


def test_a_witness_that_does_not_come_is_told() -> None:
    with pytest.raises(AssertionError, match="ended before it watched"), Witness((sys.executable, "-c", "")):
        pass
