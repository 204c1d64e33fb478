"""What a start costs: today is planned once, and what is waited for can be hurried."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from coach.config import Config
from coach.core.state import Finished
from coach.displays.screen import NoScreen
from coach.ears import factory as hearing
from coach.understanding import opening as reading
from coach.wiring import performing, stage
from coach.wiring.lifter import today
from coach.wiring.request import Ahead, Hands, Wishes
from tests.terminal import terminal
from tests.wiring.workshop import Workshop, plain_voice


def counting(monkeypatch: pytest.MonkeyPatch, **places: ModuleType) -> Counter[str]:
    """How often these functions have been called by the modules that call them."""
    calls: Counter[str] = Counter()

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **more: Any) -> Any:
            calls[name] += 1
            return real(*given, **more)

        return call

    for name, place in places.items():
        monkeypatch.setattr(place, name, counted(name, getattr(place, name)))
    return calls


def test_a_session_is_compiled_once_and_the_journal_looked_back_on_once_before_it_begins(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_voice(workshop.folder / "content")
    calls = counting(monkeypatch, compile_session=today, recall=performing)
    before: list[Counter[str]] = []
    real = performing.play

    def play(*given: Any) -> Any:
        before.append(Counter(calls))
        return real(*given)

    monkeypatch.setattr(performing, "play", play)
    config = Config(data_folder=workshop.folder / "data" / "coach", content_folder=workshop.folder / "content")
    wishes = Wishes(str(workshop.session), ear="keyboard", speaker=f"wav:{workshop.folder / 'out.wav'}", voice="tones")
    hands = Hands(lambda _: None, lambda _done, _of: None, lambda _now: NoScreen(), terminal=False)
    performing.perform(wishes, config, hands)
    assert before == [Counter(compile_session=1, recall=1)]


@pytest.mark.parametrize("ear", ["keyboard", "auto"])
def test_on_sound_files_that_nobody_speaks_or_types_to_no_ear_is_opened_and_no_reader_made(
    ear: str, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = counting(monkeypatch, open_reader=reading, open_watched_ear=hearing)
    config = Config(data_folder=workshop.folder / "data" / "coach", content_folder=workshop.folder / "content")
    wishes = Wishes(str(workshop.session), ear=ear, speaker=f"wav:{workshop.folder / 'out.wav'}", voice="tones")
    hands = Hands(lambda _: None, lambda _done, _of: None, lambda _now: NoScreen(), terminal=False)
    with Path(os.devnull).open() as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        assert performing.perform(wishes, config, hands).state.phase == Finished("done")
    assert calls == Counter()


def test_what_is_said_first_is_known_before_anything_is_opened(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_voice(workshop.folder / "content")
    seen: list[Any] = []
    real = stage.stage_opened

    def opened(*given: Any) -> Any:
        seen.extend(each for each in given if isinstance(each, Ahead))
        return real(*given)

    monkeypatch.setattr(performing, "stage_opened", opened)
    config = Config(data_folder=workshop.folder / "data" / "coach", content_folder=workshop.folder / "content")
    wishes = Wishes(str(workshop.session), ear="keyboard", speaker=f"wav:{workshop.folder / 'out.wav'}", voice="tones")
    hands = Hands(lambda _: None, lambda _done, _of: None, lambda _now: NoScreen(), terminal=False)
    performing.perform(wishes, config, hands)
    assert [ahead.first[0] for ahead in seen] == ["Hello and welcome."]


def test_a_time_of_day_counts_down_on_a_terminal_and_enter_begins_at_once(workshop: Workshop) -> None:
    at = f"{datetime.now().astimezone() + timedelta(hours=2):%H:%M}"
    command = [sys.executable, "-m", "coach", "run", str(workshop.session), "--at", at]
    command += ["--ear", "keyboard", "--voice", "tones", "--fresh"]
    with terminal(command, environment=workshop.environment, folder=workshop.folder) as shown:
        shown.until("Enter begins now")
        assert "begins in 1:" in shown.text
        shown.type("\r")
        shown.until("Small day")


def test_a_rehearsal_with_a_gun_tells_the_minutes_to_it(workshop: Workshop) -> None:
    gun = datetime.now().astimezone() + timedelta(minutes=40)
    result = workshop.coach("rehearse", "pre-race", "--gun", f"{gun:%H:%M}")
    assert result.code == 0, result.err
    assert "to the gun" in result.out


def test_a_rehearsal_with_a_gun_for_a_session_without_a_start_is_one_line(workshop: Workshop) -> None:
    gun = datetime.now().astimezone() + timedelta(minutes=40)
    result = workshop.coach("rehearse", str(workshop.session), "--gun", f"{gun:%H:%M}")
    assert (result.code, result.out) == (2, "")
    assert "--gun goes with sessions such as pre-race" in result.err
