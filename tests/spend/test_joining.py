"""Sheets with the same columns are one list, and all of their rows are accounted for."""

from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend.reading import read_list
from tests.spend.making import row, xlsx

NAMES = ("Supplier", "Amount", "Date")


def test_a_sheet_a_month_is_one_list(tmp_path: Path) -> None:
    sheets = {
        "April": row(1, "Our Council") + row(2, *NAMES) + row(3, "Zoom", 1, "2024-04-04"),
        "May": row(2, *NAMES) + row(3, "Slack", 2, "2024-05-04") + row(4, "Miro", 3, "2024-05-05"),
    }
    found = read_list(xlsx(tmp_path / "list.xlsx", sheets))
    assert [(line.supplier, line.row) for line in found] == [("Zoom", 3), ("Slack", 6), ("Miro", 7)]
    assert (found.read, found.used) == (7, 3)
    assert found.reasons["names the columns"] == 2
    assert any('numbered on: "April" from row 1, "May" from row 4' in note for note in found.notes)


@pytest.mark.parametrize(
    "second",
    [
        row(1, "Supplier", "Total") + row(2, "Zoom", 1),
        row(1, *NAMES) + row(2, "Zoom", 1, "2024-04-04"),
        row(1, "Paid in May") + row(2, *NAMES) + row(3, "Slack", 2, "2024-05-04"),
    ],
)
def test_sheets_that_are_not_alike_are_asked_for(tmp_path: Path, second: str) -> None:
    sheets = {"A": row(1, *NAMES) + row(2, "Zoom", 1, "2024-04-04"), "B": second}
    with pytest.raises(GuardError, match='more than one sheet that is a list: "A", "B"'):
        read_list(xlsx(tmp_path / "list.xlsx", sheets))
