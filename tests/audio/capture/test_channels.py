"""One sound out of two channels, whatever is wrong with one of them."""

import numpy as np
import pytest

from coach.audio.capture.channels import Channels
from coach.ports import Samples

RATE = 16_000
CHANCE = np.random.default_rng(2)
VOICE: Samples = (0.2 * CHANCE.normal(size=RATE)).astype(np.float32)
HISS: Samples = (0.0005 * CHANCE.normal(size=RATE)).astype(np.float32)


def mixed(left: Samples, right: Samples) -> Samples:
    channels, both = Channels(RATE), np.stack([left, right], axis=1)
    return np.concatenate([channels.mixed(both[at : at + 320]) for at in range(0, len(both), 320)])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (VOICE, VOICE),
        (VOICE, -VOICE),
        (VOICE, -0.9 * VOICE),
        (VOICE, 0 * VOICE),
        (HISS, VOICE),
        (VOICE, np.full(RATE, 0.4, np.float32)),
    ],
    ids=["both", "one inverted", "one inverted and softer", "one dead", "one hisses", "one stands at an offset"],
)
def test_the_voice_is_heard_as_loud_as_it_was_spoken(left: Samples, right: Samples) -> None:
    assert mixed(left, right) == pytest.approx(VOICE, abs=1e-6)


def test_two_microphones_are_heard_together() -> None:
    other = (0.2 * CHANCE.normal(size=RATE)).astype(np.float32)
    assert mixed(VOICE, other) == pytest.approx((VOICE + other) / 2, abs=1e-6)


def test_one_channel_is_taken_as_it_is() -> None:
    assert np.array_equal(Channels(RATE).mixed(VOICE[:, None]), VOICE)


def test_silence_is_silence() -> None:
    nothing = np.zeros((320, 2), np.float32)
    assert not Channels(RATE).mixed(nothing).any()
    assert len(Channels(RATE).mixed(nothing[:0])) == 0


def array(loopback: Samples) -> Samples:
    """Six channels as such arrays give them: four microphones some centimetres apart, a dead one, the loudspeaker."""
    chance = np.random.default_rng(5)
    late = [np.roll(SLOW_VOICE, shift) + 0.002 * chance.normal(size=len(SLOW_VOICE)) for shift in (0, 1, 2, 1)]
    return np.stack([*late, 0 * SLOW_VOICE, loopback], axis=1).astype(np.float32)


SLOW_VOICE = np.convolve(CHANCE.normal(size=RATE), np.hanning(24), mode="same").astype(np.float32) * 0.05
OTHER_VOICE = np.convolve(CHANCE.normal(size=RATE), np.hanning(24), mode="same").astype(np.float32) * 0.2


def alike(one: Samples, other: Samples) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def test_of_an_array_the_microphones_are_heard_and_not_what_the_loudspeaker_plays() -> None:
    channels, sound = Channels(RATE), array(OTHER_VOICE)
    heard = np.concatenate([channels.mixed(sound[at : at + 320]) for at in range(0, RATE, 320)])[RATE // 10 :]
    assert alike(heard, SLOW_VOICE[RATE // 10 :]) > 0.9
    assert abs(alike(heard, OTHER_VOICE[RATE // 10 :])) < 0.1


def test_of_an_array_that_hears_nothing_yet_what_the_loudspeaker_plays_is_not_taken_for_the_room() -> None:
    chance = np.random.default_rng(7)
    noise = 0.001 * chance.normal(size=(RATE, 4))
    sound = np.column_stack([noise, np.zeros(RATE), 10 * OTHER_VOICE]).astype(np.float32)
    channels = Channels(RATE)
    heard = np.concatenate([channels.mixed(sound[at : at + 320]) for at in range(0, RATE, 320)])
    assert float(np.sqrt((heard**2).mean())) < 0.002


def test_of_an_array_the_microphones_that_heard_the_same_are_still_taken_in_the_quiet() -> None:
    channels, sound = Channels(RATE), array(OTHER_VOICE)
    channels.mixed(sound)
    noise = 0.0001 * np.random.default_rng(8).normal(size=(20 * RATE, 4))
    loud = np.tile(OTHER_VOICE, 20)
    quiet = np.column_stack([noise, np.zeros(20 * RATE), loud]).astype(np.float32)
    for at in range(0, len(quiet), RATE):
        heard = channels.mixed(quiet[at : at + RATE])
    assert heard == pytest.approx(quiet[-RATE:, :4].mean(axis=1), abs=1e-9)


def test_of_an_array_whose_channels_hear_nothing_alike_one_is_taken() -> None:
    sound = 0.1 * np.random.default_rng(6).normal(size=(RATE, 4)).astype(np.float32)
    heard = Channels(RATE).mixed(sound)
    assert any(np.array_equal(heard, sound[:, channel]) for channel in range(4))
