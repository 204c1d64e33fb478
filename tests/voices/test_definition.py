"""What a voice file may say, and how the gym's words are spoken."""

from pathlib import Path

import pytest

from coach.errors import ContentError, InputError
from coach.voices.definition import Pauses, VoiceDefinition, find_voice, list_voices, pieces, read_voice


def voice(**fields: object) -> VoiceDefinition:
    return VoiceDefinition.model_validate({"title": "Test", **fields})


def faults(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ContentError) as caught:
        read_voice(path)
    return [str(problem).removeprefix(str(path)) for problem in caught.value.problems]


def test_the_shipped_voices_are_in_order_and_have_a_default() -> None:
    assert {"default", "tones"} <= {one.name for one in list_voices()}


def test_an_own_folder_overlays_the_shipped_voices(tmp_path: Path) -> None:
    (tmp_path / "default.yaml").write_text("title: Mine")
    (tmp_path / "other.yaml").write_text("title: Another")
    assert find_voice("default", [tmp_path]).title == "Mine"
    assert "other" in [one.name for one in list_voices([tmp_path])]


def test_of_two_own_folders_the_first_wins(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "default.yaml").write_text(f"title: {name}")
    assert find_voice("default", [tmp_path / "first", tmp_path / "second"]).title == "first"


def test_an_unknown_voice_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'default'"):
        find_voice("defualt")


def test_a_fault_is_named_with_its_line_and_column(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "title: Mine\nrate: 9000\n")
    assert fault.startswith(":2:7: 'rate' is 9000")


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, "rate: 1\npitch: 900\nengine: organ\n")) == 4


def test_a_misspelt_setting_is_answered_with_the_right_one(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "title: Mine\nloudnes: -20\n")
    assert "did you mean 'loudness'" in fault
    assert fault.startswith(":2:1:")


@pytest.mark.parametrize("text", ["title: [", "\x00", "- a\n- b\n", "", "title: Mine\n\tpitch: 3"])
def test_a_file_that_is_no_voice_at_all_is_named(tmp_path: Path, text: str) -> None:
    assert len(faults(tmp_path, text)) == 1


def test_words_of_the_lexicon_are_replaced_whole() -> None:
    lexicon = {"RDL": "R D L", "kg": "kilos", "kg bar": "kilo bar"}
    spoken = voice(lexicon=lexicon).spoken
    assert spoken("RDL, 20 kg bar, 60kg, RDLX") == "R D L, 20 kilo bar, 60 kilos, RDLX"


def test_the_lexicon_ignores_capitals() -> None:
    assert voice(lexicon={"RDL": "R D L"}).spoken("an rdl") == "an R D L"


def test_the_default_voice_knows_the_gyms_words() -> None:
    spoken = find_voice("default").spoken
    assert spoken("RDL at 60kg, RPE 8") == "R D L at 60 kilos, R P E 8"


def test_a_sentence_is_spoken_in_breath_groups_with_this_voices_pauses() -> None:
    pauses = Pauses(comma=0.1, sentence=0.4)
    assert pieces("Set one: ready? Down, and up.", pauses) == [
        ("Set one:", 0.1),
        ("ready?", 0.4),
        ("Down,", 0.1),
        ("and up.", 0.0),
    ]


def test_a_decimal_number_is_not_torn_apart() -> None:
    assert pieces("102.5 kilos, go", Pauses()) == [("102.5 kilos,", 0.12), ("go", 0.0)]


def test_punctuation_alone_is_nothing_to_say() -> None:
    assert pieces("... !", Pauses()) == []
