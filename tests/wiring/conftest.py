"""The workshop of the tests of the whole coach."""

from pathlib import Path

import pytest

from tests.wiring.workshop import SMALL, Workshop


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Phrases rendered by earlier tests, so that each is rendered once."""
    return tmp_path_factory.mktemp("rendered")


def fitted_out(folder: Path, rendered: Path) -> Workshop:
    """A place with the small session in it, and with what earlier tests rendered."""
    made = Workshop(folder)
    made.session.write_text(SMALL, encoding="utf-8")
    data = folder / "data" / "coach"
    data.mkdir(parents=True)
    (data / "cache").symlink_to(rendered, target_is_directory=True)
    return made


@pytest.fixture
def workshop(tmp_path: Path, rendered: Path) -> Workshop:
    """A fresh place with the small session in it."""
    return fitted_out(tmp_path, rendered)


@pytest.fixture(scope="module")
def performed(tmp_path_factory: pytest.TempPathFactory, rendered: Path) -> Workshop:
    """A place in which the small session was performed once, for the tests that only look at what came of it."""
    made = fitted_out(tmp_path_factory.mktemp("performed"), rendered)
    made.perform("--ear", "keyboard", "--fresh")
    return made
