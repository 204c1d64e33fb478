"""What gathering costs, size by size: a run that is broken off leaves what it had, beside what was measured before."""

import json
from pathlib import Path

from benchmarks.gather.__main__ import main
from benchmarks.gather.rows import joined
from tests.gather.boxes import with_server


def test_a_size_measured_again_takes_its_own_place_and_the_others_stay() -> None:
    before = [{"boxes": 1, "events": 364, "load": 9}, {"boxes": 50, "events": 9, "load": 9}]
    now = [{"boxes": 10, "events": 9, "load": 1}, {"boxes": 1, "events": 364, "load": 1}]
    assert [(row["boxes"], row["load"]) for row in joined(before, now)] == [(1, 1), (10, 1), (50, 9)]


@with_server
def test_costs_are_measured_without_a_storm_and_kept_beside_the_one_before(tmp_path: Path) -> None:
    result = tmp_path / "gather.json"
    result.write_text(json.dumps({"storm": {"right": True}}))
    assert main(["--without-storm", "--keep", "--sizes", "2x1", "1x2"], result) == 0
    kept = json.loads(result.read_text())
    assert kept["storm"] == {"right": True}
    assert [(row["boxes"], row["events"]) for row in kept["cost"]["rows"]] == [(1, 364), (2, 364)]
