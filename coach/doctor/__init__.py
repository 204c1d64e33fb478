"""A check-up of the machine: what was found, what it means for training, and the command that mends it.

Each check looks at one thing and never raises; a broken machine is what it is for.
"""

from coach.config import Config
from coach.doctor.finding import Finding, State, write_report
from coach.doctor.machine import check_clock, check_disk, check_power, check_python
from coach.doctor.servers import check_servers
from coach.doctor.sound import check_devices, check_levels, check_sound_server
from coach.doctor.speech import check_ears, check_voice

__all__ = ["Finding", "State", "check_levels", "check_servers", "examine", "write_report"]


def examine(config: Config) -> list[Finding]:
    """Every check of the machine itself, in the order in which a person would mend things; no network is asked."""
    return [
        *check_python(),
        *check_devices(config),
        *check_levels(config),
        *check_sound_server(),
        *check_voice(),
        *check_ears(config),
        *check_disk(config),
        *check_clock(),
        *check_power(),
    ]
