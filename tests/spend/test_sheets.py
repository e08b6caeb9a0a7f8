"""Cells of workbooks as text."""

import datetime as dt

import pytest

from guard.spend.sheets import Cell, text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Zoom", "Zoom"),
        (45000.0, "45000"),
        (0.1 + 0.2, "0.3"),
        (-12.5, "-12.5"),
        (1e20, "100000000000000000000"),
        (True, "true"),
        (dt.date(2024, 5, 4), "2024-05-04"),
        (dt.datetime(2024, 5, 4, 10, 0), "2024-05-04T10:00:00"),  # noqa: DTZ001 - as sheets have them
        (dt.time(10, 0), "10:00:00"),
        (dt.timedelta(hours=25), "1 day, 1:00:00"),
    ],
)
def test_a_cell_is_as_it_would_stand_in_a_text(cell: Cell, expected: str) -> None:
    assert text(cell) == expected
