"""What cells say of a column: enough to pass it over, never to choose it alone."""

import pytest

from guard.spend.fitting import fits


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("amount", ["1,234.00", "", "(5.00)", "n/a"]),
        ("amount", ["1.234,50", "12,00"]),
        ("date", ["13/04/2024", "45395", "soon"]),
        ("supplier", ["3M", "10065", "Acme"]),
        ("account", ["Revenue", "Software"]),
        ("currency", ["1", "2"]),
        ("supplier", []),
    ],
)
def test_cells_that_may_well_be_the_field(field: str, cells: list[str]) -> None:
    assert fits(field, cells)


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("amount", ["Acme", "1"]),
        ("date", ["Q1", "Q2", "13/04/2024"]),
        ("supplier", ["10065", "A-12"]),
        ("account", ["Revenue", "capital", ""]),
        ("area", ["D105", "R255"]),
        ("description", ["", ""]),
    ],
)
def test_cells_that_are_of_another_kind(field: str, cells: list[str]) -> None:
    assert not fits(field, cells)
