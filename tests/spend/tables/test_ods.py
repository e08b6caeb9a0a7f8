"""Workbooks of OpenDocument, and cells repeated until nothing else fits the memory."""

from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend.reading import read_list
from tests.spend.making import ods, ods_row


def repeated(rows: str, cells: str) -> str:
    """A cell that is repeated, in a row that is."""
    cell = f'<table:table-cell table:number-columns-repeated="{cells}"><text:p>x</text:p>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">'
    return f"{row}{cell}</table:table-cell></table:table-row>"


HEADER = ods_row("Supplier", "Amount")
ZOOM = ods_row("Zoom", "12.50")


def test_a_list(tmp_path: Path) -> None:
    rows = ods_row() + HEADER + ZOOM
    (line,) = read_list(ods(tmp_path / "list.ods", rows))
    assert (line.supplier, str(line.amount), line.row) == ("Zoom", "12.50", 3)


def test_the_blank_end_of_every_real_sheet_takes_no_room(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16382"/>'
    rows = HEADER + ods_row("Zoom", "1", after=blank)
    rows += f'<table:table-row table:number-rows-repeated="1048573">{blank}</table:table-row>'
    assert [line.supplier for line in read_list(ods(tmp_path / "list.ods", rows))] == ["Zoom"]


@pytest.mark.parametrize(
    "rows",
    [
        repeated("1048576", "16384"),
        repeated("9999999999", "1"),
        '<table:table-row table:number-rows-repeated="20000000"/>' + ZOOM,
    ],
)
def test_repeated_cells_are_counted_before_they_are_made(tmp_path: Path, rows: str) -> None:
    with pytest.raises(GuardError, match="more than 10,000,000 cells"):
        read_list(ods(tmp_path / "list.ods", HEADER + rows))


def test_a_long_text_in_repeated_cells_is_refused_before_it_is_copied(tmp_path: Path) -> None:
    rows = HEADER + repeated("100", "10").replace(">x<", f">{'x' * 1_000_000}<")
    with pytest.raises(GuardError, match="536,870,912 bytes of text together"):
        read_list(ods(tmp_path / "list.ods", rows))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    before = '<!DOCTYPE x [<!ENTITY a "b">]>'
    with pytest.raises(GuardError, match="declares a document type"):
        read_list(ods(tmp_path / "list.ods", HEADER, before))


def test_broken_xml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="not valid XML"):
        read_list(ods(tmp_path / "list.ods", "<table:table-row>"))
