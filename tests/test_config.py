"""The configuration file: what it may say, and how its faults are told."""

from pathlib import Path

import pytest

from coach.config import Config, for_lifter, load_config
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
        (4, 9, "lifter: string should match pattern '^[\\w-]{1,40}$', not ''"),
    ]


def test_a_file_that_is_no_mapping_is_told_so(tmp_path: Path) -> None:
    assert faults(written(tmp_path, "- ear\n")) == [
        (1, 1, "a list of 'name: value' lines is needed here, such as 'ear: auto'")
    ]


def test_an_unknown_setting_near_to_none_lists_them_all(tmp_path: Path) -> None:
    [(line, column, message)] = faults(written(tmp_path, "zzz: 1\n"))
    assert (line, column) == (1, 1)
    assert f"it can be one of {', '.join(sorted(Config.model_fields))}" in message


def test_the_bar_and_the_plates_owned_make_the_kit(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "bar: 15\nplates: {10: 1, 20: 2, 2.5: 1}\n"))
    assert (config.kit.bar, config.kit.pairs) == (15.0, ((20.0, 2), (10.0, 1), (2.5, 1)))


def test_in_pounds_the_usual_kit_is_in_pounds(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "unit: lb\n")).kit.bar == 45.0


def test_another_lifter_keeps_everything_else(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, "ear: keyboard\n"))
    assert for_lifter(config, "sam") == config.model_copy(update={"lifter": "sam"})


def test_what_is_no_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no lifter's name"):
        for_lifter(load_config(written(tmp_path, "ear: keyboard\n")), "no name!")


def test_a_file_named_explicitly_must_exist(tmp_path: Path) -> None:
    assert "cannot be read" in faults(tmp_path / "none.yaml")[0][2]


def test_the_home_of_somebody_who_is_not_here_is_no_crash(tmp_path: Path) -> None:
    assert load_config(written(tmp_path, "vosk_model: ~nobody here/models\n")).vosk_model is not None


def test_a_list_in_the_place_of_a_name_is_refused(tmp_path: Path) -> None:
    assert len(faults(written(tmp_path, "? [ear, voice]\n: vosk\n"))) == 1


@pytest.mark.parametrize("text", ["ear: " + "[" * 5000, "ear: " + "[" * 5000 + "]" * 5000, "a: " * 3000])
def test_a_file_nested_without_end_is_refused_and_no_crash(tmp_path: Path, text: str) -> None:
    assert len(faults(written(tmp_path, text))) == 1
