"""A real server for the tests of gathering, started by them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.gather.servers import NatsServer, one
from tests.gather.boxes import MakeBox, RealBox


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    with one(tmp_path / "server") as made:
        yield made


@pytest.fixture
def box(tmp_path: Path, server: NatsServer) -> MakeBox:
    def made(name: str, lifter: str = "me", take: str = "all", at: str = "") -> RealBox:
        return RealBox(tmp_path / name, at or server.address, lifter, take)

    return made
