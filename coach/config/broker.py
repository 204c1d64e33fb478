"""Where a broker of MQTT is, and as whom it is visited, out of the URI in `coach.yaml`."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """A broker's name or address and port, the user's name there, and whether the line is encrypted."""

    host: str
    port: int
    user: str | None
    tls: bool


def usual_port(*, tls: bool) -> int:
    """The port brokers listen on."""
    return 8883 if tls else 1883


def broker_at(uri: str, *, tls: bool = False) -> BrokerAddress:
    """The address a URI names, such as mqtts://coach@192.168.1.5; `tls` encrypts also what it leaves open."""
    parts = urlsplit(uri)
    secure = tls or parts.scheme == "mqtts"
    return BrokerAddress(str(parts.hostname), parts.port or usual_port(tls=secure), parts.username, secure)
