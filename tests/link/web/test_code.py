"""The code of `coach link pair`, off the terminal it stands on, by a reader that is not its writer."""

from pathlib import Path

import numpy as np
import pytest

from tests.needed import needed_module
from tests.wiring.workshop import Workshop

zxingcpp = needed_module("zxingcpp", "no reader of codes: pip install zxing-cpp")

DOT = 6
"""Pixels a square of the code is wide and high, as seen by a phone."""

LIGHT = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
"""Which of its two squares, one above the other, a letter lights up on a dark terminal."""


def photographed(lines: list[str]) -> np.ndarray:
    """What a camera sees of these lines of a terminal whose paper is dark."""
    rows = [[LIGHT[sign] for sign in line] for line in lines]
    squares = np.array(rows, np.uint8).transpose(0, 2, 1).reshape(2 * len(rows), -1)
    return np.pad(np.kron(squares * 255, np.ones((DOT, DOT), np.uint8)), 4 * DOT)


@pytest.mark.parametrize("words", [(), ("--look-only",)])
def test_a_phone_reads_the_address_with_its_code_off_the_terminal(tmp_path: Path, words: tuple[str, ...]) -> None:
    settings = tmp_path / "coach.yaml"
    settings.write_text("page_port: 9123\n")
    made = Workshop(tmp_path).coach("link", "pair", "--local", "--config", str(settings), *words)
    *drawn, address = made.out.splitlines()
    assert address.startswith("http://127.0.0.1:9123/#")
    (read,) = zxingcpp.read_barcodes(photographed([line for line in drawn if line]))
    assert read.text == address
