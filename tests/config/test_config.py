"""The configuration file: what it may say, and how its faults are told."""

from dataclasses import replace
from pathlib import Path

import pytest

from coach.config import SETTINGS, Config, for_lifter, load_config
from coach.core.plan import Unit
from coach.errors import ContentError, InputError


def written(folder: Path, text: str) -> Path:
    path = folder / "coach.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[tuple[int, int, str]]:
    with pytest.raises(ContentError) as raised:
        load_config(path)
    return [(problem.line, problem.column, problem.message) for problem in raised.value.problems]


def test_without_a_file_the_defaults_hold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_config() == Config()


def test_the_users_own_file_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "coach").mkdir()
    written(tmp_path / "coach", "unit: lb\near: keyboard\n")
    assert (load_config().unit, load_config().ear) == (Unit.POUNDS, "keyboard")


def test_paths_are_meant_from_the_files_own_folder(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "vosk_model: models/small\ndata_folder: /var/lib/coach\n"))
    assert (config.vosk_model, config.data_folder) == (tmp_path / "models/small", Path("/var/lib/coach"))


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "ear: voks\nspeeker: usb\nverbosity: loud\nlifter: ''\n")
    assert faults(path) == [
        (1, 6, "ear: 'voks' is no choice here; did you mean 'vosk'?"),
        (2, 1, "there is no setting 'speeker'; did you mean 'speaker'?"),
        (3, 12, "verbosity: 'loud' is no choice here; write one of quiet, normal, talkative"),
        (4, 9, "lifter: write up to 40 letters, digits and dashes, not ''"),
    ]


def test_a_file_that_is_no_mapping_is_told_so(tmp_path: Path) -> None:
    assert faults(written(tmp_path, "- ear\n")) == [
        (1, 1, "a list of 'name: value' lines is needed here, such as 'ear: auto'")
    ]


def test_an_unknown_setting_near_to_none_lists_them_all(tmp_path: Path) -> None:
    [(line, column, message)] = faults(written(tmp_path, "zzz: 1\n"))
    assert (line, column) == (1, 1)
    assert f"it can be one of {', '.join(sorted(SETTINGS))}" in message


def test_the_bar_and_the_plates_owned_make_the_kit(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "bar: 15\nplates: {10: 1, 20: 2, 2.5: 1}\n"))
    assert (config.kit.bar, config.kit.pairs) == (15.0, ((20.0, 2), (10.0, 1), (2.5, 1)))


def test_in_pounds_the_usual_kit_is_in_pounds(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "unit: lb\n")).kit.bar == 45.0


def test_another_lifter_keeps_everything_else(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "ear: keyboard\n"))
    assert for_lifter(config, "sam") == replace(config, lifter="sam")


def test_what_is_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no lifter's name"):
        for_lifter(load_config(written(tmp_path, "ear: keyboard\n")), "no name!")


def test_a_file_named_explicitly_must_exist(tmp_path: Path) -> None:
    assert "is not there" in faults(tmp_path / "none.yaml")[0][2]


def test_the_home_of_somebody_who_is_not_here_is_no_crash(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "vosk_model: ~nobody here/models\n")).vosk_model is not None


def test_a_list_in_the_place_of_a_name_is_refused(tmp_path: Path) -> None:
    assert len(faults(written(tmp_path, "? [ear, voice]\n: vosk\n"))) == 1


@pytest.mark.parametrize("text", ["ear: " + "[" * 5000, "ear: " + "[" * 5000 + "]" * 5000, "a: " * 3000])
def test_a_file_nested_without_end_is_refused_and_no_crash(tmp_path: Path, text: str) -> None:
    assert len(faults(written(tmp_path, text))) == 1


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/etc/localtime", "Mars/Olympus", "", "x" * 5000, "Europe"])
def test_a_zone_is_a_time_zone_and_no_path(tmp_path: Path, zone: str) -> None:
    path = tmp_path / "coach.yaml"
    path.write_text(f"zone: '{zone}'\n")
    with pytest.raises(ContentError, match="zone"):
        load_config(path)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("wake: maybe\n", "wake: write true or false, not 'maybe'"),
        ("push_to_talk: 90\n", "push_to_talk: a number of seconds from 1 to 60 is needed, not 90"),
        ("bar: -3\n", "bar: a number above nought is needed, not -3"),
        ("bar: .inf\n", "bar: a number above nought is needed, not '.inf'"),
        ("lamp: 17\n", "lamp: write a pin such as gpio17, not 17"),
        ("voice: ''\n", "voice: a name is needed, not ''"),
        ("data_folder: 3\n", "data_folder: a name is needed, not 3"),
        ("buttons: stop\n", "buttons: lines such as 'gpio17: stop' are needed, not 'stop'"),
        ("buttons: {gpio17: [stop, 3]}\n", "buttons: what gpio17 says is a sentence or a list of them, not 3"),
        ("plates: [20, 10]\n", "plates: weights with their pairs are needed, such as {20: 2, 10: 1}, not [20, 10]"),
        ("plates: {20: many}\n", "plates: so many pairs of 20: a whole number up to 50, not 'many'"),
        ("second_ear: http://box\n", "second_ear: write where a speech server is, tcp://HOST:PORT, not 'http://box'"),
        ("page_port: 0\n", "page_port: a port is a number from 1 to 65535, not 0"),
        ("page_port: true\n", "page_port: a port is a number from 1 to 65535, not True"),
        ("mqtt: mqtt://box:70000\n", "mqtt: a port is a number from 1 to 65535, not 70000"),
        ("plates: {heavy: 2}\n", "plates: a number above nought is needed, not 'heavy'"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_what_can(tmp_path: Path, text: str, fault: str) -> None:
    assert [message for _, _, message in faults(written(tmp_path, text))] == [fault]


def test_the_fault_of_a_button_is_pointed_at_where_it_stands(tmp_path: Path) -> None:
    assert faults(written(tmp_path, "buttons:\n  gpio17: stop\n  gpio18: 3\n"))[0][:2] == (3, 11)


def test_a_button_says_one_sentence_or_several(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "buttons: {gpio17: stop, gpio18: [done, next]}\n"))
    assert config.buttons == {"gpio17": ("stop",), "gpio18": ("done", "next")}


@pytest.mark.parametrize("uri", ["tcp://box:10300", "tcp://[fd00::5]:10300", "unix:///run/ear.sock"])
def test_a_second_ear_is_an_address(tmp_path: Path, uri: str) -> None:
    assert load_config(written(tmp_path, f"second_ear: '{uri}'\n")).second_ear == uri


@pytest.mark.parametrize("uri", ["tcp://box", "tcp://box:0", "tcp://box:99999", "stdio://", "tcp://a b:1", "unix://x"])
def test_what_is_no_address_is_no_second_ear(tmp_path: Path, uri: str) -> None:
    assert faults(written(tmp_path, f"second_ear: '{uri}'\n"))


def test_what_stands_in_the_file_is_known_as_written(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "unit: kg\nbar: 15\n")).written == {"unit", "bar"}
