"""The learner: a model in the package, run on words."""

from pathlib import Path
from typing import get_args

import pytest

from coach.script.shapes.schema import Region, Sensation
from coach.understanding.learner import FOLDER, LONGEST, Learner, WordPieces
from coach.understanding.reader import Reader


@pytest.fixture(scope="module")
def learner() -> Learner:
    found = Learner.found()
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["my back is tight", "", "ß 漢字 💥", "word " * 500])
def test_every_question_is_answered_with_shares_of_one(learner: Learner, text: str) -> None:
    guess = learner(text)
    for shares in (guess.label, guess.region, guess.sensation, guess.side):
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-3)


def test_where_and_what_the_learner_names_the_branches_answer(learner: Learner) -> None:
    guess = learner("my back is tight")
    assert set(guess.region) <= {*get_args(Region)}
    assert set(guess.sensation) <= {*get_args(Sensation), "other"}


def test_the_same_words_give_the_same_guess(learner: Learner) -> None:
    assert learner("call it a day") == learner("call it a day")


def test_without_its_file_there_is_no_learner(tmp_path: Path) -> None:
    assert Learner.found(tmp_path) is None


def test_intents_are_added_up_over_their_labels(learner: Learner) -> None:
    guess = learner("turn the volume down")
    assert dict(guess.intents())["verbosity"] == pytest.approx(guess.share("verbosity"))


def test_words_are_parted_into_the_longest_pieces_known() -> None:
    pieces = WordPieces(["[UNK]", "[CLS]", "[SEP]", "dead", "##lift", "##li", "a"])
    assert pieces.ids("deadlift a zzz") == [1, 3, 4, 6, 0, 2]


def test_of_a_long_remark_the_beginning_and_the_end_are_read() -> None:
    pieces = WordPieces(["[UNK]", "[CLS]", "[SEP]", "a", "b", "c"])
    ids = pieces.ids("a " * 100 + "b " * 100 + "c " * 100)
    assert len(ids) == LONGEST
    assert ids[1] == 3
    assert ids[-2] == 5


def test_regions_and_sensations_it_can_name_are_answered_by_the_branches(learner: Learner, reader: Reader) -> None:
    guess = learner("my knee hurts")
    assert max(guess.region, key=lambda name: guess.region[name]) == "knee"
    assert not reader.red_flag("knee", "pain")


def test_a_model_that_cannot_be_loaded_is_done_without(learner: Learner, reader: Reader, tmp_path: Path) -> None:
    assert learner.usable
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "meaning.onnx").write_bytes(b"no model at all")
    damaged = Learner.found(tmp_path)
    assert damaged is not None
    assert not damaged.usable
    reading = Reader(reader.phrases, reader.concepts, reader.red_flag, damaged).read("um my knee gave way")
    assert reading.meanings[0].red_flag
