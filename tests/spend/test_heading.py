"""Where the names of the columns are found."""

from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend.heading import is_heading
from guard.spend.profile import Profile
from tests.spend.making import lines, read


@pytest.mark.parametrize(
    "cells",
    [
        ["Supplier", "Amount"],
        ["", "Vendor Name", "", "Net Amount (£)"],
        ["Domain"],
        ["Supplier", ""],
    ],
)
def test_rows_that_name_columns(cells: list[str]) -> None:
    assert is_heading(cells)


@pytest.mark.parametrize(
    "cells",
    [[], [""], ["Payments over £500"], ["Date", "Amount"], ["Supplier", "Zoom", "Slack"]],
)
def test_rows_that_do_not(cells: list[str]) -> None:
    assert not is_heading(cells)


def test_a_title_and_blank_rows_may_stand_above(tmp_path: Path) -> None:
    content = "Our Council\n\n,,\nPayments,May,\nSupplier,Amount,Date\nZoom,1,2024-05-04\n"
    found, (line,) = read(tmp_path, content)
    assert line.row == 6
    assert found.reasons == {
        "stands above the names of the columns": 4,
        "names the columns": 1,
    }


def test_a_profile_names_the_row(tmp_path: Path) -> None:
    content = "Supplier,Amount\n" * 2 + "Zoom,1\n"
    (line,) = lines(tmp_path, content, Profile(header=2))
    assert line.row == 3


def test_a_row_far_down_can_be_named(tmp_path: Path) -> None:
    content = "x,y\n" * 400 + "Supplier,Amount\nZoom,1\n"
    (line,) = lines(tmp_path, content, Profile(header=401))
    assert line.row == 402
    with pytest.raises(GuardError, match="no row begins at 999"):
        lines(tmp_path, content, Profile(header=999))


def test_a_list_without_names_of_columns_is_refused_and_shown(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match=r'it begins with "Zoom", "1\.00"'):
        lines(tmp_path, "Zoom,1.00\nSlack,2.00\n")


def test_a_profile_gives_the_columns_of_a_list_without_names(tmp_path: Path) -> None:
    profile = Profile(header=0, columns={"supplier": 1, "amount": 2})
    found = lines(tmp_path, "Zoom,1.00\nSlack,2.00\n", profile)
    assert [(line.supplier, line.row) for line in found] == [("Zoom", 1), ("Slack", 2)]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="1,001 columns"):
        lines(tmp_path, "," * 1000 + "\n")


def test_the_names_may_stand_in_two_rows(tmp_path: Path) -> None:
    content = "Supplier,Supplier,Payment,Net\nName,Number,Date,Amount (£)\nZoom,1,2024-05-04,2.50\n"
    found, (line,) = read(tmp_path, content)
    assert [column.name for column in found.columns] == [
        *("Supplier Name", "Supplier Number", "Payment Date", "Net Amount (£)"),
    ]
    assert (line.row, line.supplier, str(line.amount)) == (3, "Zoom", "2.50")
    assert "the names of the columns stand in two rows, 1 and 2" in found.notes


def test_a_first_purchase_is_not_taken_for_a_second_row_of_names(tmp_path: Path) -> None:
    found = lines(tmp_path, "Supplier,Purpose,Code\nDate Amount Ltd,Date,x\nZoom,Video,y\n")
    assert [line.supplier for line in found] == ["Date Amount Ltd", "Zoom"]


def test_a_row_known_by_its_words_names_columns(tmp_path: Path) -> None:
    content = "Vendors of May,,\nSAP Vendor,Warrant Date,Warrant Sum Amount\nZoom,2024-05-04,1.50\n"
    (line,) = lines(tmp_path, content)
    assert (line.row, line.supplier, str(line.amount)) == (3, "Zoom", "1.50")


def test_a_purchase_is_not_taken_for_names_by_its_words(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="no column names a supplier"):
        lines(tmp_path, "Lead Vendor Ltd,Warrant Amount,12.50\nSlack,Chat,3.00\n")


def test_a_title_of_one_word_does_not_hide_the_names_below(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, "Supplier,ALL\n\nSupplier,Amount\nZoom,1\n")
    assert line.supplier == "Zoom"
