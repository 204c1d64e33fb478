"""What is made when it is first asked for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from coach.wiring.later import Later


def test_whoever_asks_first_everybody_gets_the_same() -> None:
    made = Later(object)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: made(), range(20)))) == 1


def test_a_failure_is_met_by_everybody_who_asks() -> None:
    tries: list[int] = []

    def fails() -> None:
        tries.append(1)
        raise ValueError("not here")

    made = Later(fails)
    for _ in range(2):
        with pytest.raises(ValueError, match="not here"):
            made()
    assert len(tries) == 2
