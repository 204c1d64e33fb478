"""Three servers, one killed in mid-stream, lines cut, a box killed, clocks apart: everything is there, once."""

import shutil
from pathlib import Path

import pytest

from benchmarks.gather.racks import Rack
from benchmarks.gather.storm import apart, storm
from tests.gather.boxes import with_server
from tests.needed import needs

with_clocks = needs(there=shutil.which("faketime") is not None, reason="no stepped clock: apt-get install faketime")


@with_server
@with_clocks
def test_what_every_box_has_is_what_was_done_elsewhere_once_and_in_order(tmp_path: Path) -> None:
    result = storm(tmp_path, 2400, 3, 7, 120.0, down=2.0, patience=2.0)
    assert result["right"], result
    assert result["events"] == 2184
    assert "server killed" in result["happened after s"]
    assert result["the session found its journal locked"] == 0


def test_a_storm_that_cannot_put_the_clocks_apart_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="apt-get install faketime"):
        storm(tmp_path / "storm", 2400, 3, 7, 120.0)
    assert not (tmp_path / "storm").exists()


@pytest.mark.parametrize(("seen", "right"), [({"a": 6.2, "b": -4.4}, True), ({"a": 0.0, "b": 0.0}, False), ({}, False)])
def test_clocks_that_agreed_after_all_are_no_storm_that_was_right(
    tmp_path: Path, seen: dict[str, float], right: bool
) -> None:
    racks = [Rack(tmp_path / name, (), (), hours=hours) for name, hours in (("desk", 3.0), ("a", 6.25), ("b", -4.41))]
    assert apart(racks, seen) is right
