"""Text: delimiters, line ends, quotes, and the line on which each row begins."""

from decimal import Decimal
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend.profile import Delimiter, Profile
from guard.spend.reading import read_list
from tests.spend.making import HEADER, lines, read, written


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(tmp_path: Path, end: str) -> None:
    content = f'Supplier,Amount{end}Zoom,1{end}"A{end}B",2{end}{end}C,3'
    assert [(line.supplier, line.row) for line in lines(tmp_path, content)] == [
        *(("Zoom", 2), (f"A{end}B", 3), ("C", 6)),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_first_lines(tmp_path: Path, mark: str) -> None:
    content = mark.join(("Supplier", "Amount")) + f'\nZoom{mark}"1,000.00"\n'
    (line,) = lines(tmp_path, content)
    assert (line.supplier, line.amount) == ("Zoom", Decimal(1000))


def test_a_profile_gives_the_delimiter(tmp_path: Path) -> None:
    content = "Supplier;Amount\nA,B,C,D;1\n"
    (line,) = lines(tmp_path, content, Profile(delimiter=Delimiter.SEMICOLON))
    assert line.supplier == "A,B,C,D"


def test_a_profile_gives_the_encoding(tmp_path: Path) -> None:
    content = "Supplier,Amount\nCaf\u00e9,1\n".encode("mac_roman")
    (line,) = lines(tmp_path, content, Profile(encoding="mac_roman"))
    assert line.supplier == "Caf\u00e9"


@pytest.mark.parametrize("encoding", ["nonsense", "base64"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(GuardError, match="which is none of text"):
        lines(tmp_path, HEADER + "Zoom,,1\n", Profile(encoding=encoding))


def test_a_quote_that_is_never_closed_is_told_and_can_be_read_otherwise(tmp_path: Path) -> None:
    content = HEADER + 'A,,1\n"B,,2\n' + "C,,3\n" * 500
    with pytest.raises(GuardError, match=r"list\.csv:3: a quote that opens in this row") as caught:
        lines(tmp_path, content)
    assert "quotes = false" in str(caught.value)
    assert len(lines(tmp_path, content, Profile(quotes=False))) == 502


@pytest.mark.parametrize("closing", ["", '"'])
def test_a_quote_that_takes_in_other_rows_is_told_and_the_rows_before_count(
    tmp_path: Path, closing: str
) -> None:
    content = HEADER + f'A,01/02/2026,1\nB,,"2\nC,,3.50{closing}\nD,,4\n'
    found = iter(read_list(written(tmp_path, content)))
    assert next(found).supplier == "A"
    with pytest.raises(GuardError, match=r"list\.csv:3: a quote .* takes in"):
        next(found)


def test_a_cell_of_many_lines_takes_in_no_rows(tmp_path: Path) -> None:
    content = HEADER + '"A, of B,\nC, D, E",,1\n"A\n12, High Street, Leeds",,2\nB,,3\n'
    assert [line.row for line in lines(tmp_path, content)] == [2, 4, 6]


def test_a_cell_too_large_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="field larger than field limit"):
        lines(tmp_path, HEADER + "A" * 200_000 + ",,1\n")


def test_a_stray_quote_inside_a_cell_is_kept(tmp_path: Path) -> None:
    (line,) = lines(tmp_path, HEADER + '7" TABLET LTD,,1\n')
    assert line.supplier == '7" TABLET LTD'


def test_a_long_list_keeps_its_line_numbers(tmp_path: Path) -> None:
    content = HEADER + 'A,,1\n"B\nB",,2\n' * 1000
    found, used = read(tmp_path, content)
    assert [line.row for line in used] == [2 + at // 2 * 3 + at % 2 for at in range(2000)]
    assert found.read == 2001


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"'])
def test_a_first_line_may_name_the_delimiter(tmp_path: Path, first: str) -> None:
    content = f"{first}\r\nSupplier;Amount;Note\r\nA, B, C, D and E;1,50;x\r\n"
    (line,) = lines(tmp_path, content)
    assert (line.supplier, str(line.amount)) == ("A, B, C, D and E", "1.50")


def test_commas_in_texts_and_amounts_do_not_hide_the_delimiter(tmp_path: Path) -> None:
    rows = '"Zoom";"pens, paper, ink, toner, and more";1,50\n' * 3
    found = lines(tmp_path, "Supplier;Description;Amount\n" + rows)
    assert [str(line.amount) for line in found] == ["1.50"] * 3
