import sys

import pytest

from guard.formats import json as chosen
from guard.seam import choices, choose
from tests.making import faults


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("formats", ("json", "markdown", "table")),
        ("readers", ("csv", "toml")),
        ("ledgers", ("postgresql", "sqlite")),
    ],
)
def test_each_file_of_a_seam_is_a_choice(folder: str, names: tuple[str, ...]) -> None:
    assert choices(folder) == names


def test_a_choice_is_a_module() -> None:
    assert choose("formats", "json", "a format") is chosen


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("jason", "did you mean json? use one of json, markdown, table"),
        ("../seam", "use one of json, markdown, table"),
        ("__init__", "use one of json, markdown, table"),
        ("", "use one of json, markdown, table"),
        ("\x1b[2J", "use one of json, markdown, table"),
    ],
)
def test_what_is_no_choice_is_met_with_those_there_are(name: str, remedy: str) -> None:
    (fault,) = faults(lambda: choose("formats", name, "a format"))
    assert fault.remedy == remedy
    assert "is not a format" in fault.what
    assert fault.what.isprintable()


def test_a_choice_that_needs_an_extra_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    monkeypatch.delitem(sys.modules, "guard.engines.spark", raising=False)
    (fault,) = faults(lambda: choose("engines", "spark", "an engine"))
    assert "is not installed" in fault.what
    assert fault.remedy == "run: pip install 'procurement-guard[spark]'"
