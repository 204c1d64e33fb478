"""The short form of `python -m benchmarks.torture.fuzz.link`: damaged input to every face while a set is counted."""

from pathlib import Path

from benchmarks.torture.fuzz.link import KINDS, fuzzed
from tests.link.mqtt.brokers import MOSQUITTO
from tests.needed import needs

pytestmark = needs(there=MOSQUITTO is not None, reason="no broker is installed: apt install mosquitto")


def test_damaged_input_to_any_face_leaves_the_set_and_every_process_as_they_were(tmp_path: Path, phrases: Path) -> None:
    result = fuzzed(tmp_path, 100, KINDS, seed=3, phrases=phrases)
    assert result["wrong"] == []
    assert [each["inputs"] for each in result["sent to"].values()] == [100] * len(KINDS)
