"""In real time, on a virtual sound card: with its loudspeaker in its microphone and nobody there, nothing is heard."""

import pytest

from benchmarks.hearing.own_voice.on_card import ASKED, alone_with_its_echo
from coach.testing.sound_card import what_is_missing
from tests.needed import lacking
from tests.witness import again_if_the_machine_stood_still

pytestmark = [pytest.mark.card, pytest.mark.exact]

LINES = 5
"""So many have to be said, that there was something to be taken for a command."""


@again_if_the_machine_stood_still
def test_the_coach_does_not_command_itself() -> None:
    if missing := what_is_missing():
        lacking(missing)
    records = alone_with_its_echo(["first-hinge"], echo=-12.0, seconds=60.0, lines=LINES)
    assert sum(record["kind"] == "say" for record in records) >= LINES, records
    assert [record for record in records if record["kind"] in ASKED] == []
