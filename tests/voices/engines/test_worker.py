"""The speech engine's own process: watched, retried, restarted; and the real one."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import SimpleQueue

import numpy as np
import pytest

from coach.errors import VoiceError
from coach.voices.engines.worker import EngineWorker
from tests.memory import starved

SETTINGS = {"speaker": "gmw/en-us", "rate": 165, "pitch": 42}


@pytest.fixture
def worker() -> Iterator[EngineWorker]:
    with EngineWorker("tests.voices.engines.misbehaving_worker", deadline=1.0) as one:
        yield one


@pytest.fixture(scope="module")
def espeak() -> Iterator[EngineWorker]:
    with EngineWorker() as one:
        yield one


def test_a_process_that_dies_is_started_again_for_the_next_phrase(worker: EngineWorker) -> None:
    with pytest.raises(VoiceError, match="'die'"):
        worker.render("die", SETTINGS)
    samples, rate = worker.render("hello", SETTINGS)
    assert len(samples) == rate
    assert worker.starts == 4  # three attempts that died, one that lived


def test_a_process_that_hangs_is_given_up_at_its_deadline(worker: EngineWorker) -> None:
    with pytest.raises(VoiceError, match="did not answer within 1 second"):
        worker.render("hang", SETTINGS)
    assert worker.starts == 2
    assert worker.render("hello", SETTINGS)[1] == 22_050


def test_time_in_which_the_machine_slept_is_not_held_against_the_engine() -> None:
    program = (
        "from coach.voices.engines.worker import EngineWorker\n"
        "with EngineWorker('tests.voices.engines.misbehaving_worker', deadline=1.0) as one:\n"
        f"    one.render('sleep', {SETTINGS})\n"
        "    print(one.starts)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_after_a_phrase_that_hung_to_the_last_the_next_one_has_a_single_try(worker: EngineWorker) -> None:
    for _ in range(2):
        with pytest.raises(VoiceError, match="did not answer within 1 second"):
            worker.render("hang", SETTINGS)
    assert worker.starts == 3


def test_a_process_killed_while_nobody_speaks_is_started_anew_by_itself_and_told(
    worker: EngineWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.voices.engines.worker.LASTING", 0.0)
    told: SimpleQueue[str] = SimpleQueue()
    worker.when_restarted(told.put)
    worker.render("hello", SETTINGS)
    first = worker.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert told.get(timeout=30) == "the speech process ended"
    assert worker.process_id not in (first, None)


def test_a_process_that_dies_as_soon_as_it_lives_is_not_started_over_and_over(worker: EngineWorker) -> None:
    worker.render("hello", SETTINGS)
    assert worker.process_id is not None
    os.kill(worker.process_id, signal.SIGKILL)
    worker.render("hello", SETTINGS)
    assert worker.starts == 2  # by the phrase that needed it, and by nobody else


def test_the_real_engine_stopped_in_the_middle_of_a_phrase_is_replaced_and_the_phrase_still_comes(
    espeak: EngineWorker,
) -> None:
    told: list[str] = []
    espeak.when_restarted(told.append)
    before, _ = espeak.render("push your hips back", SETTINGS)
    assert espeak.process_id is not None
    os.kill(espeak.process_id, signal.SIGSTOP)
    after, _ = espeak.render("push your hips back", SETTINGS)
    assert np.array_equal(before, after)
    assert told == ["the speech process did not answer within 2 seconds"]


def test_the_real_engine_killed_for_want_of_memory_is_replaced_and_the_phrase_still_comes(espeak: EngineWorker) -> None:
    told: list[str] = []
    espeak.when_restarted(told.append)
    before, _ = espeak.render("push your hips back", SETTINGS)
    assert espeak.process_id is not None
    with starved() as starve:
        starve(espeak.process_id)
        after, _ = espeak.render("push your hips back", SETTINGS)
    assert np.array_equal(before, after)
    assert told == ["the speech process ended"]


def test_an_engine_that_fails_again_and_again_is_left_alone_for_a_while(
    worker: EngineWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("coach.voices.engines.worker.time.monotonic", lambda: now)
    starts = []
    for _ in range(3):
        with pytest.raises(VoiceError):
            worker.render("die", SETTINGS)
        starts.append(worker.starts)
    assert starts == [3, 6, 6]  # the third time nobody waits for it
    with pytest.raises(VoiceError, match="failed 2 times; it is tried again in a moment"):
        worker.render("hello", SETTINGS)
    now += 1.5
    assert len(worker.render("hello", SETTINGS)[0]) > 0


def test_a_phrase_the_engine_refuses_is_no_failure_of_the_engine(worker: EngineWorker) -> None:
    for _ in range(3):
        with pytest.raises(VoiceError, match="I will not"):
            worker.render("refuse", SETTINGS)
    assert len(worker.render("hello", SETTINGS)[0]) > 0


def test_a_closed_voice_starts_nothing_any_more() -> None:
    one = EngineWorker("tests.voices.engines.misbehaving_worker")
    one.render("hello", SETTINGS)
    one.close()
    with pytest.raises(VoiceError, match="closed"):
        one.render("hello", SETTINGS)
    assert one.process_id is None


@pytest.mark.parametrize(
    ("text", "why"), [("refuse", "I will not"), ("short", "empty"), ("nothing", "no sound"), ("rave", "raving")]
)
def test_a_phrase_that_cannot_be_had_is_named_with_the_reason(worker: EngineWorker, text: str, why: str) -> None:
    with pytest.raises(VoiceError, match=f"{text}.*{why}"):
        worker.render(text, SETTINGS)


def test_a_missing_engine_is_said_with_what_to_install() -> None:
    with (
        EngineWorker("tests.voices.engines.missing_worker") as one,
        pytest.raises(VoiceError, match="no library was found; install it"),
    ):
        _ = one.version


def test_a_process_that_cannot_start_is_a_missing_engine() -> None:
    with EngineWorker("tests.voices.no_such_module") as one, pytest.raises(VoiceError):
        one.render("hello", SETTINGS)


def test_closing_twice_is_harmless() -> None:
    one = EngineWorker("tests.voices.engines.misbehaving_worker")
    one.render("hello", SETTINGS)
    one.close()
    one.close()


def test_where_no_folder_can_be_written_the_engine_speaks_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError("read-only")

    monkeypatch.setattr("coach.voices.engines.scratch.tempfile.TemporaryDirectory", refuse)
    with EngineWorker() as one:
        long, rate = one.render("push your hips back, and stand tall", SETTINGS)
        short, _ = one.render("up", SETTINGS)
    assert len(long) > len(short) > 0.1 * rate


def test_espeak_says_who_it_is(espeak: EngineWorker) -> None:
    assert espeak.version.startswith("pyttsx3 2.")
    assert "espeak-ng 1.5" in espeak.version


def test_the_same_words_are_the_same_samples_whatever_was_said_before(espeak: EngineWorker) -> None:
    first, _ = espeak.render("push your hips back", SETTINGS)
    espeak.render("something else in between", SETTINGS)
    again, _ = espeak.render("push your hips back", SETTINGS)
    assert np.array_equal(first, again)


def test_espeak_speaks_forty_phrases_each_as_long_as_it_should_be(espeak: EngineWorker) -> None:
    starts = espeak.starts
    for number in range(20):
        short, rate = espeak.render("two", SETTINGS)
        long, _ = espeak.render(f"set {number} of twenty, and then a rest", SETTINGS)
        assert 0.2 < len(short) / rate < 1.0
        assert len(long) / rate > 1.5
    assert espeak.starts <= max(1, starts)


def test_espeak_heeds_the_rate(espeak: EngineWorker) -> None:
    slow, _ = espeak.render("stand tall and breathe", {**SETTINGS, "rate": 110})
    fast, _ = espeak.render("stand tall and breathe", {**SETTINGS, "rate": 220})
    assert len(slow) > 1.5 * len(fast)


def test_espeak_heeds_the_speaker(espeak: EngineWorker) -> None:
    one, _ = espeak.render("stand tall", SETTINGS)
    other, _ = espeak.render("stand tall", {**SETTINGS, "speaker": "en-us+f3"})
    assert not np.array_equal(one[:5000], other[:5000])


def test_espeak_refuses_a_speaker_it_does_not_have(espeak: EngineWorker) -> None:
    with pytest.raises(VoiceError, match="nobody"):
        espeak.render("hello", {**SETTINGS, "speaker": "nobody"})


def test_two_threads_may_ask_at_once(espeak: EngineWorker) -> None:
    lengths: list[int] = []
    texts = ["down", "up", "hold", "squeeze your glutes at the top"] * 3
    threads = [
        threading.Thread(target=lambda t=text: lengths.append(len(espeak.render(t, SETTINGS)[0]))) for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lengths) == len(texts)
    assert min(lengths) > 4000
