"""What the box finds when it wakes up: which devices work, and what needs somebody."""

from dataclasses import dataclass

from coach.audio.worlds.live import LiveWorld
from coach.config import Config
from coach.doctor import State, examine
from coach.wiring.opening import World


@dataclass(frozen=True, slots=True)
class SelfTest:
    """`works` are the devices that do ("speaker", "microphone"), `broken` the names of what does not."""

    works: frozenset[str] = frozenset()
    broken: tuple[str, ...] = ()


def self_test(world: World, config: Config) -> SelfTest:
    """Look the machine over, and whether the streams that are open now really play and hear."""
    broken = frozenset(str(finding.about) for finding in examine(config) if finding.state is State.BROKEN)
    if not isinstance(world, LiveWorld):
        return SelfTest(broken=tuple(sorted(broken)))
    works = world.working()
    broken |= world.devices - works
    return SelfTest(works - broken, tuple(sorted(broken)))
