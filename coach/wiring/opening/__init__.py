"""Opening what a session needs: the voice, the ears, the world; what cannot be had is done without, and told."""

from coach.wiring.opening.voice import open_voice, prepare, voice_coming
from coach.wiring.opening.world import FILE_RATE, World, open_world

__all__ = ["FILE_RATE", "World", "open_voice", "open_world", "prepare", "voice_coming"]
