"""Single keys of a terminal, on a real pseudo terminal."""

import os
import queue
import termios
from collections.abc import Iterator

import pytest

from coach.controls.hotkeys import keys_watched


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: where a person types, and what the program sees."""
    person, program = os.openpty()
    yield person, program
    os.close(person)
    os.close(program)


def test_keys_are_told_one_by_one_without_enter(terminal: tuple[int, int]) -> None:
    person, program = terminal
    pressed: queue.SimpleQueue[str] = queue.SimpleQueue()
    with keys_watched(program, pressed.put):
        os.write(person, b" N\r")
        assert [pressed.get(timeout=60) for _ in range(3)] == ["space", "n", "enter"]


def test_arrows_and_function_keys_are_no_letters(terminal: tuple[int, int]) -> None:
    person, program = terminal
    pressed: queue.SimpleQueue[str] = queue.SimpleQueue()
    with keys_watched(program, pressed.put):
        os.write(person, b"\x1b[A\x1b[15~\x1bOPn")
        assert pressed.get(timeout=60) == "n"


def test_the_terminal_is_left_as_it_was_found(terminal: tuple[int, int]) -> None:
    _, program = terminal
    before = termios.tcgetattr(program)
    with keys_watched(program, print):
        assert termios.tcgetattr(program) != before
    assert termios.tcgetattr(program) == before
