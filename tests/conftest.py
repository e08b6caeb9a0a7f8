"""What many tests share."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from jsonschema.validators import validator_for

from guard.setting_up.laying_down import lay_down
from tests.making import TODAY
from tests.office import Office, small

# How long an example takes depends on the machine, and says nothing of guard.
hypothesis.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("untimed")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of public test vectors beside the checkout; skipped, visibly, where absent."""
    folder = SHARED / "vectors"
    if not folder.is_dir():
        pytest.skip("public test vectors are not beside this checkout")
    return folder


Faulty = Callable[[object], list[str]]


@pytest.fixture(scope="session")
def faulty(vectors: Path) -> Faulty:
    """Says what of a log is not SARIF."""
    schema = json.loads((vectors / "sarif-schema-2.1.0.json").read_text("utf-8"))
    kind = validator_for(schema)
    validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
    return lambda log: [error.message for error in validator.iter_errors(log)]


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Spark on two cores, with little memory, in a time zone that must not matter."""
    pytest.importorskip("pyspark", reason="pyspark (the extra [spark]) is not installed")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Java, which Spark needs, is not installed")
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.memory": "1g",
        # Most of the time would go into compiling what runs for seconds, and into collecting
        # garbage with more threads than there are cores.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.pyspark.python": sys.executable,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.ui.retainedExecutions": "1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.session.timeZone": "America/New_York",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    opened = builder.getOrCreate()
    opened.sparkContext.setLogLevel("ERROR")
    yield opened
    opened.stop()


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
