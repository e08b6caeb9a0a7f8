"""What many tests share."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from guard.setting_up import lay_down
from tests.making import TODAY
from tests.office import Office, small

# How long an example takes depends on the machine, and says nothing of guard.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of public test vectors beside the checkout; skipped, visibly, where absent."""
    folder = SHARED / "vectors"
    if not folder.is_dir():
        pytest.skip("public test vectors are not beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 100 columns, whatever the one that the tests are started from."""
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real lists beside the checkout; skipped, visibly, where absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("real lists are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def _small_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    small(folder)
    return folder


@pytest.fixture(scope="session")
def _new_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    lay_down(folder, "Our Council", TODAY)
    return folder


@pytest.fixture
def office(
    _small_office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    """A folder with a policy of two rules, and a request that two people have to sign."""
    folder = shutil.copytree(_small_office, tmp_path / "office")
    return Office(folder, capsys, monkeypatch)


@pytest.fixture
def new_office(
    _new_office: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    """A folder as ``guard init`` leaves it, with all the policies that come with guard."""
    folder = shutil.copytree(_new_office, tmp_path / "office")
    return Office(folder, capsys, monkeypatch)
