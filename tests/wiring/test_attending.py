"""Whether anybody is there: nobody's performance is no training, and only who can answer is waited for."""

from dataclasses import MISSING, dataclass, field, fields
from typing import cast

import numpy as np
import pytest
import soundfile

from coach.audio.loudspeaker.scheduler import TimelineSpeaker
from coach.audio.worlds.files import FileWorld
from coach.clocks import SESSION_START
from coach.config import Config
from coach.core.events import Began, Heard, HeardUnclear, NotUnderstood, Woke
from coach.core.session.machine import SessionTurn
from coach.displays.screen import NoScreen
from coach.journal.storage.session_log import SessionJournal
from coach.voices.voice import ToneVoice
from coach.wiring.attending import Kept, attended, says_ready
from coach.wiring.opening import World
from coach.wiring.request import Hands, Wishes
from coach.wiring.stage import Stage
from coach.wiring.vocabulary import Vocabulary
from tests.wiring.workshop import BRIEF, Workshop, of, records


@dataclass
class Card:
    """What is asked of a world with a sound card: its devices."""

    devices: dict[str, str] = field(default_factory=dict)


def on_card(*devices: str) -> World:
    return cast(World, Card(dict.fromkeys(devices, "card")))


def on_files(*, paced: bool) -> FileWorld:
    return FileWorld(TimelineSpeaker(ToneVoice(), 8_000), paced=paced)


def hands(*, terminal: bool) -> Hands:
    return Hands(lambda _: None, lambda *_: None, lambda _: NoScreen(), terminal)


def wishes(ear: str = "auto", microphone: str | None = None) -> Wishes:
    return Wishes("small", ear=ear, microphone=microphone, speaker="wav:out.wav")


def test_with_neither_card_nor_terminal_nor_microphone_nobody_is_there() -> None:
    assert not attended(wishes(), on_files(paced=False))


def test_a_recording_by_itself_is_nobody() -> None:
    assert not attended(wishes(microphone="wav:in.wav"), on_files(paced=False))


def stage(*, there: bool) -> Stage:
    """A stage on which somebody can be from the beginning, or not."""
    parts = {each.name: None for each in fields(Stage) if each.default is MISSING and each.default_factory is MISSING}
    return Stage(**parts | {"vocabulary": Vocabulary()}, attended=there)  # type: ignore[arg-type]


UNDERSTOOD_NOTHING = [
    None,
    Began(SESSION_START),
    Woke(SESSION_START),
    HeardUnclear(SESSION_START, "next", "next", 0.3),
    NotUnderstood(SESSION_START, "banana split"),
]


def test_what_was_not_understood_in_a_recording_is_nobodys() -> None:
    nobodys = stage(there=False)
    assert not any(nobodys.noticed(event) for event in UNDERSTOOD_NOTHING)
    assert not nobodys.somebody


def test_from_what_was_understood_in_a_recording_on_there_is_somebody() -> None:
    spoken = stage(there=False)
    assert spoken.noticed(Heard(SESSION_START, "louder"))
    assert spoken.noticed(Woke(SESSION_START))
    assert spoken.somebody


def test_noise_for_a_microphone_leaves_nothing_in_the_history(workshop: Workshop) -> None:
    noise = np.random.default_rng(0).normal(0.0, 1_000.0, 16_000 * 5)
    soundfile.write(workshop.folder / "mic.wav", noise.astype("int16"), 16_000)
    workshop.session.write_text(BRIEF)
    words = ("--ear", "pocketsphinx", "--voice", "tones", "--mic", f"wav:{workshop.folder / 'mic.wav'}")
    result = workshop.coach("run", str(workshop.session), *words, "--speaker", f"wav:{workshop.sound}")
    assert "nothing of it is kept" in result.err
    assert "Small day" not in workshop.coach("history").out


@pytest.mark.parametrize(
    ("asked", "world"),
    [
        pytest.param(wishes(), on_card("speaker"), id="a loudspeaker"),
        pytest.param(wishes(), on_files(paced=True), id="a terminal in real time"),
        pytest.param(wishes(ear="keyboard"), on_files(paced=False), id="a keyboard that was chosen"),
    ],
)
def test_with_one_of_them_somebody_may_be(asked: Wishes, world: World) -> None:
    assert attended(asked, world)


DEFAULTS = Config()


def ready(
    world: World, ear: str = "auto", *, terminal: bool = False, ears: bool = True, config: Config = DEFAULTS
) -> bool:
    return says_ready(wishes(ear=ear), config, hands(terminal=terminal), world, ears=ears)


def test_ready_can_be_said_with_a_microphone_or_a_keyboard_and_not_with_a_loudspeaker_alone() -> None:
    assert ready(on_card("speaker", "microphone"))
    assert ready(on_card("speaker"), terminal=True)
    assert ready(on_card("speaker"), "keyboard")
    assert not ready(on_card("speaker"))


def test_a_microphone_that_no_recogniser_listens_to_is_no_ear() -> None:
    assert not ready(on_card("speaker", "microphone"), ears=False)


def test_ready_can_be_pressed_where_there_are_buttons() -> None:
    assert ready(on_card("speaker"), config=Config(buttons={"space": ("ready",)}))


def test_ready_can_be_said_to_files_only_in_real_time() -> None:
    assert ready(on_files(paced=True), terminal=True)
    assert not ready(on_files(paced=False), terminal=True)
    assert not ready(on_files(paced=True))


def test_what_was_performed_for_nobody_is_told_and_not_kept(workshop: Workshop) -> None:
    workshop.session.write_text(BRIEF)
    path = workshop.folder / "transcript.jsonl"
    words = ("--ear", "auto", "--voice", "tones", "--speaker", f"wav:{workshop.folder / 'out.wav'}")
    result = workshop.coach("run", str(workshop.session), *words, "--transcript", str(path))
    assert (result.code, of(records(path), "end")[0]["outcome"]) == (0, "done")
    assert "nothing of it is kept" in result.err
    assert "Small day" not in workshop.coach("history").out


def test_what_somebody_typed_at_is_kept_from_its_beginning(workshop: Workshop) -> None:
    words = ("--ear", "keyboard", "--voice", "tones", "--speaker", f"wav:{workshop.folder / 'out.wav'}")
    result = workshop.coach("run", str(workshop.session), *words, typed="louder\n")
    assert "nothing of it is kept" not in result.err
    log = workshop.coach("log").out
    assert '"Began"' in log
    assert "louder" in log


class Book:
    """A session in the journal, in which turns are counted."""

    def __init__(self) -> None:
        self.turns: list[object] = []
        self.closed = False

    def append(self, turn: object) -> None:
        self.turns.append(turn)

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Turned:
    """What is asked of a turn: what happened."""

    event: str


def turn(event: str) -> SessionTurn:
    return cast(SessionTurn, Turned(event))


def keeping(book: Book, there: list[bool]) -> Kept:
    return Kept(lambda: cast(SessionJournal, book), lambda _: there[-1])


def test_turns_are_kept_as_they_come_where_somebody_is_there() -> None:
    book = Book()
    with keeping(book, [True]) as kept:
        assert kept.book is not None
        kept.append(turn("began"))
        assert book.turns == [turn("began")]
    assert book.closed


def test_turns_are_held_until_somebody_is_there_and_then_kept_in_order() -> None:
    book, there = Book(), [False]
    with keeping(book, there) as kept:
        kept.append(turn("began"))
        kept.append(turn("spoke"))
        assert (kept.book, book.turns) == (None, [])
        there.append(True)
        kept.append(turn("heard"))
        kept.append(turn("ended"))
    assert book.turns == [turn("began"), turn("spoke"), turn("heard"), turn("ended")]


def test_what_nobody_was_there_for_is_never_begun() -> None:
    book = Book()
    with keeping(book, [False]) as kept:
        kept.append(turn("began"))
    assert (kept.book, book.turns, book.closed) == (None, [], False)
