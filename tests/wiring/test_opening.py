"""Opening what a session needs: what cannot be had is done without, and told."""

import pytest

from coach.audio.live import LiveWorld
from coach.audio.speaker import TimelineSpeaker
from coach.core.events import Event
from coach.errors import DeviceError
from coach.ports import Ear, Pcm16
from coach.screen import NoScreen
from coach.wiring.opening import opened_with
from coach.wiring.wishes import Hands
from tests.audio.voices import PlainVoice


class DeafEar:
    """Hears nothing."""

    name = "deaf"
    speaking = perhaps_stop = False

    def listen_for(self, intents: frozenset[str]) -> None:
        """Nothing to arm."""

    def hear(self, block: Pcm16, at: float, *, reference: Pcm16 | None = None, saying: str = "") -> list[Event]:
        _ = block, at, reference, saying
        return []

    def close(self) -> None:
        """Nothing to close."""


def hands(told: list[str]) -> Hands:
    return Hands(told.append, lambda _done, _of: None, lambda _now: NoScreen(), terminal=False)


def busy_microphone(ear: Ear | None) -> LiveWorld:
    if ear is not None:
        raise DeviceError("The sound device cannot be opened (busy); see: coach devices")
    return LiveWorld(TimelineSpeaker(PlainVoice(), 8000), silent=True)


def test_a_microphone_that_will_not_be_opened_is_done_without_and_told() -> None:
    told: list[str] = []
    with opened_with(busy_microphone, DeafEar(), hands(told)) as world:
        assert world.devices == frozenset()
    assert len(told) == 1
    assert "Going on without it: type what you would say." in told[0]


def test_a_loudspeaker_that_will_not_be_opened_is_for_somebody_else_to_decide() -> None:
    def nothing_works(ear: Ear | None) -> LiveWorld:
        raise DeviceError(f"no loudspeaker for {ear}")

    told: list[str] = []
    with pytest.raises(DeviceError), opened_with(nothing_works, DeafEar(), hands(told)):
        pass
    assert told == []
