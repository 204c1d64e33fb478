"""Which wordings a remark can be by its words alone."""

import pytest
from hassil.intents import Intents

from coach.phrases.fitting import Fitting
from coach.phrases.grammar import Named, Word, choice, spoken

INTENTS = Intents.from_dict(
    {
        "language": "en",
        "intents": {
            "next": {"data": [{"sentences": ["next one", "go on"]}]},
            "reps": {"data": [{"sentences": ["<did> one"]}, {"sentences": ["go two"]}]},
        },
        "expansion_rules": {"did": "(did|got)"},
    }
)
TREES = {
    ("next", 0, 0): spoken("next one"),
    ("next", 0, 1): spoken("go on"),
    ("reps", 0, 0): choice(Named("did"), Word("one")),
    ("reps", 1, 0): spoken("go two"),
}


@pytest.fixture
def fitting() -> Fitting:
    return Fitting(INTENTS, TREES, {"did": choice(Word("did"), Word("got"))})


def texts(found: Intents | None) -> dict[str, list[str]]:
    kept = found.intents.items() if found is not None else ()
    return {name: [each.text or "" for data in intent.data for each in data.sentences] for name, intent in kept}


def test_wordings_fit_that_have_every_word_of_the_remark(fitting: Fitting) -> None:
    assert texts(fitting(["go"])) == {"next": ["go on"], "reps": ["go two"]}
    assert texts(fitting(["one"])) == {"next": ["next one"], "reps": ["<did> one"]}


def test_the_words_of_the_rules_a_wording_names_are_its_own(fitting: Fitting) -> None:
    assert texts(fitting(["got", "one"])) == {"reps": ["<did> one"]}


def test_words_of_different_wordings_fit_none(fitting: Fitting) -> None:
    assert fitting(["next", "two"]) is None


def test_a_figure_rules_no_wording_out(fitting: Fitting) -> None:
    assert texts(fitting(["go", "12"])) == texts(fitting(["go"]))


def test_what_fits_leaves_the_intents_themselves_whole(fitting: Fitting) -> None:
    fitting(["got"])
    assert [len(data.sentences) for data in INTENTS.intents["next"].data] == [2]
