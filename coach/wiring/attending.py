"""Whether anybody is there: to hear the coach at all, and to say "ready" to it."""

from coach.audio.hardware.devices import Direction
from coach.audio.worlds.files import FileWorld
from coach.config import Config
from coach.wiring.opening import World
from coach.wiring.request import Hands, Wishes


def attended(wishes: Wishes, world: World) -> bool:
    """Whether somebody can have been there: what nobody could hear or answer is a performance, not training."""
    if not isinstance(world, FileWorld) or world.paced:
        return True
    return wishes.ear == "keyboard" or wishes.microphone is not None


def was_there(wishes: Wishes, hands: Hands, *, attended: bool, said: bool) -> bool:
    """Afterwards: whether somebody was there, for what counts only then. Without a sound card a keyboard that no
    terminal belongs to is somebody only where something was `said`, which is to say typed.
    """
    only_typed = wishes.on_files and wishes.microphone is None
    return attended and (hands.terminal or said or not only_typed)


def says_ready(wishes: Wishes, config: Config, hands: Hands, world: World, *, ears: bool) -> bool:
    """Whether "ready" can be waited for: by voice where `ears` are open, typed or pressed.

    Files that are played faster than real time are not waited with: a recording answers when it likes.
    """
    if isinstance(world, FileWorld):
        heard, real = False, world.paced
    else:
        heard, real = ears and Direction.MICROPHONE.value in world.devices, True
    return real and (heard or hands.terminal or wishes.ear == "keyboard" or bool(config.buttons))
