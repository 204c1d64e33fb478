"""Concepts and the learner weighed together: how sure a complaint is."""

from coach.understanding.deciding import COMPLAINT, RED_FLAG
from coach.understanding.learner import Guess
from coach.understanding.safety.findings import Finding
from coach.understanding.safety.weighing import weighed

AFRAID = Guess({"red:chest": 0.99, "complaint": 0.01}, {"chest": 1.0}, {"chest_pain": 1.0}, {"none": 1.0})


def always(region: str, sensation: str) -> bool:
    return bool(region and sensation)


def chest_pain(*, past: bool) -> Finding:
    return Finding("chest_pain", "chest", None, "crushing chest pain", 0, 0, placed=True, past=past)


def test_what_only_the_learner_fears_against_the_concepts_is_asked_about() -> None:
    (meaning,) = weighed([chest_pain(past=True)], AFRAID, always)
    assert RED_FLAG.ask <= meaning.certainty < RED_FLAG.act


def test_what_both_fear_is_acted_on() -> None:
    (meaning,) = weighed([chest_pain(past=False)], AFRAID, always)
    assert meaning.certainty >= RED_FLAG.act


def test_a_denial_that_only_the_learner_hears_leaves_what_is_felt_to_be_asked_about() -> None:
    likely = {"none.negated": 0.76, "red:tear": 0.07, "complaint": 0.06}
    unsaying = Guess(likely, {"calf": 1.0}, {"tight": 1.0}, {"none": 1.0})
    tweaked = Finding("pulling", "hamstring", None, "tweaked", 35, 1, placed=True)
    (meaning,) = weighed([tweaked], unsaying, lambda _region, _sensation: False)
    assert meaning.certainty >= COMPLAINT.ask
