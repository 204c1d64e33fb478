"""Moonshine: what was said in free words, the armed phrases weighed against it, and files nobody has tampered with."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from coach.ears.factory import Chosen, choose
from coach.ears.model_files.capacity import Effort, effort, room_for_both
from coach.ears.model_files.moonshine import SHA256, check_moonshine, find_moonshine
from coach.ears.recognisers.base import NOTHING, Hypothesis
from coach.ears.recognisers.neural.expected import Expected
from coach.ears.recognisers.neural.free_text import Floats
from coach.ears.recognisers.neural.moonshine import Moonshine, confidence, prepared, spoken_between
from coach.ears.recognisers.neural.network import NARROW, Beam, Reading, Transcriber
from coach.ears.recognisers.neural.phrase_search import Walk
from coach.ears.recognisers.paired import Witnessed
from coach.ears.recognisers.process import Apart
from coach.errors import EarError
from coach.ports import EAR_RATE, Pcm16
from coach.reading.memory import free_memory
from coach.understanding.reader import Reader
from tests import shipped
from tests.ears.conftest import ENGLISH
from tests.ears.fragile import Slow, missing
from tests.ears.speech import in_a_row, said, silence
from tests.needed import needs

FOLDER = find_moonshine()
needs_model = needs(there=FOLDER is not None, reason="there is no Moonshine for this machine")
CONCEPTS = shipped.concepts()
ARMED = frozenset({"next", "stop", "pause", "complaint", "more_rest", "log_load"})


@pytest.fixture(scope="module")
def moonshine() -> Iterator[Moonshine]:
    assert FOLDER is not None
    opened = Moonshine(FOLDER, ENGLISH.book.numerals, dict(ENGLISH.book.spellings))
    opened.arm(ENGLISH.audible(ARMED))
    yield opened
    opened.close()


def heard(moonshine: Moonshine, text: str, voice: str = "rms") -> Hypothesis:
    return moonshine.recognise(in_a_row(silence(0.3), said(text, voice), silence(0.16)))


def plain(hypothesis: Hypothesis) -> str:
    assert hypothesis.transcript is not None
    return ENGLISH.normalise(hypothesis.transcript.text)


@needs_model
@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize("text", ["stop", "next", "my back feels tight", "give me thirty more seconds", "ninety kilos"])
def test_what_is_armed_is_written_down_and_believed(moonshine: Moonshine, text: str) -> None:
    found = heard(moonshine, text)
    assert (found.text, plain(found)) == (text, text)
    assert found.confidence > 0.7
    assert found.likely > -0.5


@needs_model
@pytest.mark.usefixtures("lifter")
@pytest.mark.parametrize("text", ["can i get a large coffee with sugar", "we are going to the park tomorrow"])
def test_what_is_not_armed_is_written_down_and_no_phrase_is_believed(moonshine: Moonshine, text: str) -> None:
    found = heard(moonshine, text)
    assert plain(found) == text
    assert found.confidence < 0.2


def in_noise(text: str, voice: str, decibels: float) -> Pcm16:
    """The text so many decibels over white noise, with a little of the noise around it."""
    clean = in_a_row(silence(0.3), said(text, voice), silence(0.3)).astype(np.float64)
    loud = np.sqrt((clean[clean != 0] ** 2).mean()) / 10 ** (decibels / 20)
    mixed: Pcm16 = np.clip(clean + np.random.default_rng(3).normal(0, loud, len(clean)), -32768, 32767).astype(np.int16)
    return mixed


@needs_model
@pytest.mark.usefixtures("lifter")
def test_in_noise_following_several_texts_with_expected_words_finds_what_is_likelier_as_a_whole() -> None:
    assert FOLDER is not None
    transcriber, sound = Transcriber(FOLDER), prepared(in_noise("my lower back feels tight", "slt", 5))
    astray = transcriber.read(sound, beam=Beam(texts=1)).free
    found = transcriber.read(sound, expected=Expected(ENGLISH.words() | CONCEPTS.words)).free
    assert astray.text.startswith("My lord")
    assert found.text.startswith("My lower back")
    assert found.logp > astray.logp


@needs_model
def test_the_words_of_phrases_and_concepts_are_expected() -> None:
    reader = Reader(ENGLISH, CONCEPTS, lambda _region, _sensation: False)
    make = choose("moonshine", ENGLISH, None, (), reader).first
    assert isinstance(make, partial)
    assert {"next", "ninety", "wobbly"} <= make.args[-1]


@needs_model
def test_silence_too_short_for_a_word_is_nothing(moonshine: Moonshine) -> None:
    assert moonshine.recognise(silence(0.05)) == NOTHING


@needs_model
@pytest.mark.usefixtures("lifter")
def test_other_phrases_are_weighed_once_they_are_armed(moonshine: Moonshine) -> None:
    moonshine.arm(ENGLISH.audible(frozenset({"repeat"})))
    assert heard(moonshine, "stop").confidence < 0.2
    moonshine.arm(ENGLISH.audible(ARMED))
    assert heard(moonshine, "stop").text == "stop"


@needs_model
@pytest.mark.usefixtures("lifter")
def test_a_phrase_that_could_go_on_says_so(moonshine: Moonshine) -> None:
    assert heard(moonshine, "thirty more seconds").may_go_on is False
    assert heard(moonshine, "a hundred kilos").text == "a hundred kilos"


@needs_model
def test_a_file_that_is_not_the_released_one_is_one_clear_line(tmp_path: Path) -> None:
    assert FOLDER is not None
    for name in SHA256:
        shutil.copy(FOLDER / name, tmp_path / name)
    check_moonshine(tmp_path)
    with (tmp_path / "tokenizer.bin").open("ab") as file:
        file.write(b"?")
    with pytest.raises(EarError, match=r"tokenizer\.bin is not the file that was released; run 'pip install"):
        Moonshine(tmp_path)
    (tmp_path / "tokenizer.bin").unlink()
    with pytest.raises(EarError, match="cannot be read"):
        check_moonshine(tmp_path)


def test_the_better_a_phrase_fits_the_surer() -> None:
    assert [round(confidence(score), 2) for score in (0.0, -0.6, -1.0, -4.0)] == [0.75, 0.55, 0.4, 0.01]


def test_the_loud_part_of_a_segment_is_found() -> None:
    tone = (8000 * np.sin(np.arange(EAR_RATE // 2) / 5)).astype(np.int16)
    begin, end = spoken_between(in_a_row(silence(0.4), tone, silence(0.3)))
    assert begin == pytest.approx(0.4, abs=0.02)
    assert end == pytest.approx(0.9, abs=0.02)


@needs_model
@pytest.mark.usefixtures("lifter")
def test_the_witness_hears_the_same_remark_beside_it_and_either_may_die() -> None:
    chosen = choose("auto", ENGLISH, None, ())
    assert chosen.witness is not None
    both = chosen.apart()
    assert isinstance(both, Witnessed)
    try:
        both.arm(ENGLISH.audible(ARMED))
        remark = in_a_row(silence(0.3), said("next"), silence(0.2))
        both.foresee(remark)
        found = both.recognise(remark)
        assert found.witness is not None
        assert (found.text, found.witness.text, plain(found)) == ("next", "next", "next")
        for part in (both._first, both._witness):
            assert isinstance(part, Apart)
            assert part._process is not None
            part._process.kill()
            both.recognise(remark)
            assert len(both.troubles) == 1
            both.troubles = []
        again = both.recognise(remark)
        assert again.witness is not None
        assert (again.text, again.witness.text) == ("next", "next")
        assert both.hears_sounds
        assert both.last_sounds()
    finally:
        both.close()


@needs_model
def test_where_moonshine_does_not_start_its_witness_hears_alone_and_says_why(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("coach.ears.factory.find_moonshine", lambda: tmp_path)
    alone = choose("auto", ENGLISH, None, ()).apart()
    try:
        assert isinstance(alone, Apart)
        assert "PocketSphinx" in alone.name
        assert "cannot be read" in alone.name
    finally:
        alone.close()


def test_a_machine_of_one_processor_has_no_room_for_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.ears.model_files.capacity.find_moonshine", lambda: Path())
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: {0})
    assert room_for_both().lacking == "one processor is too little for two recognisers"


@pytest.mark.parametrize(
    ("pace", "made"),
    [(0.1, Effort.FULL), (0.25, Effort.FULL), (0.3, Effort.NARROW), (0.5, Effort.NARROW), (0.6, Effort.ALONE)],
)
def test_the_slower_the_machine_the_less_is_made_of_a_remark(pace: float, made: Effort) -> None:
    assert effort(pace) is made


@needs_model
@pytest.mark.usefixtures("lifter")
def test_on_a_slow_machine_fewer_phrases_are_followed_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert FOLDER is not None
    followed = []
    read = Transcriber.read

    def watched(self: Transcriber, sound: Floats, walk: Walk | None, beam: Beam, expected: Expected) -> Reading:
        followed.append(beam)
        return read(self, sound, walk, beam, expected)

    monkeypatch.setattr(Transcriber, "pace", lambda _self: 0.4)
    monkeypatch.setattr(Transcriber, "read", watched)
    slow = Moonshine(FOLDER, ENGLISH.book.numerals, dict(ENGLISH.book.spellings))
    slow.arm(ENGLISH.audible(ARMED))
    assert heard(slow, "give me thirty more seconds").text == "give me thirty more seconds"
    assert followed == [NARROW]
    assert slow.name == "Moonshine tiny (fewer phrases are followed: a remark takes this machine 0.4 s)"
    slow.close()


def test_on_a_very_slow_machine_no_witness_is_started() -> None:
    alone = Chosen(Slow, missing).apart()  # a witness that cannot be had would be told of
    try:
        assert isinstance(alone, Apart)
        assert (alone.name, alone.pace) == ("a slow one", 0.9)
    finally:
        alone.close()


@needs_model
def test_the_pace_of_this_machine_is_measured_in_its_own_work() -> None:
    assert FOLDER is not None
    assert 0.0 < Transcriber(FOLDER).pace() < 30.0


def test_free_memory_is_read_from_the_system(tmp_path: Path) -> None:
    told = tmp_path / "meminfo"
    told.write_text("MemTotal: 900000 kB\nMemAvailable:  300000 kB\n")
    assert free_memory(told) == 300_000 * 1024
    assert free_memory(tmp_path / "none") is None
