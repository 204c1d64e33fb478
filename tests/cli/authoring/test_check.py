"""`coach check`: what it says of a session's length."""

import pytest

from tests.wiring.workshop import SMALL, Workshop


@pytest.mark.parametrize(
    ("said", "told"),
    [(2, "Everything is in order.\n"), (90, "it takes about 2 min, not 90; write 2")],
)
def test_a_session_that_takes_another_time_than_it_says_is_told(workshop: Workshop, said: int, told: str) -> None:
    workshop.session.write_text(SMALL.replace("minutes: 2", f"minutes: {said}"), encoding="utf-8")
    result = workshop.coach("check", str(workshop.session))
    assert (result.code, told in result.out + result.err) == (0 if said == 2 else 2, True)
