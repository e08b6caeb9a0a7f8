"""Every row is used, or skipped with its place and its reason."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.errors import Place
from guard.spend.columns import choose
from guard.spend.heading import Heading
from guard.spend.profile import AUTOMATIC
from guard.spend.skipping import Account, Sieve, Skipped
from tests.spend.making import HEADER, read

NAMES = ("Supplier", "Date", "Amount")


def skipped(folder: Path, rows: str) -> list[tuple[int, str, int]]:
    """What is skipped of ``rows`` below the names of the columns: row, reason, how many."""
    found, _ = read(folder, HEADER + rows)
    assert found.read == found.used + sum(one.rows for one in found.skipped)
    return [(one.place.line, one.reason, one.rows) for one in found.skipped[1:]]


def test_blank_rows(tmp_path: Path) -> None:
    assert skipped(tmp_path, "Zoom,,1\n\n,,\n , \t,\nA,,2\n") == [(3, "is blank", 3)]


def test_totals(tmp_path: Path) -> None:
    rows = "Zoom,2024-05-04,1\n,,1\nTotal,,1\n,Grand Total:,1\nTOTAL,2024-05-04,1\n"
    assert skipped(tmp_path, rows) == [(3, "is a total", 4)]


def test_a_supplier_whose_name_begins_like_a_total_is_used(tmp_path: Path) -> None:
    assert skipped(tmp_path, "TotalEnergies,2024-05-04,1\nTotal Gas Ltd,,2\n") == []


def test_a_remark_that_names_no_supplier(tmp_path: Path) -> None:
    assert skipped(tmp_path, "Zoom,,1\n,see note 2,\n") == [(3, "names no supplier", 1)]


def test_a_purchase_whose_supplier_is_left_blank_is_used(tmp_path: Path) -> None:
    found, (line,) = read(tmp_path, "Supplier,Description,Amount,Area\n,Licence,9.00,ICT\n")
    assert (line.supplier, line.description) == ("", "Licence")
    assert found.used == 1


def test_a_row_with_more_cells_than_columns(tmp_path: Path) -> None:
    rows = "Zoom, Inc,2024-05-04,1\nA,2024-05-04,1,,\n"
    assert skipped(tmp_path, rows) == [(2, "has more cells than there are columns", 1)]


def test_a_row_with_fewer_cells_than_columns_is_used(tmp_path: Path) -> None:
    _, (line,) = read(tmp_path, HEADER + "Zoom\n")
    assert (line.supplier, line.date, line.amount) == ("Zoom", None, None)


def test_the_names_of_the_columns_again(tmp_path: Path) -> None:
    rows = "Zoom,,1\n" + HEADER + "Supplier,,5\n"
    assert skipped(tmp_path, rows) == [(3, "names the columns", 1)]


def test_rows_one_after_another_are_one_entry_each_reason() -> None:
    account = Account("a.csv")
    for number, reason in ((2, "x"), (3, "x"), (4, "y"), (6, "y")):
        account.skip(number, reason)
    assert account.skipped == [
        Skipped(Place("a.csv", 2), "x", 2),
        Skipped(Place("a.csv", 4), "y"),
        Skipped(Place("a.csv", 6), "y"),
    ]


def test_the_account_does_not_grow_with_the_list() -> None:
    account = Account("a.csv")
    for number in range(1, 60_001, 2):
        account.skip(number, "x")
    assert len(account.skipped) == 10_000
    assert account.reasons == {"x": 30_000}
    assert account.read == 30_000


CELL = st.sampled_from(["", " ", "Zoom", "Total", "1.00", "Supplier", "2024-05-04", "x"])


@given(st.lists(st.lists(CELL, max_size=5), min_size=1, max_size=20))
def test_no_row_is_lost_and_every_kept_one_has_all_its_cells(rows: list[list[str]]) -> None:
    account = Account("a.csv")
    columns = choose(NAMES, AUTOMATIC, Place("a.csv", 1))
    sieve = Sieve(columns, Heading(NAMES, 0), "names no supplier", account)
    numbers, kept = sieve.kept((range(1, len(rows) + 1), rows))
    assert len(numbers) == len(kept)
    assert len(kept) + sum(account.reasons.values()) == len(rows)
    assert all(len(row) == 3 and any(cell.strip() for cell in row) for row in kept)


@given(st.lists(st.tuples(CELL, CELL, CELL).map(list), min_size=2, max_size=20))
def test_a_row_is_judged_the_same_alone_and_among_others(rows: list[list[str]]) -> None:
    columns = choose(NAMES, AUTOMATIC, Place("a.csv", 1))

    def kept(*some: list[str]) -> int:
        sieve = Sieve(columns, Heading(NAMES, 0), "names no supplier", Account("a.csv"))
        return len(sieve.kept((range(1, len(some) + 1), list(some)))[1])

    assert kept(*rows) == sum(kept(row) for row in rows)


@pytest.mark.parametrize(
    "remark",
    [
        "Note: payments to persons are left out",
        "* net of VAT",
        "This list leaves out all that was paid to persons and to schools of the county",
    ],
)
def test_a_remark_below_is_no_purchase(tmp_path: Path, remark: str) -> None:
    found, used = read(tmp_path, HEADER + f"Zoom,2024-05-04,1\n{remark},,\n")
    assert [line.supplier for line in used] == ["Zoom"]
    assert found.reasons["is a remark"] == 1


@pytest.mark.parametrize("name", ["Zoom Total", "Total for May", "Grand Total", "Sub-total:"])
def test_a_total_has_no_date(tmp_path: Path, name: str) -> None:
    found, used = read(tmp_path, HEADER + f"Zoom,2024-05-04,1\n{name},,1\n")
    assert [line.supplier for line in used] == ["Zoom"]
    assert found.reasons["is a total"] == 1


def test_a_supplier_whose_name_has_the_word_is_no_total(tmp_path: Path) -> None:
    rows = "Total for You Ltd,2024-05-04,1\nTotalJobs,,1\nThe Total Group,,2\n"
    assert len(read(tmp_path, HEADER + rows)[1]) == 3
    assert len(read(tmp_path, "Supplier,Amount\nTotal Gas,1\n")[1]) == 1
