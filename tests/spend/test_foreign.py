"""What is no list is refused by what it is, with the next step, whatever its name."""

import gzip
import zipfile
from pathlib import Path

import pytest

from guard.errors import GuardError
from guard.spend.foreign import wide
from tests.spend.making import lines, read, written

LIST = "Supplier,Amount\nZoom,1\n"


@pytest.mark.parametrize("name", ["list.csv", "list.xls", "list.xlsx", "list"])
@pytest.mark.parametrize(
    ("content", "what", "step"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\n", "is a PDF", "Ask for the list as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"\(\.xls\)", "save it as a workbook"),
        (gzip.compress(LIST.encode(), mtime=0), r"packed \(gzip\)", "Unpack it"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), r"packed \(7z\)", "Unpack it"),
        (b"{\\rtf1\\ansi", "RTF", "Ask for"),
        (b"<html><table><tr><td>Supplier</td></tr></table>", "web page", "or as CSV"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html></html>", "web page", "or as CSV"),
        (b'<?xml version="1.0"?>\n<html xmlns="x"></html>', "web page", "or as CSV"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            *("is XML", "save it as a workbook"),
        ),
        (b'<?xml version="1.0"?><payments/>', "is XML", "Ask for"),
    ],
)
def test_what_is_no_list_is_named(
    tmp_path: Path, content: bytes, what: str, step: str, name: str
) -> None:
    with pytest.raises(GuardError, match=what) as caught:
        read(tmp_path, content, name=name)
    assert step in caught.value.faults[0].remedy


def test_a_zip_of_lists_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "lists.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("april.csv", LIST)
        archive.writestr("may.csv", LIST)
    with pytest.raises(GuardError, match="with 2 files in it"):
        read(tmp_path, path.read_bytes(), name="lists.zip")


def test_what_is_no_text_is_not_shown_as_one(tmp_path: Path) -> None:
    with pytest.raises(GuardError, match="is no text"):
        read(tmp_path, b"\x89PNG\r\n\x1a\n" + bytes(range(256)), name="list.csv")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_a_character_is_read_also_where_it_does_not_say_so(
    tmp_path: Path, encoding: str
) -> None:
    (line,) = lines(tmp_path, "Supplier\tAmount\nAcm\u00e9 Ltd\t£1.50\n".encode(encoding))
    assert (line.supplier, str(line.amount)) == ("Acm\u00e9 Ltd", "1.50")


def test_text_of_one_byte_is_not_taken_for_two(tmp_path: Path) -> None:
    assert wide(LIST.encode()) == ""
    assert wide(b"") == ""
    assert written(tmp_path, LIST).read_bytes() == LIST.encode()
