"""The picture on a real terminal: what a person sees, types and finds afterwards."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.terminal import Terminal, terminal
from tests.wiring.workshop import Workshop

PLAINLY = ("--ear", "keyboard", "--voice", "tones", "--fresh")
"""Typed to, and nothing has to be rendered before it begins."""


@contextmanager
def coached(workshop: Workshop, *more: str, columns: int = 90, rows: int = 24) -> Iterator[Terminal]:
    """`coach run` of the small session, typed to."""
    command = [sys.executable, "-m", "coach", "run", str(workshop.session), *PLAINLY, *more]
    with terminal(
        command, environment=workshop.environment, folder=workshop.folder, columns=columns, rows=rows
    ) as shown:
        yield shown


def test_typed_words_stand_on_a_line_of_their_own_and_smear_nothing(workshop: Workshop) -> None:
    with coached(workshop) as shown:
        shown.until("step 1 of 4")
        shown.type("banana spl")
        shown.until("> banana spl")
        shown.type("it\r")
        text = shown.until("means nothing to me here")
    assert text.count("Small day") == text.count("step 1 of 4") == 1
    assert "banana" not in shown.lines[-1]


def test_a_set_a_rest_a_question_and_the_end_are_told_apart_and_summed_up(workshop: Workshop) -> None:
    with coached(workshop) as shown:
        shown.until("step 1 of 4")
        shown.type("next\r")
        shown.until("GET READY")
        assert shown.colours("GET READY") == {"cyan"}
        shown.type("ready\r")
        shown.until("┏")
        shown.until("● ○")
        shown.type("stop\r")
        assert "say: yes, no" in shown.until("╔")
        shown.type("no\r")
        shown.until("┏")
        shown.type("done\r")
        assert "5 + 2.5 + 1.25 a side" in shown.until("REST")  # a rep was missed, so the next set is lighter
        shown.type("stop\r")
        shown.until("╔")
        shown.type("yes\r")
        shown.until("Moved in all: ")
        shown.ended()
    assert "Romanian deadlift: 1 set" in shown.text


def test_the_terminal_is_given_back_as_it_was(workshop: Workshop) -> None:
    with coached(workshop) as shown:
        before = shown.echoes()
        shown.until("step 1 of 4")
        assert not shown.echoes()
        shown.child.kill(signal.SIGINT)
        assert shown.ended() == 130
        assert shown.echoes() == before
    assert shown.raw.rindex(b"\x1b[?1049l") > shown.raw.rindex(b"\x1b[?1049h")


def test_a_terminal_of_forty_columns_shows_the_same(workshop: Workshop) -> None:
    with coached(workshop, columns=40, rows=14) as shown:
        shown.until("step 1 of 4")
        shown.type("next\r")
        text = shown.until("40 kg  10 a side")
    assert all(len(line) <= 40 for line in text.splitlines())


def test_a_window_of_another_size_is_filled_anew(workshop: Workshop) -> None:
    with coached(workshop) as shown:
        shown.until("step 1 of 4")
        shown.resize(60, 16)
        shown.type("x")
        shown.until("> x")
        shown.type("\x7f")
        shown.until("type what you would say")
    assert shown.lines[0].endswith(("╮", "┓", "┐"))
    assert len(shown.lines[0]) == 60


def test_a_terminal_that_can_do_nothing_gets_lines(workshop: Workshop) -> None:
    with coached(workshop, "--plain") as shown:
        shown.until("coach: Hello and welcome.")
    assert b"\x1b[?1049h" not in shown.raw


def test_without_colour_shape_and_words_tell(workshop: Workshop) -> None:
    coloured = {**workshop.environment, "NO_COLOR": "1"}
    command = ["env", "NO_COLOR=1", sys.executable, "-m", "coach", "run", str(workshop.session), *PLAINLY]
    with terminal(command, environment=coloured, folder=workshop.folder, columns=90, rows=24) as shown:
        shown.until("step 1 of 4")
        shown.type("stop\r")
        shown.until("say: yes, no")
        assert (
            shown.colours("say: yes, no") == shown.colours("█") == {"default"}
        )  # the question, and its name in blocks
    assert "╔" in shown.text
