"""Lists written as CSV (RFC 4180), as spreadsheets save them: the first line names the columns."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from functools import partial

from guard.border.file import decode
from guard.border.row import Row
from guard.border.text import plain
from guard.errors import Fault, GuardError, Place

_SEPARATORS = ",;\t"


def read(data: bytes, file: str) -> tuple[Row, ...]:
    """The rows of ``data`` that are not blank; cells are text without spaces at the ends.

    A cell beyond the named columns stands under "column 7". Values are separated by comma,
    semicolon or tab, whichever the first line has most of.

    Raises:
        GuardError: it is not CSV, has no columns, or two of the same name.
    """
    text = decode(data, file)
    first_line = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first_line.count)
    lines = _lines(text, separator, file)
    _, cells = next(lines, (1, []))
    columns = [plain(cell.strip()) for cell in cells]
    _check(columns, Place(file, 1))
    return tuple(_row(columns, cells, Place(file, line)) for line, cells in lines if any(cells))


def _lines(text: str, separator: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    # Not splitlines(), which also takes a page break or U+2028 inside a cell for the end of a row.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        remedy = 'Check the quotes: a cell that begins with " ends with one, and "" is one inside.'
        what = f"not valid CSV: {plain(str(error))}"
        raise GuardError(Fault(what, remedy, Place(file, line))) from None


def _check(columns: list[str], place: Place) -> None:
    if not any(columns):
        what = "the first line names no columns"
        raise GuardError(Fault(what, "Write the names of the columns in the first line.", place))
    twice = [name for name, count in Counter(filter(None, columns)).items() if count > 1]
    if twice:
        what = f"columns of the same name: {', '.join(twice)}"
        raise GuardError(Fault(what, "Keep one of each, or give them different names.", place))


def _row(columns: list[str], cells: list[str], place: Place) -> Row:
    names = columns + [""] * (len(cells) - len(columns))
    values: dict[str, object] = {
        name or f"column {number}": cell
        for number, (name, cell) in enumerate(zip(names, cells, strict=False), start=1)
        if name or cell
    }
    return Row(values, partial(_place, place))


def _place(row: Place, column: str) -> Place:
    return Place(row.file, row.line, path=column)
