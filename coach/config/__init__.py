"""The lifter's standing wishes: which ears, which voice, which microphone, how talkative, kilos or pounds.

They live in one optional file, `coach.yaml` in the user's configuration folder; options of a command win over it. Every
command reads it, so it is read without a library that would take longer to import than the rest of `coach history`.
"""

from coach.config.broker import BrokerAddress, broker_at, usual_port
from coach.config.loading import for_language, for_lifter, load_config
from coach.config.passing import passed_on, taken_over
from coach.config.settings import SETTINGS, Config, EarKind, Verbosity, calendar_path, config_path

__all__ = [
    "SETTINGS",
    "BrokerAddress",
    "Config",
    "EarKind",
    "Verbosity",
    "broker_at",
    "calendar_path",
    "config_path",
    "for_language",
    "for_lifter",
    "load_config",
    "passed_on",
    "taken_over",
    "usual_port",
]
