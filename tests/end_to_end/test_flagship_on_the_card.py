"""The sentence the coach is known by, in three voices on the virtual sound card: right region, right sensation."""

import re
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from coach.testing.lifter import MISSING, has_voice, spoken
from coach.testing.sound_card import sound_card, what_is_missing
from tests.needed import lacking

pytestmark = [pytest.mark.card, pytest.mark.exact]

SENTENCE = "my back feels tight"
VOICES = ("rms", "slt", "awb")
PATIENCE = 300.0
"""Seconds all of it may take, on a machine with much to do."""


def test_my_back_feels_tight_is_the_back_and_tight_in_three_voices(tmp_path: Path) -> None:
    if missing := what_is_missing() or (None if has_voice() else MISSING):
        lacking(missing)
    remarks = [spoken(SENTENCE, tmp_path, voice) for voice in VOICES]
    command = [sys.executable, "-m", "coach", "listen", "--only", "complaint,stop,next,pause,more_rest"]
    with sound_card() as card:
        own = {**card.environment, "COLUMNS": "160", "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, env=own, stdout=subprocess.PIPE, text=True) as coach:
            assert coach.stdout is not None
            late = Timer(PATIENCE, coach.kill)
            late.start()
            told = iter(coach.stdout)
            next(line for line in told if "Ctrl-C ends" in line)
            found = []
            for remark in remarks:
                card.speak(remark)
                found.append(next((line for line in told if "->" in line), "nothing"))
            late.cancel()
            coach.kill()
    for voice, line in zip(VOICES, found, strict=True):
        assert re.search(r"-> complaint\b.* act\b", line), (voice, line)
        assert "region low_back" in line, (voice, line)
        assert "sensation tight" in line, (voice, line)
