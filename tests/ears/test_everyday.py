"""Sixty sentences that are said in any house, and numbers in several voices, heard by both recognisers in a rest."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coach.cli.machine.hear import read_sound
from coach.clocks import SessionTime
from coach.core.events import Event, Heard, HeardUnclear
from coach.core.intents.armed import listening_for
from coach.core.session.machine import Session
from coach.ears.factory import choose
from coach.ears.model_files.moonshine import find_moonshine
from coach.ears.pipeline import Listener
from coach.ears.recognisers.paired import Witnessed
from coach.ears.recognisers.process import Apart
from coach.ports import EAR_RATE, Pcm16
from tests import shipped
from tests.core.intents.numbers.test_amounts import loads
from tests.core.session.test_machine import resting
from tests.core.stories import Story
from tests.ears.conftest import ENGLISH
from tests.ears.speech import in_a_row, said, silence
from tests.needed import needs

pytestmark = [
    pytest.mark.usefixtures("lifter"),
    needs(there=find_moonshine() is not None, reason="there is no Moonshine for this machine"),
]

VOICES = ("rms", "slt", "awb")
SHORT = frozenset({("ninety kilos", "rms"), ("one eighty kilos", "slt"), ("a hundred and eighty pounds", "en-gb")})
"""A load and a voice that are tried at every run; `make test-long` tries each in all."""

SENTENCES = (
    "We had a set menu at the Italian place",
    "He weighs ninety kilos these days",
    "Tom is in the next room",
    "I need to stop by the bank tomorrow",
    "Did you lock the back door",
    "Can you pick up some milk on the way home",
    "The meeting was moved to half past three",
    "My sister is coming over on Sunday",
    "I left my keys on the kitchen table",
    "The bus was twenty minutes late again",
    "Have you seen the new film with that actor",
    "It is supposed to rain all weekend",
    "She works at the hospital down the road",
    "Let us order pizza tonight",
    "The kids start school again next week",
    "I paid eighty pounds for those shoes",
    "He stopped smoking last year",
    "Turn left after the second traffic light",
    "The dog needs to go out",
    "I will call you back in an hour",
    "They live on the fifth floor",
    "What time does the shop close",
    "We are almost done with the kitchen",
    "My phone is nearly out of battery",
    "The coffee machine is broken again",
    "I was born in nineteen eighty two",
    "Could you pass me the salt please",
    "There is a good programme on television tonight",
    "He took a rest day and went fishing",
    "The lights are too bright in here",
    "I have to be at work by eight",
    "That song is stuck in my head",
    "The neighbours had a party until three",
    "We need more space in the garage",
    "She is ready for her exam",
    "How much did you pay for the car",
    "The train leaves from platform twelve",
    "I forgot to water the plants",
    "His brother is a police officer",
    "Do you want tea or coffee",
    "The weather was lovely on Saturday morning",
    "We are going to Spain in July",
    "My boss is away until Thursday",
    "I could not sleep because of the heat",
    "The repair will cost two hundred",
    "They lost three to one last night",
    "The baby is asleep upstairs",
    "Can I borrow your ladder",
    "The road is closed because of the snow",
    "I like the blue one better",
    "He is heavy handed with the garlic",
    "We ran out of bread again",
    "The doctor was very kind to my mother",
    "Grandma fell asleep in front of the fire",
    "You should try the soup here",
    "She said it would take ten minutes",
    "There were five of us in the car",
    "I will start the washing machine",
    "The cat is sitting on the fence",
    "Put the box down by the stairs",
)


@pytest.fixture(scope="module")
def ear() -> Iterator[Listener]:
    """Both recognisers, however busy the machine is, with what makes meaning of free words."""
    chosen = choose("auto", ENGLISH, None, ())
    assert chosen.witness is not None
    recogniser = Witnessed(Apart(chosen.first), Apart(chosen.witness))
    with closing(Listener(recogniser, ENGLISH, reader=shipped.reader())) as opened:
        yield opened


def told(ear: Listener, sound: Pcm16, state: Session) -> list[Event]:
    """What the ear makes of a remark in this situation."""
    ear.restart()
    ear.listen_for(listening_for(state))
    whole = in_a_row(silence(0.3), sound, silence(1.1))
    blocks = range(0, len(whole), 320)
    return [
        event
        for begin in blocks
        for event in ear.hear(whole[begin : begin + 320], SessionTime((begin + 320) / EAR_RATE))
    ]


def acted_on_and_asked(ear: Listener, sentences: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those of the sentences, said in a rest, that are obeyed, and those that are asked about."""
    state = resting().state
    found = {text: told(ear, said(text, VOICES[number % 3]), state) for number, text in enumerate(sentences)}
    acted = [text for text, events in found.items() if any(isinstance(each, Heard) for each in events)]
    asked = [text for text, events in found.items() if any(isinstance(each, HeardUnclear) for each in events)]
    return acted, asked


def test_of_six_everyday_sentences_none_is_acted_on_and_hardly_any_is_asked_about(ear: Listener) -> None:
    acted, asked = acted_on_and_asked(ear, SENTENCES[::10])
    assert acted == []
    assert len(asked) <= 1


@pytest.mark.long
def test_of_sixty_everyday_sentences_none_is_acted_on_and_few_are_asked_about(ear: Listener) -> None:
    acted, asked = acted_on_and_asked(ear, SENTENCES)
    assert acted == []
    assert len(asked) <= 6


def by_espeak(text: str, voice: str, folder: Path) -> Pcm16:
    path = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(path), text], check=True, timeout=30)
    sound = read_sound(path).astype(np.float64)
    levelled: Pcm16 = (sound / np.abs(sound).max() * 11_000).astype(np.int16)
    return levelled


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        pytest.param(text, voice, marks=() if (text, voice) in SHORT else pytest.mark.long)
        for text in ("ninety kilos", "one eighty kilos", "a hundred and eighty pounds")
        for voice in (*VOICES, "en-gb", "en-us")
    ],
)
def test_a_load_far_from_the_plan_is_never_taken_without_a_yes_whatever_was_heard(
    ear: Listener, text: str, voice: str, tmp_path: Path
) -> None:
    if voice not in VOICES and shutil.which("espeak-ng") is None:
        pytest.skip("there is no espeak-ng")
    story: Story = resting()
    for event in told(ear, said(text, voice) if voice in VOICES else by_espeak(text, voice, tmp_path), story.state):
        if isinstance(event, Heard):
            story.tell(replace(event, at=SessionTime(story.state.at + 1.0)))
    assert loads(story) == [60.0]
