"""Puts the parts together: from wishes to a running session."""

from coach.wiring.lifter.today import plan_of
from coach.wiring.opening import FILE_RATE, open_voice, open_world, prepare
from coach.wiring.performing import Performed, perform, render
from coach.wiring.request import Hands, Wishes

__all__ = [
    "FILE_RATE",
    "Hands",
    "Performed",
    "Wishes",
    "open_voice",
    "open_world",
    "perform",
    "plan_of",
    "prepare",
    "render",
]
