"""The check-up: what it finds on a machine, and that every trouble comes with a command that mends it."""

from pathlib import Path

import pytest

from coach.config import Config
from coach.doctor import Finding, State, examine, write_report
from coach.doctor.finding import without_names
from coach.doctor.machine import check_disk, read_throttling
from coach.doctor.speech import check_ears, check_voice, find_vosk_model
from coach.ears.model_files.capacity import Room


def model(folder: Path, name: str) -> Path:
    (folder / name / "am").mkdir(parents=True)
    (folder / name / "am" / "final.mdl").write_bytes(b"")
    return folder / name


def test_every_trouble_names_a_command_that_mends_it() -> None:
    assert all(finding.mend for finding in examine(Config()) if finding.state is not State.GOOD)


def test_sound_ears_voice_disk_and_clock_are_all_looked_at() -> None:
    looked_at = {finding.about for finding in examine(Config())}
    assert {"python", "sound server", "voice", "ears", "disk", "clock"} <= looked_at
    assert looked_at & {"audio", "speaker"}


def test_an_english_model_in_the_data_folder_is_found(tmp_path: Path) -> None:
    expected = model(tmp_path / "models", "vosk-model-small-en-us-0.15")
    assert find_vosk_model(Config(data_folder=tmp_path), {}) == expected


def test_a_model_named_in_the_environment_comes_first(tmp_path: Path) -> None:
    model(tmp_path / "models", "vosk-model-small-en-us-0.15")
    expected = model(tmp_path / "other", "vosk-model-en-us-0.22")
    assert find_vosk_model(Config(data_folder=tmp_path), {"VOSK_MODEL_PATH": str(tmp_path / "other")}) == expected


def test_a_configured_folder_without_a_model_is_not_taken_for_one(tmp_path: Path) -> None:
    model(tmp_path / "models", "vosk-model-small-en-us-0.15")
    assert find_vosk_model(Config(data_folder=tmp_path, vosk_model=tmp_path / "empty"), {}) is None


def test_a_model_of_another_language_is_passed_over(tmp_path: Path) -> None:
    model(tmp_path / "models", "vosk-model-small-ko-0.22")
    environment = {"VOSK_MODEL_PATH": str(tmp_path / "models")}
    found = find_vosk_model(Config(data_folder=tmp_path), environment)
    assert found is None or "-ko" not in found.name


def test_with_the_keyboard_as_ears_no_recogniser_is_missed() -> None:
    assert [finding.state for finding in check_ears(Config(ear="keyboard"))] == [State.GOOD]


def test_a_data_folder_still_to_be_made_is_judged_by_the_disk_it_will_be_on(tmp_path: Path) -> None:
    [finding] = check_disk(Config(data_folder=tmp_path / "not" / "yet"))
    assert finding.state is State.GOOD


@pytest.mark.parametrize(
    ("throttled", "temperature", "state", "found"),
    [
        ("throttled=0x0", "temp=48.3'C", State.GOOD, "steady, 48.3 °C"),
        ("throttled=0x50005", "temp=61.0'C", State.BROKEN, "undervoltage, throttled now, 61.0 °C"),
        (
            "throttled=0x50000",
            "temp=61.0'C",
            State.WORTH_KNOWING,
            "undervoltage, throttled since it was switched on, 61.0 °C",
        ),
        ("throttled=0x8", "", State.BROKEN, "too hot now, temperature unknown"),
        ("", "", State.WORTH_KNOWING, "the firmware did not answer"),
    ],
)
def test_the_firmware_s_answer_is_told_in_words(throttled: str, temperature: str, state: State, found: str) -> None:
    finding = read_throttling(throttled, temperature)
    assert (finding.state, finding.found) == (state, found)


def test_a_report_names_neither_the_person_nor_the_home_folder() -> None:
    told = without_names("/home/jane/.local is writable by jane, not by janet", Path("/home/jane"))
    assert told == "~/.local is writable by USER, not by janet"


def test_a_report_has_every_finding_and_what_mends_it(tmp_path: Path) -> None:
    findings = [Finding("disk", State.GOOD, "much", "fine"), Finding("ears", State.BROKEN, "none", "typed", "pip")]
    write_report(findings, tmp_path / "report.txt")
    written = (tmp_path / "report.txt").read_text()
    assert written == "good: disk: much; fine\nbroken: ears: none; typed; to mend it: pip\n"


def test_the_two_recognisers_are_named_where_there_is_room_for_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setattr("coach.doctor.speech.room_for_both", lambda: Room(True))
    (found,) = check_ears(Config(data_folder=tmp_path))
    assert (found.state, found.found) == (State.GOOD, "Moonshine tiny, with PocketSphinx as its witness")


def test_why_pocketsphinx_listens_alone_is_told_with_what_mends_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("coach.doctor.speech.room_for_both", lambda: Room(False, "one processor is too little"))
    monkeypatch.setattr("coach.doctor.speech.find_moonshine", lambda: None)
    (found,) = check_ears(Config(data_folder=tmp_path))
    assert found.state is State.WORTH_KNOWING
    assert "one processor is too little" in found.means
    assert found.mend.endswith("pip install onnxruntime moonshine-voice==0.0.73")


def test_a_machine_without_the_neural_voice_is_told_what_speaks_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.doctor.speech.importlib.util.find_spec", lambda name: None if name == "hibari" else name)
    [neural, plain] = check_voice()
    assert (neural.state, plain.state) == (State.WORTH_KNOWING, State.GOOD)
    assert "pip install hibari-tts==" in neural.mend


def test_a_machine_with_too_little_memory_for_the_neural_voice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.doctor.speech.free_memory", lambda: 90_000_000)
    assert check_voice()[0].found == "90 MB of free memory are too little for the neural voice"
