"""Measuring the room, the echo and the voice; and that the ear hears better for it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
import typer

from coach.cli.machine.calibrate import QUIET_FOR, Alarm, alarm_opened, ask_to_speak
from coach.clocks import SessionTime
from coach.config import Config
from coach.ears.pipeline import Decision, Listener
from coach.ears.recognisers.base import Recogniser
from coach.ears.room.calibration import (
    FILE,
    Calibration,
    forget_calibrations,
    keep_calibration,
    load_calibration,
)
from coach.ears.room.measurement import chirp, find_echo, speech_loudness
from coach.errors import InputError
from coach.ports import EAR_RATE, Pcm16, Samples
from coach.script.files.library import Library
from coach.testing.recorder import RATE
from coach.testing.sound_card import one_clock_card, what_is_missing
from coach.wiring.room.calibrating import AFTER_CHIRPS, SETTLING, bench_opened, calibrated
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, said, silence
from tests.needed import lacking
from tests.witness import again_if_the_machine_stood_still

ROOM = Calibration("2026-11-24", room=-60.0)


def noise(seconds: float, loudness: float = 60.0) -> Pcm16:
    made: Pcm16 = np.random.default_rng(3).normal(0, loudness, round(seconds * EAR_RATE)).astype(np.int16)
    return made


def played() -> Pcm16:
    sound: Pcm16 = (chirp(EAR_RATE).samples * 32767).astype(np.int16)
    return in_a_row(silence(0.5), sound, silence(0.5), sound, silence(1.2))


def later(sound: Pcm16, seconds: float, loudness: float = 1.0) -> Pcm16:
    moved: Pcm16 = np.roll((sound * loudness).astype(np.int16), round(seconds * EAR_RATE))
    return moved


def hear(
    recogniser: Recogniser, sound: Pcm16, calibration: Calibration | None, reference: Pcm16 | None = None
) -> list[Decision]:
    """Every remark that a fresh ear, set up with this measurement, believes it hears."""
    decisions: list[Decision] = []
    ear = Listener(recogniser, ENGLISH, calibration=calibration, watch=decisions.append)
    ear.listen_for(frozenset({"next", "repeat", "slower", "back", "complaint"}))
    for start in range(0, len(sound), 320):
        far = None if reference is None else reference[start : start + 320]
        ear.hear(sound[start : start + 320], SessionTime((start + 320) / EAR_RATE), reference=far)
    ear.finish(SessionTime(len(sound) / EAR_RATE))
    return decisions


def coach_talks() -> Pcm16:
    """Lines of the coach's own that would be commands."""
    words = [in_a_row(said(text, "slt"), silence(0.4)) for text in ("repeat that", "slow down")]
    return in_a_row(silence(0.2), *words, silence(1.5))


@pytest.mark.parametrize("delay", [-0.03, 0.0, 0.035, 0.3, 0.7])
def test_the_delay_of_an_echo_in_noise_is_found_to_the_millisecond(delay: float) -> None:
    heard = later(played(), delay, 0.1) + noise(3.4)
    echo = find_echo(heard, played())
    assert echo is not None
    assert echo.delay == pytest.approx(delay, abs=0.001)


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_where_one_chirp_is_lost_on_the_way_the_others_are_not_taken_for_their_neighbours(lost: int) -> None:
    sound: Pcm16 = (chirp(EAR_RATE).samples * 32767).astype(np.int16)
    chirps = [in_a_row(sound, silence(pause - len(sound) / EAR_RATE)) for pause in AFTER_CHIRPS]
    reference = in_a_row(silence(0.2), *chirps)
    chirps[lost] = silence(AFTER_CHIRPS[lost])
    heard = later(in_a_row(silence(0.2), *chirps), 0.05, 0.3)
    echo = find_echo(heard + noise(len(heard) / EAR_RATE, 200), reference)
    assert echo is not None
    assert echo.delay == pytest.approx(0.05, abs=0.001)


def test_the_loss_of_an_echo_is_told() -> None:
    echo = find_echo(later(played(), 0.1, 0.1), played())
    assert echo is not None
    assert echo.loss == pytest.approx(20, abs=0.5)


def test_the_loss_of_an_echo_is_that_of_a_chirp_that_came_whole_where_the_others_did_not() -> None:
    sound: Pcm16 = (chirp(EAR_RATE).samples * 32767).astype(np.int16)
    reference = in_a_row(*(in_a_row(sound, silence(1.0)) for _ in range(3)))
    cut, displaced = sound.copy(), in_a_row(silence(0.1), sound, silence(0.9))
    cut[len(cut) // 3 :] = 0
    heard = in_a_row(displaced, sound, silence(1.0), cut, silence(1.0))
    echo = find_echo(later(heard, 0.05, 0.3), reference)
    assert echo is not None
    assert echo.delay == pytest.approx(0.05, abs=0.001)
    assert echo.loss == pytest.approx(10.5, abs=0.5)


def test_noise_alone_is_no_echo() -> None:
    assert find_echo(noise(3.4, 500), played()) is None


def test_a_faint_voice_is_made_louder_and_a_loud_one_left_alone(lifter: None) -> None:  # noqa: ARG001
    faint: Pcm16 = (said("my back feels tight") / 20).astype(np.int16)
    levels = [speech_loudness(in_a_row(silence(0.5), sound)) for sound in (faint, said("my back feels tight"))]
    gains = [Calibration("2026-11-24", room=-90.0, speech=level).gain for level in levels]
    assert gains[0] > 4
    assert gains[1] == pytest.approx(1.0, abs=0.5)


def test_a_voice_too_faint_to_be_noticed_is_understood_once_measured(
    recogniser: Recogniser,
    lifter: None,  # noqa: ARG001
) -> None:
    faint: Pcm16 = (in_a_row(silence(0.5), said("slow down"), silence(1.5)) / 200).astype(np.int16)
    measured = Calibration("2026-11-24", room=-90.0, speech=-56.0)
    before, after = ([one.hypothesis.text for one in hear(recogniser, faint, each)] for each in (None, measured))
    assert (before, after) == ([], ["slow down"])


@pytest.mark.parametrize("delay", [0.6, -0.1])
def test_an_echo_at_an_unusual_time_is_taken_out_once_measured(
    recogniser: Recogniser,
    lifter: None,  # noqa: ARG001
    delay: float,
) -> None:
    speech = coach_talks()
    echo = later(speech, delay, 0.5)
    assert hear(recogniser, echo, None, speech) != []
    assert hear(recogniser, echo, Calibration("2026-11-24", room=-60.0, echo=-20.0, echo_delay=delay), speech) == []


@pytest.mark.parametrize(
    ("delay", "held_back"), [(None, 0.0), (0.05, 0.0), (0.25, 0.0), (0.5, 0.4), (0.0, -0.05), (-0.1, -0.15)]
)
def test_what_echo_control_finds_by_itself_is_left_alone(delay: float | None, held_back: float) -> None:
    measured = Calibration("2026-11-24", room=-60.0, echo=-30.0, echo_delay=delay)
    assert measured.reference_later == pytest.approx(held_back)


def test_in_a_room_whose_noise_sounds_like_speech_more_is_needed_to_begin_a_remark() -> None:
    assert Calibration("2026-11-24", room=-40.0, room_voice=0.45).voice == pytest.approx(0.6)
    assert ROOM.voice == pytest.approx(0.5)


def test_where_the_coach_cannot_hear_itself_it_need_not_be_surer_while_it_talks() -> None:
    assert ROOM.over_own_voice == 0.0


def test_a_measurement_is_kept_for_its_devices_alone_and_forgotten_on_request(tmp_path: Path) -> None:
    keep_calibration(tmp_path, "desk with box", ROOM)
    assert load_calibration(tmp_path, "desk with box") == ROOM
    assert load_calibration(tmp_path, "other with box") is None
    assert forget_calibrations(tmp_path) == 1
    assert load_calibration(tmp_path, "desk with box") is None


@pytest.mark.parametrize(
    "content",
    [
        *("{", "[]", '{"a": {"room": "x"}}', '{"a": {"day": "", "room": 1e999}}', '{"a": 1}'),
        *('{"a": {"day": "", "room": NaN}}', '{"a": {"day": "", "room": ' + "9" * 400 + "}}"),
        *('{"a": {"day": "", "room": null}}', '{"a": {"day": "", "room": -50, "room_voice": null}}'),
        '{"a": {"day": "", "room": -50, "echo_delay": NaN}}',
    ],
)
def test_a_damaged_file_is_one_clear_line_and_is_replaced_by_the_next_measurement(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="run 'coach calibrate' again"):
        load_calibration(tmp_path, "a")
    keep_calibration(tmp_path, "a", ROOM)
    assert load_calibration(tmp_path, "a") == ROOM


def test_a_session_uses_what_was_measured_of_its_devices_and_says_so_in_one_line(tmp_path: Path) -> None:
    config, told = Config(data_folder=tmp_path), list[str]()
    measured = Calibration("2026-11-24", room=-55.0, echo=-30.0, echo_delay=0.085, speech=-43.0)
    keep_calibration(tmp_path, "wav:a.wav with wav:b.wav", measured)
    assert calibrated("wav:a.wav", "wav:b.wav", config, told.append) == measured
    assert calibrated("wav:c.wav", "wav:b.wav", config, told.append) is None
    assert told == ["Calibrated on 2026-11-24: room -55 dB, echo 85 ms later, microphone gain 10.0."]


def test_a_session_goes_on_without_a_damaged_measurement_and_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{", encoding="utf-8")
    told: list[str] = []
    assert calibrated("wav:a.wav", "wav:b.wav", Config(data_folder=tmp_path), told.append) is None
    assert told[0].startswith("Going on without a calibration: ")


# ---------------------------------------------------------------------------------------------- the command


def coach(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "coach", *words], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def twice_chirped(mic: Path, out: Path) -> tuple[Samples, int]:
    """What the loudspeaker plays to a microphone that does not hear it, and its rate."""
    soundfile.write(mic, noise(13).astype(np.float32) / 32768, EAR_RATE)
    with bench_opened(f"wav:{mic}", f"wav:{out}") as (bench, _):
        assert bench.room(QUIET_FOR).echo is None
    chirps, rate = soundfile.read(out, dtype="float32")
    return chirps, rate


def test_where_nothing_came_back_of_the_chirps_they_are_played_once_more(tmp_path: Path) -> None:
    mic, out = tmp_path / "mic.wav", tmp_path / "out.wav"
    chirps, rate = twice_chirped(mic, out)
    first = round((SETTLING + QUIET_FOR + sum(AFTER_CHIRPS)) * rate)
    assert np.abs(chirps[first:]).max() > 0.1
    room = 0.3 * np.concatenate([np.zeros(round(0.12 * rate)), chirps])
    room[: first + round(0.05 * rate)] = 0.0  # the machine was busy
    soundfile.write(mic, room + np.random.default_rng(1).normal(0, 0.001, len(room)), rate)
    with bench_opened(f"wav:{mic}", f"wav:{out}") as (bench, _):
        echo = bench.room(QUIET_FOR).echo
    assert echo is not None
    assert echo.delay == pytest.approx(0.12, abs=0.001)


def test_on_files_the_echo_and_the_voice_in_the_recording_are_found_and_kept(tmp_path: Path, lifter: None) -> None:  # noqa: ARG001
    data = tmp_path / "data"
    own = {**os.environ, "XDG_DATA_HOME": str(data), "XDG_CONFIG_HOME": str(tmp_path), "COLUMNS": "200"}
    mic, out = tmp_path / "mic.wav", tmp_path / "out.wav"
    chirps, rate = twice_chirped(mic, out)
    chirps = chirps[: round((SETTLING + QUIET_FOR + sum(AFTER_CHIRPS)) * rate)]  # it hears these, and once is enough
    room = np.concatenate([np.zeros(round(0.12 * rate)), 0.3 * chirps, np.zeros(13 * rate)])
    room += np.random.default_rng(1).normal(0, 0.001, len(room))
    for number, text in enumerate(ENGLISH.book.samples):
        word = soxr.resample(said(text) / 32768, EAR_RATE, rate)
        begin = round((8.6 + 4 * number) * rate)
        room[begin : begin + len(word)] += word
    soundfile.write(mic, np.stack([room, 0 * room], axis=1), rate)
    told = coach(own, "calibrate", "--mic", f"wav:{mic}", "--speaker", f"wav:{out}")
    assert "comes back 120 ms later" in told
    assert "The microphone: 1 of its 2 channels hear nothing; of the others the sound is taken (1)." in told
    assert '"my back feels tight": understood.' in told
    kept = json.loads((data / "coach" / FILE).read_text())[f"wav:{mic} with wav:{out}"]
    assert kept["echo_delay"] == pytest.approx(0.12, abs=0.001)
    assert kept["room"] == pytest.approx(-64.8, abs=0.5)  # a third of the white noise lies below 8 kHz
    assert {path.name for path in (data / "coach").iterdir()} == {FILE, "coach.lock"}


@pytest.fixture(scope="module")
def alarm() -> Iterator[Alarm]:
    library = Library.open()
    with alarm_opened(Config(), ENGLISH, library) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "told"),
    [("my knee hurts", "I heard knee, "), ("i have chest pain", "Call the emergency number now")],
)
def test_a_complaint_while_measuring_ends_it_with_what_is_to_be_done(
    alarm: Alarm, text: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def listen(seconds: float) -> Pcm16:
        return in_a_row(silence(0.5), said(text), silence(seconds - 2.0))

    with pytest.raises(typer.Exit):
        ask_to_speak(listen, ("next",), alarm)
    assert told in capsys.readouterr().out


def test_the_sample_that_was_asked_for_is_no_complaint(alarm: Alarm) -> None:
    sound = in_a_row(silence(0.5), said("my back feels tight"), silence(1.5))
    assert alarm("my back feels tight", sound) == ()
    assert alarm("next", sound) != ()


def test_a_red_flag_is_heard_where_the_sample_names_the_same_part_of_the_body(alarm: Alarm) -> None:
    sound = in_a_row(silence(0.5), said("my back is numb"), silence(1.5))
    assert any("numb" in line for line in alarm("my back feels tight", sound))


@pytest.mark.card
@pytest.mark.exact
@again_if_the_machine_stood_still
def test_on_a_card_the_delay_is_what_a_recorder_of_both_directions_says_it_is() -> None:
    missing = what_is_missing()
    if missing:
        lacking(missing)
    with one_clock_card() as card, card.echo(later=0.2), card.record_both() as recorder:
        told = coach(card.environment, "calibrate", "--quick")
        sound = recorder.stop().samples
    played, heard = ((soxr.resample(side, RATE, EAR_RATE) * 32767).astype(np.int16) for side in sound.T)
    truth = find_echo(heard, played)
    assert truth is not None
    measured = float(told.split("comes back ")[1].split(" ms")[0]) / 1000
    # The card tells its own delay to some hundredths of a second; on files it is exact to the sample.
    assert measured == pytest.approx(truth.delay, abs=0.06)
