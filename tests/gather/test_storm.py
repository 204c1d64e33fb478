"""Three servers, one killed in mid-stream, lines cut, a box killed, clocks apart: everything is there, once."""

from pathlib import Path

from benchmarks.gather.storm import storm
from tests.gather.boxes import with_server

pytestmark = with_server


def test_what_every_box_has_is_what_was_done_elsewhere_once_and_in_order(tmp_path: Path) -> None:
    result = storm(tmp_path, 2400, 3, 7, 120.0, down=2.0, patience=2.0)
    assert result["right"], result
    assert result["events"] == 2184
    assert "server killed" in result["happened after s"]
    assert result["the session found its journal locked"] == 0
