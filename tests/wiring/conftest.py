"""The workshop of the tests of the whole coach."""

from pathlib import Path

import pytest

from tests.wiring.workshop import SMALL, Workshop


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Phrases rendered by earlier tests, so that each is rendered once."""
    return tmp_path_factory.mktemp("rendered")


@pytest.fixture
def workshop(tmp_path: Path, rendered: Path) -> Workshop:
    """A fresh place with the small session in it."""
    made = Workshop(tmp_path)
    made.session.write_text(SMALL, encoding="utf-8")
    data = tmp_path / "data" / "coach"
    data.mkdir(parents=True)
    (data / "cache").symlink_to(rendered, target_is_directory=True)
    return made
