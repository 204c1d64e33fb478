"""What an epoch of training is made of."""

import random

from training.labels import Labelled
from training.mixing import REHEARSED, Mixer


def rows(author: str, number: int) -> list[Labelled]:
    return [Labelled(f"next one {each}", "next", {}, author) for each in range(number)]


def by_author(epoch: list[Labelled], author: str) -> int:
    return sum(each.author == author for each in epoch)


def test_beside_what_is_new_to_a_model_stand_sentences_it_knows() -> None:
    epoch = Mixer(rows("new", 10), random.Random(1), rehearsed=rows("known", 100)).epoch()
    assert by_author(epoch, "new") == 10
    assert by_author(epoch, "known") == 10 * REHEARSED


def test_talk_for_nobody_is_half_as_much_as_the_rest() -> None:
    epoch = Mixer(rows("new", 10), random.Random(1), rows("chat", 100), rows("known", 100)).epoch()
    assert by_author(epoch, "chat") == (10 + 10 * REHEARSED) // 2
