"""Workbooks of LibreOffice and other offices (.ods, OpenDocument)."""

from collections.abc import Iterator
from xml.parsers import expat

from guard.spend.profile import Profile
from guard.spend.sheets import MOST_CELLS, sheets
from guard.spend.source import Source
from guard.spend.table import Table

SUFFIXES = frozenset({"ods"})

_MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"


def recognises(head: bytes) -> bool:
    """Whether a file is a zip that begins with the media type of OpenDocument."""
    return head.startswith(b"PK\x03\x04") and _MEDIA_TYPE in head[:200]


def tables(source: Source, profile: Profile) -> tuple[Table, ...]:
    """The sheets of ``source``; raises GuardError as :func:`guard.spend.sheets.sheets` does."""
    return sheets(source, profile, _Measure())


class _Measure:
    """Counts the cells and the text of each sheet while its XML goes by, with all repetitions."""

    def __init__(self) -> None:
        self.text = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.largest = self._width = self._height = 0
        self._column = self._filled = self._blank_rows = self._rows = 0
        self._cells = self._inside = self._row_text = 0

    def cells(self, part: str, pieces: Iterator[bytes]) -> int:
        """The cells of the largest sheet; blank ends are not counted, for they are not made."""
        if part != _CONTENT:
            for _ in pieces:  # unpacked all the same, so that its checksum is looked at
                pass
            return 0
        try:
            for piece in pieces:
                self.parser.Parse(piece, False)
                if self.largest > MOST_CELLS:
                    return self.largest
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ValueError(f"its contents are not valid XML: {error}") from None
        return self.largest

    def _characters(self, text: str) -> None:
        self._inside += len(text.encode())

    def _doctype(self, *_given: object) -> None:
        raise ValueError("it declares a document type, which no workbook does")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "table:table":
                self._width = self._height = self._blank_rows = 0
            case "table:table-row":
                self._rows = _repeated(attributes, "table:number-rows-repeated")
                self._column = self._filled = self._row_text = 0
            case "table:table-cell" | "table:covered-table-cell":
                self._cells = _repeated(attributes, "table:number-columns-repeated")
                self._column += self._cells
                self._inside = 0
                if "office:value-type" in attributes or "table:formula" in attributes:
                    self._filled = self._column
            case "text:p":
                self._filled = self._column
            case _:
                pass

    def _end(self, name: str) -> None:
        if name in {"table:table-cell", "table:covered-table-cell"}:
            self._row_text += self._cells * self._inside
        if name != "table:table-row":
            return
        self.text += self._row_text * self._rows
        if not self._filled:
            self._blank_rows += self._rows
            return
        self._height += self._blank_rows + self._rows
        self._blank_rows = 0
        self._width = max(self._width, self._filled)
        self.largest = max(self.largest, self._width * self._height)


def _repeated(attributes: dict[str, str], name: str) -> int:
    value = attributes.get(name, "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else MOST_CELLS + 1  # noqa: PLR2004
