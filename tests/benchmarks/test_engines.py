"""The benchmarks run, over few rows: no figure is tested."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks import engines


def test_costs_are_told_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = tmp_path / "cost.svg"
    engines.main(["--rows", "1000", "--rules", "3", "--rounds", "1", "--plot", str(drawn)])
    said = capsys.readouterr().out
    assert "findings a row" in said
    assert [line.split()[2:4] for line in said.splitlines()[2:]] == [
        [kind, stage] for kind in ("parquet", "csv") for stage in engines.STAGES
    ]
    names = [text.text for text in ET.fromstring(drawn.read_text("utf-8")).iter()]  # noqa: S314
    assert {"parquet, 3 rules", "csv, 3 rules"} <= set(names)
