"""Parquet: typed cells as text would have them."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from guard.errors import GuardError
from guard.spend.reading import read_list
from tests.spend.making import written

ROWS = """SELECT 'Zoom' AS "Supplier Name", 12.5::DECIMAL(9, 2) AS Amount,
 DATE '2024-05-04' AS "Payment date" UNION ALL SELECT 'A', NULL, NULL"""


def parquet(path: Path, rows: str = ROWS) -> Path:
    """A file of ``rows``, which is a query."""
    with duckdb.connect() as database:
        database.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    return path


def test_a_list(tmp_path: Path) -> None:
    found = read_list(parquet(tmp_path / "list.parquet"))
    assert [(line.supplier, line.amount, line.date, line.row) for line in found] == [
        ("Zoom", Decimal("12.50"), dt.date(2024, 5, 4), 1),
        ("A", None, None, 2),
    ]
    assert (found.read, found.used) == (2, 2)


def test_a_long_list_is_read_to_its_end_in_order(tmp_path: Path) -> None:
    rows = "SELECT 'S' || i AS Supplier, i AS Amount FROM range(3000) t(i)"
    found = list(read_list(parquet(tmp_path / "list.parquet", rows)))
    assert [line.amount for line in found] == list(range(3000))
    assert [line.row for line in found] == list(range(1, 3001))


def test_what_is_broken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="is not valid Parquet"):
        read_list(written(tmp_path, b"PAR1 and no more", "list.parquet"))


def test_a_name_that_means_a_pattern_is_not_taken_for_one(tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet")
    path = tmp_path / "[a].parquet"
    path.write_bytes((tmp_path / "a.parquet").read_bytes())
    with pytest.raises(GuardError, match="means a pattern"):
        read_list(path)
